"""A scatter plot of clustered images: colour by cluster, shape by label; zoom, pan, point, choose, draw around some."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPixmap,
    QPolygonF,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QWidget

from gauntlet_desktop.core.cluster_colours import SHAPES, colour
from gauntlet_desktop.core.clustering import LABEL_WORDS, Clustering
from gauntlet_desktop.core.polygons import inside
from gauntlet_desktop.ui.keys import KeyTable, do_by_key
from gauntlet_desktop.ui.language import marked, tr
from gauntlet_desktop.ui.theme import SPACE, colours

Places = NDArray[np.float64]

_RADIUS, _REACH, _MARGIN = 4.5, 12.0, 28.0
_SPRITE = 16  # px, room for a mark and its edge
_STEP, _MOST_ZOOM = 1.25, 200.0
_LINE_STEP = 4  # px between the corners of a line that is drawn
_PAN_STEP = 40  # px
_LEAST_SIDE = 220  # px


class ScatterView(QWidget):
    """Points are drawn once for a view of them; pointing at one draws that one only. `pointed` carries an index or -1,
    `chosen` the index of a click or of Enter, `encircled` the indices inside a line that was drawn: with Shift held, or
    with every drag while `draws_lines`. N and P go through the images that stand out, or all."""

    pointed = Signal(int)
    chosen = Signal(int)
    encircled = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._result: Clustering | None = None
        self._xy = np.zeros((0, 2))
        self._clusters = np.zeros(0, dtype=np.intp)
        self._zoom, self._shift = 1.0, QPointF(0, 0)
        self._drawn: QPixmap | None = None
        self._dragged: QPointF | None = None
        self._moved = False
        self._line: list[QPointF] = []  # while it is drawn
        self._standing_out = np.zeros(0, dtype=np.bool_)
        self.draws_lines = False
        self.highlighted = -1
        self.current = -1
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(tr("Scatter plot of the images"))

    def sizeHint(self) -> QSize:
        return QSize(560, 460)

    def minimumSizeHint(self) -> QSize:
        return QSize(_LEAST_SIDE, _LEAST_SIDE)

    def show_result(self, result: Clustering) -> None:
        self._result = result
        self._xy = np.array([[point.x, -point.y] for point in result.points])
        self._clusters = np.array([point.cluster for point in result.points])
        self._standing_out = np.ones(len(self._xy), dtype=np.bool_)
        self.highlighted = self.current = -1
        self.setAccessibleDescription(
            tr("{images} in {clusters}.").format(
                images=tr("%Ln image(s)", "", len(result.points)), clusters=tr("%Ln cluster(s)", "", result.k)
            )
        )
        self.fit()

    def highlight(self, cluster: int) -> None:
        """Let the images of one cluster stand out; -1: all alike."""
        self.highlighted = cluster
        self._standing_out = (self._clusters == cluster) | (cluster < 0)
        self._redraw()

    def stand_out(self, indices: Sequence[int]) -> None:
        """Let some images stand out, of any clusters."""
        self.highlighted = -1
        self._standing_out = np.isin(np.arange(len(self._xy)), indices)
        self._redraw()

    def point_at(self, index: int) -> None:
        """Mark one image; -1: none."""
        if index != self.current:
            self.current = index
            self.pointed.emit(index)
            self.update()

    def fit(self) -> None:
        self._zoom, self._shift = 1.0, QPointF(0, 0)
        self._redraw()

    def zoom(self, factor: float, about: QPointF | None = None) -> None:
        """Zoom about a place of the widget, by default its middle."""
        place = about or QPointF(self.width() / 2, self.height() / 2)
        factor = min(_MOST_ZOOM, max(1.0, self._zoom * factor)) / self._zoom
        middle = QPointF(self.width() / 2, self.height() / 2)
        self._shift = (self._shift + middle - place) * factor - middle + place
        self._zoom *= factor
        self._redraw()

    def places(self) -> Places:
        """Where the points stand in the widget, (N, 2); both axes on one scale."""
        low, high = self._xy.min(axis=0), self._xy.max(axis=0)
        room = np.array([max(1.0, self.width() - 2 * _MARGIN), max(1.0, self.height() - 2 * _MARGIN)])
        scale = float(np.min(room / np.maximum(high - low, 1e-9))) * self._zoom
        middle = np.array([self.width() / 2 + self._shift.x(), self.height() / 2 + self._shift.y()])
        return np.asarray((self._xy - (low + high) / 2) * scale + middle)

    def index_at(self, place: QPointF) -> int:
        """The image whose mark is nearest to a place, -1 where none is near."""
        if not len(self._xy):
            return -1
        distances = np.hypot(*(self.places() - np.array([place.x(), place.y()])).T)
        best = int(distances.argmin())
        return best if distances[best] <= _REACH else -1

    # Qt events

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        place = event.position()
        if self._line:
            if (place - self._line[-1]).manhattanLength() >= _LINE_STEP:
                self._line.append(place)
                self.update()
            return
        if self._dragged is not None:
            self._moved |= (place - self._dragged).manhattanLength() > 3
            if self._moved:
                self._shift += place - self._dragged
                self._dragged = place
                self._redraw()
            return
        self.point_at(self.index_at(place))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() != Qt.MouseButton.LeftButton:
            return
        if self._result is not None and (self.draws_lines or event.modifiers() & Qt.KeyboardModifier.ShiftModifier):
            self._line = [event.position()]
        else:
            self._dragged, self._moved = event.position(), False

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        line, self._line = self._line, []
        clicked = len(line) == 1 or (self._dragged is not None and not self._moved)
        self._dragged = None
        if len(line) > 1:
            self._encircle(line)
        elif clicked and (index := self.index_at(event.position())) >= 0:
            self.point_at(index)
            self.chosen.emit(index)

    def _encircle(self, line: Sequence[QPointF]) -> None:
        corners = np.array([(place.x(), place.y()) for place in line])
        found = np.flatnonzero(inside(self.places(), corners)).tolist()
        if found:
            self.stand_out(found)
            self.encircled.emit(found)
        else:  # around nothing: all stand alike again
            self.highlight(-1)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if self.index_at(event.position()) < 0:
            self.fit()

    def wheelEvent(self, event: QWheelEvent) -> None:
        self.zoom(_STEP ** (event.angleDelta().y() / 120), event.position())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not do_by_key(self, KEYS, event):
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._redraw()

    def paintEvent(self, event: QPaintEvent) -> None:
        chosen = colours(self.palette())
        with QPainter(self) as painter:
            painter.fillRect(self.rect(), QColor(chosen.base))
            if self._result is None:
                painter.setPen(QColor(chosen.muted))
                painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, tr("The images' plot comes here."))
                return
            if self._drawn is None:
                self._drawn = self._draw(self._result)
            painter.drawPixmap(0, 0, self._drawn)
            if self._line:
                self._paint_line(painter, QColor(chosen.accent))
            if self.current >= 0:
                x, y = self.places()[self.current]
                painter.setRenderHint(QPainter.RenderHint.Antialiasing)
                painter.setPen(QPen(QColor(chosen.text), 2))
                painter.drawEllipse(QPointF(x, y), _RADIUS + 5, _RADIUS + 5)

    def _paint_line(self, painter: QPainter, colour: QColor) -> None:
        """The line as it is drawn, closed, over what it would hold."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(colour, 1.5, Qt.PenStyle.DashLine))
        colour.setAlpha(40)
        painter.setBrush(colour)
        painter.drawPolygon(QPolygonF(self._line))
        painter.setBrush(Qt.BrushStyle.NoBrush)

    def _pan(self, across: int, down: int) -> None:
        self._shift += QPointF(_PAN_STEP * across, _PAN_STEP * down)
        self._redraw()

    def _choose(self) -> bool:
        """Choose the image that is marked; False where none is."""
        if self.current < 0:
            return False
        self.chosen.emit(self.current)
        return True

    def _go(self, step: int) -> None:
        if self._result is None:
            return
        among = np.flatnonzero(self._standing_out).tolist()
        place = among.index(self.current) + step if self.current in among else 0
        self.point_at(among[place % len(among)])

    def _redraw(self) -> None:
        self._drawn = None
        self.update()

    def _draw(self, result: Clustering) -> QPixmap:
        ratio = self.devicePixelRatioF()
        pixmap = QPixmap(self.size() * ratio)
        pixmap.setDevicePixelRatio(ratio)
        pixmap.fill(QColor(colours(self.palette()).base))
        places = self.places()
        with QPainter(pixmap) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            for members in (~self._standing_out, self._standing_out):  # what stands out lies above the others
                for number in range(result.k):
                    self._draw_marks(painter, result, np.flatnonzero(members & (self._clusters == number)), places)
            for number in range(result.k):
                self._draw_number(painter, number, places)
            self._draw_legend(painter, result)
        return pixmap

    def _draw_marks(self, painter: QPainter, result: Clustering, members: NDArray[np.intp], places: Places) -> None:
        """The marks of some images of one cluster, faint where they do not stand out. A mark is drawn once and then
        copied: ten thousand outlines took a second."""
        if not len(members):
            return
        near = places[members]
        seen = ((near > -9) & (near < [self.width() + 9, self.height() + 9])).all(axis=1)
        number, faint = int(self._clusters[members[0]]), not self._standing_out[members[0]]
        marks = {label: self._mark(label, number, faint=faint) for label in SHAPES}
        half = _SPRITE / 2
        for index, (x, y) in zip(members[seen].tolist(), near[seen].tolist(), strict=True):
            painter.drawPixmap(QPointF(x - half, y - half), marks[result.points[index].label])

    def _mark(self, label: str, number: int, *, faint: bool) -> QPixmap:
        ratio = self.devicePixelRatioF()
        sprite = QPixmap(QSize(_SPRITE, _SPRITE) * ratio)
        sprite.setDevicePixelRatio(ratio)
        sprite.fill(Qt.GlobalColor.transparent)
        fill = QColor(colour(number))
        fill.setAlpha(55 if faint else 255)
        with QPainter(sprite) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setBrush(fill)
            painter.setPen(QPen(QColor(colours(self.palette()).base), 0.7))
            _draw_mark(painter, label, _SPRITE / 2, _SPRITE / 2)
        return sprite

    def _draw_number(self, painter: QPainter, number: int, places: Places) -> None:
        chosen = colours(self.palette())
        x, y = places[self._clusters == number].mean(axis=0)
        box = QRectF(x - 11, y - 11, 22, 22)
        painter.setBrush(QColor(chosen.base))
        painter.setPen(QPen(QColor(colour(number)), 2))
        painter.drawEllipse(box)
        painter.setPen(QColor(chosen.text))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, str(number + 1))

    def _draw_legend(self, painter: QPainter, result: Clustering) -> None:
        chosen = colours(self.palette())
        labels = [label for label in SHAPES if any(point.label == label for point in result.points)]
        painter.setBrush(QColor(chosen.muted))
        for row, label in enumerate(labels):
            y = SPACE * 2 + row * (self.fontMetrics().height() + 4)
            painter.setPen(Qt.PenStyle.NoPen)
            _draw_mark(painter, label, SPACE * 2, y)
            painter.setPen(QColor(chosen.muted))
            painter.drawText(QPointF(SPACE * 3.5, y + self.fontMetrics().ascent() / 2 - 1), tr(LABEL_WORDS[label]))


