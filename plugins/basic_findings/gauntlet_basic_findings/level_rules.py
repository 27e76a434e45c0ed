"""Rules on levels: of detail, noise, contrast and of the peaks and halos that stand out of them."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from gauntlet_basic_findings.derived import BRIGHT, DARK, MIN_EDGES, NATIVE, Values, edges
from gauntlet_basic_findings.rule import TileRule
from gauntlet_basic_findings.signal_rules import peaks_at
from gauntlet_desktop.api import RuleSpec
from gauntlet_desktop.core.planes import Plane, Planes, block_means

_MIN_BLOCKS = 32
_MIN_LAG, _MAX_LAG = 6, 64


def edge_texture_contrast(planes: Planes) -> Values:
    """log2 of the 99th percentile of the gradient over its median: crisp edges beside surfaces without texture."""
    # Every second pixel tells the same quantiles at a quarter of the cost.
    gradient = planes.gradient[:, ::2, ::2].reshape(len(planes.gradient), -1)
    median, edges = np.quantile(gradient, [0.5, 0.99], axis=1)
    return _log_ratio(edges, np.maximum(median, 0.2))


def uneven_detail(planes: Planes) -> Values:
    """log2 of the detail (standard deviation) of the block at the 90th percentile over that at the 10th."""
    low, high = np.quantile(_flat(planes.block_std), [0.1, 0.9], axis=1)
    return _log_ratio(high + 0.5, low + 0.5)


def noise_level(planes: Planes) -> Values:
    """Standard deviation of the noise residual in the quietest fifth of the unclipped blocks, in grey levels."""
    quiet: Values = np.sqrt(_block_quantiles(_unclipped_noise(planes), [0.2])[0])
    return quiet


def noise_inconsistency(planes: Planes) -> Values:
    """Spread, log2 from the 10th to the 90th percentile, of the noise level over the smoother half of the blocks."""
    noise = _unclipped_noise(planes)
    detail = planes.block_std[:, : noise.shape[1], : noise.shape[2]]
    smoother = detail < np.median(detail, axis=(1, 2), keepdims=True)
    low, high = np.sqrt(_block_quantiles(np.where(smoother, noise, np.nan), [0.1, 0.9])) + 0.25
    return _log_ratio(high, low)


def repetition(planes: Planes) -> Values:
    """Largest autocorrelation, -1..1, of the high-passed luma at shifts of 6 to 64 px."""
    correlation = planes.once(texture_correlation)
    rows, columns = planes.tile_shape
    far = np.hypot(*np.meshgrid(_shifts(rows), _shifts(columns), indexing="ij"))
    searched = (far >= _MIN_LAG) & (far <= min(_MAX_LAG, rows // 2, columns // 2))
    peak: Values = correlation[:, searched].max(axis=1)
    return peak


def texture_correlation(planes: Planes) -> Plane:
    """Autocorrelation of the high-passed luma of every tile, 1 at no shift: (tiles, rows, columns)."""
    rows, columns = planes.tile_shape
    correlation = np.fft.irfft2(planes.spectrum * _high_pass(rows, columns), s=(rows, columns))
    scaled: Plane = (correlation / np.maximum(correlation[:, :1, :1], 1e-6)).astype(np.float32)
    return scaled


def spectral_peaks(planes: Planes) -> Values:
    """Mean height, in dB over the median of their surroundings, of the spectrum at multiples of 1/8 cycles/px."""
    return peaks_at(planes, tuple((i, j) for i in range(8) for j in range(5) if i or j))


def over_sharpening(planes: Planes) -> Values:
    """Median overshoot and undershoot beside strong edges, as a share of the edge's step."""
    return np.array([_overshoot(found.luma) for found in planes.once(edges)])


def tonal_contrast(planes: Planes) -> Values:
    """Standard deviation of the luma of a tile, in grey levels."""
    deviation: Values = planes.block_mean.std(axis=(1, 2))
    return deviation


def texture_everywhere(planes: Planes) -> Values:
    """Standard deviation of luma in the block at the 10th percentile, in grey levels."""
    tenth: Values = np.quantile(_flat(planes.block_std), 0.1, axis=1)
    return tenth


