"""Rules on edges: colour fringes, ragged outlines, soft boundaries, second copies and regions that differ."""

from __future__ import annotations

import numpy as np

from gauntlet_basic_findings.derived import MIN_EDGES, NATIVE, Values, edges
from gauntlet_basic_findings.rule import TileRule
from gauntlet_desktop.api import RuleSpec
from gauntlet_desktop.core.planes import Plane, Planes, block_means

_MIN_STRONG = 200
_MOST_STRONG = 4000
_MIN_CELLS = 8
_CELL = 32
_FIRST_ECHO, _LAST_ECHO = 4, 32


def colour_fringes(planes: Planes) -> Values:
    """Median overshoot of red minus blue at strong edges beyond both of its plateaus, as a share of the luma step."""
    values = []
    for found in planes.once(edges):
        low, high = _plateaus(found.colour)
        middle = found.colour[:, 5:12]
        over = np.maximum(middle.max(axis=1) - np.maximum(low, high), 0.0)
        under = np.maximum(np.minimum(low, high) - middle.min(axis=1), 0.0)
        values.append(_median((over + under) / _steps(found.luma)))
    return np.array(values)


def ragged_outlines(planes: Planes) -> Values:
    """Median curvature, in 1/px, of the level lines through the strongest gradients: 0 on a straight edge."""
    return np.array([_curvature(tile) for tile in planes.tiles])


def edge_width(planes: Planes) -> Values:
    """Median width of strong edges in px: their step over their steepest slope."""
    values = []
    for found in planes.once(edges):
        slope = (found.luma[:, 2:] - found.luma[:, :-2]).max(axis=1) / 2.0
        values.append(_median(_steps(found.luma) / np.maximum(slope, 1e-3)))
    return np.array(values)


def echo(planes: Planes) -> Values:
    """Highest peak of the cepstrum at shifts of 4 to 32 px over its spread there: a faint second copy of outlines."""
    return peak_of(planes.once(cepstrum))


def cepstrum(planes: Planes) -> Plane:
    """Real cepstrum of every tile, freed of what changes slowly along the spectrum: (tiles, rows, columns)."""
    logs = np.log(planes.spectrum + np.float32(1.0))
    result: Plane = np.fft.irfft2(logs, s=planes.tile_shape).astype(np.float32)
    return result


def peak_of(correlation: Plane) -> Values:
    """Highest value at the shifts that are searched over the median of the absolute ones there."""
    searched = correlation[:, echo_places(*correlation.shape[1:])]
    spread = np.median(np.abs(searched), axis=1)
    return np.asarray(searched.max(axis=1) / np.maximum(spread, 1e-6))


