"""What examiners say of images, apart from the program's results: decisions, tags, notes, bookmarks.

Marks are only ever added. Undoing one adds its opposite, which `put` returns.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from gauntlet_desktop.core.checklist import Reply, parse_answer
from gauntlet_desktop.core.errors import UserError
from gauntlet_desktop.core.phrases import phrase
from gauntlet_desktop.store.evidence import folded

LONGEST_TAG, LONGEST_NOTE = 100, 10_000


class MarkKind(StrEnum):
    """What a mark changes. The second decision is that of a second reviewer."""

    DECISION = "decision"
    SECOND_DECISION = "second decision"
    TAG = "tag"
    UNTAG = "untag"
    NOTE = "note"
    BOOKMARK = "bookmark"
    ANSWER = "answer"


class Decision(StrEnum):
    """What an examiner decides; `OPEN` withdraws a decision."""

    GENERATED = "generated"
    CAMERA = "camera"
    UNDECIDED = "undecided"
    NOT_RELEVANT = "not_relevant"
    OPEN = ""


@dataclass(frozen=True, slots=True)
class Mark:
    """A change to one item. `value` is a Decision, a tag, the whole text of a note, "1" or "" for a bookmark, or the
    `value` of an Answer of the checklist; `note` says why, with a decision and an answer."""

    item: int
    kind: MarkKind
    value: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class MarkEntry:
    """A mark in the history of an item: who made it and when (ISO 8601, UTC)."""

    id: int
    kind: str
    value: str
    note: str
    actor: str
    occurred: str


@dataclass(frozen=True, slots=True)
class State:
    """What all marks of an item come to."""

    decision: str
    second_decision: str
    bookmarked: bool
    note: str
    tags: tuple[str, ...]


def put(connection: sqlite3.Connection, marks: Iterable[Mark], entry: int) -> tuple[Mark, ...]:
    """Add marks that change something; returns their opposites, which undo them when they are put in that order.

    Raises UserError for an item that is not there and a value that its kind does not take.
    """
    undo: list[Mark] = []
    for mark in marks:
        _refuse_nonsense(mark)
        before = _before(connection, mark)
        if (before.kind, before.value, before.note) != (mark.kind, mark.value, mark.note):
            connection.execute(
                "INSERT INTO mark (entry, evidence, kind, value, note) VALUES (?, ?, ?, ?, ?)",
                (entry, mark.item, mark.kind.value, mark.value, mark.note),
            )
            _apply(connection, mark)
            undo.append(before)
    return tuple(reversed(undo))


def history(connection: sqlite3.Connection, item: int) -> list[MarkEntry]:
    """All marks of an item, the oldest first. Raises ValueError for one that `put` would not have taken."""
    query = (
        "SELECT mark.id, kind, value, note, actor, occurred FROM mark JOIN custody ON custody.number = mark.entry "
        "WHERE evidence = ? ORDER BY mark.id"
    )
    entries = [MarkEntry(*row) for row in connection.execute(query, (item,))]
    for entry in entries:
        if not _fits(Mark(item, MarkKind(entry.kind), entry.value, entry.note)):
            raise ValueError(f"{entry.value[:100]!r} is no {entry.kind}")
    return entries


def answers_by_history(entries: Iterable[MarkEntry]) -> tuple[MarkEntry, ...]:
    """Of an item's marks from the oldest on: the newest answer to each question, without those that were withdrawn."""
    newest = {entry.value.partition(" ")[0]: entry for entry in entries if entry.kind == MarkKind.ANSWER}
    return tuple(entry for entry in newest.values() if parse_answer(entry.value).reply is not Reply.OPEN)


def state_by_history(rows: Iterable[Sequence[str]]) -> State:
    """What marks, given as (kind, value) from the oldest on, come to."""
    latest: dict[str, str] = {}
    tags: set[str] = set()
    for kind, value in rows:
        if kind == MarkKind.TAG:
            tags.add(value)
        elif kind == MarkKind.UNTAG:
            tags.discard(value)
        else:
            latest[kind] = value
    return State(
        latest.get(MarkKind.DECISION, ""),
        latest.get(MarkKind.SECOND_DECISION, ""),
        bool(latest.get(MarkKind.BOOKMARK)),
        latest.get(MarkKind.NOTE, ""),
        tuple(sorted(tags)),
    )


def state(connection: sqlite3.Connection, item: int) -> State:
    """The marks of an item as the window sees them."""
    row = connection.execute("SELECT decision, second_decision, bookmarked FROM item WHERE id = ?", (item,)).fetchone()
    note = connection.execute("SELECT text FROM item_note WHERE item = ?", (item,)).fetchone()
    tags = connection.execute("SELECT tag FROM item_tag WHERE item = ? ORDER BY tag", (item,))
    return State(row[0], row[1], bool(row[2]), note[0] if note else "", tuple(tag for (tag,) in tags))


