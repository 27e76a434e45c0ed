"""The pictures inside a file beside the image's own reduced view, with how alike they are."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage, QPixmap
from PySide6.QtWidgets import QGridLayout, QLabel, QVBoxLayout, QWidget

from gauntlet_desktop.core.declarations import EmbeddedPicture
from gauntlet_desktop.reporting.c2pa_words import LIKENESS, likeness
from gauntlet_desktop.ui.language import tr
from gauntlet_desktop.ui.theme import SPACE
from gauntlet_desktop.ui.widgets import breakable, plain_label

_LEAST_HEIGHT = 80
_COLUMNS = 2


class EmbeddedPictures(QWidget):
    """Hidden while the file holds no picture besides the image. Number 0 is the image itself."""

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName(tr("Pictures inside the file"))
        self._grid = QGridLayout()
        self._grid.setSpacing(SPACE)
        self._shown: list[tuple[QLabel, QLabel]] = []
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(SPACE // 2)
        layout.addWidget(plain_label(tr("Pictures inside the file"), "title"))
        layout.addLayout(self._grid)
        layout.addWidget(plain_label(tr(LIKENESS), "muted"))
        self.hide()

    @property
    def captions(self) -> list[str]:
        return [caption.text() for _, caption in self._shown]

    def show_pictures(self, pictures: Sequence[EmbeddedPicture]) -> None:
        """Make room for the image and these; their pixels follow by `show_pixels`."""
        for label in (label for pair in self._shown for label in pair):
            self._grid.removeWidget(label)
            label.deleteLater()
        captions = [tr("This image, reduced"), *map(_caption, pictures)] if pictures else []
        self._shown = [self._add(number, text) for number, text in enumerate(captions)]
        self.setVisible(bool(pictures))

    def show_pixels(self, number: int, pixels: NDArray[np.uint8] | None) -> None:
        """The pixels, uint8 (height, width, 3), of a picture by its number, or that there are none to show."""
        if number >= len(self._shown):
            return
        label, _ = self._shown[number]
        if pixels is None:
            label.setText(tr("cannot be shown"))
            return
        height, width = pixels.shape[:2]
        data = np.ascontiguousarray(pixels)
        image = QImage(data.data, width, height, 3 * width, QImage.Format.Format_RGB888).copy()
        label.setPixmap(QPixmap.fromImage(image))

    def _add(self, number: int, text: str) -> tuple[QLabel, QLabel]:
        picture, caption = QLabel(), plain_label(text, "muted")
        picture.setTextFormat(Qt.TextFormat.PlainText)
        picture.setAccessibleName(text)
        picture.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignBottom)
        picture.setMinimumHeight(_LEAST_HEIGHT)
        row, column = 2 * (number // _COLUMNS), number % _COLUMNS
        self._grid.addWidget(picture, row, column)
        self._grid.addWidget(caption, row + 1, column, Qt.AlignmentFlag.AlignTop)
        return picture, caption


def _caption(picture: EmbeddedPicture) -> str:
    size = f", {picture.width} × {picture.height} px" if picture.width else ""
    return breakable(f"{picture.name}{size}: {likeness(picture)}", 300)
