"""The verdicts that changed between two configurations of a case: a table by answers, and every image of them."""

from __future__ import annotations

import getpass
import os
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, QThreadPool, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QDialog,
    QFileDialog,
    QFormLayout,
    QHeaderView,
    QPushButton,
    QTableView,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from gauntlet_desktop.app.case_changes import (
    changed_parts,
    configurations,
    export_differences,
    outcome_words,
    transitions,
)
from gauntlet_desktop.app.cases import Comparison, compare
from gauntlet_desktop.app.review import now
from gauntlet_desktop.core.likelihood import signed
from gauntlet_desktop.core.safe_text import visible_path
from gauntlet_desktop.store import Difference, StoredConfiguration
from gauntlet_desktop.ui.background import Task
from gauntlet_desktop.ui.dialogs import as_sentence
from gauntlet_desktop.ui.empty import EmptyText
from gauntlet_desktop.ui.flow import button_row
from gauntlet_desktop.ui.language import figures, listed, marked, tr
from gauntlet_desktop.ui.line_table import Lines
from gauntlet_desktop.ui.theme import SPACE
from gauntlet_desktop.ui.widgets import breakable, open_at, plain_label, set_column_widths

Index = QModelIndex | QPersistentModelIndex
_NO_INDEX = QModelIndex()
_TITLES = (marked("Name"), marked("Before"), "log₁₀ LR", marked("After"), "log₁₀ LR", marked("Change"))
_WIDTHS = (260, 150, 90, 150, 90, 90)
_NUMBERS = (2, 4, 5)
_PARTS_SHOWN = 12


class DifferencesModel(QAbstractTableModel):
    """One row an image; a header sorts, images without the value come last."""

    def __init__(self) -> None:
        super().__init__()
        self.rows: list[Difference] = []

    def show(self, rows: Sequence[Difference]) -> None:
        self.beginResetModel()
        self.rows = list(rows)
        self.endResetModel()

    def rowCount(self, parent: Index = _NO_INDEX) -> int:
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = _NO_INDEX) -> int:
        return 0 if parent.isValid() else len(_TITLES)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _alignment(index.column())
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        value = _value(self.rows[index.row()], index.column())
        return signed(value) if isinstance(value, float) else value or ""

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation != Qt.Orientation.Horizontal or not 0 <= section < len(_TITLES):
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _alignment(section)
        return tr(_TITLES[section]) if role == Qt.ItemDataRole.DisplayRole else None

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """By item where `column` is none."""
        self.layoutAboutToBeChanged.emit()
        descending = order == Qt.SortOrder.DescendingOrder
        valued = [row for row in self.rows if column < 0 or _value(row, column) is not None]
        rest = [row for row in self.rows if column >= 0 and _value(row, column) is None]
        valued.sort(key=lambda row: row.item if column < 0 else _value(row, column), reverse=descending)
        self.rows = valued + rest
        self.layoutChanged.emit()


