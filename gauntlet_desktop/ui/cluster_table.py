"""The table of clusters: how many images each has, their mean score, and what their labels say of them."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QTableWidget, QTableWidgetItem

from gauntlet_desktop.core.clustering import Cluster, Clustering
from gauntlet_desktop.ui.empty import EmptyText
from gauntlet_desktop.ui.language import figures, tr
from gauntlet_desktop.ui.line_table import Lines
from gauntlet_desktop.ui.theme import SPACE

# What an item holds beside its text: the number of its cluster, from 0.
NUMBER_ROLE = Qt.ItemDataRole.UserRole
_LEAST_LINES = 5


class ClusterTable(QTableWidget):
    """A header sorts."""

    def __init__(self) -> None:
        super().__init__(0, 0)
        self.setAccessibleName(tr("Clusters"))
        EmptyText(self, tr("The clusters are listed here. Choose one to have its images stand out."))
        Lines(self, SPACE)
        self.setMinimumHeight(_LEAST_LINES * (self.fontMetrics().height() + SPACE))
        self.setSelectionBehavior(QTableWidget.SelectionBehavior.SelectRows)
        self.setSelectionMode(QTableWidget.SelectionMode.SingleSelection)
        self.setShowGrid(False)

    def show_result(self, result: Clustering) -> None:
        header = [tr("Cluster"), tr("Images"), tr("Mean score")]
        header += [tr("Camera"), tr("Generated"), tr("Purity"), tr("Wrong")] if result.labelled else []
        self.setSortingEnabled(False)
        self.clear()
        self.setColumnCount(len(header))
        self.setHorizontalHeaderLabels(header)
        self.setRowCount(result.k)
        for row, each in enumerate(result.clusters):
            for column, (text, value) in enumerate(_cells(each, labelled=result.labelled)):
                item = _Number(text, value)
                item.setData(NUMBER_ROLE, each.number)
                item.setFlags(item.flags() & ~Qt.ItemFlag.ItemIsEditable)
                self.setItem(row, column, item)
        self.setSortingEnabled(True)
        self.sortItems(0)
        self.resizeColumnsToContents()  # with room for the mark of the column that sorts


class _Number(QTableWidgetItem):
    """A cell that sorts by its number."""

    def __init__(self, text: str, value: float) -> None:
        super().__init__(text)
        self.setTextAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.value = value

    def __lt__(self, other: QTableWidgetItem) -> bool:
        return self.value < other.value if isinstance(other, _Number) else super().__lt__(other)


def _cells(each: Cluster, *, labelled: bool) -> list[tuple[str, float]]:
    counts = dict(each.labels)
    numbers = [float(each.number + 1), float(each.size)]
    cells = [(f"{value:g}", value) for value in numbers] + [(figures(f"{each.mean_score:.2f}"), each.mean_score)]
    if labelled:
        real, fake = counts.get("real", 0), counts.get("fake", 0)
        share = -1.0 if each.purity is None else each.purity
        cells += [(str(real), real), (str(fake), fake), (figures(f"{share:.2f}") if share >= 0 else "–", share)]
        cells.append((str(each.wrong), each.wrong))
    return cells
