"""A case: one SQLite file with the records of an examination and its custody log."""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from gauntlet_desktop.core.errors import UserError
from gauntlet_desktop.core.records import AnalysisRecord
from gauntlet_desktop.core.serialise import dumps, record_to_json
from gauntlet_desktop.store import custody, schema
from gauntlet_desktop.store.connection import connect, named_faults, transaction

RECORD_ADDED = "record added"

_CONTENT = "sha256, raw_path, status, tier, log10_lr, body"


@dataclass(frozen=True, slots=True)
class StoredRecord:
    """A record as the case keeps it: columns to search by, and `body`, its complete JSON form with maps."""

    id: int
    sha256: str
    raw_path: bytes
    status: str
    tier: str | None
    log10_lr: float | None
    body: dict[str, Any]


class Case:
    """An open case. Every change is one durable transaction together with its entry in the custody log.

    All methods raise EnvironmentFault when the disk or the file lets them down. One thread uses a case at a time.
    """

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    @classmethod
    def create(cls, path: Path, *, actor: str, when: str) -> Case:
        """Make a new case; raises UserError where a file is already."""
        if path.exists():
            raise UserError("case_exists", "A file of this name exists.", "Choose another name, or open the case.")
        with named_faults(), ExitStack() as on_error:
            connection = connect(path, create=True)
            on_error.callback(connection.close)
            schema.migrate(connection, path)
            with transaction(connection):
                custody.append(connection, actor=actor, action="case created", subject="", when=when)
            on_error.pop_all()
        return cls(connection)

    @classmethod
    def open(cls, path: Path) -> Case:
        """Open a case and bring it up to date; raises UserError for a missing, foreign or newer file."""
        if not path.is_file():
            raise UserError("case_missing", "The case is not there.", "Check its path.")
        with named_faults(), ExitStack() as on_error:
            connection = connect(path)
            on_error.callback(connection.close)
            _check_is_case(connection)
            schema.migrate(connection, path)
            on_error.pop_all()
        return cls(connection)

    def __enter__(self) -> Case:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        self._connection.close()

    def add_record(self, record: AnalysisRecord, *, actor: str, when: str) -> int:
        """Keep a record; returns its id. When it returns, the record is durable. `when` is ISO 8601 in UTC."""
        row = _row(record)
        digest = _content_hash(row)
        with named_faults(), transaction(self._connection):
            cursor = self._connection.execute(
                f"INSERT INTO record ({_CONTENT}, content_sha256) VALUES (?, ?, ?, ?, ?, ?, ?)", (*row, digest)
            )
            custody.append(self._connection, actor=actor, action=RECORD_ADDED, subject=digest, when=when)
        return int(cursor.lastrowid or 0)

    def records(self) -> Iterator[StoredRecord]:
        """All records in the order in which they were added."""
        with named_faults():
            for row in self._connection.execute(f"SELECT id, {_CONTENT} FROM record ORDER BY id"):
                yield _stored(row)

    def record(self, sha256: str) -> StoredRecord | None:
        """The newest record of the file with this SHA-256, or None."""
        query = f"SELECT id, {_CONTENT} FROM record WHERE sha256 = ? ORDER BY id DESC LIMIT 1"
        with named_faults():
            row = self._connection.execute(query, (sha256,)).fetchone()
        return _stored(row) if row else None

    def log_action(self, action: str, *, subject: str, actor: str, when: str) -> None:
        """Note an action that leaves no other trace in the case (a report exported, for instance)."""
        with named_faults(), transaction(self._connection):
            custody.append(self._connection, actor=actor, action=action, subject=subject, when=when)

    def log(self) -> list[custody.Entry]:
        """The custody log."""
        with named_faults():
            return custody.entries(self._connection)

    def custody_head(self) -> str:
        """The hash of the newest entry of the log, for a report to print."""
        with named_faults():
            return custody.head(self._connection)

    def verify_log(self, expected_head: str = "") -> custody.LogCheck:
        """Check the log's chain and head, and that every record is the one that the log names."""
        with named_faults():
            checked = custody.check(self._connection, expected_head)
            problems = checked.problems + tuple(self._record_problems())
        return custody.LogCheck(checked.entries, checked.head, problems)

    def _record_problems(self) -> Iterator[str]:
        logged = [entry.subject for entry in custody.entries(self._connection) if entry.action == RECORD_ADDED]
        kept = self._connection.execute(f"SELECT id, content_sha256, {_CONTENT} FROM record ORDER BY id").fetchall()
        if [content_hash for _, content_hash, *_ in kept] != logged:
            yield "The records are not the ones that the log names: some were added, removed or reordered."
        for number, content_hash, *row in kept:
            if _content_hash(row) != content_hash:
                yield f"Record {number} was changed after it was written."


def _row(record: AnalysisRecord) -> tuple[Any, ...]:
    """The columns _CONTENT of a record."""
    verdict = record.verdict
    return (
        record.source.sha256,
        record.source.raw_path,
        record.status.value,
        verdict.tier.value if verdict else None,
        verdict.log10_lr if verdict else None,
        dumps(record_to_json(record, include_maps=True)).encode("utf-8", "backslashreplace"),
    )


def _content_hash(row: Sequence[Any]) -> str:
    """SHA-256 over all columns _CONTENT, so that none can be changed unseen."""
    sha256, raw_path, *columns, body = row
    return hashlib.sha256(dumps([sha256, raw_path.hex(), *columns]).encode() + b"\n" + body).hexdigest()


def _stored(row: Sequence[Any]) -> StoredRecord:
    number, sha256, raw_path, status, tier, log10_lr, body = row
    return StoredRecord(number, sha256, raw_path, status, tier, log10_lr, json.loads(body))


def _check_is_case(connection: sqlite3.Connection) -> None:
    if connection.execute("PRAGMA application_id").fetchone()[0] != schema.APPLICATION_ID:
        raise UserError("not_a_case", "This database is not a case.", "Choose a file that this program made.")
