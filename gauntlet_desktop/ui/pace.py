"""Showing what changes hundreds of times a second only as often as anybody sees it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer

_REST_MS = 100


class Paced(QObject):
    """Does some work when it is called, in a turn of the event loop of its own; calls that follow within a tenth of a
    second are done as one, at its end."""

    def __init__(self, parent: QObject, work: Callable[[], object]) -> None:
        super().__init__(parent)
        self._work = work
        self._called = False
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.timeout.connect(self.catch_up)

    def __call__(self, *_: object) -> None:
        self._called = True
        if not self._rest.isActive():
            self._rest.start(0)

    def catch_up(self) -> None:
        """Do what was called for and not done yet."""
        if self._called:
            self._called = False
            self._rest.start(_REST_MS)
            self._work()
