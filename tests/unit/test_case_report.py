"""Reports on a case and contact sheets: what they say, that they are sealed and repeat, that evidence is never hurt."""

from __future__ import annotations

import hashlib
import io
import json
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pypdf import PdfReader
from reportlab.pdfbase.pdfmetrics import stringWidth

from gauntlet_desktop.app.case_report import CaseReportRequest, export_case_report, export_sheets
from gauntlet_desktop.app.case_words import filter_in_words, item_of, used_configuration
from gauntlet_desktop.app.checks import State
from gauntlet_desktop.app.small_pictures import small_pictures
from gauntlet_desktop.app.verify import VerifyRequest, verify
from gauntlet_desktop.cli import run
from gauntlet_desktop.core.errors import Cancelled, UserError
from gauntlet_desktop.core.records import AnalysisRecord, Tier
from gauntlet_desktop.core.task import TaskContext
from gauntlet_desktop.reporting import typesetting as t
from gauntlet_desktop.reporting.case_model import CaseItem
from gauntlet_desktop.reporting.contact_sheet import ACROSS, DOWN, SheetHead, render_sheet
from gauntlet_desktop.reporting.options import ReportOptions
from gauntlet_desktop.reporting.seal import read_seal
from gauntlet_desktop.store import (
    Addition,
    Case,
    Configuration,
    Decision,
    Filter,
    Mark,
    MarkKind,
    Sort,
    SortColumn,
    StoredConfiguration,
)
from tests.factories import failed_record, hostile_record, make_record, out_of_scope_record
from tests.images import picture, png

WHO = {"actor": "A. Examiner", "when": "2026-01-31T12:00:00+00:00"}
USED = Configuration("Gauntlet Desktop 1", (("deep", "2", "ab" * 32),), (("deep", "cd" * 32),), (), (("steps", "all"),))


def records(folder: Path) -> Iterator[AnalysisRecord]:
    """Each tier, with files that are there; a failure, one out of scope, hostile text."""
    for number, tier in enumerate(Tier):
        path = folder / f"picture {number}.png"
        path.write_bytes(png(picture(30, 40, seed=number)))
        data = path.read_bytes()
        record = make_record(tier, heatmap=False)
        source = replace(
            record.source,
            path=str(path),
            raw_path=str(path).encode(),
            name=path.name,
            sha256=hashlib.sha256(data).hexdigest(),
            size_bytes=len(data),
        )
        yield replace(record, source=source)
    yield failed_record()
    yield out_of_scope_record()
    yield hostile_record()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    made = tmp_path / "case.gauntlet"
    with Case.create(made, **WHO) as case:
        case.add_records([Addition(record) for record in records(tmp_path)], configuration=USED, **WHO)
        marks = [
            Mark(1, MarkKind.DECISION, Decision.GENERATED, "seen before"),
            Mark(2, MarkKind.DECISION, Decision.CAMERA),
            Mark(2, MarkKind.SECOND_DECISION, Decision.UNDECIDED),
            Mark(2, MarkKind.TAG, "urgent"),
            Mark(2, MarkKind.BOOKMARK, "1"),
            Mark(4, MarkKind.BOOKMARK, "1"),
            Mark(4, MarkKind.NOTE, "<b>ask</b> the witness"),
            Mark(8, MarkKind.BOOKMARK, "1"),
        ]
        case.mark(marks, **WHO)
    return made


def text_of(pdf: bytes) -> str:
    pages = PdfReader(io.BytesIO(pdf)).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


def case_command(*arguments: str | Path) -> int:
    def no_window(raw_paths: Sequence[bytes]) -> int:
        raise AssertionError(f"the window was to be opened on {raw_paths}")

    return run(["case", *map(str, arguments)], no_window)


def test_a_report_says_all_of_the_case_and_is_sealed(path: Path, tmp_path: Path) -> None:
    with Case.open(path) as case:
        head = case.custody_head()
    request = CaseReportRequest(options=ReportOptions(case_number="17/26", examiner="A. Examiner"))
    written = export_case_report(path, tmp_path / "report.pdf", request, **WHO)
    pdf = written.path.read_bytes()
    assert written.items == 8
    assert written.sha256 == hashlib.sha256(pdf).hexdigest()
    seal, twin = read_seal(pdf), (tmp_path / "report.json").read_bytes()
    assert seal is not None
    assert seal.intact
    assert seal.twin_sha256 == hashlib.sha256(twin).hexdigest()
    said = text_of(pdf)
    for words in (
        "8 images",
        "All images of the case.",
        "17/26",
        head[:24],
        "intact",
        "The program's answer",
        "Configuration",
        USED.digest()[:16],
        "Answered “inconclusive”, either class",
        "Image 2: picture 1.png",
        "unchanged",
        "<b>ask</b> the witness",
        "second decision: undecided",
        "Conclusion of the examiner",
    ):
        assert words in said
    with Case.open(path) as case:
        assert (case.log()[-1].action, case.log()[-1].subject) == ("case report exported", written.sha256)
        assert case.verify_log(head).intact


