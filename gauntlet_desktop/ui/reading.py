"""Whom the sentences of the window are for: one choice for all windows, and the boxes that change it."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QObject, QSignalBlocker, Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QWidget

from gauntlet_desktop.core.readers import EXPERT, LANGUAGES, REGISTERS, Reader
from gauntlet_desktop.ui.language import tr
from gauntlet_desktop.ui.theme import SPACE


class Reading(QObject):
    """The reader that was chosen, for every panel that shows sentences."""

    changed = Signal()

    def __init__(self, reader: Reader = EXPERT) -> None:
        super().__init__()
        self._reader = reader

    @property
    def reader(self) -> Reader:
        return self._reader

    def choose(self, reader: Reader) -> None:
        """Write for another reader from now on."""
        if reader != self._reader:
            self._reader = reader
            self.changed.emit()


class ReaderChoice(QWidget):
    """Two boxes, language and register, that follow and change a `Reading`."""

    def __init__(self, reading: Reading) -> None:
        super().__init__()
        self._reading = reading
        self.language = _box(tr("Language of the sentences"), LANGUAGES)
        self.register = _box(
            tr("Words of the sentences: plain or technical"),
            {key: tr(name) for key, name in REGISTERS.items()},
        )
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(SPACE)
        for box in (self.language, self.register):
            layout.addWidget(box)
            box.currentIndexChanged.connect(self._chosen)
        layout.addStretch(1)
        reading.changed.connect(self._follow)
        self._follow()

    def _chosen(self) -> None:
        self._reading.choose(Reader(self.language.currentData(), self.register.currentData()))

    def _follow(self) -> None:
        """Show what is chosen, here or in another window."""
        reader = self._reading.reader
        for box, value in ((self.language, reader.language), (self.register, reader.register)):
            with QSignalBlocker(box):
                box.setCurrentIndex(box.findData(value))


def _box(name: str, choices: Mapping[str, str]) -> QComboBox:
    box = QComboBox()
    box.setAccessibleName(name)
    box.setToolTip(name)
    for key, shown in choices.items():
        box.addItem(shown, key)
    return box
