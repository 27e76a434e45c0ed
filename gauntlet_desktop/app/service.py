"""The analysis service: one thread that drives the decode pool and the inference process, without Qt.

Jobs go file -> decode process -> shared pixels -> inference process -> record. At most `ahead` decoded pictures wait
for inference, so that memory stays bounded however many files are submitted. When the inference process ends by
itself it is started again and the job is tried once more; the second time the file is marked `engine_crashed`.
"""

from __future__ import annotations

import itertools
import logging
import os
import queue
import secrets
import threading
import time
from collections.abc import Callable, Generator, Iterable
from dataclasses import dataclass, field
from enum import Enum, auto
from multiprocessing import Pipe
from multiprocessing.connection import wait
from types import TracebackType

import numpy as np
from numpy.typing import NDArray

from gauntlet_desktop import __version__
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
from gauntlet_desktop.app.settings import own_calibrations
from gauntlet_desktop.core.errors import InputCode, InputError
from gauntlet_desktop.core.records import AnalysisRecord, ErrorRecord, FileIdentity, ImageFacts, Provenance, Status
from gauntlet_desktop.engine import messages
from gauntlet_desktop.engine.decode_pool import DecodePool
from gauntlet_desktop.engine.decoder import DecodeAnswer, DecodeRequest, unidentified
from gauntlet_desktop.engine.pixels import PixelBuffer
from gauntlet_desktop.engine.supervisor import InferenceProcess, ProcessLost
from gauntlet_desktop.imaging.limits import Limits

_log = logging.getLogger(__name__)

MAX_TRIES = 2
# The inference process may be lost this often before it was ready: then third-party plugins are left out, then it is
# given up.
SAFE_MODE_AFTER = 2
GIVE_UP_AFTER = 4
_IDLE_SECONDS = 3600.0


@dataclass(frozen=True, slots=True)
class EngineSettings:
    """How the engine works: the limits of a file, decode processes, and decoded pictures that may wait."""

    limits: Limits = field(default_factory=Limits)
    decoders: int = max(1, min(4, os.cpu_count() or 1))
    ahead: int = 2


class _Kind(Enum):
    ANALYSE = auto()
    PICTURE = auto()
    THUMBNAIL = auto()


@dataclass(slots=True)
class _Job:
    id: JobId
    kind: _Kind
    raw_path: bytes
    pixels_name: str
    thumbnail_side: int = 0
    tries: int = 0
    buffer: PixelBuffer | None = None
    source: FileIdentity | None = None
    facts: ImageFacts | None = None
    provenance: Provenance | None = None


