"""Records in the case: added together with everything that depends on them, and read back."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from gauntlet_desktop.core.records import AnalysisRecord
from gauntlet_desktop.store import bodies, configurations, evidence, items, marks, sealing
from gauntlet_desktop.store.bodies import Identity
from gauntlet_desktop.store.configurations import Configuration
from gauntlet_desktop.store.evidence import FoundFile, Sighting


@dataclass(frozen=True, slots=True)
class Addition:
    """A record for the case. `perceptual_hash` is unsigned, of 64 bits; without `keep_maps` the heatmaps' values are
    left out (a batch of 100,000 images would grow by gigabytes), and can be computed again."""

    record: AnalysisRecord
    perceptual_hash: int | None = None
    keep_maps: bool = True


@dataclass(frozen=True, slots=True)
class StoredRecord:
    """A record as the case keeps it: columns to search by, and `body`, its JSON form, with maps where they were kept
    and asked for. `item` is the id of its evidence; `configuration` is a digest."""

    id: int
    item: int
    sha256: str
    raw_path: bytes
    status: str
    tier: str | None
    log10_lr: float | None
    configuration: str
    body: dict[str, Any]


def add(connection: sqlite3.Connection, addition: Addition, configuration: Configuration | None, entry: int) -> int:
    """Add one record under an entry of the log that is still to be written; returns its id."""
    record = addition.record
    source, plain = record.source, bodies.plain_of(record)
    found = FoundFile(source.raw_path, source.size_bytes, source.modified_ns)
    file = evidence.settle(connection, found, record.error, was_read=bool(source.sha256))
    owner = evidence.evidence_of(connection, source.sha256, file)
    chosen = configuration or configurations.named_by(plain)
    maps = bodies.maps_of(record) if addition.keep_maps else ()
    keys = (entry, owner, file, configurations.keep(connection, chosen))
    number = _insert(connection, keys, record, plain, maps)
    _show(connection, owner, file, number, plain)
    if addition.perceptual_hash is not None:
        evidence.set_perceptual_hash(connection, owner, addition.perceptual_hash)
    return number


def digests_of_entry(connection: sqlite3.Connection, entry: int) -> list[bytes]:
    """The digests of the records that were added under an entry, by id."""
    query = "SELECT content_sha256 FROM record WHERE entry = ? ORDER BY id"
    return [digest for (digest,) in connection.execute(query, (entry,))]


def see(connection: sqlite3.Connection, sighting: Sighting, entry: int) -> bytes | None:
    """Note that known bytes lie at a path too; returns the digest of the sighting, None where that was known.

    Raises KeyError for bytes that the case does not have.
    """
    owner = evidence.known(connection, sighting.sha256)
    if owner is None:
        raise KeyError(sighting.sha256)
    file = evidence.settle(connection, sighting.file, None)
    items.forget_unread(connection, file)
    query = "SELECT 1 FROM record WHERE file = ?1 AND evidence = ?2 UNION ALL SELECT 1 FROM sighting WHERE file = ?1"
    if connection.execute(f"{query} AND evidence = ?2 LIMIT 1", (file, owner)).fetchone():
        return None
    row = (entry, owner, file, sighting.file.modified_ns)
    connection.execute("INSERT INTO sighting (entry, evidence, file, modified_ns) VALUES (?, ?, ?, ?)", row)
    return sealing.sighting_digest(sighting.sha256, sighting.file.raw_path, sighting.file.modified_ns)


def newest(connection: sqlite3.Connection, sha256: str, configuration: str) -> int | None:
    """The id of the newest record of these bytes under a configuration (its digest)."""
    query = """SELECT max(record.id) FROM record WHERE evidence = (SELECT id FROM evidence WHERE sha256 = ?)
        AND configuration = (SELECT id FROM configuration WHERE digest = ?)"""
    number: int | None = connection.execute(query, (sha256, configuration)).fetchone()[0]
    return number


def read(
    connection: sqlite3.Connection, where: str, values: Sequence[Any], *, with_maps: bool
) -> Iterator[StoredRecord]:
    """Records by a condition in SQL, written by the caller, with its values."""
    query = f"SELECT {sealing.RECORD_COLUMNS} FROM {sealing.RECORD_JOIN} {where}"
    dictionaries = sealing.dictionaries(connection)
    for row in connection.execute(query, values):
        number, _, sha256, raw_path, status, tier, log10_lr, configuration, form, body, _, item = row
        plain = bodies.parse(bodies.unpack(body, dictionaries[configuration]))
        if with_maps and form == bodies.APART:
            plain = _filled(connection, number, plain)
        yield StoredRecord(number, item, sha256 or "", raw_path, status, tier, log10_lr, configuration, plain)


def _filled(connection: sqlite3.Connection, number: int, plain: dict[str, Any]) -> dict[str, Any]:
    found = list(sealing.maps(connection, number))
    return bodies.with_maps(plain, found) if found else plain


def _insert(
    connection: sqlite3.Connection,
    keys: tuple[int, int, int, int],
    record: AnalysisRecord,
    plain: dict[str, Any],
    maps: Sequence[bytes],
) -> int:
    """Write the row of a record and its maps; `keys` are its entry, evidence, file and configuration."""
    body = bodies.body_of(plain)
    digest, dictionary = _dictionary(connection, keys[3], body)
    tier, log10_lr = (record.verdict.tier.value, record.verdict.log10_lr) if record.verdict else (None, None)
    status = record.status.value
    identity = Identity(record.source.sha256, record.source.raw_path, status, tier, log10_lr, digest)
    content = bodies.digest(identity, body, maps)
    row = (*keys, status, tier, log10_lr, bodies.APART, content, bodies.pack(body, dictionary))
    cursor = connection.execute(
        "INSERT INTO record (entry, evidence, file, configuration, status, tier, log10_lr, form, content_sha256, body) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        row,
    )
    number = int(cursor.lastrowid or 0)
    packed = ((number, index, bodies.pack_map(data)) for index, data in enumerate(maps))
    connection.executemany("INSERT INTO map VALUES (?, ?, ?)", packed)
    return number


def _dictionary(connection: sqlite3.Connection, configuration: int, body: bytes) -> tuple[str, bytes | None]:
    """The digest of a configuration and its dictionary, which the first record that is long enough gives it."""
    query = "SELECT digest, dictionary FROM configuration WHERE id = ?"
    digest, dictionary = connection.execute(query, (configuration,)).fetchone()
    if dictionary is None and bodies.usable_as_dictionary(body):
        dictionary = body
        connection.execute("UPDATE configuration SET dictionary = ? WHERE id = ?", (body, configuration))
    return digest, dictionary


def _show(connection: sqlite3.Connection, owner: int, file: int, number: int, plain: dict[str, Any]) -> None:
    """Bring the table that the window reads up to date."""
    if plain["sha256"]:
        items.forget_unread(connection, file)
    items.update(connection, owner, number, plain)
    if not plain["sha256"]:
        marks.restore(connection, owner)