class DifferencesDialog(QDialog):
    """`item_chosen` carries the id and the name of an image, `items_wanted` the ids of all that changed."""

    item_chosen = Signal(object, str)
    items_wanted = Signal(object)

    def __init__(self, parent: QWidget | None, case: Path, pool: QThreadPool) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Verdicts that changed"))
        open_at(self, 900, 640)
        self._case, self._pool = case, pool
        self._kept: list[StoredConfiguration] = []
        self.found: Comparison | None = None
        self.before, self.after = QComboBox(), QComboBox()
        self.before.setAccessibleName(tr("Configuration before"))
        self.after.setAccessibleName(tr("Configuration after"))
        self.summary = plain_label(tr("Reading the results …"), "title")
        self.parts = plain_label(role="muted")
        self.counts = QTableWidget(0, 0)
        self.counts.setAccessibleName(tr("How many verdicts went from which answer to which"))
        self.model = DifferencesModel()
        self.table = QTableView()
        self.show_all = QPushButton(tr("&Show all in the list"))
        self.export = QPushButton(tr("&Export a table (CSV)…"))
        self.close_button = QPushButton(tr("Close"))
        self._lay_out()
        self._connect()
        self._enable()

    def begin(self) -> None:
        """Read the configurations, and compare the last two."""
        self._start(lambda _: configurations(self._case), self._offer)

    def compare(self) -> None:
        """Compare the chosen ones."""
        old, new = (self._kept[box.currentIndex()] for box in (self.before, self.after))
        self.summary.setText(tr("Comparing …"))
        self._start(lambda _: compare(self._case, old.digest, new.digest), self._show)

    def _offer(self, kept: list[StoredConfiguration]) -> None:
        self._kept = kept
        for box in (self.before, self.after):
            box.blockSignals(True)
            box.clear()
            box.addItems([_configuration_words(number, each) for number, each in enumerate(kept, 1)])
            box.blockSignals(False)
        if len(kept) < 2:
            self.summary.setText(tr("All results of this case were made with one configuration."))
            self.parts.setText(
                tr("Analyse the case again after a model or a calibration has changed; old results stay.")
            )
            return
        self.before.setCurrentIndex(len(kept) - 2)
        self.after.setCurrentIndex(len(kept) - 1)
        self.before.currentIndexChanged.connect(lambda _: self.compare())
        self.after.currentIndexChanged.connect(lambda _: self.compare())
        self.compare()

    def _show(self, found: Comparison) -> None:
        if (found.before, found.after) != tuple(self._kept[box.currentIndex()] for box in (self.before, self.after)):
            return  # others were chosen meanwhile
        self.found = found
        self.model.show(found.differences)
        self.table.horizontalHeader().setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        self.summary.setText(
            tr("{count} of %Ln verdict(s) changed", "", found.compared).format(
                count=figures(f"{len(found.differences):,}")
            )
        )
        changed = changed_parts(found.before.description, found.after.description)
        shown = (
            tr("Differs in: {parts}.").format(parts=listed(changed, _PARTS_SHOWN))
            if changed
            else tr("The same configuration.")
        )
        self.parts.setText(breakable(shown))
        _fill_counts(self.counts, found.differences)
        self._enable()

    def _lay_out(self) -> None:
        self.table.setModel(self.model)
        self.table.setAccessibleName(tr("Images whose verdict changed"))
        EmptyText(self.table, tr("The images whose verdict changed are listed here."))
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.table.setShowGrid(False)
        self.table.setTabKeyNavigation(False)
        Lines(self.table, 10)
        self.table.horizontalHeader().setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        self.table.setSortingEnabled(True)
        self.table.horizontalHeader().setStretchLastSection(True)
        set_column_widths(self.table, _WIDTHS)
        EmptyText(self.counts, tr("No verdict changed between these two."))
        self.counts.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.counts.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.counts.setTabKeyNavigation(False)
        self.counts.setShowGrid(False)
        Lines(self.counts, 8)
        self.counts.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self.counts.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        for box in (self.before, self.after):
            box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        form = QFormLayout()
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.ExpandingFieldsGrow)
        form.addRow(tr("&Before"), self.before)
        form.addRow(tr("&After"), self.after)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(SPACE * 2, SPACE * 2, SPACE * 2, SPACE * 2)
        layout.setSpacing(SPACE)
        layout.addLayout(form)
        for widget in (self.summary, self.parts, self.counts):
            layout.addWidget(widget)
        layout.addWidget(self.table, 1)
        layout.addLayout(button_row((self.show_all, self.export), self.close_button))

    def _connect(self) -> None:
        self.table.selectionModel().currentRowChanged.connect(lambda index, _: self._choose(index.row()))
        self.show_all.clicked.connect(lambda: self.items_wanted.emit([each.item for each in self.model.rows]))
        self.export.clicked.connect(self._export)
        self.close_button.clicked.connect(self.reject)

    def _choose(self, row: int) -> None:
        if 0 <= row < len(self.model.rows):
            each = self.model.rows[row]
            self.item_chosen.emit(each.item, each.name)

    def _export(self) -> None:
        assert self.found is not None
        chosen, _ = QFileDialog.getSaveFileName(self, tr("Export the changes"), "changes.csv", tr("Table (*.csv)"))
        if not chosen:
            return
        digests = self.found.before.digest, self.found.after.digest

        def work(_: Task) -> str:
            who = getpass.getuser()
            done = export_differences(self._case, Path(chosen), digests, actor=who, when=now())
            return tr("%Ln row(s) are in {file}.", "", done.items).format(file=visible_path(os.fsencode(chosen)))

        self._start(work, lambda said: self.parts.setText(breakable(said)))

    def _start(self, work: Callable[[Task], Any], done: Callable[[Any], None]) -> None:
        task = Task(work)
        task.finished.connect(done)
        task.failed.connect(lambda error: self.summary.setText(breakable(as_sentence(error))))
        task.start(self._pool)

    def _enable(self) -> None:
        some = self.found is not None and bool(self.found.differences)
        self.show_all.setEnabled(some)
        self.export.setEnabled(self.found is not None)
        self.counts.setVisible(some)
        for box in (self.before, self.after):
            box.setEnabled(len(self._kept) > 1)


def _value(row: Difference, column: int) -> Any:
    before, after = row.before.log10_lr, row.after.log10_lr
    change = None if before is None or after is None else after - before
    return (row.name, outcome_words(row.before), before, outcome_words(row.after), after, change)[column]


def _alignment(column: int) -> Qt.AlignmentFlag:
    side = Qt.AlignmentFlag.AlignRight if column in _NUMBERS else Qt.AlignmentFlag.AlignLeft
    return side | Qt.AlignmentFlag.AlignVCenter


def _configuration_words(number: int, each: StoredConfiguration) -> str:
    since = each.first_used[:16].replace("T", " ")
    return tr("{number}: {digest}, %Ln result(s) since {since}", "", each.records).format(
        number=number, digest=each.digest[:12], since=since
    )


def _fill_counts(table: QTableWidget, differences: Sequence[Difference]) -> None:
    """Rows are the answers before, columns those after."""
    found = transitions(differences)
    rows, columns = (sorted({pair[place] for pair in found}) for place in (0, 1))
    table.setRowCount(len(rows))
    table.setColumnCount(1 + len(columns))
    table.setHorizontalHeaderLabels(["", *(tr("Now {answer}").format(answer=each) for each in columns)])
    for row, before in enumerate(rows):
        table.setItem(row, 0, QTableWidgetItem(before))
        for column, after in enumerate(columns, 1):
            item = QTableWidgetItem(figures(f"{found[before, after]:,}") if (before, after) in found else "–")
            item.setTextAlignment(Qt.AlignmentFlag.AlignCenter)
            table.setItem(row, column, item)
    title = QTableWidgetItem(tr("Before"))
    title.setTextAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
    table.setHorizontalHeaderItem(0, title)
    height = table.verticalHeader().defaultSectionSize() * len(rows)
    table.setFixedHeight(height + table.horizontalHeader().sizeHint().height() + 2)
