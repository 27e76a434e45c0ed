"""An analysis service in memory: it does nothing by itself, tests tell it which events to send."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable

import numpy as np
from numpy.typing import NDArray

from gauntlet_desktop.api.tasks import OnDemand, Value
from gauntlet_desktop.app.events import (
    Answered,
    Decoded,
    Done,
    EngineReady,
    Event,
    JobCancelled,
    JobId,
    Partial,
    Progress,
    TaskFailed,
    Thumbnail,
    Writing,
)
from gauntlet_desktop.core.records import AnalysisRecord, ErrorRecord, FileIdentity, ImageFacts
from gauntlet_desktop.imaging.limits import Limits
from tests.factories import make_facts, make_pixels, make_source

Pixels = NDArray[np.uint8]


class MemoryPixels:
    """Stands for a PixelBuffer without shared memory, and remembers whether it was closed."""

    def __init__(self, array: Pixels) -> None:
        self.array = array
        self.closed = False

    def close(self) -> None:
        self.closed = True


class FakeService:
    """Records what it is asked for; `decode`, `progress`, `partial`, `done` and `stop` send events at once."""

    def __init__(self, listener: Callable[[Event], None]) -> None:
        self.listener = listener
        self.numbers = itertools.count(1)
        self.submitted: dict[JobId, bytes] = {}
        self.asked: dict[JobId, tuple[OnDemand, bytes]] = {}
        self.pictures: dict[JobId, bytes] = {}
        self.thumbnails: list[bytes] = []
        self.small_pictures: dict[JobId, tuple[bytes, int]] = {}
        self.cancelled: list[JobId] = []
        self.prioritised: list[JobId] = []
        self.buffers: list[MemoryPixels] = []
        self.started = self.closed = False
        self.reloads = 0
        self.limits: list[tuple[Limits, float]] = []

    # What the window calls

    def start(self) -> None:
        self.started = True

    def submit_all(self, raw_paths: Iterable[bytes]) -> list[JobId]:
        jobs = {next(self.numbers): raw_path for raw_path in raw_paths}
        self.submitted |= jobs
        return list(jobs)

    def ask(self, task: OnDemand, raw_path: bytes = b"") -> JobId:
        job = next(self.numbers)
        self.asked[job] = (task, raw_path)
        return job

    def open_picture(self, raw_path: bytes) -> JobId:
        job = next(self.numbers)
        self.pictures[job] = raw_path
        return job

    def request_thumbnail(self, raw_path: bytes, side: int, embedded: int = 0) -> JobId:
        job = next(self.numbers)
        self.thumbnails.append(raw_path)
        self.small_pictures[job] = (raw_path, embedded)
        return job

    def prioritise(self, job: JobId) -> None:
        self.prioritised.append(job)

    def cancel(self, job: JobId) -> None:
        self.cancelled.append(job)

    def cancel_all(self) -> None:
        for job in [*self.submitted, *self.pictures]:
            self.cancel(job)

    def set_limits(self, limits: Limits, analysis_seconds: float) -> None:
        self.limits.append((limits, analysis_seconds))

    def reload(self) -> None:
        self.reloads += 1

    def close(self) -> None:
        self.closed = True

    # What tests call

    def job_of(self, raw_path: bytes) -> JobId:
        """The newest analysis of a file."""
        return max(job for job, path in self.submitted.items() if path == raw_path)

    def ready(self, failures: tuple[tuple[str, str], ...] = ()) -> None:
        self.listener(EngineReady(("patch-evidence",), failures))

    def decode(
        self,
        job: JobId,
        pixels: Pixels | None = None,
        source: FileIdentity | None = None,
        facts: ImageFacts | None = None,
    ) -> MemoryPixels:
        buffer = MemoryPixels(make_pixels() if pixels is None else pixels)
        self.buffers.append(buffer)
        self.listener(Decoded(job, source or make_source(), facts or make_facts(), buffer))  # type: ignore[arg-type]
        return buffer

    def progress(self, job: JobId, fraction: float, step: str) -> None:
        self.listener(Progress(job, fraction, step))

    def partial(self, job: JobId, record: AnalysisRecord) -> None:
        self.listener(Partial(job, record))

    def done(self, job: JobId, record: AnalysisRecord) -> None:
        self.listener(Done(job, record))

    def answer(self, job: JobId, value: Value, source: FileIdentity | None = None) -> None:
        self.listener(Answered(job, value, source or make_source()))

    def write(self, job: JobId, step: str, text: str) -> None:
        self.listener(Writing(job, step, text))

    def fail(self, job: JobId, error: ErrorRecord) -> None:
        self.listener(TaskFailed(job, error))

    def stop(self, job: JobId) -> None:
        self.listener(JobCancelled(job))

    def thumbnail(self, raw_path: bytes, pixels: Pixels | None, job: JobId = 0) -> None:
        self.listener(Thumbnail(job, raw_path, pixels))
