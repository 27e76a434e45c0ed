"""Distinct bytes, the paths at which they were seen, and the queue of files that a batch works off."""

from __future__ import annotations

import os
import sqlite3
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from gauntlet_desktop.core.records import ErrorRecord
from gauntlet_desktop.core.safe_text import visible

WAITING, DONE, FAILED = "waiting", "done", "failed"
_WRAP = 1 << 64


@dataclass(frozen=True, slots=True)
class FoundFile:
    """A file as a scan sees it, before anything is read."""

    raw_path: bytes
    size_bytes: int
    modified_ns: int


@dataclass(frozen=True, slots=True)
class WaitingFile:
    """A file of the queue. `tries` says how often its analysis was begun and given up; `id` grows in queue order."""

    id: int
    raw_path: bytes
    size_bytes: int
    modified_ns: int
    tries: int


@dataclass(frozen=True, slots=True)
class Enqueued:
    """What a scan brought: files that were new, that are unchanged since they were listed, and that have changed."""

    new: int
    unchanged: int
    changed: int


@dataclass(frozen=True, slots=True)
class Sighting:
    """Bytes that the case knows, met (again) at a path: no new record is needed."""

    sha256: str
    file: FoundFile


def folded(text: str) -> str:
    """Text as a search compares it: compatible characters and letter case made equal, nothing invisible."""
    return unicodedata.normalize("NFKC", visible(text)).casefold()


def enqueue(connection: sqlite3.Connection, files: Iterable[FoundFile]) -> Enqueued:
    """Put files into the queue; what is listed already with this size and time stays as it is."""
    counts = {"new": 0, "unchanged": 0, "changed": 0}
    for file in files:
        counts[_enqueue_one(connection, file)] += 1
    return Enqueued(**counts)


def waiting(connection: sqlite3.Connection, limit: int, after: int) -> list[WaitingFile]:
    """The first files of the queue after the id `after`."""
    query = (
        "SELECT id, raw_path, size_bytes, modified_ns, tries FROM file "
        "WHERE state = 'waiting' AND NOT missing AND id > ? ORDER BY id LIMIT ?"
    )
    return [WaitingFile(*row) for row in connection.execute(query, (after, limit))]


def counts(connection: sqlite3.Connection) -> Mapping[str, int]:
    """How many files are in which state; those that are missing no longer count."""
    found = dict(connection.execute("SELECT state, count(*) FROM file WHERE NOT missing GROUP BY state"))
    return {state: found.get(state, 0) for state in (WAITING, DONE, FAILED)}


def give_up(connection: sqlite3.Connection, file: int, error: ErrorRecord, *, again: bool) -> None:
    """Count a try that ended without a record; the file waits on, or has failed."""
    connection.execute(
        "UPDATE file SET state = ?, tries = tries + 1, error_code = ?, error_message = ? WHERE id = ?",
        (WAITING if again else FAILED, error.code, error.message, file),
    )


def wait_again(connection: sqlite3.Connection, *, error_codes: Sequence[str] | None) -> int:
    """Put failed files (of these codes; None: of any) back into the queue; returns how many."""
    query = "UPDATE file SET state = 'waiting', tries = 0 WHERE state = 'failed'"
    if error_codes is None:
        return connection.execute(query).rowcount
    marks = ", ".join("?" * len(error_codes))
    return connection.execute(f"{query} AND error_code IN ({marks})", tuple(error_codes)).rowcount


def all_wait_again(connection: sqlite3.Connection) -> int:
    """Put every file that is there into the queue: a new configuration is to run over the case."""
    return connection.execute("UPDATE file SET state = 'waiting', tries = 0 WHERE NOT missing").rowcount


def set_missing(connection: sqlite3.Connection, raw_paths: Iterable[bytes]) -> int:
    """Note that files are no longer where they were; until a scan finds them, they do not wait. Returns how many of
    them the case knows."""
    query = "UPDATE file SET missing = 1 WHERE raw_path = ?"
    return sum(connection.execute(query, (raw_path,)).rowcount for raw_path in raw_paths)


def known_paths(connection: sqlite3.Connection) -> Iterable[bytes]:
    """Every path that is not known to be missing, in the order in which they were listed."""
    return (row[0] for row in connection.execute("SELECT raw_path FROM file WHERE NOT missing ORDER BY id"))


