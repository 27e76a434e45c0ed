"""How far long work is: a bar, what is being done, how long it will still take, and a way to cancel it."""

from __future__ import annotations

import time
from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QPushButton, QWidget

from gauntlet_desktop.ui.batch import in_words
from gauntlet_desktop.ui.language import tr, work_words
from gauntlet_desktop.ui.theme import SPACE
from gauntlet_desktop.ui.widgets import plain_label

_STEPS = 1000
# An estimate from less than this share of the work would be a guess.
_LEAST_SHARE = 0.1


class ProgressRow(QWidget):
    """Hidden while nothing is done."""

    cancelled = Signal()

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        super().__init__()
        self._clock = clock
        self._started = 0.0
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setFixedWidth(200)
        self.bar.setAccessibleName(tr("Progress"))
        self.text = plain_label(role="muted")
        self.cancel = QPushButton(tr("Cancel"))
        self.cancel.setAccessibleName(tr("Cancel the work"))
        self.cancel.clicked.connect(self._cancel)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(SPACE)
        layout.addWidget(self.bar)
        layout.addWidget(self.text, 1)
        layout.addWidget(self.cancel)
        self.hide()

    def begin(self, what: str) -> None:
        self._started = self._clock()
        self.bar.setRange(0, 0)
        self.text.setText(f"{what} …")
        self.cancel.setEnabled(True)
        self.show()

    def show_progress(self, fraction: float, what: str) -> None:
        """Show a fraction in 0..1, with an estimate once enough is done."""
        if not self.cancel.isEnabled():
            return
        self.bar.setRange(0, _STEPS)
        self.bar.setValue(round(_STEPS * fraction))
        left = ""
        if _LEAST_SHARE <= fraction < 1.0:
            seconds = (self._clock() - self._started) * (1.0 - fraction) / fraction
            left = ", " + tr("{left} left").format(left=in_words(seconds))
        self.text.setText(f"{work_words(what)}{left}")

    def end(self) -> None:
        self.hide()

    def _cancel(self) -> None:
        self.cancel.setEnabled(False)
        self.text.setText(tr("Cancelling …"))
        self.cancelled.emit()
