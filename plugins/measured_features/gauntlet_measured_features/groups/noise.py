"""Noise residual: its level over scales, its tails, its correlation in space and how it follows the brightness."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from gauntlet_desktop.core.planes import Plane
from gauntlet_measured_features.feature import Feature, Group
from gauntlet_measured_features.window import Window, correlation, log_level, log_ratio, size_quantiles

_LEVEL = "log2 grey levels"
_IMMERKAER = "Immerkaer, Fast noise variance estimation, CVIU 64, 1996"
_HEAVY = "Srivastava et al., On advances in statistical modeling of natural images, JMIV 18, 2003"
_CORRELATION = "Fridrich and Kodovsky, Rich models for steganalysis, IEEE TIFS 7, 2012"
_SHOT = "Foi et al., Practical Poissonian-Gaussian noise modeling, IEEE TIP 17, 2008"
_LOCAL = "Mahdian and Saic, Using noise inconsistencies for blind image forensics, IVC 27, 2009"
_SCALES = ("full", "half", "quarter")
# Blocks nearer to black or white than this are clipped: their noise is cut off and says nothing.
_DARK, _BRIGHT = 16.0, 239.0
_MIN_BLOCKS = 12

FEATURES = (
    *(
        Feature(f"noise.level.{s}", f"Median size of the noise residual at {s} size.", _LEVEL, _IMMERKAER)
        for s in _SCALES[:2]
    ),
    *(
        Feature(f"noise.tail.{s}", f"99th percentile over median of the residual's size at {s} size.", "log2", _HEAVY)
        for s in _SCALES
    ),
    Feature(
        "noise.correlation.beside.full",
        "Correlation of the residual with its neighbour beside, below: mean.",
        "-1..1",
        _CORRELATION,
    ),
    Feature(
        "noise.correlation.diagonal.full",
        "Correlation of the residual with its diagonal neighbours: mean.",
        "-1..1",
        _CORRELATION,
    ),
    Feature(
        "noise.correlation.second.full", "Correlation of the residual two pixels apart: mean.", "-1..1", _CORRELATION
    ),
    Feature(
        "noise.anisotropy", "Difference of the residual's correlations along and across the rows.", "0..2", _CORRELATION
    ),
    Feature(
        "noise.correlation.beside.half",
        "Correlation of the half size residual with its neighbours: mean.",
        "-1..1",
        _CORRELATION,
    ),
    Feature("noise.quiet", "Noise in the quietest tenth of the 8 x 8 blocks.", _LEVEL, _LOCAL),
    Feature(
        "noise.spread", "90th over 10th percentile of the noise in the smoother half of the blocks.", "log2", _LOCAL
    ),
    Feature("noise.brightness", "Noise in the brighter over the darker third of the smooth blocks.", "log2", _SHOT),
    Feature(
        "noise.follows.detail", "Correlation of noise and detail over the blocks, both as logarithms.", "-1..1", _LOCAL
    ),
)


def measure(window: Window) -> Sequence[float]:
    """The values of FEATURES."""
    sizes = [size_quantiles(plane, 0.5, 0.99) for plane in window.noise]
    full, half = (_clipped(plane, median) for plane, (median, _) in zip(window.noise[:2], sizes, strict=False))
    return (
        *(log_level(median) for median, _ in sizes[:2]),
        *(log_ratio(tail, median) for median, tail in sizes),
        *_correlations(full),
        (correlation(half[:, 1:], half[:, :-1]) + correlation(half[1:], half[:-1])) / 2,
        *_over_blocks(window),
    )


def _clipped(noise: Plane, median: float) -> Plane:
    """The residual cut off at about three standard deviations: edges would drown the noise."""
    limit = np.float32(4.45 * median + 0.1)
    return np.clip(noise, -limit, limit)


def _correlations(noise: Plane) -> tuple[float, ...]:
    across, down = correlation(noise[:, 1:], noise[:, :-1]), correlation(noise[1:], noise[:-1])
    diagonal = correlation(noise[1:, 1:], noise[:-1, :-1]) + correlation(noise[1:, :-1], noise[:-1, 1:])
    second = correlation(noise[:, 2:], noise[:, :-2]) + correlation(noise[2:], noise[:-2])
    return (across + down) / 2, diagonal / 2, second / 2, abs(across - down)


def _over_blocks(window: Window) -> tuple[float, ...]:
    mean, noise, detail = window.block_mean.ravel(), window.block_noise.ravel(), window.block_deviation.ravel()
    sound = (mean > _DARK) & (mean < _BRIGHT)
    if np.count_nonzero(sound) < _MIN_BLOCKS:
        return 0.0, 0.0, 0.0, 0.0
    mean, noise, detail = mean[sound], noise[sound], detail[sound]
    smooth = detail <= np.median(detail)
    low, high = np.quantile(noise[smooth], [0.1, 0.9])
    third = np.quantile(mean[smooth], [1 / 3, 2 / 3])
    dark, bright = (np.median(noise[smooth & chosen]) for chosen in (mean <= third[0], mean >= third[1]))
    return (
        log_level(float(np.quantile(noise, 0.1))),
        log_ratio(float(high), float(low)),
        log_ratio(float(bright), float(dark)),
        correlation(np.log2(noise + 0.1), np.log2(detail + 0.5)),
    )


NOISE = Group("noise", FEATURES, measure)
