"""The badges of the window as drawings for paper: a shape and a colour for every answer, and text beside them."""

from __future__ import annotations

from typing import Any

from gauntlet_desktop.core.records import Status, Tier
from gauntlet_desktop.reporting import typesetting as t

_ORANGE, _BLUE = "#b85405", "#1f64a6"
_COLOURS = {
    Tier.AI_SUPPORTED: _ORANGE,
    Tier.LEANS_AI: _ORANGE,
    Tier.LEANS_CAMERA: _BLUE,
    Tier.CAMERA_SUPPORTED: _BLUE,
}


def colour(status: str, tier: str) -> str:
    """The colour of an answer, "#rrggbb"."""
    if status == Status.FAILED:
        return t.WARNING
    return _COLOURS.get(Tier(tier), t.GREY) if tier and status == Status.OK else t.GREY


def mark(status: str, tier: str, side: float) -> t.Block:
    """The shape of an answer as a drawing of that side (points)."""
    from reportlab.graphics.shapes import Drawing

    drawing = Drawing(side, side, initialFontName=t.REGULAR)
    for shape in _shapes(status, tier, side):
        drawing.add(shape)
    return drawing


def _shapes(status: str, tier: str, side: float) -> list[Any]:
    """Whole shapes are full, those of a lean have their lower half full, no answer is a ring."""
    from reportlab.graphics.shapes import Circle, Line, Polygon, Rect

    ink, middle = _hex(colour(status, tier)), side / 2
    edge = {"strokeColor": ink, "strokeWidth": side / 10}
    low, high = side * 0.08, side * 0.92
    if status == Status.FAILED:
        return [Polygon([low, low, high, low, middle, high], fillColor=None, **edge)]
    if status != Status.OK or tier in ("", Tier.INCONCLUSIVE):
        ring = Circle(middle, middle, middle * 0.84, fillColor=None, **edge)
        slope = side * 0.28 if status != Status.OK else 0.0
        reach = side * 0.28 if status != Status.OK else side * 0.2
        return [ring, Line(middle - reach, middle - slope, middle + reach, middle + slope, **edge)]
    whole = tier in (Tier.AI_SUPPORTED, Tier.CAMERA_SUPPORTED)
    if tier in (Tier.AI_SUPPORTED, Tier.LEANS_AI):
        outline = Polygon(
            [middle, high, high, middle, middle, low, low, middle], fillColor=ink if whole else None, **edge
        )
        return [outline, Polygon([low, middle, high, middle, middle, low], fillColor=ink, **edge)]
    outline = Rect(low, low, high - low, high - low, fillColor=ink if whole else None, **edge)
    return [outline, Rect(low, low, high - low, (high - low) / 2, fillColor=ink, **edge)]


def _hex(code: str) -> Any:
    from reportlab.lib.colors import HexColor

    return HexColor(code)
