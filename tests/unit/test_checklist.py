"""The examiner's answers: their text form, in a case with its seals, in exports and in reports."""

from __future__ import annotations

import csv
import json
import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gauntlet_desktop.app.case_export import export_case
from gauntlet_desktop.app.cases import save_records
from gauntlet_desktop.app.prompts import artifact_names, load_artifacts
from gauntlet_desktop.core.artifacts import MEASURED
from gauntlet_desktop.core.checklist import (
    Answer,
    Reply,
    answer_in_words,
    box_text,
    observations,
    parse_answer,
    parse_box,
    questions,
)
from gauntlet_desktop.core.errors import UserError
from gauntlet_desktop.core.records import Box
from gauntlet_desktop.reporting.options import ReportOptions
from gauntlet_desktop.reporting.twin import render_twin
from gauntlet_desktop.store import Case, Mark, MarkKind, answers_by_history
from tests.factories import make_record
from tests.unit.test_report import report

WHO = {"actor": "A. Examiner", "when": "2026-01-31T12:00:00+00:00"}
SIX = Answer("finger-count", Reply.YES, Box(10, 20, 30, 40), "Six on the left.")
NO_TEETH = Answer("teeth", Reply.CANNOT_TELL)
BOXES = st.builds(Box, *(st.integers(0, 1_000_000),) * 2, *(st.integers(1, 1_000_000),) * 2)


def mark(answer: Answer, item: int = 1) -> Mark:
    return Mark(item, MarkKind.ANSWER, answer.value, answer.note)


def made(path: Path) -> Case:
    case = Case.create(path, **WHO)
    case.add_record(make_record(), **WHO)
    return case


def test_only_what_a_person_must_judge_is_asked() -> None:
    artifacts = load_artifacts()
    asked = questions(artifacts)
    assert 40 <= len(asked) < len(artifacts)
    assert all(question.judged_by != MEASURED and question.description for question in asked)


@given(
    answer=st.builds(
        Answer, st.sampled_from(["teeth", "finger-count"]), st.sampled_from([*Reply][:3]), st.none() | BOXES
    )
)
def test_an_answer_comes_back_from_its_text(answer: Answer) -> None:
    assert parse_answer(answer.value) == answer
    if answer.box:
        assert parse_box(box_text(answer.box)) == answer.box


@pytest.mark.parametrize(
    "value",
    [
        "",
        "teeth",
        "teeth maybe",
        "Teeth yes",
        "teeth yes 1 2 3",
        "teeth yes 1 2 0 4",
        "teeth yes  1 2 3 4",
        "teeth yes 01 2 3 4",
        "teeth open 1 2 3 4",
        "teeth yes 1 2 3 9999999",
    ],
)
def test_anything_else_is_no_answer(value: str) -> None:
    with pytest.raises(ValueError, match=r"no (answer|region)"):
        parse_answer(value)


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ("teeth no", "“Malformed teeth” no"),
        ("teeth cannot_tell", "“Malformed teeth” cannot tell"),
        ("teeth open", "“Malformed teeth” withdrawn"),
        ("teeth yes 1 2 3 4", "“Malformed teeth” yes, at x 1, y 2, 3 × 4 px"),
        ("of-another-release yes", "“of-another-release” yes"),
        ("no answer", "no answer"),
    ],
)
def test_an_answer_is_said_in_words(value: str, words: str) -> None:
    assert answer_in_words(value, artifact_names()) == words


def test_a_withdrawn_answer_says_no_more() -> None:
    with pytest.raises(ValueError, match="no answer"):
        parse_answer("teeth open", "because")


@pytest.mark.parametrize("text", ["", "1 2 3", "1, 2, 3, x", "1, 2, 0, 4", "-1, 2, 3, 4", "1.5, 2, 3, 4"])
def test_what_is_no_region(text: str) -> None:
    with pytest.raises(ValueError, match="no region"):
        parse_box(text)


