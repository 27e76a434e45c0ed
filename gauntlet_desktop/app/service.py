"""The analysis service: one thread that drives the decode pool and the inference processes, without Qt.

Jobs go file -> decode process -> shared pixels -> inference process -> record. At most `ahead` decoded pictures wait
for an inference process, so that memory stays bounded however many files are submitted. There are two such processes:
one analyses; the other does what is asked on demand, so that no slow task keeps a verdict waiting.
"""

from __future__ import annotations

import itertools
import logging
import os
import queue
import secrets
import threading
import time
from collections import Counter
from collections.abc import Callable, Generator, Iterable
from dataclasses import dataclass, field
from multiprocessing.connection import wait
from types import TracebackType

import numpy as np
from numpy.typing import NDArray

from gauntlet_desktop.api.tasks import Analyse, OnDemand, Task
from gauntlet_desktop.app.backlog import Backlog
from gauntlet_desktop.app.events import Decoded, Done, EngineLost, Event, JobCancelled, JobId, Thumbnail
from gauntlet_desktop.app.jobs import Job
from gauntlet_desktop.app.lane import Lane
from gauntlet_desktop.app.settings import load_settings
from gauntlet_desktop.app.trust import installed_trust_list
from gauntlet_desktop.app.waker import Waker
from gauntlet_desktop.core.errors import InputCode, InputError, broken_down
from gauntlet_desktop.core.records import AnalysisRecord, FileIdentity
from gauntlet_desktop.engine.decode_pool import DecodePool
from gauntlet_desktop.engine.decoder import DecodeAnswer, DecodeRequest
from gauntlet_desktop.engine.memory import most_bytes
from gauntlet_desktop.engine.pixels import PixelBuffer
from gauntlet_desktop.imaging.limits import Limits
from gauntlet_desktop.imaging.trust import TrustList

_log = logging.getLogger(__name__)

_IDLE_SECONDS = 3600.0
_ANALYSES = (Analyse(False), Analyse(verdict_only=True))  # one of each for all jobs


@dataclass(frozen=True, slots=True)
class EngineSettings:
    """How the engine works: the limits of a file, decode processes, decoded pictures that may wait, the C2PA trust
    list (by default the installed one), the time that one analysis may take in its process, and the library that
    computes exported nets (one of api.runtime.RUNTIMES; empty: what the environment says). Limits and time are by
    default those of the settings. `memory_bytes` is what an inference process may hold, by default nine tenths of the
    machine's memory."""

    limits: Limits = field(default_factory=lambda: load_settings().limits)
    decoders: int = max(1, min(4, os.cpu_count() or 1))
    ahead: int = 2
    trust: TrustList = field(default_factory=installed_trust_list)
    analysis_seconds: float = field(default_factory=lambda: load_settings().analysis_seconds)
    runtime: str = ""
    memory_bytes: float = field(default_factory=most_bytes)


