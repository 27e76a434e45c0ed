"""Rules on the history of a file: how it was compressed and resized before. They tell nothing of its origin."""

from __future__ import annotations

from functools import cache

import numpy as np
from numpy.typing import NDArray

from gauntlet_basic_findings.derived import Values, at_few_tiles, cosines
from gauntlet_basic_findings.rule import Family, TileRule
from gauntlet_desktop.core.jpeg_standard import standard_tables
from gauntlet_desktop.core.planes import Plane, Planes

QUALITIES = tuple(range(40, 100))
# Low frequencies, whose coefficients are seldom all zero: (down, across).
_FREQUENCIES = ((0, 1), (1, 0), (1, 1), (0, 2), (2, 0), (1, 2), (2, 1), (2, 2), (0, 3), (3, 0))
_HISTOGRAM = 64
_MIN_LEVELS = 8
_EDGE = np.float32(20.0)
_FLOOR = 0.02  # squared grey levels: what rounding to whole grey levels leaves


def ghost_curves(planes: Planes) -> NDArray[np.float64]:
    """Mean squared change, in dB, that quantising again at each of QUALITIES would make: (chosen tiles, qualities)."""
    chosen = _low_frequencies(planes)
    tables = _table_steps()
    curves = np.empty((len(chosen), len(QUALITIES)))
    for index, steps in enumerate(tables):
        change = chosen - steps * np.rint(chosen / steps)
        # Against what chance would leave: a coefficient anywhere within a step changes by a twelfth of its square.
        curves[:, index] = np.mean((change * change).mean(axis=1) / (steps * steps / 12.0 + _FLOOR), axis=1)
    return 10.0 * np.log10(curves + 1e-4)


def dips(curves: NDArray[np.float64]) -> NDArray[np.float64]:
    """How far each quality lies under the median of its surroundings, in dB: (tiles, qualities)."""
    padded = np.pad(curves, ((0, 0), (4, 4)), mode="edge")
    near = np.stack([padded[:, i : i + curves.shape[1]] for i in (0, 1, 2, 6, 7, 8)])
    depth: NDArray[np.float64] = np.median(near, axis=0) - curves
    return depth


def ghost_depth(planes: Planes) -> Values:
    """Depth in dB of the deepest dip of the ghost curve at least 4 under the file's own quality."""
    depth = dips(planes.once(ghost_curves))
    lower = np.array([quality <= planes.facts.quality - 4 for quality in QUALITIES])
    return at_few_tiles(planes, depth[:, lower].max(axis=1) if lower.any() else np.full(len(depth), np.nan))


def estimated_quality(planes: Planes) -> Values:
    """The quality at the deepest dip of the ghost curve; NaN where none is deeper than 1 dB."""
    depth = dips(planes.once(ghost_curves))
    best = np.array(QUALITIES, dtype=np.float64)[depth.argmax(axis=1)]
    return at_few_tiles(planes, np.where(depth.max(axis=1) > 1.0, best, np.nan))


def double_compression(planes: Planes) -> Values:
    """Highest peak of the spectrum of the coefficients' histograms over its median, in dB: histograms of a file that
    was compressed twice have gaps at regular distances."""
    spectra = planes.once(histogram_spectra)
    if spectra.shape[1] == 0:
        return at_few_tiles(planes, np.full(len(spectra), np.nan))
    searched = spectra[:, :, 4:]
    peaks = 10.0 * np.log10((searched.max(axis=2) + 1e-9) / (np.median(searched, axis=2) + 1e-9))
    return at_few_tiles(planes, np.median(peaks, axis=1))


def histogram_spectra(planes: Planes) -> NDArray[np.float64]:
    """Power spectra of the histograms of quantised coefficients: (chosen tiles, frequencies, bins). Frequencies whose
    steps leave too few levels are left out."""
    coefficients = planes.once(cosines)
    tables = standard_tables(planes.facts.quality)[0].reshape(8, 8) if planes.facts.jpeg else np.ones((8, 8))
    spectra = []
    for down, across in _FREQUENCIES[:5]:
        levels = np.rint(coefficients[:, :, down, across] / tables[down, across]).astype(np.intp)
        if np.quantile(np.abs(levels), 0.99) < _MIN_LEVELS:
            continue
        spectra.append([_histogram_spectrum(tile) for tile in levels])
    return np.array(spectra).swapaxes(0, 1) if spectra else np.empty((len(coefficients), 0, 0))


def resampling(planes: Planes) -> Values:
    """Highest peak off the grid of 8 in the spectrum of the residual's size along rows and columns, in dB."""
    spectra, off_grid = planes.once(resampling_spectra)
    peaks = [10.0 * np.log10(lines[:, kept].max(axis=1)) for lines, kept in zip(spectra, off_grid, strict=True)]
    highest: Values = np.max(peaks, axis=0)
    return highest


