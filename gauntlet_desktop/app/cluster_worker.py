"""What runs on a worker of a cluster: one analysis service for the life of the worker's process, models loaded once."""

from __future__ import annotations

import multiprocessing
import os
import queue
import threading
from dataclasses import dataclass
from multiprocessing.util import Finalize
from pathlib import Path

from gauntlet_desktop.api.tasks import Setup
from gauntlet_desktop.app.batch.settings import BatchSettings
from gauntlet_desktop.app.events import Decoded, Done, EngineReady, Event, JobId
from gauntlet_desktop.app.installation import installation
from gauntlet_desktop.app.service import AnalysisService, EngineSettings
from gauntlet_desktop.core.errors import UserError
from gauntlet_desktop.core.records import AnalysisRecord

_lock = threading.Lock()
_answering: dict[BatchSettings, _Answering] = {}


@dataclass(frozen=True, slots=True)
class Answer:
    """The record of a file, the hash of what it shows (None: it could not be decoded), and what the record was made
    with."""

    record: AnalysisRecord
    perceptual_hash: int | None
    setup: Setup


@dataclass(frozen=True, slots=True)
class Introduction:
    """What a worker says of itself: its installation's parts, whether it sees the folder, whether it may start
    processes, which decoding needs."""

    parts: tuple[tuple[str, str], ...]
    sees_folder: bool
    may_start_processes: bool


class _Answering:
    """A service whose results are waited for, one thread a file."""

    def __init__(self, settings: BatchSettings) -> None:
        self._lock = threading.Lock()
        self._settings = settings
        self._boxes: dict[JobId, queue.SimpleQueue[Answer]] = {}
        self._hashes: dict[JobId, int | None] = {}
        self._setup = Setup()
        engine = EngineSettings(settings.limits, 1, trust=settings.trust, analysis_seconds=settings.analysis_seconds)
        self._service = AnalysisService(self._heard, engine)
        self._service.start()
        # Before multiprocessing ends its children: the service would take their end for a crash, and start them again.
        Finalize(None, self._service.close, exitpriority=100)

    def analyse(self, raw_path: bytes) -> Answer:
        box: queue.SimpleQueue[Answer] = queue.SimpleQueue()
        with self._lock:  # the answer is looked for under the lock, so that it cannot come before the box is there
            self._boxes[self._service.submit(raw_path, verdict_only=self._settings.verdict_only)] = box
        return box.get()

    def _heard(self, event: Event) -> None:
        """On the service's thread. Nobody cancels on a worker, so that every job ends in Done."""
        if isinstance(event, EngineReady):
            self._setup = event.setup
        elif isinstance(event, Decoded):
            event.pixels.close()
            self._hashes[event.job] = event.perceptual_hash
        elif isinstance(event, Done):
            with self._lock:
                box = self._boxes.pop(event.job)
            box.put(Answer(event.record, self._hashes.pop(event.job, None), self._setup))


def introduce(raw_folder: bytes) -> Introduction:
    """Run on every worker before any work."""
    sees_folder = Path(os.fsdecode(raw_folder)).is_dir()
    return Introduction(installation().parts, sees_folder, not multiprocessing.current_process().daemon)


def analyse(raw_path: bytes, settings: BatchSettings, digest: str) -> Answer:
    """Analyse one file. Raises UserError on a worker whose installation is not the one with `digest`: it may have
    joined after the others were checked."""
    with _lock:
        if settings not in _answering:
            if installation().digest != digest:
                raise UserError(
                    "worker_differs", "A worker joined whose installation differs.", "Install the same on every worker."
                )
            _answering[settings] = _Answering(settings)
        answering = _answering[settings]
    return answering.analyse(raw_path)
