"""Colour: how noise and detail of the channels belong together, and how saturated shadows and lights are."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from gauntlet_desktop.core.planes import Plane
from gauntlet_measured_features.feature import Feature, Group
from gauntlet_measured_features.window import (
    Window,
    correlation,
    gradient,
    halve,
    log_ratio,
    quantiles,
    residual,
    size_quantiles,
)

_CHANNELS = "Goljan et al., Rich model for steganalysis of color images, WIFS 2014"
_SATURATION = "McCloskey and Albright, Detecting GAN-generated imagery using color cues, 2018"
_CHROMA = (
    "Li et al., Identification of deep network generated images using disparities in color components, SP 174, 2020"
)

FEATURES = (
    Feature("colour.residual.red-green", "Correlation of the noise residuals of red and green.", "-1..1", _CHANNELS),
    Feature("colour.residual.green-blue", "Correlation of the noise residuals of green and blue.", "-1..1", _CHANNELS),
    Feature("colour.noise.blue", "Noise of blue over noise of green.", "log2", _CHANNELS),
    Feature("colour.noise.red", "Noise of red over noise of green.", "log2", _CHANNELS),
    Feature("colour.chroma-noise.full", "Noise of chroma over noise of luma at full size.", "log2", _CHROMA),
    Feature("colour.chroma-noise.half", "Noise of chroma over noise of luma at half size.", "log2", _CHROMA),
    Feature("colour.chroma-detail.half", "Gradient of chroma over gradient of luma at half size.", "log2", _CHROMA),
    Feature("colour.edges", "Correlation of the gradients of luma and of chroma at quarter size.", "-1..1", _CHROMA),
    Feature(
        "colour.saturation.shadows", "Saturation of the darkest fifth over that of the whole.", "log2", _SATURATION
    ),
)


def measure(window: Window) -> Sequence[float]:
    """The values of FEATURES."""
    red, green, blue = _cut(window.colour_noise)
    size_red, size_green, size_blue = (_median_size(plane) for plane in (red, green, blue))
    return (
        correlation(red, green),
        correlation(green, blue),
        log_ratio(size_blue, size_green),
        log_ratio(size_red, size_green),
        *_chroma_against_luma(window),
        _shadows(window),
    )


def _cut(noise: Plane) -> Plane:
    """Residuals cut off where edges begin."""
    limit = np.float32(4.45 * _median_size(noise) + 0.1)
    return np.clip(noise, -limit, limit)


def _median_size(noise: Plane) -> float:
    return size_quantiles(noise, 0.5)[0]


def _chroma_against_luma(window: Window) -> tuple[float, ...]:
    """Noise at two sizes, detail at half size, and the correlation of edges at quarter size."""
    half = [halve(plane) for plane in window.chroma]
    detail = gradient(half[0]) + gradient(half[1])
    edges = sum(gradient(halve(plane)) for plane in half)
    return (
        _noise_ratio(list(window.chroma), window.noise[0]),
        _noise_ratio(half, window.noise[1]),
        log_ratio(float(detail.mean()), float(window.gradients[1].mean())),
        correlation(np.log2(edges + np.float32(0.5)), np.log2(window.gradients[2] + np.float32(0.5))),
    )


def _noise_ratio(chroma: Sequence[Plane], luma_noise: Plane) -> float:
    sizes = [float(np.abs(residual(plane)).mean()) for plane in chroma]
    return log_ratio(float(np.mean(sizes)), float(np.abs(luma_noise).mean()))


def _shadows(window: Window) -> float:
    luma, saturation = window.pyramid[2], halve(halve(window.saturation))
    (dark,) = quantiles(luma, 0.2)
    return log_ratio(float(saturation[luma <= dark].mean()), float(saturation.mean()), 1.0)


COLOUR = Group("colour", FEATURES, measure)
