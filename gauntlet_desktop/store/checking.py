"""Whether a case is what it was when it was written: the file, the log, what the log names, what derives from it."""

from __future__ import annotations

import hashlib
import os
import sqlite3
from collections import defaultdict
from collections.abc import Iterator

from gauntlet_desktop.core.errors import EnvironmentFault
from gauntlet_desktop.store import bodies, custody, evidence, items, marks, schema, sealing
from gauntlet_desktop.store.custody import LogCheck
from gauntlet_desktop.store.evidence import DONE, FAILED, WAITING

_MOST = 50  # problems of one kind that are told one by one


def check(connection: sqlite3.Connection, expected_head: str = "") -> LogCheck:
    """Everything that is wrong with a case, as sentences; all reads see one state of it. Of a file that is damaged only
    that is told: whatever is read of it may be anything."""
    connection.execute("BEGIN")
    try:
        if damage := list(_damage(connection)):
            return LogCheck(0, "", tuple(damage))
        checked = custody.check(connection, expected_head)
        log = custody.entries(connection)
        found = [*_schema_problems(connection), *checked.problems, *sealing.problems(connection, log)]
        found += [*_item_problems(connection), *_mark_problems(connection), *_name_problems(connection)]
        found += [*_queue_problems(connection), *_stack_problems(connection), *_dictionary_problems(connection)]
    finally:
        connection.execute("ROLLBACK")
    return LogCheck(checked.entries, checked.head, tuple(found))


def _damage(connection: sqlite3.Connection) -> Iterator[str]:
    for (line,) in connection.execute(f"PRAGMA integrity_check({_MOST})"):
        if line != "ok":
            yield f"The file is damaged: {line}."


def _schema_problems(connection: sqlite3.Connection) -> Iterator[str]:
    if schema.differs_from_version(connection):
        yield "The tables are not the ones that this program makes."


def _item_problems(connection: sqlite3.Connection) -> Iterator[str]:
    """Rows of the table of items that do not say what the newest record of their evidence says."""
    query = (
        "SELECT evidence.id, max(record.id) FROM evidence LEFT JOIN record ON record.evidence = evidence.id GROUP BY 1"
    )
    newest = dict(connection.execute(query))
    shown = dict(connection.execute("SELECT id, record FROM item"))
    hidden = _replaced(connection)
    wrong = {number for number, record in newest.items() if shown.get(number) != record and number not in hidden}
    wrong |= shown.keys() - newest.keys()
    wrong |= {
        number for number, record in shown.items() if number not in wrong and _differs(connection, number, record)
    }
    yield from _told("Item {} does not say what its newest record says.", wrong)


def _replaced(connection: sqlite3.Connection) -> set[int]:
    """Files that could not be read and have been read since: no row stands for them any more."""
    query = """SELECT e.id FROM evidence AS e WHERE e.unread_file IS NOT NULL AND (
        EXISTS (SELECT 1 FROM record WHERE file = e.unread_file AND evidence <> e.id)
        OR EXISTS (SELECT 1 FROM sighting WHERE file = e.unread_file))
        AND e.id NOT IN (SELECT id FROM item)"""
    return {number for (number,) in connection.execute(query)}


def _differs(connection: sqlite3.Connection, item: int, record: int) -> bool:
    query = """SELECT body, dictionary FROM record JOIN configuration ON configuration.id = record.configuration
        WHERE record.id = ?"""
    try:
        body, dictionary = connection.execute(query, (record,)).fetchone()
        expected = items.columns_of(bodies.parse(bodies.unpack(body, dictionary)))
    except (EnvironmentFault, LookupError, TypeError, AttributeError):
        return True  # the record itself is damaged, which has been told
    return items.stored_columns(connection, item) != expected


def _mark_problems(connection: sqlite3.Connection) -> Iterator[str]:
    """Decisions, tags, notes and bookmarks as the window shows them that are not what the marks come to."""
    made: dict[int, list[tuple[str, str]]] = defaultdict(list)
    for number, kind, value in connection.execute("SELECT evidence, kind, value FROM mark ORDER BY id"):
        made[number].append((kind, value))
    shown = {number for (number,) in connection.execute(_SHOWN)}
    present = {number for (number,) in connection.execute("SELECT id FROM item")}
    wrong = (shown - present) | {
        number
        for number in (shown | made.keys()) & present
        if marks.state(connection, number) != marks.state_by_history(made[number])
    }
    yield from _told("The marks of item {} are not the ones that were made.", wrong)
    for number, text, kept in connection.execute("SELECT item, text, folded FROM item_note"):
        if evidence.folded(text) != kept:
            yield f"The note of item {number} was changed after it was written."


