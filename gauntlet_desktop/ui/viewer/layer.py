"""The heatmap as something to draw: each view's cells at their own place, the finest view on top."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QImage, QPainter

from gauntlet_desktop.core import colormaps
from gauntlet_desktop.core.heatmaps import FIXED_RANGE, RELATIVE, signed_values
from gauntlet_desktop.core.records import Box, FloatMap, Heatmap
from gauntlet_desktop.ui.heatmap_words import has_failed
from gauntlet_desktop.ui.language import figures, tr
from gauntlet_desktop.ui.viewer.drawing import draw_part
from gauntlet_desktop.ui.viewer.placement import Placement

# Smooth drawing interpolates evidence, not colours: each cell becomes up to this many samples a side.
_SAMPLES = 4
_LARGEST_SIDE = 512
# Of maps that failed their audit: no colour, so no side.
_GREY = 140


@dataclass(frozen=True, slots=True)
class _View:
    region: Box
    values: FloatMap
    image: QImage


class HeatmapLayer:
    """One heatmap in one colour map, in pixels of the original. `scale` is shown size over original size. One that
    failed its audit is drawn grey and hatched."""

    def __init__(self, heatmap: Heatmap, colormap: str, smooth: bool, scale: float) -> None:
        self.scale = scale
        self._smooth = smooth
        self._failed = has_failed(heatmap)
        self._relative = heatmap.unit == RELATIVE
        usable = [view for view in heatmap.views if view.values.size and view.region.width > 0 < view.region.height]
        # The order of core.heatmaps.compose: the finest view last.
        usable.sort(key=lambda view: view.region.width * view.region.height, reverse=True)
        self._views = [
            _View(view.region, values, _image(_smoothed(values) if smooth else values, colormap, self._failed))
            for view in usable
            for values in (signed_values(heatmap, view),)
        ]

    @property
    def regions(self) -> list[Box]:
        return [view.region for view in self._views]

    def value_at(self, x: float, y: float) -> float | None:
        """The evidence of the cell that is on top at a point of the original; None where no view is."""
        for view in reversed(self._views):
            box, (rows, columns) = view.region, view.values.shape
            column = int((x - box.x) / box.width * columns // 1)
            row = int((y - box.y) / box.height * rows // 1)
            if 0 <= row < rows and 0 <= column < columns:
                return float(view.values[row, column])
        return None

    def words_at(self, x: float, y: float) -> str:
        """What the map says at a point of the original, for the read-out; "" where no view is."""
        value = self.value_at(x, y)
        if value is None:
            return ""
        return (
            tr("relative {value}").format(value=f"{value / FIXED_RANGE:+.0%}")
            if self._relative
            else tr("evidence {value}").format(value=figures(f"{value:+.2f}"))
        )

    def paint(self, painter: QPainter, placement: Placement, part: QRect, opacity: float) -> None:
        """Draw what lies in `part` of the pane. Views replace each other in a layer of their own before the layer
        goes over the picture, so that a coarse view does not shine through a fine one."""
        layer = QImage(part.size(), QImage.Format.Format_ARGB32_Premultiplied)
        layer.fill(0)
        with QPainter(layer) as inner:
            inner.translate(-part.x(), -part.y())
            inner.setCompositionMode(QPainter.CompositionMode.CompositionMode_Source)
            inner.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, self._smooth)
            for view in self._views:
                draw_part(inner, view.image, region_in_pane(placement, view.region, self.scale), part)
            if self._failed:
                _hatch(inner, part)
        painter.setOpacity(opacity)
        painter.drawImage(part.topLeft(), layer)
        painter.setOpacity(1.0)


def region_in_pane(placement: Placement, box: Box, scale: float) -> QRectF:
    """Where a region of the original lies in the pane, in device pixels."""
    left, top = placement.to_pane(box.x * scale, box.y * scale)
    extent = placement.zoom * scale
    return QRectF(left, top, box.width * extent, box.height * extent)


def _hatch(painter: QPainter, part: QRect) -> None:
    """Take stripes out of what was drawn, so that the picture shows through."""
    painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_DestinationOut)
    painter.fillRect(part, QBrush(QColor(0, 0, 0, 255), Qt.BrushStyle.BDiagPattern))


def _image(values: FloatMap, colormap: str, grey: bool) -> QImage:
    colours = colormaps.colourise(values, colormap)
    if grey:
        colours[..., :3] = _GREY
    rows, columns = values.shape
    image = QImage(colours.data, columns, rows, 4 * columns, QImage.Format.Format_RGBA8888)
    return image.convertToFormat(QImage.Format.Format_ARGB32_Premultiplied)


def _smoothed(values: FloatMap) -> FloatMap:
    """Values interpolated linearly between the centres of their cells; outside of these the edge goes on."""
    samples = max(1, min(_SAMPLES, _LARGEST_SIDE // max(values.shape)))
    finite = np.nan_to_num(values, nan=0.0)
    return _interpolated(_interpolated(finite, samples).T, samples).T


def _interpolated(values: FloatMap, samples: int) -> FloatMap:
    rows = values.shape[0]
    places = np.clip((np.arange(rows * samples, dtype=np.float32) + 0.5) / samples - 0.5, 0, rows - 1)
    low: NDArray[np.intp] = places.astype(np.intp)
    share = (places - low)[:, None].astype(np.float32)
    result: FloatMap = values[low] * (1 - share) + values[np.minimum(low + 1, rows - 1)] * share
    return result
