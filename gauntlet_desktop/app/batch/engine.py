"""The batch engine: scan, decode, infer, keep, as a pipeline with bounded queues; without Qt.

One thread drives the decode pool and the inference processes, another one owns the ledger. Each stage takes work only
while the next one has room: decoded pictures are bounded by `ahead`, results that are not durable yet by UNWRITTEN, and
files that wait come from the ledger in portions, so that memory does not grow with the folder. Of identical bytes only
the first are inferred. The batch can be closed or killed at any moment: what was told as done is in the ledger.
"""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from functools import partial
from multiprocessing.connection import wait

from gauntlet_desktop.api.tasks import Analyse, Setup
from gauntlet_desktop.app.batch.book import Book, Outcome
from gauntlet_desktop.app.batch.conduct import Batch
from gauntlet_desktop.app.batch.events import BatchEvent, State
from gauntlet_desktop.app.batch.faults import Root, folder_gone, no_decoder, unusable
from gauntlet_desktop.app.batch.settings import BatchSettings, configuration_of
from gauntlet_desktop.app.events import Done, EngineReady, Event, JobCancelled
from gauntlet_desktop.app.jobs import Job
from gauntlet_desktop.app.lane import Lane
from gauntlet_desktop.app.waker import Waker
from gauntlet_desktop.core.errors import InputCode, InputError
from gauntlet_desktop.core.records import AnalysisRecord
from gauntlet_desktop.engine.decode_pool import DecodePool
from gauntlet_desktop.engine.decoder import DecodeAnswer, DecodeRequest
from gauntlet_desktop.engine.memory import most_bytes
from gauntlet_desktop.engine.pixels import PixelBuffer
from gauntlet_desktop.store import Configuration, FoundFile

UNWRITTEN = 64
_IDLE_SECONDS = 3600.0
_AWAY = (InputCode.NOT_FOUND, InputCode.UNREADABLE)


@dataclass(slots=True)
class _Work:
    """A file under way."""

    file: FoundFile
    job: Job
    perceptual_hash: int | None = None

    @property
    def sha256(self) -> str:
        return self.job.source.sha256


