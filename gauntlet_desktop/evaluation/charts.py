"""Draws charts as inline SVG: curves over two axes, and rows of marks over one. Colours come from the page's style.

Every chart has a title and a description for those who do not see it; all text is escaped.
"""

from __future__ import annotations

import html
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from gauntlet_desktop.core.safe_text import visible

Point = tuple[float, float]

_WIDTH, _HEIGHT = 440, 320
_LEFT, _RIGHT, _TOP, _BOTTOM = 58, 26, 14, 48
_ROW_LEFT, _LANE = 146, 13
_LONGEST_LABEL = 20
_MARK = 4.0


@dataclass(frozen=True, slots=True)
class Heading:
    """What a chart is called, and what it shows in a sentence; `key` is unique on the page."""

    key: str
    title: str
    description: str


@dataclass(frozen=True, slots=True)
class Axis:
    """A linear axis; `ticks` lie within low..high and are written by `write`."""

    label: str
    low: float
    high: float
    ticks: Sequence[float]
    write: Callable[[float], str] = "{:g}".format

    def place(self, value: float, start: float, end: float) -> float:
        """Where a value is drawn between two coordinates; values beyond the axis stand at its end."""
        share = (min(self.high, max(self.low, value)) - self.low) / (self.high - self.low)
        return start + share * (end - start)


@dataclass(frozen=True, slots=True)
class Series:
    """A named curve; `style` is its class in the page's style. A `stepped` one keeps its value until the next point."""

    name: str
    style: str
    points: Sequence[Point]
    stepped: bool = False
    dotted: bool = False


@dataclass(frozen=True, slots=True)
class Mark:
    """A value with a thin range around it and, where there is one, a thick one inside that."""

    style: str
    value: float
    low: float
    high: float
    box: Point | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """A labelled row of marks, each in a lane of its own."""

    label: str
    marks: Sequence[Mark]


def percent_axis(label: str, high: float = 1.0) -> Axis:
    """Shares of 0 to `high`, written in per cent."""
    return Axis(label, 0.0, high, [high * step / 5 for step in range(6)], lambda share: f"{100 * share:.3g} %")


def line_chart(heading: Heading, x: Axis, y: Axis, series: Sequence[Series], reference: Sequence[Point] = ()) -> str:
    """Curves; `reference` is a thin line to compare them with."""
    right, bottom = _WIDTH - _RIGHT, _HEIGHT - _BOTTOM
    parts = [_x_axis(x, _LEFT, right, _TOP, bottom)]
    for tick in y.ticks:
        level = y.place(tick, bottom, _TOP)
        parts.append(f'<line class="grid" x1="{_LEFT}" y1="{level:.1f}" x2="{right}" y2="{level:.1f}"/>')
        parts.append(_text(y.write(tick), _LEFT - 7, level + 4, "end"))
    parts.append(
        f'<text class="label" transform="translate(13 {(_TOP + bottom) / 2:.1f}) rotate(-90)" '
        f'text-anchor="middle">{_escape(y.label)}</text>'
    )

    def placed(points: Sequence[Point]) -> list[Point]:
        return [(x.place(a, _LEFT, right), y.place(b, bottom, _TOP)) for a, b in points]

    if reference:
        parts.append(f'<polyline class="reference" points="{_joined(placed(reference))}"/>')
    for one in series:
        points = placed(_steps(one.points) if one.stepped else one.points)
        parts.append(f'<polyline class="curve {one.style}" points="{_joined(points)}"/>')
        if one.dotted:
            parts += [f'<circle class="dot {one.style}" cx="{a:.1f}" cy="{b:.1f}" r="3"/>' for a, b in points]
    return _figure(heading, _WIDTH, _HEIGHT, parts)


def row_chart(heading: Heading, x: Axis, rows: Sequence[Row], reference: float | None = None) -> str:
    """One row a name, its marks under each other; `reference` is an upright line."""
    heights = [_LANE * len(row.marks) + 8 for row in rows]
    bottom = _TOP + sum(heights)
    right = _WIDTH - _RIGHT
    parts = [_x_axis(x, _ROW_LEFT, right, _TOP, bottom)]
    if reference is not None:
        at = x.place(reference, _ROW_LEFT, right)
        parts.append(f'<line class="reference" x1="{at:.1f}" y1="{_TOP}" x2="{at:.1f}" y2="{bottom}"/>')
    top = float(_TOP)
    for row, height in zip(rows, heights, strict=True):
        parts.append(_text(_shortened(row.label), _ROW_LEFT - 8, top + height / 2 + 4, "end"))
        for lane, mark in enumerate(row.marks):
            parts += _mark(mark, x, right, top + 4 + _LANE * (lane + 0.5))
        top += height
    return _figure(heading, _WIDTH, bottom + _BOTTOM, parts)


