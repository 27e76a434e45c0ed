"""All measured features of an image: chosen windows of native pixels, every group on each, medians over them."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from gauntlet_desktop.core.planes import BLOCK
from gauntlet_measured_features.feature import Feature, Group
from gauntlet_measured_features.groups.colour import COLOUR
from gauntlet_measured_features.groups.noise import NOISE
from gauntlet_measured_features.groups.periodic import PERIODIC
from gauntlet_measured_features.groups.spectrum import SPECTRUM
from gauntlet_measured_features.groups.structure import STRUCTURE
from gauntlet_measured_features.groups.transforms import TRANSFORMS
from gauntlet_measured_features.window import Window

Values = NDArray[np.float64]

WINDOW_SIDE = 256
MAX_WINDOWS = 3
MIN_SIDE = 64
GROUPS: tuple[Group, ...] = (NOISE, COLOUR, PERIODIC, SPECTRUM, STRUCTURE, TRANSFORMS)
FEATURES: tuple[Feature, ...] = tuple(feature for group in GROUPS for feature in group.features)
NAMES: tuple[str, ...] = tuple(feature.name for feature in FEATURES)


def measure(pixels: NDArray[np.uint8]) -> Values:
    """The value of each of FEATURES, in their order, from pixels (height, width, 3): the median over up to three native
    windows of 256 px. Every value is finite. Raises ValueError for a side under 64 px."""
    return combine([measure_window(window) for window in choose_windows(pixels)])


def combine(windows: Sequence[Values]) -> Values:
    """The features of an image from those of its windows: medians, so that one odd window decides nothing."""
    return np.asarray(np.median(windows, axis=0))


def measure_window(pixels: NDArray[np.uint8]) -> Values:
    """The values of FEATURES on one window."""
    window = Window(pixels)
    return np.array([value for group in GROUPS for value in group.measure(window)], dtype=np.float64)


def choose_windows(pixels: NDArray[np.uint8]) -> Sequence[NDArray[np.uint8]]:
    """Up to three native windows of 256 px, or what a smaller picture has, on the 8 px grid.

    Of the cells of a grid those at even steps of the order by texture are taken: they stand for the picture as the
    training crops stand for theirs, neither the busiest nor the emptiest parts alone.
    """
    height, width = pixels.shape[:2]
    if min(height, width) < MIN_SIDE:
        raise ValueError(f"features need sides of at least {MIN_SIDE} px, not {width} x {height}")
    rows, columns = (min(side // BLOCK * BLOCK, WINDOW_SIDE) for side in (height, width))
    cells = [pixels[y : y + rows, x : x + columns] for y in _starts(height, rows) for x in _starts(width, columns)]
    if len(cells) <= MAX_WINDOWS:
        return cells
    order = np.argsort([-_texture(cell) for cell in cells], kind="stable")
    return [cells[order[(2 * i + 1) * len(cells) // (2 * MAX_WINDOWS)]] for i in range(MAX_WINDOWS)]


def _starts(side: int, window: int) -> list[int]:
    """Where the windows along a side begin: as many as nearly fill it, evenly spread, on the block grid."""
    count = max(1, round(side / window))
    last = (side - window) // BLOCK
    if count == 1:
        return [last // 2 * BLOCK]
    return [round(last * i / (count - 1)) * BLOCK for i in range(count)]


def _texture(cell: NDArray[np.uint8]) -> float:
    green = cell[::4, ::2, 1].astype(np.int16)
    return float(np.abs(np.diff(green, axis=1)).mean())
