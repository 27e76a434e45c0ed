"""What the window asks of a case: which items fit a filter, in which order, and how many there are of each kind.

The answers are made by SQL over the narrow table of items; values only ever enter it as parameters.
"""

from __future__ import annotations

import json
import sqlite3
from array import array
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from enum import StrEnum
from itertools import chain
from typing import Any

from gauntlet_desktop.core.deserialise import from_plain, parse_json
from gauntlet_desktop.core.phrases import phrase
from gauntlet_desktop.core.records import Status, Tier
from gauntlet_desktop.core.serialise import dumps, to_plain
from gauntlet_desktop.store.bodies import damaged
from gauntlet_desktop.store.evidence import folded
from gauntlet_desktop.store.marks import Decision

_SHORTEST_HASH = 6
_HEXADECIMAL = frozenset("0123456789abcdef")


@dataclass(frozen=True, slots=True)
class Filter:
    """Which items are wanted: those that fit everything that is given. Of several values of one kind any fits.

    `decisions` may hold "", the open ones. `text` is looked for in paths and notes, of which one must hold all its
    words whatever the letter case, and as the beginning of a SHA-256. With `stacked_once` one item of each stack of
    near duplicates is enough; `stack` wants the items of one stack, `items` those of these ids.
    """

    tiers: tuple[str, ...] = ()
    statuses: tuple[str, ...] = ()
    strata: tuple[str, ...] = ()
    containers: tuple[str, ...] = ()
    cameras: tuple[str, ...] = ()
    generators: tuple[str, ...] = ()
    error_codes: tuple[str, ...] = ()
    decisions: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    log10_lr_from: float | None = None
    log10_lr_to: float | None = None
    conflict: bool | None = None
    bookmarked: bool | None = None
    text: str = ""
    stacked_once: bool = False
    stack: int | None = None
    items: tuple[int, ...] = ()


class SortColumn(StrEnum):
    """What a list can be sorted by; `ADDED` is the order in which items came into the case."""

    ADDED = "added"
    NAME = "name"
    LOG10_LR = "log10_lr"
    TIER = "tier"
    STATUS = "status"
    STRATUM = "stratum"
    CONTAINER = "container"
    SIZE = "size_bytes"
    MODIFIED = "modified_ns"
    CAMERA = "camera"
    GENERATOR = "generator"
    ERROR = "error_code"
    DECISION = "decision"
    STACK = "stack"


@dataclass(frozen=True, slots=True)
class Sort:
    """An order; items that are equal in it stand in the order in which they were added, or against it if
    `descending`. Items without the value come last."""

    column: SortColumn = SortColumn.ADDED
    descending: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """An item as a table shows it. `raw_path` is where its newest record found it; `paths` counts all of them,
    `stacked` the items of its stack of near duplicates, itself among them."""

    id: int
    record: int
    sha256: str
    raw_path: bytes
    name: str
    status: str
    tier: str
    log10_lr: float | None
    conflict: bool
    stratum: str
    container: str
    width: int
    height: int
    size_bytes: int
    modified_ns: int
    camera: str
    generator: str
    c2pa: str
    error_code: str
    decision: str
    second_decision: str
    bookmarked: bool
    stack: int
    stacked: int
    paths: int
    missing: bool
    note: str
    tags: tuple[str, ...]


_ROW_FIELDS = tuple(field.name for field in fields(Row))

# Facets by name: the field of Filter that chooses among their values, and the column that holds them.
FACETS: Mapping[str, str] = {
    "tiers": "tier",
    "statuses": "status",
    "strata": "stratum",
    "containers": "container",
    "cameras": "camera",
    "generators": "generator",
    "error_codes": "error_code",
    "decisions": "decision",
}

# What columns of few words may hold.
_WORDS = {"tier": {"", *Tier}, "status": {*Status}, "decision": {*Decision}, "second_decision": {*Decision}}

_ROW = """SELECT item.id, item.record, coalesce(evidence.sha256, ''), file.raw_path, item.name, item.status, item.tier,
    item.log10_lr, conflict, stratum, container, width, height, item.size_bytes, item.modified_ns, camera, generator,
    c2pa, item.error_code, decision, second_decision, bookmarked, stack,
    (SELECT count(*) FROM item AS near WHERE near.stack = item.stack),
    (SELECT count(*) FROM (SELECT file FROM record WHERE evidence = item.id
        UNION SELECT file FROM sighting WHERE evidence = item.id)),
    file.missing, coalesce(item_note.text, ''), (SELECT json_group_array(tag) FROM item_tag WHERE item = item.id)
    FROM item JOIN evidence ON evidence.id = item.id JOIN record ON record.id = item.record
    JOIN file ON file.id = record.file LEFT JOIN item_note ON item_note.item = item.id
    WHERE item.id IN (SELECT value FROM json_each(?))"""

