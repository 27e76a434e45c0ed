"""Renders a clustering as a PDF: scatter plot, tables, example pictures with their heatmaps. The same clustering gives
the same bytes."""

from __future__ import annotations

import hashlib
import io
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from gauntlet_desktop.core.cluster_colours import SHAPES, colour
from gauntlet_desktop.core.clustering import CAVEAT, LABEL_WORDS, ClusterExample, Clustering
from gauntlet_desktop.reporting import typesetting as t

_MARGIN, _FOOT, _PLOT_HEIGHT, _RADIUS = 56.6, 34.0, 330.0, 2.3
_PANEL = 74.0
_ACROSS = 3  # examples in a row, each a picture and its heatmap


@dataclass(frozen=True, slots=True)
class ClusterTable:
    """A table of plain text with relative widths of its columns."""

    title: str
    header: Sequence[str]
    rows: Sequence[Sequence[str]]
    widths: Sequence[float]


@dataclass(frozen=True, slots=True)
class ExampleGroup:
    """Examples of one kind, by index, each with its caption."""

    title: str
    captions: Sequence[tuple[int, str]]


def render_clusters(result: Clustering, tables: Sequence[ClusterTable], groups: Sequence[ExampleGroup]) -> bytes:
    """The report: what it is not first, then the plot, the tables and the examples."""
    _, pages = _build(result, tables, groups, total=0)
    data, _ = _build(result, tables, groups, total=pages)
    return data


def _build(
    result: Clustering, tables: Sequence[ClusterTable], groups: Sequence[ExampleGroup], total: int
) -> tuple[bytes, int]:
    from reportlab.lib.pagesizes import A4
    from reportlab.platypus import SimpleDocTemplate

    t.prepare()
    buffer = io.BytesIO()
    document = SimpleDocTemplate(
        buffer,
        pagesize=A4,
        leftMargin=_MARGIN - 6,  # a frame pads its content by 6 points
        rightMargin=_MARGIN - 6,
        topMargin=_MARGIN - 12,
        bottomMargin=_MARGIN,
        title="Clusters of images",
        author=t.printable(result.program, 160),
        lang="en",
        invariant=1,
        displayDocTitle=True,
        initialFontName=t.REGULAR,
    )
    identifier = _identifier(result)

    def footer(canvas: Any, layout: Any) -> None:
        canvas.setFont(t.REGULAR, 7)
        canvas.setFillColor(t.GREY)
        canvas.drawString(_MARGIN, _FOOT, f"Clusters {identifier}")
        canvas.drawRightString(canvas._pagesize[0] - _MARGIN, _FOOT, f"Page {layout.page} of {total}")

    document.build(list(_story(result, tables, groups)), onFirstPage=footer, onLaterPages=footer)
    return buffer.getvalue(), document.page


def _story(result: Clustering, tables: Sequence[ClusterTable], groups: Sequence[ExampleGroup]) -> Iterator[t.Block]:
    yield t.text("Clusters of images", "title")
    yield t.text(f"{result.program}, detector {result.detector}, {len(result.points)} images", "subtitle")
    yield t.boxed([t.text(CAVEAT)], t.NEUTRAL)
    yield t.section("1. Images by what the detector sees")
    yield _plot(result)
    yield t.text(
        "First two principal components of the features, on one scale. Colour and number: cluster. Shape: "
        f"{', '.join(f'{shape} {LABEL_WORDS[label]}' for label, shape in SHAPES.items())}.",
        "note",
    )
    for number, table in enumerate(tables, 2):
        yield t.room(110)
        yield t.section(f"{number}. {table.title}")
        yield t.grid(table.header, table.rows, table.widths)
    yield t.room(150)
    yield t.section(f"{len(tables) + 2}. Examples")
    how = f"Heatmaps by {result.method}: they show what moved the detector, not where an image was altered. "
    yield t.text((how if result.method else "") + "The images nearest to each cluster's centre come first.")
    examples = {example.index: example for example in result.examples}
    for group in groups:
        yield t.together([t.part(group.title), *_rows(group, examples)])


