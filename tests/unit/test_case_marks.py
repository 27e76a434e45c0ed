"""What examiners say stays apart from the results, is never lost, can be undone, and cannot be changed unseen."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gauntlet_desktop.core.errors import EnvironmentFault, InputCode, UserError
from gauntlet_desktop.store import Addition, Case, Decision, Filter, FoundFile, LogCheck, Mark, MarkKind, Sighting, Sort
from tests.factories import failed_record, make_record

WHO = {"actor": "A. Examiner", "when": "2026-01-31T12:00:00+00:00"}
TAGS = st.text(st.characters(exclude_categories=["Cs", "Zs", "Cc", "Zl", "Zp"]), min_size=1, max_size=20)
CHANGES = st.lists(
    st.builds(Mark, st.integers(1, 3), st.sampled_from([MarkKind.TAG, MarkKind.UNTAG]), st.sampled_from("ab") | TAGS)
    | st.builds(
        Mark,
        st.integers(1, 3),
        st.sampled_from([MarkKind.DECISION, MarkKind.SECOND_DECISION]),
        st.sampled_from([decision.value for decision in Decision]),
        st.text(st.characters(exclude_categories=["Cs"]), max_size=10),
    )
    | st.builds(Mark, st.integers(1, 3), st.just(MarkKind.BOOKMARK), st.sampled_from(["", "1"]))
    | st.builds(
        Mark, st.integers(1, 3), st.just(MarkKind.NOTE), st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
    ),
    max_size=12,
)


def fill(path: Path) -> None:
    with Case.create(path, **WHO) as case:
        case.add_records(
            [Addition(make_record(name=f"{number}.jpg", heatmap=number == 1)) for number in range(3)], **WHO
        )
        case.add_record(failed_record(InputCode.NOT_FOUND), **WHO)
        sha256 = make_record(name="0.jpg").source.sha256
        case.add_records([], sightings=[Sighting(sha256, FoundFile(b"/evidence/copy.jpg", 1, 2))], **WHO)
        case.mark(
            [
                Mark(1, MarkKind.TAG, "seen"),
                Mark(2, MarkKind.DECISION, Decision.GENERATED, "Six fingers."),
                Mark(2, MarkKind.SECOND_DECISION, Decision.CAMERA),
                Mark(3, MarkKind.NOTE, "Ask the witness."),
                Mark(3, MarkKind.BOOKMARK, "1"),
                Mark(4, MarkKind.TAG, "gone"),
            ],
            **WHO,
        )


@pytest.fixture(scope="module")
def original(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A case that every test gets a copy of."""
    made = tmp_path_factory.mktemp("original") / "case.gauntlet"
    fill(made)
    return made


@pytest.fixture
def path(tmp_path: Path, original: Path) -> Path:
    return Path(shutil.copy(original, tmp_path / "case.gauntlet"))


@pytest.fixture
def case(path: Path) -> Iterator[Case]:
    with Case.open(path) as opened:
        yield opened


def shown(case: Case) -> list[tuple[object, ...]]:
    rows = case.rows(case.ids(Filter(), Sort()))
    return [(row.decision, row.second_decision, row.bookmarked, row.note, row.tags) for row in rows]


def test_marks_are_shown_with_their_item(case: Case) -> None:
    assert shown(case) == [
        ("", "", False, "", ("seen",)),
        ("generated", "camera", False, "", ()),
        ("", "", True, "Ask the witness.", ()),
        ("", "", False, "", ("gone",)),
    ]
    assert case.verify_log().problems == ()


def test_a_new_record_leaves_what_was_decided(case: Case) -> None:
    before = shown(case)
    case.add_records([Addition(make_record(name=f"{number}.jpg")) for number in range(3)], **WHO)
    case.add_record(failed_record(InputCode.NOT_FOUND), **WHO)
    assert shown(case) == before


def test_history_says_who_and_when(case: Case) -> None:
    case.mark([Mark(2, MarkKind.DECISION, Decision.OPEN)], actor="B", when="2026-02-01T09:00:00+00:00")
    kept = case.history(2)
    assert [(mark.kind, mark.value, mark.note, mark.actor) for mark in kept] == [
        ("decision", "generated", "Six fingers.", "A. Examiner"),
        ("second decision", "camera", "", "A. Examiner"),
        ("decision", "", "", "B"),
    ]
    assert kept[-1].occurred == "2026-02-01T09:00:00+00:00"


