"""Writes a vector drawing of `plots` as SVG, for pages of HTML."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from xml.sax.saxutils import escape, quoteattr

_ANCHORS = {"start": "start", "middle": "middle", "end": "end"}


def svg(drawing: Any, words: str) -> str:
    """The drawing with the same units; `words` say what it shows. Its y axis points up, that of SVG down."""
    width, height = drawing.width, drawing.height
    shapes = "".join(_shape(shape, height) for shape in drawing.contents)
    box = f"0 0 {_n(width)} {_n(height)}"
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{box}" role="img" aria-label={quoteattr(words)}>'
        f"<title>{escape(words)}</title>{shapes}</svg>"
    )


def _shape(shape: Any, height: float) -> str:
    kind = type(shape).__name__
    if kind == "Rect":
        y = height - shape.y - shape.height
        place = {"x": shape.x, "y": y, "width": shape.width, "height": shape.height}
        return f"<rect {_numbers(place)}{_style(shape)}/>"
    if kind == "Line":
        ends = {"x1": shape.x1, "y1": height - shape.y1, "x2": shape.x2, "y2": height - shape.y2}
        return f"<line {_numbers(ends)}{_style(shape)}/>"
    if kind == "Circle":
        place = {"cx": shape.cx, "cy": height - shape.cy, "r": shape.r}
        return f"<circle {_numbers(place)}{_style(shape)}/>"
    if kind == "Polygon":
        corners = zip(shape.points[::2], shape.points[1::2], strict=True)
        points = " ".join(f"{_n(x)},{_n(height - y)}" for x, y in corners)
        return f'<polygon points="{points}"{_style(shape)}/>'
    if kind == "String":
        return _string(shape, height)
    raise ValueError(f"a drawing holds a {kind}, which has no form in SVG")


def _string(shape: Any, height: float) -> str:
    weight = ' font-weight="bold"' if "Bold" in shape.fontName else ""
    place = _numbers({"x": shape.x, "y": height - shape.y, "font-size": shape.fontSize})
    anchor = _ANCHORS[shape.textAnchor]
    return f'<text {place} text-anchor="{anchor}"{weight}{_style(shape)}>{escape(shape.text)}</text>'


def _style(shape: Any) -> str:
    return "".join(_styles(shape))


def _styles(shape: Any) -> Iterator[str]:
    fill, stroke = getattr(shape, "fillColor", None), getattr(shape, "strokeColor", None)
    yield f' fill="{_colour(fill)}"'
    if fill is not None and fill.alpha < 1:
        yield f' fill-opacity="{_n(fill.alpha)}"'
    if stroke is not None:
        yield f' stroke="{_colour(stroke)}" stroke-width="{_n(shape.strokeWidth)}"'
        if dashes := shape.strokeDashArray:
            yield f' stroke-dasharray="{" ".join(_n(dash) for dash in dashes)}"'


def _colour(colour: Any) -> str:
    return "none" if colour is None else f"#{colour.hexval()[2:]}"


def _numbers(values: dict[str, float]) -> str:
    return " ".join(f'{name}="{_n(value)}"' for name, value in values.items())


def _n(value: float) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".")
