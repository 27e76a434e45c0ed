"""Rules on colour and light; those on light are weak: they measure only what goes with the artifact."""

from __future__ import annotations

import numpy as np

from gauntlet_basic_findings.derived import INDIRECT, NATIVE, Values, chroma, halve, mean_where
from gauntlet_basic_findings.rule import Family, TileRule
from gauntlet_desktop.api import RuleSpec
from gauntlet_desktop.core.planes import Plane, Planes, block_means

_COLOUR_BINS = 16
_MIN_SAMPLES = 500


def palette(planes: Planes) -> Values:
    """Entropy in bits, 0..8, of Cb and Cr in 16 x 16 bins of 8 levels around neutral."""
    blue, red = (np.clip(plane // 8 + _COLOUR_BINS // 2, 0, _COLOUR_BINS - 1) for plane in planes.once(chroma))
    index = (blue * _COLOUR_BINS + red).astype(np.intp).reshape(len(blue), -1)
    counts = np.array([np.bincount(tile, minlength=_COLOUR_BINS**2) for tile in index])
    shares = counts / np.maximum(counts.sum(axis=1, keepdims=True), 1)
    entropy: Values = -(shares * np.log2(np.maximum(shares, 1e-12))).sum(axis=1)
    return np.maximum(entropy, 0.0)


def colour_breaks(planes: Planes) -> Values:
    """99th percentile of the steps of chroma between pixels of half size whose luma agrees to 3 grey levels."""
    luma, (blue, red) = halve(planes.tiles), planes.once(chroma)
    values = np.full(len(luma), np.nan)
    for index in range(len(luma)):
        even = np.abs(np.diff(luma[index], axis=1)) < 3.0
        steps = np.hypot(np.diff(blue[index], axis=1)[even], np.diff(red[index], axis=1)[even])
        if steps.size >= _MIN_SAMPLES:
            values[index] = np.quantile(steps, 0.99)
    return values


def banding(planes: Planes) -> Values:
    """Share in per cent of equal neighbours along the rows of gently sloping 8 x 8 blocks."""
    luma = planes.tiles
    equal = np.zeros(luma.shape, np.float32)
    equal[:, :, 1:] = np.abs(luma[:, :, 1:] - luma[:, :, :-1]) < 0.25
    slope = np.abs(planes.block_mean[:, :, 2:] - planes.block_mean[:, :, :-2]) / 16.0
    gentle = np.zeros(planes.block_mean.shape, np.bool_)
    gentle[:, :, 1:-1] = (slope > 0.05) & (slope < 0.6)
    return 100.0 * mean_where(block_means(equal), gentle & (planes.block_std < 6.0))


def lighting_gradient(planes: Planes) -> Values:
    """Share, 0..1, of the variance of the block means that a plane explains."""
    rows, columns = planes.block_mean.shape[1:]
    down, across = np.mgrid[-1 : 1 : rows * 1j, -1 : 1 : columns * 1j]
    basis, _ = np.linalg.qr(np.stack([down.ravel(), across.ravel()], axis=1))
    mean = planes.block_mean.reshape(len(planes.block_mean), -1).astype(np.float64)
    centred = mean - mean.mean(axis=1, keepdims=True)
    total = (centred**2).sum(axis=1)
    explained = ((centred @ basis) ** 2).sum(axis=1)
    return np.where(total > mean.shape[1], explained / np.maximum(total, 1e-9), np.nan)


def gloss(planes: Planes) -> Values:
    """Share in per cent of 8 x 8 blocks that hold near white within a darker surrounding: small highlights."""
    count, rows, columns = planes.block_mean.shape
    blocks = planes.tiles[:, : rows * 8, : columns * 8].reshape(count, rows, 8, columns, 8)
    brightest = blocks.max(axis=(2, 4))
    spots = (brightest > 240.0) & (planes.block_mean < 180.0)
    share: Values = 100.0 * spots.mean(axis=(1, 2))
    return share


def sharp_and_soft(planes: Planes) -> Values:
    """Share, 0..1, of the variance of log detail that a split into sharp and soft blocks explains (Otsu)."""
    logs = np.log2(planes.block_std + np.float32(0.5)).reshape(len(planes.block_std), -1)
    return np.array([_otsu_share(tile) for tile in logs])


def split_toning(planes: Planes) -> Values:
    """Correlation of brightness with warmth (Cr - Cb) over blocks: near 1 where lights are orange and shadows teal."""
    blue, red = planes.once(chroma)
    warmth = block_means(red - blue, 4).reshape(len(red), -1)
    luma = block_means(planes.tiles, 8)[:, : planes.block_mean.shape[1]].reshape(len(red), -1)
    values = np.full(len(luma), np.nan)
    for index, (one, other) in enumerate(zip(luma, warmth, strict=True)):
        if one.std() > 2.0 and other.std() > 2.0:
            values[index] = np.corrcoef(one, other)[0, 1]
    return values


def _otsu_share(values: Plane) -> float:
    """Between-class over total variance at the best split of sorted values."""
    ordered = np.sort(values.astype(np.float64))
    total = ordered.var()
    if total < 1e-3:
        return float("nan")
    below = np.arange(1, ordered.size)
    sums = np.cumsum(ordered)[:-1]
    share = below / ordered.size
    difference = sums / below - (ordered.sum() - sums) / (ordered.size - below)
    return float((share * (1.0 - share) * difference**2).max() / total)


_WEAK = Family("generated", INDIRECT, strength="weak")

RULES = (
    TileRule(
        RuleSpec(
            id="finding:colour-distribution",
            artifact="Systematic colour distribution",
            unit="bit",
            method="Entropy of Cb and Cr in 16 x 16 bins",
            source="McCloskey and Albright, Detecting GAN-generated imagery using color cues, 2018",
            fires_when="low",
            towards="generated",
            native_only=True,
            conditions=(NATIVE, "grey pictures and single-coloured subjects have a narrow palette too"),
            listed="colour-distribution",
        ),
        palette,
    ),
    TileRule(
        RuleSpec(
            id="finding:colour-coherence",
            artifact="Breaks of colour coherence",
            unit="levels of chroma",
            method="99th percentile of the steps of Cb and Cr between neighbours of equal luma, at half size",
            source="Li et al., Identification of deep network generated images using color disparities, SP 174, 2020",
            fires_when="high",
            towards="generated",
            native_only=True,
            conditions=(NATIVE, "prints and flags have such steps too"),
            listed="colour-coherence",
        ),
        colour_breaks,
    ),
    TileRule(
        RuleSpec(
            id="finding:colour-transitions",
            artifact="Unnatural colour transitions: banding",
            unit="per cent of neighbours",
            method="Share of equal neighbours in gently sloping 8 x 8 blocks",
            source="Wang et al., Multi-scale banding detection, IEEE ICIP 2016; share defined here",
            fires_when="high",
            towards="generated",
            native_only=True,
            min_quality=85,
            conditions=(NATIVE, "JPEG quality 85 or more: stronger compression bands as well"),
            listed="colour-transitions",
        ),
        banding,
    ),
    TileRule(
        _WEAK.spec(
            "lighting-gradient",
            "Lighting gradient",
            "share of the variance",
            "skies and studio backgrounds have gradients too",
            method="Share of the variance of block means that a plane explains",
            source="Least squares, defined here",
        ),
        lighting_gradient,
    ),
    TileRule(
        _WEAK.spec(
            "glossiness",
            "Glossiness",
            "per cent of the blocks",
            "metal, water and flash do the same",
            method="Share of 8 x 8 blocks with pixels over 240 grey levels and a mean under 180",
            source="Count of small highlights, defined here",
        ),
        gloss,
    ),
    TileRule(
        _WEAK.spec(
            "fake-depth-of-field",
            "False depth of field",
            "share of the variance",
            "every lens with a wide aperture does the same",
            method="Share of the variance of log detail that a split into sharp and soft blocks explains",
            source="Otsu, A threshold selection method from gray-level histograms, IEEE SMC 9, 1979",
        ),
        sharp_and_soft,
    ),
    TileRule(
        _WEAK.spec(
            "cinematic-look",
            "Cinematic look: orange lights and teal shadows",
            "correlation",
            "sunsets and many filters of photo programs do the same",
            method="Correlation of luma with Cr - Cb over 8 x 8 blocks",
            source="Pearson's correlation, defined here",
        ),
        split_toning,
    ),
)