def restore(connection: sqlite3.Connection, item: int) -> None:
    """Give a row that was made anew what the marks of its evidence say."""
    rows = connection.execute("SELECT kind, value FROM mark WHERE evidence = ? ORDER BY id", (item,)).fetchall()
    for kind, value in rows:
        _apply(connection, Mark(item, MarkKind(kind), value))


def _refuse_nonsense(mark: Mark) -> None:
    if not _fits(mark):
        raise UserError(
            "mark_invalid",
            phrase("This {kind} cannot be kept.", kind=phrase(mark.kind)),
            phrase("A tag has 1 to {tag} characters, a note at most {note:,}.", tag=LONGEST_TAG, note=LONGEST_NOTE),
        )


def _fits(mark: Mark) -> bool:
    if any(text.encode("utf-8", "ignore").decode() != text for text in (mark.value, mark.note)):
        return False  # half of a surrogate pair is no text
    if mark.kind in (MarkKind.DECISION, MarkKind.SECOND_DECISION):
        return mark.value in set(Decision) and len(mark.note) <= LONGEST_NOTE
    if mark.kind is MarkKind.ANSWER:
        return len(mark.note) <= LONGEST_NOTE and _is_answer(mark)
    if mark.note:
        return False
    if mark.kind in (MarkKind.TAG, MarkKind.UNTAG):
        return 0 < len(mark.value) <= LONGEST_TAG and mark.value == mark.value.strip()
    if mark.kind is MarkKind.NOTE:
        return len(mark.value) <= LONGEST_NOTE
    return mark.value in ("", "1")


def _is_answer(mark: Mark) -> bool:
    try:
        parse_answer(mark.value, mark.note)
    except ValueError:
        return False
    return True


def _before(connection: sqlite3.Connection, mark: Mark) -> Mark:
    """The mark that brings back what is now."""
    if not connection.execute("SELECT 1 FROM item WHERE id = ?", (mark.item,)).fetchone():
        raise UserError("no_such_item", "The image is no longer in the case.", "Read the list again.")
    if mark.kind in (MarkKind.TAG, MarkKind.UNTAG):
        query = "SELECT 1 FROM item_tag WHERE item = ? AND tag = ?"
        has_tag = connection.execute(query, (mark.item, mark.value)).fetchone()
        return Mark(mark.item, MarkKind.TAG if has_tag else MarkKind.UNTAG, mark.value)
    if mark.kind is MarkKind.ANSWER:
        question = mark.value.partition(" ")[0]  # letters and hyphens: nothing that LIKE takes for a pattern
        query = "SELECT value, note FROM mark WHERE evidence = ? AND kind = ? AND value LIKE ? ORDER BY id DESC LIMIT 1"
        found = connection.execute(query, (mark.item, mark.kind.value, f"{question} %")).fetchone()
        return Mark(mark.item, mark.kind, *(found or (f"{question} {Reply.OPEN}", "")))
    query = "SELECT value, note FROM mark WHERE evidence = ? AND kind = ? ORDER BY id DESC LIMIT 1"
    found = connection.execute(query, (mark.item, mark.kind.value)).fetchone()
    return Mark(mark.item, mark.kind, *(found or ("", "")))


def _apply(connection: sqlite3.Connection, mark: Mark) -> None:
    """Bring the tables that the window reads up to date."""
    match mark.kind:
        case MarkKind.TAG:
            connection.execute("INSERT OR IGNORE INTO item_tag VALUES (?, ?)", (mark.value, mark.item))
        case MarkKind.UNTAG:
            connection.execute("DELETE FROM item_tag WHERE tag = ? AND item = ?", (mark.value, mark.item))
        case MarkKind.NOTE:
            connection.execute("DELETE FROM item_note WHERE item = ?", (mark.item,))
            if mark.value:
                row = (mark.item, mark.value, folded(mark.value))
                connection.execute("INSERT INTO item_note VALUES (?, ?, ?)", row)
        case MarkKind.BOOKMARK:
            connection.execute("UPDATE item SET bookmarked = ? WHERE id = ?", (int(bool(mark.value)), mark.item))
        case MarkKind.DECISION:
            connection.execute("UPDATE item SET decision = ? WHERE id = ?", (mark.value, mark.item))
        case MarkKind.SECOND_DECISION:
            connection.execute("UPDATE item SET second_decision = ? WHERE id = ?", (mark.value, mark.item))
        case MarkKind.ANSWER:
            pass  # answers are read from the marks themselves: no list is filtered by them
