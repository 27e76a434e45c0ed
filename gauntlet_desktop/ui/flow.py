"""Lays widgets out side by side and goes on in another line where one is full, as words do in a paragraph."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QHBoxLayout, QLayout, QLayoutItem, QWidget

from gauntlet_desktop.ui.theme import SPACE


class Flow(QLayout):
    """As narrow as its widest widget, and then as high as its lines."""

    def __init__(self, widgets: Iterable[QWidget]) -> None:
        super().__init__()
        self._items: list[QLayoutItem] = []
        self.setContentsMargins(0, 0, 0, 0)
        self.setSpacing(SPACE)
        for widget in widgets:
            self.addWidget(widget)

    def addItem(self, item: QLayoutItem) -> None:
        self._items.append(item)

    def count(self) -> int:
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:  # Qt asks beyond the last one
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def expandingDirections(self) -> Qt.Orientation:
        return Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return max((place.bottom() + 1 for _, place in self._places(width)), default=0)

    def sizeHint(self) -> QSize:
        """All in a line."""
        shown = self._shown()
        width = sum(item.sizeHint().width() for item in shown) + self.spacing() * (len(shown) - 1)
        return QSize(max(0, width), max((item.sizeHint().height() for item in shown), default=0))

    def minimumSize(self) -> QSize:
        size = QSize(0, 0)
        for item in self._shown():
            size = size.expandedTo(item.sizeHint())
        return size

    def setGeometry(self, rect: QRect) -> None:
        super().setGeometry(rect)
        for item, place in self._places(rect.width()):
            item.setGeometry(place.translated(rect.topLeft()))

    def _shown(self) -> list[QLayoutItem]:
        return [item for item in self._items if not item.isEmpty()]

    def _places(self, width: int) -> list[tuple[QLayoutItem, QRect]]:
        """Each item with its place in a room of a width."""
        places: list[tuple[QLayoutItem, QRect]] = []
        at, below = QPoint(0, 0), 0  # where the next one goes, where the next line begins
        for item in self._shown():
            size = item.sizeHint()
            if at.x() and at.x() + size.width() > width:
                at = QPoint(0, below)
            places.append((item, QRect(at, size)))
            below = max(below, at.y() + size.height() + self.spacing())
            at.setX(at.x() + size.width() + self.spacing())
        return places


def button_row(buttons: Iterable[QWidget], closing: QWidget) -> QHBoxLayout:
    """Buttons in as many lines as they need, and at the end of the last one what closes."""
    row = QHBoxLayout()
    row.setSpacing(SPACE)
    row.addLayout(Flow(buttons), 1)
    row.addWidget(closing, 0, Qt.AlignmentFlag.AlignBottom)
    return row
