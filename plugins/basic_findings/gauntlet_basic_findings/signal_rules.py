"""Rules on the signal: peaks of the spectrum at simple fractions, lattices and contrast that was raised."""

from __future__ import annotations

from functools import partial

import numpy as np

from gauntlet_basic_findings.derived import NATIVE, RADIAL_BINS, Values, radial_power
from gauntlet_basic_findings.rule import TileRule
from gauntlet_desktop.api import RuleSpec
from gauntlet_desktop.core.planes import Plane, Planes

_EDGE = np.float32(20.0)
_FRANK = "Frank et al., Leveraging frequency analysis for deep fake image recognition, ICML 2020"


def peak_bins(part: int) -> tuple[tuple[int, int], ...]:
    """Multiples of 1/part cycles a pixel, in eighths, that are no multiples of a larger fraction: (down, across)."""
    step = 8 // part
    every = {(i, j) for i in range(0, 8, step) for j in range(0, 5, step) if i or j}
    larger = set(peak_bins(part // 2)) | (set(peak_bins(part // 4)) if part > 4 else set()) if part > 2 else set()
    return tuple(sorted(every - larger))


def peaks_at(planes: Planes, bins: tuple[tuple[int, int], ...]) -> Values:
    """Mean height, in dB over the median of their surroundings, of the given bins (in eighths of a cycle a pixel)."""
    rows, columns = planes.tile_shape
    heights = [peak_height(planes.spectrum, rows * i // 8, columns * j // 8) for i, j in bins]
    mean: Values = np.mean(heights, axis=0)
    return mean


def peak_height(spectrum: Plane, row: int, column: int) -> Values:
    """Height of one bin over the median of the 13 x 13 bins around it, in dB, for every tile."""
    rows, columns = spectrum.shape[1], spectrum.shape[2]
    near = np.arange(-6, 7)
    down, across = (row + near) % rows, column + near
    # Beyond either end of the half spectrum its mirror image goes on.
    across = (columns - 1) - np.abs((columns - 1) - np.abs(across))
    patch = spectrum[:, down[:, None], across[None, :]]
    peak = patch[:, 5:8, 5:8].max(axis=(1, 2))
    height: Values = 10.0 * np.log10((peak + 1e-6) / (np.median(patch, axis=(1, 2)) + 1e-6))
    return height


def lattice(planes: Planes) -> Values:
    """Spread of the residual's mean over the 8 x 8 phases of the grid, in per cent of the residual's own size."""
    count, rows, columns = planes.noise.shape
    rows, columns = rows // 8 * 8, columns // 8 * 8
    cut = np.clip(planes.noise[:, :rows, :columns], -_EDGE, _EDGE)
    size = np.abs(cut).mean(axis=(1, 2)) + 0.05
    phases = cut.reshape(count, rows // 8, 8, columns).mean(axis=1).reshape(count, 8, columns // 8, 8).mean(axis=2)
    # Chance alone leaves a spread, which falls with the number of pixels behind each phase.
    chance = np.sqrt(64.0 / (rows * columns))
    spread: Values = 100.0 * np.maximum(phases.std(axis=(1, 2)) / size - chance, 0.0)
    return spread


def local_contrast(planes: Planes) -> Values:
    """Power from 0.06 to 0.16 over that from 0.015 to 0.06 cycles a pixel, in dB."""
    rings = planes.once(radial_power)
    low, middle, high = 1, RADIAL_BINS // 8, RADIAL_BINS * 5 // 16
    level: Values = 10.0 * np.log10(rings[:, middle:high].mean(axis=1) / rings[:, low:middle].mean(axis=1))
    return level


def _peak_rule(part: int) -> TileRule:
    spec = RuleSpec(
        id=f"finding:frequency-peaks-{part}",
        artifact=f"Frequency peaks at multiples of 1/{part}",
        unit="dB",
        method=f"Power at the multiples of 1/{part} cycles a pixel that belong to no larger fraction, over its "
        "surroundings",
        source=_FRANK,
        fires_when="high",
        towards="generated",
        native_only=True,
        min_quality=85 if part == 8 else 60,
        conditions=(NATIVE, "the 8 x 8 grid of JPEG gives the same peaks, the stronger the lower its quality"),
        listed="frequency-peaks",
    )
    return TileRule(spec, partial(peaks_at, bins=peak_bins(part)))


RULES = (
    *(_peak_rule(part) for part in (2, 4, 8)),
    TileRule(
        RuleSpec(
            id="finding:grid-pattern",
            artifact="Regular grid-like pattern",
            unit="per cent of the residual",
            method="Spread of the mean noise residual over the phases of a grid of 8 px",
            source=_FRANK,
            fires_when="high",
            towards="generated",
            native_only=True,
            min_quality=85,
            conditions=(NATIVE, "JPEG quality 85 or more; the grid of JPEG is one such pattern"),
            listed="grid-pattern",
        ),
        lattice,
    ),
    TileRule(
        RuleSpec(
            id="finding:local-contrast",
            artifact="Artificial enhancement: raised local contrast",
            unit="dB",
            method="Power of the spectrum from 0.06 to 0.16 over that from 0.015 to 0.06 cycles a pixel",
            source="van der Schaaf and van Hateren, Modelling the power spectra of natural images, VR 36, 1996",
            fires_when="high",
            towards="generated",
            native_only=True,
            conditions=(NATIVE, "what the picture shows moves this as well"),
            listed="enhancement",
        ),
        local_contrast,
    ),
)