class BatchEngine(Batch):
    """A batch on this machine: analyses the files of `root`."""

    def __init__(
        self,
        root: bytes,
        files: Iterable[FoundFile],
        book: Book,
        listener: Callable[[BatchEvent], None],
        settings: BatchSettings | None = None,
        *,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        super().__init__(files, book, listener, settings or BatchSettings(), clock)
        self._root = Root(root)
        self._waker = Waker()
        self._token = secrets.token_hex(6)
        self._last_job = 0
        self._clock = clock
        self._pool = DecodePool(self._settings.decoders, self._settings.limits, self._settings.trust)
        self._lanes = [self._new_lane(number) for number in range(max(1, self._settings.jobs))]
        self._configurations: dict[int, Configuration] = {}  # of the lanes that are ready
        self._decoding: dict[int, _Work] = {}
        self._decoded: list[_Work] = []
        self._running: dict[int, _Work] = {}
        self._followers: dict[str, list[_Work]] = {}  # by SHA-256 of the bytes that are being inferred
        self._met: set[tuple[str, str]] = set()  # bytes and configurations that have a record by this run

    def _new_lane(self, number: int) -> Lane:
        told = partial(self._lane_told, number)
        seconds, memory = self._settings.analysis_seconds, most_bytes()
        return Lane(told, threads=1, quiet=True, seconds=seconds, memory_bytes=memory, clock=self._clock)

    # The rest runs on the engine's thread.

    def _command(self, command: Callable[[], None]) -> None:
        self._commands.put(command)
        self._waker.wake()

    def _work(self) -> None:
        self._bookkeeper.start()
        self._pool.start()
        for lane in self._lanes:
            lane.start()
        while not self._closing:
            self._dispatch()
            self._wait_and_handle()

    def _wait_and_handle(self) -> None:
        in_lanes = [connection for lane in self._lanes for connection in lane.connections()]
        connections = [self._waker.connection, *in_lanes, *self._pool.connections()]
        lanes = min(lane.deadline() for lane in self._lanes) - self._clock()
        until = min(self._pool.deadline() - time.monotonic(), lanes)
        ready = wait(connections, min(_IDLE_SECONDS, max(0.0, until)))
        self._waker.take(ready)
        self._carry_out()
        for lane in self._lanes:
            lane.handle(ready)
            lane.expire()
        for answer in [*self._pool.collect(ready), *self._pool.expire()]:
            self._decode_finished(answer)

    def _dispatch(self) -> None:
        """Give work to whatever is free, last stage first."""
        for lane in self._lanes:
            lane.dispatch()
        broken = next((lane.broken for lane in self._lanes if lane.broken), "")
        if broken and not self._state.is_end:
            self._fail(unusable(broken))
        if self._state is State.RUNNING:
            self._infer()
            self._decode()
            self._ask_for_more()
            if self._is_all_done():
                self._end(State.FINISHED)

    def _decode(self) -> None:
        while self._pool.has_room() and self._has_room() and (file := self._agenda.take()) is not None:
            self._last_job += 1
            name = f"gauntlet-{self._token}-{self._last_job}"
            job = Job(self._last_job, file.raw_path, name, Analyse(verdict_only=self._settings.verdict_only))
            self._decoding[job.id] = _Work(file, job)
            self._pool.submit(DecodeRequest(job.id, job.raw_path, name))

    def _has_room(self) -> bool:
        """Whether one more picture may be decoded: the stages behind it are bounded."""
        waiting = len(self._decoding) + len(self._decoded) + sum(lane.pictures_waiting for lane in self._lanes)
        return waiting < self._settings.ahead and self._unwritten < UNWRITTEN

    def _is_all_done(self) -> bool:
        under_way = self._agenda or self._decoding or self._decoded or self._running or self._unwritten
        return self._all_handed_out and not under_way

    def _decode_finished(self, answer: DecodeAnswer) -> None:
        work = self._decoding.pop(answer.job, None)
        if work is None:
            return
        if answer.error_code:
            self._not_decoded(work, answer)
            return
        work.perceptual_hash = answer.perceptual_hash
        work.job.keep(answer, PixelBuffer(work.job.pixels_name, answer.height, answer.width, unlink=True))
        self._decoded.append(work)

    def _not_decoded(self, work: _Work, answer: DecodeAnswer) -> None:
        """A file that fails costs itself only, unless the whole folder is gone: then it waits until that is back; or
        nothing can be decoded here: then it waits for the next batch."""
        if answer.error_code in _AWAY and self._root.is_gone():
            self._agenda.put_back(work.file)
            self._suspend(folder_gone())
            return
        error = InputError(answer.error_code, answer.error_detail).record()
        if (fault := no_decoder(error)) is not None:
            self._fail(fault)
            return
        event = work.job.failed(error, answer.source)
        assert isinstance(event, Done)
        self._keep(work, event.record, self._any_configuration())

    def _infer(self) -> None:
        """Give decoded pictures to the processes: one each to work on, then one each that waits. Bytes that have a
        record, or are under way, are not inferred."""
        for most in (1, 2):
            for number, lane in enumerate(self._lanes):
                while lane.is_ready and len(lane.jobs) < most and self._decoded:
                    work = self._decoded.pop(0)
                    if not self._is_known(work, self._configurations[number]):
                        self._followers[work.sha256] = []
                        self._running[work.job.id] = work
                        lane.add(work.job)
                        lane.dispatch()

    def _is_known(self, work: _Work, configuration: Configuration) -> bool:
        """Whether a picture needs no inference; if so, it is dealt with."""
        if work.sha256 in self._followers:
            work.job.release()
            self._followers[work.sha256].append(work)
            return True
        assert self._index is not None
        key = work.sha256, configuration.digest()
        if key in self._met or self._index.knows(work.sha256, configuration):
            work.job.release()
            self._keep(work, None, configuration)
            return True
        return False

    def _lane_told(self, number: int, event: Event) -> None:
        if isinstance(event, EngineReady):
            self._configurations[number] = configuration_of(event.setup, self._settings)
        elif isinstance(event, Done):
            self._inferred(self._running.pop(event.job), event.record, self._configurations.get(number))
        elif isinstance(event, JobCancelled):
            work = self._running.pop(event.job)
            self._followers.pop(work.sha256, None)

    def _inferred(self, work: _Work, record: AnalysisRecord, configuration: Configuration | None) -> None:
        """Keep a record; the same bytes at other paths are known by it, or have failed like it."""
        made_by = configuration or self._any_configuration()
        self._keep(work, record, made_by)
        if record.error is None:
            self._met.add((work.sha256, made_by.digest()))
        for follower in self._followers.pop(work.sha256, []):
            failed = None if record.error is None else replace(record, source=follower.job.source)
            self._keep(follower, failed, made_by)

    def _any_configuration(self) -> Configuration:
        """For what failed without a process that could tell its setup."""
        return next(iter(self._configurations.values()), configuration_of(Setup(), self._settings))

    def _keep(self, work: _Work, record: AnalysisRecord | None, configuration: Configuration) -> None:
        self._write(Outcome(work.file, record, work.sha256, configuration, work.perceptual_hash))

    def _drop(self) -> None:
        for lane in self._lanes:
            for job in lane.jobs:
                lane.cancel(job.id)

    def _shut_down(self) -> None:
        self._bookkeeper.close()
        self._pool.close()
        for lane in self._lanes:
            lane.close()
        for work in self._decoded:
            work.job.release()
        self._shut_down_common()
