"""Puts together what is shown of a rule: its place among held-out images, its drawing and its tiles."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from gauntlet_desktop.core.finding_views import Curve, FieldMap, FindingView, Mark, Plot
from gauntlet_desktop.core.planes import BLOCK, Plane, Planes
from gauntlet_desktop.core.records import Box

Drawing = Callable[[Planes], "Drawn"]
# What a rule without a drawing of its own shows.
PLACE_ALONE = "place among held-out images"


@dataclass(frozen=True, slots=True)
class Drawn:
    """Plots and maps of one kind, and a sentence that says what they show."""

    text: str
    plots: tuple[Plot, ...] = ()
    maps: tuple[FieldMap, ...] = ()


def tile_map(planes: Planes, values: NDArray[np.float64], unit: str) -> FieldMap | None:
    """The value of every tile at its place; None where there is one tile alone."""
    usable = values[np.isfinite(values)]
    if values.size < 2 or usable.size == 0:
        return None
    rows, columns = (side // BLOCK for side in planes.tile_shape)
    laid = planes.lay_out(np.broadcast_to(values[:, None, None], (values.size, rows, columns)).astype(np.float32))
    return field("The value, tile by tile", unit, laid, planes)


def reference_plot(
    real: tuple[float, ...], generated: tuple[float, ...], value: float, threshold: float, unit: str
) -> Plot:
    """How many of the held-out images lie at or below each value, with this picture's value and the threshold."""
    shares = tuple(100.0 * index / (len(real) - 1) for index in range(len(real)))
    curves = (Curve("camera", real, shares, "camera"), Curve("generated", generated, shares, "generated"))
    marks = (Mark(value, "this picture"), Mark(threshold, "threshold"))
    return Plot("This picture among held-out images", unit, "% at or below", curves, marks)


def field(title: str, unit: str, values: Plane, place: Planes | Box | None = None) -> FieldMap:
    """A map on the scale from its 1st to its 99th percentile; `place` is where in the picture it lies."""
    low, high = (float(value) for value in np.nanquantile(values, [0.01, 0.99]))
    if isinstance(place, Planes):
        place = place.region(0, 0, values.shape[1] * BLOCK, values.shape[0] * BLOCK)
    return FieldMap(title, unit, values, low, max(high, low + 1e-3 + 1e-6 * abs(low)), place)


def view_of(finding: str, drawn: Drawn | None, first: tuple[Plot, ...], tiles: FieldMap | None) -> FindingView:
    """The view of a finding: its place among held-out images, then what was drawn, then its tiles."""
    text = "The first plot shows how the value stands among held-out images of both classes."
    maps = (*(drawn.maps if drawn else ()), *((tiles,) if tiles else ()))
    return FindingView(
        finding, f"{text} {drawn.text}" if drawn else text, (*first, *(drawn.plots if drawn else ())), maps
    )
