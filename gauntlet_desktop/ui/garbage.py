"""Collects cyclic garbage on the GUI thread alone.

Python collects it on whatever thread happens to allocate. Where that is a thread of the pool and a window is among the
garbage, Qt's destructor runs there and waits for the GUI thread, which waits for Python's lock: both stand for ever.
"""

from __future__ import annotations

import gc
import time
from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer

_INTERVAL_MS = 100
# What is old is looked at as a whole only when that has taken no more than this share of the time: it takes as long as
# there is much of it, and the window stands meanwhile.
_SHARE = 1 / 500


class GarbageCollector(QObject):
    """In place of Python's own collector until `stop`; what is there at the start is never looked at again."""

    def __init__(self, parent: QObject, clock: Callable[[], float] = time.monotonic) -> None:
        super().__init__(parent)
        gc.disable()
        gc.freeze()
        self._clock = clock
        self._full_from = clock()
        self._timer = QTimer(self)
        self._timer.timeout.connect(self.collect)
        self._timer.start(_INTERVAL_MS)

    def collect(self) -> None:
        """Collect the oldest generation that has grown beyond its threshold, the oldest of all in its time."""
        counts, thresholds = gc.get_count(), gc.get_threshold()
        for generation in (2, 1, 0):
            began = self._clock()
            if counts[generation] > thresholds[generation] and (generation < 2 or began >= self._full_from):
                gc.collect(generation)
                if generation == 2:
                    ended = self._clock()
                    self._full_from = ended + (ended - began) / _SHARE
                return

    def stop(self) -> None:
        """Let Python collect again."""
        self._timer.stop()
        gc.unfreeze()
        gc.enable()
