"""An item model over a tree of plain rows of any depth; like `ui.rows`, it makes no C++ object a row."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QFont

from gauntlet_desktop.reporting.provenance_tree import Node
from gauntlet_desktop.ui.language import marked, tr
from gauntlet_desktop.ui.widgets import breakable

TITLES = (marked("Field"), marked("Value"), marked("Where it stands"))
_CELL_LIMIT = 240
_TIP_LIMIT = 1000
_NO_INDEX = QModelIndex()
_Index = QModelIndex | QPersistentModelIndex


@dataclass(slots=True)
class _Place:
    """A row with its place: its parent's number (-1 for none), its own row there, and the numbers of its children."""

    node: Node
    parent: int
    row: int
    children: list[int]


class NodeModel(QAbstractItemModel):
    """Shows nodes under the titles "Field", "Value" and "Where it stands"."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._places: list[_Place] = []
        self._top: list[int] = []

    def show(self, nodes: Iterable[Node]) -> None:
        """Show another tree; all indexes become invalid."""
        self.beginResetModel()
        self._places = []
        self._top = self._add(nodes, -1)
        self.endResetModel()

    def node(self, index: _Index) -> Node | None:
        """The node of an index; None for an invalid one."""
        return self._places[index.internalId()].node if index.isValid() else None

    def _add(self, nodes: Iterable[Node], parent: int) -> list[int]:
        numbers = []
        for row, node in enumerate(nodes):
            number = len(self._places)
            self._places.append(_Place(node, parent, row, []))
            self._places[number].children = self._add(node.children, number)
            numbers.append(number)
        return numbers

    def _below(self, index: _Index) -> Sequence[int]:
        return self._places[index.internalId()].children if index.isValid() else self._top

    def index(self, row: int, column: int, parent: _Index = _NO_INDEX) -> QModelIndex:
        if not self.hasIndex(row, column, parent):
            return QModelIndex()
        return self.createIndex(row, column, self._below(parent)[row])

    def parent(self, index: _Index = _NO_INDEX) -> QModelIndex:  # type: ignore[override]
        above = self._places[index.internalId()].parent if index.isValid() else -1
        return QModelIndex() if above < 0 else self.createIndex(self._places[above].row, 0, above)

    def rowCount(self, parent: _Index = _NO_INDEX) -> int:
        return len(self._below(parent)) if parent.column() <= 0 else 0

    def columnCount(self, parent: _Index = _NO_INDEX) -> int:
        return len(TITLES)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        node = self.node(index)
        if node is None:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return breakable((node.name, node.value, node.location)[index.column()], _CELL_LIMIT)
        if role == Qt.ItemDataRole.ToolTipRole:
            return breakable(spoken(node), _TIP_LIMIT).replace("&", "&amp;").replace("<", "&lt;")
        if role == Qt.ItemDataRole.AccessibleTextRole and index.column() == 0:
            return spoken(node)
        return _bold() if role == Qt.ItemDataRole.FontRole and not index.parent().isValid() else None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        wanted = orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole
        return tr(TITLES[section]) if wanted and 0 <= section < len(TITLES) else None


def spoken(node: Node) -> str:
    """All that is known of a row, as one text."""
    said = f"{node.name}: {node.value}" if node.value else node.name
    return ". ".join(part for part in (said, node.location, node.altered) if part)


def _bold() -> QFont:
    font = QFont()
    font.setBold(True)
    return font
