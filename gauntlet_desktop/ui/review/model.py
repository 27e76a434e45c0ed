"""The images of a case as a Qt model: an ordered array of ids, with the rows that views show.

Rows come along with a list; others are read a page at a time when a view first shows them.
"""

from __future__ import annotations

import html
from array import array
from collections import OrderedDict
from collections.abc import Callable, Collection, Sequence
from itertools import islice
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QImage

from gauntlet_desktop.store import Row, Sort, SortColumn
from gauntlet_desktop.ui.items import as_image
from gauntlet_desktop.ui.language import tr
from gauntlet_desktop.ui.review.columns import COLUMNS, badge_of, likelihood
from gauntlet_desktop.ui.selections import selection_of

Index = QModelIndex | QPersistentModelIndex

ROW_ROLE = Qt.ItemDataRole.UserRole
THUMBNAIL_ROLE = Qt.ItemDataRole.UserRole + 1
_PAGE = 64
_ROWS_KEPT = 48 * _PAGE
_THUMBNAILS_KEPT = 800
_NO_INDEX = QModelIndex()

Fetch = Callable[[Sequence[int]], Sequence[Row]]


class ReviewModel(QAbstractTableModel):
    """`fetch` reads rows by their ids. Thumbnails are asked for when a view first shows them: `thumbnail_wanted`
    carries the row. `sorting_chosen` carries a `Sort`."""

    thumbnail_wanted = Signal(object)
    sorting_chosen = Signal(object)

    def __init__(self, fetch: Fetch) -> None:
        super().__init__()
        self._fetch = fetch
        self._ids: array[int] = array("q")
        self._rows: dict[int, Row | None] = {}  # by id, the oldest first
        self._thumbnails: OrderedDict[int, QImage | None] = OrderedDict()

    @property
    def ids(self) -> array[int]:
        """The ids of the items in their order."""
        return self._ids

    def show(self, ids: array[int], rows: Sequence[Row] = ()) -> None:
        """Show other items; views keep what they can by the ids. `rows` are those of some of them, read just now."""
        self.beginResetModel()
        self._ids, self._rows = ids, {row.id: row for row in rows}
        self.endResetModel()

    def goes_on_as(self, ids: array[int]) -> bool:
        """Whether other ids are those that are shown, with more after them or none."""
        return ids[: len(self._ids)] == self._ids

    def go_on(self, ids: array[int], rows: Sequence[Row]) -> set[int]:
        """Show ids that go on as those shown. `rows` are those of some of them, read just now; of the rest, what was
        read before counts no longer. Returns the items whose rows are not the same as before, or not known to be."""
        fresh: dict[int, Row | None] = {row.id: row for row in rows}
        changed = {item for item, row in self._rows.items() if fresh.get(item) != row}
        self._rows = fresh
        if len(ids) > len(self._ids):
            self.beginInsertRows(_NO_INDEX, len(self._ids), len(ids) - 1)
            self._ids = ids
            self.endInsertRows()
        self._tell_of(changed)
        return changed

    def refresh(self, items: Collection[int]) -> None:
        """Read items again, where they are listed."""
        for item in items:
            self._rows.pop(item, None)
        self._tell_of(items)

    def _tell_of(self, items: Collection[int]) -> None:
        """Have views paint items anew, in as few parts as their rows make."""
        selection = selection_of(self, self.rows_of(items), len(COLUMNS))
        for part in map(selection.at, range(selection.count())):
            self.dataChanged.emit(part.topLeft(), part.bottomRight())

    def row_of(self, item: int) -> int | None:
        """The row of an item; None where it is not listed."""
        found = self.rows_of((item,))
        return found[0] if found else None

    def rows_of(self, items: Collection[int]) -> list[int]:
        """The rows of those items that are listed, in the order of the list."""
        wanted = np.fromiter(items, dtype=np.int64, count=len(items))
        found: list[int] = np.flatnonzero(np.isin(np.asarray(self._ids), wanted)).tolist()
        return found

    def item(self, row: int) -> Row | None:
        """What a row shows; None where it left the case meanwhile."""
        item = self._ids[row]
        if item not in self._rows:
            first = row - row % _PAGE
            page = self._ids[first : first + _PAGE]
            found = {each.id: each for each in self._fetch(page)}
            self._rows.update((number, found.get(number)) for number in page)
            for oldest in list(islice(self._rows, max(0, len(self._rows) - _ROWS_KEPT))):
                del self._rows[oldest]
        return self._rows[item]

    def set_thumbnail(self, item: int, pixels: NDArray[np.uint8] | None) -> None:
        """Keep a small picture, uint8 (height, width, 3), or note that there is none."""
        self._thumbnails[item] = None if pixels is None else as_image(pixels)
        while len(self._thumbnails) > _THUMBNAILS_KEPT:
            self._thumbnails.popitem(last=False)
        row = self.row_of(item)
        if row is not None:
            self.dataChanged.emit(self.index(row, 0), self.index(row, 0), [THUMBNAIL_ROLE])

    # What Qt asks

    def rowCount(self, parent: Index = _NO_INDEX) -> int:
        return 0 if parent.isValid() else len(self._ids)

    def columnCount(self, parent: Index = _NO_INDEX) -> int:
        return 0 if parent.isValid() else len(COLUMNS)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return COLUMNS[index.column()].alignment
        if role not in _ROLES or (row := self.item(index.row())) is None:
            return None
        if role == ROW_ROLE:
            return row
        if role == THUMBNAIL_ROLE:
            return self._thumbnail(row)
        text = COLUMNS[index.column()].text(row)
        if role == Qt.ItemDataRole.ToolTipRole:
            return f"<qt>{html.escape(text)}</qt>" if text else None  # escaped: Qt takes markup for rich text
        if role == Qt.ItemDataRole.AccessibleTextRole and index.column() == 0:
            return f"{row.name}: {badge_of(row).text} {likelihood(row)}".strip()
        return text

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation != Qt.Orientation.Horizontal or not 0 <= section < len(COLUMNS):
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return tr(COLUMNS[section].title)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return COLUMNS[section].alignment
        return tr(COLUMNS[section].tip) or None if role == Qt.ItemDataRole.ToolTipRole else None

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """The case sorts, in SQL; a column without an order changes nothing."""
        chosen = COLUMNS[column].sort if 0 <= column < len(COLUMNS) else SortColumn.ADDED
        if chosen is not None:
            self.sorting_chosen.emit(Sort(chosen, order == Qt.SortOrder.DescendingOrder))

    def _thumbnail(self, row: Row) -> QImage | None:
        if row.id not in self._thumbnails:
            self._thumbnails[row.id] = None
            self.thumbnail_wanted.emit(row)
        else:
            self._thumbnails.move_to_end(row.id)
        return self._thumbnails[row.id]


_ROLES = frozenset(
    (
        ROW_ROLE,
        THUMBNAIL_ROLE,
        Qt.ItemDataRole.DisplayRole,
        Qt.ItemDataRole.ToolTipRole,
        Qt.ItemDataRole.AccessibleTextRole,
    )
)
