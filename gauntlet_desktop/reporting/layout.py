"""Sets blocks on the pages of a PDF."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, assert_never

from gauntlet_desktop.reporting import blocks as b
from gauntlet_desktop.reporting import marks, pictures
from gauntlet_desktop.reporting import typesetting as t

_MARK = 6.5  # points, the side of a mark in a line of a table


def flowables(blocks: Iterable[b.Block]) -> list[t.Block]:
    """What reportlab lays out, in the order of the blocks."""
    return list(flowing(blocks))


def flowing(blocks: Iterable[b.Block]) -> Iterator[t.Block]:
    """The same, made as it is asked for."""
    for block in blocks:
        yield from _flowables(block)


def _flowables(block: b.Block) -> list[t.Block]:  # noqa: PLR0912 - one case a kind of block
    match block:
        case b.Text():
            return [t.text(block.text, block.style, block.limit)]
        case b.Items():
            return t.numbered(block.items) if block.numbered else t.bullets(block.items)
        case b.Facts():
            return [t.facts(block.pairs, block.label_width)]
        case b.Blanks():
            return [t.blanks(block.pairs)]
        case b.Grid():
            return [t.grid(block.header, block.rows, block.widths, block.mono, block.notes)]
        case b.Lines():
            rows = [[_cell(cell) for cell in row] for row in block.rows]
            return [t.lines(block.header, rows, block.widths, block.mono)]
        case b.Picture():
            return [_picture(block)]
        case b.Drawing():
            return [block.shapes]
        case b.Boxed():
            side = None if block.side is None else _picture(block.side)
            return [t.boxed(flowables(block.blocks), block.accent, side, block.side_width)]
        case b.BoxedRows():
            return [t.boxed_rows([flowables(row) for row in block.rows], block.accent)] if block.rows else []
        case b.Panels():
            return [t.panels([_picture(each) for each in block.pictures], block.captions)]
        case b.Together():
            return [t.together(flowables(block.blocks))]
        case b.Room():
            return [t.room(block.points)]
        case b.Space():
            return [t.space(block.points)]
        case b.Heading():
            return [t.heading(block.title, block.key, block.level, block.style)]
        case b.Contents():
            return [t.contents(block.entries)]
        case b.NewPage():
            return [t.new_page()]
        case _:
            assert_never(block)


def _cell(cell: str | b.Mark) -> Any:
    return cell if isinstance(cell, str) else marks.mark(cell.status, cell.tier, _MARK)


def _picture(block: b.Picture) -> Any:
    return pictures.block(block.shown, block.max_width, block.max_height)
