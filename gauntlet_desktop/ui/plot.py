"""A plot of curves with named marks, painted without a plotting library; a map with its scale."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QHelpEvent, QImage, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from gauntlet_desktop.core import colormaps
from gauntlet_desktop.core.finding_views import Curve, FieldMap, Plot, ticks
from gauntlet_desktop.ui.language import figures, tr
from gauntlet_desktop.ui.theme import SPACE, Colours, colours

_HEIGHT = 220
_PENS = {
    "value": Qt.PenStyle.SolidLine,
    "other": Qt.PenStyle.DashLine,
    "camera": Qt.PenStyle.SolidLine,
    "generated": Qt.PenStyle.DashLine,
}
_SCALE = 12  # height of a map's colour scale in px


class PlotView(QWidget):
    """One plot: title, axes with round numbers, curves told apart by colour and dash, marks with their names."""

    def __init__(self, plot: Plot) -> None:
        super().__init__()
        self.plot = plot
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAccessibleName(plot.title)
        self.setAccessibleDescription(plot_words(plot))

    def sizeHint(self) -> QSize:
        return QSize(460, _HEIGHT)

    def minimumSizeHint(self) -> QSize:
        return QSize(280, _HEIGHT)

    @property
    def area(self) -> QRectF:
        """Where the curves are drawn, within the axes."""
        metrics = QFontMetricsF(self.font())
        line = metrics.height()
        widest = max((metrics.horizontalAdvance(figures(f"{y:g}")) for y in ticks(*self.plot.y_range)), default=0.0)
        left = widest + line + SPACE * 2
        return QRectF(
            left, 2 * line + SPACE * 2, self.width() - left - SPACE * 2, self.height() - 4.6 * line - SPACE * 2
        )

    def place(self, x: float, y: float) -> QPointF:
        """Where a point of the plot stands, in device-independent pixels."""
        area, (left, right), (low, high) = self.area, self.plot.x_range, self.plot.y_range
        return QPointF(
            area.left() + (x - left) / (right - left) * area.width(),
            area.bottom() - (y - low) / (high - low) * area.height(),
        )

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            QToolTip.showText(event.globalPos(), self.words_at(float(event.pos().x())), self)
            return True
        return super().event(event)

    def words_at(self, x: float) -> str:
        """The values of all curves at a horizontal place of the widget."""
        area, (left, right) = self.area, self.plot.x_range
        wanted = left + (x - area.left()) / max(1.0, area.width()) * (right - left)
        values = (
            f"{curve.name}: {figures(f'{np.interp(wanted, curve.x, curve.y):.3g}')}" for curve in self.plot.curves
        )
        return f"{figures(f'{wanted:.4g}')} {self.plot.x_axis}\n" + "\n".join(values)

    def paintEvent(self, event: QPaintEvent) -> None:
        chosen = colours(self.palette())
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            self._paint_axes(painter, chosen)
            for curve in self.plot.curves:
                self._paint_curve(painter, chosen, curve)
            self._paint_marks(painter, chosen)
            self._paint_names(painter, chosen)
            if self.hasFocus():
                painter.setPen(QPen(QColor(chosen.accent), 1.5))
                painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 4, 4)

    def _paint_axes(self, painter: QPainter, chosen: Colours) -> None:
        area, line = self.area, QFontMetricsF(self.font()).height()
        for y in ticks(*self.plot.y_range):
            at = self.place(self.plot.x_range[0], y).y()
            painter.setPen(QPen(QColor(chosen.line), 1))
            painter.drawLine(QPointF(area.left(), at), QPointF(area.right(), at))
            painter.setPen(QColor(chosen.muted))
            box = QRectF(line, at - line / 2, area.left() - line - SPACE / 2, line)
            painter.drawText(box, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, figures(f"{y:g}"))
        for x in ticks(*self.plot.x_range, most=8):
            at = self.place(x, self.plot.y_range[0]).x()
            painter.setPen(QColor(chosen.muted))
            box = QRectF(at - 40, area.bottom() + 3, 80, line)
            painter.drawText(box, Qt.AlignmentFlag.AlignHCenter, figures(f"{x:g}"))
        painter.setPen(QPen(QColor(chosen.neutral), 1))
        painter.drawLine(area.bottomLeft(), area.bottomRight())
        painter.setPen(QColor(chosen.muted))
        below = QRectF(area.left(), area.bottom() + line + 2, area.width(), line)
        painter.drawText(below, Qt.AlignmentFlag.AlignHCenter, self.plot.x_axis)
        painter.save()
        painter.translate(line, area.center().y())
        painter.rotate(-90)
        upright = QRectF(-self.height() / 2, -line, self.height(), line)
        painter.drawText(upright, Qt.AlignmentFlag.AlignCenter, self.plot.y_axis)
        painter.restore()

    def _paint_marks(self, painter: QPainter, chosen: Colours) -> None:
        """Marks as vertical lines; names that would run into each other stand one under the other."""
        area, metrics = self.area, QFontMetricsF(self.font())
        taken: list[QRectF] = []
        for mark in sorted(self.plot.marks, key=lambda mark: mark.x):
            at = self.place(mark.x, self.plot.y_range[0]).x()
            painter.setPen(QPen(QColor(chosen.neutral), 1, Qt.PenStyle.DotLine))
            painter.drawLine(QPointF(at, area.top()), QPointF(at, area.bottom()))
            width = metrics.horizontalAdvance(mark.name) + 6
            left = min(max(at + 2, area.left()), area.right() - width)
            box = QRectF(left, area.top(), width, metrics.height())
            while any(box.intersects(other) for other in taken):
                box.translate(0, metrics.height())
            taken.append(box)
            behind = QColor(chosen.window)
            behind.setAlpha(235)
            painter.fillRect(box, behind)
            painter.setPen(QColor(chosen.text))
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, mark.name)

    def _paint_curve(self, painter: QPainter, chosen: Colours, curve: Curve) -> None:
        painter.setPen(_pen(chosen, curve.role))
        painter.drawPolyline(QPolygonF([self.place(x, y) for x, y in zip(curve.x, curve.y, strict=True)]))

    def _paint_names(self, painter: QPainter, chosen: Colours) -> None:
        """The title and, below it, the names of the curves with a stroke of each."""
        font, line = painter.font(), QFontMetricsF(self.font()).height()
        font.setBold(True)
        painter.setFont(font)
        painter.setPen(QColor(chosen.text))
        title = QFontMetricsF(font).elidedText(self.plot.title, Qt.TextElideMode.ElideRight, self.width() - 2 * SPACE)
        painter.drawText(QRectF(SPACE, SPACE / 2, self.width() - 2 * SPACE, line), Qt.AlignmentFlag.AlignLeft, title)
        painter.setFont(self.font())
        x, y = self.area.left(), line + SPACE
        for curve in self.plot.curves:
            painter.setPen(_pen(chosen, curve.role))
            painter.drawLine(QPointF(x, y + line / 2), QPointF(x + 24, y + line / 2))
            painter.setPen(QColor(chosen.muted))
            width = QFontMetricsF(self.font()).horizontalAdvance(curve.name)
            painter.drawText(QRectF(x + 30, y, width + 4, line), Qt.AlignmentFlag.AlignLeft, curve.name)
            x += 30 + width + 3 * SPACE


class MapView(QWidget):
    """One map with its scale. Over a place of the picture it is drawn half transparent on that part of it."""

    def __init__(self, field: FieldMap, picture: NDArray[np.uint8] | None = None, scale: float = 1.0) -> None:
        super().__init__()
        self.field = field
        self._map = _image(colormaps.sequential(field.values, field.low, field.high))
        self._below = _below(field, picture, scale)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAccessibleName(field.title)
        self.setAccessibleDescription(map_words(field))

    def sizeHint(self) -> QSize:
        return QSize(460, 320)

    def minimumSizeHint(self) -> QSize:
        return QSize(280, 320)

    @property
    def area(self) -> QRectF:
        """Where the map is drawn, in its own proportions."""
        line = QFontMetricsF(self.font()).height()
        room = QRectF(
            SPACE, line + SPACE * 1.5, self.width() - 2 * SPACE, self.height() - 2.6 * line - _SCALE - 3 * SPACE
        )
        rows, columns = self.field.values.shape
        # A spectrum stored as half has twice as many rows as columns: maps of no place are drawn square.
        height_share = rows / columns if self.field.region is not None else 1.0
        width = min(room.width(), room.height() / height_share)
        return QRectF(room.left(), room.top(), width, width * height_share)

    def value_at(self, position: QPointF) -> float | None:
        """The map's value under a point; None beside the map or where nothing was measured."""
        area, (rows, columns) = self.area, self.field.values.shape
        if not area.contains(position):
            return None
        row = min(rows - 1, int((position.y() - area.top()) / area.height() * rows))
        column = min(columns - 1, int((position.x() - area.left()) / area.width() * columns))
        value = float(self.field.values[row, column])
        return value if np.isfinite(value) else None

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            value = self.value_at(QPointF(event.pos()))
            QToolTip.showText(
                event.globalPos(), "" if value is None else f"{figures(f'{value:.4g}')} {self.field.unit}", self
            )
            return True
        return super().event(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        chosen, area, line = colours(self.palette()), self.area, QFontMetricsF(self.font()).height()
        with QPainter(self) as painter:
            if self._below is not None:
                painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
                painter.drawImage(area, self._below)
                painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, False)
                painter.setOpacity(0.7)
            painter.drawImage(area, self._map)
            painter.setOpacity(1.0)
            painter.setPen(QPen(QColor(chosen.line), 1))
            painter.drawRect(area)
            self._paint_scale(painter, chosen)
            font = painter.font()
            font.setBold(True)
            painter.setFont(font)
            painter.setPen(QColor(chosen.text))
            elide = QFontMetricsF(font).elidedText
            title = elide(self.field.title, Qt.TextElideMode.ElideRight, self.width() - 2 * SPACE)
            painter.drawText(
                QRectF(SPACE, SPACE / 2, self.width() - 2 * SPACE, line), Qt.AlignmentFlag.AlignLeft, title
            )
            if self.hasFocus():
                painter.setPen(QPen(QColor(chosen.accent), 1.5))
                painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 4, 4)

    def _paint_scale(self, painter: QPainter, chosen: Colours) -> None:
        """The colours from low to high with the numbers at both ends, and the unit between."""
        line = QFontMetricsF(self.font()).height()
        bar = QRectF(SPACE, self.height() - line - _SCALE - SPACE, min(320.0, self.width() - 2.0 * SPACE), _SCALE)
        ramp = np.linspace(0.0, 1.0, 128, dtype=np.float32)[None]
        painter.drawImage(bar, _image(colormaps.sequential(ramp, 0.0, 1.0)))
        below = QRectF(bar.left(), bar.bottom() + 2, bar.width(), line)
        painter.setPen(QColor(chosen.muted))
        painter.drawText(below, Qt.AlignmentFlag.AlignLeft, figures(f"{self.field.low:.3g}"))
        painter.drawText(below, Qt.AlignmentFlag.AlignHCenter, self.field.unit)
        painter.drawText(below, Qt.AlignmentFlag.AlignRight, figures(f"{self.field.high:.3g}"))