def demosaicing(planes: Planes) -> Values:
    """Difference in per cent between the prediction errors of green on the two halves of the chequerboard."""
    green = planes.stack(planes.rgb8[..., 1])
    predicted = (green[:, :-2, 1:-1] + green[:, 2:, 1:-1] + green[:, 1:-1, :-2] + green[:, 1:-1, 2:]) / 4
    # Edges are cut off, for one strong edge outweighs the interpolation trace of a thousand pixels.
    error = np.minimum(np.abs(green[:, 1:-1, 1:-1] - predicted), np.float32(20.0))
    even = (error[:, ::2, ::2].mean(axis=(1, 2)) + error[:, 1::2, 1::2].mean(axis=(1, 2))) / 2
    odd = (error[:, ::2, 1::2].mean(axis=(1, 2)) + error[:, 1::2, ::2].mean(axis=(1, 2))) / 2
    difference: Values = 100.0 * np.abs(even - odd) / np.maximum(even + odd, 0.1)
    return difference


def _log_ratio(upper: Values, lower: Values) -> Values:
    """log2 of a ratio whose lower term is positive; an upper term of zero counts as a thousandth."""
    ratio: Values = np.log2(np.maximum(upper, 1e-3) / lower)
    return ratio


def _flat(blocks: Plane) -> Plane:
    return blocks.reshape(len(blocks), -1)


def _unclipped_noise(planes: Planes) -> Plane:
    """Variance of the noise residual in the 8 x 8 blocks; NaN where the block is nearly black or white."""
    variance = block_means(planes.noise * planes.noise)
    mean = planes.block_mean[:, : variance.shape[1], : variance.shape[2]]
    return np.where((mean > DARK) & (mean < BRIGHT), variance, np.float32(np.nan))


def _block_quantiles(blocks: Plane, shares: list[float]) -> Values:
    """Quantiles (shares, tiles) over the blocks that are not NaN; NaN for a tile with too few of them."""
    result = np.full((len(shares), len(blocks)), np.nan)
    for index, tile in enumerate(blocks):
        usable = tile[np.isfinite(tile)]
        if usable.size >= _MIN_BLOCKS:
            result[:, index] = np.quantile(usable, shares)
    return result


def _shifts(size: int) -> NDArray[np.intp]:
    index = np.arange(size)
    return np.minimum(index, size - index)


def _high_pass(rows: int, columns: int) -> Plane:
    """Power response of the noise residual's mask, which leaves out shapes and shading."""
    down, across = np.fft.fftfreq(rows)[:, None], np.fft.rfftfreq(columns)[None, :]
    response: Plane = (np.sin(np.pi * down) * np.sin(np.pi * across)).astype(np.float32) ** 4
    return response


def _overshoot(profiles: Plane) -> float:
    """Median over the edges of a tile; NaN with too few."""
    if len(profiles) < MIN_EDGES:
        return float("nan")
    below, above = profiles[:, :4].mean(axis=1), profiles[:, 13:].mean(axis=1)
    over = profiles[:, 9:13].max(axis=1) - above
    under = below - profiles[:, 4:8].min(axis=1)
    return float(np.median((over + under) / 2 / (above - below)))