def swatch(style: str, kind: str) -> str:
    """A sample of a "curve", a "box" or a "mark", for a legend."""
    line = f'<line class="{kind} {style}" x1="1" y1="6" x2="27" y2="6"/>'
    shape = _shape(style, 14, 6) if kind == "mark" else line
    return f'<svg class="swatch" viewBox="0 0 28 12" aria-hidden="true">{shape}</svg>'


def _mark(mark: Mark, x: Axis, right: float, level: float) -> list[str]:
    low, high, value = (x.place(number, _ROW_LEFT, right) for number in (mark.low, mark.high, mark.value))
    parts = [f'<line class="range {mark.style}" x1="{low:.1f}" y1="{level:.1f}" x2="{high:.1f}" y2="{level:.1f}"/>']
    if mark.box is None:
        return [*parts, _shape(mark.style, value, level)]
    start, end = (x.place(number, _ROW_LEFT, right) for number in mark.box)
    parts.append(f'<line class="box {mark.style}" x1="{start:.1f}" y1="{level:.1f}" x2="{end:.1f}" y2="{level:.1f}"/>')
    middle = f'x1="{value:.1f}" y1="{level - 6:.1f}" x2="{value:.1f}" y2="{level + 6:.1f}"'
    return [*parts, f'<line class="middle" {middle}/>']


def _shape(style: str, x: float, y: float) -> str:
    """A dot, a square or a triangle: conditions are told apart without their colours."""
    r = _MARK
    if style == "web":
        return f'<rect class="dot {style}" x="{x - r:.1f}" y="{y - r:.1f}" width="{2 * r}" height="{2 * r}"/>'
    if style == "hard":
        corners = [(x, y - r - 1), (x - r - 1, y + r), (x + r + 1, y + r)]
        return f'<polygon class="dot {style}" points="{_joined(corners)}"/>'
    return f'<circle class="dot {style}" cx="{x:.1f}" cy="{y:.1f}" r="{r}"/>'


def _x_axis(x: Axis, left: float, right: float, top: float, bottom: float) -> str:
    parts = []
    for tick in x.ticks:
        at = x.place(tick, left, right)
        parts.append(f'<line class="grid" x1="{at:.1f}" y1="{top}" x2="{at:.1f}" y2="{bottom}"/>')
        parts.append(_text(x.write(tick), at, bottom + 17, "middle"))
    middle = (left + right) / 2
    parts.append(
        f'<text class="label" x="{middle:.1f}" y="{bottom + 38}" text-anchor="middle">{_escape(x.label)}</text>'
    )
    return "".join(parts)


def _figure(heading: Heading, width: float, height: float, parts: Sequence[str]) -> str:
    key = heading.key
    return (
        f'<svg class="chart" viewBox="0 0 {width} {height}" role="img" aria-labelledby="{key}-t {key}-d">'
        f'<title id="{key}-t">{_escape(heading.title)}</title><desc id="{key}-d">{_escape(heading.description)}</desc>'
        f"{''.join(parts)}</svg>"
    )


def _steps(points: Sequence[Point]) -> list[Point]:
    """The corners of a curve that holds each value back to the point before."""
    stepped: list[Point] = []
    for x, y in points:
        if stepped:
            stepped.append((stepped[-1][0], y))
        stepped.append((x, y))
    return stepped


def _text(text: str, x: float, y: float, anchor: str) -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}">{_escape(text)}</text>'


def _shortened(label: str) -> str:
    return label if len(label) <= _LONGEST_LABEL else label[: _LONGEST_LABEL - 1] + "…"


def _joined(points: Sequence[Point]) -> str:
    return " ".join(f"{x:.1f},{y:.1f}" for x, y in points)


def _escape(text: str) -> str:
    return html.escape(visible(text))
