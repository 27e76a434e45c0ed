"""The inference process: loads the plugins, then does one task after the other until the pipe closes.

Messages are received on a thread of their own, so that a cancellation reaches the work at its next checkpoint.
"""

from __future__ import annotations

import logging
import os
import queue
import threading
from collections.abc import Callable
from multiprocessing.connection import Connection
from typing import TYPE_CHECKING, Any

from gauntlet_desktop.api.discovery import SAFE_MODE_VARIABLE
from gauntlet_desktop.api.runtime import RUNTIME_VARIABLE
from gauntlet_desktop.api.threads import limit_threads, processor_threads
from gauntlet_desktop.core.errors import Cancelled, GauntletError
from gauntlet_desktop.core.phrases import phrase
from gauntlet_desktop.core.records import AnalysisRecord, ErrorRecord
from gauntlet_desktop.core.task import TaskContext
from gauntlet_desktop.engine import child
from gauntlet_desktop.engine.messages import (
    Answer,
    Calling,
    Cancel,
    Failed,
    FromInference,
    Ready,
    Result,
    Run,
    SharedPicture,
    StepReached,
    Stopped,
    WorkerSettings,
    Writing,
)
from gauntlet_desktop.engine.pixels import PixelBuffer

if TYPE_CHECKING:
    from gauntlet_desktop.inference.pipeline import Picture
    from gauntlet_desktop.inference.tasks import Tasks

_log = logging.getLogger(__name__)


def main(connection: Connection[Any, Any], settings: WorkerSettings) -> None:
    """Entry point of the spawned process."""
    child.begin()
    child.silence(log=True)
    limit_threads(settings.threads or processor_threads())
    if settings.yielding:
        child.give_way()
    if settings.runtime:
        os.environ[RUNTIME_VARIABLE] = settings.runtime
    if settings.safe_mode:
        os.environ[SAFE_MODE_VARIABLE] = "1"
    Worker(connection, settings).serve()


class Worker:
    """The loop of the inference process over one duplex pipe."""

    def __init__(self, connection: Connection[Any, Any], settings: WorkerSettings) -> None:
        self._connection = connection
        self._settings = settings
        self._runs: queue.SimpleQueue[Run | None] = queue.SimpleQueue()
        self._cancelled: set[int] = set()
        self._send_lock = threading.Lock()

    def serve(self) -> None:
        from gauntlet_desktop.inference.loader import load
        from gauntlet_desktop.inference.setup import describe
        from gauntlet_desktop.inference.tasks import Tasks

        threading.Thread(target=self._receive, name="messages", daemon=True).start()
        registry = load(own_calibrations=self._settings.own_calibrations)
        tasks = Tasks(registry, self._settings.left_out)
        plugins = tuple(f"{plugin.id} {plugin.version}" for plugin in registry.plugins)
        self._send(Ready(plugins, tuple(registry.failures), describe(registry)))
        while (run := self._runs.get()) is not None:
            self._work(run, tasks)

    def _receive(self) -> None:
        """Take messages until the pipe closes; then end at once, whatever a plugin is doing."""
        try:
            while True:
                message = self._connection.recv()
                if isinstance(message, Run):
                    self._runs.put(message)
                elif isinstance(message, Cancel):
                    self._cancelled.add(message.job)
                else:
                    break
        except (EOFError, OSError):
            _log.debug("the pipe closed")
        child.leave()

    def _work(self, run: Run, tasks: Tasks) -> None:
        from gauntlet_desktop.inference.shared_state import kept

        context = TaskContext(
            report=None if self._settings.quiet else lambda done, step: self._send(StepReached(run.job, done, step)),
            is_cancelled=lambda: run.job in self._cancelled,
            say=lambda step, text: self._send(Writing(run.job, step, text)),
            calling=self._calling(run.job),
        )
        try:
            with kept("a plugin"):
                self._perform(run, tasks, context)
        except Cancelled:
            self._send(Stopped(run.job))
        except GauntletError as error:
            self._send(Failed(run.job, error.record()))
        except Exception as error:  # noqa: BLE001 - the worker loop: one task must not end the process
            _log.exception("job %d failed", run.job)
            text = phrase("{kind}: {reason}", kind=type(error).__name__, reason=str(error))
            self._send(Failed(run.job, ErrorRecord("internal", text, "Please report this with the log.")))

    def _calling(self, job: int) -> Callable[[str, str], None]:
        """Tells of the plugins that a job asks, not again of one that is asked for the same once more."""
        last = ("", "")

        def calling(plugin: str, step: str) -> None:
            nonlocal last
            if (plugin, step) != last:
                last = (plugin, step)
                self._send(Calling(job, plugin, step))

        return calling

    def _perform(self, run: Run, tasks: Tasks, context: TaskContext) -> None:
        """Do the task and send what it yields: records as they grow, or an answer."""
        context.checkpoint()
        pixels = _mapped(run.picture)
        try:
            for told in tasks.perform(run.task, _picture(run.picture, pixels), context):
                if isinstance(told, AnalysisRecord):
                    self._send(Result(run.job, told))
                else:
                    self._send(Answer(run.job, told))
        finally:
            if pixels is not None:
                pixels.close()

    def _send(self, message: FromInference) -> None:
        with self._send_lock:
            self._connection.send(message)


def _mapped(shared: SharedPicture | None) -> PixelBuffer | None:
    return PixelBuffer(shared.pixels_name, shared.height, shared.width, unlink=False) if shared else None


def _picture(shared: SharedPicture | None, pixels: PixelBuffer | None) -> Picture | None:
    from gauntlet_desktop.inference.pipeline import Picture

    if shared is None or pixels is None:
        return None
    return Picture(shared.source, shared.facts, pixels.array, shared.provenance)
