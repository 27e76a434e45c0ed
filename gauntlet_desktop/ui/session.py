"""The state of the window without its widgets: the listed images, their jobs and the picture that is shown."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject, Signal

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
from gauntlet_desktop.ui.batch import BatchProgress
from gauntlet_desktop.ui.bridge import Bridge, Service, ServiceFactory
from gauntlet_desktop.ui.items import ImageItem, ImageListModel, ItemState

THUMBNAIL_SIDE = 112
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

    def __init__(self, factory: ServiceFactory) -> None:
        super().__init__()
        self.model = ImageListModel()
        self.model.thumbnail_wanted.connect(self._request_thumbnail)
        self.progress = BatchProgress()
        self.step = ""
        self.engine_note = "Starting the analysis process"
        self.engine_failures: tuple[tuple[str, str], ...] = ()
        self.current: ImageItem | None = None
        self.picture_error: ErrorRecord | None = None
        self._factory = factory
        self._service: Service | None = None
        self._jobs: dict[JobId, ImageItem] = {}
        self._picture_jobs: dict[JobId, ImageItem] = {}
        self._pictures: OrderedDict[ImageItem, Picture] = OrderedDict()
        self._thumbnails_due: list[bytes] = []
        self._bridge = Bridge()
        self._bridge.arrived.connect(self.handle)

    @property
    def picture(self) -> Picture | None:
        """Pixels and facts of the current image, as far as they are in memory."""
        return self._pictures.get(self.current) if self.current else None

    def start_service(self) -> None:
        """Start the service and hand it everything that waits."""
        self._service = self._factory(self._bridge.post)
        self._service.start()
        for item in self.model.items:
            self._submit(item)
        for raw_path in self._thumbnails_due:
            self._service.request_thumbnail(raw_path, THUMBNAIL_SIDE)
        self._thumbnails_due.clear()
        self.progress_changed.emit()

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
        again = [item for item in items if item.state in (ItemState.DONE, ItemState.CANCELLED)]
        for item in again:
            item.state, item.record, item.decoded = ItemState.WAITING, None, False
            self._changed(item)
        self._begin(again)

    def remove(self, items: Iterable[ImageItem]) -> list[tuple[int, ImageItem]]:
        """Take images off the list and stop their jobs; returns what `restore` needs."""
        rows = self.model.remove(items)
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
        self._begin([item for _, item in rows if item.state in (ItemState.WAITING, ItemState.RUNNING)])

    def cancel_all(self) -> None:
        if self._service is not None:
            self._service.cancel_all()

    def handle(self, event: Event) -> None:
        """Take in one event of the service, on the GUI thread."""
        match event:
            case Thumbnail():
                self.model.set_thumbnail(event.raw_path, event.pixels)
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
                self._engine("", event.failures)
            case EngineLost():
                self._engine(f"The analysis process ended ({event.reason}); it is being started again", ())

    def _begin(self, items: Sequence[ImageItem]) -> None:
        self.progress.begin(len(items))
        if self._service is not None:
            for item in items:
                self._submit(item)
        self.progress_changed.emit()

    def _submit(self, item: ImageItem) -> None:
        assert self._service is not None
        item.state, item.decoded = ItemState.WAITING, False
        item.job = self._service.submit(item.raw_path, first=item is self.current)
        self._jobs[item.job] = item

    def _fetch_picture(self, item: ImageItem) -> None:
        """From memory, from the job that is about to decode it, or by decoding it once more."""
        if item in self._pictures:
            self._pictures.move_to_end(item)
        elif item.state is ItemState.WAITING and not item.decoded:
            if self._service is not None and item.job is not None:
                self._service.prioritise(item.job)
        elif self._service is not None and not _unreadable(item):
            self._picture_jobs[self._service.open_picture(item.raw_path)] = item

    def _request_thumbnail(self, raw_path: bytes) -> None:
        if self._service is None:
            self._thumbnails_due.append(raw_path)
        else:
            self._service.request_thumbnail(raw_path, THUMBNAIL_SIDE)

    def _decoded(self, event: Decoded) -> None:
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
        opened = self._picture_jobs.pop(event.job, None)
        if opened is not None:
            self._picture_failed(opened, event.record.error)
        elif event.job in self._jobs:
            self._recorded(event.job, event.record, ItemState.DONE)
            self._end_job(event.job)

    def _cancelled(self, job: JobId) -> None:
        opened = self._picture_jobs.pop(job, None)
        if opened is not None:
            self._picture_failed(opened, ErrorRecord("cancelled", "Opening the picture was cancelled.", ""))
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
        self._jobs.pop(job).job = None
        self.progress.finish()
        self.progress_changed.emit()

    def _forget_job(self, item: ImageItem) -> None:
        if item.job is not None and self._service is not None:
            self._service.cancel(item.job)
            self._end_job(item.job)
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
