"""Facets: for each property of the images its values with their counts, to be ticked as a filter."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QFont

from gauntlet_desktop.ui.language import figures, tr
from gauntlet_desktop.ui.terms import meanings

_Index = QModelIndex | QPersistentModelIndex
_TOP = 0


@dataclass(frozen=True, slots=True)
class FacetValue:
    """One value as the case knows it, the text that people read, and how many images have it."""

    value: str
    text: str
    count: int


@dataclass(frozen=True, slots=True)
class Facet:
    """A property by its name in the filter, its title, and its values in the order to show them."""

    name: str
    title: str
    values: tuple[FacetValue, ...]


class FacetModel(QAbstractItemModel):
    """Facets with check boxes. `chosen_changed` tells that the user ticked something."""

    chosen_changed = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._facets: Sequence[Facet] = ()
        self._chosen: dict[str, set[str]] = {}

    @property
    def chosen(self) -> Mapping[str, frozenset[str]]:
        """The ticked values by the facet's name; facets with none are left out."""
        return {name: frozenset(values) for name, values in self._chosen.items() if values}

    def choose(self, chosen: Mapping[str, frozenset[str]]) -> None:
        """Tick values without telling anybody."""
        self._chosen = {name: set(values) for name, values in chosen.items()}
        self._all_changed()

    def set_facets(self, facets: Sequence[Facet]) -> None:
        """Show facets; while they keep their shape only counts change, and nothing in a view moves."""
        if [_shape(each) for each in facets] == [_shape(each) for each in self._facets]:
            self._facets = tuple(facets)
            self._all_changed()
            return
        self.beginResetModel()
        self._facets = tuple(facets)
        self.endResetModel()

    def index(self, row: int, column: int, parent: _Index = QModelIndex()) -> QModelIndex:  # noqa: B008 - Qt's default
        if not self.hasIndex(row, column, parent):
            return QModelIndex()
        return self.createIndex(row, column, parent.row() + 1 if parent.isValid() else _TOP)

    def parent(self, index: _Index = QModelIndex()) -> QModelIndex:  # type: ignore[override] # noqa: B008 - Qt's default
        owner = index.internalId() if index.isValid() else _TOP
        return self.createIndex(owner - 1, 0, _TOP) if owner != _TOP else QModelIndex()

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - Qt's default
        if not parent.isValid():
            return len(self._facets)
        is_facet = parent.internalId() == _TOP and parent.column() == 0
        return len(self._facets[parent.row()].values) if is_facet else 0

    def columnCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - Qt's default
        return 2

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        if index.internalId() == _TOP:
            return self._title(self._facets[index.row()], index.column(), role)
        facet = self._facets[index.internalId() - 1]
        value = facet.values[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return value.text if index.column() == 0 else figures(f"{value.count:,}")
        if role == Qt.ItemDataRole.CheckStateRole and index.column() == 0:
            ticked = value.value in self._chosen.get(facet.name, ())
            return Qt.CheckState.Checked if ticked else Qt.CheckState.Unchecked
        if role == Qt.ItemDataRole.TextAlignmentRole and index.column() == 1:
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        if role == Qt.ItemDataRole.AccessibleTextRole and index.column() == 0:
            return tr("{title}: {value}, %Ln image(s)", "", value.count).format(title=facet.title, value=value.text)
        return None

    def setData(self, index: _Index, value: object, role: int = Qt.ItemDataRole.EditRole) -> bool:
        if role != Qt.ItemDataRole.CheckStateRole or not index.isValid() or index.internalId() == _TOP:
            return False
        facet = self._facets[index.internalId() - 1]
        ticked = self._chosen.setdefault(facet.name, set())
        change = ticked.add if Qt.CheckState(value) == Qt.CheckState.Checked else ticked.discard
        change(facet.values[index.row()].value)
        self.dataChanged.emit(index, index, [role])
        self.chosen_changed.emit()
        return True

    def flags(self, index: _Index) -> Qt.ItemFlag:
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        checkable = index.internalId() != _TOP and index.column() == 0
        return flags | Qt.ItemFlag.ItemIsUserCheckable if checkable else flags

    def _title(self, facet: Facet, column: int, role: int) -> object:
        if role == Qt.ItemDataRole.DisplayRole and column == 0:
            return facet.title
        if role == Qt.ItemDataRole.ToolTipRole:
            return meanings(facet.title) or None
        if role == Qt.ItemDataRole.FontRole:
            font = QFont()
            font.setBold(True)
            return font
        return None

    def _all_changed(self) -> None:
        for number, facet in enumerate(self._facets):
            if facet.values:
                parent = self.index(number, 0)
                self.dataChanged.emit(self.index(0, 0, parent), self.index(len(facet.values) - 1, 1, parent))


def _shape(facet: Facet) -> tuple[str, tuple[str, ...]]:
    return facet.name, tuple(value.value for value in facet.values)
