"""Typesets a clustering as one offline page: a scatter plot whose points show their pictures, tables, examples."""

from __future__ import annotations

import base64
import math
from collections.abc import Iterator, Sequence

import numpy as np

from gauntlet_desktop.core.cluster_colours import SHAPES, colour
from gauntlet_desktop.core.clustering import CAVEAT, LABEL_WORDS, Cluster, ClusterExample, Clustering, ClusterPoint
from gauntlet_desktop.evaluation import cluster_tables as tables
from gauntlet_desktop.evaluation.page import definitions, escaped, section, table_block, whole_page

# A page of more pictures than this is slow to open: further points are drawn without one.
MOST_PICTURES = 3000
_WIDTH, _HEIGHT, _PLOT, _MARGIN, _RADIUS = 1000.0, 660.0, 740.0, 24.0, 5.0
_TOLD_SIDE = 200.0

_READING = (
    ("Cluster", "Images whose features are nearer to this cluster's centre than to any other (k-means)."),
    ("Purity", "The share of labelled images that bear the most frequent label of their cluster."),
    ("Silhouette", "How much nearer images are to their own cluster than to the next one: 1 is apart, 0 is touching."),
    ("Misclassified", "The detector's more probable side, by its likelihood ratio where it is calibrated, else by the "
     "sign of its score, is not that of the label. It is no verdict: verdicts may be inconclusive."),
    ("Heatmap", "It shows what moved the detector, not where an image was altered."),
)  # fmt: skip


def page(result: Clustering) -> str:
    """The whole page; names in it come from files, and each is escaped."""
    shown = [tables.silhouette_table(result), tables.neighbour_table(result), tables.failure_table(result)]
    head = (
        f'<header><h1>Clusters</h1><p class="caution">{escaped(CAVEAT)}</p><p>{escaped(result.program)}.</p></header>'
    )
    parts = [
        section("plot", "Images by what the detector sees", _plot(result)),
        section("summary", "Summary", table_block(tables.summary_table(result), titled=False)),
        section("clusters", "Clusters", table_block(tables.cluster_table(result), titled=False)),
        section("examples", "Examples", "".join(_examples(result))),
        *(section(f"more-{n}", each.title, table_block(each, titled=False)) for n, each in enumerate(shown) if each),
        section("reading", "How to read this page", definitions(_READING)),
    ]
    return whole_page("Clusters", head, parts, styles=("clusters.css",), pictures=True)


def shape_path(label: str, x: float, y: float, radius: float) -> str:
    """The outline of a label's mark, as an SVG path: a circle, a triangle or a square of about the same area."""
    kind = SHAPES[label]
    if kind == "circle":
        half_turn = f"a{radius:g} {radius:g} 0 1 0"
        return f"M{x - radius:.1f} {y:.1f}{half_turn} {2 * radius:g} 0{half_turn} {-2 * radius:g} 0"
    if kind == "square":
        half = 0.88 * radius
        return f"M{x - half:.1f} {y - half:.1f}h{2 * half:.1f}v{2 * half:.1f}h{-2 * half:.1f}z"
    side = 1.25 * radius
    return f"M{x:.1f} {y - side:.1f}L{x + side:.1f} {y + 0.8 * side:.1f}L{x - side:.1f} {y + 0.8 * side:.1f}z"


def _plot(result: Clustering) -> str:
    """The points, and beside them the picture of the one that is pointed at; all of it without a script."""
    places = list(_places(result))
    drawn = range(len(result.points))
    points = "".join(_point(result, index, places[index], told=index < MOST_PICTURES) for index in drawn)
    numbers = "".join(_number(result, each, places) for each in result.clusters)
    rest = len(result.points) - MOST_PICTURES
    note = f" The pictures of {rest} further images are not on this page." if rest > 0 else ""
    first, second = (100 * share for share in result.explained_shown)
    words = (
        f"First two principal components of the features ({first:.1f} % and {second:.1f} % of their variance). Colour "
        f"and number: cluster. Point at a mark, or go to it with the tab key, to see its image.{note}"
    )
    return (
        f'<svg class="scatter" viewBox="0 0 {_WIDTH:g} {_HEIGHT:g}" role="group" aria-label="Scatter plot of the '
        f'images"><rect class="frame" x="1" y="1" width="{_PLOT:g}" height="{_HEIGHT - 2:g}"/>'
        f'<text class="muted" x="{_PLOT + 20:g}" y="{_HEIGHT / 2:g}">Point at a mark to see its image.</text>'
        f'{_legend(result)}{points}{numbers}</svg><p class="note">{escaped(words)}</p>'
    )


