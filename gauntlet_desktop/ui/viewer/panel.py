"""The viewer panel: canvas, tool strips, legend and messages, and the keys that work anywhere in it."""

from __future__ import annotations

import operator
from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLabel, QStackedWidget, QVBoxLayout, QWidget

from gauntlet_desktop.core import colormaps
from gauntlet_desktop.core.records import Box, Heatmap, ImageFacts
from gauntlet_desktop.ui.theme import SPACE
from gauntlet_desktop.ui.viewer.canvas import Canvas
from gauntlet_desktop.ui.viewer.controls import HeatmapStrip, ViewStrip
from gauntlet_desktop.ui.viewer.layer import HeatmapLayer
from gauntlet_desktop.ui.viewer.legend import CAVEAT, Legend
from gauntlet_desktop.ui.viewer.message import MessageKind, MessageView
from gauntlet_desktop.ui.viewer.panes import CompareMode
from gauntlet_desktop.ui.widgets import plain_label

_ZOOM_STEP = 1.25
_PAN_STEP = 64
_DIVIDER_STEP = 0.02
_OPACITY_STEP = 5


class ViewerPanel(QWidget):
    """Shows one picture and one of its heatmaps. `cursor_moved` carries place, colour and evidence under the cursor."""

    cursor_moved = Signal(str)
    opacity_changed = Signal(int)
    colormap_changed = Signal(str)
    compare_mode_changed = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.canvas = Canvas()
        self.message = MessageView()
        self._heatmaps: tuple[Heatmap, ...] = ()
        self._detector = ""
        self._opacity, self._colormap, self._mode = 60, colormaps.DEFAULT, CompareMode.OVERLAY
        self._smooth, self._outlines = True, False
        self._view_strip, self._heatmap_strip, self._legend = ViewStrip(), HeatmapStrip(), Legend()
        self._stack = QStackedWidget()
        self._stack.addWidget(self.message)
        self._stack.addWidget(self.canvas)
        self._lay_out()
        self._connect()
        self._keys = self._key_table()
        self._show_choices()
        self.setAccessibleName("Viewer")
        self.set_picture(None, None)

    def _lay_out(self) -> None:
        self._foot = QWidget()
        foot = QVBoxLayout(self._foot)
        foot.setContentsMargins(0, SPACE // 2, 0, SPACE)
        foot.setSpacing(SPACE // 2)
        foot.addWidget(self._heatmap_strip)
        foot.addWidget(self._legend)
        foot.addWidget(self._caveat())
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self._view_strip)
        layout.addWidget(self._stack, 1)
        layout.addWidget(self._foot)

    def _caveat(self) -> QLabel:
        label = plain_label(CAVEAT, "muted")
        label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        return label

    def _connect(self) -> None:
        strip, canvas = self._view_strip, self.canvas
        strip.fit.connect(canvas.fit)
        strip.actual_size.connect(canvas.actual_size)
        strip.zoom_in.connect(lambda: canvas.zoom_by(_ZOOM_STEP))
        strip.zoom_out.connect(lambda: canvas.zoom_by(1 / _ZOOM_STEP))
        strip.mode_chosen.connect(lambda mode: setattr(self, "compare_mode", mode))
        canvas.zoom_changed.connect(strip.show_zoom)
        canvas.cursor_moved.connect(self.cursor_moved)
        self._heatmap_strip.detector_chosen.connect(self._choose_detector)
        self._heatmap_strip.opacity_chosen.connect(lambda value: setattr(self, "opacity", value))
        self._heatmap_strip.colormap_chosen.connect(lambda name: setattr(self, "colormap", name))
        self._heatmap_strip.smooth_chosen.connect(lambda on: setattr(self, "smooth", on))
        self._heatmap_strip.outlines_chosen.connect(lambda on: setattr(self, "outlines", on))

    # What is shown

    def set_picture(self, pixels: NDArray[np.uint8] | None, facts: ImageFacts | None) -> None:
        """Show exactly these pixels, uint8 (height, width, 3) sRGB, fitted to the window; without any, the invitation
        to open some. The array is kept until the next call. The heatmap and the region of another picture go."""
        self._heatmaps = ()
        self.canvas.set_picture(pixels, facts)
        self._show_heatmap()
        reduced = facts is not None and facts.scale < 1
        self._view_strip.show_note(f"Reduced to 1/{round(1 / facts.scale)}" if facts and reduced else "")
        if pixels is None:
            self.show_message("No image", "Drop images here, or press Ctrl+O", MessageKind.EMPTY)
            return
        height, width = (facts.height, facts.width) if facts else pixels.shape[:2]
        self.canvas.setAccessibleDescription(f"{width} by {height} pixels")
        self._show_page(self.canvas)

    def set_heatmaps(self, heatmaps: Sequence[Heatmap]) -> None:
        """Offer heatmaps of the picture in view, and show that of the detector that was chosen last, else the first;
        zoom and pan stay as they are."""
        same = len(heatmaps) == len(self._heatmaps) and all(map(operator.is_, heatmaps, self._heatmaps))
        if not same:
            self._heatmaps = tuple(heatmaps)
            self._show_heatmap()

    @property
    def heatmap(self) -> Heatmap | None:
        """The heatmap that is shown."""
        chosen = (heatmap for heatmap in self._heatmaps if heatmap.detector == self._detector)
        return next(chosen, self._heatmaps[0] if self._heatmaps else None)

    def _choose_detector(self, detector: str) -> None:
        self._detector = detector
        self._show_heatmap()

    def _next_detector(self) -> None:
        if self.heatmap is not None:
            following = (self._heatmaps.index(self.heatmap) + 1) % len(self._heatmaps)
            self._choose_detector(self._heatmaps[following].detector)

    def show_region(self, box: Box | None) -> None:
        """Outline a region, in pixels of the oriented original, and bring it into sight; None takes it away."""
        self.canvas.show_region(box)

    def show_message(self, title: str, detail: str, kind: str) -> None:
        """A message in the picture's place; `kind` is "empty", "busy" or "error" (ValueError for another)."""
        self.message.show_text(title, detail, MessageKind(kind))
        self._show_page(self.message)

    def _show_page(self, page: QWidget) -> None:
        self._stack.setCurrentWidget(page)
        with_picture = page is self.canvas
        self._view_strip.setVisible(with_picture)
        self._foot.setVisible(with_picture)

    def _show_heatmap(self) -> None:
        layer, heatmap = None, self.heatmap
        if heatmap is not None:
            layer = HeatmapLayer(heatmap, self._colormap, self._smooth, self.canvas.scale)
        detectors = [each.detector for each in self._heatmaps]
        self._heatmap_strip.show_detectors(detectors, heatmap.detector if heatmap else "")
        self.canvas.set_layer(layer)
        self._heatmap_strip.setEnabled(layer is not None)
        self._legend.setEnabled(layer is not None)

    # Choices, remembered by the window

    @property
    def opacity(self) -> int:
        """Opacity of the heatmap, 0..100 per cent; values beyond are held at the ends."""
        return self._opacity

    @opacity.setter
    def opacity(self, value: int) -> None:
        value = min(100, max(0, value))
        if value != self._opacity:
            self._opacity = value
            self._show_choices()
            self.opacity_changed.emit(value)

    @property
    def colormap(self) -> str:
        """One of core.colormaps.NAMES; ValueError for another."""
        return self._colormap

    @colormap.setter
    def colormap(self, name: str) -> None:
        if name not in colormaps.NAMES:
            raise ValueError(f"no such colour map: {name}")
        if name != self._colormap:
            self._colormap = name
            self._show_choices()
            self._show_heatmap()
            self.colormap_changed.emit(name)

    @property
    def compare_mode(self) -> str:
        """ "overlay", "side_by_side" or "swipe"; ValueError for another."""
        return self._mode.value

    @compare_mode.setter
    def compare_mode(self, name: str) -> None:
        mode = CompareMode(name)
        if mode is not self._mode:
            self._mode = mode
            self._show_choices()
            self.compare_mode_changed.emit(mode.value)

    @property
    def smooth(self) -> bool:
        """Whether evidence is interpolated between cells; otherwise the exact cells are drawn."""
        return self._smooth

    @smooth.setter
    def smooth(self, on: bool) -> None:
        self._smooth = on
        self._show_choices()
        self._show_heatmap()

    @property
    def outlines(self) -> bool:
        """Whether the views of the heatmap are outlined."""
        return self._outlines

    @outlines.setter
    def outlines(self, on: bool) -> None:
        self._outlines = on
        self._show_choices()

    def _show_choices(self) -> None:
        """Let canvas, strips and legend follow the choices."""
        self.canvas.set_opacity(self._opacity / 100)
        self.canvas.set_outlines(self._outlines)
        self.canvas.set_mode(self._mode)
        self._view_strip.show_mode(self._mode)
        self._heatmap_strip.show_opacity(self._opacity)
        self._heatmap_strip.show_colormap(self._colormap)
        self._heatmap_strip.show_smooth(self._smooth)
        self._heatmap_strip.show_outlines(self._outlines)
        self._legend.set_colormap(self._colormap)

    # Keys: the strips pass on what they do not use

    def _key_table(self) -> dict[Qt.Key, Callable[[], None]]:
        canvas, key = self.canvas, Qt.Key
        return {
            key.Key_Plus: lambda: canvas.zoom_by(_ZOOM_STEP),
            key.Key_Equal: lambda: canvas.zoom_by(_ZOOM_STEP),
            key.Key_Minus: lambda: canvas.zoom_by(1 / _ZOOM_STEP),
            key.Key_0: canvas.fit,
            key.Key_F: canvas.fit,
            key.Key_1: canvas.actual_size,
            key.Key_M: self._next_detector,
            key.Key_Left: lambda: canvas.pan(_PAN_STEP, 0),
            key.Key_Right: lambda: canvas.pan(-_PAN_STEP, 0),
            key.Key_Up: lambda: canvas.pan(0, _PAN_STEP),
            key.Key_Down: lambda: canvas.pan(0, -_PAN_STEP),
            key.Key_BracketLeft: lambda: setattr(self, "opacity", self._opacity - _OPACITY_STEP),
            key.Key_BracketRight: lambda: setattr(self, "opacity", self._opacity + _OPACITY_STEP),
        }

    def keyPressEvent(self, event: QKeyEvent) -> None:
        modifiers, pressed = event.modifiers(), Qt.Key(event.key())
        held = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.MetaModifier
        if modifiers & held or self._stack.currentWidget() is not self.canvas:
            super().keyPressEvent(event)
        elif self._moves_divider(event):
            self.canvas.move_divider(_DIVIDER_STEP if pressed == Qt.Key.Key_Right else -_DIVIDER_STEP)
        elif pressed in self._keys:
            self._keys[pressed]()
        else:
            super().keyPressEvent(event)

    def _moves_divider(self, event: QKeyEvent) -> bool:
        sideways = event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Right)
        return (
            self._mode is CompareMode.SWIPE and sideways and bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        )
