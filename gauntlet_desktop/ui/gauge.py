"""The likelihood ratio on its verbal scale, with the floor and the cap beyond which the validation supports nothing."""

from __future__ import annotations

from itertools import pairwise

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QPaintEvent, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from gauntlet_desktop.core.likelihood import (
    CAMERA,
    GENERATED,
    NO_SUPPORT_LOG10_LR,
    SUPPORT_STARTS,
    signed,
    verbal_strength,
)
from gauntlet_desktop.core.records import Verdict
from gauntlet_desktop.reporting import wording
from gauntlet_desktop.ui.language import figures, tr
from gauntlet_desktop.ui.theme import SPACE, Colours, colours

# The ends of the axis, in log10 LR; the scale is the same for every image.
AXIS_LIMIT = 5.0
_STEPS = (*SUPPORT_STARTS, AXIS_LIMIT)
_BAR_TOP = 36
_BAR_HEIGHT = 16


class LikelihoodGauge(QWidget):
    """A horizontal axis from "captured by a camera" to "made by a generative model" with a pointer at the LR."""

    def __init__(self) -> None:
        super().__init__()
        self._verdict: Verdict | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(tr("Likelihood ratio on its verbal scale"))

    def set_verdict(self, verdict: Verdict | None) -> None:
        self._verdict = verdict
        self.setVisible(verdict is not None)
        if verdict is not None:
            self.setToolTip(tr(wording.BOUNDS_KEY))
            self.setAccessibleDescription(
                tr("log10 LR {log10_lr}, {verbal}; held between the floor {floor} and the cap {cap}").format(
                    log10_lr=figures(signed(verdict.log10_lr)),
                    verbal=tr(verdict.verbal),
                    floor=figures(signed(verdict.log10_lr_floor)),
                    cap=figures(signed(verdict.log10_lr_cap)),
                )
            )
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(320, _BAR_TOP + _BAR_HEIGHT + 2 * self.fontMetrics().height() + SPACE)

    def minimumSizeHint(self) -> QSize:
        return QSize(220, self.sizeHint().height())

    def position(self, log10_lr: float) -> float:
        """The x coordinate, in device-independent pixels, of a log10 LR; values off the axis sit at its ends."""
        bounded = min(AXIS_LIMIT, max(-AXIS_LIMIT, log10_lr))
        return SPACE + (bounded + AXIS_LIMIT) / (2 * AXIS_LIMIT) * (self.width() - 2 * SPACE)

    def paintEvent(self, event: QPaintEvent) -> None:
        verdict = self._verdict
        if verdict is None:
            return
        chosen = colours(self.palette())
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            self._paint_steps(painter, chosen)
            self._paint_bounds(painter, chosen, verdict)
            self._paint_pointer(painter, chosen, verdict)
            self._paint_scale(painter, chosen)

    def _paint_steps(self, painter: QPainter, chosen: Colours) -> None:
        """Bands of growing strength, lighter near the middle; grey where there is no support."""
        neutral = QColor(chosen.neutral)
        neutral.setAlpha(70)
        self._band(painter, -NO_SUPPORT_LOG10_LR, NO_SUPPORT_LOG10_LR, neutral)
        for strength, (low, high) in enumerate(pairwise(_STEPS)):
            for sign, name in ((1, chosen.generated), (-1, chosen.camera)):
                colour = QColor(name)
                colour.setAlpha(70 + 38 * strength)
                self._band(painter, sign * low, sign * high, colour)

    def _band(self, painter: QPainter, low: float, high: float, colour: QColor) -> None:
        left, right = sorted((self.position(low), self.position(high)))
        painter.fillRect(QRectF(left + 0.5, _BAR_TOP, right - left - 1, _BAR_HEIGHT), colour)

    def _paint_bounds(self, painter: QPainter, chosen: Colours, verdict: Verdict) -> None:
        """Cover what the validation does not support, so that nobody reads the axis as reachable."""
        veil, ink = QColor(chosen.base), QColor(chosen.neutral)
        veil.setAlpha(215)
        painter.setPen(ink)
        for bound, end in ((verdict.log10_lr_floor, -AXIS_LIMIT), (verdict.log10_lr_cap, AXIS_LIMIT)):
            if abs(bound) >= AXIS_LIMIT:
                continue
            self._band(painter, bound, end, veil)
            left, right = sorted((self.position(bound), self.position(end)))
            painter.fillRect(QRectF(left, _BAR_TOP, right - left, _BAR_HEIGHT), QBrush(ink, Qt.BrushStyle.BDiagPattern))
            x = self.position(bound)
            painter.drawLine(QPointF(x, _BAR_TOP - 3), QPointF(x, _BAR_TOP + _BAR_HEIGHT + 3))

    def _paint_pointer(self, painter: QPainter, chosen: Colours, verdict: Verdict) -> None:
        x = self.position(verdict.log10_lr)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(chosen.text))
        tip = QPointF(x, _BAR_TOP + 1)
        painter.drawPolygon(QPolygonF([tip, tip + QPointF(-7, -11), tip + QPointF(7, -11)]))
        painter.drawRect(QRectF(x - 1, _BAR_TOP, 2, _BAR_HEIGHT))
        painter.setPen(QColor(chosen.text))
        words = tr(verbal_strength(verdict.log10_lr))
        width = painter.fontMetrics().horizontalAdvance(words) + 4
        left = min(max(0.0, x - width / 2), self.width() - width)
        painter.drawText(QRectF(left, 0, width, _BAR_TOP - 12), Qt.AlignmentFlag.AlignCenter, words)

    def _paint_scale(self, painter: QPainter, chosen: Colours) -> None:
        painter.setPen(QColor(chosen.muted))
        line = self.fontMetrics().height()
        top = _BAR_TOP + _BAR_HEIGHT + 2
        room = self.position(1) - self.position(0)
        step = 1 if self.fontMetrics().horizontalAdvance("−4 ") < room else 2
        for value in range(-4, 5, step):
            box = QRectF(self.position(value) - 20, top, 40, line)
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, signed(value, 0) if value else "0")
        ends = QRectF(SPACE, top + line, self.width() - 2 * SPACE, line)
        camera, generated = f"■ {tr(CAMERA)}", f"{tr(GENERATED)} ◆"
        if self.fontMetrics().horizontalAdvance(camera + generated) > ends.width() - 2 * SPACE:
            camera, generated = tr("■ camera"), tr("generated ◆")
        painter.setPen(QColor(chosen.camera))
        painter.drawText(ends, Qt.AlignmentFlag.AlignLeft, camera)
        painter.setPen(QColor(chosen.generated))
        painter.drawText(ends, Qt.AlignmentFlag.AlignRight, generated)