@pytest.mark.parametrize(
    "change",
    [
        "value = 'perhaps' WHERE kind = 'decision'",
        "kind = 'opinion' WHERE kind = 'decision'",
        "kind = 'answer', note = '' WHERE kind = 'decision'",
        "kind = 'bookmark' WHERE kind = 'decision'",
    ],
)
def test_marks_that_nobody_could_have_made_are_damage(case: Case, change: str) -> None:
    case._connection.execute(f"UPDATE mark SET {change}")
    assert case.history(3)
    with pytest.raises(EnvironmentFault) as caught:
        case.history(2)
    assert caught.value.code == "case_damaged"


def test_a_mark_of_an_unknown_kind_is_damage_when_its_item_is_made_anew(case: Case) -> None:
    case._connection.execute("UPDATE mark SET kind = 'opinion' WHERE evidence = 4")
    with pytest.raises(EnvironmentFault, match="opinion"):
        case.add_record(failed_record(InputCode.NOT_FOUND), **WHO)


def test_a_change_that_changes_nothing_leaves_no_trace(case: Case) -> None:
    entries = len(case.log())
    assert (
        case.mark([Mark(1, MarkKind.TAG, "seen"), Mark(1, MarkKind.UNTAG, "new"), Mark(1, MarkKind.NOTE, "")], **WHO)
        == ()
    )
    assert len(case.log()) == entries


@pytest.mark.parametrize(
    "mark",
    [
        Mark(1, MarkKind.TAG, ""),
        Mark(1, MarkKind.TAG, " a "),
        Mark(1, MarkKind.UNTAG, "a" * 101),
        Mark(1, MarkKind.TAG, "a", "why"),
        Mark(1, MarkKind.TAG, "\ud800"),
        Mark(1, MarkKind.NOTE, "a" * 10_001),
        Mark(1, MarkKind.BOOKMARK, "yes"),
        Mark(1, MarkKind.DECISION, "perhaps"),
        Mark(1, MarkKind.SECOND_DECISION, Decision.CAMERA, "a" * 10_001),
        Mark(9, MarkKind.BOOKMARK, "1"),
    ],
)
def test_nonsense_is_refused_whole(case: Case, mark: Mark) -> None:
    before = shown(case)
    with pytest.raises(UserError) as caught:
        case.mark([Mark(1, MarkKind.BOOKMARK, "1"), mark], **WHO)
    assert caught.value.code in ("mark_invalid", "no_such_item")
    assert shown(case) == before


@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(changes=CHANGES)
def test_whatever_is_done_can_be_undone_and_done_again(
    original: Path, tmp_path_factory: pytest.TempPathFactory, changes: list[Mark]
) -> None:
    made = shutil.copy(original, tmp_path_factory.mktemp("case") / "case.gauntlet")
    with Case.open(Path(made)) as case:
        before = shown(case)
        undo = case.mark(changes, **WHO)
        after = shown(case)
        redo = case.mark(undo, **WHO)
        assert shown(case) == before
        case.mark(redo, **WHO)
        assert shown(case) == after
        assert case.verify_log().problems == ()