class AnalysisService:
    """Analyses files and does tasks on demand in the background; tells a listener what happens, from its own thread.

    The methods may be called from any thread and return at once. Use as a context manager, or `start` and `close`.
    """

    def __init__(
        self,
        listener: Callable[[Event], None],
        settings: EngineSettings | None = None,
        *,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._listener = listener
        self._settings = settings or EngineSettings()
        self._numbers = itertools.count(1)
        self._token = secrets.token_hex(6)  # no other service's shared blocks have these names
        self._commands: queue.SimpleQueue[Callable[[], None]] = queue.SimpleQueue()
        self._waker = Waker()
        self._thread = threading.Thread(target=self._run, name="analysis-service", daemon=True)
        self._closing = False
        self._pool = DecodePool(self._settings.decoders, self._settings.limits, self._settings.trust)
        self._clock = clock
        runtime, memory = self._settings.runtime, self._settings.memory_bytes
        seconds = self._settings.analysis_seconds
        self._analysis = Lane(listener, seconds=seconds, memory_bytes=memory, runtime=runtime, clock=clock)
        self._on_demand = Lane(listener, on_demand=True, memory_bytes=memory, runtime=runtime, clock=clock)
        self._backlog = Backlog()
        self._decoding: dict[JobId, Job] = {}

    def __enter__(self) -> AnalysisService:
        self.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, tb: TracebackType | None) -> None:
        self.close()

    def start(self) -> None:
        """Start the processes in the background; EngineReady follows."""
        self._command(self._begin)
        self._thread.start()

    def submit(self, raw_path: bytes, *, verdict_only: bool = False) -> JobId:
        """Analyse a file: Decoded, Progress, Partial, then Done or JobCancelled. `verdict_only` leaves heatmaps,
        findings and text for later."""
        return self._add(self._job(raw_path, task=_ANALYSES[verdict_only]))

    def submit_all(self, raw_paths: Iterable[bytes]) -> list[JobId]:
        """Analyse files in this order, all handed to the thread together."""
        jobs = [self._job(raw_path, task=_ANALYSES[False]) for raw_path in raw_paths]
        self._command(lambda: self._insert(jobs))
        return [job.id for job in jobs]

    def ask(self, task: OnDemand, raw_path: bytes = b"") -> JobId:
        """Do a task, with the picture of a file where one is named: Progress, then Answered, TaskFailed or
        JobCancelled. No analysis waits for tasks; they are done in the order in which they were asked for, those
        without a picture before those whose picture is still to be decoded."""
        return self._add(self._job(raw_path, task=task))

    def open_picture(self, raw_path: bytes) -> JobId:
        """Decode a file only, before all others: Decoded, or Done with a failed record."""
        return self._add(self._job(raw_path), first=True)

    def request_thumbnail(self, raw_path: bytes, side: int, embedded: int = 0) -> JobId:
        """A small picture of a file, or with `embedded` > 0 the one of that number inside the file: Thumbnail."""
        return self._add(self._job(raw_path, thumbnail_side=side, embedded=embedded))

    def prioritise(self, job: JobId) -> None:
        """Take a job next, where it still waits."""
        self._command(lambda: self._move_first(job))

    def cancel(self, job: JobId) -> None:
        """Stop a job; JobCancelled follows unless it was done already."""
        self._command(lambda: self._cancel(job))

    def cancel_all(self) -> None:
        self._command(self._cancel_all)

    def reload(self) -> None:
        """Load plugins and models anew, after a model was added or taken away; EngineReady follows."""
        self._command(self._reload)

    def set_limits(self, limits: Limits, analysis_seconds: float) -> None:
        """Bound what files cost that are not begun yet."""
        self._command(lambda: self._set_limits(limits, analysis_seconds))

    def close(self) -> None:
        """End all processes and the thread; jobs that were not done are dropped without an event."""
        self._command(self._begin_close)
        if self._thread.ident is not None:
            self._thread.join()

    def _job(self, raw_path: bytes, *, task: Task | None = None, thumbnail_side: int = 0, embedded: int = 0) -> Job:
        number = next(self._numbers)
        return Job(number, raw_path, f"gauntlet-{self._token}-{number}", task, thumbnail_side, embedded)

    def _add(self, job: Job, *, first: bool = False) -> JobId:
        self._command(lambda: self._insert([job], first=first))
        return job.id

    def _lane(self, job: Job) -> Lane:
        return self._analysis if job.is_analysis else self._on_demand

    def _command(self, command: Callable[[], None]) -> None:
        self._commands.put(command)
        self._waker.wake()

    # The rest runs on the service's thread.

    def _insert(self, jobs: Iterable[Job], *, first: bool = False) -> None:
        for job in jobs:
            if job.raw_path:
                self._backlog.add(job, self._lane(job) if job.task else None, first=first)
            else:
                self._lane(job).add(job)

    def _run(self) -> None:
        while not self._closing:
            try:
                self._dispatch()
                self._wait_and_handle()
            except Exception as error:  # noqa: BLE001 - whoever waits for an answer would wait for ever
                self._break_down(error)
        self._shut_down()

    def _begin(self) -> None:
        self._pool.start()
        self._analysis.start()

    def _break_down(self, error: Exception) -> None:
        """Begin anew after an error of the service itself, in which what was under way comes to nothing. If that was
        nothing, the next job is to blame: so each time there is one less."""
        _log.error("the analysis service broke down", exc_info=error)
        jobs = [*self._decoding.values(), *self._analysis.jobs, *self._on_demand.jobs]
        if not jobs and (blamed := self._backlog.take(())) is not None:
            jobs.append(blamed)
        self._decoding.clear()
        self._shut_down()
        self._waker.wake()  # for the commands after one that broke
        fault = broken_down(error)
        self._listener(EngineLost(fault.message))
        for job in jobs:
            self._input_failed(job, InputError(InputCode.ENGINE_CRASHED, fault.message, fault.remedy), job.source)

    def _wait_and_handle(self) -> None:
        lanes = (self._analysis, self._on_demand)
        in_lanes = [connection for lane in lanes for connection in lane.connections()]
        connections = [self._waker.connection, *in_lanes, *self._pool.connections()]
        until = min(self._pool.deadline() - time.monotonic(), *(lane.deadline() - self._clock() for lane in lanes))
        ready = wait(connections, min(_IDLE_SECONDS, max(0.0, until)))
        self._waker.take(ready)
        while not self._commands.empty():
            self._commands.get()()
        for lane in lanes:
            lane.handle(ready)
            lane.expire()
        for answer in [*self._pool.collect(ready), *self._pool.expire()]:
            self._decode_finished(answer)

    def _dispatch(self) -> None:
        """Give work to whatever is free."""
        if self._backlog:
            self._pool.start()
        while self._backlog and self._pool.has_room():
            job = self._backlog.take(self._full_lanes())
            if job is None:
                break
            self._decoding[job.id] = job
            self._pool.submit(DecodeRequest(job.id, job.raw_path, job.pixels_name, job.thumbnail_side, job.embedded))
        self._analysis.dispatch()
        self._on_demand.dispatch()

    def _full_lanes(self) -> list[Lane]:
        """Those for which enough pictures are decoded, or will be soon."""
        soon = Counter(self._lane(job) for job in self._decoding.values() if job.task)
        lanes = (self._analysis, self._on_demand)
        return [lane for lane in lanes if lane.pictures_waiting + soon[lane] >= self._settings.ahead]

    def _decode_finished(self, answer: DecodeAnswer) -> None:
        job = self._decoding.pop(answer.job, None)
        if job is None:
            return
        if answer.error_code:
            self._input_failed(job, InputError(answer.error_code, answer.error_detail), answer.source)
            return
        buffer = PixelBuffer(job.pixels_name, answer.height, answer.width, unlink=True)
        if job.is_thumbnail:
            self._listener(Thumbnail(job.id, job.raw_path, buffer.array.copy()))
            buffer.close()
            return
        if job.task is None or job.is_analysis:
            self._show(job, answer)
        if job.task is None:
            buffer.close()
            return
        job.keep(answer, buffer)
        self._lane(job).add(job)

    def _show(self, job: Job, answer: DecodeAnswer) -> None:
        assert answer.facts is not None
        shown = PixelBuffer(job.pixels_name, answer.height, answer.width, unlink=False)
        self._listener(Decoded(job.id, answer.source, answer.facts, shown, answer.perceptual_hash))

    def _input_failed(self, job: Job, error: InputError, source: FileIdentity) -> None:
        if job.is_thumbnail:
            self._listener(Thumbnail(job.id, job.raw_path, None))
        else:
            self._listener(job.failed(error.record(), source))

    def _move_first(self, job_id: JobId) -> None:
        self._backlog.move_first(job_id)
        self._analysis.move_first(job_id)

    def _cancel(self, job_id: JobId) -> None:
        if self._analysis.cancel(job_id) or self._on_demand.cancel(job_id):
            return
        if self._drop(job_id):
            self._listener(JobCancelled(job_id))

    def _drop(self, job_id: JobId) -> bool:
        """Take a job that is not decoded yet out; False when there is none."""
        if self._backlog.drop(job_id):
            return True
        if job_id in self._decoding:
            del self._decoding[job_id]
            return self._pool.cancel(job_id)
        return False

    def _cancel_all(self) -> None:
        jobs = [*self._backlog, *self._decoding.values(), *self._analysis.jobs, *self._on_demand.jobs]
        for job_id in [job.id for job in jobs if not job.is_thumbnail]:
            self._cancel(job_id)

    def _reload(self) -> None:
        self._analysis.reload()
        self._on_demand.reload()

    def _set_limits(self, limits: Limits, analysis_seconds: float) -> None:
        self._pool.set_limits(limits)
        self._analysis.seconds = analysis_seconds

    def _begin_close(self) -> None:
        self._closing = True

    def _shut_down(self) -> None:
        self._pool.close()
        self._analysis.close()
        self._on_demand.close()


