"""The state of explanations on demand without widgets: what can explain what, what is under way, what came of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from PySide6.QtCore import QObject, Signal

from gauntlet_desktop.api.tasks import Explain, Explainable, Explainables, Explained, ListExplainable
from gauntlet_desktop.app.events import Answered, Event, JobCancelled, JobId, Progress, TaskFailed
from gauntlet_desktop.app.timings import Timing, learnt, seconds_per_pass
from gauntlet_desktop.core.map_audit import with_agreement
from gauntlet_desktop.core.records import ErrorRecord, Heatmap
from gauntlet_desktop.ui.heatmap_words import request_of
from gauntlet_desktop.ui.items import ImageItem
from gauntlet_desktop.ui.language import marked
from gauntlet_desktop.ui.offer import Offer
from gauntlet_desktop.ui.service import Service

_CHANGED = ErrorRecord(
    "file_changed",
    marked("The file is not the one that was analysed: its content has changed."),
    marked("Analyse it again, then explain it."),
)


@dataclass(slots=True, eq=False)
class Asked:
    """An explanation that was asked for: how far it is, or why there is none."""

    item: ImageItem
    task: Explain
    fraction: float = 0.0
    step: str = marked("Waiting")
    error: ErrorRecord | None = None


class Explanations(QObject):
    """Asks the service and puts what it answers into the items' records."""

    changed = Signal()  # the offer, what is under way, what failed
    explained = Signal(object, object)  # an ImageItem and its new Heatmap
    removed = Signal(object)  # an ImageItem

    def __init__(self, timings: tuple[Timing, ...] = ()) -> None:
        super().__init__()
        self.offer = Offer(ListExplainable(), Explainables)
        self.timings = timings
        self.failed: list[Asked] = []
        self._service: Service | None = None
        self._jobs: dict[JobId, Asked] = {}

    def start(self, service: Service) -> None:
        """The service is there."""
        self._service = service
        self.offer.start(service)

    @property
    def pairs(self) -> tuple[Explainable, ...] | None:
        """What can explain what; None until that is known."""
        return self.offer.answer.pairs if self.offer.answer else None

    def renew_offer(self) -> None:
        """The list could not be had, or other models are installed."""
        self.offer.renew()
        self.changed.emit()

    def under_way(self, item: ImageItem | None) -> list[tuple[JobId, Asked]]:
        """What is asked for of an image and not there yet, in the order of asking."""
        return [(job, asked) for job, asked in self._jobs.items() if asked.item is item]

    @property
    def count(self) -> int:
        """How many explanations are under way, of all images."""
        return len(self._jobs)

    def ask(self, item: ImageItem, tasks: Iterable[Explain]) -> None:
        """Make heatmaps of a completely analysed image, one after the other."""
        assert self._service is not None
        self.failed = [asked for asked in self.failed if asked.item is not item]
        pending = {asked.task for _, asked in self.under_way(item)}
        for task in tasks:
            if task not in pending:
                self._jobs[self._service.ask(task, item.raw_path)] = Asked(item, task)
        self.changed.emit()

    def cancel(self, job: JobId) -> None:
        if self._service is not None:
            self._service.cancel(job)

    def forget(self, items: Iterable[ImageItem]) -> None:
        """Stop what is under way for images that are taken off the list or analysed anew."""
        gone = set(items)
        for job, asked in list(self._jobs.items()):
            if asked.item in gone:
                self.cancel(job)
        self.failed = [asked for asked in self.failed if asked.item not in gone]

    def remove(self, item: ImageItem, heatmap: Heatmap) -> None:
        """Take a heatmap that was made on demand away."""
        _set_explanations(item, tuple(each for each in item.explanations if not _alike(each, heatmap)))
        self.removed.emit(item)

    def estimate(self, tasks: Iterable[Explain]) -> float | None:
        """Seconds that tasks will take, loading aside; None where one of them was never measured here."""
        total = 0.0
        for task in tasks:
            pair = next((p for p in self.pairs or () if (p.detector, p.method) == (task.detector, task.method)), None)
            seconds = seconds_per_pass(self.timings, task.detector, task.method, task.audited)
            if pair is None or seconds is None:
                return None
            total += seconds * pair.passes_of(task.request.layers)
        return total

    def handle(self, event: Event) -> bool:
        """Take in an event; False when it is about something else."""
        match event:
            case Progress() if event.job in self._jobs:
                asked = self._jobs[event.job]
                asked.fraction, asked.step = event.fraction, event.step
            case Answered(value=Explained() as explained) if event.job in self._jobs:
                self._take(self._jobs.pop(event.job), explained, event.source.sha256)
            case TaskFailed() if event.job in self._jobs:
                self._fail(self._jobs.pop(event.job), event.error)
            case JobCancelled() if event.job in self._jobs:
                del self._jobs[event.job]
            case _ if not self.offer.handle(event):
                return False
        self.changed.emit()
        return True

    def _take(self, asked: Asked, explained: Explained, sha256: str) -> None:
        """Keep a heatmap, in the place of one of the same request. It must be of the bytes that were analysed."""
        task, item = asked.task, asked.item
        timing = Timing(task.detector, task.method, task.audited, explained.seconds / max(1.0, explained.passes))
        self.timings = learnt(self.timings, timing)
        record = item.record
        if not item.complete or record is None:
            return
        if record.source.sha256 != sha256:
            self._fail(asked, _CHANGED)
            return
        new = explained.heatmap
        _set_explanations(item, (*(each for each in item.explanations if not _alike(each, new)), new))
        self.explained.emit(item, item.explanations[-1])

    def _fail(self, asked: Asked, error: ErrorRecord) -> None:
        asked.error = error
        self.failed.append(asked)


def _set_explanations(item: ImageItem, explanations: tuple[Heatmap, ...]) -> None:
    """Put heatmaps made on demand behind those of the analysis, in the place of one that answers the same question.
    Each audit tells how far its map agrees with all others that are there."""
    if item.record is None or item.record.image is None:
        return
    if not item.explanations:
        item.own_heatmaps = item.record.heatmaps
    own = tuple(each for each in item.own_heatmaps if not any(_alike(each, other) for other in explanations))
    image = item.record.image
    heatmaps = with_agreement(own + explanations, image.width, image.height)
    item.explanations = heatmaps[len(own) :]
    item.record = replace(item.record, heatmaps=heatmaps)


def _alike(one: Heatmap, other: Heatmap) -> bool:
    """Whether two heatmaps answer the same question."""
    return request_of(one) == request_of(other)
