"""Lets the user draw a region over the canvas: press, drag, release; Escape gives up."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from gauntlet_desktop.core.records import Box
from gauntlet_desktop.ui.keys import KeyTable, do_by_key
from gauntlet_desktop.ui.language import marked, tr
from gauntlet_desktop.ui.viewer import drawing
from gauntlet_desktop.ui.viewer.canvas import Canvas

_HINT = marked("Drag a box around what you mean. Esc: give up.")
_LEAST = 3.0
_INSET = 8.0


class RegionDrawer(QWidget):
    """Lies over a canvas until something is drawn. `ended` carries a Box in pixels of the upright original, or None."""

    ended = Signal(object)

    def __init__(self, canvas: Canvas) -> None:
        super().__init__(canvas)
        self._canvas = canvas
        self._from: QPointF | None = None
        self._to: QPointF | None = None
        self.setGeometry(canvas.rect())
        self.setCursor(Qt.CursorShape.CrossCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(tr(_HINT))
        self.show()
        self.raise_()
        self.setFocus()

    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            painter.setFont(self.font())
            drawing.draw_tag(painter, tr(_HINT), QPointF(_INSET, _INSET), 1.0, False)
            if self._from is not None and self._to is not None:
                drawing.draw_outline(painter, QRectF(self._from, self._to).normalized(), 1.0)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._from = self._to = event.position()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._to = event.position()
        self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self._from is None:
            return
        box = self._box(self._from, event.position())
        self._from = self._to = None
        self.update()
        if box is not None:
            self._end(box)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not do_by_key(self, KEYS, event):
            super().keyPressEvent(event)

    def _end(self, box: Box | None) -> None:
        self.hide()
        self.ended.emit(box)
        self.deleteLater()

    def _box(self, first: QPointF, second: QPointF) -> Box | None:
        """The part of the picture between two positions; None for a click and for what lies beside the picture."""
        if min(abs(first.x() - second.x()), abs(first.y() - second.y())) < _LEAST:
            return None
        placement, scale = self._canvas.placement, self._canvas.scale
        corners = [self._canvas.picture_point(point) for point in (first, second)]
        limits = (placement.picture_width, placement.picture_height)
        spans = []
        for axis in (0, 1):
            low, high = sorted(min(max(corner[axis], 0.0), limits[axis]) / scale for corner in corners)
            spans.append((int(low), max(1, round(high) - int(low)), high - low))
        if min(spans[0][2], spans[1][2]) <= 0:
            return None
        return Box(spans[0][0], spans[1][0], spans[0][1], spans[1][1])


# What it does while it waits for a region.
KEYS: KeyTable[RegionDrawer] = ((marked("Give up"), ("Esc",), lambda drawer: drawer._end(None)),)