class AnalysisService:
    """Analyses files in the background and tells a listener what happens, from its own thread.

    The methods may be called from any thread and return at once. Use as a context manager, or `start` and `close`.
    """

    def __init__(self, listener: Callable[[Event], None], settings: EngineSettings | None = None) -> None:
        self._listener = listener
        self._settings = settings or EngineSettings()
        self._numbers = itertools.count(1)
        self._token = secrets.token_hex(6)  # no other service's shared blocks have these names
        self._commands: queue.SimpleQueue[Callable[[], None]] = queue.SimpleQueue()
        self._wake_receiver, self._wake_sender = Pipe(duplex=False)
        self._wake_lock = threading.Lock()
        self._thread = threading.Thread(target=self._run, name="analysis-service", daemon=True)
        self._closing = False
        self._pool = DecodePool(self._settings.decoders, self._settings.limits)
        self._inference: InferenceProcess | None = None
        self._ready = False
        self._lost_before_ready = 0
        self._broken: ProcessLost | None = None  # why there is no inference process any more
        self._waiting: list[_Job] = []  # not decoded yet, next first
        self._decoding: dict[JobId, _Job] = {}
        self._decoded: list[_Job] = []  # waiting for inference, next first
        self._running: _Job | None = None

    def __enter__(self) -> AnalysisService:
        self.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, tb: TracebackType | None) -> None:
        self.close()

    def start(self) -> None:
        """Start the processes in the background; EngineReady follows."""
        self._thread.start()

    def submit(self, raw_path: bytes, *, first: bool = False) -> JobId:
        """Analyse a file: Decoded, Progress, Partial, then Done or JobCancelled. `first` goes before all others."""
        return self._add(_Kind.ANALYSE, raw_path, first=first)

    def open_picture(self, raw_path: bytes) -> JobId:
        """Decode a file only, before all others: Decoded, or Done with a failed record."""
        return self._add(_Kind.PICTURE, raw_path, first=True)

    def request_thumbnail(self, raw_path: bytes, side: int) -> JobId:
        """A small picture of a file: Thumbnail."""
        return self._add(_Kind.THUMBNAIL, raw_path, thumbnail_side=side)

    def prioritise(self, job: JobId) -> None:
        """Take a job next, where it still waits."""
        self._command(lambda: self._move_first(job))

    def cancel(self, job: JobId) -> None:
        """Stop a job; JobCancelled follows unless it was done already."""
        self._command(lambda: self._cancel(job))

    def cancel_all(self) -> None:
        self._command(self._cancel_all)

    def close(self) -> None:
        """End all processes and the thread; jobs that were not done are dropped without an event."""
        self._command(self._begin_close)
        if self._thread.ident is not None:
            self._thread.join()

    # The rest runs on the service's thread.

    def _add(self, kind: _Kind, raw_path: bytes, *, first: bool = False, thumbnail_side: int = 0) -> JobId:
        number = next(self._numbers)
        job = _Job(number, kind, raw_path, f"gauntlet-{self._token}-{number}", thumbnail_side)

        def insert() -> None:
            self._waiting.insert(0 if first else len(self._waiting), job)

        self._command(insert)
        return number

    def _command(self, command: Callable[[], None]) -> None:
        self._commands.put(command)
        with self._wake_lock:
            if not self._wake_receiver.poll():
                self._wake_sender.send_bytes(b"!")

    def _run(self) -> None:
        try:
            self._pool.start()
            self._inference = InferenceProcess(own_calibrations())
            while not self._closing:
                self._dispatch()
                self._wait_and_handle()
        finally:
            self._shut_down()

    def _wait_and_handle(self) -> None:
        inference = [self._inference.connection] if self._inference else []
        connections = [self._wake_receiver, *inference, *self._pool.connections()]
        timeout = min(_IDLE_SECONDS, max(0.0, self._pool.deadline() - time.monotonic()))
        ready = wait(connections, timeout)
        if self._wake_receiver in ready:
            self._wake_receiver.recv_bytes()
        while not self._commands.empty():
            self._commands.get()()
        if self._inference is not None and self._inference.connection in ready:
            self._receive()
        for answer in [*self._pool.collect(ready), *self._pool.expire()]:
            self._decode_finished(answer)

    def _dispatch(self) -> None:
        """Give work to whatever is free."""
        while self._waiting and self._pool.has_room():
            job = self._next_to_decode()
            if job is None:
                break
            self._decoding[job.id] = job
            self._pool.submit(DecodeRequest(job.id, job.raw_path, job.pixels_name, job.thumbnail_side))
        if self._broken is not None:
            while self._decoded:
                self._crashed(self._decoded.pop(0), self._broken)
        elif self._ready and self._running is None and self._decoded:
            self._start_inference(self._decoded.pop(0))

    def _next_to_decode(self) -> _Job | None:
        """The next waiting job, pictures for analysis only while few enough wait decoded."""
        pending = sum(job.kind is _Kind.ANALYSE for job in self._decoding.values()) + len(self._decoded)
        for index, job in enumerate(self._waiting):
            if job.kind is not _Kind.ANALYSE or pending < self._settings.ahead:
                return self._waiting.pop(index)
        return None

    def _decode_finished(self, answer: DecodeAnswer) -> None:
        job = self._decoding.pop(answer.job, None)
        if job is None:
            return
        if answer.error_code:
            self._input_failed(job, InputError(answer.error_code, answer.error_detail), answer.source)
            return
        buffer = PixelBuffer(job.pixels_name, answer.height, answer.width, unlink=True)
        if job.kind is _Kind.THUMBNAIL:
            self._listener(Thumbnail(job.id, job.raw_path, buffer.array.copy()))
            buffer.close()
            return
        assert answer.facts is not None
        shown = PixelBuffer(job.pixels_name, answer.height, answer.width, unlink=False)
        self._listener(Decoded(job.id, answer.source, answer.facts, shown))
        if job.kind is _Kind.PICTURE:
            buffer.close()
            return
        job.buffer, job.source, job.facts = buffer, answer.source, answer.facts
        job.provenance = answer.provenance
        self._decoded.append(job)

    def _input_failed(self, job: _Job, error: InputError, source: FileIdentity) -> None:
        if job.kind is _Kind.THUMBNAIL:
            self._listener(Thumbnail(job.id, job.raw_path, None))
        else:
            self._listener(Done(job.id, _failed_record(source, error.record())))

    def _start_inference(self, job: _Job) -> None:
        assert self._inference is not None and job.buffer is not None
        assert job.source is not None and job.facts is not None and job.provenance is not None
        job.tries += 1
        self._running = job
        buffer = job.buffer
        run = messages.Run(job.id, job.source, job.facts, job.provenance, buffer.name, buffer.height, buffer.width)
        try:
            self._inference.send(run)
        except ProcessLost as lost:
            self._restart(lost)

    def _receive(self) -> None:
        assert self._inference is not None
        try:
            message = self._inference.receive()
        except ProcessLost as lost:
            self._restart(lost)
            return
        if isinstance(message, messages.Ready):
            self._ready = True
            self._lost_before_ready = 0
            self._listener(EngineReady(message.plugins, message.failures))
        elif self._running is not None and message.job == self._running.id:
            self._about_running_job(message, self._running)

    def _about_running_job(
        self, message: messages.StepReached | messages.Result | messages.Stopped | messages.Failed, job: _Job
    ) -> None:
        if isinstance(message, messages.StepReached):
            self._listener(Progress(job.id, message.fraction, message.step))
        elif isinstance(message, messages.Result) and not message.record.complete:
            self._listener(Partial(job.id, message.record))
        else:
            self._end_running(job)
            self._listener(_last_event(message, job))

    def _end_running(self, job: _Job) -> None:
        self._running = None
        if job.buffer is not None:
            job.buffer.close()

    def _restart(self, lost: ProcessLost) -> None:
        """Start the inference process again; its job is tried once more, then given up."""
        assert self._inference is not None
        _log.warning("the inference process was lost: %s", lost)
        self._inference.kill()
        self._lost_before_ready += not self._ready
        self._ready = False
        job, self._running = self._running, None
        self._listener(EngineLost(str(lost)))
        if job is not None and job.tries < MAX_TRIES:
            self._decoded.insert(0, job)
        elif job is not None:
            self._crashed(job, lost)
        if self._lost_before_ready < GIVE_UP_AFTER:
            self._inference = InferenceProcess(own_calibrations(), safe_mode=self._lost_before_ready >= SAFE_MODE_AFTER)
        else:
            self._inference = None
            self._broken = lost

    def _crashed(self, job: _Job, lost: ProcessLost) -> None:
        if job.buffer is not None:
            job.buffer.close()
        error = InputError(InputCode.ENGINE_CRASHED, f"({lost})")
        self._listener(Done(job.id, _failed_record(job.source or unidentified(job.raw_path), error.record())))

    def _move_first(self, job_id: JobId) -> None:
        for jobs in (self._waiting, self._decoded):
            jobs.sort(key=lambda job: job.id != job_id)

    def _cancel(self, job_id: JobId) -> None:
        if self._running is not None and self._running.id == job_id:
            self._inference_cancel(job_id)
            return
        if self._drop(job_id):
            self._listener(JobCancelled(job_id))

    def _inference_cancel(self, job_id: JobId) -> None:
        assert self._inference is not None
        try:
            self._inference.send(messages.Cancel(job_id))
        except ProcessLost as lost:
            self._restart(lost)

    def _drop(self, job_id: JobId) -> bool:
        for jobs in (self._waiting, self._decoded):
            for job in jobs:
                if job.id == job_id:
                    jobs.remove(job)
                    if job.buffer is not None:
                        job.buffer.close()
                    return True
        if job_id in self._decoding:
            del self._decoding[job_id]
            return self._pool.cancel(job_id)
        return False

    def _cancel_all(self) -> None:
        analysed = [*self._waiting, *self._decoded, *self._decoding.values()]
        for job_id in [job.id for job in analysed if job.kind is not _Kind.THUMBNAIL]:
            self._cancel(job_id)
        if self._running is not None:
            self._cancel(self._running.id)

    def _begin_close(self) -> None:
        self._closing = True

    def _shut_down(self) -> None:
        self._pool.close()
        if self._inference is not None:
            self._inference.stop()
        for job in [*self._decoded, *([self._running] if self._running else [])]:
            if job.buffer is not None:
                job.buffer.close()


