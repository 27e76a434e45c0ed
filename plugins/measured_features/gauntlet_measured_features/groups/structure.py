"""Structure: how sharpness and detail are distributed over an image, and the tails of its gradients."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from gauntlet_measured_features.feature import Feature, Group
from gauntlet_measured_features.window import Window, correlation, log_level, log_ratio, quantiles

_TAILS = "Srivastava et al., On advances in statistical modeling of natural images, JMIV 18, 2003"
_SHARPNESS = "Vu et al., S3: a spectral and spatial measure of local perceived sharpness, IEEE TIP 21, 2012"
_FLAT = "Quantiles of local standard deviations, defined here"
_LEVEL = "log2 grey levels"

FEATURES = (
    Feature("structure.gradient", "Median gradient.", _LEVEL, _TAILS),
    Feature("structure.gradient.low", "Median over 20th percentile of the gradient.", "log2", _TAILS),
    Feature("structure.gradient.high", "90th percentile over median of the gradient.", "log2", _TAILS),
    Feature("structure.gradient.tail", "99th over 90th percentile of the gradient.", "log2", _TAILS),
    Feature(
        "structure.sharpness.half",
        "99th percentile of the gradient at full over that at half size.",
        "log2",
        _SHARPNESS,
    ),
    Feature(
        "structure.sharpness.quarter",
        "99th percentile of the gradient at half over that at quarter size.",
        "log2",
        _SHARPNESS,
    ),
    Feature("structure.fineness", "Median gradient at full over that at half size.", "log2", _SHARPNESS),
    Feature("structure.crispness", "Second over first differences at the strongest edges.", "log2", _SHARPNESS),
    Feature("structure.detail.low", "10th percentile of detail over the 8 x 8 blocks.", _LEVEL, _FLAT),
    Feature("structure.detail.high", "90th percentile over median of detail.", "log2", _FLAT),
    Feature("structure.clusters", "Correlation of the detail of neighbouring blocks, as logarithms.", "-1..1", _FLAT),
)


def measure(window: Window) -> Sequence[float]:
    """The values of FEATURES."""
    low, median, high, tail = quantiles(window.gradients[0], 0.2, 0.5, 0.9, 0.99)
    half_median, half_tail = quantiles(window.gradients[1], 0.5, 0.99)
    (quarter_tail,) = quantiles(window.gradients[2], 0.99)
    detail_low, detail, detail_high = quantiles(window.block_deviation, 0.1, 0.5, 0.9)
    logs = np.log2(window.block_deviation + 0.5)
    return (
        log_level(median),
        log_ratio(median, low),
        log_ratio(high, median),
        log_ratio(tail, high),
        log_ratio(tail, half_tail),
        log_ratio(half_tail, quarter_tail),
        log_ratio(median, half_median),
        _crispness(window, tail),
        log_level(detail_low),
        log_ratio(detail_high, detail),
        (correlation(logs[1:], logs[:-1]) + correlation(logs[:, 1:], logs[:, :-1])) / 2,
    )


def _crispness(window: Window, tail: float) -> float:
    luma = window.luma
    strong = window.gradients[0] >= tail
    curvature = np.abs(luma[2:, 1:-1] + luma[:-2, 1:-1] + luma[1:-1, 2:] + luma[1:-1, :-2] - 4.0 * luma[1:-1, 1:-1])
    return log_ratio(float(curvature[strong].mean()), tail)


STRUCTURE = Group("structure", FEATURES, measure)
