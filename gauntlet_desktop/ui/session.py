"""The state of the window without its widgets: the listed images, their jobs and the picture that is shown."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject, Signal

from gauntlet_desktop.api.tasks import Setup
from gauntlet_desktop.app.events import (
    Decoded,
    Done,
    EngineLost,
    EngineReady,
    Event,
    JobCancelled,
    JobId,
    Partial,
    Progress,
    Thumbnail,
)
from gauntlet_desktop.core.records import AnalysisRecord, ErrorRecord, ImageFacts, Status
from gauntlet_desktop.imaging.limits import Limits
from gauntlet_desktop.ui.batch import BatchProgress
from gauntlet_desktop.ui.dialogs import as_sentence
from gauntlet_desktop.ui.explanations import Explanations
from gauntlet_desktop.ui.finding_views import FindingViews
from gauntlet_desktop.ui.items import ImageItem, ImageListModel, ItemState
from gauntlet_desktop.ui.language import say, tr
from gauntlet_desktop.ui.reading import Reading
from gauntlet_desktop.ui.remarks import Remarks, named_language_models
from gauntlet_desktop.ui.service import Service, ServiceFactory
from gauntlet_desktop.ui.turns import Turns

THUMBNAIL_SIDE = 112
EMBEDDED_SIDE = 160
# Pictures in memory: the one shown and the one before, so that going back is instant.
_PICTURES_KEPT = 2

Picture = tuple[NDArray[np.uint8], ImageFacts]


class Session(QObject):
    """Turns what the user asks for into jobs, and events into the state that panels read.

    Before the service is there (`start_service`), images are listed and wait.
    """

    current_changed = Signal()  # another image, or the record or state of the current one
    picture_changed = Signal()  # the current image's picture arrived, or there is another current image
    progress_changed = Signal()
    engine_changed = Signal()
    embedded_arrived = Signal(object, int, object)  # raw path, number of the picture inside the file; pixels or None
    thumbnail_arrived = Signal(object, object)  # raw path; pixels, or None where there are none
    preview_arrived = Signal(object, object, str)  # raw path; a Picture, or None; then why there is none

    def __init__(self, factory: ServiceFactory) -> None:
        super().__init__()
        self.model = ImageListModel()
        self.model.thumbnail_wanted.connect(self.request_thumbnail)
        self.reading = Reading()
        self.remarks = Remarks()
        self.remarks.remarked.connect(self._changed)
        self.remarks.sought.connect(self.renew_language_models)
        self.explanations = Explanations()
        self.explanations.explained.connect(lambda item, _: self._changed(item))
        self.explanations.removed.connect(self._changed)
        self.finding_views = FindingViews()
        self.progress = BatchProgress()
        self.step = ""
        self.engine_note = tr("Starting the analysis process")
        self.engine_failures: tuple[tuple[str, str], ...] = ()
        self.setup: Setup | None = None  # what the analysis process was loaded with, once it is ready
        self.current: ImageItem | None = None
        self.picture_error: ErrorRecord | None = None
        self._factory = factory
        self._service: Service | None = None
        self._language_models = named_language_models()
        self._jobs: dict[JobId, ImageItem] = {}
        self._picture_jobs: dict[JobId, ImageItem] = {}
        self._preview: tuple[JobId, bytes] | None = None  # at most one is under way: the newest
        self._pictures: OrderedDict[ImageItem, Picture] = OrderedDict()
        self._thumbnails_due: list[bytes] = []
        self._embedded_jobs: dict[JobId, int] = {}
        self.events = Turns[Event](self, self.handle)

    @property
    def picture(self) -> Picture | None:
        """Pixels and facts of the current image, as far as they are in memory."""
        return self._pictures.get(self.current) if self.current else None

    def start_service(self) -> None:
        """Start the service and hand it everything that waits."""
        self._language_models = named_language_models()
        self._service = self._factory(self.events.add)
        self._service.start()
        self.remarks.start(self._service)
        self.explanations.start(self._service)
        self.finding_views.start(self._service)
        self._submit(self.model.items)
        for raw_path in self._thumbnails_due:
            self._service.request_thumbnail(raw_path, THUMBNAIL_SIDE)
        self._thumbnails_due.clear()
        self.progress_changed.emit()

    def reload_engine(self) -> None:
        """Have the analysis process load plugins and models anew."""
        if self._service is not None:
            self._engine(tr("Loading plugins and models anew"), ())
            self._language_models = named_language_models()
            self._service.reload()
            self.explanations.renew_offer()
            self.remarks.renew_offer()

    def set_limits(self, limits: Limits, analysis_seconds: float) -> None:
        """Bound what files cost that are analysed from now on; a service that starts later reads the settings."""
        if self._service is not None:
            self._service.set_limits(limits, analysis_seconds)

    def renew_language_models(self) -> None:
        """Load plugins and models anew where other language models are named than when that was done last."""
        if named_language_models() != self._language_models:
            self.reload_engine()

    def close(self) -> None:
        if self._service is not None:
            self._service.close()
            self._service = None

    def add(self, raw_paths: Iterable[bytes]) -> list[ImageItem]:
        """List files that are not listed yet, and analyse them; returns the items of all the given files."""
        wanted = {raw_path: self.model.find(raw_path) or ImageItem(raw_path) for raw_path in raw_paths}
        new = [item for raw_path, item in wanted.items() if self.model.find(raw_path) is None]
        if new:
            self.model.add(new)
            self._begin(new)
        return list(wanted.values())

    def select(self, item: ImageItem | None) -> None:
        """Make an image the current one and get its picture."""
        if item is self.current:
            return
        self.current = item
        self.picture_error = None
        if item is not None:
            self._fetch_picture(item)
        self.current_changed.emit()
        self.picture_changed.emit()

    def analyse_again(self, items: Iterable[ImageItem]) -> None:
        """Analyse images anew, unless they are under way."""
        again = [item for item in items if item.ended]
        self.remarks.forget(again)
        self.explanations.forget(again)
        for item in again:
            item.state, item.record, item.decoded, item.explanations = ItemState.WAITING, None, False, ()
            self._changed(item)
        self._begin(again)

    def remove(self, items: Iterable[ImageItem]) -> list[tuple[int, ImageItem]]:
        """Take images off the list and stop their jobs; returns what `restore` needs."""
        rows = self.model.remove(items)
        self.remarks.forget(item for _, item in rows)
        self.explanations.forget(item for _, item in rows)
        for _, item in rows:
            self._forget_job(item)
            self._pictures.pop(item, None)
        if self.current is not None and not self.model.index_of(self.current).isValid():
            self.select(None)
        self.progress_changed.emit()
        return rows

    def restore(self, rows: Sequence[tuple[int, ImageItem]]) -> None:
        """Put removed images back; those that were not done are analysed."""
        self.model.insert(rows)
        self._begin([item for _, item in rows if not item.ended])

    def cancel_all(self) -> None:
        if self._service is not None:
            self._service.cancel_all()

    def handle(self, event: Event) -> None:
        """Take in one event of the service, on the GUI thread."""
        if any(part.handle(event) for part in (self.remarks, self.explanations, self.finding_views)):
            return
        match event:
            case Thumbnail() if event.job in self._embedded_jobs:
                self.embedded_arrived.emit(event.raw_path, self._embedded_jobs.pop(event.job), event.pixels)
            case Thumbnail():
                self.model.set_thumbnail(event.raw_path, event.pixels)
                self.thumbnail_arrived.emit(event.raw_path, event.pixels)
            case Decoded():
                self._decoded(event)
            case Progress():
                self._progressed(event)
            case Partial():
                self._recorded(event.job, event.record, ItemState.RUNNING)
            case Done():
                self._done(event)
            case JobCancelled():
                self._cancelled(event.job)
            case EngineReady():
                self.setup = event.setup
                self._engine("", event.failures)
            case EngineLost():
                self._engine(
                    tr("The analysis process ended ({reason}); it is being started again").format(
                        reason=say(event.reason)
                    ),
                    (),
                )

    def _begin(self, items: Sequence[ImageItem]) -> None:
        self.progress.begin(len(items))
        if self._service is not None:
            self._submit(items)
        self.progress_changed.emit()

    def _submit(self, items: Sequence[ImageItem]) -> None:
        assert self._service is not None
        for item, job in zip(items, self._service.submit_all(item.raw_path for item in items), strict=True):
            item.state, item.decoded, item.job = ItemState.WAITING, False, job
            self._jobs[job] = item
            if item is self.current:
                self._service.prioritise(job)

    def _fetch_picture(self, item: ImageItem) -> None:
        """From memory, from the job that is about to decode it, or by decoding it once more."""
        if item in self._pictures:
            self._pictures.move_to_end(item)
        elif item.state is ItemState.WAITING and not item.decoded:
            if self._service is not None and item.job is not None:
                self._service.prioritise(item.job)
        elif self._service is not None and not _unreadable(item):
            self._picture_jobs[self._service.open_picture(item.raw_path)] = item

    def request_preview(self, raw_path: bytes) -> None:
        """Ask for the picture of a file that need not be listed, in place of one asked for earlier."""
        if self._service is None:
            self.preview_arrived.emit(raw_path, None, tr("The analysis process is not ready yet."))
            return
        if self._preview is not None:
            self._service.cancel(self._preview[0])
        self._preview = (self._service.open_picture(raw_path), raw_path)

    def request_thumbnail(self, raw_path: bytes) -> None:
        """Ask for a small picture, of a listed file or any other."""
        if self._service is None:
            self._thumbnails_due.append(raw_path)
        else:
            self._service.request_thumbnail(raw_path, THUMBNAIL_SIDE)

    def request_embedded(self, raw_path: bytes, count: int) -> None:
        """Ask for the pictures inside a file, 1 to `count`, and as number 0 for the image itself, all small."""
        if self._service is not None:
            for number in range(count + 1):
                job = self._service.request_thumbnail(raw_path, EMBEDDED_SIDE, number)
                self._embedded_jobs[job] = number

    def _takes_preview(self, job: JobId) -> bytes | None:
        """The raw path of the preview that a job was for, if it was for one; it is over then."""
        if self._preview is None or self._preview[0] != job:
            return None
        raw_path = self._preview[1]
        self._preview = None
        return raw_path

    def _decoded(self, event: Decoded) -> None:
        raw_path = self._takes_preview(event.job)
        if raw_path is not None:
            picture = event.pixels.array, event.facts
            event.pixels.close()
            self.preview_arrived.emit(raw_path, picture, "")
            return
        item = self._picture_jobs.pop(event.job, None)
        if item is None and (item := self._jobs.get(event.job)) is not None:
            item.decoded = True
        # The array stays valid after the close; the block is freed when the last array of it is gone.
        pixels = event.pixels.array
        event.pixels.close()
        if item is not None and item is self.current:
            self._pictures[item] = (pixels, event.facts)
            while len(self._pictures) > _PICTURES_KEPT:
                self._pictures.popitem(last=False)
            self.picture_error = None
            self.picture_changed.emit()

    def _progressed(self, event: Progress) -> None:
        item = self._jobs.get(event.job)
        if item is not None:
            item.state, item.fraction, item.step = ItemState.RUNNING, event.fraction, event.step
            self.step = event.step
            self._changed(item)
            self.progress_changed.emit()

    def _recorded(self, job: JobId, record: AnalysisRecord, state: ItemState) -> None:
        item = self._jobs.get(job)
        if item is not None:
            item.record, item.state = record, state
            self._changed(item)

    def _done(self, event: Done) -> None:
        raw_path = self._takes_preview(event.job)
        if raw_path is not None:
            error = event.record.error
            self.preview_arrived.emit(raw_path, None, as_sentence(error) if error else "")
            return
        opened = self._picture_jobs.pop(event.job, None)
        if opened is not None:
            self._picture_failed(opened, event.record.error)
        elif event.job in self._jobs:
            self._recorded(event.job, event.record, ItemState.DONE)
            self._end_job(event.job)

    def _cancelled(self, job: JobId) -> None:
        opened = self._picture_jobs.pop(job, None)
        if opened is not None:
            self._picture_failed(opened, ErrorRecord("cancelled", tr("Opening the picture was cancelled."), ""))
        elif (item := self._jobs.get(job)) is not None:
            item.state, item.record = ItemState.CANCELLED, None
            self._end_job(job)
            if item is self.current:
                self._fetch_picture(item)
            self._changed(item)

    def _picture_failed(self, item: ImageItem, error: ErrorRecord | None) -> None:
        if item is self.current:
            self.picture_error = error
            self.picture_changed.emit()

    def _end_job(self, job: JobId) -> None:
        self._drop_job(job)
        self.progress_changed.emit()

    def _drop_job(self, job: JobId) -> None:
        self._jobs.pop(job).job = None
        self.progress.finish()

    def _forget_job(self, item: ImageItem) -> None:
        """Stop the job of an image that leaves the list; there may be 100,000, so whoever asks tells of it once."""
        if item.job is not None and self._service is not None:
            self._service.cancel(item.job)
            self._drop_job(item.job)
        elif item.state is ItemState.WAITING:
            self.progress.finish()

    def _engine(self, note: str, failures: tuple[tuple[str, str], ...]) -> None:
        self.engine_note, self.engine_failures = note, failures
        self.engine_changed.emit()

    def _changed(self, item: ImageItem) -> None:
        self.model.refresh(item)
        if item is self.current:
            self.current_changed.emit()


def _unreadable(item: ImageItem) -> bool:
    return item.complete and item.record is not None and item.record.status is Status.FAILED
