"""`gauntlet verify --rerun` on reports of cases: every listed image whose file is at hand is analysed again."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image

from gauntlet_desktop.app.case_report import CaseReportRequest, export_case_report
from gauntlet_desktop.app.checks import Check, State, overall
from gauntlet_desktop.app.service import iterate
from gauntlet_desktop.app.verify import VerifyRequest, verify
from gauntlet_desktop.cli import run
from gauntlet_desktop.core.errors import Cancelled
from gauntlet_desktop.core.records import AnalysisRecord
from gauntlet_desktop.core.serialise import dumps
from gauntlet_desktop.store import Addition, Case, Mark, MarkKind
from tests.factories import make_pixels

WHO = {"actor": "A. Examiner", "when": "2026-01-31T12:00:00+00:00"}
NAMES = ("complete.jpg", "verdict.jpg", "listed.jpg", "claimed.jpg")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A case with its report: a complete analysis and one of the verdict alone with pages of their own, one that is
    listed only, and one whose likelihood ratio is not the one that its analysis gave."""
    folder = tmp_path_factory.mktemp("case")
    paths = [folder / name for name in NAMES]
    for number, path in enumerate(paths):
        Image.fromarray(make_pixels(300, 340, 20 + number)).save(path, quality=92)
    records = [*analysed(paths[:1]), *analysed(paths[1:], verdict_only=True)]
    verdict = records[3].verdict
    assert verdict is not None
    records[3] = replace(records[3], verdict=replace(verdict, log10_lr=verdict.log10_lr + 0.5))
    with Case.create(folder / "case.gauntlet", **WHO) as case:
        case.add_records([Addition(record) for record in records], **WHO)
        case.mark([Mark(1, MarkKind.BOOKMARK, "1"), Mark(2, MarkKind.BOOKMARK, "1")], **WHO)
    export_case_report(folder / "case.gauntlet", folder / "report.pdf", CaseReportRequest(), **WHO)
    return folder


def analysed(paths: Sequence[Path], *, verdict_only: bool = False) -> Iterator[AnalysisRecord]:
    for record, _ in iterate([os.fsencode(path) for path in paths], verdict_only=verdict_only):
        yield record


def again(folder: Path, **asked: Path) -> dict[str, Check]:
    checks = verify(folder / "report.pdf", VerifyRequest(case=folder / "case.gauntlet", rerun=True, **asked))
    return {check.what: check for check in checks}


def test_every_image_of_a_case_report_is_analysed_again(folder: Path) -> None:
    told: list[tuple[float, str]] = []
    request = VerifyRequest(case=folder / "case.gauntlet", rerun=True)
    checks = verify(folder / "report.pdf", request, progress=lambda done, what: told.append((done, what)))
    found = {check.what: check for check in checks}
    assert found["new analysis 1: complete.jpg"].state is State.IDENTICAL
    assert found["new analysis 2: verdict.jpg"].state is State.IDENTICAL
    assert found["new analysis of image 3: listed.jpg"].state is State.IDENTICAL
    claimed = found["new analysis of image 4: claimed.jpg"]
    assert claimed.state is State.DIFFERS and "verdict.log10_lr" in claimed.detail
    assert {check.state for check in checks if check is not claimed} == {State.IDENTICAL}
    assert [what for _, what in told] == [f"Analysing image {number} of 4 again" for number in (1, 2, 3, 4)]
    assert [done for done, _ in told] == sorted(done for done, _ in told)


def test_the_twin_holds_what_the_complete_analysis_gave(folder: Path) -> None:
    first, second = json.loads((folder / "report.json").read_bytes())["records"]
    assert first["heatmaps"][0]["views"][0]["values"] and first["findings"] and not first["left_out"]
    assert not second["heatmaps"] and second["left_out"] == ["heatmaps", "findings", "text"]


def test_what_is_gone_or_changed_cannot_be_checked_and_the_rest_is(folder: Path, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    for name in NAMES[:2]:
        (elsewhere / name).write_bytes((folder / name).read_bytes())
    (elsewhere / NAMES[2]).write_bytes((folder / NAMES[0]).read_bytes())
    found = again(folder, evidence=elsewhere)
    assert found["new analysis 1: complete.jpg"].state is State.IDENTICAL
    changed, gone = found["new analysis of image 3: listed.jpg"], found["new analysis of image 4: claimed.jpg"]
    assert (changed.state, changed.detail) == (State.NOT_CHECKED, "The file is not the one that was examined.")
    assert gone.state is State.NOT_CHECKED and gone.detail
    assert overall(list(found.values())) is State.NOT_CHECKED


def test_the_exit_status_says_the_gravest(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    def no_window(raw_paths: Sequence[bytes]) -> int:
        raise AssertionError("no window is wanted")

    arguments = ["verify", str(folder / "report.pdf"), "--case", str(folder / "case.gauntlet")]
    assert run(arguments, no_window) == 0
    assert run([*arguments, "--rerun"], no_window) == 1
    printed = capsys.readouterr()
    assert "differs       new analysis of image 4: claimed.jpg" in printed.out
    assert "Analysing image" in printed.err
    assert run([*arguments, "--rerun", "--file", str(folder / "nowhere.jpg")], no_window) == 2


def test_a_rerun_can_be_stopped(folder: Path) -> None:
    told: list[str] = []
    with pytest.raises(Cancelled):
        verify(
            folder / "report.pdf",
            VerifyRequest(rerun=True),
            progress=lambda _, what: told.append(what),
            is_cancelled=lambda: bool(told),
        )
    assert len(told) == 1


@pytest.mark.parametrize("item", [None, 1, {}, {"id": "1"}])
def test_a_list_that_is_none_is_said(folder: Path, tmp_path: Path, item: object) -> None:
    twin = json.loads((folder / "report.json").read_bytes())
    twin["case_report"]["items"][0] = item
    (tmp_path / "report.pdf").write_bytes((folder / "report.pdf").read_bytes())
    (tmp_path / "report.json").write_text(dumps(twin) + "\n", encoding="utf-8")
    found = {check.what: check.state for check in verify(tmp_path / "report.pdf", VerifyRequest(rerun=True))}
    assert found["twin's content"] is State.DIFFERS
