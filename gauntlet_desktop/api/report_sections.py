"""Sections that a plugin adds to a report: plain text, tables and pictures, never markup."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol, runtime_checkable

import numpy as np
from numpy.typing import NDArray

from gauntlet_desktop.core.records import AnalysisRecord
from gauntlet_desktop.core.task import TaskContext


@dataclass(frozen=True, slots=True)
class SectionText:
    """Plain text; each line is a paragraph. At most 20,000 characters are kept."""

    text: str


@dataclass(frozen=True, slots=True)
class SectionTable:
    """A table of plain text: 1 to 12 columns, at most 1,000 rows, each with as many cells as the header."""

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True, eq=False)
class SectionFigure:
    """A picture, uint8 (height, width, 3), at most 64 megapixels, with its caption."""

    caption: str
    pixels: NDArray[np.uint8]


SectionBlock = SectionText | SectionTable | SectionFigure


@runtime_checkable
class ReportSection(Protocol):
    """Adds a section about one file to its report. It reads the complete record and can change nothing of it."""

    @property
    def id(self) -> str: ...

    @property
    def title(self) -> str: ...

    def blocks(self, record: AnalysisRecord, context: TaskContext) -> Sequence[SectionBlock]:
        """What the section holds, at most 100 blocks; none where it has nothing to say of this file. The same record
        must give the same blocks."""
        ...
