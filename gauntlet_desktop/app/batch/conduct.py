"""What every batch is, wherever its files are analysed: its states, its bookkeeper, its counts, its listener.

One thread drives a batch. Whatever another thread wants of it is put into words that thread carries out (`_command`).
"""

from __future__ import annotations

import logging
import queue
import threading
import time
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Sequence
from contextlib import ExitStack
from typing import Self

from gauntlet_desktop.app.batch.agenda import Agenda
from gauntlet_desktop.app.batch.book import Book, Index, Outcome
from gauntlet_desktop.app.batch.bookkeeper import PORTION, Bookkeeper
from gauntlet_desktop.app.batch.events import BatchEvent, BatchProgress, FileDone, State, StateChanged
from gauntlet_desktop.app.batch.faults import batch_broken_down
from gauntlet_desktop.app.batch.pace import Pace
from gauntlet_desktop.app.batch.settings import BatchSettings
from gauntlet_desktop.app.batch.tally import Tally
from gauntlet_desktop.app.folders import found_file
from gauntlet_desktop.core.errors import GauntletError
from gauntlet_desktop.store import Enqueued, FoundFile

_log = logging.getLogger(__name__)


class Batch(ABC):
    """Analyses files and those that the ledger still has waiting. Methods may be called from any thread and return at
    once, but for `wait` and `close`. Use as a context manager, or `start` and `close`."""

    def __init__(
        self,
        files: Iterable[FoundFile],
        book: Book,
        listener: Callable[[BatchEvent], None],
        settings: BatchSettings,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._book = book
        self._listener = listener
        self._settings = settings
        self._bookkeeper = Bookkeeper(book, files, self, clock)
        self._commands: queue.SimpleQueue[Callable[[], None]] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._run, name="batch", daemon=True)
        self._ended = threading.Event()
        self._state = State.RUNNING
        self._closing = False
        self._tally = Tally(Pace(clock))
        self._agenda = Agenda()
        self._asked = False  # whether the bookkeeper has been asked for more files
        self._all_handed_out = False
        self._index: Index | None = None
        self._resources = ExitStack()
        self._unwritten = 0

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def start(self) -> None:
        """Begin in the background."""
        self._thread.start()

    def pause(self) -> None:
        """Begin nothing more; what is under way is finished and kept."""
        self._command(self._pause)

    def resume(self) -> None:
        """Go on, also after the batch paused by itself."""
        self._command(self._resume)

    def cancel(self) -> None:
        """Stop: what is under way is dropped, what was done is kept. The next batch goes on from there."""
        self._command(self._cancel)

    def prioritise(self, raw_paths: Iterable[bytes]) -> None:
        """Take these files next, in this order, as far as they wait: what somebody looks at."""
        paths = list(raw_paths)
        self._command(lambda: self._agenda.prioritise(filter(None, map(found_file, paths))))

    def progress(self) -> BatchProgress:
        """How far it is, at any moment."""
        return self._tally.snapshot(self._state)

    def wait(self, seconds: float | None = None) -> bool:
        """Wait for the end; False when it has not come after some seconds."""
        return self._ended.wait(seconds)

    def close(self) -> None:
        """End everything; results that are there are still written."""
        self._command(self._begin_close)
        if self._thread.ident is not None:
            self._thread.join()

    # What the bookkeeper tells, from its thread.

    def opened(self, waiting: int) -> None:
        self._command(lambda: self._open_index(waiting))

    def listed(self, enqueued: Enqueued) -> None:
        self._command(lambda: self._tally.listed(enqueued))

    def listed_all(self) -> None:
        self._command(self._tally.listing_ended)

    def handed_out(self, files: Sequence[FoundFile]) -> None:
        self._command(lambda: self._take(files))

    def all_handed_out(self) -> None:
        self._command(lambda: self._take((), last=True))

    def written(self, outcomes: Sequence[Outcome]) -> None:
        self._command(lambda: self._tell_written(outcomes))

    def suspended(self, fault: GauntletError) -> None:
        self._command(lambda: self._suspend(fault))

    def broken(self, error: GauntletError) -> None:
        self._command(lambda: self._fail(error))

    # The rest runs on the batch's thread.

    def _run(self) -> None:
        try:
            self._work()
        except Exception as error:  # noqa: BLE001 - a batch that ends must say so
            _log.error("the batch broke down", exc_info=error)
            self._fail(batch_broken_down(error))
        finally:
            self._shut_down()

    @abstractmethod
    def _work(self) -> None:
        """Work until `_closing`."""

    @abstractmethod
    def _shut_down(self) -> None:
        """Let go of everything, then `_shut_down_common`."""

    def _command(self, command: Callable[[], None]) -> None:
        """From any thread: have the batch's thread do something."""
        self._commands.put(command)

    def _drop(self) -> None:
        """What is under way is no longer wanted."""
        return

    def _carry_out(self) -> None:
        """Every command that is there."""
        while not self._commands.empty():
            self._commands.get()()

    def _ask_for_more(self) -> None:
        if not self._asked and not self._all_handed_out and len(self._agenda) < PORTION:
            self._asked = True
            self._bookkeeper.want(PORTION)

    def _take(self, files: Sequence[FoundFile], *, last: bool = False) -> None:
        self._asked = False
        self._all_handed_out = self._all_handed_out or last
        self._agenda.add(files)

    def _write(self, outcome: Outcome) -> None:
        self._unwritten += 1
        self._bookkeeper.keep(outcome)

    def _tell_written(self, outcomes: Sequence[Outcome]) -> None:
        self._unwritten -= len(outcomes)
        told = [FileDone(each.file.raw_path, each.how, each.record) for each in outcomes]
        self._tally.done([event.how for event in told])
        for event in told:
            self._listener(event)

    def _open_index(self, waiting: int) -> None:
        """The ledger is there now, and with it what is to be looked up in it."""
        self._tally.add_waiting(waiting)
        try:
            self._index = self._resources.enter_context(self._book.index())
        except GauntletError as error:
            self._fail(error)

    def _pause(self) -> None:
        if self._state is State.RUNNING:
            self._change(State.PAUSED)

    def _resume(self) -> None:
        if self._state is State.PAUSED:
            self._change(State.RUNNING)
            self._bookkeeper.retry()

    def _suspend(self, fault: GauntletError) -> None:
        if not self._state.is_end:
            self._change(State.PAUSED, fault)

    def _cancel(self) -> None:
        if not self._state.is_end:
            self._drop()
            self._end(State.CANCELLED)

    def _fail(self, error: GauntletError) -> None:
        if not self._state.is_end:
            self._end(State.FAILED, error)

    def _end(self, state: State, error: GauntletError | None = None) -> None:
        self._change(state, error)
        self._ended.set()

    def _change(self, state: State, error: GauntletError | None = None) -> None:
        self._state = state
        if state is not State.RUNNING:
            self._bookkeeper.stack()
        self._tally.pace_broken()
        self._listener(StateChanged(state, error))

    def _begin_close(self) -> None:
        self._closing = True

    def _shut_down_common(self) -> None:
        self._carry_out()
        self._resources.close()
        self._ended.set()
