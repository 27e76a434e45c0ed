"""Traces with a period: demosaicing, resampling, the JPEG grid and the lattices of generators."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from gauntlet_desktop.core.planes import Plane
from gauntlet_measured_features.feature import Feature, Group
from gauntlet_measured_features.window import Window, log_ratio, residual

_CFA = "Gallagher and Chen, Image authentication by detecting traces of demosaicing, CVPRW 2008"
_RESAMPLING = "Gallagher, Detection of linear and cubic interpolation in JPEG compressed images, CRV 2005"
_BLOCKING = "Fan and de Queiroz, Identification of bitmap compression history, IEEE TIP 12, 2003"
_LATTICE = "Frank et al., Leveraging frequency analysis for deep fake image recognition, ICML 2020"
# Edges are cut off, for one strong edge outweighs the interpolation trace of a thousand pixels.
_EDGE = np.float32(20.0)

FEATURES = (
    Feature(
        "period.cfa.green",
        "Difference of green's prediction errors on the halves of the chequerboard.",
        "log2 per cent",
        _CFA,
    ),
    Feature(
        "period.cfa.red",
        "Largest over smallest residual of red minus green over the phases of 2 x 2 pixels.",
        "log2",
        _CFA,
    ),
    Feature(
        "period.cfa.blue",
        "Largest over smallest residual of blue minus green over the phases of 2 x 2 pixels.",
        "log2",
        _CFA,
    ),
    Feature(
        "period.lattice.8",
        "Unevenness of the residual's mean over the phases of 8 x 8 pixels.",
        "log2 per cent",
        _LATTICE,
    ),
    Feature(
        "period.peak",
        "Highest peak off the grid of 8 in the spectrum of the residual's size along rows and columns.",
        "log2",
        _RESAMPLING,
    ),
    Feature("period.peaks", "99th percentile over median of the spectrum of the residual's size.", "log2", _RESAMPLING),
    Feature("period.blocking", "Steps across the borders of the 8 x 8 grid over steps inside.", "log2", _BLOCKING),
)


def measure(window: Window) -> Sequence[float]:
    """The values of FEATURES."""
    size = np.minimum(np.abs(window.noise[0]), _EDGE)
    return (
        _chequerboard(window.rgb[1]),
        _phase_span(window.rgb[0] - window.rgb[1]),
        _phase_span(window.rgb[2] - window.rgb[1]),
        _lattice(window.noise[0]),
        *_peaks(size),
        _blocking(window.luma),
    )


def _chequerboard(green: Plane) -> float:
    predicted = (green[:-2, 1:-1] + green[2:, 1:-1] + green[1:-1, :-2] + green[1:-1, 2:]) / np.float32(4.0)
    error = np.minimum(np.abs(green[1:-1, 1:-1] - predicted), _EDGE)
    even = float(error[::2, ::2].mean() + error[1::2, 1::2].mean())
    odd = float(error[::2, 1::2].mean() + error[1::2, ::2].mean())
    return float(np.log2(100.0 * abs(even - odd) / max(even + odd, 0.1) + 0.1))


def _phase_span(difference: Plane) -> float:
    size = np.minimum(np.abs(residual(difference)), _EDGE)
    means = [float(size[i::2, j::2].mean()) for i in (0, 1) for j in (0, 1)]
    return log_ratio(max(means), min(means))


def _lattice(noise: Plane) -> float:
    """Standard deviation of the phases' mean residuals, as a share of the residual's own size."""
    rows, columns = noise.shape[0] // 8 * 8, noise.shape[1] // 8 * 8
    cut = np.clip(noise[:rows, :columns], -_EDGE, _EDGE)
    phases = cut.reshape(rows // 8, 8, columns).mean(axis=0).reshape(8, columns // 8, 8).mean(axis=1)
    size = float(np.abs(cut).mean()) + 0.05
    # Even white noise leaves a mean of its own, which falls with the number of pixels behind it.
    return float(np.log2(100.0 * float(phases.std()) / size + 800.0 / np.sqrt(rows * columns)))


def _peaks(size: Plane) -> tuple[float, float]:
    spectra = [_line_spectrum(size.mean(axis=axis)) for axis in (0, 1)]
    highest = [float(values[off].max()) for values, off in spectra]
    high = [float(np.quantile(values, 0.99)) for values, _ in spectra]
    return max(np.log2(highest)), float(np.mean(np.log2(high)))


def _line_spectrum(line: Plane) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
    """Amplitudes over their median at frequencies over 1/20 cycles a pixel, and which are off the grid of 8."""
    smooth = np.convolve(np.pad(line, 4, mode="edge"), np.full(9, 1 / 9), mode="valid")
    amplitudes = np.abs(np.fft.rfft((line - smooth) * np.hanning(line.size)))
    frequencies = np.fft.rfftfreq(line.size)
    kept = frequencies > 0.05
    amplitudes, frequencies = amplitudes[kept] + 1e-3, frequencies[kept]
    distance = np.abs(frequencies * 8.0 - np.rint(frequencies * 8.0)) / 8.0
    return amplitudes / np.median(amplitudes), distance > 2.5 / line.size


def _blocking(luma: Plane) -> float:
    """Steps by their offset in the grid of 8, summed over both directions: those on its borders over the median."""
    across = np.minimum(np.abs(_third_difference(luma)), _EDGE).mean(axis=0)
    down = np.minimum(np.abs(_third_difference(luma.T)), _EDGE).mean(axis=0)
    # Value k lies between the pixels k + 1 and k + 2: the grid's borders are at k = 6, 14, ...
    offsets = [float(across[offset::8].mean() + down[offset::8].mean()) for offset in range(8)]
    return log_ratio(offsets[6], float(np.median(offsets[:6] + offsets[7:])))


def _third_difference(luma: Plane) -> Plane:
    """A step between two pixels beyond what their outer neighbours make expected."""
    inner = luma[:, 2:-1] - luma[:, 1:-2]
    expected = (luma[:, 1:-2] - luma[:, :-3] + luma[:, 3:] - luma[:, 2:-1]) / np.float32(2.0)
    difference: Plane = inner - expected
    return difference


PERIODIC = Group("period", FEATURES, measure)
