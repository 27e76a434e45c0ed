"""Sections of plugins: what they may give, what becomes of everything else, and how they get into a report."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from gauntlet_desktop.api import SectionFigure, SectionTable, SectionText
from gauntlet_desktop.api.discovery import Discovered
from gauntlet_desktop.app import report_sections, reports
from gauntlet_desktop.core.errors import Cancelled
from gauntlet_desktop.core.task import TaskContext
from gauntlet_desktop.evaluation import report_sections as written
from gauntlet_desktop.inference.loader import Registry, load
from gauntlet_desktop.reporting.options import FigureBlock, ReportOptions, TableBlock, TextBlock
from tests.contract.plugin_project import discovered
from tests.factories import failed_record, make_pixels, make_record

CODE = """
from gauntlet_desktop.api import SectionText, hookimpl


class Sizes:
    id = "sizes"
    title = "Size of <b>the picture</b>"

    def blocks(self, record, context):
        if record.image is None:
            return []
        return [SectionText(f"{record.source.name} at {record.source.path}: {record.image.width} px")]


@hookimpl
def gauntlet_report_sections():
    return [Sizes()]
"""


class Giving:
    """A section of given blocks."""

    id = "giving"
    title: Any = "Given"

    def __init__(self, blocks: Any) -> None:
        self._blocks = blocks

    def blocks(self, record: object, context: Any) -> Any:
        context.checkpoint()
        if isinstance(self._blocks, BaseException):
            raise self._blocks
        return self._blocks


def made(blocks: Any) -> Any:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(written, "load", lambda: Registry(report_sections=[Giving(blocks)]))
        return report_sections.make_sections([make_record()])


def test_text_tables_and_figures_come_out_in_their_order() -> None:
    pixels = make_pixels(60, 80)
    given = [SectionText("x"), SectionFigure("A figure", pixels), SectionTable(("a", "b"), (("1", "2"),))]
    (section,) = made(given)
    assert (section.title, section.origin, section.item) == ("Given", "the plugin giving", 1)
    text, figure, table = section.blocks
    assert text == TextBlock("x") and table == TableBlock(("a", "b"), (("1", "2"),))
    assert isinstance(figure, FigureBlock) and figure.png.startswith(b"\x89PNG")
    assert figure.scale == "shown at 100 % of 80 × 60 px"
    assert made([]) == ()
    assert made(given) == made(given)


@pytest.mark.parametrize(
    "blocks",
    [
        "<b>markup</b>",
        None,
        ["text"],
        [SectionText(3)],  # type: ignore[arg-type]
        [SectionTable((), ())],
        [SectionTable(("a",), (("1", "2"),))],
        [SectionTable(("a",), ((1,),))],  # type: ignore[arg-type]
        [SectionTable(("a",), (("1",),) * 1001)],
        [SectionFigure("x", np.zeros((4, 4), dtype=np.uint8))],
        [SectionFigure("x", np.zeros((4, 4, 3), dtype=np.float32))],  # type: ignore[arg-type]
        [SectionFigure("x", np.zeros((0, 4, 3), dtype=np.uint8))],
        [SectionFigure("x", "/etc/passwd")],  # type: ignore[arg-type]
        [SectionText("x")] * 101,
        RuntimeError("broken"),
        SystemExit(3),
    ],
)
def test_whatever_breaks_the_contract_is_said_in_the_report(blocks: Any) -> None:
    (section,) = made(blocks)
    (block,) = section.blocks
    assert section.title == "giving" and block.text.startswith("The plugin failed: ")


def test_long_texts_are_cut() -> None:
    ((block,),) = (section.blocks for section in made([SectionText("x" * 30_000)]))
    assert len(block.text) == 20_000


def test_it_can_be_stopped() -> None:
    registry = Registry(report_sections=[Giving([])])
    with pytest.raises(Cancelled):
        list(written.write_sections([make_record()], TaskContext(is_cancelled=lambda: True), registry))


@pytest.fixture
def plugin(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Discovered:
    """A plugin whose section names the file, as if it were installed beside this process."""
    found = discovered(monkeypatch, tmp_path, "sizes_plugin", CODE)
    assert found.manifest is not None
    plugin = replace(found, manifest=replace(found.manifest, kinds=("report-sections",)))
    monkeypatch.setattr(report_sections, "discover", lambda: (plugin,))
    return plugin


def test_a_plugins_section_is_in_the_report_without_what_is_withheld(
    plugin: Discovered, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(report_sections, "run_apart", lambda function, records, **_: function(records))
    monkeypatch.setattr(written, "load", lambda: load([plugin]))
    items = [(make_record(), None), (failed_record(), None)]
    reports.write_report(items, tmp_path / "r.pdf", ReportOptions(), reports.ReportRequest(joined=True))
    (section,) = json.loads((tmp_path / "r.json").read_text(encoding="utf-8"))["report"]["extra"]
    assert section["item"] == 1 and section["title"] == "Size of <b>the picture</b>"
    assert section["blocks"][0]["text"] == "holiday.jpg at /evidence/case-17/holiday.jpg: 640 px"
    hidden = ReportOptions(show_picture=False, show_path=False, show_name=False)
    reports.write_report(items, tmp_path / "r.pdf", hidden, reports.ReportRequest(joined=True))
    twin = (tmp_path / "r.json").read_text(encoding="utf-8")
    assert "holiday" not in twin and "640 px" in twin


def test_sections_are_made_in_a_process_of_their_own(plugin: Discovered) -> None:
    """That process does not see the plugin of this test: it has nothing to add, and says nothing."""
    assert report_sections.plugin_sections([make_record()]) == ()


def test_no_process_is_started_where_no_plugin_adds_sections(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(report_sections, "run_apart", None)
    assert report_sections.plugin_sections([make_record()]) == ()