def test_a_report_is_verified_with_its_files_and_its_case(path: Path, tmp_path: Path) -> None:
    def states(**asked: object) -> dict[str, State]:
        checks = verify(tmp_path / "r.pdf", VerifyRequest(**asked))  # type: ignore[arg-type]
        return {check.what: check.state for check in checks}

    export_case_report(path, tmp_path / "r.pdf", CaseReportRequest(pages=(1, 2)), **WHO)
    found = states(case=path, rerun=True)
    for what in ("report", "twin", "examined file 1: picture 0.png", "examined file 2: picture 1.png", "custody log"):
        assert found[what] is State.IDENTICAL
    assert found["new analysis 1: picture 0.png"] is State.DIFFERS  # the records of these tests are made up
    assert found["new analysis of image 3: picture 2.png"] is State.DIFFERS
    (tmp_path / "picture 1.png").write_bytes(b"something else")
    assert states()["examined file 2: picture 1.png"] is State.DIFFERS
    with (tmp_path / "r.pdf").open("rb+") as file:
        file.seek(2000)
        file.write(b"changed")
    assert states()["report"] is State.DIFFERS
    export_case_report(path, tmp_path / "r.pdf", CaseReportRequest(most_pages=0), **WHO)
    assert set(states(case=path).values()) == {State.IDENTICAL}


def test_answers_are_counted_by_decision(path: Path, tmp_path: Path) -> None:
    export_case_report(path, tmp_path / "report.pdf", CaseReportRequest(most_pages=0), **WHO)
    counts = json.loads((tmp_path / "report.json").read_bytes())["case_report"]["counts"]
    counted = {row["answer"]: row["decisions"] for row in counts}
    # generated, camera, undecided, not relevant, open
    assert counted["supports generated"][:2] == [1, 0]
    assert counted["leans to generated"] == [0, 1, 0, 0, 0]
    assert counted["out of scope"] == counted["not analysed"] == [0, 0, 0, 0, 1]
    assert sum(map(sum, counted.values())) == 8
    wanted = Filter(statuses=("ok",), decisions=("camera",))
    export_case_report(path, tmp_path / "report.pdf", CaseReportRequest(wanted, most_pages=0), **WHO)
    counts = json.loads((tmp_path / "report.json").read_bytes())["case_report"]["counts"]
    assert [(row["answer"], row["decisions"]) for row in counts] == [("leans to generated", [0, 1, 0, 0, 0])]


def test_the_same_case_gives_the_same_report(path: Path, tmp_path: Path) -> None:
    again = tmp_path / "copy"
    again.mkdir()
    (again / "case.gauntlet").write_bytes(path.read_bytes())
    first = export_case_report(path, tmp_path / "one.pdf", CaseReportRequest(), **WHO)
    second = export_case_report(again / "case.gauntlet", tmp_path / "two.pdf", CaseReportRequest(), **WHO)
    assert first.sha256 == second.sha256
    assert (tmp_path / "one.json").read_bytes() == (tmp_path / "two.json").read_bytes()


def test_pages_follow_the_bookmarks_or_the_chosen_images(path: Path, tmp_path: Path) -> None:
    def pages(**asked: object) -> list[int]:
        request = CaseReportRequest(**asked)  # type: ignore[arg-type]
        export_case_report(path, tmp_path / "report.pdf", request, **WHO)
        twin = json.loads((tmp_path / "report.json").read_bytes())
        return [page["item"]["id"] for page in twin["case_report"]["pages"]]

    assert pages() == [2, 4, 8]
    assert pages(most_pages=1) == [2]
    assert pages(pages=(5, 6, 1)) == [5, 6, 1]
    assert pages(most_pages=0) == []
    assert pages(wanted=Filter(decisions=("camera",)), sort=Sort(SortColumn.NAME)) == [2]


def test_what_changed_since_is_said(path: Path, tmp_path: Path) -> None:
    (tmp_path / "picture 1.png").write_bytes(b"something else")
    (tmp_path / "picture 3.png").unlink()
    with Case.open(path) as case:
        case.set_missing([str(tmp_path / "picture 3.png").encode()])
    said = text_of(export_case_report(path, tmp_path / "r.pdf", CaseReportRequest(), **WHO).path.read_bytes())
    assert "CHANGED since it was opened" in said
    assert "The file was not read again for this report, or could not be" in said


