"""The canvas: one picture, zoomed and panned by mouse, touch pad and methods, with the heatmap over or beside it."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, QPointF, QRect, QRectF, Qt, QThreadPool, Signal
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QMouseEvent,
    QNativeGestureEvent,
    QPainter,
    QPaintEvent,
    QPalette,
    QPen,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QApplication, QGestureEvent, QPinchGesture, QSizePolicy, QWidget

from gauntlet_desktop.core.records import Box, ImageFacts
from gauntlet_desktop.ui.language import tr
from gauntlet_desktop.ui.theme import is_dark
from gauntlet_desktop.ui.viewer import drawing
from gauntlet_desktop.ui.viewer.layer import HeatmapLayer, region_in_pane
from gauntlet_desktop.ui.viewer.panes import CompareMode, Pane, pane_width, panes
from gauntlet_desktop.ui.viewer.placement import Placement
from gauntlet_desktop.ui.viewer.pyramid import Pyramid

GRID_ZOOM = 8.0
# From here on a picture pixel is drawn as the square that it is; below, interpolation avoids uneven squares.
_SQUARE_ZOOM = 2.0
_SMALLEST_REGION = 48.0
_GAP = 4
_GRAB = 10
_WHEEL_STEP = 360.0
# Neutral greys: a tinted or very bright surround changes how a picture is seen (ISO 3664).
_SURROUND = {False: QColor(168, 168, 168), True: QColor(38, 38, 38)}


class Canvas(QWidget):
    """Draws exactly the pixels it is given. Positions in events are device-independent pixels of the widget."""

    cursor_moved = Signal(str)
    zoom_changed = Signal(float)
    placed = Signal()  # zoom or pan changed

    def __init__(self) -> None:
        super().__init__()
        self._pyramid: Pyramid | None = None
        self._facts: ImageFacts | None = None
        self._layer: HeatmapLayer | None = None
        self._region: Box | None = None
        self._placement = Placement(1, 1, 1, 1)
        self._fitting = True
        self._mode = CompareMode.OVERLAY
        self._opacity = 0.6
        self._outlines = False
        self._divider = 0.5
        self._drag: QPointF | None = None
        self._drags_divider = False
        self._cursor: QPointF | None = None
        self._focus_ring = False
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(160, 120)
        self.grabGesture(Qt.GestureType.PinchGesture)
        self.setAccessibleName(tr("Picture"))
        if (app := QApplication.instance()) is not None:
            app.aboutToQuit.connect(self._shut_down)

    # What is shown

    @property
    def placement(self) -> Placement:
        """How the picture lies in a pane; in side by side the two panes share it."""
        return self._placement

    @property
    def scale(self) -> float:
        """Shown size over the original's."""
        return self._facts.scale if self._facts else 1.0

    @property
    def has_picture(self) -> bool:
        return self._pyramid is not None

    @property
    def is_fitting(self) -> bool:
        """Whether the picture is fitted to the canvas, and stays so."""
        return self._fitting

    @property
    def sharp(self) -> bool:
        """Whether the picture is drawn at its best; for a moment after opening, a reduced view may be coarse."""
        return self._pyramid is None or self._pyramid.complete_for(self._placement.reduction())

    def set_picture(self, pixels: NDArray[np.uint8] | None, facts: ImageFacts | None) -> None:
        """Show pixels, uint8 (height, width, 3) sRGB, fitted; or nothing. The array is kept, not copied."""
        if self._pyramid is not None:
            self._pyramid.close()
            self._pyramid = None
        self._facts = facts
        self._layer = self._region = None
        if pixels is not None:
            self._pyramid = Pyramid(pixels, self)
            self._pyramid.changed.connect(self._sharpen)
            self._placement = Placement(pixels.shape[1], pixels.shape[0], *self._pane_size())
            self.fit()
        self._set_cursor(None)
        self.update()

    def _sharpen(self) -> None:
        """A slot of its own, as `Task._go` is one."""
        self.update()

    def _shut_down(self) -> None:
        """Wait for the work beside the GUI thread: Qt must not be taken down under it."""
        self.set_picture(None, None)
        QThreadPool.globalInstance().waitForDone()

    def set_layer(self, layer: HeatmapLayer | None) -> None:
        self._layer = layer
        self._read_out()
        self.update()

    def set_opacity(self, opacity: float) -> None:
        """The heatmap's opacity, 0..1."""
        self._opacity = opacity
        self.update()

    def set_outlines(self, on: bool) -> None:
        """Whether the outlines of the heatmap's views are drawn."""
        self._outlines = on
        self.update()

    def set_mode(self, mode: CompareMode) -> None:
        if mode is not self._mode:
            self._mode = mode
            self._lay_out()

    def show_region(self, box: Box | None) -> None:
        """Outline a region of the original and bring it into sight."""
        self._region = box
        if box is not None and self._pyramid is not None:
            scale = self.scale
            smallest = _SMALLEST_REGION * self.devicePixelRatioF()
            placed = self._placement.showing(
                box.x * scale, box.y * scale, box.width * scale, box.height * scale, smallest
            )
            if placed != self._placement:
                self._place(placed, fitting=False)
        self.update()

    # Moving about

    def fit(self) -> None:
        """All of the picture, now and while the canvas changes its size."""
        self._place(self._placement.fitted(), fitting=True)

    def actual_size(self, at: QPointF | None = None) -> None:
        """One picture pixel is one pixel of the screen."""
        self.zoom_to(1.0, at)

    def zoom_by(self, factor: float, at: QPointF | None = None) -> None:
        self.zoom_to(self._placement.zoom * factor, at)

    def zoom_to(self, zoom: float, at: QPointF | None = None) -> None:
        """Zoom, in device pixels per picture pixel; the picture point at `at`, or in the middle, stays there."""
        x, y = (
            self._in_pane(at) if at is not None else (self._placement.pane_width / 2, self._placement.pane_height / 2)
        )
        self._place(self._placement.zoomed_to(zoom, x, y), fitting=False)

    def pan(self, dx: float, dy: float) -> None:
        """Move the picture by device-independent pixels."""
        ratio = self.devicePixelRatioF()
        self._place(self._placement.panned(dx * ratio, dy * ratio), fitting=False)

    def move_divider(self, share: float) -> None:
        """Move the divider of the swipe comparison by a share of the width."""
        self._divider = min(1.0, max(0.0, self._divider + share))
        self.update()

    def picture_point(self, at: QPointF) -> tuple[float, float]:
        """The point of the shown picture, in its pixels, under a position of the widget."""
        return self._placement.to_picture(*self._in_pane(at))

    def _place(self, placement: Placement, *, fitting: bool) -> None:
        self._take_placement(placement, fitting)
        self.placed.emit()

    def follow(self, other: Canvas) -> None:
        """Show the same part of the picture as another canvas over the same picture, at the same zoom."""
        if self._pyramid is not None and other is not self:
            theirs = other.placement
            same = replace(self._placement, zoom=theirs.zoom).centred_on(theirs.centre_x, theirs.centre_y)
            self._take_placement(same, other.is_fitting)

    def _take_placement(self, placement: Placement, fitting: bool) -> None:
        self._placement, self._fitting = placement, fitting
        self.zoom_changed.emit(placement.zoom)
        self._read_out()
        self.update()

    def _lay_out(self) -> None:
        """Adapt to another size of the panes."""
        placement = self._placement.in_pane(*self._pane_size())
        self._place(placement.fitted() if self._fitting else placement, fitting=self._fitting)

    # Panes, in device pixels

    def _device_size(self) -> tuple[int, int]:
        ratio = self.devicePixelRatioF()
        return max(1, round(self.width() * ratio)), max(1, round(self.height() * ratio))

    def _pane_size(self) -> tuple[int, int]:
        width, height = self._device_size()
        return pane_width(self._mode, width, self._gap), height

    @property
    def _gap(self) -> int:
        return round(_GAP * self.devicePixelRatioF())

    @property
    def _divider_x(self) -> int:
        return round(self._divider * self._device_size()[0])

    def _panes(self) -> tuple[Pane, ...]:
        return panes(self._mode, *self._device_size(), self._gap, self._divider_x)

    def _in_pane(self, at: QPointF) -> tuple[float, float]:
        """A widget position in coordinates of the pane that it is in."""
        ratio = self.devicePixelRatioF()
        x, y = at.x() * ratio, at.y() * ratio
        left = max((pane.left for pane in self._panes() if pane.left <= x), default=0)
        return x - left, y

    # Painting

    def paintEvent(self, event: QPaintEvent) -> None:
        ratio = self.devicePixelRatioF()
        with QPainter(self) as painter:
            painter.fillRect(event.rect(), _SURROUND[is_dark(self.palette())])
            painter.scale(1 / ratio, 1 / ratio)
            if self._pyramid is None:
                return
            dirty = event.rect()
            part = QRectF(dirty.x() * ratio, dirty.y() * ratio, dirty.width() * ratio, dirty.height() * ratio)
            for pane in self._panes():
                self._paint_pane(painter, pane, part.toAlignedRect().intersected(pane.clip))
            self._paint_marks(painter, ratio)

    def _paint_pane(self, painter: QPainter, pane: Pane, clip: QRect) -> None:
        if clip.isEmpty() or self._pyramid is None:
            return
        placement, part = self._placement, clip.translated(-pane.left, 0)
        painter.save()
        painter.setClipRect(clip)
        painter.translate(pane.left, 0)
        self._paint_picture(painter, self._pyramid, part)
        if pane.heatmap and self._layer is not None and self._opacity > 0:
            self._layer.paint(painter, placement, part, self._opacity)
        if placement.zoom >= GRID_ZOOM:
            drawing.draw_grid(painter, self._picture_rect(), placement.zoom, part)
        painter.restore()

    def _paint_picture(self, painter: QPainter, pyramid: Pyramid, part: QRect) -> None:
        factor = self._placement.reduction()
        level = pyramid.best(factor)
        whole = self._picture_rect()
        # A level's odd sides are rounded up, so its image reaches a little further than the picture.
        extent = level.factor * self._placement.zoom
        reach = QRectF(whole.topLeft(), whole.size())
        reach.setWidth(level.image.width() * extent)
        reach.setHeight(level.image.height() * extent)
        painter.save()
        painter.setClipRect(whole.toAlignedRect(), Qt.ClipOperation.IntersectClip)
        smooth = self._placement.zoom < _SQUARE_ZOOM and self.sharp
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, smooth)
        drawing.draw_part(painter, level.image, reach, part)
        painter.restore()

    def _picture_rect(self) -> QRectF:
        placement = self._placement
        return QRectF(
            placement.origin_x,
            placement.origin_y,
            placement.picture_width * placement.zoom,
            placement.picture_height * placement.zoom,
        )

    def _paint_marks(self, painter: QPainter, ratio: float) -> None:
        """What lies over the pictures: outlines, labels, the divider, the other cursor, the focus ring."""
        for pane in self._panes():
            painter.save()
            painter.setClipRect(pane.clip)
            painter.translate(pane.left, 0)
            if pane.heatmap and self._outlines and self._layer is not None:
                for box in self._layer.regions:
                    drawing.draw_thin_outline(painter, region_in_pane(self._placement, box, self.scale), ratio)
            if self._region is not None:
                drawing.draw_outline(painter, region_in_pane(self._placement, self._region, self.scale), ratio)
            painter.restore()
        if self._mode in (CompareMode.SIDE_BY_SIDE, CompareMode.SWIPE):
            self._paint_tags(painter, ratio)
        if self._mode is CompareMode.SWIPE:
            drawing.draw_divider(painter, self._divider_x, self._device_size()[1], ratio)
        if (twin := self._twin_cursor()) is not None:
            drawing.draw_cross(painter, twin.x() * ratio, twin.y() * ratio, ratio)
        if self._focus_ring:
            self._paint_focus_ring(painter, ratio)

    def _paint_tags(self, painter: QPainter, ratio: float) -> None:
        painter.setFont(self.font())
        first, second = self._panes()
        inset = 8 * ratio
        words = tr("Heatmap") if self._layer is not None else tr("No heatmap")
        for pane, text, align_right in ((first, tr("Picture"), False), (second, words, True)):
            painter.save()
            painter.setClipRect(pane.clip)
            x = self._device_size()[0] - inset if align_right else inset
            drawing.draw_tag(painter, text, QPointF(x, inset), ratio, align_right)
            painter.restore()

    def _paint_focus_ring(self, painter: QPainter, ratio: float) -> None:
        width, height = self._device_size()
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(self.palette().color(QPalette.ColorRole.Highlight), 3 * ratio))
        painter.drawRect(QRectF(1.5 * ratio, 1.5 * ratio, width - 3 * ratio, height - 3 * ratio))

    # The cursor

    def _set_cursor(self, at: QPointF | None) -> None:
        before = self._twin_cursor()
        self._cursor = at
        for twin in (before, self._twin_cursor()):
            if twin is not None:
                self.update(QRectF(twin.x() - 12, twin.y() - 12, 24, 24).toAlignedRect())
        self._read_out()

    def _twin_cursor(self) -> QPointF | None:
        """The place in the other pane that shows what is under the cursor."""
        if self._cursor is None or self._mode is not CompareMode.SIDE_BY_SIDE or self._pyramid is None:
            return None
        shift = (self._placement.pane_width + self._gap) / self.devicePixelRatioF()
        in_left = self._cursor.x() < shift
        return QPointF(self._cursor.x() + (shift if in_left else -shift), self._cursor.y())

    def _read_out(self) -> None:
        self.cursor_moved.emit(self.text_at(self._cursor) if self._cursor is not None else "")

    def text_at(self, at: QPointF) -> str:
        """Place in the original, colour and evidence at a position of the widget; "" beside the picture."""
        if self._pyramid is None:
            return ""
        half = 0.5 / self.devicePixelRatioF()  # what a screen pixel shows lies under its middle
        x, y = self.picture_point(at + QPointF(half, half))
        pixels = self._pyramid.pixels
        if not (0 <= x < pixels.shape[1] and 0 <= y < pixels.shape[0]):
            return ""
        original_x, original_y = x / self.scale, y / self.scale
        red, green, blue = (int(value) for value in pixels[int(y), int(x)])
        text = f"x {int(original_x)}, y {int(original_y)}   RGB {red} {green} {blue}"
        words = self._layer.words_at(original_x, original_y) if self._layer is not None else ""
        return f"{text}   {words}" if words else text

    # Events

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._lay_out()

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QNativeGestureEvent) and event.gestureType() == Qt.NativeGestureType.ZoomNativeGesture:
            self.zoom_by(1.0 + event.value(), event.position())
            return True
        if isinstance(event, QGestureEvent):
            pinch = event.gesture(Qt.GestureType.PinchGesture)
            if isinstance(pinch, QPinchGesture):
                self.zoom_by(pinch.scaleFactor(), self.mapFromGlobal(pinch.centerPoint()))
                return True
        if event.type() == QEvent.Type.DevicePixelRatioChange:
            self._lay_out()
        return super().event(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        if delta := event.angleDelta().y():
            self.zoom_by(2.0 ** (delta / _WHEEL_STEP), event.position())
        event.accept()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() in (Qt.MouseButton.LeftButton, Qt.MouseButton.MiddleButton):
            self._drag = event.position()
            self._drags_divider = self._on_divider(event.position())
            self._choose_cursor(event.position())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        at = event.position()
        if self._drag is not None and self._drags_divider:
            self.move_divider(at.x() / max(1, self.width()) - self._divider)
        elif self._drag is not None:
            self.pan(at.x() - self._drag.x(), at.y() - self._drag.y())
        if self._drag is not None:
            self._drag = at
        self._choose_cursor(at)
        self._set_cursor(at)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._drag = None
        self._drags_divider = False
        self._choose_cursor(event.position())

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if event.button() != Qt.MouseButton.LeftButton:
            return
        if self._fitting:
            self.actual_size(event.position())
        else:
            self.fit()

    def leaveEvent(self, event: QEvent) -> None:
        self._set_cursor(None)

    def focusInEvent(self, event: QFocusEvent) -> None:
        self._focus_ring = event.reason() in (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self._focus_ring = False
        self.update()

    def _on_divider(self, at: QPointF) -> bool:
        divider = self._divider_x / self.devicePixelRatioF()
        return self._mode is CompareMode.SWIPE and abs(at.x() - divider) <= _GRAB

    def _choose_cursor(self, at: QPointF) -> None:
        if self._drags_divider or (self._drag is None and self._on_divider(at)):
            self.setCursor(Qt.CursorShape.SplitHCursor)
        elif self._drag is not None:
            self.setCursor(Qt.CursorShape.ClosedHandCursor)
        else:
            self.setCursor(Qt.CursorShape.CrossCursor)
