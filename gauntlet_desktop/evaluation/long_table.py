"""Writes the figures of an evaluation as one long CSV table: a row a measure of a group in a condition."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping
from typing import Any

from gauntlet_desktop.core.safe_text import csv_cell, visible

HEADER = ("detector", "condition", "group_kind", "group", "measure", "value", "low", "high", "n")

Row = tuple[str, str, str, str, str, float | int, float | str, float | str, int | str]

_GROUP_KINDS = {"real_sources": "camera source", "fake_sources": "generated source", "generators": "generator"}
_MEASURES = ("auc", "ap", "cllr", "min_cllr", "cllr_minus_min", "ece", "accuracy", "precision", "recall", "f1")
_RATES = (
    "coverage",
    "error_of_accepted",
    "ai_supported",
    "leans_ai",
    "towards_ai",
    "towards_camera",
    "over_even",
    "changed_side",
    "changed_at_all",
    "changed_tier",
)


def long_table(document: Mapping[str, Any]) -> str:
    """The table as text; names are made safe for spreadsheets, empty cells mean "no interval"."""
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(HEADER)
    for row in _rows(document):
        writer.writerow([csv_cell(visible(value)) if isinstance(value, str) else value for value in row])
    return stream.getvalue()


def _rows(document: Mapping[str, Any]) -> Iterator[Row]:
    for check in (*document["leaks"]["checks"], {"check": "together", **document["leaks"]["together"]}):
        yield "", "", "leak", check["check"], "auc", check["auc"], "", "", document["images"]["found"]
    for detector, figures in document["systems"].items():
        for condition, entry in figures["conditions"].items():
            total = entry["n_real"] + entry["n_fake"]
            yield from _measures(entry, (detector, condition, "all", ""), total)
            for part in ("coverage", "error") if "strongest" in entry else ():
                yield _rate((detector, condition, "all", ""), f"strongest_{part}", entry["strongest"][part])
            for key, kind in _GROUP_KINDS.items():
                for name, group in entry[key].items():
                    yield from _measures(group, (detector, condition, kind, name), group["n"])
        for delivery in ("clean_to_web", "clean_to_hard"):
            yield from _measures(figures.get(delivery, {}), (detector, delivery, "all", ""), 0)
    for detector, entry in document["performance"]["latency"].items():
        for name in ("median_seconds", "p95_seconds"):
            yield detector, "", "all", "", name, entry[name], "", "", entry["n"]


def _measures(entry: Mapping[str, Any], place: tuple[str, str, str, str], total: int) -> Iterator[Row]:
    for name in _MEASURES:
        if name in entry:
            low, high = entry.get("intervals", {}).get(name, ("", ""))
            yield *place, name, entry[name], low, high, total
    for name, count in entry.get("confusion", {}).items():
        yield *place, name, count, "", "", total
    for name in _RATES:
        if name in entry:
            yield _rate(place, name, entry[name])


def _rate(place: tuple[str, str, str, str], name: str, rate: Mapping[str, Any]) -> Row:
    return *place, name, rate["rate"], rate["low"], rate["high"], rate["total"]
