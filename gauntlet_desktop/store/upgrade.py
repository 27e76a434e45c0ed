"""Carries the records of version 1 over to version 2. They stay provable: body and digest are what they were.

A released step is never edited: what it calls must go on giving the same rows.
"""

from __future__ import annotations

import itertools
import sqlite3
from typing import Any

from gauntlet_desktop.core.phrases import phrase
from gauntlet_desktop.core.records import ErrorRecord
from gauntlet_desktop.store import bodies, configurations, evidence, items
from gauntlet_desktop.store.evidence import FoundFile

_ADDED = "SELECT number FROM custody WHERE action = 'record added' ORDER BY number"
_OLD = "SELECT id, sha256, raw_path, status, tier, log10_lr, body, content_sha256 FROM record_1 ORDER BY id"


def carry_over_records(connection: sqlite3.Connection) -> None:
    """Copy every row of `record_1` into the new tables; a row that the log does not name gets entry 0."""
    entries = (number for (number,) in connection.execute(_ADDED).fetchall())
    for row, entry in zip(connection.execute(_OLD), itertools.chain(entries, itertools.repeat(0)), strict=False):
        try:
            _carry_over(connection, row, entry)
        except (KeyError, TypeError, AttributeError) as error:
            raise bodies.damaged(phrase("record {number} is none", number=row[0])) from error


def _carry_over(connection: sqlite3.Connection, row: tuple[Any, ...], entry: int) -> None:
    number, sha256, raw_path, status, tier, log10_lr, body, content_sha256 = row
    plain = bodies.parse(body)
    error = ErrorRecord(**plain["error"]) if plain["error"] else None
    found = FoundFile(raw_path, plain["size_bytes"], plain["modified_ns"])
    file = evidence.settle(connection, found, error, was_read=bool(sha256))
    owner = evidence.evidence_of(connection, sha256, file)
    configuration = configurations.keep(connection, configurations.named_by(plain))
    connection.execute(
        "INSERT INTO record (id, entry, evidence, file, configuration, status, tier, log10_lr, form, content_sha256, "
        "body) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            *(number, entry, owner, file, configuration, status, tier, log10_lr, bodies.WHOLE),
            *(_digest(content_sha256), bodies.pack(body)),
        ),
    )
    if sha256:
        items.forget_unread(connection, file)
    items.update(connection, owner, number, plain)


def _digest(text: str) -> bytes:
    """The digest as bytes; a text that is none stays what it is, for the check to find."""
    try:
        return bytes.fromhex(text)
    except ValueError:
        return text.encode()
