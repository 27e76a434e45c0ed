"""Handing on what may come faster than the window can show it, as the files of a large folder: some at each turn of the
event loop."""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Callable
from typing import Generic, TypeVar

from PySide6.QtCore import QObject, Qt, QTimer, Signal

Thing = TypeVar("Thing")

# Half of a frame of the screen.
_TURN_SECONDS = 0.008


class Turns(QObject, Generic[Thing]):
    """Hands what is added on to `take`, on the GUI thread and in its order: so much at a time that the window has its
    turns in between. `emptied` tells that nothing waits any more."""

    emptied = Signal()
    _called = Signal()

    def __init__(
        self, parent: QObject, take: Callable[[Thing], object], clock: Callable[[], float] = time.monotonic
    ) -> None:
        super().__init__(parent)
        self._take = take
        self._clock = clock
        self._waiting: deque[Thing] = deque()
        self._call_is_under_way = threading.Event()
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._hand_on)
        self._called.connect(self._begin, Qt.ConnectionType.QueuedConnection)

    @property
    def busy(self) -> bool:
        """Whether anything waits."""
        return bool(self._waiting)

    def add(self, thing: Thing) -> None:
        """Hand it on when its turn comes; callable from any thread."""
        self._waiting.append(thing)
        if not self._call_is_under_way.is_set():
            self._call_is_under_way.set()
            self._called.emit()

    def drop(self) -> None:
        """Hand nothing on of what waits."""
        self._waiting.clear()

    def _begin(self) -> None:
        self._call_is_under_way.clear()
        self._timer.start()

    def _hand_on(self) -> None:
        self._timer.start()  # anew: a timer rests in the event loop of a dialog that its own turn opens
        ends = self._clock() + _TURN_SECONDS
        while self._waiting and self._clock() < ends:
            self._take(self._waiting.popleft())
        if not self._waiting:
            self._timer.stop()
            self.emptied.emit()
