"""A clustering as files: JSON with everything, CSV with a row an image, Markdown tables, and the page."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from typing import Any

from gauntlet_desktop.core.clustering import CAVEAT, Clustering
from gauntlet_desktop.core.safe_text import csv_cell
from gauntlet_desktop.core.serialise import dumps, to_plain
from gauntlet_desktop.evaluation import cluster_tables as tables
from gauntlet_desktop.evaluation.cluster_page import page
from gauntlet_desktop.evaluation.table import render

JSON_NAME, CSV_NAME, TABLE_NAME, PAGE_NAME = "clusters.json", "clusters.csv", "clusters.md", "clusters.html"
_PLACE = ("cluster", "x", "y", "distance")
_POINT = ("name", "sha256", "label", "source", "generator", *_PLACE, "score", "log10_lr", "tier")
# Pictures and paths of this machine are no part of the document; `space` is in it for whoever goes on from there.
_LEFT_OUT = {"thumbnails", "examples", "points", "space", "neighbours"}


def texts(result: Clustering) -> dict[str, str]:
    """The text of every file, by name."""
    return {
        JSON_NAME: dumps(document(result), indent=1) + "\n",
        CSV_NAME: table(result),
        TABLE_NAME: markdown(result),
        PAGE_NAME: page(result),
    }


def document(result: Clustering) -> dict[str, Any]:
    """All figures as JSON values; clusters are numbered from 1 in every file, as people see them."""
    points = [_point(result, index) for index in range(len(result.points))]
    names = [field for field in Clustering.__slots__ if field not in _LEFT_OUT]
    plain: dict[str, Any] = {name: to_plain(getattr(result, name)) for name in names}
    plain["clusters"] = [{**each, "number": each["number"] + 1} for each in plain["clusters"]]
    plain["neighbours"] = [
        {"image": result.points[each.index].name, "index": each.index, "distance": each.distance}
        for each in result.neighbours
    ]
    plain["failures"] = [{"image": name, "reason": reason} for name, reason in result.failures]
    return {"schema": 1, "caveat": CAVEAT, **plain, "points": points}


def table(result: Clustering) -> str:
    """A row an image."""
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow([*_POINT, "correct"])
    for index in range(len(result.points)):
        row = _point(result, index)
        writer.writerow([_cell(row[name]) for name in (*_POINT, "correct")])
    return stream.getvalue()


def markdown(result: Clustering) -> str:
    """Summary, clusters, and what else there is."""
    shown = [
        tables.cluster_table(result),
        tables.silhouette_table(result),
        tables.neighbour_table(result),
        tables.failure_table(result),
    ]
    parts = ["# Clusters", CAVEAT, render(tables.summary_table(result), titled=False)]
    return "\n\n".join([*parts, *(render(each) for each in shown if each is not None)]) + "\n"


def _point(result: Clustering, index: int) -> Mapping[str, Any]:
    point = result.points[index]
    row = {name: getattr(point, name) for name in _POINT}
    space = [round(float(value), 6) for value in result.space[index]]
    return {**row, "cluster": point.cluster + 1, "correct": point.correct, "space": space}


def _cell(value: object) -> str:
    """A number is a number; text is no formula."""
    if isinstance(value, str):
        return csv_cell(value)
    return "" if value is None else str(value)
