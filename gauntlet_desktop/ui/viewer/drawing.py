"""What the canvas draws with: parts of images, outlines seen on any picture, the pixel grid, labels and the divider.

All coordinates are device pixels; `ratio` is device pixels per device-independent pixel.
"""

from __future__ import annotations

import math

from PySide6.QtCore import QLineF, QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPen

_DARK, _LIGHT = QColor(0, 0, 0, 220), QColor(255, 255, 255)
_GRID = QColor(128, 128, 128, 120)


def draw_part(painter: QPainter, image: QImage, whole: QRectF, part: QRect) -> None:
    """Draw only those pixels of an image that fall into `part`, where all of the image would fill `whole`."""
    seen = whole.intersected(QRectF(part))
    if seen.isEmpty():
        return
    across, down = whole.width() / image.width(), whole.height() / image.height()
    # Whole pixels and one more on each side, so that interpolation at the edges is that of the whole image.
    left = max(0, math.floor((seen.left() - whole.left()) / across) - 1)
    top = max(0, math.floor((seen.top() - whole.top()) / down) - 1)
    right = min(image.width(), math.ceil((seen.right() - whole.left()) / across) + 1)
    bottom = min(image.height(), math.ceil((seen.bottom() - whole.top()) / down) + 1)
    target = QRectF(
        whole.left() + left * across, whole.top() + top * down, (right - left) * across, (bottom - top) * down
    )
    painter.drawImage(target, image, QRectF(left, top, right - left, bottom - top))


def draw_outline(painter: QPainter, box: QRectF, ratio: float, style: Qt.PenStyle = Qt.PenStyle.SolidLine) -> None:
    """A rectangle in dark and light strokes: one of them stands out on any picture."""
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for colour, width, line in ((_DARK, 4.0, Qt.PenStyle.SolidLine), (_LIGHT, 2.0, style)):
        pen = QPen(colour, width * ratio, line)
        pen.setJoinStyle(Qt.PenJoinStyle.MiterJoin)
        painter.setPen(pen)
        painter.drawRect(box)


def draw_thin_outline(painter: QPainter, box: QRectF, ratio: float) -> None:
    """A dashed hairline rectangle, for the many views of a heatmap."""
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for colour, style in ((_DARK, Qt.PenStyle.SolidLine), (_LIGHT, Qt.PenStyle.DashLine)):
        painter.setPen(QPen(colour, ratio, style))
        painter.drawRect(box)


def draw_grid(painter: QPainter, whole: QRectF, zoom: float, part: QRect) -> None:
    """Lines between the pixels of the picture that fills `whole`."""
    seen = whole.intersected(QRectF(part))
    columns = range(
        math.ceil((seen.left() - whole.left()) / zoom), math.floor((seen.right() - whole.left()) / zoom) + 1
    )
    rows = range(math.ceil((seen.top() - whole.top()) / zoom), math.floor((seen.bottom() - whole.top()) / zoom) + 1)
    across = [QLineF(x, seen.top(), x, seen.bottom()) for x in (round(whole.left() + i * zoom) for i in columns)]
    down = [QLineF(seen.left(), y, seen.right(), y) for y in (round(whole.top() + i * zoom) for i in rows)]
    painter.setPen(QPen(_GRID, 1.0))
    painter.drawLines(across + down)


def draw_tag(painter: QPainter, text: str, corner: QPointF, ratio: float, align_right: bool = False) -> None:
    """A small label over the picture; `corner` is its top left, or its top right."""
    metrics = painter.fontMetrics()
    width = metrics.horizontalAdvance(text) + 16
    box = QRectF(corner.x() / ratio - (width if align_right else 0), corner.y() / ratio, width, metrics.height() + 6)
    painter.save()
    painter.scale(ratio, ratio)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(0, 0, 0, 170))
    painter.drawRoundedRect(box, 4, 4)
    painter.setPen(_LIGHT)
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)
    painter.restore()


def draw_divider(painter: QPainter, x: float, height: float, ratio: float) -> None:
    """The line between the halves of a swipe comparison, with a knob that invites dragging."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    line = QLineF(x, 0, x, height)
    for colour, width in ((_DARK, 4.0), (_LIGHT, 2.0)):
        painter.setPen(QPen(colour, width * ratio))
        painter.drawLine(line)
    painter.translate(x, height / 2)
    painter.scale(ratio, ratio)
    painter.setPen(QPen(_DARK, 1.5))
    painter.setBrush(_LIGHT)
    painter.drawEllipse(QPointF(0, 0), 13, 13)
    painter.setPen(QPen(QColor(40, 40, 40), 2, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
    for side in (-1, 1):
        tip = QPointF(side * 8, 0)
        painter.drawLine(tip, QPointF(side * 4, -4))
        painter.drawLine(tip, QPointF(side * 4, 4))
    painter.restore()


def draw_cross(painter: QPainter, x: float, y: float, ratio: float) -> None:
    """Where the cursor would be in the other pane."""
    arm, gap = 9 * ratio, 3 * ratio
    lines = [
        QLineF(x + dx * gap, y + dy * gap, x + dx * arm, y + dy * arm) for dx, dy in ((1, 0), (-1, 0), (0, 1), (0, -1))
    ]
    for colour, width in ((_DARK, 3.0), (_LIGHT, 1.0)):
        painter.setPen(QPen(colour, width * ratio))
        painter.drawLines(lines)
