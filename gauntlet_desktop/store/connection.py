"""Durable SQLite connections: what is committed survives the end of the process and of the power."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from gauntlet_desktop.core.errors import EnvironmentFault
from gauntlet_desktop.core.phrases import phrase

_BUSY_SECONDS = 5.0

FAULTS = {
    sqlite3.SQLITE_FULL: (
        "disk_full",
        "The disk is full: the case was not changed.",
        "Free some space, then try again.",
    ),
    sqlite3.SQLITE_IOERR: (
        "disk_error",
        "The drive reported an error: the case was not changed.",
        "Check the drive, its quota and its largest file size, then try again.",
    ),
    sqlite3.SQLITE_BUSY: ("case_busy", "Another program is writing to the case.", "Try again when it has finished."),
    sqlite3.SQLITE_READONLY: (
        "case_read_only",
        "The case cannot be written to.",
        "Copy it to a place that you may write to.",
    ),
    sqlite3.SQLITE_CANTOPEN: ("case_unreadable", "The case cannot be opened.", "Check the folder and its permissions."),
}


def connect(path: Path, *, create: bool = False, read_only: bool = False) -> sqlite3.Connection:
    """Open a database in WAL mode with synchronous=FULL; a missing one is made only if `create`.

    A file from elsewhere is data: its schema may call no function that could do anything.
    """
    uri = path.absolute().as_uri()
    mode = "ro" if read_only else "rwc" if create else "rw"
    connection = sqlite3.connect(f"{uri}?mode={mode}", uri=True, timeout=_BUSY_SECONDS, isolation_level=None)
    try:
        connection.execute("PRAGMA trusted_schema = OFF")
        if not read_only:
            connection.execute("PRAGMA journal_mode = WAL")
            connection.execute("PRAGMA synchronous = FULL")
    except sqlite3.Error:
        connection.close()
        raise
    return connection


@contextmanager
def transaction(connection: sqlite3.Connection) -> Iterator[None]:
    """All of the block or nothing of it; the write lock is taken at once, so that what was read still holds."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:  # SQLite itself has rolled back when the disk is full
            connection.execute("ROLLBACK")
        raise


@contextmanager
def named_faults() -> Iterator[None]:
    """SQLite's errors as EnvironmentFault with a sentence; what has no sentence of its own means damage, and so does a
    value that its column does not hold."""
    try:
        yield
    except sqlite3.Error as error:
        primary = getattr(error, "sqlite_errorcode", 0) & 0xFF  # extended codes carry the primary one below
        raise EnvironmentFault(*FAULTS.get(primary, _damage(error))) from error
    except (TypeError, AttributeError, ValueError, OverflowError) as error:
        raise EnvironmentFault(*_damage(error)) from error


def _damage(error: Exception) -> tuple[str, str, str]:
    return "case_damaged", phrase("The case cannot be read ({why}).", why=str(error)), "Restore it from a copy."
