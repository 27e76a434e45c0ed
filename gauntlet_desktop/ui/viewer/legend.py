"""The heatmap's legend: the fixed signed scale in the colours in use, and what the colours do not mean."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QLinearGradient, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from gauntlet_desktop.core import colormaps
from gauntlet_desktop.core.heatmaps import FIXED_RANGE
from gauntlet_desktop.core.likelihood import signed
from gauntlet_desktop.core.records import Heatmap
from gauntlet_desktop.ui.heatmap_words import reliability, scale_words
from gauntlet_desktop.ui.language import figures, marked, tr
from gauntlet_desktop.ui.theme import colours

CAVEAT = marked("Shows what moved the model's score, not where the image was altered.")
_BAR_HEIGHT = 12
_MARGIN = 20
_SURROUND = QColor(128, 128, 128)


class Legend(QWidget):
    """A bar over the fixed range at full opacity on neutral grey; the same for every image. A relative heatmap has no
    figures under it, for they would mean nothing."""

    def __init__(self) -> None:
        super().__init__()
        self._colormap = colormaps.DEFAULT
        self._heatmaps: tuple[Heatmap, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(tr("Legend of the heatmap"))
        self.set_heatmaps(())

    @property
    def title(self) -> str:
        return scale_words(self._heatmaps)[0]

    @property
    def is_relative(self) -> bool:
        """Whether a heatmap in view has no scale."""
        return bool(scale_words(self._heatmaps)[1])

    def set_heatmaps(self, heatmaps: Sequence[Heatmap]) -> None:
        """The heatmaps in view."""
        self._heatmaps = tuple(heatmaps)
        remark = scale_words(heatmaps)[1] or tr("From -{limit} to +{limit}.").format(limit=figures(f"{FIXED_RANGE:g}"))
        audit = reliability(heatmaps[0]) if len(heatmaps) == 1 else ""
        self.setToolTip(f"{remark} {audit}".strip())
        self.setAccessibleDescription(f"{self.title}. {remark} {audit} {tr(CAVEAT)}")
        self.update()

    def set_colormap(self, name: str) -> None:
        self._colormap = name
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(360, 2 * self.fontMetrics().height() + _BAR_HEIGHT + 8)

    def minimumSizeHint(self) -> QSize:
        return QSize(240, self.sizeHint().height())

    def position(self, value: float) -> float:
        """The x coordinate of a value of evidence."""
        return _MARGIN + (value + FIXED_RANGE) / (2 * FIXED_RANGE) * (self.width() - 2 * _MARGIN)

    def paintEvent(self, event: QPaintEvent) -> None:
        chosen = colours(self.palette())
        line = self.fontMetrics().height()
        bar = QRectF(_MARGIN, line + 4, self.width() - 2 * _MARGIN, _BAR_HEIGHT)
        with QPainter(self) as painter:
            painter.setPen(QColor(chosen.text if self.isEnabled() else chosen.neutral))
            painter.drawText(QRectF(0, 0, self.width(), line), Qt.AlignmentFlag.AlignCenter, self.title)
            self._paint_bar(painter, bar)
            painter.setPen(QColor(chosen.muted))
            for value in range(-round(FIXED_RANGE), round(FIXED_RANGE) + 1):
                self._paint_tick(painter, bar, value, line)

    def _paint_tick(self, painter: QPainter, bar: QRectF, value: int, line: int) -> None:
        if value and self.is_relative:
            return
        x = self.position(value)
        painter.drawLine(QPointF(x, bar.bottom()), QPointF(x, bar.bottom() + 3))
        text = signed(value, 0) if value else "0"
        painter.drawText(QRectF(x - 20, bar.bottom() + 3, 40, line), Qt.AlignmentFlag.AlignCenter, text)

    def _paint_bar(self, painter: QPainter, bar: QRectF) -> None:
        gradient = QLinearGradient(bar.topLeft(), bar.topRight())
        for value, (red, green, blue, alpha) in colormaps.legend_stops(self._colormap):
            place = (value + FIXED_RANGE) / (2 * FIXED_RANGE)
            gradient.setColorAt(place, QColor(red, green, blue, alpha if self.isEnabled() else alpha // 4))
        painter.fillRect(bar, _SURROUND)
        painter.fillRect(bar, gradient)