def echo_places(rows: int, columns: int) -> np.ndarray[tuple[int, int], np.dtype[np.bool_]]:
    """Shifts of 4 to 32 px that lie on neither axis nor on the grid of 8, where textures and JPEG have their own."""
    down, across = np.arange(rows)[:, None], np.arange(columns)[None, :]
    down, across = np.minimum(down, rows - down), np.minimum(across, columns - across)
    far = np.hypot(down, across)
    free = (down > 1) & (across > 1) & ((down % 8 != 0) | (across % 8 != 0))
    return np.asarray(free & (far >= _FIRST_ECHO) & (far <= min(_LAST_ECHO, rows // 2, columns // 2)))


def resolution_spread(planes: Planes) -> Values:
    """Spread, log2 from the 10th to the 90th percentile, of fineness over the textured cells of 32 px."""
    fine = block_means(planes.noise * planes.noise, _CELL)
    coarse = block_means(planes.gradient * planes.gradient, _CELL)
    fineness = np.log2((fine + np.float32(0.02)) / (coarse + np.float32(0.02)))
    values = np.full(len(fine), np.nan)
    for index, textured in enumerate(coarse > 4.0):
        if np.count_nonzero(textured) >= _MIN_CELLS:
            low, high = np.quantile(fineness[index][textured], [0.1, 0.9])
            values[index] = (high - low) / 2.0  # of powers: half of it is the spread of amplitudes
    return values


def light_bleed(planes: Planes) -> Values:
    """Median rise of the dark side towards edges of clipped lights, 3 to 5 against 7 to 8 px away, over the step."""
    values = []
    for found in planes.once(edges):
        luma = found.luma[found.luma[:, 13:].mean(axis=1) > 230.0]
        if len(luma) < MIN_EDGES // 2:
            values.append(np.nan)
            continue
        rise = luma[:, 3:6].mean(axis=1) - luma[:, :2].mean(axis=1)
        values.append(float(np.median(rise / _steps(luma))))
    return np.array(values)


def _plateaus(profiles: Plane) -> tuple[Plane, Plane]:
    return profiles[:, :4].mean(axis=1), profiles[:, 13:].mean(axis=1)


def _steps(luma: Plane) -> Plane:
    low, high = _plateaus(luma)
    return np.asarray(np.maximum(high - low, np.float32(1.0)))


def _median(values: Values) -> float:
    return float(np.median(values)) if values.size >= MIN_EDGES else float("nan")


def _curvature(tile: Plane) -> float:
    """Of the places with the strongest gradients: (Lxx Ly2 - 2 Lxy Lx Ly + Lyy Lx2) / gradient cubed."""
    y = (tile[2:, 1:-1] - tile[:-2, 1:-1]) / np.float32(2.0)
    x = (tile[1:-1, 2:] - tile[1:-1, :-2]) / np.float32(2.0)
    square = x * x + y * y
    strong = np.flatnonzero(square > 400.0)
    if strong.size < _MIN_STRONG:
        return float("nan")
    chosen = strong[:: max(1, strong.size // _MOST_STRONG)]
    rows, columns = np.unravel_index(chosen, square.shape)
    rows, columns = rows + 1, columns + 1
    xx = tile[rows, columns + 1] - 2.0 * tile[rows, columns] + tile[rows, columns - 1]
    yy = tile[rows + 1, columns] - 2.0 * tile[rows, columns] + tile[rows - 1, columns]
    corners = tile[rows + 1, columns + 1] + tile[rows - 1, columns - 1]
    xy = (corners - tile[rows + 1, columns - 1] - tile[rows - 1, columns + 1]) / 4.0
    x, y, size = x.ravel()[chosen], y.ravel()[chosen], square.ravel()[chosen]
    bend = np.abs(xx * y * y - 2.0 * xy * x * y + yy * x * x) / size**1.5
    return float(np.median(bend))


RULES = (
    TileRule(
        RuleSpec(
            id="finding:edge-aliasing",
            artifact="Aliasing along edges: colour fringes",
            unit="share of the edge's step",
            method="Overshoot of red minus blue beyond both sides of edges of at least 40 grey levels",
            source="Johnson and Farid, Exposing digital forgeries through chromatic aberration, MMSec 2006",
            fires_when="high",
            towards="generated",
            native_only=True,
            min_quality=60,
            conditions=(NATIVE, "JPEG quality 60 or more; lenses and halved chroma leave fringes too"),
            listed="edge-aliasing",
        ),
        colour_fringes,
    ),
    TileRule(
        RuleSpec(
            id="finding:jagged-edges",
            artifact="Jagged edges",
            unit="1/px",
            method="Median curvature of the level lines of luma where the gradient exceeds 20 grey levels a pixel",
            source="Florack et al., Scale and the differential structure of images, IVC 10, 1992",
            fires_when="high",
            towards="generated",
            native_only=True,
            conditions=(NATIVE, "foliage, fur and strong noise are ragged too"),
            listed="jagged-edges",
        ),
        ragged_outlines,
    ),
    TileRule(
        RuleSpec(
            id="finding:blurred-boundaries",
            artifact="Blurred boundaries",
            unit="px",
            method="Median of step over steepest slope of edges of at least 40 grey levels",
            source="Marziliano et al., Perceptual blur and ringing metrics, SPIC 19, 2004",
            fires_when="high",
            towards="generated",
            native_only=True,
            conditions=(NATIVE, "defocus and enlarging blur boundaries too"),
            listed="blurred-boundaries",
        ),
        edge_width,
    ),
    TileRule(
        RuleSpec(
            id="finding:ghosting",
            artifact="Ghosting: a faint second copy",
            unit="peak over median of the cepstrum",
            method="Highest peak of the real cepstrum of luma at oblique shifts of 4 to 32 px",
            source="Bogert, Healy, Tukey, The quefrency alanysis of time series for echoes, 1963",
            fires_when="high",
            towards="generated",
            native_only=True,
            conditions=(NATIVE, "reflections and regular textures give copies too; shifts along the axes are left out"),
            listed="ghosting",
        ),
        echo,
    ),
    TileRule(
        RuleSpec(
            id="finding:resolution-mismatch",
            artifact="Inconsistent resolution between regions",
            unit="log2 of 90th over 10th percentile fineness",
            method="Spread of the noise residual over the gradient in the textured cells of 32 px",
            source="Vu, Phan, Chandler, S3: a spectral and spatial measure of local perceived sharpness, TIP 21, 2012",
            fires_when="high",
            towards="generated",
            native_only=True,
            min_quality=60,
            conditions=(NATIVE, "JPEG quality 60 or more; depth of field differs between regions too"),
            listed="resolution-mismatch",
        ),
        resolution_spread,
    ),
    TileRule(
        RuleSpec(
            id="finding:glow",
            artifact="Glow and light bleed",
            unit="share of the edge's step",
            method="Rise of the dark side towards edges whose bright side is over 230 grey levels",
            source="Talvala et al., Veiling glare in high dynamic range imaging, SIGGRAPH 2007",
            fires_when="high",
            towards="generated",
            native_only=True,
            conditions=(NATIVE, "at least 30 edges of clipped lights; haze and lens flare give the same"),
            listed="glow",
        ),
        light_bleed,
    ),
)
