"""What people, templates and plugins add to a report: plain text, tables and pictures, each with its origin named."""

from __future__ import annotations

from typing import assert_never

from gauntlet_desktop.reporting import blocks as t
from gauntlet_desktop.reporting import pictures
from gauntlet_desktop.reporting.options import ExtraBlock, ExtraSection, FigureBlock, TableBlock, TextBlock
from gauntlet_desktop.reporting.report import Report

_WIDTH, _HEIGHT = 440.0, 340.0
_TEXT_LIMIT = 20_000  # characters a line: flowing text may fill pages


def attached(report: Report) -> list[t.Block]:
    """The figures that the examiner attached; none in a redacted report without pictures."""
    if not report.options.show_picture:
        return []
    return [t.together(_figure(figure)) for figure in report.options.figures]


def section(report: Report, extra: ExtraSection) -> list[t.Block]:
    """A section that was added, where this part of the report is the one that it is about."""
    if extra.item not in (0, report.number) and report.number:
        return []
    blocks: list[t.Block] = [t.text(f"Added by {extra.origin}; not part of the program's result.", "note")]
    return [*blocks, *(each for block in extra.blocks for each in _added(report, block))]


def _added(report: Report, block: ExtraBlock) -> list[t.Block]:
    match block:
        case TextBlock():
            return [t.text(line, limit=_TEXT_LIMIT) for line in block.text.splitlines()]
        case TableBlock():
            return [t.grid(block.header, block.rows, [1.0] * len(block.header))]
        case FigureBlock():
            return [t.together(_figure(block))] if report.options.show_picture else []
        case _:
            assert_never(block)


def _figure(figure: FigureBlock) -> list[t.Block]:
    caption = f"{figure.caption} ({figure.scale})" if figure.scale else figure.caption
    return [t.panels([t.Picture(pictures.stored(figure.png), _WIDTH, _HEIGHT, figure.caption)], [caption])]
