"""The two views of the triage window over one model: a table and a grid of cards."""

from __future__ import annotations

from PySide6.QtCore import QItemSelectionModel, Qt
from PySide6.QtWidgets import QAbstractItemView, QListView, QTableView

from gauntlet_desktop.ui.language import tr
from gauntlet_desktop.ui.line_table import Lines
from gauntlet_desktop.ui.review.columns import COLUMNS
from gauntlet_desktop.ui.review.delegates import CARD, CardDelegate, ResultDelegate
from gauntlet_desktop.ui.review.model import ReviewModel
from gauntlet_desktop.ui.widgets import set_column_widths

_RESULT_COLUMN = 1
# More rows than come into view when a list grows or is filled.
_SCREEN = 64


def make_table(model: ReviewModel) -> QTableView:
    """The images as a table; its header sorts."""
    table = QTableView()
    table.setModel(model)
    table.setAccessibleName(tr("Images, as a table"))
    table.setItemDelegateForColumn(_RESULT_COLUMN, ResultDelegate(table))
    table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    table.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
    table.setShowGrid(False)
    table.setWordWrap(False)
    table.setTabKeyNavigation(False)
    Lines(table, 10)
    table.horizontalHeader().setSectionsMovable(True)
    table.horizontalHeader().setHighlightSections(False)
    table.horizontalHeader().setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
    table.setSortingEnabled(True)
    set_column_widths(table, (column.width for column in COLUMNS))
    return table


def make_grid(model: ReviewModel, selection: QItemSelectionModel) -> QListView:
    """The images as cards. One selection serves both views: going from one to the other loses nothing."""
    grid = QListView()
    grid.setModel(model)
    grid.setAccessibleName(tr("Images, as a grid"))
    grid.setItemDelegate(CardDelegate(grid))
    grid.setViewMode(QListView.ViewMode.IconMode)
    grid.setResizeMode(QListView.ResizeMode.Adjust)
    grid.setMovement(QListView.Movement.Static)
    grid.setUniformItemSizes(True)
    grid.setLayoutMode(QListView.LayoutMode.Batched)
    grid.setBatchSize(2000)
    grid.setSpacing(4)
    grid.setMinimumWidth(2 * CARD)
    grid.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
    grid.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
    grid.setSelectionModel(selection)
    return grid


def places_in_view(view: QAbstractItemView, rows: int) -> range:
    """The places in a list of so many rows that a view shows by its scroll bar, and a screen's worth after them."""
    bar = view.verticalScrollBar()
    whole = max(1, bar.maximum() + bar.pageStep())
    first = rows * bar.value() // whole
    return range(first, -(-rows * (bar.value() + bar.pageStep()) // whole) + _SCREEN)
