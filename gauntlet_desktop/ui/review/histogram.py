"""A histogram of log10 LRs in which a range can be chosen with the mouse or the keyboard."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from gauntlet_desktop.core.likelihood import signed
from gauntlet_desktop.ui.keys import KeyTable, do_by_key
from gauntlet_desktop.ui.language import figures, marked, tr
from gauntlet_desktop.ui.theme import SPACE, Colours, colours

# Bins of a quarter of a decade from -5 to 5; what lies beyond is counted in the last ones.
LOW, HIGH, BINS = -5.0, 5.0, 40
_STEP = (HIGH - LOW) / BINS
_BARS = 56

Range = tuple[float, float]


class Histogram(QWidget):
    """Counts by log10 LR, generated to the right. `range_chosen` carries (low, high), or None for everything."""

    range_chosen = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._counts: Sequence[int] = [0] * BINS
        self._chosen: Range | None = None
        self._pressed: float | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(tr("Histogram of likelihood ratios"))
        self.setToolTip(
            tr("Drag to choose a range of log10 LR, double-click for all. Keys: Left and Right, Shift, Esc.")
        )
        self._describe()

    @property
    def chosen(self) -> Range | None:
        """The chosen range of log10 LR; None: everything."""
        return self._chosen

    def set_counts(self, counts: Sequence[int]) -> None:
        """Show counts of the `BINS` bins from `LOW` to `HIGH`."""
        self._counts = list(counts)
        self._describe()
        self.update()

    def choose(self, chosen: Range | None) -> None:
        """Mark a range without telling anybody."""
        self._chosen = chosen
        self._describe()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(220, _BARS + self.fontMetrics().height() + SPACE)

    def minimumSizeHint(self) -> QSize:
        return QSize(140, self.sizeHint().height())

    def position(self, log10_lr: float) -> float:
        """The x coordinate of a log10 LR."""
        return 1 + (log10_lr - LOW) / (HIGH - LOW) * (self.width() - 2)

    def value(self, x: float) -> float:
        """The log10 LR at an x coordinate, at the nearest border of a bin."""
        share = min(1.0, max(0.0, (x - 1) / max(1, self.width() - 2)))
        return LOW + round(share * BINS) * _STEP

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._pressed = self.value(event.position().x())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._pressed is not None:
            low, high = sorted((self._pressed, self.value(event.position().x())))
            self.choose((low, high) if high > low else None)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self._pressed is not None:
            self._pressed = None
            self.range_chosen.emit(self._chosen)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self._tell(None)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not do_by_key(self, KEYS, event):
            super().keyPressEvent(event)

    def _move(self, by: float, *, high_end: bool) -> None:
        """Move one end of the range by a bin; it keeps a bin at least."""
        low, high = self._chosen or (LOW, HIGH)
        if high_end:
            high = min(HIGH, max(low + _STEP, high + by))
        else:
            low = max(LOW, min(high - _STEP, low + by))
        self._tell(None if (low, high) == (LOW, HIGH) else (low, high))

    def _choose_all(self) -> bool:
        """False where everything is chosen anyway."""
        if self._chosen is None:
            return False
        self._tell(None)
        return True

    def _tell(self, chosen: Range | None) -> None:
        self.choose(chosen)
        self.range_chosen.emit(chosen)

    def _describe(self) -> None:
        total = sum(self._counts)
        generated = sum(self._counts[BINS // 2 :])
        chosen = (
            tr("{low} to {high} chosen").format(
                low=figures(signed(self._chosen[0])), high=figures(signed(self._chosen[1]))
            )
            if self._chosen
            else tr("all chosen")
        )
        self.setAccessibleDescription(
            tr("%Ln image(s) with a likelihood ratio, {generated} of them over 1; {chosen}", "", total).format(
                generated=generated, chosen=chosen
            )
        )

    def paintEvent(self, event: QPaintEvent) -> None:
        shown = colours(self.palette())
        with QPainter(self) as painter:
            painter.fillRect(QRectF(0, 0, self.width(), _BARS), QColor(shown.base))
            self._paint_bars(painter, shown)
            self._paint_axis(painter, shown)
            if self.hasFocus():
                painter.setPen(QPen(QColor(shown.accent), 1, Qt.PenStyle.DotLine))
                painter.drawRect(QRectF(0.5, 0.5, self.width() - 1, _BARS - 1))

    def _paint_bars(self, painter: QPainter, shown: Colours) -> None:
        """Heights are square roots of the counts, so that single images beside thousands can be seen."""
        top = max(1, *self._counts) ** 0.5
        for number, count in enumerate(self._counts):
            if not count:
                continue
            low = LOW + number * _STEP
            colour = QColor(shown.generated if low >= 0 else shown.camera)
            inside = self._chosen is None or self._chosen[0] <= low < self._chosen[1]
            colour.setAlpha(255 if inside else 70)
            height = max(2.0, count**0.5 / top * (_BARS - 6))
            left, right = self.position(low), self.position(low + _STEP)
            painter.fillRect(QRectF(left, _BARS - height, right - left - 1, height), colour)

    def _paint_axis(self, painter: QPainter, shown: Colours) -> None:
        painter.setPen(QColor(shown.line))
        painter.drawLine(QPointF(0, _BARS), QPointF(self.width(), _BARS))
        painter.setPen(QColor(shown.muted))
        height = self.fontMetrics().height()
        for value in (-4, -2, 0, 2, 4):
            text = signed(value, 0) if value else "0"
            box = QRectF(self.position(value) - 20, _BARS + 2, 40, height)
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)


# What the histogram does while it has the focus.
KEYS: KeyTable[Histogram] = (
    (marked("Low end of the range down"), ("Left",), lambda shown: shown._move(-_STEP, high_end=False)),
    (marked("Low end of the range up"), ("Right",), lambda shown: shown._move(_STEP, high_end=False)),
    (marked("High end of the range down"), ("Shift+Left",), lambda shown: shown._move(-_STEP, high_end=True)),
    (marked("High end of the range up"), ("Shift+Right",), lambda shown: shown._move(_STEP, high_end=True)),
    (marked("Choose all"), ("Esc",), Histogram._choose_all),
)
