"""Selections of whole rows as ranges: 100,000 single ones would take minutes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import numpy as np
from PySide6.QtCore import QAbstractItemModel, QItemSelection


def selection_of(model: QAbstractItemModel, rows: Iterable[int], columns: int = 1) -> QItemSelection:
    """Whole rows of a model with so many columns as one selection."""
    selection = QItemSelection()
    numbers = np.sort(np.fromiter(rows, dtype=np.intp))  # np.unique would import np.ma, for a twentieth of a second
    for part in np.split(numbers, np.flatnonzero(np.diff(numbers) > 1) + 1):
        if part.size:
            selection.select(model.index(int(part[0]), 0), model.index(int(part[-1]), columns - 1))
    return selection


def each_row(selection: QItemSelection) -> Iterator[int]:
    """The rows of a selection, part by part as they were selected; one may come twice."""
    for part in map(selection.at, range(selection.count())):
        yield from range(part.top(), part.bottom() + 1)


def rows_of(selection: QItemSelection) -> list[int]:
    """The rows of a selection in their order."""
    return sorted(set(each_row(selection)))
