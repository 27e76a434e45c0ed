"""The scope gate: which pictures the detectors were not validated on, decided before any verdict."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from gauntlet_desktop.core.records import ImageFacts

MIN_SHORT_SIDE = 200
MIN_QUALITY = 30
FLAT_BLOCK = 16
FLAT_RANGE = 2
FLAT_SHARE_LIMIT = 0.6
SAMPLE_SIDE = 1024


def scope_reasons(pixels: NDArray[np.uint8], facts: ImageFacts) -> tuple[str, ...]:
    """Sentences that say why an image is out of scope; none when it is in scope.

    `pixels` are uint8 (height, width, 3).
    """
    reasons = []
    if facts.short_side < MIN_SHORT_SIDE:
        reasons.append(
            f"The short side is {facts.short_side} px; the detectors were validated from {MIN_SHORT_SIDE} px."
        )
    if facts.quality < MIN_QUALITY:
        reasons.append(f"The JPEG quality is about {facts.quality}; the detectors were validated from {MIN_QUALITY}.")
    share = flat_share(pixels)
    if share > FLAT_SHARE_LIMIT:
        reasons.append(
            f"{100 * share:.0f} % of the picture is perfectly flat: this is a graphic, a screenshot or a blank, "
            "not a photograph or a photograph-like image."
        )
    return tuple(reasons)


def flat_share(pixels: NDArray[np.uint8]) -> float:
    """Share 0..1 of 16 x 16 blocks, in a central native crop, whose channels each span at most two grey levels."""
    height, width = pixels.shape[:2]
    rows = min(height, SAMPLE_SIDE) // FLAT_BLOCK * FLAT_BLOCK
    columns = min(width, SAMPLE_SIDE) // FLAT_BLOCK * FLAT_BLOCK
    if rows == 0 or columns == 0:
        return 0.0
    top, left = (height - rows) // 2, (width - columns) // 2
    crop = pixels[top : top + rows, left : left + columns]
    blocks = crop.reshape(rows // FLAT_BLOCK, FLAT_BLOCK, columns // FLAT_BLOCK, FLAT_BLOCK, 3)
    # One axis after the other: numpy reduces long contiguous rows many times faster than two axes at once.
    span = blocks.max(axis=1).max(axis=2) - blocks.min(axis=1).min(axis=2)
    return float((span.max(axis=2) <= FLAT_RANGE).mean())