def checked(path: Path, statement: str) -> LogCheck:
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript(statement)
    with Case.open(path) as case:
        return case.verify_log()


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE mark SET value = 'camera' WHERE id = 2",
        "UPDATE mark SET note = '' WHERE id = 2",
        "UPDATE mark SET kind = 'untag' WHERE id = 1",
        "UPDATE mark SET evidence = 2 WHERE id = 1",
        "UPDATE mark SET entry = entry - 1 WHERE id = 1",
        "UPDATE mark SET id = 7 WHERE id = 1",
        "DELETE FROM mark WHERE id = 6",
        "DELETE FROM mark",
        "INSERT INTO mark SELECT 7, entry, 1, kind, value, note FROM mark WHERE id = 2",
        "INSERT INTO mark SELECT 7, 99, 1, kind, value, note FROM mark WHERE id = 2",
        "UPDATE item SET decision = 'camera' WHERE id = 2",
        "UPDATE item SET second_decision = '' WHERE id = 2",
        "UPDATE item SET bookmarked = 1 WHERE id = 1",
        "UPDATE item SET tier = 'camera_supported' WHERE id = 1",
        "UPDATE item SET camera = 'Kodak' WHERE id = 3",
        "UPDATE item SET record = 2 WHERE id = 1",
        "UPDATE item SET id = 99 WHERE id = 1",
        "DELETE FROM item WHERE id = 1",
        "DELETE FROM item WHERE id = 4",
        "INSERT INTO item_tag VALUES ('bad', 2)",
        "INSERT INTO item_tag VALUES ('bad', 99)",
        "DELETE FROM item_tag",
        "UPDATE item_note SET text = 'Forget it.'",
        "UPDATE item_note SET folded = 'x'",
        "UPDATE evidence SET sha256 = '00' WHERE id = 2",
        "UPDATE evidence SET unread_file = 1 WHERE id = 4",
        "DELETE FROM evidence WHERE id = 3",
        "UPDATE file SET raw_path = X'2F78' WHERE id = 2",
        "DELETE FROM file WHERE id = 2",
        "DELETE FROM map",
        "UPDATE map SET data = zeroblob(9)",
        "UPDATE map SET data = (SELECT data FROM map LIMIT 1), record = 1",
        "UPDATE map SET record = 99",
        "UPDATE map SET number = 1",
        "UPDATE record SET status = 'failed' WHERE id = 1",
        "UPDATE record SET content_sha256 = zeroblob(32) WHERE id = 1",
        "UPDATE record SET entry = entry + 1 WHERE id = 4",
        "UPDATE record SET id = 99 WHERE id = 1",
        "DELETE FROM record WHERE id = 4",
        "UPDATE configuration SET digest = 'x' WHERE id = 1",
        "UPDATE configuration SET description = '{}'",
        "UPDATE configuration SET dictionary = zeroblob(5000)",
        "DELETE FROM configuration",
        "UPDATE sighting SET modified_ns = 3",
        "UPDATE sighting SET file = 2",
        "DELETE FROM sighting",
        "DROP INDEX item_by_name",
        "CREATE TRIGGER t AFTER INSERT ON mark BEGIN DELETE FROM item; END",
        "CREATE VIEW v AS SELECT 1",
    ],
)
def test_whatever_is_changed_behind_the_programs_back_is_found(path: Path, statement: str) -> None:
    assert not checked(path, statement).intact


@pytest.fixture(scope="module")
def cells(original: Path) -> list[tuple[str, str, int]]:
    """Every cell of the tables that must not change: (table, column, position of the row)."""
    free = {("file", column) for column in ("state", "tries", "missing", "error_code", "error_message")}
    free |= {("file", "size_bytes"), ("file", "modified_ns"), ("file", "id"), ("item", "stack")}
    free |= {("evidence", "perceptual_hash"), ("configuration", "id")}
    free |= {("sighting", "id"), ("mark", "id")}  # their order counts, and has tests of its own
    cells = []
    with closing(sqlite3.connect(original)) as connection:
        tables = [name for (name,) in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")]
        for table in tables:
            rows = connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0]
            columns = [
                row[1] for row in connection.execute(f"PRAGMA table_info({table})") if (table, row[1]) not in free
            ]
            cells += [(table, column, number) for column in columns for number in range(rows)]
    return cells


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(data=st.data())
def test_any_cell_that_is_changed_is_found(
    original: Path, cells: list[tuple[str, str, int]], tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    table, column, number = data.draw(st.sampled_from(cells))
    copy = tmp_path_factory.mktemp("cell") / "case.gauntlet"
    copy.write_bytes(original.read_bytes())
    with closing(sqlite3.connect(copy)) as connection:
        key = "rowid" if "WITHOUT" not in _sql(connection, table) else column
        (where,) = connection.execute(f"SELECT {key} FROM {table} LIMIT 1 OFFSET ?", (number,)).fetchone()
        (value,) = connection.execute(f"SELECT {column} FROM {table} WHERE {key} = ?", (where,)).fetchone()
        try:
            connection.execute(f"UPDATE {table} SET {column} = ? WHERE {key} = ?", (_other(value), where))
        except sqlite3.IntegrityError:
            return  # the tables themselves refuse it
        connection.commit()
    with Case.open(copy) as case:
        assert not case.verify_log().intact, (table, column, number)


def _sql(connection: sqlite3.Connection, table: str) -> str:
    return str(connection.execute("SELECT sql FROM sqlite_schema WHERE name = ?", (table,)).fetchone()[0])


def _other(value: object) -> object:
    match value:
        case str():
            return value + "x"
        case bytes():
            return bytes([value[0] ^ 1]) + value[1:]
        case int():
            return value ^ 1
        case float():
            return value + 1_000
        case _:
            return 1
