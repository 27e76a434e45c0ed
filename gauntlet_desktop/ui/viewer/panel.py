"""The viewer panel: canvas, tool strips, legend and messages, and the keys that work anywhere in it."""

from __future__ import annotations

import operator
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLabel, QStackedWidget, QVBoxLayout, QWidget

from gauntlet_desktop.app.settings_spec import Settings
from gauntlet_desktop.core import colormaps
from gauntlet_desktop.core.records import Box, Heatmap, ImageFacts
from gauntlet_desktop.ui.heatmap_words import has_failed, reliability, request_of
from gauntlet_desktop.ui.help_places import set_place
from gauntlet_desktop.ui.keys import KeyTable, do_by_key
from gauntlet_desktop.ui.language import marked, tr
from gauntlet_desktop.ui.theme import SPACE
from gauntlet_desktop.ui.viewer.canvas import Canvas
from gauntlet_desktop.ui.viewer.controls import HeatmapStrip, ViewStrip
from gauntlet_desktop.ui.viewer.grid import LEAST, GridView
from gauntlet_desktop.ui.viewer.layer import HeatmapLayer
from gauntlet_desktop.ui.viewer.legend import CAVEAT, Legend
from gauntlet_desktop.ui.viewer.message import MessageKind, MessageView
from gauntlet_desktop.ui.viewer.panes import CompareMode
from gauntlet_desktop.ui.viewer.region_drawer import RegionDrawer
from gauntlet_desktop.ui.widgets import breakable, plain_label

_ZOOM_STEP = 1.25
_PAN_STEP = 64
_DIVIDER_STEP = 0.02
_OPACITY_STEP = 5