def iterate(
    raw_paths: Iterable[bytes], *, keep_pixels: bool = False, settings: EngineSettings | None = None
) -> Generator[tuple[AnalysisRecord, NDArray[np.uint8] | None], None, None]:
    """Analyse files in order and yield (record, pixels or None); at most a few are under way at a time.

    Closing the iterator cancels the rest.
    """
    settings = settings or EngineSettings()
    events: queue.SimpleQueue[Event] = queue.SimpleQueue()
    remaining = iter(raw_paths)
    order: list[JobId] = []
    pictures: dict[JobId, PixelBuffer] = {}
    finished: dict[JobId, AnalysisRecord] = {}
    with AnalysisService(events.put, settings) as service:
        while True:
            order += [service.submit(path) for path in itertools.islice(remaining, settings.ahead + 2 - len(order))]
            if not order:
                return
            while order[0] not in finished:
                _note(events.get(), keep_pixels, pictures, finished)
            job = order.pop(0)
            picture = pictures.pop(job, None)
            yield finished.pop(job), picture.array if picture else None
            if picture:
                picture.close()


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


def _last_event(message: messages.Result | messages.Stopped | messages.Failed, job: _Job) -> Event:
    if isinstance(message, messages.Result):
        return Done(job.id, message.record)
    if isinstance(message, messages.Stopped):
        return JobCancelled(job.id)
    return Done(job.id, _failed_record(job.source or unidentified(job.raw_path), message.error))


def _failed_record(source: FileIdentity, error: ErrorRecord) -> AnalysisRecord:
    return AnalysisRecord(
        program=f"Gauntlet Desktop {__version__}", source=source, status=Status.FAILED, complete=True, error=error
    )
