"""The custody log: who did what and when, each entry bound to the one before it by its hash.

Edits, deletions, insertions and reorderings break the chain; a cut tail no longer ends in the head that the case
keeps. Somebody who rewrites the log and the head together is found by the head printed in an earlier report.
"""

from __future__ import annotations

import hashlib
import sqlite3
from dataclasses import dataclass
from datetime import datetime, timedelta

from gauntlet_desktop.core.errors import UserError
from gauntlet_desktop.core.phrases import phrase
from gauntlet_desktop.core.serialise import dumps

_HEAD_KEY = "custody_head"
FIRST_PREVIOUS = "0" * 64


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the log. `occurred` is ISO 8601 in UTC; `subject` names what was acted on, by its SHA-256."""

    number: int
    occurred: str
    actor: str
    action: str
    subject: str
    previous_hash: str
    entry_hash: str

    def computed_hash(self) -> str:
        """SHA-256 over all other fields."""
        fields = [self.number, self.occurred, self.actor, self.action, self.subject, self.previous_hash]
        return hashlib.sha256(dumps(fields).encode("utf-8", "backslashreplace")).hexdigest()


@dataclass(frozen=True, slots=True)
class LogCheck:
    """What a check of the log found: its length, its head hash and every problem as a sentence (none: intact)."""

    entries: int
    head: str
    problems: tuple[str, ...]

    @property
    def intact(self) -> bool:
        return not self.problems


def append(connection: sqlite3.Connection, *, actor: str, action: str, subject: str, when: str) -> Entry:
    """Add an entry; call it inside a transaction. Raises UserError unless `when` is ISO 8601 with offset zero."""
    _check_time(when)
    last = connection.execute("SELECT number, entry_hash FROM custody ORDER BY number DESC LIMIT 1").fetchone()
    number, previous = (last[0] + 1, last[1]) if last else (1, FIRST_PREVIOUS)
    draft = Entry(number, when, actor, action, subject, previous, "")
    entry = Entry(number, when, actor, action, subject, previous, draft.computed_hash())
    connection.execute(
        "INSERT INTO custody VALUES (?, ?, ?, ?, ?, ?, ?)",
        (number, when, actor, action, subject, previous, entry.entry_hash),
    )
    connection.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (_HEAD_KEY, entry.entry_hash))
    return entry


def next_number(connection: sqlite3.Connection) -> int:
    """The number that the next entry gets; it holds inside a transaction."""
    return int(connection.execute("SELECT coalesce(max(number), 0) + 1 FROM custody").fetchone()[0])


def entries(connection: sqlite3.Connection) -> list[Entry]:
    """The whole log in its order."""
    return [Entry(*row) for row in connection.execute("SELECT * FROM custody ORDER BY number")]


def head(connection: sqlite3.Connection) -> str:
    """The hash of the newest entry as the case keeps it; empty before the first."""
    row = connection.execute("SELECT value FROM meta WHERE key = ?", (_HEAD_KEY,)).fetchone()
    return str(row[0]) if row else ""


def check(connection: sqlite3.Connection, expected_head: str = "") -> LogCheck:
    """Check the chain; an `expected_head`, from a report for instance, must be the hash of one of its entries."""
    log, kept = entries(connection), head(connection)
    problems = _chain_problems(log)
    if kept != (log[-1].entry_hash if log else ""):
        problems.append("The log does not end in the head that the case keeps: its end was cut off or replaced.")
    if expected_head and expected_head not in {entry.entry_hash for entry in log}:
        problems.append("The expected head is no entry of this log: the log was rewritten or cut.")
    return LogCheck(len(log), kept, tuple(problems))


def _chain_problems(log: list[Entry]) -> list[str]:
    problems, previous = [], FIRST_PREVIOUS
    for position, entry in enumerate(log, 1):
        if entry.number != position:
            problems.append(f"Entry {position} is missing: number {entry.number} stands in its place.")
            break
        if entry.entry_hash != entry.computed_hash():
            problems.append(f"Entry {entry.number} was changed after it was written.")
        if entry.previous_hash != previous:
            problems.append(f"Entry {entry.number} does not follow the entry before it.")
        previous = entry.entry_hash
    return problems


def _check_time(when: str) -> None:
    try:
        offset = datetime.fromisoformat(when).utcoffset()
    except ValueError:
        offset = None
    if offset != timedelta(0):
        raise UserError(
            "time_not_utc",
            phrase("“{when}” is not a time in UTC.", when=when),
            "Give it like 2026-01-31T12:00:00+00:00.",
        )
