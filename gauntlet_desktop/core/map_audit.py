"""What an audit of a heatmap computes: cells replaced in the order of a ranking, how alike two maps are, and whether a
map finds a region that is known."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from gauntlet_desktop.core.heatmaps import compose
from gauntlet_desktop.core.lr_metrics import auc
from gauntlet_desktop.core.records import FloatMap, Heatmap

# Cells to the long side of the maps whose agreement is measured.
AGREEMENT_CELLS = 32
_WINDOW = 7
# The constants of the paper, for values in 0..1.
_C1, _C2 = 0.01**2, 0.03**2

Pixels = NDArray[np.uint8]


def replace_cells(pixels: Pixels, ranking: FloatMap, share: float, rng: np.random.Generator) -> Pixels:
    """A copy of uint8 (height, width, 3) in which the `share` of cells that a grid (rows, columns) ranks highest is
    replaced by other cells of the picture, drawn at random: what was there is gone, and the statistics stay a
    picture's."""
    rows, columns = ranking.shape
    height, width = pixels.shape[0] // rows, pixels.shape[1] // columns
    order = np.argsort(-ranking, axis=None, kind="stable")
    count = max(1, round(share * ranking.size))
    altered = pixels.copy()
    for cell, donor in zip(order[:count], rng.choice(order[count:], count), strict=True):
        (row, column), (from_row, from_column) = divmod(int(cell), columns), divmod(int(donor), columns)
        source = pixels[from_row * height : (from_row + 1) * height, from_column * width : (from_column + 1) * width]
        altered[row * height : (row + 1) * height, column * width : (column + 1) * width] = source
    return altered


def nissim(first: FloatMap, second: FloatMap) -> float:
    """(1 - SSIM) / 2 of two maps of one shape: 0 for equal ones, about 0.5 for unrelated ones, 1 for opposite ones."""
    return max(0.0, (1.0 - ssim(first, second)) / 2.0)


def ssim(first: FloatMap, second: FloatMap) -> float:
    """The mean structural similarity (Wang et al., IEEE TIP 2004) of two maps in -1..1 over windows of 7 x 7 cells, or
    less where the maps are smaller."""
    # The measure is for values that are not negative: of signed ones it would call a map and its negative alike.
    a, b = ((each.astype(np.float64) + 1.0) / 2.0 for each in (first, second))
    mean_a, mean_b = _windowed(a), _windowed(b)
    spread_a, spread_b = _windowed(a * a) - mean_a**2, _windowed(b * b) - mean_b**2
    together = _windowed(a * b) - mean_a * mean_b
    likeness = (2 * mean_a * mean_b + _C1) * (2 * together + _C2)
    scale = (mean_a**2 + mean_b**2 + _C1) * (spread_a + spread_b + _C2)
    return float((likeness / scale).mean())


def mod_and_vid(nissim_by_strength: Sequence[Sequence[float]]) -> tuple[float, float]:
    """Mean observed dissimilarity and variation in dissimilarity (Chakraborty et al. 2022) of the NISSIM values of
    several images at each strength of an attack: the mean over all attacked images, and the standard deviation, over
    the strengths, of the mean at each. Raises ValueError where a strength has no value."""
    if not nissim_by_strength or not all(nissim_by_strength):
        raise ValueError("every strength needs a value")
    every = [value for values in nissim_by_strength for value in values]
    means = [float(np.mean(values)) for values in nissim_by_strength]
    return float(np.mean(every)), float(np.std(means))


def rank_correlation(first: FloatMap, second: FloatMap) -> float:
    """Spearman's rank correlation of two maps of one shape, -1..1, ties sharing their mean rank. Equal maps give 1,
    also where they are constant; a constant map and another one give 0."""
    if np.array_equal(first, second):
        return 1.0
    ranks = [mean_ranks(each) for each in (first, second)]
    if any(np.ptp(each) == 0 for each in ranks):
        return 0.0
    return float(np.corrcoef(ranks[0], ranks[1])[0, 1])


def agreements(heatmaps: Sequence[Heatmap], width: int, height: int) -> NDArray[np.float64]:
    """The rank correlation (N, N) of each two of N maps of an image of this size in pixels, as an audit has it."""
    grids = [compose(heatmap, width, height, AGREEMENT_CELLS) for heatmap in heatmaps]
    found = np.eye(len(grids))
    for row, column in combinations(range(len(grids)), 2):
        found[row, column] = found[column, row] = rank_correlation(grids[row], grids[column])
    return found


def mean_agreement(heatmap: Heatmap, others: Sequence[Heatmap], width: int, height: int) -> float | None:
    """The mean rank correlation, -1..1, of a heatmap of an image of this size in pixels with others of it; None without
    others."""
    if not others:
        return None
    grid, *grids = (compose(each, width, height, AGREEMENT_CELLS) for each in (heatmap, *others))
    return float(np.mean([rank_correlation(grid, other) for other in grids]))


def with_agreement(heatmaps: Sequence[Heatmap], width: int, height: int) -> tuple[Heatmap, ...]:
    """The heatmaps of an image of this size in pixels, where the audit of each has its agreement with those of other
    methods here that explain the same class of the same detector."""
    return tuple(_with_agreement(each, heatmaps, width, height) for each in heatmaps)


def _with_agreement(heatmap: Heatmap, heatmaps: Sequence[Heatmap], width: int, height: int) -> Heatmap:
    asked = (heatmap.detector, heatmap.target)
    others = [each for each in heatmaps if each.method != heatmap.method and (each.detector, each.target) == asked]
    if heatmap.audit is None or (not others and heatmap.audit.agreement is None):
        return heatmap
    found = mean_agreement(heatmap, others, width, height)
    return replace(heatmap, audit=replace(heatmap.audit, agreement=found))


def mean_ranks(values: NDArray[np.floating]) -> NDArray[np.float64]:
    """The ranks (N,) of the values, from 1; equal ones share their mean rank."""
    _, places, counts = np.unique(values, return_inverse=True, return_counts=True)
    last = np.cumsum(counts)
    ranks: NDArray[np.float64] = (last - (counts - 1) / 2.0)[places.reshape(-1)]
    return ranks


def pixel_auc(values: FloatMap, region: NDArray[np.bool_]) -> float:
    """How often a cell in the region has a higher value than one outside, ties counting half: 0.5 is chance. The
    region must be part of the map, neither none nor all of it."""
    return auc(values[~region], values[region])


def pointing(values: FloatMap, region: NDArray[np.bool_]) -> float:
    """The pointing game (Zhang et al., IJCV 2018): 1 where the map's highest cell is in the region, else 0; of several
    highest cells, the share that is, so that a constant map has the region's share of the picture."""
    return float(region[values == values.max()].mean())


def _windowed(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Means over all whole windows."""
    size = min(_WINDOW, *values.shape)
    windows = np.lib.stride_tricks.sliding_window_view(values, (size, size))
    means: NDArray[np.float64] = windows.mean(axis=(2, 3))
    return means
