"""The inference process: loads the plugins, then analyses one image after the other until the pipe closes.

Messages are received on a thread of their own, so that a cancellation reaches the work at its next checkpoint.
"""

from __future__ import annotations

import logging
import os
import queue
import threading
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from gauntlet_desktop.api.discovery import SAFE_MODE_VARIABLE
from gauntlet_desktop.core.errors import Cancelled, GauntletError
from gauntlet_desktop.core.records import ErrorRecord
from gauntlet_desktop.core.task import TaskContext
from gauntlet_desktop.engine import child
from gauntlet_desktop.engine.messages import Cancel, Failed, FromInference, Ready, Result, Run, StepReached, Stopped
from gauntlet_desktop.engine.pixels import PixelBuffer

_log = logging.getLogger(__name__)


def main(connection: Connection[Any, Any], own_calibrations: Path, safe_mode: bool) -> None:
    """Entry point of the spawned process."""
    child.begin()
    if safe_mode:
        os.environ[SAFE_MODE_VARIABLE] = "1"
    Worker(connection).serve(own_calibrations)


class Worker:
    """The loop of the inference process over one duplex pipe."""

    def __init__(self, connection: Connection[Any, Any]) -> None:
        self._connection = connection
        self._runs: queue.SimpleQueue[Run | None] = queue.SimpleQueue()
        self._cancelled: set[int] = set()
        self._send_lock = threading.Lock()

    def serve(self, own_calibrations: Path) -> None:
        from gauntlet_desktop.inference.loader import load
        from gauntlet_desktop.inference.pipeline import Pipeline

        threading.Thread(target=self._receive, name="messages", daemon=True).start()
        registry = load(own_calibrations=own_calibrations)
        pipeline = Pipeline(registry)
        self._send(Ready(tuple(registry.plugins), tuple(registry.failures)))
        while (run := self._runs.get()) is not None:
            self._work(run, pipeline)

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
        os._exit(0)

    def _work(self, run: Run, pipeline: object) -> None:
        context = TaskContext(
            report=lambda fraction, step: self._send(StepReached(run.job, fraction, step)),
            is_cancelled=lambda: run.job in self._cancelled,
        )
        try:
            self._analyse(run, pipeline, context)
        except Cancelled:
            self._send(Stopped(run.job))
        except GauntletError as error:
            self._send(Failed(run.job, error.record()))
        except Exception as error:  # noqa: BLE001 - the worker loop: one image must not end the process
            _log.exception("analysis of job %d failed", run.job)
            text = f"{type(error).__name__}: {error}"
            self._send(Failed(run.job, ErrorRecord("internal", text, "Please report this with the log.")))

    def _analyse(self, run: Run, pipeline: object, context: TaskContext) -> None:
        from gauntlet_desktop.inference.pipeline import Picture, Pipeline

        assert isinstance(pipeline, Pipeline)
        context.checkpoint()
        pixels = PixelBuffer(run.pixels_name, run.height, run.width, unlink=False)
        try:
            picture = Picture(run.source, run.facts, pixels.array, run.provenance)
            for record in pipeline.analyse(picture, context):
                self._send(Result(run.job, record))
        finally:
            pixels.close()

    def _send(self, message: FromInference) -> None:
        with self._send_lock:
            self._connection.send(message)
