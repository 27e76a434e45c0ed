"""The one way of doing slow things beside the GUI thread: a function in a thread pool, its result as a signal."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import QCoreApplication, QObject, QThreadPool, Signal, SignalInstance
from shiboken6 import isValid

from gauntlet_desktop.core.errors import GauntletError

# The first files that are found are told of at once, so that there is something to see, the others every tenth of a
# second. Each telling lets Python's lock go for a moment, and who waits for it begins to wait anew where that moment
# was missed: told of by the hundreds, a large folder kept the window waiting until all was found.
_FIRST_TOLD = 256
_TOLD_SECONDS = 0.1
_WORK_SECONDS, _REST_SECONDS = 0.002, 0.004


class Pool(QThreadPool):
    """The threads for the tasks of a window. Once it is closed nothing begins any more.

    It must end idle: where a window ends, its pool ends with it, and Qt then waits for the threads while it holds
    Python's lock, which they wait for.
    """

    def __init__(self, window: QObject | None = None) -> None:
        super().__init__(window)
        self._closed = False

    def start(self, work: Any, /, priority: int | None = 0) -> None:
        if not self._closed:
            super().start(work, priority or 0)

    def close(self, patience_ms: int = -1) -> None:
        """Begin nothing more, and wait for what is under way. What takes longer keeps the pool, beyond its window."""
        self._closed = True
        self.clear()
        if not self.waitForDone(patience_ms):
            self.setParent(None)
            _ABANDONED.append(self)


_ABANDONED: list[Pool] = []


class Task(QObject):
    """A function running in the pool. `finished` carries its result, `failed` a GauntletError, `found` a list of
    intermediate results, `progressed` a fraction in 0..1 and what is being done; any other error is raised again on the
    GUI thread, where the exception hook shows it."""

    finished = Signal(object)
    failed = Signal(object)
    found = Signal(object)
    progressed = Signal(float, str)
    _broke = Signal(object)
    _over = Signal()

    def __init__(self, work: Callable[[Task], Any]) -> None:
        super().__init__()
        self._work = work
        self._stop = threading.Event()
        self._broke.connect(_raise_again)

    @property
    def stopped(self) -> bool:
        return self._stop.is_set()

    def stop(self) -> None:
        """Ask the function to end early; it looks at `stopped`."""
        self._stop.set()

    def start(self, pool: QThreadPool) -> None:
        """Run beside the GUI thread. The object is gone afterwards; `stop` and `stopped` may still be used."""
        # Owned by the application until the GUI thread deletes it: the thread of the pool may hold the last reference
        # to it, and a QObject that ends on another thread than its own takes the program along.
        self.setParent(QCoreApplication.instance())
        self._over.connect(self._go)
        pool.start(self.run)

    def tell_progress(self, fraction: float, what: str) -> None:
        self._tell(self.progressed, fraction, what)

    def run(self) -> None:
        """Do the work; called on a thread of the pool."""
        try:
            self._tell(self.finished, self._work(self))
        except GauntletError as error:
            self._tell(self.failed, error)
        except Exception as error:  # noqa: BLE001 - a worker's end: the exception hook shows it on the GUI thread
            self._tell(self._broke, error)
        self._tell(self._over)

    def _go(self) -> None:
        """Connected in place of Qt's own slot, for whose name PySide keeps some memory at each connection."""
        self.deleteLater()

    def _tell(self, signal: SignalInstance, *values: object) -> None:
        if isValid(self):  # not so when the program ends while the work goes on
            signal.emit(*values)


class Rests:
    """Rests of a thread that runs Python code, called often while it works: after two milliseconds it sleeps for four.

    Where two threads want Python's lock, the window waits for it until the next tick of the system's clock, and many
    times in one painting: beside a thread that never rests, 35 ms of work took it 133.
    """

    def __init__(
        self, clock: Callable[[], float] = time.perf_counter, sleep: Callable[[float], object] = time.sleep
    ) -> None:
        self._clock = clock
        self._sleep = sleep
        self._since = clock()

    def __call__(self) -> None:
        if self._clock() - self._since >= _WORK_SECONDS:
            self._sleep(_REST_SECONDS)
            self._since = self._clock()


def in_own_process(function: Callable[..., Any], *arguments: Any, **keywords: Any) -> Callable[[Task], Any]:
    """Work that calls a use case of the app layer in a process of its own, with progress, until the task is stopped;
    `failed` then carries Cancelled. For all that loads PyTorch, scikit-learn or plugins."""

    def work(task: Task) -> Any:
        from gauntlet_desktop.app.apart import run_apart

        return run_apart(
            function, *arguments, progress=task.tell_progress, is_cancelled=lambda: task.stopped, **keywords
        )

    return work


def gather_files(raw_paths: Sequence[bytes]) -> Callable[[Task], int]:
    """Work that finds files: given files as they are, folders by their images, in lists.

    Its result is the number of files.
    """

    def work(task: Task) -> int:
        total = 0
        told_at = time.perf_counter()
        found: list[bytes] = []
        rests = Rests()
        for raw_path in _expand(raw_paths, rests):
            rests()
            if task.stopped:
                break
            found.append(raw_path)
            total += 1
            if total == _FIRST_TOLD or time.perf_counter() - told_at >= _TOLD_SECONDS:
                task.found.emit(found)
                found, told_at = [], time.perf_counter()
        if found and not task.stopped:
            task.found.emit(found)
        return total

    return work


def absolute(raw_path: bytes) -> bytes:
    """The path from the root, links kept."""
    return os.fsencode(Path(os.fsdecode(raw_path)).absolute())


def _expand(raw_paths: Sequence[bytes], rests: Rests) -> Iterator[bytes]:
    from gauntlet_desktop.app.folders import scan

    for raw_path in raw_paths:
        if Path(os.fsdecode(raw_path)).is_dir():
            yield from scan(raw_path, rests)
        else:
            yield absolute(raw_path)


def _raise_again(error: Exception) -> None:
    raise error