def test_damage_is_listed_in_the_report(path: Path, tmp_path: Path) -> None:
    with Case.open(path) as case:
        case._connection.execute("UPDATE record SET tier = 'leans_ai' WHERE id = 1")
    said = text_of(export_case_report(path, tmp_path / "r.pdf", CaseReportRequest(), **WHO).path.read_bytes())
    assert "problems, listed below" in said


def test_evidence_is_never_replaced(path: Path, tmp_path: Path) -> None:
    for export in (
        lambda target: export_case_report(path, target, CaseReportRequest(), **WHO),
        lambda target: export_sheets(path, target, **WHO),
    ):
        with pytest.raises(UserError, match="is evidence of this case"):
            export(tmp_path / "picture 1.png")
    with pytest.raises(UserError, match=r"cannot be named \.json"):
        export_case_report(path, tmp_path / "x.json", CaseReportRequest(), **WHO)


@pytest.mark.parametrize("fraction", [0.0, 0.5, 0.85])
def test_a_cancelled_report_leaves_nothing(path: Path, tmp_path: Path, fraction: float) -> None:
    reached: list[float] = []
    with pytest.raises(Cancelled):
        export_case_report(
            path,
            tmp_path / "r.pdf",
            CaseReportRequest(),
            **WHO,
            progress=lambda done, _: reached.append(done),
            is_cancelled=lambda: bool(reached) and reached[-1] >= fraction,
        )
    assert not list(tmp_path.glob("r.*"))
    with Case.open(path) as case:
        assert case.log()[-1].action == "marks made"


def test_a_sheet_shows_every_image_with_answer_and_decision(path: Path, tmp_path: Path) -> None:
    (written,) = export_sheets(path, tmp_path / "sheet.pdf", **WHO, sort=Sort(SortColumn.NAME))
    pdf = written.path.read_bytes()
    said = text_of(pdf)
    assert written.items == 8
    for words in (
        "picture 0.png",
        "supports generated",
        "★ Examiner: ",
        "undecided",
        "urgent",
        "not analysed",
    ):
        assert words in said
    images = PdfReader(io.BytesIO(pdf)).pages[0].images
    assert len(images) == 5
    with Case.open(path) as case:
        assert case.log()[-1].action == "contact sheet exported"
        assert case.log()[-1].subject == written.sha256


def test_an_empty_sheet_says_what_was_asked(path: Path, tmp_path: Path) -> None:
    (written,) = export_sheets(path, tmp_path / "sheet.pdf", **WHO, wanted=Filter(tags=("nothing",)))
    assert "Images with tag “nothing”." in text_of(written.path.read_bytes())


