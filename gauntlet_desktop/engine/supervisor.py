"""Starts the inference process, speaks with it, and starts it again when it ends by itself."""

from __future__ import annotations

import contextlib
import multiprocessing
import signal
from multiprocessing.connection import Connection
from typing import Any

from gauntlet_desktop.engine import child, worker
from gauntlet_desktop.engine.messages import FromInference, Shutdown, ToInference, WorkerSettings

_STOP_SECONDS = 2.0
# None: it has not ended yet.
_GIVEN_ENDS = (None, -signal.SIGTERM, -getattr(signal, "SIGKILL", signal.SIGTERM))


class ProcessLost(Exception):
    """The inference process ended; `how` says in what way. `by_itself` tells an end from within, by an exit or a
    fault, from one that somebody else gave it, as a system does that is short of memory."""

    def __init__(self, how: str, *, by_itself: bool = False) -> None:
        super().__init__(how)
        self.how = how
        self.by_itself = by_itself


class InferenceProcess:
    """One spawned inference process. Not thread-safe: its owner's thread makes all calls. Raises OSError where the
    system gives it no process, or no pipe to one."""

    def __init__(self, settings: WorkerSettings) -> None:
        context = multiprocessing.get_context("spawn")
        ours, theirs = context.Pipe()
        with theirs:
            self._connection: Connection[Any, Any] = ours
            self._process = context.Process(
                target=worker.main, args=(theirs, settings), name="gauntlet-inference", daemon=True
            )
            self._process.start()

    @property
    def connection(self) -> Connection[Any, Any]:
        """What to wait on: readable when a message is there or the process has ended."""
        return self._connection

    @property
    def pid(self) -> int:
        assert self._process.pid is not None
        return self._process.pid

    def send(self, message: ToInference) -> None:
        """Raises ProcessLost when the process is no longer there."""
        try:
            self._connection.send(message)
        except OSError as error:
            raise self._lost() from error

    def receive(self) -> FromInference:
        """The next message; raises ProcessLost at the end of the pipe."""
        try:
            message: FromInference = self._connection.recv()
        except (EOFError, OSError) as error:
            raise self._lost() from error
        return message

    def has_told(self) -> bool:
        """Whether `receive` would not wait."""
        try:
            return self._connection.poll()
        except OSError:  # the process is gone, which `receive` tells
            return True

    def stop(self) -> None:
        """Ask the process to end, and end it with all that it started when it does not."""
        with contextlib.suppress(OSError):
            self._connection.send(Shutdown())
        self._process.join(_STOP_SECONDS)
        self.kill()

    def kill(self) -> None:
        """End the process and all that it started, now."""
        child.end(self._process)
        self._connection.close()

    def _lost(self) -> ProcessLost:
        how = child.how_it_ended(self._process, _STOP_SECONDS)
        return ProcessLost(how, by_itself=self._process.exitcode not in _GIVEN_ENDS)
