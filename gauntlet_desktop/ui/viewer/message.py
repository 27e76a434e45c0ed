"""What stands in the picture's place while there is none: an icon, a title and what to do."""

from __future__ import annotations

from enum import StrEnum

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from gauntlet_desktop.ui.theme import SPACE, colours
from gauntlet_desktop.ui.widgets import breakable, plain_label

_ICON_SIDE = 72
_TEXT_WIDTH = 420


class MessageKind(StrEnum):
    """Why there is no picture: none was chosen, it is on its way, or it cannot be shown."""

    EMPTY = "empty"
    BUSY = "busy"
    ERROR = "error"


class MessageIcon(QWidget):
    """A picture frame, an hourglass or a warning triangle, drawn in the palette's colours."""

    def __init__(self) -> None:
        super().__init__()
        self._kind = MessageKind.EMPTY
        self.setFixedSize(_ICON_SIDE, _ICON_SIDE)

    def set_kind(self, kind: MessageKind) -> None:
        self._kind = kind
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        chosen = colours(self.palette())
        colour = QColor(chosen.error if self._kind is MessageKind.ERROR else chosen.neutral)
        pen = QPen(colour, 3, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin)
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(pen)
            _DRAW[self._kind](painter, colour)


class MessageView(QWidget):
    """Plain, wrapped text: what comes from a file is never markup and never widens the window."""

    def __init__(self) -> None:
        super().__init__()
        self._icon = MessageIcon()
        self.title, self.detail = plain_label(role="headline"), plain_label(role="muted")
        column = QVBoxLayout()
        column.setSpacing(SPACE)
        column.addStretch(1)
        column.addWidget(self._icon, alignment=Qt.AlignmentFlag.AlignHCenter)
        for label in (self.title, self.detail):
            label.setAlignment(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)
            label.setMaximumWidth(_TEXT_WIDTH)
            column.addWidget(label)
        column.addStretch(1)
        row = QHBoxLayout(self)
        row.setContentsMargins(SPACE * 2, SPACE * 2, SPACE * 2, SPACE * 2)
        row.addStretch(1)
        row.addLayout(column, 1000)
        row.addStretch(1)

    def show_text(self, untrusted_title: str, untrusted_detail: str, kind: MessageKind) -> None:
        self._icon.set_kind(kind)
        self._set(self.title, untrusted_title)
        self._set(self.detail, untrusted_detail)
        self.setAccessibleName(self.title.text())
        self.setAccessibleDescription(self.detail.text())

    def _set(self, label: QLabel, untrusted_text: str) -> None:
        label.setText(breakable(untrusted_text, 400))
        label.setVisible(bool(untrusted_text))


def _draw_empty(painter: QPainter, colour: QColor) -> None:
    painter.drawRoundedRect(QRectF(8, 14, 56, 44), 5, 5)
    painter.drawPolyline(
        QPolygonF([QPointF(9, 52), QPointF(26, 36), QPointF(38, 47), QPointF(48, 39), QPointF(63, 52)])
    )
    painter.setBrush(colour)
    painter.drawEllipse(QPointF(48, 27), 3, 3)


def _draw_busy(painter: QPainter, colour: QColor) -> None:
    painter.drawLine(QPointF(20, 10), QPointF(52, 10))
    painter.drawLine(QPointF(20, 62), QPointF(52, 62))
    painter.drawPolygon(QPolygonF([QPointF(24, 10), QPointF(48, 10), QPointF(24, 62), QPointF(48, 62)]))
    painter.setBrush(colour)
    painter.drawPolygon(QPolygonF([QPointF(30, 58), QPointF(42, 58), QPointF(36, 46)]))


def _draw_error(painter: QPainter, colour: QColor) -> None:
    painter.drawPolygon(QPolygonF([QPointF(36, 10), QPointF(66, 60), QPointF(6, 60)]))
    painter.drawLine(QPointF(36, 28), QPointF(36, 43))
    painter.setBrush(colour)
    painter.drawEllipse(QPointF(36, 51), 1.5, 1.5)


_DRAW = {MessageKind.EMPTY: _draw_empty, MessageKind.BUSY: _draw_busy, MessageKind.ERROR: _draw_error}
