"""Chooses the views of an image that a net scores: native crops where there is texture, and one overview.

Nothing is ever squashed: crops are native pixels, the overview keeps the aspect ratio. A small image is one view.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from gauntlet_desktop.core.records import Box

# Corners of crops lie on this grid: that of JPEG's blocks, and of both nets' cells.
GRID = 32
SINGLE_VIEW_SIDE = 640
CROP_SIDE = 320
MAX_CROPS = 6
OVERVIEW_SHORT_SIDE = 512
OVERVIEW_LONG_SIDE = 1024


@dataclass(frozen=True, slots=True)
class View:
    """Pixels to score, uint8 (height, width, 3), sides multiples of the stride, and their place in the image."""

    pixels: NDArray[np.uint8]
    region: Box


def choose_views(pixels: NDArray[np.uint8], stride: int) -> Iterator[View]:
    """The views of uint8 pixels (height, width, 3): the whole image when its long side is at most 640 px, else the
    overview and up to six native crops of 320 px from the most textured cells of a grid.

    Sides are cut to multiples of `stride`, a divisor of 32."""
    height, width = pixels.shape[:2]
    if max(height, width) <= SINGLE_VIEW_SIDE:
        yield _native(pixels, 0, 0, (height, width), stride)
        return
    yield _overview(pixels, stride)
    for top, left in _textured_cells(pixels):
        yield _native(pixels, top, left, (min(CROP_SIDE, height), min(CROP_SIDE, width)), stride)


def _native(pixels: NDArray[np.uint8], top: int, left: int, size: tuple[int, int], stride: int) -> View:
    rows, columns = (side // stride * stride for side in size)
    crop = pixels[top : top + rows, left : left + columns]
    return View(crop, Box(left, top, columns, rows))


def _overview(pixels: NDArray[np.uint8], stride: int) -> View:
    """The image at short side 512, or less when its long side would pass 1,024; the region is exactly what it shows."""
    height, width = pixels.shape[:2]
    scale = min(1.0, OVERVIEW_SHORT_SIDE / min(height, width), OVERVIEW_LONG_SIDE / max(height, width))
    rows = max(stride, round(height * scale) // stride * stride)
    columns = max(stride, round(width * scale) // stride * stride)
    box = Box(0, 0, min(width, round(columns / scale)), min(height, round(rows / scale)))
    if scale == 1.0:
        return View(pixels[:rows, :columns], box)
    small = Image.fromarray(pixels).resize(
        (columns, rows), Image.Resampling.BICUBIC, box=(0, 0, box.width, box.height), reducing_gap=2.0
    )
    return View(np.asarray(small), box)


def _textured_cells(pixels: NDArray[np.uint8]) -> list[tuple[int, int]]:
    """Top left corners of the most textured cells, on the grid, most textured first, ties by place."""
    height, width = pixels.shape[:2]
    tops = _grid(height)
    lefts = _grid(width)
    green = pixels[::2, ::2, 1].astype(np.int16)
    gradient = np.abs(np.diff(green, axis=1, append=green[:, -1:]))
    cells = [
        (-float(gradient[top // 2 : (top + CROP_SIDE) // 2, left // 2 : (left + CROP_SIDE) // 2].mean()), top, left)
        for top in tops
        for left in lefts
    ]
    return [(top, left) for _, top, left in sorted(cells)[:MAX_CROPS]]


def _grid(length: int) -> list[int]:
    """Starts of the cells that tile a side, centred, on the grid; one cell when the side is shorter than a crop."""
    count = max(1, length // CROP_SIDE)
    margin = max(0, length - count * CROP_SIDE) // 2
    return [(margin + index * CROP_SIDE) // GRID * GRID for index in range(count)]
