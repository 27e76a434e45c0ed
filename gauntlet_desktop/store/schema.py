"""The tables of a case, their version, and the named steps from each version to the next."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from gauntlet_desktop.core.errors import UserError
from gauntlet_desktop.store.connection import transaction

APPLICATION_ID = 0x47415543  # "GAUC": what `file` and the next program can tell a case by

Migration = Callable[[sqlite3.Connection], None]


def create_tables(connection: sqlite3.Connection) -> None:
    """Version 1. Paths are BLOBs: file names are bytes, and TEXT refuses some of them."""
    connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    connection.execute("CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT")
    connection.execute(
        """CREATE TABLE record (
            id INTEGER PRIMARY KEY, sha256 TEXT NOT NULL, raw_path BLOB NOT NULL, status TEXT NOT NULL,
            tier TEXT, log10_lr REAL, body BLOB NOT NULL, content_sha256 TEXT NOT NULL
        ) STRICT"""
    )
    connection.execute("CREATE INDEX record_by_sha256 ON record (sha256)")
    connection.execute(
        """CREATE TABLE custody (
            number INTEGER PRIMARY KEY, occurred TEXT NOT NULL, actor TEXT NOT NULL, action TEXT NOT NULL,
            subject TEXT NOT NULL, previous_hash TEXT NOT NULL, entry_hash TEXT NOT NULL
        ) STRICT"""
    )


# Step n leads from version n to version n + 1; a released step is never edited.
MIGRATIONS: tuple[Migration, ...] = (create_tables,)


def migrate(connection: sqlite3.Connection, path: Path, migrations: tuple[Migration, ...] = MIGRATIONS) -> None:
    """Bring a case to the newest version, after a copy `NAME.version-N` of the old one was made beside it.

    Each step is one transaction. Raises UserError for a case that a newer program made.
    """
    version = schema_version(connection)
    if version > len(migrations):
        raise UserError(
            "case_too_new",
            f"The case has version {version}; this program knows versions up to {len(migrations)}.",
            "Open it with the newer program that made it.",
        )
    if 0 < version < len(migrations):
        _copy(connection, path.with_name(f"{path.name}.version-{version}"))
    for number, step in enumerate(migrations[version:], version + 1):
        with transaction(connection):
            step(connection)
            connection.execute(f"PRAGMA user_version = {number}")


def schema_version(connection: sqlite3.Connection) -> int:
    """The version of the tables; 0 for an empty file."""
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


def _copy(connection: sqlite3.Connection, target: Path) -> None:
    with closing(sqlite3.connect(target)) as copy:
        connection.backup(copy)
