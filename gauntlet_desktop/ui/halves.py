"""Two halves of a dialog: side by side, or one above the other where large text or a small screen leaves no room."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSplitter, QWidget


class Halves(QSplitter):
    """Side by side while so many `letters` fit into the width; `sizes` are those of the halves then, in pixels."""

    def __init__(self, first: QWidget, second: QWidget, letters: int, sizes: tuple[int, int]) -> None:
        super().__init__()
        self._halves, self._letters, self._sizes = (first, second), letters, sizes
        self.setChildrenCollapsible(False)
        for half in self._halves:
            self.addWidget(half)
        self.setSizes(sizes)

    def minimumSizeHint(self) -> QSize:
        """They can always stand one above the other."""
        least = super().minimumSizeHint()
        return QSize(max(half.minimumSizeHint().width() for half in self._halves), least.height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        beside = self.width() >= self._letters * self.fontMetrics().averageCharWidth()
        wanted = Qt.Orientation.Horizontal if beside else Qt.Orientation.Vertical
        if self.orientation() != wanted:
            self.setOrientation(wanted)
            self.setSizes(self._sizes if beside else (1, 1))
