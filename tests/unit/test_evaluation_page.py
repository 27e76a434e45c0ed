"""Tests of the evaluation's page: one closed, well-formed document in which no name of a folder can do anything."""

from __future__ import annotations

import base64
import csv
import functools
import hashlib
import io
import re
from html.parser import HTMLParser
from typing import Any
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gauntlet_desktop.core.records import Tier
from gauntlet_desktop.evaluation import charts
from gauntlet_desktop.evaluation.charts import Axis, Heading, Mark, Row, Series, percent_axis
from gauntlet_desktop.evaluation.long_table import HEADER, long_table
from gauntlet_desktop.evaluation.measures import condition_figures, flip_figures
from gauntlet_desktop.evaluation.page import page
from gauntlet_desktop.evaluation.plots import plots
from gauntlet_desktop.evaluation.systems import Judged
from gauntlet_desktop.evaluation.table import cell, markdown, system_tables
from gauntlet_desktop.imaging.packs import Sample

HOSTILE = '=<script>alert("1")</script>|`*&\u202e'
VOID = {"meta", "br", "link", "img", "input"}


def judged(number: int, generated: bool, source: str, log10_lr: float | None) -> Judged:
    tier = Tier.INCONCLUSIVE if log10_lr is None else Tier.AI_SUPPORTED if log10_lr > 1 else Tier.LEANS_CAMERA
    return Judged(Sample("", f"{source}{number}", generated, source, f"by {source}"), number / 20, log10_lr, tier)


def figures(name: str, source: str, *, calibrated: bool = True) -> dict[str, Any]:
    """Figures of forty images in three conditions."""
    ratios = [(n - 20) / 10 if calibrated else None for n in range(40)]
    items = [judged(n, n % 3 > 0, (source if n % 2 else "plain"), ratio) for n, ratio in enumerate(ratios)]
    conditions = {condition: condition_figures(items, rounds=10) for condition in ("clean", "web", "hard")}
    return {
        "detector": name,
        "weights_sha256": "00",
        "calibrated": calibrated,
        "note": "",
        "conditions": conditions,
        **({"clean_to_web": flip_figures(items, items)} if calibrated else {}),
    }


def document(source: str = "slr") -> dict[str, Any]:
    """An evaluation of two systems in which `source` stands wherever a name of the data can."""
    named: dict[str, Any] = renamed(whole_document(), source)
    return named


def renamed(value: Any, source: str) -> Any:
    if isinstance(value, dict):
        return {key.replace("slr", source): renamed(entry, source) for key, entry in value.items()}
    if isinstance(value, list):
        return [renamed(entry, source) for entry in value]
    return value.replace("slr", source) if isinstance(value, str) else value


@functools.cache
def whole_document() -> dict[str, Any]:
    source = "slr"
    check = {"check": "format", "auc": 0.9, "severity": "severe", "sentence": f"Most telling: {source}."}
    return {
        "program": "Gauntlet Desktop",
        "caution": "Mind the gap.",
        "images": {"found": 42, "scored": 40, "out_of_scope": 1, "unreadable": 1},
        "reused_scores": 7,
        "leaks": {
            "checks": [check],
            "together": {"auc": 0.5, "severity": "none", "sentence": "Nothing."},
            "duplicates": {"across_classes": 1, "sentence": "One."},
        },
        "systems": {"one": figures("one", source), "two": figures("two", source, calibrated=False)},
        "failures": {
            "unreadable": {"count": 1, "first": [{"member": source, "reason": source}]},
            "scorers": {"one": {"count": 30, "first": [{"member": source, "condition": "web", "reason": "no mood"}]}},
        },
        "out_of_scope": {"count": 1, "first": [{"member": source, "reason": "flat"}]},
        "performance": {
            "latency": {"one": {"median_seconds": 0.1, "p95_seconds": 0.2, "n": 120}},
            "peak_memory_bytes": 1 << 27,
            "machine": "here",
        },
    }