def test_answers_are_kept_sealed_and_can_be_undone(tmp_path: Path) -> None:
    with made(tmp_path / "a.gauntlet") as case:
        undo = case.mark([mark(SIX), mark(NO_TEETH)], **WHO)
        changed = replace(SIX, reply=Reply.NO, box=None, note="")
        undo_change = case.mark([mark(changed)], **WHO)
        assert case.mark([mark(changed)], **WHO) == ()
        assert [entry.value for entry in answers_by_history(case.history(1))] == [changed.value, NO_TEETH.value]
        case.mark(undo_change, **WHO)
        newest = answers_by_history(case.history(1))
        assert [parse_answer(entry.value, entry.note) for entry in newest] == [SIX, NO_TEETH]
        assert newest[0].actor == "A. Examiner"
        case.mark(undo, **WHO)
        assert answers_by_history(case.history(1)) == ()
        assert case.verify_log().problems == ()


def test_an_answer_beside_other_marks_leaves_them_alone(tmp_path: Path) -> None:
    with made(tmp_path / "a.gauntlet") as case:
        case.mark([Mark(1, MarkKind.TAG, "seen"), mark(SIX), Mark(1, MarkKind.NOTE, "A note.")], **WHO)
        assert (case.rows([1])[0].tags, case.rows([1])[0].note) == (("seen",), "A note.")
        assert case.verify_log().problems == ()


@pytest.mark.parametrize(
    "change",
    [
        Mark(1, MarkKind.ANSWER, "teeth perhaps"),
        Mark(1, MarkKind.ANSWER, "teeth yes", "x" * 10_001),
        Mark(1, MarkKind.ANSWER, "teeth open", "why"),
        Mark(9, MarkKind.ANSWER, "teeth yes"),
    ],
)
def test_nonsense_is_refused(change: Mark, tmp_path: Path) -> None:
    with made(tmp_path / "a.gauntlet") as case, pytest.raises(UserError):
        case.mark([change], **WHO)


def test_an_answer_that_was_changed_behind_the_programs_back_is_found(tmp_path: Path) -> None:
    path = tmp_path / "a.gauntlet"
    with made(path) as case:
        case.mark([mark(SIX)], **WHO)
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("UPDATE mark SET value = 'finger-count no'")
        connection.commit()
    with Case.open(path) as case:
        assert any("marks" in problem for problem in case.verify_log().problems)


def test_exports_carry_the_answers(tmp_path: Path) -> None:
    path = tmp_path / "a.gauntlet"
    with made(path) as case:
        case.mark([mark(SIX), mark(NO_TEETH)], **WHO)
    export_case(path, tmp_path / "a.csv", "csv", WHO["actor"], WHO["when"])
    with (tmp_path / "a.csv").open(newline="", encoding="utf-8") as file:
        (row,) = csv.DictReader(file)
    assert row["answers"] == "finger-count yes 10 20 30 40 (Six on the left.); teeth cannot_tell"
    export_case(path, tmp_path / "a.jsonl", "jsonl", WHO["actor"], WHO["when"])
    (line,) = (tmp_path / "a.jsonl").read_text(encoding="utf-8").splitlines()
    assert json.loads(line)["examiner"]["answers"][0] == {
        "value": SIX.value, "note": SIX.note, "actor": WHO["actor"], "occurred": WHO["when"],
    }  # fmt: skip


def test_saving_results_to_a_case_takes_the_answers_along_once(tmp_path: Path) -> None:
    path, record = tmp_path / "a.gauntlet", make_record()
    for _ in range(2):
        save_records(path, [record], **WHO, answers={record.source.sha256: [SIX, NO_TEETH]})
    with Case.open(path) as case:
        assert len([entry for entry in case.history(1) if entry.kind == MarkKind.ANSWER]) == 2
        assert case.verify_log().problems == ()


def test_the_report_prints_them_as_the_examiners_own() -> None:
    told = observations(load_artifacts(), {answer.question: answer for answer in (SIX, NO_TEETH)})
    options = ReportOptions(observations=told)
    shown = report(make_record(), options=options)
    assert "Examiner's observations" in shown and "Number of fingers" in shown
    assert "x 10, y 20, 30 × 40 px" in shown and "Six on the left." in shown and "Cannot tell" in shown
    assert "The program took no part in the answers" in shown
    assert "Examiner's observations" not in report(make_record())
    twin = json.loads(render_twin(make_record(), options))
    assert twin["report"]["observations"][0]["reply"] == "Yes"
    assert twin["record"] == json.loads(render_twin(make_record()))["record"]