class ViewerPanel(QWidget):
    """Shows one picture and one of its heatmaps, or several in a grid. `cursor_moved` carries place, colour and
    evidence under the cursor."""

    cursor_moved = Signal(str)
    opacity_changed = Signal(int)
    colormap_changed = Signal(str)
    compare_mode_changed = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.canvas = Canvas()
        self.grid = GridView()
        self.message = MessageView()
        self._heatmaps: tuple[Heatmap, ...] = ()
        self._wanted: tuple[str, str, str, tuple[str, ...]] = (
            "",
            "",
            "",
            (),
        )  # the request of the heatmap that was chosen last
        self._picture: tuple[NDArray[np.uint8] | None, ImageFacts | None] = (None, None)
        self._opacity, self._colormap, self._mode = 60, colormaps.DEFAULT, CompareMode.OVERLAY
        self._smooth, self._outlines = True, False
        self._view_strip, self.heatmap_strip, self._legend = ViewStrip(), HeatmapStrip(), Legend()
        self._stack = QStackedWidget()
        self._stack.addWidget(self.message)
        self._stack.addWidget(self.canvas)
        self._stack.addWidget(self.grid)
        self._lay_out()
        self._connect()
        self._show_choices()
        self.setAccessibleName(tr("Viewer"))
        set_place(self, "user-guide.md#the-heatmap")
        self.set_picture(None, None)

    def _lay_out(self) -> None:
        self._foot = QWidget()
        self._audit = plain_label(role="failed")
        self._audit.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self._audit.hide()
        foot = QVBoxLayout(self._foot)
        foot.setContentsMargins(0, SPACE // 2, 0, SPACE)
        foot.setSpacing(SPACE // 2)
        foot.addWidget(self.heatmap_strip)
        foot.addWidget(self._audit)
        foot.addWidget(self._legend)
        foot.addWidget(self._caveat())
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self._view_strip)
        layout.addWidget(self._stack, 1)
        layout.addWidget(self._foot)

    def _caveat(self) -> QLabel:
        label = plain_label(tr(CAVEAT), "muted")
        label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        return label

    def _connect(self) -> None:
        strip = self._view_strip
        strip.fit.connect(self._fit)
        strip.actual_size.connect(self._actual_size)
        strip.zoom_in.connect(lambda: self._active.zoom_by(_ZOOM_STEP))
        strip.zoom_out.connect(lambda: self._active.zoom_by(1 / _ZOOM_STEP))
        strip.mode_chosen.connect(lambda mode: setattr(self, "compare_mode", mode))
        for view in (self.canvas, self.grid):
            view.zoom_changed.connect(strip.show_zoom)
            view.cursor_moved.connect(self.cursor_moved)
        self.grid.shown_changed.connect(self._show_legend)
        self.heatmap_strip.heatmap_chosen.connect(lambda row: self.choose_heatmap(self._heatmaps[row]))
        self.heatmap_strip.opacity_chosen.connect(lambda value: setattr(self, "opacity", value))
        self.heatmap_strip.colormap_chosen.connect(lambda name: setattr(self, "colormap", name))
        self.heatmap_strip.smooth_chosen.connect(lambda on: setattr(self, "smooth", on))
        self.heatmap_strip.outlines_chosen.connect(lambda on: setattr(self, "outlines", on))

    # What is shown

    def set_picture(self, pixels: NDArray[np.uint8] | None, facts: ImageFacts | None) -> None:
        """Show exactly these pixels, uint8 (height, width, 3) sRGB, fitted to the window; without any, the invitation
        to open some. The array is kept until the next call. The heatmap and the region of another picture go."""
        self._heatmaps = ()
        self._picture = (pixels, facts)
        self.grid.set_picture(None, None)
        self.canvas.set_picture(pixels, facts)
        self._show_heatmap()
        reduced = facts is not None and facts.scale < 1
        self._view_strip.show_note(
            tr("Reduced to 1/{times}").format(times=round(1 / facts.scale)) if facts and reduced else ""
        )
        if pixels is None:
            self.show_message(tr("No image"), tr("Drop images here, or press Ctrl+O"), MessageKind.EMPTY)
            return
        height, width = (facts.height, facts.width) if facts else pixels.shape[:2]
        self.canvas.setAccessibleDescription(tr("{width} by {height} pixels").format(width=width, height=height))
        self._show_page(self._picture_page)

    def set_heatmaps(self, heatmaps: Sequence[Heatmap]) -> None:
        """Offer heatmaps of the picture in view, and show the one that answers the request that was chosen last, else
        one of the same method and detector, else the first; zoom and pan stay as they are."""
        same = len(heatmaps) == len(self._heatmaps) and all(map(operator.is_, heatmaps, self._heatmaps))
        if not same:
            self._heatmaps = tuple(heatmaps)
            self._show_heatmap()

    @property
    def heatmap(self) -> Heatmap | None:
        """The heatmap that is shown."""
        for alike in (4, 2):
            for heatmap in self._heatmaps:
                if request_of(heatmap)[:alike] == self._wanted[:alike]:
                    return heatmap
        return self._heatmaps[0] if self._heatmaps else None

    def choose_heatmap(self, heatmap: Heatmap) -> None:
        """Show a heatmap, now and of the pictures to come where they have one like it."""
        self._wanted = request_of(heatmap)
        self._show_heatmap()

    def _next_heatmap(self) -> None:
        shown = self.heatmap
        if shown is not None:
            row = next(row for row, each in enumerate(self._heatmaps) if each is shown)
            self.choose_heatmap(self._heatmaps[(row + 1) % len(self._heatmaps)])

    @property
    def _in_grid(self) -> bool:
        return self._mode is CompareMode.GRID and len(self._heatmaps) >= LEAST and self._picture[0] is not None

    @property
    def _picture_page(self) -> QWidget:
        return self.grid if self._in_grid else self.canvas

    @property
    def _active(self) -> Canvas:
        """The canvas that keys and buttons act on."""
        return self.grid.first if self._in_grid else self.canvas

    def _fit(self) -> None:
        self._active.fit()

    def _actual_size(self) -> None:
        self._active.actual_size()

    def toggle_grid(self) -> None:
        """Compare several heatmaps, or go back to one."""
        leave = self._mode is CompareMode.GRID
        self.compare_mode = (CompareMode.OVERLAY if leave else CompareMode.GRID).value

    def show_region(self, box: Box | None) -> None:
        """Outline a region, in pixels of the oriented original, and bring it into sight; None takes it away."""
        self.canvas.show_region(box)
        self.grid.show_region(box)

    def draw_region(self) -> RegionDrawer | None:
        """Let the user draw a region of the picture, over one picture alone; None where there is none."""
        if self._picture[0] is None:
            return None
        self.compare_mode = CompareMode.OVERLAY.value
        self._show_page(self.canvas)
        return RegionDrawer(self.canvas)

    def show_message(self, title: str, detail: str, kind: str) -> None:
        """A message in the picture's place; `kind` is "empty", "busy" or "error" (ValueError for another)."""
        self.message.show_text(title, detail, MessageKind(kind))
        self._show_page(self.message)

    def _show_page(self, page: QWidget) -> None:
        self._stack.setCurrentWidget(page)
        with_picture = page is not self.message
        self._view_strip.setVisible(with_picture)
        self._foot.setVisible(with_picture)

    def _show_heatmap(self) -> None:
        layer, heatmap = None, self.heatmap
        if heatmap is not None:
            layer = HeatmapLayer(heatmap, self._colormap, self._smooth, self.canvas.scale)
        self.heatmap_strip.show_heatmaps(self._heatmaps, heatmap)
        self.canvas.set_layer(layer)
        self.heatmap_strip.setEnabled(layer is not None)
        self._legend.setEnabled(layer is not None)
        self._show_audit(heatmap)
        self._show_grid()
        self._show_legend()

    def _show_legend(self) -> None:
        shown = [self.heatmap] if self.heatmap is not None else []
        self._legend.set_heatmaps(self.grid.shown if self._in_grid else shown)

    def _show_audit(self, heatmap: Heatmap | None) -> None:
        """Why a map that failed its audit must not be relied on; each cell of the grid says so of its own."""
        failed = heatmap is not None and has_failed(heatmap) and not self._in_grid
        self._audit.setText(breakable(reliability(heatmap), 400) if heatmap is not None and failed else "")
        self._audit.setVisible(failed)

    def _show_grid(self) -> None:
        """Fill the grid while it is in use, and let its pictures go when it is not."""
        in_grid, holds = self._in_grid, self.grid.has_picture
        if in_grid != holds:
            self.grid.set_picture(*(self._picture if in_grid else (None, None)))
        if in_grid:
            self.grid.set_heatmaps(self._heatmaps, self.heatmap, self._colormap, self._smooth)
        if self._stack.currentWidget() is not self.message:
            self._show_page(self._picture_page)
        self.heatmap_strip.show_choice(not in_grid)

    # Choices, remembered by the window

    def restore(self, settings: Settings) -> None:
        """Take the remembered choices."""
        self.opacity = settings.opacity
        self.colormap = settings.colour_map
        self.compare_mode = settings.compare_mode
        self.smooth = settings.smooth
        self.outlines = settings.outlines

    def remembered(self, settings: Settings) -> Settings:
        """The settings with the choices as they are."""
        return replace(
            settings,
            opacity=round(self.opacity),
            colour_map=self.colormap,
            compare_mode=self.compare_mode,
            smooth=self.smooth,
            outlines=self.outlines,
        )

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
        """ "overlay", "side_by_side", "swipe" or "grid", which is an overlay of fewer than two heatmaps; ValueError for
        another."""
        return self._mode.value

    @compare_mode.setter
    def compare_mode(self, name: str) -> None:
        mode = CompareMode(name)
        if mode is not self._mode:
            self._mode = mode
            self._show_choices()
            self._show_heatmap()
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
        self.grid.set_opacity(self._opacity / 100)
        self.grid.set_outlines(self._outlines)
        self._view_strip.show_mode(self._mode)
        self.heatmap_strip.show_opacity(self._opacity)
        self.heatmap_strip.show_colormap(self._colormap)
        self.heatmap_strip.show_smooth(self._smooth)
        self.heatmap_strip.show_outlines(self._outlines)
        self._legend.set_colormap(self._colormap)

    # Keys: the strips pass on what they do not use

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self._stack.currentWidget() is self.message or not do_by_key(self, KEYS, event):
            super().keyPressEvent(event)

    def _move_divider(self, sideways: int) -> None:
        """Where the mode has no divider, the picture moves as without Shift."""
        if self._mode is CompareMode.SWIPE:
            self.canvas.move_divider(_DIVIDER_STEP * sideways)
        else:
            self._active.pan(-_PAN_STEP * sideways, 0)


def _weigh(panel: ViewerPanel, by: int) -> None:
    panel.opacity += by


# What the viewer does while it has the focus.
KEYS: KeyTable[ViewerPanel] = (
    (marked("Zoom in"), ("+", "="), lambda panel: panel._active.zoom_by(_ZOOM_STEP)),
    (marked("Zoom out"), ("-",), lambda panel: panel._active.zoom_by(1 / _ZOOM_STEP)),
    (marked("Fit the window"), ("0", "F"), ViewerPanel._fit),
    (marked("Actual size"), ("1",), ViewerPanel._actual_size),
    (marked("Move to the left"), ("Left",), lambda panel: panel._active.pan(_PAN_STEP, 0)),
    (marked("Move to the right"), ("Right",), lambda panel: panel._active.pan(-_PAN_STEP, 0)),
    (marked("Move up"), ("Up",), lambda panel: panel._active.pan(0, _PAN_STEP)),
    (marked("Move down"), ("Down",), lambda panel: panel._active.pan(0, -_PAN_STEP)),
    (marked("Heatmap weaker"), ("[",), lambda panel: _weigh(panel, -_OPACITY_STEP)),
    (marked("Heatmap stronger"), ("]",), lambda panel: _weigh(panel, _OPACITY_STEP)),
    (marked("Next heatmap"), ("M",), ViewerPanel._next_heatmap),
    (marked("Compare heatmaps side by side"), ("G",), ViewerPanel.toggle_grid),
    (marked("Swipe divider to the left"), ("Shift+Left",), lambda panel: panel._move_divider(-1)),
    (marked("Swipe divider to the right"), ("Shift+Right",), lambda panel: panel._move_divider(1)),
)
