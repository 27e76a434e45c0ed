"""What the plugins offer of one kind, asked of the service once it is there and somebody wants to know."""

from __future__ import annotations

from typing import Generic, TypeVar

from gauntlet_desktop.api.tasks import OnDemand
from gauntlet_desktop.app.events import Answered, Event, JobCancelled, JobId, TaskFailed
from gauntlet_desktop.core.records import ErrorRecord
from gauntlet_desktop.ui.service import Service

Answer = TypeVar("Answer")


class Offer(Generic[Answer]):
    """The answer to one task, or the error that came instead; both None until it is there."""

    def __init__(self, task: OnDemand, kind: type[Answer]) -> None:
        self.answer: Answer | None = None
        self.error: ErrorRecord | None = None
        self._task = task
        self._kind = kind
        self._service: Service | None = None
        self._asked: JobId | None = None
        self._wanted = False

    def start(self, service: Service) -> None:
        """The service is there."""
        self._service = service
        if self._wanted:
            self.want()

    def want(self) -> None:
        """Ask, until that succeeded once."""
        self._wanted = True
        if self._service is not None and self.answer is None and self._asked is None:
            self.error = None
            self._asked = self._service.ask(self._task)

    def renew(self) -> None:
        """The answer may be another now: ask again, where it was asked before."""
        self.answer = self.error = self._asked = None
        if self._wanted:
            self.want()

    def handle(self, event: Event) -> bool:
        """Take in an event; False when it is about something else."""
        match event:
            case Answered(value=answer) if event.job == self._asked and isinstance(answer, self._kind):
                self.answer = answer
            case TaskFailed() if event.job == self._asked:
                self.error = event.error
            case JobCancelled() if event.job == self._asked:
                pass
            case _:
                return False
        self._asked = None
        return True