def _plot(result: Clustering) -> t.Block:
    from reportlab.graphics import shapes

    drawing = shapes.Drawing(t.CONTENT_WIDTH, _PLOT_HEIGHT, initialFontName=t.REGULAR)
    frame = _hex(t.RULE)
    drawing.add(shapes.Rect(0, 0, t.CONTENT_WIDTH, _PLOT_HEIGHT, fillColor=None, strokeColor=frame, strokeWidth=0.6))
    places = list(_places(result))
    for point, place in zip(result.points, places, strict=True):
        drawing.add(_mark(point.label, *place, _hex(colour(point.cluster))))
    for each in result.clusters:
        members = [place for place, point in zip(places, result.points, strict=True) if point.cluster == each.number]
        x, y = (math.fsum(axis) / len(members) for axis in zip(*members, strict=True))
        drawing.add(shapes.Circle(x, y, 7.5, fillColor=_hex("#ffffff"), strokeColor=_hex(t.INK), strokeWidth=0.7))
        words = {"fontName": t.BOLD, "fontSize": 8, "fillColor": _hex(t.INK), "textAnchor": "middle"}
        drawing.add(shapes.String(x, y - 3, str(each.number + 1), **words))
    return drawing


def _places(result: Clustering) -> Iterator[tuple[float, float]]:
    xs, ys = [p.x for p in result.points], [p.y for p in result.points]
    spans = (max(xs) - min(xs), t.CONTENT_WIDTH), (max(ys) - min(ys), _PLOT_HEIGHT)
    scale = min((room - 28) / max(span, 1e-9) for span, room in spans)
    middle = (max(xs) + min(xs)) / 2, (max(ys) + min(ys)) / 2
    for point in result.points:
        yield (
            t.CONTENT_WIDTH / 2 + (point.x - middle[0]) * scale,
            _PLOT_HEIGHT / 2 + (point.y - middle[1]) * scale,
        )


def _mark(label: str, x: float, y: float, fill: Any) -> Any:
    from reportlab.graphics import shapes

    style = {"fillColor": fill, "strokeColor": _hex("#ffffff"), "strokeWidth": 0.3}
    if SHAPES[label] == "circle":
        return shapes.Circle(x, y, _RADIUS, **style)
    side = 1.25 * _RADIUS
    if SHAPES[label] == "square":
        return shapes.Rect(x - side * 0.7, y - side * 0.7, side * 1.4, side * 1.4, **style)
    return shapes.Polygon([x, y + side, x + side, y - 0.8 * side, x - side, y - 0.8 * side], **style)


def _rows(group: ExampleGroup, examples: dict[int, ClusterExample]) -> Iterator[t.Block]:
    for start in range(0, len(group.captions), _ACROSS):
        row = group.captions[start : start + _ACROSS]
        cells = [_pair(examples[index]) for index, _ in row]
        words = [" ".join(part for part in (caption, examples[index].note) if part) for index, caption in row]
        missing = _ACROSS - len(row)
        yield t.panels([*cells, *[t.text("")] * missing], [*words, *[""] * missing])


def _pair(example: ClusterExample) -> t.Block:
    """A picture and the same with its heatmap, side by side."""
    from reportlab.platypus import Table

    cells = [_picture(data) for data in (example.picture, example.shown) if data]
    table = Table([cells or [t.text("No picture", "caption")]], style=[("FONTNAME", (0, 0), (-1, -1), t.REGULAR)])
    table.hAlign = "CENTER"
    return table


def _picture(jpeg: bytes) -> t.Block:
    from reportlab.platypus import Image

    # Made by this program from decoded pixels: no file is opened here.
    return Image(io.BytesIO(jpeg), width=_PANEL, height=_PANEL, kind="proportional")


def _identifier(result: Clustering) -> str:
    """From what was clustered, how, and what came of it."""
    told = [result.program, result.detector, result.weights_sha256, str(result.seed)]
    told += [f"{point.sha256} {point.cluster}" for point in result.points]
    return hashlib.sha256("\n".join(told).encode("utf-8")).hexdigest()[:12]


def _hex(code: str) -> Any:
    from reportlab.lib.colors import HexColor

    return HexColor(code)