_WITH_WORDS = """id IN (
    WITH hit AS MATERIALIZED (SELECT id FROM file WHERE {words})
    SELECT evidence FROM record WHERE file IN hit UNION ALL SELECT evidence FROM sighting WHERE file IN hit
    UNION ALL SELECT item FROM item_note WHERE {words}
    UNION ALL SELECT id FROM evidence WHERE sha256 >= :sha256 AND sha256 < :sha256 || 'g')"""
# Items that do not lie first on their stack: few, and found by an index of their own.
_COVERED = "SELECT id FROM item WHERE stack <> id"
# Whether nothing that fits lies before an item of a filter on its stack.
_FIRST_THAT_FITS = """(stack = id OR NOT EXISTS (
    SELECT 1 FROM item AS other WHERE other.stack = item.stack AND other.id < item.id AND {parts}))"""


def ids(connection: sqlite3.Connection, wanted: Filter, sort: Sort) -> array[int]:
    """The ids of the items that fit, in their order, as signed 64-bit numbers."""
    where, values = condition(wanted)
    nearly_all = replace(wanted, stacked_once=False) == Filter()
    query = f"SELECT id FROM item {where} ORDER BY {_order(sort, by_index=nearly_all)}"
    return array("q", chain.from_iterable(connection.execute(query, values)))


def rows(connection: sqlite3.Connection, wanted: Sequence[int]) -> list[Row]:
    """The rows of some items (a page of them), in that order; items that are not there are left out. Raises ValueError,
    like `facets`, for a word that nothing gives an item."""
    found = {row[0]: _row(row) for row in connection.execute(_ROW, (json.dumps(list(wanted)),))}
    return [found[number] for number in wanted if number in found]


def count(connection: sqlite3.Connection, wanted: Filter) -> int:
    """How many items fit."""
    where, values = condition(wanted)
    return int(connection.execute(f"SELECT count(*) FROM item {where}", values).fetchone()[0])


def facets(connection: sqlite3.Connection, wanted: Filter) -> dict[str, tuple[tuple[str, int], ...]]:
    """For each facet the values with their counts, the most frequent first. What is chosen of a facet itself does not
    count, so that its other values can still be seen; "tags" is a facet too."""
    found = {name: tuple(_facet(connection, _without(wanted, name), FACETS[name])) for name in FACETS}
    return {**found, "tags": tuple(_tag_facet(connection, _without(wanted, "tags")))}


def histogram(connection: sqlite3.Connection, wanted: Filter, *, low: float, high: float, bins: int) -> tuple[int, ...]:
    """How many items have a log10 LR in each of `bins` equal parts of low..high; others count at the ends."""
    where, values = condition(wanted)
    place = "CAST(min(max((log10_lr - :low) * :bins / (:high - :low), 0), :bins - 1) AS INTEGER)"
    query = f"SELECT {place}, count(*) FROM item {where} GROUP BY 1"
    named = {"low": low, "high": high, "bins": bins, **values}
    counts = dict(connection.execute(query, named))
    return tuple(counts.get(number, 0) for number in range(bins))


def of_each_stratum(connection: sqlite3.Connection, wanted: Filter) -> list[int]:
    """One newest record (its id) for each configuration and stratum among the items that fit and have a verdict."""
    where, values = condition(wanted)
    query = f"""SELECT min(record.id) FROM (SELECT record, stratum FROM item {where}) AS shown
        JOIN record ON record.id = shown.record WHERE shown.stratum <> ''
        GROUP BY record.configuration, shown.stratum ORDER BY shown.stratum, record.configuration"""
    return [number for (number,) in connection.execute(query, values)]


def condition(wanted: Filter) -> tuple[str, dict[str, Any]]:
    """A filter as a WHERE clause over `item` ("" for all items) with its named values."""
    parts, values = _plain_condition(wanted)
    if wanted.stacked_once:
        first = _FIRST_THAT_FITS.format(parts=" AND ".join(parts)) if parts else f"id NOT IN ({_COVERED})"
        parts.append(first)
    return f"WHERE {' AND '.join(parts)}" if parts else "", values


def save_filter(connection: sqlite3.Connection, name: str, wanted: Filter) -> None:
    """Keep a filter under a name; one of the same name is replaced."""
    connection.execute("INSERT OR REPLACE INTO saved_filter VALUES (?, ?)", (name, dumps(to_plain(wanted))))


