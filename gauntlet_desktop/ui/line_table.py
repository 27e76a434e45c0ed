"""Tables whose rows are lines of text high, and whose columns keep their letters, also where text changes its size."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QHeaderView, QTableView


class Lines(QObject):
    """Makes the rows of a table so many lines high, with some pixels beside, but at least `least` pixels, and follows
    the size of its text."""

    def __init__(self, table: QTableView, beside: int, *, lines: int = 1, least: int = 0) -> None:
        super().__init__(table)
        self._table, self._beside, self._lines, self._least = table, beside, lines, least
        table.verticalHeader().hide()
        table.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        table.verticalHeader().setMinimumSectionSize(1)  # it would be that of the text before
        self._line = table.fontMetrics().height()
        self._fit_rows()
        table.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.FontChange and (line := self._table.fontMetrics().height()) != self._line:
            header = self._table.horizontalHeader()
            for column in range(header.count()):
                header.resizeSection(column, round(header.sectionSize(column) * line / self._line))
            self._line = line
            self._fit_rows()
        return super().eventFilter(watched, event)

    def _fit_rows(self) -> None:
        self._table.verticalHeader().setDefaultSectionSize(max(self._least, self._lines * self._line + self._beside))
