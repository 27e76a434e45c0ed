"""The state of language models' remarks without widgets: which models there are, what is under way, what came of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal

from gauntlet_desktop.api.language_store import StoredLanguageModel, read_language_models
from gauntlet_desktop.api.tasks import Describe, Described, Describer, Describers, ListDescribers
from gauntlet_desktop.app.events import Answered, Event, JobCancelled, JobId, Progress, TaskFailed, Writing
from gauntlet_desktop.app.questions import Question, with_remarks
from gauntlet_desktop.core.errors import GauntletError, PluginFault
from gauntlet_desktop.core.records import ErrorRecord
from gauntlet_desktop.ui.items import ImageItem
from gauntlet_desktop.ui.language import marked
from gauntlet_desktop.ui.offer import Offer
from gauntlet_desktop.ui.service import Service


@dataclass(slots=True, eq=False)
class Asked:
    """A description that was asked for: how far it is, and what the model has written so far."""

    item: ImageItem
    model: str
    fraction: float = 0.0
    step: str = marked("Waiting")
    text: str = ""


class Remarks(QObject):
    """Asks the service and puts what a model remarks into the items' records, one description an image at a time."""

    changed = Signal()  # the offer, what is under way, what failed
    remarked = Signal(object)  # an ImageItem whose record has new remarks
    sought = Signal()  # a person wants to choose a model

    def __init__(self) -> None:
        super().__init__()
        self.offer = Offer(ListDescribers(), Describers)
        self.failed: dict[ImageItem, ErrorRecord] = {}
        self._service: Service | None = None
        self._jobs: dict[JobId, Asked] = {}

    def start(self, service: Service) -> None:
        """The service is there."""
        self._service = service
        self.offer.start(service)

    @property
    def models(self) -> tuple[Describer, ...] | None:
        """The models there are; None until that is known."""
        return self.offer.answer.models if self.offer.answer else None

    def seek(self) -> None:
        """A person wants to choose a model: see whether others were named meanwhile, and find out which there are."""
        self.sought.emit()
        self.offer.want()

    def renew_offer(self) -> None:
        """Other models are named."""
        self.offer.renew()
        self.changed.emit()

    def under_way(self, item: ImageItem | None) -> Asked | None:
        """What is asked for of an image and not there yet."""
        return next((asked for asked in self._jobs.values() if asked.item is item), None)

    def ask(self, item: ImageItem, model: Describer, question: Question) -> None:
        """Have a model describe a completely analysed image; a question that cannot be asked is a failure."""
        assert self._service is not None and item.record is not None
        self.failed.pop(item, None)
        try:
            task = Describe(item.record, question.request(model.parameters))
        except GauntletError as error:
            self.failed[item] = error.record()
        else:
            self._jobs[self._service.ask(task, item.raw_path)] = Asked(item, model.id)
        self.changed.emit()

    def cancel(self, item: ImageItem) -> None:
        """Stop what is under way for an image."""
        for job, asked in self._jobs.items():
            if asked.item is item and self._service is not None:
                self._service.cancel(job)

    def forget(self, items: Iterable[ImageItem]) -> None:
        """Stop what is under way for images that are taken off the list or analysed anew."""
        for item in items:
            self.cancel(item)
            self.failed.pop(item, None)

    def handle(self, event: Event) -> bool:
        """Take in an event; False when it is about something else."""
        match event:
            case Progress() if event.job in self._jobs:
                asked = self._jobs[event.job]
                asked.fraction, asked.step = event.fraction, event.step
            case Writing() if event.job in self._jobs:
                asked = self._jobs[event.job]
                asked.step, asked.text = event.step, event.text
            case Answered(value=Described() as described) if event.job in self._jobs:
                self._take(self._jobs.pop(event.job), described, event.source.sha256)
            case TaskFailed() if event.job in self._jobs:
                self.failed[self._jobs.pop(event.job).item] = event.error
            case JobCancelled() if event.job in self._jobs:
                del self._jobs[event.job]
            case _ if not self.offer.handle(event):
                return False
        self.changed.emit()
        return True

    def _take(self, asked: Asked, described: Described, sha256: str) -> None:
        """Keep the remarks where they are of the bytes that the record is of."""
        item = asked.item
        if item.complete and item.record is not None and item.record.source.sha256 == sha256:
            item.record = with_remarks(item.record, described.remarks)
            self.remarked.emit(item)


def named_language_models() -> tuple[StoredLanguageModel, ...] | None:
    """The language models that are named now; None where their list is damaged, which the analysis process tells."""
    try:
        return read_language_models()
    except PluginFault:
        return None
