"""Brings the analysis service's events to the GUI thread."""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Callable
from typing import Protocol

from PySide6.QtCore import QObject, Qt, QTimer, Signal

from gauntlet_desktop.api.tasks import OnDemand
from gauntlet_desktop.app.events import Event, JobId
from gauntlet_desktop.imaging.limits import Limits

_TURN_SECONDS = 0.008


class Service(Protocol):
    """What the window needs of app.service.AnalysisService."""

    def start(self) -> None: ...
    def submit(self, raw_path: bytes, *, first: bool = False) -> JobId: ...
    def ask(self, task: OnDemand, raw_path: bytes = b"") -> JobId: ...
    def open_picture(self, raw_path: bytes) -> JobId: ...
    def request_thumbnail(self, raw_path: bytes, side: int, embedded: int = 0) -> JobId: ...
    def prioritise(self, job: JobId) -> None: ...
    def cancel(self, job: JobId) -> None: ...
    def cancel_all(self) -> None: ...
    def reload(self) -> None: ...
    def set_limits(self, limits: Limits, analysis_seconds: float) -> None: ...
    def close(self) -> None: ...


ServiceFactory = Callable[[Callable[[Event], None]], Service]


def analysis_service(listener: Callable[[Event], None]) -> Service:
    """The real service, imported when it is needed: the window stands before that."""
    from gauntlet_desktop.app.service import AnalysisService

    return AnalysisService(listener)


class Bridge(QObject):
    """Re-sends events, whatever thread they come on, as a signal on the GUI thread: in their order, and for no longer
    at a time than a frame of the screen takes, since to cancel a large folder brings an event of every file."""

    arrived = Signal(object)
    _posted = Signal()

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        super().__init__()
        self._clock = clock
        self._waiting: deque[Event] = deque()
        self._called = threading.Event()  # whether a turn is to come
        self._turn = QTimer(self)
        self._turn.timeout.connect(self._hand_on)
        self._posted.connect(self._hand_on, Qt.ConnectionType.QueuedConnection)

    @property
    def busy(self) -> bool:
        """Whether events wait to be told."""
        return bool(self._waiting)

    def post(self, event: Event) -> None:
        """The service's listener; callable from any thread."""
        self._waiting.append(event)
        if not self._called.is_set():
            self._called.set()
            self._posted.emit()

    def _hand_on(self) -> None:
        self._called.clear()
        self._turn.start()  # before: whoever is told may open a dialog, in whose event loop it goes on
        ends = self._clock() + _TURN_SECONDS
        while self._waiting and self._clock() < ends:
            self.arrived.emit(self._waiting.popleft())
        if not self._waiting:
            self._turn.stop()