RULES = (
    TileRule(
        RuleSpec(
            id="finding:edge-texture-contrast",
            artifact="Over-smoothing beside crisp edges",
            unit="log2 of 99th percentile over median gradient",
            method="Ratio of gradient quantiles of luma; heavy-tailed gradient distributions",
            source="Srivastava, Lee, Simoncelli, Zhu, On advances in statistical modeling of natural images, 2003",
            fires_when="high",
            towards="generated",
            native_only=True,
            min_quality=60,
            conditions=(NATIVE, "JPEG quality 60 or more, as compression empties surfaces too"),
            listed="over-smoothing",
        ),
        edge_texture_contrast,
    ),
    TileRule(
        RuleSpec(
            id="finding:uneven-detail",
            artifact="Inconsistent level of detail between regions",
            unit="log2 of 90th over 10th percentile block detail",
            method="Ratio of quantiles of the standard deviation of luma in 8 x 8 blocks",
            source="Quantile of local standard deviations, defined here",
            fires_when="high",
            towards="generated",
            native_only=True,
            min_quality=60,
            conditions=(NATIVE, "JPEG quality 60 or more, as compression empties surfaces too"),
            listed="resolution-mismatch",
        ),
        uneven_detail,
    ),
    TileRule(
        RuleSpec(
            id="finding:noise-level",
            artifact="Uniform areas without sensor noise",
            unit="grey levels",
            method="Immerkaer's noise residual in the quietest fifth of the 8 x 8 blocks that are not clipped",
            source="Immerkaer, Fast noise variance estimation, Computer Vision and Image Understanding 64, 1996",
            fires_when="low",
            towards="neither",
            native_only=True,
            min_quality=75,
            conditions=(NATIVE, "JPEG quality 75 or more, as compression and denoising in a camera remove noise too"),
            subject="camera",
        ),
        noise_level,
    ),
    TileRule(
        RuleSpec(
            id="finding:noise-inconsistency",
            artifact="Noise level that differs between smooth regions",
            unit="log2 of 90th over 10th percentile block noise",
            method="Spread of Immerkaer's noise residual over the smoother half of the 8 x 8 blocks",
            source="Mahdian and Saic, Using noise inconsistencies for blind image forensics, IVC 27, 2009",
            fires_when="high",
            towards="neither",
            native_only=True,
            conditions=(NATIVE, "compression leaves more noise in some places than in others"),
            listed="resolution-mismatch",
            subject="camera",
        ),
        noise_inconsistency,
    ),
    TileRule(
        RuleSpec(
            id="finding:repetition",
            artifact="Texture repetition",
            unit="correlation",
            method="Largest autocorrelation of high-passed luma at shifts of 6 to 64 px",
            source="Autocorrelation (Wiener-Khinchin); on generated images by Corvi et al., CVPRW 2023",
            fires_when="high",
            towards="neither",
            native_only=True,
            conditions=(NATIVE, "facades, fabrics and fences repeat too"),
            listed="texture-repetition",
        ),
        repetition,
    ),
    TileRule(
        RuleSpec(
            id="finding:spectral-peaks",
            artifact="Regular grid in the frequency domain (1/2, 1/4, 1/8)",
            unit="dB",
            method="Power spectrum at multiples of 1/8 cycles per pixel over the median of its surroundings",
            source="Frank et al., Leveraging frequency analysis for deep fake image recognition, ICML 2020",
            fires_when="high",
            towards="neither",
            native_only=True,
            conditions=(NATIVE, "the 8 x 8 grid of JPEG gives the same peaks"),
            listed="frequency-peaks",
        ),
        spectral_peaks,
    ),
    TileRule(
        RuleSpec(
            id="finding:over-sharpening",
            artifact="Over-sharpening: halos along edges",
            unit="share of the edge's step",
            method="Overshoot and undershoot within 4 px of edges of at least 40 grey levels",
            source="Cao, Zhao, Ni, Kot, Unsharp masking sharpening detection via overshoot artifacts, SPL 18, 2011",
            fires_when="high",
            towards="neither",
            native_only=True,
            conditions=(NATIVE, "editing programs and cameras sharpen too"),
            listed="over-sharpening",
        ),
        over_sharpening,
    ),
    TileRule(
        RuleSpec(
            id="finding:tonal-contrast",
            artifact="Artificial enhancement: exaggerated tonal contrast",
            unit="grey levels",
            method="Standard deviation of the mean luma of 8 x 8 blocks within a tile",
            source="First-order statistic of luma, defined here",
            fires_when="high",
            towards="generated",
            native_only=True,
            conditions=(NATIVE,),
            listed="enhancement",
        ),
        tonal_contrast,
    ),
    TileRule(
        RuleSpec(
            id="finding:texture-everywhere",
            artifact="Fine texture or noise in every part of the picture",
            unit="grey levels",
            method="10th percentile of the standard deviation of luma in 8 x 8 blocks",
            source="Quantile of local standard deviations, defined here",
            fires_when="high",
            towards="neither",
            native_only=True,
            conditions=(NATIVE, "added noise imitates it"),
            listed="uniform-area-noise",
        ),
        texture_everywhere,
    ),
    TileRule(
        RuleSpec(
            id="finding:demosaicing",
            artifact="Trace of a colour filter array",
            unit="per cent",
            method="Difference of green prediction errors between the two halves of the chequerboard",
            source="Gallagher and Chen, Image authentication by detecting traces of demosaicing, CVPRW 2008",
            fires_when="high",
            towards="camera",
            native_only=True,
            min_quality=85,
            conditions=(NATIVE, "JPEG quality 85 or more; resizing removes the trace"),
            subject="camera",
        ),
        demosaicing,
    ),
)
