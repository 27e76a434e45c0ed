"""The stability ladder: a verdict that changes side when the image is merely re-delivered is inconclusive.

Here are the window that is changed and what the rungs do to a verdict; `inference/ladder.py` climbs it.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from gauntlet_desktop.core.fusion import side
from gauntlet_desktop.core.records import Box, Rung, Tier, Verdict

# At 0.75 of its size it is still in the stratum of images of 256 px or more, and six scores of it stay cheap.
WINDOW_SIDE = 384
# JPEG blocks of 8 px and chroma blocks of 16: a window on this grid keeps the traces of coding where they are.
GRID = 16


def textured_window(pixels: NDArray[np.uint8], side_px: int = WINDOW_SIDE) -> Box:
    """The native window, at most `side_px` a side, with the largest mean gradient; the whole of a smaller image.

    `pixels` are uint8 (height, width, 3). The corner lies on the 16 px grid; of equals the first is taken.
    """
    height, width = pixels.shape[:2]
    rows, columns = min(side_px, height), min(side_px, width)
    if (rows, columns) == (height, width):
        return Box(0, 0, width, height)
    sums = _summed(_texture(pixels))
    down, across = rows // GRID, columns // GRID
    means = sums[down:, across:] - sums[:-down, across:] - sums[down:, :-across] + sums[:-down, :-across]
    top, left = np.unravel_index(int(np.argmax(means)), means.shape)
    return Box(int(left) * GRID, int(top) * GRID, columns, rows)


def _texture(pixels: NDArray[np.uint8]) -> NDArray[np.int64]:
    """Sum of absolute differences of neighbours in each whole 16 px cell, in every second line and column."""
    rows, columns = pixels.shape[0] // GRID, pixels.shape[1] // GRID
    green = pixels[: rows * GRID : 2, : columns * GRID : 2, 1].astype(np.int16)
    gradient = np.abs(np.diff(green, axis=1, append=green[:, -1:]))
    gradient[:-1] += np.abs(np.diff(green, axis=0))
    half = GRID // 2
    lines = gradient.reshape(rows, half, columns * half).sum(axis=1, dtype=np.int64)
    return np.asarray(lines.reshape(rows, columns, half).sum(axis=2))


def _summed(cells: NDArray[np.int64]) -> NDArray[np.int64]:
    """The summed-area table with a first line and column of zeros."""
    return np.pad(cells.cumsum(axis=0).cumsum(axis=1), ((1, 0), (1, 0)))


def settled(verdict: Verdict, rungs: tuple[Rung, ...]) -> Verdict:
    """The verdict with its ladder; inconclusive where a rung takes the opposite side, with a reason that names it."""
    way = side(verdict.tier)
    opposite = [rung.change for rung in rungs if way * side(rung.tier) < 0]
    if not opposite:
        return replace(verdict, ladder=rungs)
    reason = f"The answer changes side on one window of the image ({', '.join(opposite)}): it is not stable."
    return replace(verdict, tier=Tier.INCONCLUSIVE, reasons=(reason, *verdict.reasons), ladder=rungs)