def plot_words(plot: Plot) -> str:
    """The plot in words: what is drawn over what, between which values, and where the marks stand."""
    low, high = plot.x_range
    curves = "; ".join(
        tr("{name}: {low} to {high} {y_axis}, greatest at {x}").format(
            name=curve.name,
            low=figures(f"{min(curve.y):.3g}"),
            high=figures(f"{max(curve.y):.3g}"),
            y_axis=plot.y_axis,
            x=figures(f"{curve.x[int(np.argmax(curve.y))]:.3g}"),
        )
        for curve in plot.curves
    )
    marks = [tr("{name} at {x}.").format(name=mark.name, x=figures(f"{mark.x:.4g}")) for mark in plot.marks]
    axes = tr("{y_axis} over {x_axis}, {low} to {high}.").format(
        y_axis=plot.y_axis, x_axis=plot.x_axis, low=figures(f"{low:.3g}"), high=figures(f"{high:.3g}")
    )
    return " ".join([axes, f"{curves}.", *marks])


def map_words(field: FieldMap) -> str:
    """The map in words: its range and where its greatest value is."""
    values = field.values
    if not np.isfinite(values).any():
        return tr("Nothing was measured.")
    row, column = np.unravel_index(int(np.nanargmax(values)), values.shape)
    return tr("{width} by {height} values, {low} to {high} {unit}; greatest in column {column}, row {row}.").format(
        width=values.shape[1],
        height=values.shape[0],
        low=figures(f"{np.nanmin(values):.3g}"),
        high=figures(f"{np.nanmax(values):.3g}"),
        unit=field.unit,
        column=column + 1,
        row=row + 1,
    )


def _pen(chosen: Colours, role: str) -> QPen:
    colour = {"camera": chosen.camera, "generated": chosen.generated, "other": chosen.muted}.get(role, chosen.accent)
    return QPen(QColor(colour), 1.6, _PENS.get(role, Qt.PenStyle.SolidLine))


def _image(rgba: NDArray[np.uint8]) -> QImage:
    height, width = rgba.shape[:2]
    data = np.ascontiguousarray(rgba)
    return QImage(data.tobytes(), width, height, 4 * width, QImage.Format.Format_RGBA8888).copy()


def _below(field: FieldMap, picture: NDArray[np.uint8] | None, scale: float) -> QImage | None:
    """The part of the picture under a map; `scale` is decoded over original size."""
    box = field.region
    if box is None or picture is None:
        return None
    top, left = round(box.y * scale), round(box.x * scale)
    part = picture[top : top + max(1, round(box.height * scale)), left : left + max(1, round(box.width * scale))]
    if part.size == 0:
        return None
    grey = part.mean(axis=2).astype(np.uint8)
    return QImage(grey.tobytes(), grey.shape[1], grey.shape[0], grey.shape[1], QImage.Format.Format_Grayscale8).copy()
