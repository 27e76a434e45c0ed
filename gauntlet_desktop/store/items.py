"""One narrow row for each piece of evidence: what its newest record says, as columns to sort and filter by."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from typing import Any

from gauntlet_desktop.core.safe_text import visible

_LONGEST = 300  # of what a file can choose

# The columns that come from a record, in the order of `columns_of`; the others come from marks and from stacking.
DERIVED = (
    "name",
    "status",
    "tier",
    "log10_lr",
    "conflict",
    "stratum",
    "container",
    "width",
    "height",
    "size_bytes",
    "modified_ns",
    "camera",
    "generator",
    "c2pa",
    "error_code",
)
_UPSERT = f"""INSERT INTO item (id, record, stack, {", ".join(DERIVED)}) VALUES (?1, ?2, ?1, {", ".join("?" * 15)})
    ON CONFLICT (id) DO UPDATE SET record = excluded.record, {", ".join(f"{c} = excluded.{c}" for c in DERIVED)}"""


def columns_of(plain: Mapping[str, Any]) -> tuple[Any, ...]:
    """The columns DERIVED of a record's JSON form; of a record that an older program made too."""
    verdict, image = plain.get("verdict") or {}, plain.get("image") or {}
    provenance, error = plain.get("provenance") or {}, plain.get("error") or {}
    return (
        visible(plain["name"], _LONGEST),
        plain["status"],
        verdict.get("tier", ""),
        verdict.get("log10_lr"),
        int(bool(verdict.get("conflict"))),
        verdict.get("stratum", ""),
        image.get("container", ""),
        image.get("width", 0),
        image.get("height", 0),
        plain["size_bytes"],
        plain["modified_ns"],
        visible(provenance.get("camera", ""), _LONGEST),
        visible(provenance.get("generator", ""), _LONGEST),
        provenance.get("c2pa", {}).get("state", ""),
        error.get("code", ""),
    )


def update(connection: sqlite3.Connection, evidence: int, record: int, plain: Mapping[str, Any]) -> None:
    """Make a record the one that the row of its evidence shows."""
    connection.execute(_UPSERT, (evidence, record, *columns_of(plain)))


def forget_unread(connection: sqlite3.Connection, file: int) -> None:
    """A file that could not be read has been read now: the row that stood for it goes, its records and marks stay."""
    row = connection.execute("SELECT id FROM evidence WHERE unread_file = ?", (file,)).fetchone()
    if row:
        connection.execute("DELETE FROM item WHERE id = ?", row)
        connection.execute("DELETE FROM item_tag WHERE item = ?", row)
        connection.execute("DELETE FROM item_note WHERE item = ?", row)


def stored_columns(connection: sqlite3.Connection, item: int) -> tuple[Any, ...]:
    """The columns DERIVED of a row that is there."""
    found: tuple[Any, ...] = connection.execute(
        f"SELECT {', '.join(DERIVED)} FROM item WHERE id = ?", (item,)
    ).fetchone()
    return found
