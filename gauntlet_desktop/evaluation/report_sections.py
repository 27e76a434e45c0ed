"""Has the installed plugins write their sections of a report, and holds them to the contract."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any, TypeVar

import numpy as np

from gauntlet_desktop.api.report_sections import ReportSection, SectionBlock, SectionFigure, SectionTable, SectionText
from gauntlet_desktop.core.errors import Cancelled, PluginFault
from gauntlet_desktop.core.records import AnalysisRecord
from gauntlet_desktop.core.task import TaskContext
from gauntlet_desktop.inference.loader import Registry, load

BLOCKS, TEXT, CELL, COLUMNS, ROWS, PIXELS = 100, 20_000, 1_000, 12, 1_000, 64_000_000
_TITLE = 200
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class WrittenSection:
    """What the section `id` of a plugin says of the record `item` (from 1), within the contract's bounds."""

    item: int
    id: str
    title: str
    blocks: tuple[SectionBlock, ...]


def write_sections(
    records: Sequence[AnalysisRecord], context: TaskContext, registry: Registry | None = None
) -> Iterator[WrittenSection]:
    """The sections of all plugins for all records. Where a plugin fails, its section says so."""
    sections = (registry or load()).report_sections
    for item, record in enumerate(records, 1):
        context.report((item - 1) / len(records), f"Sections of plugins, image {item} of {len(records)}")
        for section in sections:
            written = _section(section, record, item, context.silent())
            if written.blocks:
                yield written


def checked_section(section: ReportSection, record: AnalysisRecord, context: TaskContext) -> WrittenSection:
    """What a section says of a record, as the first item. Raises PluginFault where it breaks the contract, and what the
    section raises."""
    title = _checked(section.title, str)[:_TITLE]
    found = _checked(section.blocks(record, context), list, tuple)
    if len(found) > BLOCKS:
        raise PluginFault("contract", f"It gave more than {BLOCKS} blocks.", "")
    return WrittenSection(1, section.id, title, tuple(_block(block) for block in found))


def _section(section: ReportSection, record: AnalysisRecord, item: int, context: TaskContext) -> WrittenSection:
    try:
        return replace(checked_section(section, record, context), item=item)
    except Cancelled:
        raise
    except (Exception, SystemExit) as error:  # noqa: BLE001 - the plugin call: third-party code may raise anything
        why = error.message if isinstance(error, PluginFault) else f"{type(error).__name__}: {error}"
        return WrittenSection(item, section.id, section.id, (SectionText(f"The plugin failed: {why}"[:TEXT]),))


def _block(block: SectionBlock) -> SectionBlock:
    match block:
        case SectionText():
            return SectionText(_checked(block.text, str)[:TEXT])
        case SectionTable():
            return _table(block)
        case SectionFigure():
            return _figure(block)
        case _:
            raise PluginFault("contract", f"{type(block).__name__} is no block of a section.", "")


def _table(table: SectionTable) -> SectionTable:
    columns = len(table.header)
    if not 1 <= columns <= COLUMNS or len(table.rows) > ROWS or any(len(row) != columns for row in table.rows):
        raise PluginFault("contract", f"A table has 1 to {COLUMNS} even columns and at most {ROWS} rows.", "")
    return SectionTable(_cells(table.header), tuple(_cells(row) for row in table.rows))


def _cells(row: Sequence[str]) -> tuple[str, ...]:
    return tuple(_checked(cell, str)[:CELL] for cell in row)


def _figure(figure: SectionFigure) -> SectionFigure:
    pixels = _checked(figure.pixels, np.ndarray)
    shape = pixels.shape
    if pixels.dtype != np.uint8 or len(shape) != 3 or shape[2] != 3 or not 0 < shape[0] * shape[1] <= PIXELS:
        raise PluginFault("contract", f"A figure is uint8 (height, width, 3) of at most {PIXELS:,} pixels.", "")
    return SectionFigure(_checked(figure.caption, str)[:CELL], pixels)


def _checked(value: Any, *kinds: type[T]) -> T:
    if not isinstance(value, kinds):
        raise PluginFault("contract", f"It gave {type(value).__name__} where the contract asks for something else.", "")
    return value
