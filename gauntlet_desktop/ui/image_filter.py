"""The listed images that a text and a verdict leave.

A model of its own: Qt's proxy asks Python about every row, half a second for 100,000 images at each letter.
"""

from __future__ import annotations

from bisect import bisect_left
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, Qt

from gauntlet_desktop.ui.badges import Badge
from gauntlet_desktop.ui.items import ImageItem, ImageListModel, Index

_NO_INDEX = QModelIndex()


class ImageFilter(QAbstractListModel):
    """The images of a list whose name contains a text, and whose badge is the chosen one (None: any)."""

    def __init__(self, source: ImageListModel) -> None:
        super().__init__()
        self._source = source
        self._text = ""
        self._badge: Badge | None = None
        self._rows = list(range(source.rowCount()))  # of the source, ascending
        source.rowsInserted.connect(lambda _, first, last: self._insert(first, last))
        source.rowsAboutToBeRemoved.connect(lambda _, first, last: self._remove(first, last))
        source.rowsRemoved.connect(lambda _, first, last: self._shift(bisect_left(self._rows, first), first - last - 1))
        source.dataChanged.connect(lambda first, last: self._change(first.row(), last.row()))

    def choose(self, text: str, badge: Badge | None) -> None:
        """Leave other images than before; their selection is lost."""
        self.beginResetModel()
        self._text, self._badge = text.casefold(), badge
        self._rows = self._fitting(0, self._source.rowCount())
        self.endResetModel()

    def item(self, row: int) -> ImageItem:
        return self._source.items[self._rows[row]]

    def index_of(self, item: ImageItem | None) -> QModelIndex:
        """The index of an image; an invalid one when it is not among those left."""
        row = -1 if item is None else self._source.index_of(item).row()
        place = bisect_left(self._rows, row)
        return self.createIndex(place, 0) if row >= 0 and self._rows[place : place + 1] == [row] else QModelIndex()

    def rowCount(self, parent: Index = _NO_INDEX) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        return self._source.data(self._source.index(self._rows[index.row()]), role) if index.isValid() else None

    def _fitting(self, first: int, end: int) -> list[int]:
        """Those of the source's rows from `first` to before `end` that are to be seen."""
        text, badge = self._text, self._badge
        items = self._source.items[first:end]
        return [
            row
            for row, item in enumerate(items, first)
            if (not text or text in item.name.casefold()) and (badge is None or item.badge is badge)
        ]

    def _insert(self, first: int, last: int) -> None:
        place = bisect_left(self._rows, first)
        self._shift(place, last - first + 1)
        self._put(place, self._fitting(first, last + 1))

    def _change(self, first: int, last: int) -> None:
        """Some rows of the source changed: mostly one, and mostly it stays or stays away."""
        begin, end = bisect_left(self._rows, first), bisect_left(self._rows, last + 1)
        fitting = self._fitting(first, last + 1)
        if fitting != self._rows[begin:end]:
            self._remove(first, last)
            self._put(begin, fitting)
        elif fitting:
            self.dataChanged.emit(self.createIndex(begin, 0), self.createIndex(end - 1, 0))

    def _put(self, place: int, rows: list[int]) -> None:
        if rows:
            self.beginInsertRows(_NO_INDEX, place, place + len(rows) - 1)
            self._rows[place:place] = rows
            self.endInsertRows()

    def _remove(self, first: int, last: int) -> None:
        begin, end = bisect_left(self._rows, first), bisect_left(self._rows, last + 1)
        if begin < end:
            self.beginRemoveRows(_NO_INDEX, begin, end - 1)
            del self._rows[begin:end]
            self.endRemoveRows()

    def _shift(self, place: int, by: int) -> None:
        """Rows of the source from there on have other numbers than before."""
        self._rows[place:] = [row + by for row in self._rows[place:]]
