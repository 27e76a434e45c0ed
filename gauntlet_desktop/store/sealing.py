"""Binds rows to the custody log: one entry names all rows of one kind that a transaction added.

The entry's subject is the SHA-256 over the rows' digests, each as 64 hexadecimal digits and a line feed, in the order
of their ids. So any edit, removal, insertion or reordering changes it; and a single row can be shown to belong to the
entry by the digests of its neighbours alone.
"""

from __future__ import annotations

import hashlib
import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any

from gauntlet_desktop.core.errors import EnvironmentFault
from gauntlet_desktop.core.serialise import dumps
from gauntlet_desktop.store import bodies, custody
from gauntlet_desktop.store.bodies import Identity

RECORD_ADDED = "record added"  # version 1: the subject is the digest of the one record
RECORDS_ADDED = "records added"
PATHS_SEEN = "paths seen"
MARKS_MADE = "marks made"

RECORD_COLUMNS = (
    "record.id, entry, evidence.sha256, file.raw_path, record.status, record.tier, record.log10_lr, "
    "configuration.digest, record.form, record.body, record.content_sha256, record.evidence"
)
RECORD_JOIN = (
    "record JOIN evidence ON evidence.id = record.evidence JOIN file ON file.id = record.file "
    "JOIN configuration ON configuration.id = record.configuration"
)
_EVIDENCE_NAME = "coalesce(evidence.sha256, lower(hex((SELECT raw_path FROM file WHERE id = evidence.unread_file))))"


def subject(digests: Iterable[bytes]) -> str:
    """What the entry over rows with these digests names."""
    return hashlib.sha256(b"".join(each.hex().encode() + b"\n" for each in digests)).hexdigest()


def sighting_digest(sha256: str, raw_path: bytes, modified_ns: int) -> bytes:
    return _list_digest([sha256, raw_path.hex(), modified_ns])


def mark_digests(connection: sqlite3.Connection, entry: int | None = None) -> Iterator[tuple[int, bytes]]:
    """(entry, digest) of the marks of one entry, or of all, by id."""
    query = (
        f"SELECT entry, {_EVIDENCE_NAME}, kind, value, note FROM mark LEFT JOIN evidence ON evidence.id = mark.evidence"
    )
    chosen = (query, ()) if entry is None else (f"{query} WHERE entry = ?", (entry,))
    for number, *fields in connection.execute(f"{chosen[0]} ORDER BY mark.id", chosen[1]):
        yield number, _list_digest(fields)


def problems(connection: sqlite3.Connection, log: list[custody.Entry]) -> Iterator[str]:
    """Every way in which records, sightings and marks are not the ones that the log names."""
    edited: list[str] = []
    records = list(_record_digests(connection, edited))
    yield from edited
    for what, actions, rows in (
        ("records", (RECORD_ADDED, RECORDS_ADDED), records),
        ("paths", (PATHS_SEEN,), _sighting_digests(connection)),
        ("marks", (MARKS_MADE,), mark_digests(connection)),
    ):
        yield from _differences(what, [entry for entry in log if entry.action in actions], rows)
    yield from _strays(connection)


def dictionaries(connection: sqlite3.Connection) -> dict[str, bytes | None]:
    """What bodies are packed by, by the digest of their configuration."""
    return dict(connection.execute("SELECT digest, dictionary FROM configuration"))


def maps(connection: sqlite3.Connection, record: int) -> Iterator[bytes]:
    """The unpacked maps of a record in their order."""
    for (data,) in connection.execute("SELECT data FROM map WHERE record = ? ORDER BY number", (record,)):
        yield bodies.unpack_map(data)


def _differences(what: str, log: list[custody.Entry], rows: Iterable[tuple[int, bytes]]) -> Iterator[str]:
    found: dict[int, list[bytes]] = defaultdict(list)
    for number, each in rows:
        found[number].append(each)
    for entry in log:
        digests = found.pop(entry.number, [])
        alone = entry.action == RECORD_ADDED and len(digests) == 1
        if entry.subject != (digests[0].hex() if alone else subject(digests)):
            yield f"The {what} of entry {entry.number} are not the ones that it names: some were changed, {_FATES}."
    if found:
        yield f"Some {what} were added that the log does not name."


_FATES = "added, removed or reordered"


def _record_digests(connection: sqlite3.Connection, edited: list[str]) -> Iterator[tuple[int, bytes]]:
    packed_by = dictionaries(connection)
    for row in connection.execute(f"SELECT {RECORD_COLUMNS} FROM {RECORD_JOIN} ORDER BY record.id"):
        number, entry, sha256, raw_path, status, tier, log10_lr, configuration, form, body, kept, _ = row
        identity = Identity(sha256 or "", raw_path, status, tier, log10_lr, configuration)
        try:
            plain = bodies.unpack(body, packed_by[configuration])
            is_intact = bodies.digest(identity, plain, list(maps(connection, number)), form) == kept
        except EnvironmentFault:
            is_intact = False
        if not is_intact:
            edited.append(f"Record {number} was changed after it was written.")
        yield entry, kept


def _sighting_digests(connection: sqlite3.Connection) -> Iterator[tuple[int, bytes]]:
    query = (
        "SELECT entry, evidence.sha256, file.raw_path, sighting.modified_ns FROM sighting "
        "JOIN evidence ON evidence.id = sighting.evidence JOIN file ON file.id = sighting.file ORDER BY sighting.id"
    )
    for entry, sha256, raw_path, modified_ns in connection.execute(query):
        yield entry, sighting_digest(sha256 or "", raw_path, modified_ns)


def _strays(connection: sqlite3.Connection) -> Iterator[str]:
    """Rows that no join finds any more would otherwise go unseen."""
    for table, others in (("map", {"record": "record"}), ("record", {"evidence": "evidence", "file": "file"})):
        for column, other in others.items():
            query = f"SELECT count(*) FROM {table} WHERE {column} NOT IN (SELECT id FROM {other})"
            if connection.execute(query).fetchone()[0]:
                yield f"The table {table} names a {other} that is not there."

    gaps = "SELECT 1 FROM map GROUP BY record HAVING min(number) <> 0 OR max(number) <> count(*) - 1"
    if connection.execute(gaps).fetchone():
        yield "The maps of a record are not numbered as they were."


def _list_digest(fields: list[Any]) -> bytes:
    return hashlib.sha256(dumps(fields).encode("utf-8", "backslashreplace")).digest()
