"""Drawings of a report: the LR gauge with its bounds, the stability ladder, and the legend of the heatmaps."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import Any

from gauntlet_desktop.core import colormaps, heatmaps
from gauntlet_desktop.core.likelihood import NO_SUPPORT_LOG10_LR, SUPPORT_STARTS, signed
from gauntlet_desktop.core.records import Rung, Verdict
from gauntlet_desktop.reporting import verdict_words
from gauntlet_desktop.reporting.typesetting import BOLD, GREY, INK, REGULAR, RULE, WARNING, Block, prepare, printable

_GAUGE_END = 4.0
_GAUGE_BOTTOM, _GAUGE_BAR = 26.0, 14.0
# Start and end of each step of support, in log10 LR, with its words.
_STEPS = tuple(
    zip((0.0, *SUPPORT_STARTS[:-1]), SUPPORT_STARTS, ("", "weak", "moderate", "mod. strong", "strong"), strict=True)
)
_HATCH_GAP = 4.0

_LADDER_HEIGHT, _LADDER_BOTTOM, _LADDER_LEFT = 96.0, 26.0, 96.0


def legend(colour_map: str, opacity: float, width: float, *, figures: bool = True) -> Block:
    """The fixed signed scale as a bar, in the colours that it gives over white; without `figures` only its zero."""
    drawing, shapes = _drawing(width, 30)
    stops = colormaps.legend_stops(colour_map, 97)
    left, bar = 110.0, width - 220.0
    for index, (_, (red, green, blue, alpha)) in enumerate(stops):
        share = alpha / 255 * opacity
        colour = [(1 - share) + share * channel / 255 for channel in (red, green, blue)]
        x = left + bar * index / len(stops)
        drawing.add(shapes.Rect(x, 14, bar / len(stops) + 0.3, 10, fillColor=_rgb(*colour), strokeColor=None))
    drawing.add(shapes.Rect(left, 14, bar, 10, fillColor=None, strokeColor=_hex(RULE), strokeWidth=0.5))
    limit = heatmaps.FIXED_RANGE
    for value in (-limit, -limit / 2, 0.0, limit / 2, limit) if figures else (0.0,):
        x = left + bar * (value + limit) / (2 * limit)
        drawing.add(_label(f"{value:+g}" if value else "0", x, 4, "middle"))
    drawing.add(_label("towards “camera”", left - 8, 16, "end"))
    drawing.add(_label("towards “model”", left + bar + 8, 16, "start"))
    return drawing


def gauge(verdict: Verdict, width: float) -> Block:
    """The likelihood ratio on its verbal scale, from -4 to +4 in log10 LR; beyond floor and cap it is hatched."""
    drawing, shapes = _drawing(width, 68)
    bar, middle = width - 8.0, width / 2

    def place(log10_lr: float) -> float:
        return middle + bar / 2 * max(-1.0, min(1.0, log10_lr / _GAUGE_END))

    def cover(left: float, right: float, fill: Any, stroke: Any = None) -> None:
        shape = shapes.Rect(left, _GAUGE_BOTTOM, right - left, _GAUGE_BAR, fillColor=fill, strokeColor=stroke)
        drawing.add(shape)

    steps = [
        (sign, index, sign * start, sign * end, words)
        for sign in (-1, 1)
        for index, (start, end, words) in enumerate(_STEPS)
    ]
    for sign, index, start, end, _ in steps:
        low, high = sorted((place(start), place(end)))
        cover(low, high, _tint(sign, 0.07 + 0.13 * index), _hex("#ffffff"))
    for bound, end in ((verdict.log10_lr_floor, -_GAUGE_END), (verdict.log10_lr_cap, _GAUGE_END)):
        left, right = sorted((place(bound), place(end)))
        cover(left, right, _rgb(1.0, 1.0, 1.0, 0.8))
        for line in _hatching(left, right, _GAUGE_BOTTOM, _GAUGE_BAR):
            drawing.add(line)
    for _, _, start, end, words in steps:
        drawing.add(_label(words, (place(start) + place(end)) / 2, 30.5, "middle", 6.6))
    drawing.add(_label("none", middle, 30.5, "middle", 6.6))
    for value in range(-4, 5):
        words = "1" if value == 0 else f"1/{10**-value:,}" if value < 0 else f"{10**value:,}"
        drawing.add(_label(words, max(17.0, min(width - 17.0, place(value))), 16, "middle", 6.6))
    drawing.add(_label("LR for “captured by a camera”", 4, 4, "start"))
    drawing.add(_label("LR for “made by a generative model”", width - 4, 4, "end"))
    for bound, name, anchor in ((verdict.log10_lr_floor, " floor ", "end"), (verdict.log10_lr_cap, " cap ", "start")):
        x = place(bound)
        drawing.add(shapes.Line(x, 24, x, 44, strokeColor=_hex(INK), strokeWidth=1.1, strokeDashArray=(2, 1.5)))
        drawing.add(_label(name, x, 43, anchor, 6.6))
    x = place(verdict.log10_lr)
    points = [x, 39, x - 4.5, 48, x + 4.5, 48]
    drawing.add(shapes.Polygon(points, fillColor=_hex(INK), strokeColor=_hex("#ffffff"), strokeWidth=0.6))
    words = f"LR {verdict_words.ratio(verdict.log10_lr)}"
    drawing.add(_label(words, x, 52, _anchor(x, width), 8, font=BOLD, colour=INK))
    return drawing


def ladder(verdict: Verdict, width: float) -> Block:
    """The rungs from left to right over the bands of support; hollow: not scored, ringed: changes side."""
    drawing, shapes = _drawing(width, _LADDER_BOTTOM + _LADDER_HEIGHT + 8)
    limit = verdict_words.ladder_axis(verdict)
    changed = verdict_words.changed_rungs(verdict)
    slot = (width - _LADDER_LEFT - 4) / len(verdict.ladder)

    def place(index: int, log10_lr: float) -> tuple[float, float]:
        bounded = max(-limit, min(limit, log10_lr))
        return _LADDER_LEFT + (index + 0.5) * slot, _LADDER_BOTTOM + _LADDER_HEIGHT * (bounded + limit) / (2 * limit)

    def across(y: float, **style: Any) -> Any:
        return shapes.Line(_LADDER_LEFT, y, width - 4, y, **style)

    for low, high, fill in _bands(limit):
        bottom, top = sorted((place(0, low)[1], place(0, high)[1]))
        drawing.add(
            shapes.Rect(_LADDER_LEFT, bottom, width - 4 - _LADDER_LEFT, top - bottom, fillColor=fill, strokeColor=None)
        )
    for end, side in ((-limit, "camera"), (0.0, "neither"), (limit, "generative model")):
        y = place(0, end)[1]
        words = f"{side}, LR {verdict_words.ratio(end)}"
        drawing.add(_label(words, _LADDER_LEFT - 6, min(max(y - 2.5, _LADDER_BOTTOM), y), "end", 6.6))
    drawing.add(across(place(0, 0.0)[1], strokeColor=_hex(GREY), strokeWidth=0.5))
    own = place(0, verdict.log10_lr)[1]
    drawing.add(across(own, strokeColor=_hex(INK), strokeWidth=0.7, strokeDashArray=(3, 2)))
    for index, (left, right) in enumerate(pairwise(verdict.ladder)):
        if left.log10_lr is not None and right.log10_lr is not None:
            ends = (*place(index, left.log10_lr), *place(index + 1, right.log10_lr))
            drawing.add(shapes.Line(*ends, strokeColor=_hex(GREY), strokeWidth=0.8))
    for index, rung in enumerate(verdict.ladder):
        for shape in _mark(shapes, rung, *place(index, rung.log10_lr or 0.0), rung in changed):
            drawing.add(shape)
        x = place(index, 0.0)[0]
        font, colour = (BOLD, WARNING) if rung in changed else (REGULAR, GREY)
        drawing.add(_label(printable(rung.change, 24), x, 15, "middle", font=font, colour=colour))
        value = "not scored" if rung.log10_lr is None else signed(rung.log10_lr)
        drawing.add(_label(value, x, 5, "middle", 6.6, font=font, colour=colour))
    drawing.add(_label("log10 LR", _LADDER_LEFT - 6, 5, "end", 6.6))
    return drawing


def _mark(shapes: Any, rung: Rung, x: float, y: float, changed: bool) -> Iterator[Any]:
    scored = rung.log10_lr is not None
    fill = _hex(INK if scored else "#ffffff")
    yield shapes.Circle(x, y, 2.8, fillColor=fill, strokeColor=_hex(INK if scored else GREY), strokeWidth=0.9)
    if changed:
        yield shapes.Circle(x, y, 5.6, fillColor=None, strokeColor=_hex(WARNING), strokeWidth=1.3)


def _bands(limit: float) -> Iterator[tuple[float, float, Any]]:
    """The bands of support up to a limit, as (low, high, colour), no support last."""
    steps = (*(start for start in SUPPORT_STARTS if start < limit), limit)
    for strength, (low, high) in enumerate(pairwise(steps), 1):
        for sign in (-1, 1):
            yield sign * low, sign * high, _tint(sign, 0.07 + 0.1 * strength)
    yield -NO_SUPPORT_LOG10_LR, NO_SUPPORT_LOG10_LR, _hex("#eceef1")


def _tint(sign: int, strength: float) -> Any:
    """The colour of a side over white: camera (-1) or generative model (1)."""
    low, high = (stop[1] for stop in colormaps.legend_stops(colormaps.DEFAULT, 2))
    return _rgb(*[(1 - strength) + strength * channel / 255 for channel in (low if sign < 0 else high)[:3]])


def _hatching(left: float, right: float, bottom: float, height: float) -> Iterator[Any]:
    """Diagonal lines over a rectangle, clipped to it."""
    from reportlab.graphics import shapes

    x = left - height
    while x < right:
        start, end = max(left, x), min(right, x + height)
        if end > start:
            yield shapes.Line(
                start, bottom + start - x, end, bottom + end - x, strokeColor=_hex("#8a929c"), strokeWidth=0.45
            )
        x += _HATCH_GAP


def _anchor(x: float, width: float) -> str:
    return "start" if x < 40 else "end" if x > width - 40 else "middle"


def _drawing(width: float, height: float) -> tuple[Any, Any]:
    from reportlab.graphics import shapes

    prepare()
    # Without it the drawing would ask for a font that is not embedded.
    return shapes.Drawing(width, height, initialFontName=REGULAR), shapes


def _label(
    words: str, x: float, y: float, anchor: str, size: float = 7.0, *, font: str = REGULAR, colour: str = GREY
) -> Any:
    from reportlab.graphics import shapes

    return shapes.String(x, y, words, textAnchor=anchor, fontName=font, fontSize=size, fillColor=_hex(colour))


def _rgb(red: float, green: float, blue: float, alpha: float = 1.0) -> Any:
    from reportlab.lib.colors import Color

    return Color(red, green, blue, alpha)


def _hex(code: str) -> Any:
    from reportlab.lib.colors import HexColor

    return HexColor(code)
