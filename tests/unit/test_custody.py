"""The custody log shows whether anything in it, or in the records that it names, was changed."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gauntlet_desktop.app.cases import save_records
from gauntlet_desktop.core.errors import UserError
from gauntlet_desktop.core.records import Tier
from gauntlet_desktop.core.serialise import dumps, record_to_json
from gauntlet_desktop.store import Case, custody
from gauntlet_desktop.store.connection import transaction
from gauntlet_desktop.store.custody import Entry
from gauntlet_desktop.store.schema import create_tables
from tests.factories import failed_record, make_record

WHEN = "2026-01-31T12:00:00+00:00"


@pytest.fixture
def case_path(tmp_path: Path) -> Path:
    path = tmp_path / "case.gauntlet"
    save_records(path, [make_record(tier, name=f"{tier}.jpg") for tier in Tier], "A. Examiner", WHEN)
    return path


def tampered(path: Path, *statements: str) -> custody.LogCheck:
    """The check of a case after somebody ran SQL on it."""
    with closing(sqlite3.connect(path)) as connection:
        for statement in statements:
            connection.execute(statement)
        connection.commit()
    with Case.open(path) as case:
        return case.verify_log()


def test_an_untouched_log_is_intact(case_path: Path) -> None:
    with Case.open(case_path) as case:
        check = case.verify_log()
        assert check == custody.LogCheck(6, case.custody_head(), ())
        assert [entry.action for entry in case.log()] == ["case created"] + ["records added"] * 5


def test_actions_are_logged(case_path: Path) -> None:
    with Case.open(case_path) as case:
        case.log_action("report exported", subject="ab" * 32, actor="B", when=WHEN)
        last = case.log()[-1]
        assert (last.action, last.actor, last.subject, last.number) == ("report exported", "B", "ab" * 32, 7)
        assert case.verify_log().intact


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ("UPDATE file SET state = 'gone' WHERE id = 2", "File 2 is in no state"),
        ("UPDATE file SET error_code = 'x' WHERE id = 2", "File 2 is called done, with an error"),
        ("UPDATE file SET state = 'failed' WHERE id = 2", "File 2 is called failed, without an error"),
        (
            "INSERT INTO file (raw_path, folded, size_bytes, modified_ns, state) VALUES (x'61', 'a', 1, 1, 'done')",
            "File 6 is called done, and no result",
        ),
        ("UPDATE item SET stack = 77 WHERE id = 2", "Item 2 lies on a stack that is none"),
        ("UPDATE item SET stack = CASE id WHEN 3 THEN 2 ELSE 1 END WHERE id IN (2, 3)", "Item 3 lies on a stack"),
    ],
)
def test_a_state_that_nothing_gives_is_found(case_path: Path, change: str, told: str) -> None:
    (problem,) = tampered(case_path, change).problems
    assert told in problem


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE file SET state = 'waiting'",
        "UPDATE file SET modified_ns = modified_ns + 1, size_bytes = size_bytes + 1, tries = 7",
        "UPDATE item SET stack = 1 WHERE id IN (2, 3)",
    ],
)
def test_what_a_scan_or_a_batch_renews_is_no_evidence(case_path: Path, change: str) -> None:
    """The examined size and time are in the record, which is sealed."""
    assert tampered(case_path, change).intact


@pytest.mark.parametrize("place", [0, 40_000])
def test_a_changed_dictionary_is_found_where_no_body_needs_it_too(tmp_path: Path, place: int) -> None:
    """Only the first 32,506 bytes of it serve to pack bodies, which then cannot be read."""
    path, long = tmp_path / "long.gauntlet", make_record(name="long.jpg")
    sentences = long.text * (60_000 // len(dumps(record_to_json(long))) * 8 + 8)
    save_records(path, [failed_record(), replace(long, text=sentences), make_record()], "A", WHEN)
    with closing(sqlite3.connect(path)) as connection:
        (configuration, dictionary), *_ = connection.execute(
            "SELECT id, dictionary FROM configuration WHERE length(dictionary) > 40000"
        )
    with Case.open(path) as case:
        assert case.verify_log().intact
    other = bytearray(dictionary)
    other[place] ^= 1
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("UPDATE configuration SET dictionary = ? WHERE id = ?", (bytes(other), configuration))
    with Case.open(path) as case:
        problems = case.verify_log().problems
    assert f"The dictionary of configuration {configuration} was changed after it was written." in problems
    assert (len(problems) == 1) is (place > 32_506)


def test_a_dictionary_without_its_body_is_found(case_path: Path) -> None:
    dictionary = "UPDATE configuration SET dictionary = x'6162' WHERE id = 1"
    assert any("dictionary of configuration 1" in each for each in tampered(case_path, dictionary).problems)
    changes = ("UPDATE record SET form = 1", "UPDATE configuration SET dictionary = x'6162' WHERE id = 1")
    assert any("dictionary of configuration 1" in each for each in tampered(case_path, *changes).problems)


@pytest.mark.parametrize("column", ["occurred", "actor", "action", "subject", "previous_hash", "entry_hash"])
def test_an_edit_is_found(case_path: Path, column: str) -> None:
    check = tampered(case_path, f"UPDATE custody SET {column} = 'x' || substr({column}, 2) WHERE number = 3")
    assert any("Entry 3" in problem or "Entry 4" in problem for problem in check.problems)


def test_a_deletion_is_found(case_path: Path) -> None:
    assert any("Entry 3 is missing" in p for p in tampered(case_path, "DELETE FROM custody WHERE number = 3").problems)


def test_a_deletion_that_closes_the_gap_is_found(case_path: Path) -> None:
    check = tampered(
        case_path,
        "DELETE FROM custody WHERE number = 3",
        "UPDATE custody SET number = number - 1 WHERE number > 3",
    )
    assert not check.intact


def test_a_reordering_is_found(case_path: Path) -> None:
    check = tampered(
        case_path,
        "UPDATE custody SET number = 99 WHERE number = 3",
        "UPDATE custody SET number = 3 WHERE number = 4",
        "UPDATE custody SET number = 4 WHERE number = 99",
    )
    assert not check.intact


def test_a_cut_tail_is_found(case_path: Path) -> None:
    check = tampered(case_path, "DELETE FROM custody WHERE number > 4")
    assert any("cut off" in problem for problem in check.problems)


def test_a_log_emptied_to_the_last_entry_is_found(case_path: Path) -> None:
    assert not tampered(case_path, "DELETE FROM custody").intact
    assert not tampered(case_path, "DELETE FROM meta").intact


def test_a_log_cut_together_with_its_head_is_found_by_a_printed_head(case_path: Path) -> None:
    with Case.open(case_path) as case:
        printed = case.custody_head()
        assert case.verify_log(printed).intact
    tampered(
        case_path,
        "DELETE FROM custody WHERE number > 4",
        "UPDATE meta SET value = (SELECT entry_hash FROM custody WHERE number = 4)",
        *(f"DELETE FROM {table} WHERE id > 3" for table in ("record", "evidence", "item", "file")),
        "DELETE FROM map WHERE record > 3",
    )
    with Case.open(case_path) as case:
        assert case.verify_log().intact
        assert any("expected head" in problem for problem in case.verify_log(printed).problems)


@pytest.mark.parametrize(
    "change",
    [
        "tier = 'camera_supported'",
        "file = (SELECT file FROM record WHERE id = 5)",
        "log10_lr = 0.5",
        "status = 'failed'",
        "body = (SELECT body FROM record WHERE id = 1)",
        "body = zeroblob(100)",
        "form = 1",
    ],
)
def test_an_edited_record_is_found(case_path: Path, change: str) -> None:
    check = tampered(case_path, f"UPDATE record SET {change} WHERE id = 2")
    assert check.problems[0] == "Record 2 was changed after it was written."


def test_a_removed_and_a_smuggled_record_are_found(case_path: Path) -> None:
    columns = "entry, evidence, file, configuration, status, tier, log10_lr, form, content_sha256, body"
    smuggled = tampered(case_path, f"INSERT INTO record ({columns}) SELECT {columns} FROM record WHERE id = 1")
    assert any("added, removed" in problem for problem in smuggled.problems)
    removed = tampered(case_path, "DELETE FROM record WHERE id IN (2, 6)")
    assert any("added, removed" in problem for problem in removed.problems)


@pytest.mark.parametrize("when", ["", "today", "2026-01-31", "2026-01-31T12:00:00", "2026-01-31T12:00:00+01:00"])
def test_times_without_utc_are_refused(case_path: Path, when: str) -> None:
    with Case.open(case_path) as case:
        with pytest.raises(UserError):
            case.add_record(make_record(), actor="A", when=when)
        assert len(list(case.records())) == 5


@pytest.fixture
def connection() -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as memory:
        create_tables(memory)
        yield memory


def test_an_empty_log_is_intact_and_has_no_head(connection: sqlite3.Connection) -> None:
    assert custody.check(connection) == custody.LogCheck(0, "", ())


@settings(max_examples=50, deadline=None)
@given(texts=st.lists(st.tuples(*[st.text(st.characters(exclude_categories=["Cs"]), max_size=20)] * 3), max_size=8))
def test_any_texts_chain_and_any_swapped_field_breaks_it(texts: list[tuple[str, str, str]]) -> None:
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as memory:
        create_tables(memory)
        for actor, action, subject in texts:
            with transaction(memory):
                custody.append(memory, actor=actor, action=action, subject=subject, when=WHEN)
        assert custody.check(memory).intact
        for entry in custody.entries(memory):
            moved = Entry(entry.number, WHEN, entry.actor + "|", entry.action, entry.subject, entry.previous_hash, "")
            assert moved.computed_hash() != entry.entry_hash


def test_a_clock_that_jumps_breaks_no_chain(tmp_path: Path) -> None:
    """The order of entries is that of their numbers, whatever the clock said."""
    moments = [f"{year}-03-29T02:30:00+00:00" for year in (2026, 1970, 2038, 2025)]
    path = tmp_path / "jumping.gauntlet"
    Case.create(path, actor="A", when=moments[0]).close()
    for moment in moments[1:]:
        with Case.open(path) as case:
            case.add_record(make_record(name=f"{moment}.jpg"), actor="A", when=moment)
    with Case.open(path) as case:
        assert case.verify_log().problems == ()
        assert [(entry.number, entry.occurred) for entry in case.log()] == list(enumerate(moments, start=1))