def resampling_spectra(planes: Planes) -> tuple[list[NDArray[np.float64]], list[NDArray[np.bool_]]]:
    """For columns and for rows: power over its median (tiles, frequencies), and which frequencies may count."""
    size = np.minimum(np.abs(planes.noise), _EDGE)
    lines = [size.mean(axis=1), size.mean(axis=2)]
    return [_line_spectrum(line) for line in lines], [_off_grid(line.shape[1]) for line in lines]


def error_level(tile: Plane, quality: int = 90) -> Plane:
    """Root mean square change of each 8 x 8 block of luma, in grey levels, on quantising again at a quality: the view
    known as error level analysis. A view only: it is no evidence of origin, and no rule reads it."""
    from gauntlet_basic_findings.derived import block_cosines

    rows, columns = tile.shape[0] // 8, tile.shape[1] // 8
    steps = standard_tables(quality)[0].reshape(8, 8).astype(np.float32)
    coefficients = block_cosines(tile[None] - np.float32(128.0))[0]
    change = coefficients - steps * np.rint(coefficients / steps)
    level: Plane = np.sqrt((change * change).mean(axis=(1, 2))).reshape(rows, columns)
    return level


def _low_frequencies(planes: Planes) -> Plane:
    coefficients = planes.once(cosines)
    return np.stack([coefficients[:, :, down, across] for down, across in _FREQUENCIES], axis=2)


@cache
def _table_steps() -> NDArray[np.float32]:
    tables = np.stack([standard_tables(quality)[0].reshape(8, 8) for quality in QUALITIES])
    return np.stack([tables[:, down, across] for down, across in _FREQUENCIES], axis=1).astype(np.float32)


def _histogram_spectrum(levels: NDArray[np.intp]) -> NDArray[np.float64]:
    kept = levels[(np.abs(levels) <= _HISTOGRAM) & (levels != 0)]
    counts = np.bincount(kept + _HISTOGRAM, minlength=2 * _HISTOGRAM + 1).astype(np.float64)
    counts[_HISTOGRAM] = (counts[_HISTOGRAM - 1] + counts[_HISTOGRAM + 1]) / 2
    smooth = np.convolve(np.pad(counts, 4, mode="edge"), np.full(9, 1 / 9), mode="valid")
    return np.abs(np.fft.rfft((counts - smooth) * np.hanning(counts.size))) ** 2


def _line_spectrum(lines: Plane) -> NDArray[np.float64]:
    padded = np.pad(lines, ((0, 0), (4, 4)), mode="edge").astype(np.float64)
    total = np.cumsum(np.pad(padded, ((0, 0), (1, 0))), axis=1)
    smooth = (total[:, 9:] - total[:, :-9]) / 9.0
    power = np.abs(np.fft.rfft((lines - smooth) * np.hanning(lines.shape[1]), axis=1)) ** 2 + 1e-6
    spectrum: NDArray[np.float64] = power / np.median(power, axis=1, keepdims=True)
    return spectrum


@cache
def _off_grid(size: int) -> NDArray[np.bool_]:
    frequencies = np.fft.rfftfreq(size)
    distance = np.abs(frequencies * 8.0 - np.rint(frequencies * 8.0)) / 8.0
    return np.asarray((frequencies > 0.05) & (distance > 2.5 / size))


_HISTORY = Family(
    "neither", "tells how the file was processed, not where the picture comes from", subject="history", listed=False
)
_GHOST = "Farid, Exposing digital forgeries from JPEG ghosts, IEEE TIFS 4, 2009"
_GRID = "the block grid must begin at the picture's corner, and tables must be scaled example tables"

RULES = (
    TileRule(
        _HISTORY.spec(
            "jpeg-quality",
            "JPEG quality told by the pixels",
            "IJG quality",
            _GRID,
            method="Quality at the deepest dip of the change that quantising again makes",
            source=_GHOST,
            fires_when="low",
        ),
        estimated_quality,
    ),
    TileRule(
        _HISTORY.spec(
            "jpeg-ghost",
            "Earlier JPEG compression at a lower quality (ghost)",
            "dB",
            _GRID,
            method="Depth of the deepest dip, below the file's own quality, of the change that quantising again makes",
            source=_GHOST,
        ),
        ghost_depth,
    ),
    TileRule(
        _HISTORY.spec(
            "double-compression",
            "Double JPEG compression",
            "dB",
            _GRID,
            method="Highest peak over the median of the spectrum of the histograms of cosine coefficients",
            source="Popescu and Farid, Statistical tools for digital forensics, IH 2004",
        ),
        double_compression,
    ),
    TileRule(
        _HISTORY.spec(
            "resampling",
            "Resampling",
            "dB",
            "regular textures give peaks too",
            method="Highest peak, off the grid of 8 px, of the spectrum of the second derivative's size",
            source="Gallagher, Detection of linear and cubic interpolation in JPEG compressed images, CRV 2005",
        ),
        resampling,
    ),
)
