"""Cases keep records durably and refuse what is no case."""

from __future__ import annotations

import json
import os
import signal
import sqlite3
import subprocess
import sys
import zlib
from contextlib import closing
from pathlib import Path

import pytest

from gauntlet_desktop.app.cases import save_records
from gauntlet_desktop.core.errors import EnvironmentFault, InputCode, UserError
from gauntlet_desktop.core.records import Tier
from gauntlet_desktop.core.serialise import record_to_json
from gauntlet_desktop.store import Addition, Case
from gauntlet_desktop.store.connection import connect, named_faults, transaction
from gauntlet_desktop.store.schema import MIGRATIONS, migrate, schema_version
from tests.factories import failed_record, hostile_record, make_record, out_of_scope_record

WHEN = "2026-01-31T12:00:00+00:00"
ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def case_path(tmp_path: Path) -> Path:
    return tmp_path / "case.gauntlet"


def test_records_come_back_as_they_were(case_path: Path) -> None:
    records = [make_record(), out_of_scope_record(), failed_record(), hostile_record()]
    assert save_records(case_path, records, "A. Examiner", WHEN) == 4
    with Case.open(case_path) as case:
        stored = list(case.records())
        assert [entry.body for entry in stored] == [record_to_json(r, include_maps=True) for r in records]
        assert [entry.raw_path for entry in stored] == [r.source.raw_path for r in records]
        assert [entry.status for entry in stored] == ["ok", "out_of_scope", "failed", "ok"]
        assert [entry.tier for entry in stored] == ["ai_supported", None, None, "ai_supported"]
        assert case.verify_log().intact


def test_the_newest_record_of_a_file_is_found_by_its_hash(case_path: Path) -> None:
    old, new = make_record(Tier.INCONCLUSIVE), make_record(Tier.LEANS_AI)
    save_records(case_path, [old], "A", WHEN)
    save_records(case_path, [new, failed_record()], "A", WHEN)
    with Case.open(case_path) as case:
        found = case.record(new.source.sha256)
        assert found is not None
        assert (found.id, found.tier) == (2, "leans_ai")
        assert case.record("0" * 64) is None


def test_names_that_are_no_text_are_kept(case_path: Path) -> None:
    record = make_record(name=os.fsdecode(b"caf\xe9.jpg"))
    save_records(case_path, [record], "A", WHEN)
    with Case.open(case_path) as case:
        assert next(case.records()).raw_path.endswith(b"/caf\xe9.jpg")


def test_an_existing_file_is_not_replaced(case_path: Path) -> None:
    case_path.write_bytes(b"something else")
    with pytest.raises(UserError) as caught:
        Case.create(case_path, actor="A", when=WHEN)
    assert caught.value.code == "case_exists"
    assert case_path.read_bytes() == b"something else"


def test_a_missing_case_is_not_made(case_path: Path) -> None:
    with pytest.raises(UserError) as caught:
        Case.open(case_path)
    assert caught.value.code == "case_missing"
    assert not case_path.exists()


def test_another_database_is_no_case(case_path: Path) -> None:
    with closing(sqlite3.connect(case_path)) as other:
        other.execute("CREATE TABLE t (a)")
    with pytest.raises(UserError) as caught:
        Case.open(case_path)
    assert caught.value.code == "not_a_case"


def test_a_file_that_is_no_database_is_refused(case_path: Path) -> None:
    case_path.write_bytes(b"no database at all " * 100)
    with pytest.raises(EnvironmentFault) as caught:
        Case.open(case_path)
    assert caught.value.code == "case_damaged"


def test_a_case_in_a_missing_folder_cannot_be_made(tmp_path: Path) -> None:
    with pytest.raises(EnvironmentFault) as caught:
        Case.create(tmp_path / "absent" / "case", actor="A", when=WHEN)
    assert caught.value.code == "case_unreadable"


def test_a_newer_case_is_refused_unchanged(case_path: Path) -> None:
    save_records(case_path, [], "A", WHEN)
    with closing(connect(case_path)) as connection:
        connection.execute(f"PRAGMA user_version = {len(MIGRATIONS) + 1}")
    before = case_path.read_bytes()
    with pytest.raises(UserError) as caught:
        Case.open(case_path)
    assert caught.value.code == "case_too_new"
    assert case_path.read_bytes() == before


def test_an_older_case_is_copied_before_it_is_migrated(case_path: Path) -> None:
    save_records(case_path, [make_record()], "A", WHEN)

    def add_note_column(connection: sqlite3.Connection) -> None:
        connection.execute("ALTER TABLE record ADD COLUMN note TEXT")

    version = len(MIGRATIONS)
    with closing(connect(case_path)) as connection:
        migrate(connection, case_path, (*MIGRATIONS, add_note_column))
        assert schema_version(connection) == version + 1
        assert connection.execute("SELECT note FROM record").fetchall() == [(None,)]
    with Case.open(case_path.with_name(f"{case_path.name}.version-{version}")) as copy:
        assert len(list(copy.records())) == 1
        assert copy.verify_log().intact


