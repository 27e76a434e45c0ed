"""Collects cyclic garbage on the GUI thread alone.

Python collects it on whatever thread happens to allocate. Where that is a thread of the pool and a window is among the
garbage, Qt's destructor runs there and waits for the GUI thread, which waits for Python's lock: both stand for ever.
"""

from __future__ import annotations

import gc

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtGui import QGuiApplication

# How often is looked whether anything has grown, and how often while something does: a portion then takes a few
# milliseconds even while a large folder is listed.
_INTERVAL_MS, _GROWING_MS = 100, 30
# How much each generation grows before it is collected: objects, then collections of the one before. What is old is
# rarely garbage, and to look at all of it takes a tenth of a second with 100,000 images listed, for which the window
# stands. So it is due after two minutes of constant growth, and waits, for half an hour of it at most, until nobody
# works in the window.
_GROWN = (700, 1, 1300)
_GROWN_AT_MOST = 20_000


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
        young, middle, old = gc.get_count()
        self._timer.setInterval(_GROWING_MS if young > _GROWN[0] else _INTERVAL_MS)
        if old > (_GROWN_AT_MOST if _in_use() else _GROWN[2]):
            gc.collect()
        elif middle > _GROWN[1]:
            gc.collect(1)
        elif young > _GROWN[0]:
            gc.collect(0)

    def stop(self) -> None:
        """Let Python collect again."""
        self._timer.stop()
        gc.unfreeze()
        gc.enable()


def _in_use() -> bool:
    """Whether one of the program's windows has the keyboard."""
    return QGuiApplication.applicationState() == Qt.ApplicationState.ApplicationActive