def _legend(result: Clustering) -> str:
    labels = [label for label in SHAPES if any(point.label == label for point in result.points)]
    rows = []
    for row, label in enumerate(labels):
        y = 30.0 + 22 * row
        rows.append(f'<path class="reference" d="{shape_path(label, _PLOT + 28, y, 6)}"/>')
        rows.append(f'<text x="{_PLOT + 44:g}" y="{y + 4:g}">{escaped(LABEL_WORDS[label])}</text>')
    return "".join(rows)


def _places(result: Clustering) -> Iterator[tuple[float, float]]:
    """Where each point stands; both axes on one scale, so that distances in the plot are what they are."""
    xy = np.array([[point.x, -point.y] for point in result.points])
    low, high = xy.min(axis=0), xy.max(axis=0)
    room = np.array([_PLOT - 2 * _MARGIN, _HEIGHT - 2 * _MARGIN])
    scale = float(np.min(room / np.maximum(high - low, 1e-9)))
    for x, y in (xy - (low + high) / 2) * scale:
        yield float(x) + _PLOT / 2, float(y) + _HEIGHT / 2


def _point(result: Clustering, index: int, place: tuple[float, float], *, told: bool) -> str:
    point = result.points[index]
    mark = f'<path class="mark" fill="{colour(point.cluster)}" d="{shape_path(point.label, *place, _RADIUS)}"/>'
    name = escaped(_described(point))
    if not told:
        return f'<g class="point">{mark}<title>{name}</title></g>'
    told_of = _told(point, result.thumbnails[index])
    return f'<g class="point" tabindex="0" role="img" aria-label="{name}">{mark}<g class="told">{told_of}</g></g>'


def _told(point: ClusterPoint, thumbnail: bytes) -> str:
    """Picture and words of a point, beside the plot."""
    x, y, side = _PLOT + 20, _HEIGHT / 2 - 180, _TOLD_SIDE
    lines = [point.name[-34:], f"cluster {point.cluster + 1}", f"score {point.score:.2f}"]
    lines += [f"{LABEL_WORDS[point.label]} {point.source}"] * bool(point.label)
    parts = [f'<rect class="backed" x="{x - 4:g}" y="{y - 4:g}" width="250" height="350"/>']
    parts.append(f'<image x="{x:g}" y="{y:g}" width="{side:g}" height="{side:g}" href="{_data(thumbnail)}"/>')
    for row, line in enumerate(lines):
        parts.append(f'<text x="{x:g}" y="{y + side + 24 + 19 * row:g}">{escaped(line)}</text>')
    return "".join(parts)


def _number(result: Clustering, each: Cluster, places: Sequence[tuple[float, float]]) -> str:
    """The cluster's number in the middle of its points."""
    members = [places[index] for index, point in enumerate(result.points) if point.cluster == each.number]
    x, y = (math.fsum(axis) / len(members) for axis in zip(*members, strict=True))
    return f'<text class="number" x="{x:.1f}" y="{y + 5:.1f}">{each.number + 1}</text>'


def _examples(result: Clustering) -> Iterator[str]:
    by_index = {example.index: example for example in result.examples}
    how = f"Heatmaps by {result.method}. " if result.method else ""
    yield f"<p>{escaped(how)}The images nearest to each cluster's centre come first.</p>"
    for each in result.clusters:
        for title, chosen in tables.example_groups(result, each):
            items = "".join(_example(result, by_index[index]) for index in chosen)
            if items:
                yield f'<h3>Cluster {each.number + 1}: {title}</h3><ul class="examples">{items}</ul>'


def _example(result: Clustering, example: ClusterExample) -> str:
    name = escaped(result.points[example.index].name)
    pictures = [(example.picture, name), (example.shown, f"heatmap of {name}")]
    images = "".join(f'<img src="{_data(data)}" alt="{text}"> ' for data, text in pictures if data)
    note = f" {escaped(example.note)}" if example.note else ""
    return f"<li>{images}<b>{name}</b>{escaped(tables.caption(result, example.index))}{note}</li>"


def _described(point: ClusterPoint) -> str:
    label = f", {LABEL_WORDS[point.label]}" if point.label else ""
    return f"{point.name}, cluster {point.cluster + 1}, score {point.score:.2f}{label}"


def _data(jpeg: bytes) -> str:
    return f"data:image/jpeg;base64,{base64.b64encode(jpeg).decode('ascii')}"
