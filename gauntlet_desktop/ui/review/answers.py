"""Brings what the case's thread answers to the GUI thread."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from typing import Any

from PySide6.QtCore import QObject, Qt, Signal

from gauntlet_desktop.core.errors import GauntletError


class Answers(QObject):
    """Brings the results of futures to the GUI thread. `failed` carries a GauntletError; other errors are raised again
    there, where the exception hook shows them."""

    failed = Signal(object)
    _came = Signal(object, object)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._over = False
        self._came.connect(self._deliver, Qt.ConnectionType.QueuedConnection)

    def end(self) -> None:
        """Nobody wants answers any more."""
        self._over = True

    def of(self, future: Future[Any], receive: Callable[[Any], None]) -> None:
        """Call `receive` with the result."""
        future.add_done_callback(lambda done: self._came.emit(done, receive))

    def _deliver(self, future: Future[Any], receive: Callable[[Any], None]) -> None:
        if self._over:
            return
        error = future.exception()
        if isinstance(error, GauntletError):
            self.failed.emit(error)
        elif error is not None:
            raise error
        else:
            receive(future.result())