def settle(connection: sqlite3.Connection, file: FoundFile, error: ErrorRecord | None, *, was_read: bool = True) -> int:
    """Take a file off the queue because it has a record now; returns its id. It is added if it was not listed.

    A file that was not read keeps the size and the time under which it was listed.
    """
    connection.execute(
        """INSERT INTO file (raw_path, folded, size_bytes, modified_ns, state, error_code, error_message)
        VALUES (:raw_path, :folded, :size, :modified, :state, :code, :message) ON CONFLICT (raw_path) DO UPDATE SET
        size_bytes = iif(:read, :size, size_bytes), modified_ns = iif(:read, :modified, modified_ns),
        state = :state, missing = 0, error_code = :code, error_message = :message""",
        {
            "raw_path": file.raw_path,
            "folded": folded(os.fsdecode(file.raw_path)),
            "size": file.size_bytes,
            "modified": file.modified_ns,
            "state": FAILED if error else DONE,
            "code": error.code if error else "",
            "message": error.message if error else "",
            "read": was_read,
        },
    )
    query = "SELECT id FROM file WHERE raw_path = ?"
    return int(connection.execute(query, (file.raw_path,)).fetchone()[0])


def evidence_of(connection: sqlite3.Connection, sha256: str, file: int) -> int:
    """The id of bytes with this SHA-256, or of a file that was not read (""); made where it is new."""
    column, value = ("sha256", sha256) if sha256 else ("unread_file", file)
    found = connection.execute(f"SELECT id FROM evidence WHERE {column} = ?", (value,)).fetchone()
    if found:
        return int(found[0])
    return int(connection.execute(f"INSERT INTO evidence ({column}) VALUES (?)", (value,)).lastrowid or 0)


def known(connection: sqlite3.Connection, sha256: str) -> int | None:
    """The id of bytes with this SHA-256 where the case has them."""
    row = connection.execute("SELECT id FROM evidence WHERE sha256 = ?", (sha256,)).fetchone()
    return int(row[0]) if row else None


def paths(connection: sqlite3.Connection, evidence: int) -> list[bytes]:
    """Where bytes were seen, in the order in which the files were listed."""
    query = """SELECT raw_path FROM file WHERE id IN (
        SELECT file FROM record WHERE evidence = ?1 UNION SELECT file FROM sighting WHERE evidence = ?1) ORDER BY id"""
    return [raw_path for (raw_path,) in connection.execute(query, (evidence,))]


def set_perceptual_hash(connection: sqlite3.Connection, evidence: int, value: int) -> None:
    """Keep an unsigned 64-bit hash; SQLite's integers are signed."""
    signed = value - _WRAP if value >= _WRAP // 2 else value
    connection.execute("UPDATE evidence SET perceptual_hash = ? WHERE id = ?", (signed, evidence))


def perceptual_hashes(connection: sqlite3.Connection, after: int, limit: int) -> list[tuple[int, int]]:
    """(evidence id, unsigned 64-bit hash) of those that have one, in the order of ids: the first ones after an id."""
    query = "SELECT id, perceptual_hash FROM evidence WHERE perceptual_hash IS NOT NULL AND id > ? ORDER BY id LIMIT ?"
    return [(number, value % _WRAP) for number, value in connection.execute(query, (after, limit))]


def _enqueue_one(connection: sqlite3.Connection, file: FoundFile) -> str:
    query = "SELECT id, size_bytes, modified_ns FROM file WHERE raw_path = ?"
    row = connection.execute(query, (file.raw_path,)).fetchone()
    if row is None:
        connection.execute(
            "INSERT INTO file (raw_path, folded, size_bytes, modified_ns, state) VALUES (?, ?, ?, ?, 'waiting')",
            (file.raw_path, folded(os.fsdecode(file.raw_path)), file.size_bytes, file.modified_ns),
        )
        return "new"
    if row[1:] == (file.size_bytes, file.modified_ns):
        connection.execute("UPDATE file SET missing = 0 WHERE id = ? AND missing", (row[0],))
        return "unchanged"
    connection.execute(
        "UPDATE file SET size_bytes = ?, modified_ns = ?, state = 'waiting', tries = 0, missing = 0 WHERE id = ?",
        (file.size_bytes, file.modified_ns, row[0]),
    )
    return "changed"