def test_a_migration_that_fails_changes_nothing(case_path: Path) -> None:
    save_records(case_path, [make_record()], "A", WHEN)

    def fails_halfway(connection: sqlite3.Connection) -> None:
        connection.execute("DROP TABLE record")
        connection.execute("DROP TABLE absent")

    with closing(connect(case_path)) as connection, pytest.raises(sqlite3.OperationalError):
        migrate(connection, case_path, (*MIGRATIONS, fails_halfway))
    with Case.open(case_path) as case:
        assert len(list(case.records())) == 1


def test_a_case_that_cannot_be_begun_is_closed(case_path: Path) -> None:
    with pytest.raises(UserError) as caught:
        Case.create(case_path, actor="A", when="yesterday")
    assert caught.value.code == "time_not_utc"


def test_a_locked_case_is_named(case_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    save_records(case_path, [], "A", WHEN)
    monkeypatch.setattr("gauntlet_desktop.store.connection._BUSY_SECONDS", 0.0)
    with (
        Case.open(case_path) as case,
        closing(connect(case_path)) as other,
        transaction(other),
        pytest.raises(EnvironmentFault) as caught,
    ):
        case.add_record(make_record(), actor="A", when=WHEN)
    assert caught.value.code == "case_busy"


def test_a_full_disk_is_named_and_nothing_is_lost(case_path: Path) -> None:
    """SQLite's own page limit gives the very error that a full disk gives."""
    save_records(case_path, [make_record()], "A", WHEN)
    with Case.open(case_path) as case:
        case._connection.execute("PRAGMA max_page_count = 1")
        with pytest.raises(EnvironmentFault) as caught:
            for _ in range(20):
                case.add_record(make_record(), actor="A", when=WHEN)
        assert caught.value.code == "disk_full"
        assert case.verify_log().intact


def test_errors_without_a_code_mean_damage() -> None:
    with pytest.raises(EnvironmentFault) as caught, named_faults():
        raise sqlite3.DatabaseError("malformed")
    assert caught.value.code == "case_damaged"


def test_commits_are_durable(case_path: Path) -> None:
    save_records(case_path, [], "A", WHEN)
    with closing(connect(case_path)) as connection:
        assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)
        assert connection.execute("PRAGMA synchronous").fetchone() == (2,)


_WRITER = """
import sys
import zlib
from pathlib import Path
from gauntlet_desktop.store import Addition, Case
from tests.factories import failed_record
with Case.open(Path(sys.argv[1])) as case:
    while True:
        print(case.add_record(failed_record(), actor="A", when="2026-01-31T12:00:00+00:00"), flush=True)
"""


@pytest.mark.parametrize("acknowledged", [1, 7, 40])
@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="needs SIGKILL")
def test_what_was_acknowledged_survives_a_kill(case_path: Path, acknowledged: int) -> None:
    save_records(case_path, [], "A", WHEN)
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-B", "-c", _WRITER, str(case_path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, env=environment, cwd=ROOT) as child:
        assert child.stdout is not None
        ids = [int(child.stdout.readline()) for _ in range(acknowledged)]
        os.kill(child.pid, signal.SIGKILL)
        ids += [int(line) for line in child.stdout if line.endswith(b"\n")]
    with Case.open(case_path) as case:
        kept = [entry.id for entry in case.records()]
        assert kept[: len(ids)] == ids
        assert len(kept) - len(ids) <= 1  # at most the one whose acknowledgement was on its way
        assert case.verify_log().intact


@pytest.mark.parametrize("code", list(InputCode))
def test_every_kind_of_failure_can_be_kept(case_path: Path, code: InputCode) -> None:
    save_records(case_path, [failed_record(code)], "A", WHEN)
    with Case.open(case_path) as case:
        assert next(case.records()).body["error"]["code"] == code.value


STORED = ROOT / "tests" / "cases"


def test_a_stored_case_of_version_1_is_brought_up_to_date(tmp_path: Path) -> None:
    """Made by the program of version 1: six records by two examiners, four distinct files and one that was not read."""
    path = tmp_path / "old.gauntlet"
    path.write_bytes((STORED / "version-1.gauntlet").read_bytes())
    with closing(connect(path)) as connection:
        head = connection.execute("SELECT value FROM meta WHERE key = 'custody_head'").fetchone()[0]
        bodies = [json.loads(body) for (body,) in connection.execute("SELECT body FROM record ORDER BY id")]
    with pytest.raises(UserError) as caught:
        Case.open(path, read_only=True)
    assert caught.value.code == "case_too_old"
    with Case.open(path) as case:
        assert case.custody_head() == head
        assert case.verify_log(head).problems == ()
        kept = list(case.records())
        assert [record.status for record in kept] == ["ok", "out_of_scope", "failed", "failed", "ok", "ok"]
        assert [record.body for record in kept] == bodies
        assert [record.id for record in case.newest_records()] == [5, 2, 3, 4, 6]
        assert case.queue_counts() == {"waiting": 0, "done": 3, "failed": 1}
        case.add_record(make_record(Tier.CAMERA_SUPPORTED), actor="C", when=WHEN)
        assert case.verify_log(head).intact
    assert path.with_name("old.gauntlet.version-1").read_bytes()[:16] == b"SQLite format 3\0"


