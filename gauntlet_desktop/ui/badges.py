"""Verdict badges: one shape, one colour and one short text for every state that a listed image can be in."""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPen, QPolygonF

from gauntlet_desktop.core.records import AnalysisRecord, Status, Tier
from gauntlet_desktop.ui.language import tr
from gauntlet_desktop.ui.theme import Colours


@dataclass(frozen=True, slots=True)
class BadgeStyle:
    """How a badge looks: `text` for lists, the `shape` drawn, and the name of a colour of theme.Colours."""

    text: str
    shape: str
    colour: str


class Badge(Enum):
    """The states of an image, in the order in which the filter lists them."""

    AI_SUPPORTED = BadgeStyle("Supports generated", "diamond", "generated")
    LEANS_AI = BadgeStyle("Leans generated", "half diamond", "generated")
    INCONCLUSIVE = BadgeStyle("Inconclusive", "ring", "neutral")
    LEANS_CAMERA = BadgeStyle("Leans camera", "half square", "camera")
    CAMERA_SUPPORTED = BadgeStyle("Supports camera", "square", "camera")
    OUT_OF_SCOPE = BadgeStyle("Out of scope", "barred ring", "neutral")
    NO_VERDICT = BadgeStyle("No verdict", "empty ring", "neutral")
    FAILED = BadgeStyle("Not analysed", "triangle", "error")
    WAITING = BadgeStyle("Waiting", "dots", "muted")
    RUNNING = BadgeStyle("Analysing", "arc", "accent")
    CANCELLED = BadgeStyle("Cancelled", "cross", "muted")

    @property
    def text(self) -> str:
        return tr(self.value.text)

    def colour(self, colours: Colours) -> QColor:
        return QColor(getattr(colours, self.value.colour))


_TIERS = {
    Tier.AI_SUPPORTED: Badge.AI_SUPPORTED,
    Tier.LEANS_AI: Badge.LEANS_AI,
    Tier.INCONCLUSIVE: Badge.INCONCLUSIVE,
    Tier.LEANS_CAMERA: Badge.LEANS_CAMERA,
    Tier.CAMERA_SUPPORTED: Badge.CAMERA_SUPPORTED,
}


def badge_of_tier(tier: Tier) -> Badge:
    """The badge of a tier, of the verdict or of one detector."""
    return _TIERS[tier]


def badge_of_record(record: AnalysisRecord) -> Badge:
    """The badge of what a record says, complete or not."""
    if record.status is Status.FAILED:
        return Badge.FAILED
    if record.status is Status.OUT_OF_SCOPE:
        return Badge.OUT_OF_SCOPE
    return _TIERS[record.verdict.tier] if record.verdict else Badge.NO_VERDICT


def paint_badge(painter: QPainter, box: QRectF, badge: Badge, colours: Colours) -> None:
    """Draw a badge's shape into a square box, in device-independent pixels."""
    ratio = painter.device().devicePixelRatioF()
    corner = QPointF(round(box.left() * ratio) / ratio, round(box.top() * ratio) / ratio)
    painter.drawImage(corner, _picture(badge, box.width(), ratio, badge.colour(colours).rgba()))


@lru_cache(256)
def _picture(badge: Badge, side: float, ratio: float, rgba: int) -> QImage:
    """A badge's shape, drawn once: lists show it again and again."""
    pixels = math.ceil(side * ratio)
    image = QImage(pixels, pixels, QImage.Format.Format_ARGB32_Premultiplied)
    image.setDevicePixelRatio(ratio)
    image.fill(Qt.GlobalColor.transparent)
    painter, box = QPainter(image), QRectF(0, 0, side, side)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    pen = QPen(QColor.fromRgba(rgba), max(1.5, box.width() / 9))
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    painter.setPen(pen)
    inset = pen.widthF() / 2
    _SHAPES[badge.value.shape.split()[-1]](painter, box.adjusted(inset, inset, -inset, -inset), badge.value.shape)
    painter.end()
    return image


def _fill(painter: QPainter, shape: str) -> None:
    """Whole shapes are full, "half" ones have their lower half full."""
    if not shape.startswith("half"):
        painter.setBrush(painter.pen().color())


def _diamond(painter: QPainter, box: QRectF, shape: str) -> None:
    centre = box.center()
    left, right = QPointF(box.left(), centre.y()), QPointF(box.right(), centre.y())
    bottom = QPointF(centre.x(), box.bottom())
    _fill(painter, shape)
    painter.drawPolygon(QPolygonF([QPointF(centre.x(), box.top()), right, bottom, left]))
    painter.setBrush(painter.pen().color())
    painter.drawPolygon(QPolygonF([left, right, bottom]))


def _square(painter: QPainter, box: QRectF, shape: str) -> None:
    inner = box.adjusted(box.width() * 0.08, box.height() * 0.08, -box.width() * 0.08, -box.height() * 0.08)
    _fill(painter, shape)
    painter.drawRoundedRect(inner, 1.5, 1.5)
    painter.setBrush(painter.pen().color())
    painter.drawRect(QRectF(inner.left(), inner.center().y(), inner.width(), inner.height() / 2))


def _ring(painter: QPainter, box: QRectF, shape: str) -> None:
    painter.drawEllipse(box)
    if shape.startswith("barred"):
        offset = box.width() * 0.3535
        centre = box.center()
        painter.drawLine(centre + QPointF(-offset, offset), centre + QPointF(offset, -offset))
    elif shape == "ring":
        painter.drawLine(box.center() - QPointF(box.width() / 5, 0), box.center() + QPointF(box.width() / 5, 0))


def _triangle(painter: QPainter, box: QRectF, shape: str) -> None:
    middle = box.center().x()
    painter.drawPolygon(QPolygonF([QPointF(middle, box.top()), box.bottomRight(), box.bottomLeft()]))
    painter.drawLine(QPointF(middle, box.top() + box.height() * 0.4), QPointF(middle, box.top() + box.height() * 0.62))
    painter.drawPoint(QPointF(middle, box.top() + box.height() * 0.82))


def _dots(painter: QPainter, box: QRectF, shape: str) -> None:
    for share in (0.15, 0.5, 0.85):
        painter.drawPoint(QPointF(box.left() + share * box.width(), box.center().y()))


def _arc(painter: QPainter, box: QRectF, shape: str) -> None:
    painter.drawArc(box, 90 * 16, -270 * 16)


def _cross(painter: QPainter, box: QRectF, shape: str) -> None:
    inner = box.adjusted(box.width() * 0.15, box.height() * 0.15, -box.width() * 0.15, -box.height() * 0.15)
    painter.drawLine(inner.topLeft(), inner.bottomRight())
    painter.drawLine(inner.topRight(), inner.bottomLeft())


_SHAPES = {
    "diamond": _diamond,
    "square": _square,
    "ring": _ring,
    "triangle": _triangle,
    "dots": _dots,
    "arc": _arc,
    "cross": _cross,
}