def iterate(
    raw_paths: Iterable[bytes],
    *,
    keep_pixels: bool = False,
    verdict_only: bool = False,
    settings: EngineSettings | None = None,
) -> Generator[tuple[AnalysisRecord, NDArray[np.uint8] | None], None, None]:
    """Analyse files in order and yield (record, pixels or None); at most a few are under way at a time.

    `verdict_only` leaves heatmaps, findings and text out. Closing the iterator cancels the rest.
    """
    settings = settings or EngineSettings()
    events: queue.SimpleQueue[Event] = queue.SimpleQueue()
    remaining = iter(raw_paths)
    order: list[JobId] = []

    def submitted(service: AnalysisService) -> list[JobId]:
        paths = itertools.islice(remaining, settings.ahead + 2 - len(order))
        return [service.submit(path, verdict_only=verdict_only) for path in paths]

    pictures: dict[JobId, PixelBuffer] = {}
    finished: dict[JobId, AnalysisRecord] = {}
    try:
        with AnalysisService(events.put, settings) as service:
            while True:
                order += submitted(service)
                if not order:
                    return
                while order[0] not in finished:
                    _note(events.get(), keep_pixels, pictures, finished)
                job = order.pop(0)
                picture = pictures.get(job)
                yield finished.pop(job), picture.array if picture else None
                if picture:
                    pictures.pop(job).close()
    finally:
        # Whoever ends early leaves pictures behind: those of files ahead, and what was told and not heard.
        while not events.empty():
            _note(events.get(), keep_pixels, pictures, finished)
        for left in pictures.values():
            left.close()


def _note(
    event: Event, keep_pixels: bool, pictures: dict[JobId, PixelBuffer], finished: dict[JobId, AnalysisRecord]
) -> None:
    if isinstance(event, Decoded):
        if keep_pixels:
            pictures[event.job] = event.pixels
        else:
            event.pixels.close()
    elif isinstance(event, Done):
        finished[event.job] = event.record
