"""The tables of a case, their version, and the named steps from each version to the next."""

from __future__ import annotations

import os
import secrets
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from gauntlet_desktop.core.errors import UserError
from gauntlet_desktop.core.phrases import phrase
from gauntlet_desktop.store.connection import transaction
from gauntlet_desktop.store.tables import create_analyst_tables
from gauntlet_desktop.store.upgrade import carry_over_records

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


def make_room_for_an_analyst(connection: sqlite3.Connection) -> None:
    """Version 2: evidence, files, configurations, marks and the table of items; records without their maps."""
    connection.execute("DROP INDEX record_by_sha256")
    connection.execute("ALTER TABLE record RENAME TO record_1")
    create_analyst_tables(connection)
    carry_over_records(connection)
    connection.execute("DROP TABLE record_1")


# Step n leads from version n to version n + 1; a released step is never edited.
MIGRATIONS: tuple[Migration, ...] = (create_tables, make_room_for_an_analyst)


def migrate(
    connection: sqlite3.Connection,
    path: Path,
    migrations: tuple[Migration, ...] = MIGRATIONS,
    *,
    read_only: bool = False,
) -> None:
    """Bring a case to the newest version, after a copy `NAME.version-N` of the old one was made beside it.

    Each step is one transaction. Raises UserError for a case that a newer program made, and for an older one that may
    only be read.
    """
    version = schema_version(connection)
    if version > len(migrations):
        raise UserError(
            "case_too_new",
            phrase(
                "The case has version {version}; this program knows versions up to {newest}.",
                version=version,
                newest=len(migrations),
            ),
            "Open it with the newer program that made it.",
        )
    if read_only and version < len(migrations):
        raise UserError(
            "case_too_old",
            phrase(
                "The case has version {version}, which this program only reads after a migration to {newest}.",
                version=version,
                newest=len(migrations),
            ),
            "Run gauntlet case migrate CASE: a copy of the old one is kept.",
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


def differs_from_version(connection: sqlite3.Connection) -> bool:
    """Whether tables, indexes, views or triggers are not the ones that this program makes."""
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as fresh:
        for step in MIGRATIONS:
            step(fresh)
        return _objects(connection) != _objects(fresh)


def _objects(connection: sqlite3.Connection) -> list[tuple[str, ...]]:
    query = "SELECT type, name, tbl_name, sql FROM sqlite_schema WHERE name NOT LIKE 'sqlite_%' ORDER BY type, name"
    return connection.execute(query).fetchall()


def _copy(connection: sqlite3.Connection, target: Path) -> None:
    """A complete copy under its name, or none: it is written under a temporary one and flushed."""
    temporary = target.with_name(f".gauntlet-{secrets.token_hex(8)}.part")
    try:
        with closing(sqlite3.connect(temporary)) as copy:
            connection.backup(copy)
        with temporary.open("rb+") as file:
            os.fsync(file.fileno())
        temporary.replace(target)
    finally:
        temporary.unlink(missing_ok=True)
