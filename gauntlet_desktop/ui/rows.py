"""An item model over plain rows, at most two levels deep.

Unlike QStandardItem, nothing here is a C++ object with a Python wrapper: such wrappers outlive the items that a model
deletes, and PySide then hands them out for whatever is created at the same address.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QFont

PAYLOAD_ROLE = Qt.ItemDataRole.UserRole
_Index = QModelIndex | QPersistentModelIndex
_TOP = 0


@dataclass(frozen=True, slots=True)
class Row:
    """Texts by column. `payload` is what the row stands for, `spoken` what a screen reader and a tool tip say of it;
    `tip` is what the tool tip says more.

    A `heading` is bold and cannot be selected.
    """

    texts: tuple[str, ...]
    payload: object = None
    spoken: str = ""
    heading: bool = False
    children: tuple[Row, ...] = ()
    tip: str = ""


class RowModel(QAbstractItemModel):
    """Shows rows under column titles; `tips` explain the titles."""

    def __init__(self, titles: Sequence[str], parent: QObject, tips: Sequence[str] = ()) -> None:
        super().__init__(parent)
        self._titles = titles
        self._tips = tips
        self._rows: tuple[Row, ...] = ()

    def set_rows(self, rows: Sequence[Row]) -> None:
        """Show other rows; all indexes become invalid."""
        self.beginResetModel()
        self._rows = tuple(rows)
        self.endResetModel()

    def find(self, payload_id: str) -> QModelIndex:
        """The index of the row whose payload has that `id`; an invalid one where there is none."""
        for number, row in enumerate(self._rows):
            for child, inner in enumerate(row.children):
                if getattr(inner.payload, "id", None) == payload_id:
                    return self.createIndex(child, 0, number + 1)
        return QModelIndex()

    def index(self, row: int, column: int, parent: _Index = QModelIndex()) -> QModelIndex:  # noqa: B008 - Qt's default
        if not self.hasIndex(row, column, parent):
            return QModelIndex()
        return self.createIndex(row, column, parent.row() + 1 if parent.isValid() else _TOP)

    def parent(self, index: _Index = QModelIndex()) -> QModelIndex:  # type: ignore[override] # noqa: B008 - Qt's default
        owner = index.internalId() if index.isValid() else _TOP
        return self.createIndex(owner - 1, 0, _TOP) if owner != _TOP else QModelIndex()

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - Qt's default
        if not parent.isValid():
            return len(self._rows)
        return len(self._row(parent).children) if parent.column() == 0 else 0

    def columnCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - Qt's default
        return len(self._titles)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        row = self._row(index)
        if role == Qt.ItemDataRole.DisplayRole:
            return row.texts[index.column()] if index.column() < len(row.texts) else ""
        if role == PAYLOAD_ROLE:
            return row.payload
        if role == Qt.ItemDataRole.AccessibleTextRole and index.column() == 0:
            return row.spoken or None
        if role == Qt.ItemDataRole.ToolTipRole and index.column() == 0:
            return _tip(row)
        return _bold() if role == Qt.ItemDataRole.FontRole and row.heading else None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if orientation != Qt.Orientation.Horizontal or not 0 <= section < len(self._titles):
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self._titles[section]
        return self._tips[section] if role == Qt.ItemDataRole.ToolTipRole and section < len(self._tips) else None

    def flags(self, index: _Index) -> Qt.ItemFlag:
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        enabled = Qt.ItemFlag.ItemIsEnabled
        return enabled if self._row(index).heading else enabled | Qt.ItemFlag.ItemIsSelectable

    def _row(self, index: _Index) -> Row:
        owner = index.internalId()
        return self._rows[index.row()] if owner == _TOP else self._rows[owner - 1].children[index.row()]


def _tip(row: Row) -> str | None:
    """As rich text, which alone breaks lines in a tool tip; what the row says stays plain in it."""
    parts = [escape(part).replace("\n", "<br>") for part in (row.spoken, row.tip) if part]
    return f"<qt>{'<br><br>'.join(parts)}</qt>" if parts else None


def _bold() -> QFont:
    font = QFont()
    font.setBold(True)
    return font
