"""What a report says, as plain values: `layout` sets them on pages of a PDF, `page` as HTML, both in the same order.

The text in a block is untrusted: whatever turns it into a document makes it visible, cuts it and escapes it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

from gauntlet_desktop.reporting.pictures import Print
from gauntlet_desktop.reporting.typesetting import (
    CELL_LIMIT,
    CONTENT_WIDTH,
    FIRST_ROWS,
    NEUTRAL,
    ROW_LIMIT,
    VALUE_LIMIT,
    WARNING,
)

__all__ = ["CELL_LIMIT", "CONTENT_WIDTH", "NEUTRAL", "ROW_LIMIT", "VALUE_LIMIT", "WARNING"]


@dataclass(frozen=True, slots=True)
class Text:
    """A paragraph in one of the styles of `typesetting`, of at most `limit` characters."""

    text: str
    style: str = "body"
    limit: int = VALUE_LIMIT


@dataclass(frozen=True, slots=True)
class Items:
    """A list of sentences, with dots or with numbers."""

    items: tuple[str, ...]
    numbered: bool = False


@dataclass(frozen=True, slots=True)
class Facts:
    """Labels and values in two columns; the first is `label_width` points wide."""

    pairs: tuple[tuple[str, str], ...]
    label_width: float = 128.0


@dataclass(frozen=True, slots=True)
class Blanks:
    """Rows of a form: what is empty is a line to write on."""

    pairs: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Grid:
    """A table; `widths` are shares of the text's width. Each row is followed by its note, where there are notes."""

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    widths: tuple[float, ...]
    mono: int = -1
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Mark:
    """The shape of an answer, by status and tier ("" without a verdict)."""

    status: str
    tier: str


@dataclass(frozen=True, slots=True)
class Lines:
    """A table of many rows of one line each: cells are shortened to their column (points), or marks of answers."""

    header: tuple[str, ...]
    rows: tuple[tuple[str | Mark, ...], ...]
    widths: tuple[float, ...]
    mono: int = -1


@dataclass(frozen=True, slots=True, eq=False)
class Picture:
    """A picture fitted into a box (points), and what it shows in words."""

    shown: Print
    max_width: float
    max_height: float
    words: str


@dataclass(frozen=True, slots=True, eq=False)
class Drawing:
    """A vector drawing of `plots`, and what it shows in words."""

    shapes: Any
    words: str


@dataclass(frozen=True, slots=True)
class Boxed:
    """A shaded box with a bar in the colour `accent`; `side` is a small picture on its right, `side_width` wide."""

    blocks: tuple[Block, ...]
    accent: str
    side: Picture | None = None
    side_width: float = 0.0


@dataclass(frozen=True, slots=True)
class BoxedRows:
    """A shaded box of many rows, which may be split between them."""

    rows: tuple[tuple[Block, ...], ...]
    accent: str


@dataclass(frozen=True, slots=True)
class Panels:
    """Pictures side by side, each with its caption."""

    pictures: tuple[Picture, ...]
    captions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Together:
    """Blocks that stay on one page when they fit on one."""

    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Room:
    """A page break where less than `points` are left on the page."""

    points: float


@dataclass(frozen=True, slots=True)
class Space:
    """An empty stretch of `points`."""

    points: float


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading in the outline, at `level` 0 (a section, or an image) or 1 (a section within an image); `key` is unique
    in the document."""

    title: str
    key: str
    level: int = 0
    style: str = "section"


@dataclass(frozen=True, slots=True)
class Contents:
    """Titles with the keys of their headings, each with the page that it stands on."""

    entries: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class NewPage:
    """A page break, unless the page is empty."""


Block: TypeAlias = (
    Text
    | Items
    | Facts
    | Blanks
    | Grid
    | Lines
    | Picture
    | Drawing
    | Boxed
    | BoxedRows
    | Panels
    | Together
    | Room
    | Space
    | Heading
    | Contents
    | NewPage
)


def text(untrusted_text: str, style: str = "body", limit: int = VALUE_LIMIT) -> Block:
    """A paragraph of plain text in one of the styles."""
    return Text(untrusted_text, style, limit)


def bullets(sentences: Iterable[str]) -> list[Block]:
    """A list of sentences, bounded in number."""
    return [Items(tuple(sentences))]


def numbered(sentences: Iterable[str]) -> list[Block]:
    """A numbered list of fixed sentences."""
    return [Items(tuple(sentences), numbered=True)]


def part(title: str) -> Block:
    """A heading within a section."""
    return Text(title, "part")


def table_part(title: str) -> list[Block]:
    """A heading over a long table: kept with its first rows only, where `part` would move the whole table along."""
    return [Room(FIRST_ROWS), Text(title, "table_part")]


def facts(pairs: Iterable[tuple[str, str]], label_width: float = 128.0) -> Block:
    """Two columns, label and value; a value that begins with a SHA-256 is set in the fixed-width font."""
    return Facts(tuple(pairs), label_width)


def blanks(pairs: Iterable[tuple[str, str]]) -> Block:
    """Rows of a form: what is empty is a line to write on."""
    return Blanks(tuple(pairs))


def grid(
    header: Sequence[str],
    rows: Iterable[Sequence[str]],
    widths: Sequence[float],
    mono: int = -1,
    notes: Iterable[str] = (),
) -> Block:
    """A table with a repeated header; column `mono` is set fixed-width."""
    return Grid(tuple(header), tuple(tuple(row) for row in rows), tuple(widths), mono, tuple(notes))


def boxed(blocks: Iterable[Block], accent: str, side: Picture | None = None, side_width: float = 0.0) -> Block:
    """A shaded box with an accent bar on its left and, if given, a small picture on its right."""
    return Boxed(tuple(blocks), accent, side, side_width)


def boxed_rows(rows: Iterable[Iterable[Block]], accent: str) -> Block:
    """A shaded box of many rows, with an accent bar; it is split between rows where a page ends."""
    return BoxedRows(tuple(tuple(row) for row in rows), accent)


def panels(pictures: Iterable[Picture], captions: Iterable[str]) -> Block:
    """Pictures side by side, centred, each with its caption underneath."""
    return Panels(tuple(pictures), tuple(captions))


def together(blocks: Iterable[Block]) -> Block:
    """Blocks that stay on one page when they fit on one."""
    return Together(tuple(blocks))