def saved_filters(connection: sqlite3.Connection) -> dict[str, Filter]:
    """The saved filters by name. Raises EnvironmentFault for one that is damaged."""
    rows = connection.execute("SELECT name, body FROM saved_filter ORDER BY name")
    try:
        found = {name: from_plain(Filter, parse_json(body)) for name, body in rows}
        for wanted in found.values():
            for name, column in FACETS.items():
                for value in getattr(wanted, name):
                    check_word(column, value)
    except ValueError as error:
        raise damaged(phrase("a saved filter: {reason}", reason=str(error))) from error
    return found


def check_word(column: str, value: str) -> None:
    """Raises ValueError for a word that an item cannot have there."""
    if column in _WORDS and value not in _WORDS[column]:
        raise ValueError(f"{value[:100]!r} is no {column}")


def forget_filter(connection: sqlite3.Connection, name: str) -> None:
    connection.execute("DELETE FROM saved_filter WHERE name = ?", (name,))


def _plain_condition(wanted: Filter) -> tuple[list[str], dict[str, Any]]:
    """The parts that all must hold, without stacking, and their values."""
    parts: list[str] = []
    values: dict[str, Any] = {}
    for name, column in FACETS.items():
        if chosen := getattr(wanted, name):
            parts.append(f"{column} IN ({_named(name, chosen, values)})")
    if wanted.tags:
        parts.append(f"id IN (SELECT item FROM item_tag WHERE tag IN ({_named('tags', wanted.tags, values)}))")
    for bound, operator in (("log10_lr_from", ">="), ("log10_lr_to", "<=")):
        if (value := getattr(wanted, bound)) is not None:
            parts.append(f"log10_lr {operator} {_named(bound, [value], values)}")
    if wanted.stack is not None:
        parts.append(f"stack = {_named('stack', [wanted.stack], values)}")
    if wanted.items:
        values["items"] = json.dumps(list(wanted.items))  # as one value: there may be more than SQLite takes names
        parts.append("id IN (SELECT value FROM json_each(:items))")
    for flag in ("conflict", "bookmarked"):
        if (value := getattr(wanted, flag)) is not None:
            parts.append(flag if value else f"NOT {flag}")
    if words := folded(wanted.text).split():
        names = [f"instr(folded, {_named(f'word_{number}', [word], values)})" for number, word in enumerate(words)]
        values["sha256"] = words[0] if len(words) == 1 and _is_hash(words[0]) else "no hash"
        parts.append(_WITH_WORDS.format(words=" AND ".join(names)))
    return parts, values


def _named(name: str, chosen: Sequence[Any], values: dict[str, Any]) -> str:
    """Placeholders for some values, which are put under their names."""
    names = [f"{name}_{number}" for number in range(len(chosen))]
    values.update(zip(names, chosen, strict=True))
    return ", ".join(f":{each}" for each in names)


def _is_hash(word: str) -> bool:
    return len(word) >= _SHORTEST_HASH and _HEXADECIMAL.issuperset(word)


def _order(sort: Sort, *, by_index: bool) -> str:
    """The ORDER BY of a sort. What a filter leaves is sorted after it was found: to go through all items by the index
    of the order, and look each one up, takes longer."""
    direction = "DESC" if sort.descending else "ASC"
    if sort.column is SortColumn.ADDED:
        return f"id {direction}"
    return f"{'' if by_index else '+'}{sort.column} {direction} NULLS LAST, id {direction}"


def _without(wanted: Filter, name: str) -> Filter:
    nothing: dict[str, Any] = {name: ()}
    return replace(wanted, **nothing)


def _facet(connection: sqlite3.Connection, wanted: Filter, column: str) -> Iterator[tuple[str, int]]:
    where, values = condition(wanted)
    query = f"SELECT {column}, count(*) FROM item {where} GROUP BY 1 ORDER BY 2 DESC, 1"
    for value, number in connection.execute(query, values):
        check_word(column, value)
        yield value, number


def _tag_facet(connection: sqlite3.Connection, wanted: Filter) -> Iterator[tuple[str, int]]:
    where, values = condition(wanted)
    query = (
        f"SELECT tag, count(*) FROM item_tag WHERE item IN (SELECT id FROM item {where}) GROUP BY 1 ORDER BY 2 DESC, 1"
    )
    return iter(connection.execute(query, values))


def _row(values: tuple[Any, ...]) -> Row:
    named = dict(zip(_ROW_FIELDS, values, strict=True))
    for column in _WORDS:
        check_word(column, named[column])
    flags = {name: bool(named[name]) for name in ("conflict", "bookmarked", "missing")}
    return Row(**{**named, **flags, "tags": tuple(json.loads(named["tags"]))})