class Outline(HTMLParser):
    """Checks that elements nest, and gathers what a page consists of."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: list[str] = []
        self.ids: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []
        self.text: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += attrs
        self.ids += [value or "" for name, value in attrs if name == "id"]
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += attrs

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text.append(data)


def outline(text: str) -> Outline:
    parsed = Outline()
    parsed.feed(text)
    parsed.close()
    assert parsed.open == []
    return parsed


def test_the_page_is_whole_and_says_the_leaks_first() -> None:
    text = page(document())
    found = outline(text)
    assert len(found.ids) == len(set(found.ids))
    assert found.ids.index("leaks") < found.ids.index("overview") < found.ids.index("system-1")
    assert found.tags.count("figure") == len(plots(document()["systems"]["one"], "a")) + 1
    for expected in (
        "Mind the gap.",
        "Tippett plot, web",
        "Uncalibrated",
        "no mood",
        "128 MiB",
        "min Cllr",
        "7 scores are of",
    ):
        assert expected in text


def test_the_page_forbids_itself_everything_but_its_own_style() -> None:
    text = page(document())
    style = re.search(r"<style>(.*?)</style>", text, re.DOTALL)
    assert style is not None
    digest = base64.b64encode(hashlib.sha256(style[1].encode()).digest()).decode()
    policy = f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    assert f'content="{policy}"' in text
    found = outline(text)
    assert not {"script", "img", "link", "iframe", "object", "base", "form"} & set(found.tags)
    assert not [name for name, _ in found.attributes if name in ("style", "src") or name.startswith("on")]
    assert all(value and value.startswith("#") for name, value in found.attributes if name == "href")
    assert "url(" not in style[1]
    assert "@import" not in style[1]


@functools.cache
def plain_tags() -> list[str]:
    return sorted(outline(page(document())).tags)


@settings(max_examples=15)
@given(st.text(min_size=1, max_size=20).filter(lambda name: name != "plain"))
def test_a_name_stays_text(name: str) -> None:
    assert sorted(outline(page(document(name))).tags) == plain_tags()


def test_a_hostile_name_is_shown_and_does_nothing() -> None:
    hostile = document(HOSTILE)
    assert "<script" not in page(hostile)
    assert "<script" not in markdown(hostile)
    assert "‹U+202E›" in page(hostile)
    rows = list(csv.reader(io.StringIO(long_table(hostile))))
    assert all(len(row) == len(HEADER) for row in rows)
    assert not [text for row in rows for text in row[:5] if text.startswith(("=", "@", "+", "-"))]


def test_each_plot_has_a_title_a_description_and_its_values() -> None:
    drawn = plots(document()["systems"]["one"], "a")
    assert len(drawn) == 8
    for plot in drawn:
        svg = ElementTree.fromstring(plot.svg)
        assert svg.get("role") == "img"
        labelled = {element.get("id"): element.text for element in svg if element.tag in ("title", "desc")}
        assert (svg.get("aria-labelledby") or "").split() == list(labelled)
        assert all(labelled.values())
        assert plot.values.rows
        assert all(len(row) == len(plot.values.header) for row in plot.values.rows)
        assert plot.legend


def test_every_table_has_cells_for_its_header() -> None:
    for entry in document()["systems"].values():
        for table in system_tables(entry, complete=True):
            assert {len(row) for row in table.rows} == {len(table.header)}


def test_the_long_table_holds_measures_with_their_intervals() -> None:
    rows = {
        (row["detector"], row["condition"], row["group_kind"], row["group"], row["measure"]): row
        for row in csv.DictReader(io.StringIO(long_table(document())))
    }
    pooled = document()["systems"]["one"]["conditions"]["web"]
    found = rows["one", "web", "all", "", "auc"]
    assert float(found["value"]) == pytest.approx(pooled["auc"])
    assert [float(found[end]) for end in ("low", "high")] == pytest.approx(pooled["intervals"]["auc"])
    assert rows["one", "web", "camera source", "slr", "ai_supported"]["n"] == "7"
    assert rows["one", "clean_to_web", "all", "", "changed_tier"]["value"] == "0.0"
    assert rows["", "", "leak", "format", "auc"]["value"] == "0.9"
    assert ("two", "web", "all", "", "cllr") not in rows


@given(st.text(max_size=30))
def test_a_markdown_cell_stays_a_cell(name: str) -> None:
    shown = cell(name)
    assert "\n" not in shown
    assert not re.search(r"(?<!\\)(\\\\)*\|", shown)
    assert "<" not in shown


def test_values_beyond_an_axis_stand_at_its_end() -> None:
    axis = Axis("", -1.0, 1.0, ())
    assert [axis.place(value, 10.0, 30.0) for value in (-9.0, -1.0, 0.0, 1.0, 9.0)] == [10.0, 10.0, 20.0, 30.0, 30.0]


def test_a_stepped_curve_holds_its_value_back_to_the_point_before() -> None:
    axis = percent_axis("share")
    drawn = charts.line_chart(
        Heading("k", "t", "d"), axis, axis, [Series("s", "web", [(0.0, 1.0), (0.5, 0.5), (1.0, 0.0)], stepped=True)]
    )
    curve = next(e for e in ElementTree.fromstring(drawn).iter("polyline") if e.get("class") == "curve web")
    points = [tuple(map(float, point.split(","))) for point in (curve.get("points") or "").split()]
    assert len(points) == 5
    assert points[0][0] == points[1][0]
    assert points[1][1] == points[2][1]


@pytest.mark.parametrize(("style", "shape"), [("clean", "circle"), ("web", "rect"), ("hard", "polygon")])
def test_conditions_are_told_apart_by_shape(style: str, shape: str) -> None:
    marks = [Mark(style, 0.1, 0.0, 0.2)]
    drawn = charts.row_chart(
        Heading("k", "t", "d"), percent_axis("share"), [Row("a source of a very long name", marks)]
    )
    svg = ElementTree.fromstring(drawn)
    assert len([element for element in svg.iter(shape) if element.get("class") == f"dot {style}"]) == 1
    assert any((text.text or "").endswith("…") for text in svg.iter("text"))
    assert shape in charts.swatch(style, "mark")
