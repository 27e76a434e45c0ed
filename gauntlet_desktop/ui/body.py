"""What a dialog shows above its buttons: it scrolls where the screen is too small for the least that it needs."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QEvent, QObject, QSize, Qt, QTimer
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QScrollArea, QVBoxLayout, QWidget

from gauntlet_desktop.ui.language import tr
from gauntlet_desktop.ui.theme import SPACE, text_scale
from gauntlet_desktop.ui.widgets import room_for

_LEAST_HEIGHT = 96


class Body(QScrollArea):
    """Fill `column`. What stands in it shrinks as it would in a dialog that cannot scroll; only then there is a bar."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self._content = _Content()
        self.column = self._content.column
        self.setFrameShape(QScrollArea.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setWidget(self._content)
        self.setAccessibleName(tr("{name}, scrolled").format(name=name))
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.verticalScrollBar().rangeChanged.connect(self._can_be_scrolled)

    def heed(self, widget: QWidget) -> None:
        """Bring a widget into view whenever it is shown."""
        widget.installEventFilter(self)

    def open_at(self, width: int) -> None:
        """Give the dialog this width in pixels, more with larger text, and the height that everything in it likes at
        this width; less where the screen has less."""
        dialog = self.window()
        layout, room = dialog.layout(), room_for(dialog)
        assert layout is not None
        margins, width = layout.contentsMargins(), min(round(width * text_scale()), room.width())
        around = layout.totalSizeHint().height() - self.sizeHint().height()
        high = self._content.liked_height(width - margins.left() - margins.right())
        dialog.resize(width, min(high + around, room.height()))

    def sizeHint(self) -> QSize:
        return self._content.sizeHint()

    def minimumSizeHint(self) -> QSize:
        bar = self.verticalScrollBar().sizeHint().width()
        return QSize(self._content.minimumSizeHint().width() + bar + SPACE, _LEAST_HEIGHT)

    def showEvent(self, event: QShowEvent) -> None:
        """The focus begins at what stands in it first, not at the body itself."""
        super().showEvent(event)
        if self.window().focusWidget() is None and (first := next(self._stops(), None)) is not None:
            first.setFocus()

    def _stops(self) -> Iterator[QWidget]:
        """What in it Tab comes to, in this order."""
        widget = self.nextInFocusChain()
        while widget is not None and widget is not self:
            by_tab = widget.focusPolicy() & Qt.FocusPolicy.TabFocus
            if by_tab and widget.isEnabled() and widget.isVisible() and self._content.isAncestorOf(widget):
                yield widget
            widget = widget.nextInFocusChain()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Show and isinstance(watched, QWidget) and watched is not self._content:
            QTimer.singleShot(0, watched, lambda: self.ensureWidgetVisible(watched))  # once it has its place
        return super().eventFilter(watched, event)

    def _can_be_scrolled(self, _: int, most: int) -> None:
        """Keys reach it where there is something to scroll, and the bar stands apart."""
        self.setViewportMargins(0, 0, SPACE if most else 0, 0)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus if most else Qt.FocusPolicy.NoFocus)


class _Content(QWidget):
    """As high as the room, or as the least that it needs at its width, where its labels tell what that is."""

    def __init__(self) -> None:
        super().__init__()
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(SPACE * 3 // 2)

    def liked_height(self, width: int) -> int:
        column = self.column
        return column.totalHeightForWidth(width) if column.hasHeightForWidth() else column.totalSizeHint().height()

    def minimumSizeHint(self) -> QSize:
        least = super().minimumSizeHint()
        return QSize(least.width(), 0) if self.column.hasHeightForWidth() else least

    def heightForWidth(self, width: int) -> int:
        return self.column.minimumHeightForWidth(width)


def in_body(panel: QWidget, name: str) -> Body:
    """A panel that scrolls where there is no room for the least that it needs."""
    body = Body(name)
    body.column.addWidget(panel)
    return body
