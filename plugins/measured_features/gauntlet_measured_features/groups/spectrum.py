"""Power spectrum: how it falls, how round it is and what stands out of it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from gauntlet_desktop.core.planes import Plane
from gauntlet_measured_features.feature import Feature, Group
from gauntlet_measured_features.window import POWER_FLOOR, Window

_SLOPE = "van der Schaaf and van Hateren, Modelling the power spectra of natural images, Vision Research 36, 1996"
_HIGH = "Dzanic et al., Fourier spectrum discrepancies in deep network generated images, NeurIPS 2020"
_ROUND = "Corvi et al., Intriguing properties of synthetic images, CVPRW 2023"
_PEAKS = "Frank et al., Leveraging frequency analysis for deep fake image recognition, ICML 2020"
# Borders of the radial bands in cycles a pixel; 0.5 is the finest along an axis, 0.71 along a diagonal.
_BORDERS = (0.03, 0.06, 0.125, 0.18, 0.25, 0.32, 0.39, 0.46, 0.5, 0.71)
_SECTORS = 8

FEATURES = (
    Feature("spectrum.slope", "Fall of power from 0.03 to 0.25 cycles a pixel.", "log2 per octave", _SLOPE),
    Feature("spectrum.bend", "Departure of the middle of that range from a straight fall.", "log2", _SLOPE),
    *(
        Feature(
            f"spectrum.high.{i}",
            f"Power from {_BORDERS[i]} to {_BORDERS[i + 1]} cycles a pixel over the band below.",
            "log2",
            _HIGH,
        )
        for i in range(4, 8)
    ),
    Feature("spectrum.corner", "Power beyond 0.5 cycles a pixel over that from 0.46 to 0.5.", "log2", _HIGH),
    Feature(
        "spectrum.round.middle", "Spread of power over directions at 0.125 to 0.25 cycles a pixel.", "log2", _ROUND
    ),
    Feature("spectrum.round.high", "Spread of power over directions at 0.32 to 0.46 cycles a pixel.", "log2", _ROUND),
    Feature(
        "spectrum.axes",
        "Power along the axes over that along diagonals at 0.32 to 0.46 cycles a pixel.",
        "log2",
        _ROUND,
    ),
    Feature("spectrum.peak.2", "Height of the peaks at multiples of 1/2 cycle a pixel.", "log2", _PEAKS),
    Feature("spectrum.peak.4", "Height of the peaks at further multiples of 1/4 cycle a pixel.", "log2", _PEAKS),
    Feature("spectrum.peak.8", "Height of the peaks at further multiples of 1/8 cycle a pixel.", "log2", _PEAKS),
    Feature(
        "spectrum.peak.off", "Height of the highest peaks (99.9th percentile) over their surroundings.", "log2", _PEAKS
    ),
)


def measure(window: Window) -> Sequence[float]:
    """The values of FEATURES."""
    power = _power(window.luma)
    rows, columns = window.luma.shape
    bands = np.log2(_mean_by(power, _bands(rows, columns), len(_BORDERS) - 1))
    sectors = np.log2(_mean_by(power, _cells(rows, columns), 2 * _SECTORS)).reshape(2, _SECTORS)
    centre = np.log2([np.sqrt(a * b) for a, b in pairwise(_BORDERS[:5])])
    slope, _ = np.polyfit(centre, bands[:4], 1)
    return (
        float(slope),
        float(bands[1] + bands[2] - bands[0] - bands[3]) / 2,
        *(float(bands[i] - bands[i - 1]) for i in range(4, 9)),
        float(sectors[0].std()),
        float(sectors[1].std()),
        float(sectors[1, [0, 3, 4, 7]].mean() - sectors[1, [1, 2, 5, 6]].mean()),
        *_peaks(power),
    )


def _power(luma: Plane) -> Plane:
    """Power of the Hann-windowed luma, not shifted, columns 0..half, in squared grey levels a bin."""
    rows, columns = luma.shape
    taper = np.outer(np.hanning(rows), np.hanning(columns)).astype(np.float32)
    transform = np.fft.rfft2((luma - luma.mean()) * taper)
    power: Plane = (transform.real**2 + transform.imag**2).astype(np.float32) / np.float32((taper**2).sum())
    return power + np.float32(POWER_FLOOR)


def _mean_by(power: Plane, index: NDArray[np.intp], count: int) -> NDArray[np.float64]:
    """Mean power of the bins of each index 0..count - 1; the index `count` is left out."""
    flat = index.ravel()
    sums = np.bincount(flat, power.ravel(), count + 1)[:count]
    totals = np.bincount(flat, minlength=count + 1)[:count]
    means: NDArray[np.float64] = np.where(totals > 0, sums / np.maximum(totals, 1), POWER_FLOOR)
    return means


@lru_cache(maxsize=8)
def _bands(rows: int, columns: int) -> NDArray[np.intp]:
    """The radial band of every bin; the number of bands where it is in none."""
    radius = np.hypot(np.fft.fftfreq(rows)[:, None], np.fft.rfftfreq(columns)[None, :])
    index = np.searchsorted(_BORDERS, radius, side="right") - 1
    return np.where(index < 0, len(_BORDERS) - 1, np.minimum(index, len(_BORDERS) - 1))


@lru_cache(maxsize=8)
def _cells(rows: int, columns: int) -> NDArray[np.intp]:
    """Direction of every bin in one of eight sectors; bins of the high band count on by eight, others are 16."""
    down, across = np.fft.fftfreq(rows)[:, None], np.fft.rfftfreq(columns)[None, :]
    radius = np.hypot(down, across)
    sector = np.floor((np.arctan2(down, across) / np.pi + 0.5) * _SECTORS).astype(np.intp).clip(0, _SECTORS - 1)
    middle, high = (radius >= 0.125) & (radius < 0.25), (radius >= 0.32) & (radius < 0.46)
    return np.where(middle, sector, np.where(high, sector + _SECTORS, 2 * _SECTORS))


def _peaks(power: Plane) -> Sequence[float]:
    """Mean heights at 1/2, 1/4 and 1/8, and the highest anywhere, over the mean of logarithms around."""
    logs = np.log2(power)
    rows, columns = logs.shape
    heights = _over_surroundings(logs)
    places: dict[int, list[float]] = {2: [], 4: [], 8: []}
    for i in range(8):
        for j in range(5):
            if i or j:
                row, column = round(rows * i / 8) % rows, min(round((columns - 1) * j / 4), columns - 1)
                places[_period(i, j)].append(float(heights[row, column]))
    return (*(float(np.mean(values)) for values in places.values()), float(np.quantile(heights[:, 4:], 0.999)))


def _period(i: int, j: int) -> int:
    """The coarsest of the periods 2, 4, 8 on whose lattice the frequency (i / 8, j / 8) lies."""
    return 2 if i % 4 == 0 and j % 4 == 0 else 4 if i % 2 == 0 and j % 2 == 0 else 8


def _over_surroundings(logs: Plane) -> Plane:
    """Logarithms less their mean over 9 x 9 bins, around the ends of the rows and reflected at those of the columns."""
    padded = np.pad(np.pad(logs, ((4, 4), (0, 0)), mode="wrap"), ((0, 0), (4, 4)), mode="reflect")
    sums = np.pad(padded.cumsum(axis=0, dtype=np.float64).cumsum(axis=1), ((1, 0), (1, 0)))
    mean = (sums[9:, 9:] - sums[:-9, 9:] - sums[9:, :-9] + sums[:-9, :-9]) / 81.0
    return np.asarray(logs - mean, dtype=np.float32)


SPECTRUM = Group("spectrum", FEATURES, measure)