def test_a_record_that_is_none_stops_a_migration(tmp_path: Path) -> None:
    path = tmp_path / "old.gauntlet"
    path.write_bytes((STORED / "version-1.gauntlet").read_bytes())
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("UPDATE record SET body = CAST('{\"error\": null}' AS BLOB) WHERE id = 3")
        connection.commit()
    before = path.read_bytes()
    with pytest.raises(EnvironmentFault) as caught:
        Case.open(path)
    assert caught.value.code == "case_damaged"
    assert path.read_bytes() == before


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE record SET content_sha256 = 'none' WHERE id = 2",
        "UPDATE record SET log10_lr = 0.5 WHERE id = 1",
        "DELETE FROM record WHERE id = 6",
        "CREATE TABLE r AS SELECT * FROM record WHERE id = 1; UPDATE r SET id = 7; INSERT INTO record SELECT * FROM r",
        "DELETE FROM custody WHERE number > 3",
    ],
)
def test_what_was_wrong_before_a_migration_is_found_after_it(tmp_path: Path, change: str) -> None:
    path = tmp_path / "old.gauntlet"
    path.write_bytes((STORED / "version-1.gauntlet").read_bytes())
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript(change)
        connection.commit()
    with Case.open(path) as case:
        assert not case.verify_log().intact


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE record SET body = substr(body, 1, length(body) - 5)",
        "UPDATE record SET body = zeroblob(9)",
        "UPDATE map SET data = X'789C6304000002000200'",
        "UPDATE map SET data = ?",
        "UPDATE record SET body = ?",
    ],
)
@pytest.mark.parametrize("content", [b"abc", b"abcd" * 90_000, b'"text"', b'{"heatmaps": 3}', b"[" * 100_000])
def test_damaged_bodies_and_maps_are_named(case_path: Path, change: str, content: bytes) -> None:
    save_records(case_path, [make_record()], "A", WHEN)
    with closing(sqlite3.connect(case_path)) as connection:
        connection.execute(change, [zlib.compress(content)] * change.count("?"))
        connection.commit()
    with Case.open(case_path) as case:
        with pytest.raises(EnvironmentFault) as caught:
            list(case.records())
        assert caught.value.code == "case_damaged"
        assert not case.verify_log().intact


def test_a_file_that_is_damaged_inside_is_found(case_path: Path) -> None:
    save_records(case_path, [make_record(name=f"{number}.jpg") for number in range(8)], "A", WHEN)
    with closing(sqlite3.connect(case_path)) as connection:
        page, size = (
            connection.execute("SELECT rootpage FROM sqlite_schema WHERE name = 'item_by_camera'").fetchone()[0],
            4096,
        )
    data = bytearray(case_path.read_bytes())
    data[page * size - 30 : page * size - 20] = bytes(10)
    case_path.write_bytes(data)
    with Case.open(case_path) as case:
        assert any("damaged" in problem for problem in case.verify_log().problems)


@pytest.mark.parametrize("change", ["UPDATE record SET body = NULL", "INSERT INTO item_note VALUES (1, NULL, NULL)"])
def test_a_column_that_holds_what_it_cannot_hold_is_damage(case_path: Path, change: str) -> None:
    """As damage of a page can have it: no program writes such rows."""
    save_records(case_path, [make_record(heatmap=False)], "A", WHEN)
    statement = (
        "UPDATE sqlite_schema SET sql = replace(replace(sql, ' NOT NULL', ?), ' STRICT', ?) WHERE type = 'table'"
    )
    with closing(sqlite3.connect(case_path)) as connection:
        before = connection.execute("SELECT name, sql FROM sqlite_schema WHERE type = 'table'").fetchall()
        connection.execute("PRAGMA writable_schema = ON")
        connection.execute(statement, ("", ""))
        connection.commit()
    with closing(sqlite3.connect(case_path)) as connection:
        connection.execute(change)
        connection.execute("PRAGMA writable_schema = ON")
        connection.executemany("UPDATE sqlite_schema SET sql = ?2 WHERE name = ?1", before)
        connection.commit()
    with Case.open(case_path) as case:
        problems = case.verify_log().problems
        assert problems and all(problem.startswith("The file is damaged: NULL value in ") for problem in problems)
        if "body" in change:
            with pytest.raises(EnvironmentFault, match="cannot be read"):
                list(case.records())


def test_problems_without_end_are_counted(case_path: Path) -> None:
    with Case.create(case_path, actor="A", when=WHEN) as case:
        case.add_records(
            [Addition(make_record(name=f"{each}.jpg", heatmap=False)) for each in range(60)], actor="A", when=WHEN
        )
        case._connection.execute("UPDATE item SET camera = 'Kodak'")
        problems = case.verify_log().problems
    assert len(problems) == 51
    assert problems[-1].startswith("10 more of this kind")