def test_many_images_make_pages_and_sheets(path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    item = CaseItem(1, "n", "/n", "", "ok", "leans_ai", 0.5, "s", False, False, "", "", "", False, 1, (), "")
    count = ACROSS * DOWN + 1
    head = SheetHead("case", "All", "2026", "h")
    pdf = render_sheet(head, ((item, None) for _ in range(count)), count)
    assert pdf == render_sheet(head, ((item, None) for _ in range(count)), count)
    assert len(PdfReader(io.BytesIO(pdf)).pages) == 2
    assert "page 2 of 2" in text_of(pdf)
    monkeypatch.setattr("gauntlet_desktop.app.case_report.MOST_IMAGES", 3)
    written = export_sheets(path, tmp_path / "s.pdf", **WHO)
    assert [each.path.name for each in written] == ["s.pdf", "s-2.pdf", "s-3.pdf"]
    assert [each.items for each in written] == [3, 3, 2]
    assert "Sheet 3 of 3" in text_of(written[2].path.read_bytes())


def test_small_pictures_come_in_order_and_bad_files_give_none(tmp_path: Path) -> None:
    paths = []
    for number in range(6):
        each = tmp_path / f"{number}.png"
        each.write_bytes(b"no picture" if number == 3 else png(picture(8 + number, 40, seed=number)))
        paths.append(str(each).encode())
    found = list(small_pictures([*paths, b""], 20, TaskContext(), count=7))
    assert [None if each is None else each.shape[1] for each in found] == [20, 20, 20, None, 20, 20, None]
    assert np.asarray(found[5]).shape[0] > np.asarray(found[0]).shape[0]
    with pytest.raises(Cancelled):
        next(small_pictures(paths, 20, TaskContext(is_cancelled=lambda: True), count=6))


def test_the_command_writes_reports_and_sheets(path: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with Case.open(path) as case:
        case.save_filter("Doubtful", Filter(tiers=("inconclusive",)))
    assert case_command("report", path, "--out", tmp_path / "r.pdf", "--filter", "Doubtful", "--items", "0") == 0
    assert "1 images" in capsys.readouterr().err
    assert "answer “inconclusive”" in text_of((tmp_path / "r.pdf").read_bytes())
    for option, value, count in (("--tag", "urgent", 1), ("--decision", "open", 6), ("--decision", "camera", 1)):
        assert case_command("sheet", path, "--out", tmp_path / "s.pdf", option, value) == 0
        assert f"{count} images" in capsys.readouterr().err
    assert case_command("sheet", path, "--out", tmp_path / "s.pdf", "--filter", "None such") == 2
    assert "It keeps: Doubtful." in capsys.readouterr().err
    assert case_command("check", path) == 0


def test_filters_are_said_in_words() -> None:
    wanted = Filter(
        tiers=("leans_ai", ""),
        decisions=("", "camera"),
        cameras=tuple(f"Camera {number}" for number in range(10)),
        log10_lr_from=-1.0,
        log10_lr_to=2.0,
        conflict=True,
        bookmarked=False,
        text="x",
        stacked_once=True,
        stack=3,
        items=(1, 2),
    )
    said = filter_in_words(wanted)
    for words in (
        "answer “leans to generated” or “no verdict”",
        "decision “open” or “camera”",
        "and 2 more",
        "log10 LR from -1.00",
        "log10 LR up to +2.00",
        "no bookmark",
        "2 chosen ones",
        "“x” in path",
    ):
        assert words in said


def test_a_damaged_description_is_shown_as_it_is() -> None:
    used = used_configuration(StoredConfiguration(1, "ab", "no JSON", 3, ""))
    assert used.parts == (("Description", "no JSON"),)
    assert used_configuration(StoredConfiguration(1, "ab", USED.description(), 3, "")).parts[-1] == ("Steps", "all")


def test_rows_become_items(path: Path) -> None:
    with Case.open(path, read_only=True) as case:
        items = [item_of(row) for row in case.rows([2, 6])]
    assert (items[0].decision, items[0].tags, items[0].bookmarked) == ("camera", ("urgent",), True)
    assert items[1].status == "failed"


@given(st.text(max_size=60), st.floats(5, 300))
def test_shortened_text_fits(text: str, width: float) -> None:
    shown = t.shortened(text, t.REGULAR, 7.0, width)
    assert stringWidth(shown, t.REGULAR, 7.0) <= width or shown == "…"


def test_the_checklist_stands_with_its_image_as_the_examiners_own(path: Path, tmp_path: Path) -> None:
    fingers = Mark(2, MarkKind.ANSWER, "finger-count yes 3 4 10 12", "six on the left hand")
    with Case.open(path) as case:
        case.mark([fingers, Mark(2, MarkKind.ANSWER, "teeth no"), Mark(2, MarkKind.ANSWER, "teeth open")], **WHO)
    export_case_report(path, tmp_path / "report.pdf", CaseReportRequest(), **WHO)
    (page,) = [each for each in read_pages(tmp_path / "report.json") if each["item"]["id"] == 2]
    assert [(each["reply"], each["box"]["width"], each["actor"]) for each in page["observations"]] == [
        ("Yes", 10, "A. Examiner")
    ]
    said = text_of((tmp_path / "report.pdf").read_bytes())
    assert "Answered by the examiner by looking" in said
    assert "answer: “Number of fingers” yes, at x 3, y 4, 10 × 12 px" in said
    assert "withdrawn" in said and "finger-count" not in said
    assert "x 3, y 4, 10 × 12 px" in said
    assert "six on the left hand (A. Examiner, 2026-01-31T12:00:00+00:00)" in said


def test_a_page_says_what_an_analysis_left_out(tmp_path: Path) -> None:
    made = tmp_path / "left.gauntlet"
    record = replace(make_record(heatmap=False), left_out=("findings",), text=(), findings=())
    with Case.create(made, **WHO) as case:
        case.add_records([Addition(record)], configuration=USED, **WHO)
        case.mark([Mark(1, MarkKind.BOOKMARK, "1")], **WHO)
    export_case_report(made, tmp_path / "report.pdf", CaseReportRequest(), **WHO)
    said = text_of((tmp_path / "report.pdf").read_bytes())
    assert "findings not run Left for later when the image was analysed" in said


def read_pages(twin: Path) -> list[dict[str, Any]]:
    pages: list[dict[str, Any]] = json.loads(twin.read_bytes())["case_report"]["pages"]
    return pages