def _name_problems(connection: sqlite3.Connection) -> Iterator[str]:
    """Configurations that are not what their digest says, and evidence that stands for a file that is not there."""
    for number, digest, description in connection.execute("SELECT id, digest, description FROM configuration"):
        if hashlib.sha256(description.encode()).hexdigest() != digest:
            yield f"Configuration {number} was changed after it was written."
    query = """SELECT e.id FROM evidence AS e WHERE unread_file IS NOT NULL AND NOT EXISTS (
        SELECT 1 FROM record WHERE evidence = e.id AND file = e.unread_file)"""
    for (number,) in connection.execute(query):
        yield f"Item {number} stands for a file that no record of it names."
    for number, raw_path, kept in connection.execute("SELECT id, raw_path, folded FROM file"):
        if evidence.folded(os.fsdecode(raw_path)) != kept:
            yield f"A search would not find file {number} by its name."


def _queue_problems(connection: sqlite3.Connection) -> Iterator[str]:
    """Files in a state that nothing gives them. Which files wait is nobody's evidence: a batch may be asked again."""
    for sentence, condition in (
        ("File {} is in no state that this program knows.", f"state NOT IN ('{WAITING}', '{DONE}', '{FAILED}')"),
        ("File {} is called done, and no result and no sighting is of it.", f"state = '{DONE}' AND {_UNNAMED}"),
        ("File {} is called done, with an error.", f"state = '{DONE}' AND error_code <> ''"),
        ("File {} is called failed, without an error.", f"state = '{FAILED}' AND error_code = ''"),
    ):
        found = connection.execute(f"SELECT id FROM file AS f WHERE {condition}")
        yield from _told(sentence, {number for (number,) in found})


def _stack_problems(connection: sqlite3.Connection) -> Iterator[str]:
    """Stacks that are named by no item, or by one that lies on another."""
    query = """SELECT item.id FROM item LEFT JOIN item AS first ON first.id = item.stack
        WHERE item.stack <> item.id AND (first.id IS NULL OR first.stack <> first.id)"""
    yield from _told("Item {} lies on a stack that is none.", {number for (number,) in connection.execute(query)})


def _dictionary_problems(connection: sqlite3.Connection) -> Iterator[str]:
    """Dictionaries that are not the first long body of their configuration. Bodies name theirs by a sum over what is
    used of it: the rest of it is looked at here alone."""
    query = "SELECT id, dictionary FROM configuration WHERE dictionary IS NOT NULL"
    for number, dictionary in connection.execute(query).fetchall():
        if _first_long_body(connection, number, dictionary) != dictionary:
            yield f"The dictionary of configuration {number} was changed after it was written."


def _first_long_body(connection: sqlite3.Connection, configuration: int, dictionary: bytes) -> bytes | None:
    """None where there is none that can be read."""
    query = "SELECT id FROM record WHERE configuration = ? AND form = ? ORDER BY id"
    for (number,) in connection.execute(query, (configuration, bodies.APART)):
        (body,) = connection.execute("SELECT body FROM record WHERE id = ?", (number,)).fetchone()
        try:
            plain = bodies.unpack(body, dictionary)
        except EnvironmentFault:
            return None
        if bodies.usable_as_dictionary(plain):
            return plain
    return None


_UNNAMED = """NOT EXISTS (SELECT 1 FROM record WHERE file = f.id)
    AND NOT EXISTS (SELECT 1 FROM sighting WHERE file = f.id)"""
_SHOWN = """SELECT id FROM item WHERE decision <> '' OR second_decision <> '' OR bookmarked
    UNION SELECT item FROM item_tag UNION SELECT item FROM item_note"""


def _told(sentence: str, wrong: set[int]) -> Iterator[str]:
    for number in sorted(wrong)[:_MOST]:
        yield sentence.format(number)
    if len(wrong) > _MOST:
        yield f"{len(wrong) - _MOST} more of this kind: " + sentence.format("...")
