"""The stability ladder as a small plot: the log10 LR of every changed copy, over the bands of support."""

from __future__ import annotations

from itertools import pairwise

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QHelpEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from gauntlet_desktop.core.likelihood import NO_SUPPORT_LOG10_LR, SUPPORT_STARTS, signed
from gauntlet_desktop.core.records import Rung, Verdict
from gauntlet_desktop.reporting import verdict_words
from gauntlet_desktop.ui.language import say, tr
from gauntlet_desktop.ui.theme import SPACE, Colours, colours

_PLOT_HEIGHT = 120
_TOP = SPACE
_AXIS_WIDTH = 28  # for the numbers on the left
_RADIUS = 4.5


class LadderPlot(QWidget):
    """Rungs from left to right, log10 LR upwards towards “made by a generative model”.

    A filled mark is a scored rung, a hollow one was outside every stratum; a ring marks a rung that changes side.
    """

    def __init__(self) -> None:
        super().__init__()
        self._verdict: Verdict | None = None
        self._changed: tuple[Rung, ...] = ()
        self._limit = 1.0
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(tr("Stability ladder"))

    def set_verdict(self, verdict: Verdict | None) -> None:
        """Show a verdict's ladder; hidden where there is none."""
        self._verdict = verdict
        self.setVisible(verdict is not None and bool(verdict.ladder))
        if verdict is not None:
            self._changed = verdict_words.changed_rungs(verdict)
            self._limit = verdict_words.ladder_axis(verdict)
            rungs = "; ".join(verdict_words.rung_words(rung, rung in self._changed, say) for rung in verdict.ladder)
            self.setAccessibleDescription(f"{verdict_words.ladder_sentence(verdict, say)} {rungs}")
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(320, _TOP + _PLOT_HEIGHT + 2 * self.fontMetrics().height() + SPACE // 2)

    def minimumSizeHint(self) -> QSize:
        return QSize(220, self.sizeHint().height())

    def place(self, index: int, log10_lr: float) -> QPointF:
        """Where the mark of rung `index` stands, in device-independent pixels; values off the axis sit at its ends."""
        width = self._slot_width()
        bounded = min(self._limit, max(-self._limit, log10_lr))
        y = _TOP + (self._limit - bounded) / (2 * self._limit) * _PLOT_HEIGHT
        return QPointF(_AXIS_WIDTH + (index + 0.5) * width, y)

    def rung_at(self, position: QPointF) -> Rung | None:
        """The rung in whose column a point lies."""
        if self._verdict is None or position.x() < _AXIS_WIDTH:
            return None
        index = int((position.x() - _AXIS_WIDTH) / self._slot_width())
        return self._verdict.ladder[index] if index < len(self._verdict.ladder) else None

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            rung = self.rung_at(QPointF(event.pos()))
            words = verdict_words.rung_words(rung, rung in self._changed, say) if rung else ""
            QToolTip.showText(event.globalPos(), words, self)
            return True
        return super().event(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        verdict = self._verdict
        if verdict is None or not verdict.ladder:
            return
        chosen = colours(self.palette())
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            self._paint_bands(painter, chosen)
            self._paint_axis(painter, chosen)
            self._paint_verdict(painter, chosen, verdict.log10_lr)
            self._paint_line(painter, chosen, verdict.ladder)
            for index, rung in enumerate(verdict.ladder):
                self._paint_mark(painter, chosen, index, rung)
                self._paint_name(painter, chosen, index, rung)

    def _slot_width(self) -> float:
        rungs = len(self._verdict.ladder) if self._verdict else 1
        return max(1.0, (self.width() - _AXIS_WIDTH - SPACE // 2) / max(1, rungs))

    def _paint_bands(self, painter: QPainter, chosen: Colours) -> None:
        """No support is grey; the steps of support grow stronger away from it, as in the gauge."""
        steps = (*(start for start in SUPPORT_STARTS if start < self._limit), self._limit)
        for strength, (low, high) in enumerate(pairwise(steps)):
            for sign, name in ((1, chosen.generated), (-1, chosen.camera)):
                self._band(painter, sign * low, sign * high, QColor(name), 34 + 26 * strength)
        self._band(painter, -NO_SUPPORT_LOG10_LR, NO_SUPPORT_LOG10_LR, QColor(chosen.neutral), 36)

    def _band(self, painter: QPainter, low: float, high: float, colour: QColor, alpha: int) -> None:
        colour.setAlpha(alpha)
        top, bottom = sorted((self.place(0, low).y(), self.place(0, high).y()))
        painter.fillRect(QRectF(_AXIS_WIDTH, top, self.width() - _AXIS_WIDTH - SPACE // 2, bottom - top), colour)

    def _paint_axis(self, painter: QPainter, chosen: Colours) -> None:
        painter.setPen(QColor(chosen.muted))
        line = self.fontMetrics().height()
        for value in (-self._limit, 0.0, self._limit):
            y = self.place(0, value).y()
            top = min(max(y - line / 2, 0.0), _TOP + _PLOT_HEIGHT - line / 2)
            box = QRectF(0, top, _AXIS_WIDTH - SPACE // 2, line)
            painter.drawText(box, Qt.AlignmentFlag.AlignRight, signed(value, 0) if value else "0")
        zero = self.place(0, 0.0).y()
        painter.drawLine(QPointF(_AXIS_WIDTH, zero), QPointF(self.width() - SPACE / 2, zero))

    def _paint_verdict(self, painter: QPainter, chosen: Colours, log10_lr: float) -> None:
        """The verdict's own ratio, which is of the whole picture and not of the window that the rungs are made from."""
        y = self.place(0, log10_lr).y()
        painter.setPen(QPen(QColor(chosen.text), 1, Qt.PenStyle.DashLine))
        painter.drawLine(QPointF(_AXIS_WIDTH, y), QPointF(self.width() - SPACE / 2, y))

    def _paint_line(self, painter: QPainter, chosen: Colours, ladder: tuple[Rung, ...]) -> None:
        painter.setPen(QPen(QColor(chosen.muted), 1.2))
        for index, (left, right) in enumerate(pairwise(ladder)):
            if left.log10_lr is not None and right.log10_lr is not None:
                painter.drawLine(self.place(index, left.log10_lr), self.place(index + 1, right.log10_lr))

    def _paint_mark(self, painter: QPainter, chosen: Colours, index: int, rung: Rung) -> None:
        centre = self.place(index, rung.log10_lr or 0.0)
        scored = rung.log10_lr is not None
        painter.setPen(QPen(QColor(chosen.text if scored else chosen.muted), 1.4))
        painter.setBrush(QColor(chosen.text if scored else chosen.window))
        painter.drawEllipse(centre, _RADIUS, _RADIUS)
        if rung in self._changed:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(chosen.error), 2.0))
            painter.drawEllipse(centre, _RADIUS + 4, _RADIUS + 4)

    def _paint_name(self, painter: QPainter, chosen: Colours, index: int, rung: Rung) -> None:
        """The change under its mark, broken into lines where it is of several words; bold where the side changes."""
        changed = rung in self._changed
        font = painter.font()
        font.setBold(changed)
        painter.setFont(font)
        painter.setPen(QColor(chosen.error if changed else chosen.muted))
        width = self._slot_width()
        box = QRectF(_AXIS_WIDTH + index * width, _TOP + _PLOT_HEIGHT + 3, width, 2 * self.fontMetrics().height())
        painter.drawText(box, Qt.AlignmentFlag.AlignHCenter | Qt.TextFlag.TextWordWrap, say(rung.change))
