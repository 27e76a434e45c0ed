"""Two to four heatmaps of one picture side by side, zoomed and panned together."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QGridLayout, QVBoxLayout, QWidget

from gauntlet_desktop.core.map_audit import agreements
from gauntlet_desktop.core.records import Box, Heatmap, ImageFacts
from gauntlet_desktop.ui.heatmap_words import AGREEMENT_HINT, agreement_words, has_failed, reliability
from gauntlet_desktop.ui.language import tr
from gauntlet_desktop.ui.theme import SPACE
from gauntlet_desktop.ui.viewer.canvas import Canvas
from gauntlet_desktop.ui.viewer.controls import fill_choice
from gauntlet_desktop.ui.viewer.layer import HeatmapLayer
from gauntlet_desktop.ui.widgets import breakable, plain_label

LEAST, MOST = 2, 4
_COLUMNS = 2


class GridCell(QWidget):
    """One canvas with the choice of its heatmap above it; below, how far its map agrees with the others and, where it
    failed its audit, why."""

    def __init__(self, number: int) -> None:
        super().__init__()
        self.canvas = Canvas()
        self.canvas.setAccessibleName(tr("Picture with heatmap {number}").format(number=number))
        self.choice = QComboBox()
        self.choice.setAccessibleName(tr("Heatmap {number}").format(number=number))
        self.choice.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.choice.setMinimumContentsLength(8)
        self.agreement = plain_label(role="muted")
        self.agreement.setToolTip(tr(AGREEMENT_HINT))
        self.failed = plain_label(role="failed")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(SPACE // 2)
        layout.addWidget(self.choice)
        layout.addWidget(self.canvas, 1)
        layout.addWidget(self.agreement)
        layout.addWidget(self.failed)

    def show_heatmap(self, heatmap: Heatmap, layer: HeatmapLayer, agreement: str) -> None:
        self.canvas.set_layer(layer)
        self.agreement.setText(breakable(agreement, 400))
        self.agreement.setVisible(bool(agreement))
        self.choice.setToolTip(reliability(heatmap))
        self.failed.setText(reliability(heatmap) if has_failed(heatmap) else "")
        self.failed.setToolTip(self.failed.text())
        self.failed.setVisible(has_failed(heatmap))


class GridView(QWidget):
    """The grid. It holds the picture only while it is in use: four canvases need four times the memory."""

    cursor_moved = Signal(str)
    zoom_changed = Signal(float)
    shown_changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.cells = [GridCell(number + 1) for number in range(MOST)]
        self._heatmaps: tuple[Heatmap, ...] = ()
        self._chosen: list[int] = list(range(MOST))
        self._look = ("", True)
        self._size = (1, 1)  # of the image, in its own pixels
        self._following = False
        self.setMinimumSize(1, 1)  # the window must not need more room for a page that is seldom in view
        layout = QGridLayout(self)
        layout.setContentsMargins(SPACE, SPACE // 2, SPACE, SPACE // 2)
        layout.setSpacing(SPACE)
        for number, cell in enumerate(self.cells):
            layout.addWidget(cell, number // _COLUMNS, number % _COLUMNS)
            cell.choice.activated.connect(lambda index, number=number: self._choose(number, index))
            cell.canvas.placed.connect(lambda canvas=cell.canvas: self._follow(canvas))
            cell.canvas.cursor_moved.connect(self.cursor_moved)
        self.first.zoom_changed.connect(self.zoom_changed)

    @property
    def first(self) -> Canvas:
        """The canvas that keys and buttons act on; the others follow it."""
        return self.cells[0].canvas

    @property
    def shown(self) -> list[Heatmap]:
        """The heatmaps in view, in their order."""
        return [self._heatmaps[index] for index in self._chosen[: min(MOST, len(self._heatmaps))]]

    @property
    def has_picture(self) -> bool:
        return self.first.has_picture

    def set_picture(self, pixels: NDArray[np.uint8] | None, facts: ImageFacts | None) -> None:
        """Show a picture in every cell, or let it go."""
        if facts is not None:
            self._size = facts.width, facts.height
        elif pixels is not None:
            self._size = pixels.shape[1], pixels.shape[0]
        for cell in self.cells:
            cell.canvas.set_picture(pixels, facts)

    def set_heatmaps(self, heatmaps: Sequence[Heatmap], chosen: Heatmap | None, colormap: str, smooth: bool) -> None:
        """Show those that were shown before where they are still there, then the chosen one, others of its detector,
        and the rest."""
        before = self.shown
        self._heatmaps, self._look = tuple(heatmaps), (colormap, smooth)
        kept = [row for old in before for row, each in enumerate(heatmaps) if each is old]
        rest = [row for row in range(len(heatmaps)) if row not in kept]
        if chosen is not None:
            rest.sort(key=lambda row: (heatmaps[row] is not chosen, heatmaps[row].detector != chosen.detector))
        self._chosen = [*kept, *rest][:MOST]
        for number, cell in enumerate(self.cells):
            cell.setVisible(number < len(self._chosen))
            fill_choice(cell.choice, heatmaps)
        self._show()

    def set_opacity(self, opacity: float) -> None:
        for cell in self.cells:
            cell.canvas.set_opacity(opacity)

    def set_outlines(self, on: bool) -> None:
        for cell in self.cells:
            cell.canvas.set_outlines(on)

    def show_region(self, box: Box | None) -> None:
        for cell in self.cells:
            cell.canvas.show_region(box)

    def _choose(self, number: int, index: int) -> None:
        """Show another heatmap in a cell; one that another cell shows changes places with it."""
        if index in self._chosen:
            self._chosen[self._chosen.index(index)] = self._chosen[number]
        self._chosen[number] = index
        self._show()

    def _show(self) -> None:
        shown = self.shown
        correlations = agreements(shown, *self._size)
        for row, (cell, index) in enumerate(zip(self.cells, self._chosen, strict=False)):
            if index >= len(self._heatmaps):
                continue
            heatmap = self._heatmaps[index]
            cell.choice.setCurrentIndex(index)
            layer = HeatmapLayer(heatmap, *self._look, cell.canvas.scale)
            cell.show_heatmap(heatmap, layer, agreement_words(shown, row, correlations[row].tolist()))
        self.shown_changed.emit()

    def _follow(self, moved: Canvas) -> None:
        """Let the other canvases show what one was moved to."""
        if not self._following:
            self._following = True
            for cell in self.cells:
                cell.canvas.follow(moved)
            self._following = False