def _draw_mark(painter: QPainter, label: str, x: float, y: float) -> None:
    kind = SHAPES[label]
    if kind == "circle":
        painter.drawEllipse(QPointF(x, y), _RADIUS, _RADIUS)
    elif kind == "square":
        painter.drawRect(QRectF(x - _RADIUS * 0.9, y - _RADIUS * 0.9, _RADIUS * 1.8, _RADIUS * 1.8))
    else:
        side = _RADIUS * 1.25
        corners = [QPointF(x, y - side), QPointF(x + side, y + 0.8 * side), QPointF(x - side, y + 0.8 * side)]
        painter.drawPolygon(QPolygonF(corners))


# What the plot does while it has the focus.
KEYS: KeyTable[ScatterView] = (
    (marked("Next image"), ("N",), lambda plot: plot._go(1)),
    (marked("Previous image"), ("P",), lambda plot: plot._go(-1)),
    (marked("Choose the image"), ("Return", "Enter"), ScatterView._choose),
    (marked("Zoom in"), ("+", "="), lambda plot: plot.zoom(_STEP)),
    (marked("Zoom out"), ("-",), lambda plot: plot.zoom(1 / _STEP)),
    (marked("Show everything"), ("0", "F"), ScatterView.fit),
    (marked("Move to the left"), ("Left",), lambda plot: plot._pan(1, 0)),
    (marked("Move to the right"), ("Right",), lambda plot: plot._pan(-1, 0)),
    (marked("Move up"), ("Up",), lambda plot: plot._pan(0, 1)),
    (marked("Move down"), ("Down",), lambda plot: plot._pan(0, -1)),
)
