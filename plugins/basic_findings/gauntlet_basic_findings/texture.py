"""Rules on texture: what repeats, what is too smooth, what is noise without a sensor and what is lost."""

from __future__ import annotations

import numpy as np

from gauntlet_basic_findings.derived import (
    BRIGHT,
    DARK,
    INDIRECT,
    NATIVE,
    RADIAL_BINS,
    Values,
    fit_blocks,
    halve,
    mean_where,
    radial_power,
    smooth_blocks,
)
from gauntlet_basic_findings.rule import TileRule
from gauntlet_desktop.api import RuleSpec
from gauntlet_desktop.core.planes import Plane, Planes, block_means

# Noise under this many grey levels is less than a sensor's and a decoder's rounding leave.
_NO_NOISE = 0.3
_MIN_PAIRS = 32
_MIN_LAG, _MAX_LAG = 16, 48


def repeated_elements(planes: Planes) -> Values:
    """Largest autocorrelation, -1..1, of the band-passed half size luma at shifts of 32 to 96 px."""
    correlation = planes.once(element_correlation)
    rows, columns = correlation.shape[1:]
    far = np.hypot(*np.meshgrid(_shifts(rows), _shifts(columns), indexing="ij"))
    searched = (far >= _MIN_LAG) & (far <= min(_MAX_LAG, rows // 2, columns // 2))
    peak: Values = correlation[:, searched].max(axis=1)
    return peak


def element_correlation(planes: Planes) -> Plane:
    """Autocorrelation of every tile at half size, 1 at no shift: (tiles, rows / 2, columns / 2)."""
    half = halve(planes.tiles)
    rows, columns = half.shape[1:]
    window = np.outer(np.hanning(rows), np.hanning(columns)).astype(np.float32)
    transform = np.fft.rfft2((half - half.mean(axis=(1, 2), keepdims=True)) * window)
    power = (transform.real**2 + transform.imag**2) * _band_pass(rows, columns)
    correlation = np.fft.irfft2(power, s=(rows, columns))
    scaled: Plane = (correlation / np.maximum(correlation[:, :1, :1], 1e-3)).astype(np.float32)
    return scaled


def over_smoothing(planes: Planes) -> Values:
    """Share in per cent of the unclipped 8 x 8 blocks that hold structure but no noise."""
    noise = np.sqrt(block_means(planes.noise * planes.noise))
    sound = fit_blocks((planes.block_mean > DARK) & (planes.block_mean < BRIGHT), noise)
    structured = fit_blocks(planes.block_std > 1.0, noise)
    return 100.0 * mean_where((noise < _NO_NOISE).astype(np.float32), sound & structured)


def patterned_noise(planes: Planes) -> Values:
    """Correlation of the noise residual of smooth blocks with itself 4 and 8 px away: 0 for the noise of a sensor."""
    noise = planes.noise
    beside = [_lagged(noise, lag, axis) for lag in (4, 8) for axis in (1, 2)]
    flat = planes.once(smooth_blocks)
    level = mean_where(block_means(noise * noise), fit_blocks(flat, block_means(noise)))
    products = [mean_where(plane, fit_blocks(flat, plane)) for plane in beside]
    return np.where(level > 0.01, np.mean(products, axis=0) / np.maximum(level, 1e-6), np.nan)


def unordered_detail(planes: Planes) -> Values:
    """1 minus the coherence of the gradient, 0..1, in the most detailed quarter of the blocks: 1 is no direction."""
    down = planes.tiles[:, 2:, 1:-1] - planes.tiles[:, :-2, 1:-1]
    across = planes.tiles[:, 1:-1, 2:] - planes.tiles[:, 1:-1, :-2]
    yy, xx, xy = block_means(down * down), block_means(across * across), block_means(down * across)
    energy = xx + yy
    coherence = np.sqrt((xx - yy) ** 2 + 4.0 * xy * xy) / np.maximum(energy, 1e-6)
    detailed = energy >= np.quantile(energy.reshape(len(energy), -1), 0.75, axis=1)[:, None, None]
    return 1.0 - mean_where(coherence, detailed & (energy > 16.0))


def fine_detail(planes: Planes) -> Values:
    """Power from 0.25 to 0.5 over that from 0.06 to 0.25 cycles a pixel, in dB."""
    rings = planes.once(radial_power)
    quarter, half = RADIAL_BINS // 8, RADIAL_BINS // 2
    level: Values = 10.0 * np.log10(rings[:, half:].mean(axis=1) / rings[:, quarter:half].mean(axis=1))
    return level


def bleeding_texture(planes: Planes) -> Values:
    """Correlation of the detail (as a logarithm) of blocks on either side of a step in brightness."""
    logs, mean = np.log2(planes.block_std + np.float32(0.5)), planes.block_mean
    # Two blocks apart: the block between holds the step itself.
    pairs = [(0, 2, 1), (0, 2, 2)]
    values = np.full(len(logs), np.nan)
    for index in range(len(logs)):
        sides = [_across_steps(logs[index], mean[index], axis - 1) for *_, axis in pairs]
        one, other = (np.concatenate([side[i] for side in sides]) for i in (0, 1))
        if one.size >= _MIN_PAIRS and min(one.std(), other.std()) > 1e-3:
            values[index] = np.corrcoef(one, other)[0, 1]
    return values


def _across_steps(logs: Plane, mean: Plane, axis: int) -> tuple[Plane, Plane]:
    logs, mean = np.moveaxis(logs, axis, 0), np.moveaxis(mean, axis, 0)
    steps = np.abs(mean[2:] - mean[:-2]) > 40.0
    return logs[2:][steps], logs[:-2][steps]


def _lagged(noise: Plane, lag: int, axis: int) -> Plane:
    moved = np.moveaxis(noise, axis, 2)
    product = np.moveaxis(moved[:, :, lag:] * moved[:, :, :-lag], 2, axis)
    return block_means(np.ascontiguousarray(product))


def _shifts(size: int) -> Values:
    index = np.arange(size, dtype=np.float64)
    return np.minimum(index, size - index)


def _band_pass(rows: int, columns: int) -> Plane:
    """Keeps 0.05 to 0.25 cycles a half size pixel: parts of objects, neither shading nor grain."""
    radius = np.hypot(np.fft.fftfreq(rows)[:, None], np.fft.rfftfreq(columns)[None, :])
    return np.asarray((radius > 0.05) & (radius < 0.25), dtype=np.float32)


RULES = (
    TileRule(
        RuleSpec(
            id="finding:repeated-elements",
            artifact="Repeated elements",
            unit="correlation",
            method="Largest autocorrelation of band-passed luma at half size at shifts of 32 to 96 px",
            source="Autocorrelation (Wiener-Khinchin); Mahdian and Saic, Detection of copy-move forgery, FSI 171, 2007",
            fires_when="high",
            towards="generated",
            native_only=True,
            conditions=(NATIVE, "windows, tiles and fences repeat too"),
            listed="repeated-elements",
        ),
        repeated_elements,
    ),
    TileRule(
        RuleSpec(
            id="finding:over-smoothing",
            artifact="Over-smoothing: structure without noise",
            unit="per cent of the blocks with structure",
            method="Share of 8 x 8 blocks with detail whose noise residual is under 0.3 grey levels",
            source="Immerkaer, Fast noise variance estimation, CVIU 64, 1996",
            fires_when="high",
            towards="generated",
            native_only=True,
            min_quality=85,
            conditions=(NATIVE, "JPEG quality 85 or more; strong denoising gives the same"),
            listed="over-smoothing",
        ),
        over_smoothing,
    ),
    TileRule(
        RuleSpec(
            id="finding:uniform-area-noise",
            artifact="Artificial noise in uniform areas",
            unit="correlation",
            method="Correlation of the noise residual of smooth blocks with itself 4 and 8 px away",
            source="Corvi et al., On the detection of synthetic images generated by diffusion models, ICASSP 2023",
            fires_when="high",
            towards="generated",
            native_only=True,
            min_quality=85,
            conditions=(NATIVE, "JPEG quality 85 or more: stronger compression leaves its own pattern"),
            listed="uniform-area-noise",
        ),
        patterned_noise,
    ),
    TileRule(
        RuleSpec(
            id="finding:detail-noise",
            artifact="Random noise in detail",
            unit="1 - coherence",
            method="Incoherence of the structure tensor in the most detailed quarter of the 8 x 8 blocks",
            source="Bigun and Granlund, Optimal orientation detection of linear symmetry, ICCV 1987",
            fires_when="high",
            towards="generated",
            native_only=True,
            conditions=(NATIVE, "grass, gravel and foliage have no direction either"),
            listed="detail-noise",
        ),
        unordered_detail,
    ),
    TileRule(
        RuleSpec(
            id="finding:detail-loss",
            artifact="Loss of fine detail",
            unit="dB",
            method="Power of the spectrum from 0.25 to 0.5 over that from 0.06 to 0.25 cycles a pixel",
            source="Dzanic et al., Fourier spectrum discrepancies in deep network generated images, NeurIPS 2020",
            fires_when="low",
            towards="generated",
            native_only=True,
            min_quality=60,
            conditions=(NATIVE, "JPEG quality 60 or more; enlarging and defocus give the same"),
            listed="detail-loss",
        ),
        fine_detail,
    ),
    TileRule(
        RuleSpec(
            id="finding:texture-bleeding",
            artifact="Texture bleeding",
            unit="correlation",
            method="Correlation of the detail of 8 x 8 blocks on either side of steps of 40 grey levels",
            source="Correlation of local standard deviations, defined here",
            fires_when="high",
            towards="generated",
            native_only=True,
            conditions=(NATIVE, INDIRECT),
            strength="weak",
            listed="texture-bleeding",
        ),
        bleeding_texture,
    ),
)
