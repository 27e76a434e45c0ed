"""The thread that owns the ledger of a batch: lists the folder, hands out what waits, writes results in transactions.

Results are committed by number and by age, whichever comes first. When the disk lets it down, nothing is lost: what
could not be written is kept, the engine pauses, and the same is tried again when the batch goes on.

Near duplicates are stacked in the course of it: so often that a batch that is killed leaves few that are not.
"""

from __future__ import annotations

import logging
import queue
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack
from itertools import islice
from typing import Protocol, TypeVar

from gauntlet_desktop.app.batch.book import Book, Ledger, Outcome
from gauntlet_desktop.app.batch.faults import batch_broken_down
from gauntlet_desktop.core.errors import EnvironmentFault, GauntletError
from gauntlet_desktop.store import Enqueued, FoundFile

_log = logging.getLogger(__name__)

COMMIT_FILES = 16
COMMIT_SECONDS = 1.0
PORTION = 256
# After so many results near duplicates are stacked: them, and as many as this of what earlier batches left.
STACK_FILES = 256
STACK_PORTION = 2048
DAMAGED = "case_damaged"

T = TypeVar("T")


class Reader(Protocol):
    """What the bookkeeper tells the engine, from its own thread."""

    def opened(self, waiting: int) -> None: ...

    def listed(self, enqueued: Enqueued) -> None: ...

    def listed_all(self) -> None: ...

    def handed_out(self, files: Sequence[FoundFile]) -> None: ...

    def written(self, outcomes: Sequence[Outcome]) -> None: ...

    def all_handed_out(self) -> None: ...

    def suspended(self, fault: GauntletError) -> None: ...

    def broken(self, error: GauntletError) -> None: ...


class _Closed(Exception):
    """The batch was closed while the ledger could not be written."""


class Bookkeeper:
    """`keep` and the others may be called from any thread."""

    def __init__(self, book: Book, files: Iterable[FoundFile], reader: Reader, clock: Callable[[], float]) -> None:
        self._book = book
        self._files: Iterator[FoundFile] | None = iter(files)
        self._reader = reader
        self._clock = clock
        self._commands: queue.SimpleQueue[Outcome | None] = queue.SimpleQueue()
        self._retry = threading.Event()
        self._closing = False
        self._wanted = 0  # how many files the engine has room for
        self._after = 0  # the id of the last file that was handed out
        self._second_pass = False
        self._handed_out_all = False
        self._unwritten: list[Outcome] = []
        self._unstacked = 0  # results that were written since near duplicates were stacked
        self._stack_all = False
        self._oldest = 0.0
        self._thread = threading.Thread(target=self._run, name="batch-bookkeeper", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def keep(self, outcome: Outcome) -> None:
        """Write an outcome with the next transaction."""
        self._commands.put(outcome)

    def want(self, files: int) -> None:
        """Hand out about so many files when they are there."""
        self._wanted = files
        self._commands.put(None)

    def stack(self) -> None:
        """Write what there is, and stack all near duplicates: nothing more comes for now."""
        self._stack_all = True
        self._commands.put(None)

    def retry(self) -> None:
        """Try again what the disk refused."""
        self._retry.set()

    def close(self) -> None:
        """Write what there is, and end; what the disk refuses now is dropped."""
        self._closing = True
        self._retry.set()
        self._commands.put(None)
        if self._thread.ident is not None:
            self._thread.join()

    # The rest runs on the bookkeeper's thread.

    def _run(self) -> None:
        try:
            with ExitStack() as stack:
                ledger = stack.enter_context(self._book.ledger())
                self._reader.opened(ledger.counts()["waiting"])
                self._serve(ledger)
        except _Closed:
            _log.warning("the batch was closed with %d results unwritten", len(self._unwritten))
        except GauntletError as error:
            self._reader.broken(error)
        except Exception as error:  # noqa: BLE001 - the batch would wait for its bookkeeper for ever
            _log.error("the bookkeeper of the batch broke down", exc_info=error)
            self._reader.broken(batch_broken_down(error))

    def _serve(self, ledger: Ledger) -> None:
        while True:
            self._take_outcomes()
            if self._unwritten and (self._is_due() or self._closing or self._stack_all):
                self._commit(ledger)
            elif self._closing and self._commands.empty():
                break
            self._stack(ledger)
            self._list(ledger)
            self._hand_out(ledger)
        self._stack_all = True
        while self._stack_all:
            self._stack(ledger)

    def _take_outcomes(self) -> None:
        """Everything that came; waits for it where there is nothing else to do before the next commit."""
        try:
            command = self._commands.get(timeout=0.0 if self._is_busy() else self._patience())
            while True:
                if command is not None:
                    self._oldest = self._oldest if self._unwritten else self._clock()
                    self._unwritten.append(command)
                command = self._commands.get_nowait()
        except queue.Empty:
            return

    def _is_busy(self) -> bool:
        due = self._stack_all or (bool(self._unwritten) and self._is_due())
        return self._closing or due or self._files is not None or (self._wanted > 0 and not self._handed_out_all)

    def _patience(self) -> float | None:
        return max(0.0, self._oldest + COMMIT_SECONDS - self._clock()) if self._unwritten else None

    def _is_due(self) -> bool:
        return len(self._unwritten) >= COMMIT_FILES or self._patience() == 0.0

    def _commit(self, ledger: Ledger) -> None:
        outcomes = self._unwritten
        self._attempt(lambda: ledger.write(outcomes))
        self._unwritten = []
        self._unstacked += len(outcomes)
        self._reader.written(outcomes)

    def _stack(self, ledger: Ledger) -> None:
        """Stack the next portion of near duplicates where it is time."""
        if self._stack_all or self._unstacked >= STACK_FILES:
            self._unstacked = 0
            if not self._attempt(lambda: ledger.stack(STACK_PORTION)):
                self._stack_all = False

    def _list(self, ledger: Ledger) -> None:
        """Take the next portion of the folder into the queue."""
        if self._files is None or self._closing:
            return
        portion = list(islice(self._files, PORTION))
        if portion:
            self._reader.listed(self._attempt(lambda: ledger.enqueue(portion)))
            return
        self._files = None
        self._attempt(ledger.note_missing)
        self._reader.listed_all()

    def _hand_out(self, ledger: Ledger) -> None:
        """Hand out what waits. Once the folder is listed, the queue is gone through again from its start: files that
        changed since the case last saw them wait at their old places."""
        if self._closing or self._handed_out_all or self._wanted <= 0:
            return
        wanted = self._wanted
        files = self._attempt(lambda: ledger.waiting(wanted, self._after))
        if files:
            self._wanted -= len(files)
            self._after = files[-1].id
            self._reader.handed_out([FoundFile(f.raw_path, f.size_bytes, f.modified_ns) for f in files])
        elif self._files is None and not self._second_pass:
            self._second_pass, self._after = True, 0
        elif self._files is None:
            self._handed_out_all = True
            self._reader.all_handed_out()

    def _attempt(self, action: Callable[[], T]) -> T:
        """Do something with the ledger, again and again until the disk lets it. Raises _Closed, and EnvironmentFault
        for damage, which does not pass."""
        while True:
            self._retry.clear()
            try:
                return action()
            except EnvironmentFault as fault:
                if fault.code == DAMAGED:
                    raise
                if self._closing:
                    raise _Closed from fault
                self._reader.suspended(fault)
                self._retry.wait()
