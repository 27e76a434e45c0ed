"""Collects cyclic garbage on the GUI thread alone.

Python collects it on whatever thread happens to allocate. Where that is a thread of the pool and a window is among the
garbage, Qt's destructor runs there and waits for the GUI thread, which waits for Python's lock: both stand for ever.
"""

from __future__ import annotations

import gc

from PySide6.QtCore import QObject, QTimer

_INTERVAL_MS = 100
# How much each generation grows before it is collected: objects, then collections of the one before. The last is that
# of all that is old. To look at it takes a tenth of a second with 100,000 images listed, for which the window stands.
# So it has its turn after two minutes of constant growth, where Python's own threshold would be reached in twelve
# seconds; what is old is rarely garbage.
_GROWN = (700, 10, 100)


class GarbageCollector(QObject):
    """In place of Python's own collector until `stop`; what is there at the start is never looked at again."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        gc.disable()
        gc.freeze()
        self._timer = QTimer(self)
        self._timer.timeout.connect(self.collect)
        self._timer.start(_INTERVAL_MS)

    def collect(self) -> None:
        """Collect the oldest generation that has grown enough, if any."""
        counts = gc.get_count()
        for generation in (2, 1, 0):
            if counts[generation] > _GROWN[generation]:
                gc.collect(generation)
                return

    def stop(self) -> None:
        """Let Python collect again."""
        self._timer.stop()
        gc.unfreeze()
        gc.enable()
