"""The scope gate: which pictures the detectors were not validated on, decided before any verdict.

It knows pictures that are too small, wrecked by compression or blur, blank, and graphics and screenshots by their flat
areas with sharp steps between them. Art with texture is not told from photographs by anything measured here: that is
left to the judges of plugins (`gauntlet_desktop.inference.scope`).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from gauntlet_desktop.core.records import ImageFacts

MIN_SHORT_SIDE = 200
MIN_QUALITY = 30
FLAT_BLOCK = 16
FLAT_RANGE = 2
# Training leaves crops out that are this flat; the gate is about whole pictures, and refuses blanks alone.
FLAT_SHARE_LIMIT = 0.6
BLANK_SHARE = 0.9
SAMPLE_SIDE = 1024
# Of each direction every fourth line is looked at for steps: that is a quarter of the time, and steps are long.
_LINE_STEP = 4
_JUMP, _EDGE, _EVEN = 48, 24, 3
_COLOUR_SHIFT = 2
# A picture of some contrast (standard deviation of luma) whose absolute Laplacian stays this low at its 99th
# percentile, both in grey levels, is blurred by 5 px or more (Gaussian) or enlarged as much; plain sky has little of
# either.
_NO_DETAIL, _CONTRAST = 3.0, 20.0

Pixels = NDArray[np.uint8]
Luma = NDArray[np.int16]


@dataclass(frozen=True, slots=True)
class Flatness:
    """What flat areas a picture has, each a share 0..1: `flat` of its 8 x 8 blocks that are flat, `one_colour` of these
    that have their commonest colour, `steps` of the edges that lead straight from flat to flat."""

    flat: float
    one_colour: float
    steps: float

    @property
    def is_graphic(self) -> bool:
        """Thresholds: of 4,042 camera crops (10 sources) these refuse 0.2 %, most of them with black or white bars."""
        drawn = self.flat > 0.1 and self.one_colour > 0.45 and self.steps > 0.15
        written = self.flat > 0.4 and self.one_colour > 0.55 and self.steps > 0.09
        return drawn or written


def scope_reasons(pixels: Pixels, facts: ImageFacts) -> tuple[str, ...]:
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
    return (*reasons, *content_reasons(pixels))


def content_reasons(pixels: Pixels) -> tuple[str, ...]:
    """What of a picture itself puts it out of scope, whatever its size and coding."""
    sample = _central(pixels)
    share = flat_share(sample)
    if share > BLANK_SHARE:
        return (f"{100 * share:.0f} % of the picture is perfectly flat: there is nothing to examine.",)
    luma = _luma(sample)
    flatness = measure_flatness(sample, luma)
    if flatness.is_graphic:
        return (
            f"{100 * flatness.flat:.0f} % of the picture is flat, with sharp steps between flat areas: this is a "
            "graphic or a screenshot, not a photograph or a photograph-like image.",
        )
    if _detail(luma) <= _NO_DETAIL and luma.std() > _CONTRAST:
        return ("The picture has no detail left (blurred or enlarged many times): there is nothing to examine.",)
    return ()


def flat_share(pixels: Pixels) -> float:
    """Share 0..1 of 16 x 16 blocks, in a central native crop, whose channels each span at most two grey levels."""
    _, span = _blocks(_central(pixels), FLAT_BLOCK)
    return float((span <= FLAT_RANGE).mean()) if span.size else 0.0


def measure_flatness(pixels: Pixels, luma: Luma) -> Flatness:
    """The flat areas of a picture, uint8 (height, width, 3), with its luma, int16 (height, width)."""
    darkest, span = _blocks(pixels, 8)
    colours = darkest[span <= FLAT_RANGE] >> _COLOUR_SHIFT
    if not colours.size:
        return Flatness(0.0, 0.0, 0.0)
    codes = (colours.astype(np.int32) @ np.array([1 << 12, 1 << 6, 1])).astype(np.int64)
    commonest = int(np.bincount(codes).max())
    found = [_steps(luma[::_LINE_STEP]), _steps(np.ascontiguousarray(luma[:, ::_LINE_STEP].T))]
    steps, edges = np.sum(found, axis=0)
    return Flatness(codes.size / span.size, commonest / codes.size, min(1.0, float(steps) / max(1.0, float(edges))))


def _central(pixels: Pixels) -> Pixels:
    """A native crop of at most 1,024 px a side from the middle, whose sides are multiples of 16 where they can be."""
    height, width = pixels.shape[:2]
    rows, columns = (min(side, SAMPLE_SIDE) // FLAT_BLOCK * FLAT_BLOCK or side for side in (height, width))
    top, left = (height - rows) // 2, (width - columns) // 2
    return pixels[top : top + rows, left : left + columns]


def _luma(pixels: Pixels) -> Luma:
    """Rec. 601 luma in whole grey levels."""
    red, green, blue = (pixels[..., channel].astype(np.uint16) for channel in range(3))
    return ((77 * red + 150 * green + 29 * blue) >> 8).astype(np.int16)


def _blocks(pixels: Pixels, side: int) -> tuple[Pixels, NDArray[np.uint8]]:
    """The least value of each channel in each whole block (rows, columns, 3), and the widest span (rows, columns)."""
    rows, columns = pixels.shape[0] // side, pixels.shape[1] // side
    blocks = pixels[: rows * side, : columns * side].reshape(rows, side, columns, side, 3)
    # One axis after the other: numpy reduces long contiguous rows many times faster than two axes at once.
    darkest = blocks.min(axis=1).min(axis=2)
    span = blocks.max(axis=1).max(axis=2) - darkest
    return darkest, span.max(axis=2)


def _steps(lines: Luma) -> tuple[int, int]:
    """How many edges the lines have, and at how many places three even pixels are followed, within three, by three
    even ones of quite another grey: as (steps, edges)."""
    change = np.abs(np.diff(lines, axis=1))
    even = change <= _EVEN
    run = even[:, :-1] & even[:, 1:]
    stepped = np.zeros((run.shape[0], max(0, run.shape[1] - 5)), dtype=bool)
    for width in (1, 2, 3):
        # A run starts at its first pixel: the left one ends two pixels on, the right one starts `width` after that.
        count = stepped.shape[1]
        jump = np.abs(lines[:, 2 + width : 2 + width + count] - lines[:, 2 : 2 + count]) > _JUMP
        stepped |= jump & run[:, :count] & run[:, 2 + width : 2 + width + count]
    strong = change > _EDGE
    edges = int(strong[:, :1].sum()) + int((strong[:, 1:] & ~strong[:, :-1]).sum())
    return int(stepped.sum()), edges


def _detail(luma: Luma) -> float:
    """The 99th percentile of the absolute Laplacian, in grey levels, on every second line."""
    if min(luma.shape) < 3:
        return 0.0
    middle = luma[1:-1:2]
    up, down = luma[:-2:2], luma[2::2]
    across = 4 * middle[:, 1:-1] - middle[:, :-2] - middle[:, 2:] - up[: len(middle), 1:-1] - down[: len(middle), 1:-1]
    return float(np.percentile(np.abs(across), 99))
