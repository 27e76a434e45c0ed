"""Brings the analysis service's events to the GUI thread."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from PySide6.QtCore import QObject, Qt, Signal

from gauntlet_desktop.api.tasks import OnDemand
from gauntlet_desktop.app.events import Event, JobId
from gauntlet_desktop.imaging.limits import Limits


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
    """Re-sends events, whatever thread they come on, as a signal on the GUI thread."""

    arrived = Signal(object)
    _posted = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._posted.connect(self.arrived, Qt.ConnectionType.QueuedConnection)

    def post(self, event: Event) -> None:
        """The service's listener; callable from any thread."""
        self._posted.emit(event)
