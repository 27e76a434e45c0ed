"""Runs one long use case in a spawned process of its own, with its progress, a way to cancel it, and its result.

The window's process never loads PyTorch, scikit-learn or plugins: what needs them runs here. A process that hangs,
dies, or holds too much memory costs its own work and nothing else.
"""

from __future__ import annotations

import atexit
import contextlib
import inspect
import multiprocessing
import threading
import time
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from multiprocessing.connection import Connection
from multiprocessing.context import SpawnProcess
from multiprocessing.reduction import ForkingPickler
from typing import Any, TypeVar

from gauntlet_desktop.core.errors import Cancelled, EnvironmentFault, GauntletError
from gauntlet_desktop.core.phrases import phrase
from gauntlet_desktop.engine import child
from gauntlet_desktop.engine.memory import excess, most_bytes

Result = TypeVar("Result")

GRACE_SECONDS = 5.0
_LOOK_SECONDS = 0.05
_running: set[SpawnProcess] = set()


class BrokenApart(RuntimeError):
    """A defect in the function that ran apart; the text is its traceback."""


@dataclass(frozen=True, slots=True)
class _Reached:
    fraction: float
    what: str


@dataclass(frozen=True, slots=True)
class _Returned:
    result: Any


@dataclass(frozen=True, slots=True)
class _Raised:
    error: GauntletError


@dataclass(frozen=True, slots=True)
class _Broke:
    traceback: str


def run_apart(
    function: Callable[..., Result],
    *arguments: Any,
    progress: Callable[[float, str], None] | None = None,
    is_cancelled: Callable[[], bool] | None = None,
    grace: float = GRACE_SECONDS,
    **keywords: Any,
) -> Result:
    """Call a module's function in a process of its own and wait for its result: not to be called on the GUI thread.

    Arguments and result must be picklable. A function that takes `progress` or `is_cancelled` is given its own; once
    `is_cancelled()` here, its next report raises Cancelled, and after `grace` seconds the process and all that it
    started are ended. Raises the function's GauntletError, Cancelled, EnvironmentFault when the process dies or holds
    more memory than one process may, and BrokenApart for any other error and for a result that cannot be sent.
    """
    connection, process = _start(function, arguments, keywords)
    try:
        result: Result = _result(connection, process, progress, _Patience(connection, is_cancelled, grace))
        return result
    finally:
        child.end(process)
        _running.discard(process)
        connection.close()


class _Patience:
    """Passes a cancellation on, and tells when it was not followed for too long."""

    def __init__(self, connection: Connection[Any, Any], is_cancelled: Callable[[], bool] | None, grace: float) -> None:
        self._connection = connection
        self._is_cancelled = is_cancelled
        self._grace = grace
        self._deadline: float | None = None

    def check(self) -> None:
        """Raises Cancelled once the grace is over."""
        if self._deadline is None and self._is_cancelled is not None and self._is_cancelled():
            self._deadline = time.monotonic() + self._grace
            with contextlib.suppress(OSError):  # it has just ended: its last message is read next
                self._connection.send_bytes(b"cancel")
        if self._deadline is not None and time.monotonic() >= self._deadline:
            raise Cancelled()


def _start(
    function: Callable[..., Any], arguments: tuple[Any, ...], keywords: dict[str, Any]
) -> tuple[Connection[Any, Any], SpawnProcess]:
    """Not a daemon of multiprocessing: those may not start processes, and use cases decode images in some."""
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    process = context.Process(
        target=_main, args=(theirs, function, arguments, keywords), name="gauntlet-apart", daemon=False
    )
    child.start(process)
    _running.add(process)
    theirs.close()
    return ours, process


def _result(
    connection: Connection[Any, Any],
    process: SpawnProcess,
    progress: Callable[[float, str], None] | None,
    patience: _Patience,
) -> Any:
    most = most_bytes()
    while True:
        patience.check()
        if how := excess(process.pid or 0, most):
            raise _lost(how)
        if not connection.poll(_LOOK_SECONDS):
            continue
        try:
            message = connection.recv()
        except (EOFError, OSError) as error:
            raise _lost(child.how_it_ended(process)) from error
        if isinstance(message, _Returned):
            return message.result
        if isinstance(message, _Raised):
            raise message.error
        if isinstance(message, _Broke):
            raise BrokenApart(message.traceback)
        if progress is not None:
            progress(message.fraction, message.what)


def _lost(how: str) -> EnvironmentFault:
    return EnvironmentFault(
        "process_lost",
        phrase("The process that did the work is gone: {how}.", how=how),
        "Often the memory did not suffice: close other programs and try again.",
    )


@atexit.register
def _end_all() -> None:
    """The program ends: so does what still runs apart. Otherwise multiprocessing would wait for it."""
    for process in list(_running):
        child.end(process)


def _main(
    connection: Connection[Any, Any],
    function: Callable[..., Any],
    arguments: tuple[Any, ...],
    keywords: dict[str, Any],
) -> None:
    """Entry point of the spawned process."""
    child.begin()
    cancelled = threading.Event()
    threading.Thread(target=_listen, args=(connection, cancelled), name="cancellation", daemon=True).start()

    def report(fraction: float, what: str) -> None:
        if cancelled.is_set():
            raise Cancelled()
        connection.send(_Reached(fraction, what))

    offered = {"progress": report, "is_cancelled": cancelled.is_set}
    taken = inspect.signature(function).parameters
    own = {name: value for name, value in offered.items() if name in taken}
    _send(connection, _outcome(lambda: function(*arguments, **own, **keywords)))


def _outcome(work: Callable[[], Any]) -> _Returned | _Raised | _Broke:
    try:
        return _Returned(work())
    except GauntletError as error:
        return _Raised(error)
    except Exception:  # noqa: BLE001 - the process's end: a defect is shown where the work was asked for
        return _Broke(traceback.format_exc())


def _send(connection: Connection[Any, Any], outcome: _Returned | _Raised | _Broke) -> None:
    try:
        data = ForkingPickler.dumps(outcome)
    except Exception:  # noqa: BLE001 - pickling calls whatever the result is made of
        data = ForkingPickler.dumps(_Broke(f"The result cannot be sent.\n{traceback.format_exc()}"))
    connection.send_bytes(data)


def _listen(connection: Connection[Any, Any], cancelled: threading.Event) -> None:
    """Wait for a cancellation; when the pipe closes nobody waits for the work any more."""
    try:
        connection.recv_bytes()
        cancelled.set()
        connection.recv_bytes()
    except (EOFError, OSError):
        child.leave()
