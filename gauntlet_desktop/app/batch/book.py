"""Where a batch keeps its queue and its results: in memory, or in a case."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from gauntlet_desktop.app.batch.events import How
from gauntlet_desktop.core.perceptual import Stacks
from gauntlet_desktop.core.records import AnalysisRecord
from gauntlet_desktop.store import Addition, Case, Configuration, Enqueued, FoundFile, Sighting, WaitingFile


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a file. Without a `record` its bytes, of this SHA-256, have one already."""

    file: FoundFile
    record: AnalysisRecord | None
    sha256: str
    configuration: Configuration
    perceptual_hash: int | None = None

    @property
    def how(self) -> How:
        if self.record is None:
            return How.KNOWN
        return How.FAILED if self.record.error else How.ANALYSED


class Ledger(Protocol):
    """The queue and the results. One thread makes all calls; they raise EnvironmentFault and change nothing when the
    disk lets them down."""

    def enqueue(self, files: Sequence[FoundFile]) -> Enqueued:
        """List files of the folder; new and changed ones wait from now on."""
        ...

    def waiting(self, limit: int, after: int) -> Sequence[WaitingFile]:
        """The first files that wait, after the one with the id `after`."""
        ...

    def counts(self) -> Mapping[str, int]:
        """How many files are "waiting", "done" and "failed"."""
        ...

    def write(self, outcomes: Sequence[Outcome]) -> None:
        """Keep outcomes, all of them or none; their files do not wait any more."""
        ...

    def note_missing(self) -> None:
        """The folder was listed to its end: what it no longer holds does not wait any more."""
        ...

    def stack(self, limit: int) -> bool:
        """Lay the next pictures, at most `limit` of them, on stacks of near duplicates; False when none was left."""
        ...


class Index(Protocol):
    """What has been analysed; called from another thread than the ledger."""

    def knows(self, sha256: str, configuration: Configuration) -> bool:
        """Whether these bytes have a record of this configuration."""
        ...


class Book(Protocol):
    """Opens the two, each on the thread that uses it."""

    def ledger(self) -> AbstractContextManager[Ledger]: ...

    def index(self) -> AbstractContextManager[Index]: ...


class MemoryBook:
    """Keeps everything in memory, for measurements and tests."""

    def __init__(self) -> None:
        self.files: dict[bytes, WaitingFile] = {}
        self.states: dict[bytes, str] = {}
        self.outcomes: list[Outcome] = []
        self._known: set[tuple[str, str]] = set()

    def ledger(self) -> AbstractContextManager[Ledger]:
        return nullcontext(self)

    def index(self) -> AbstractContextManager[Index]:
        return nullcontext(self)

    def enqueue(self, files: Sequence[FoundFile]) -> Enqueued:
        new = [file for file in files if file.raw_path not in self.files]
        for file in new:
            number = len(self.files) + 1
            self.files[file.raw_path] = WaitingFile(number, file.raw_path, file.size_bytes, file.modified_ns, 0)
            self.states[file.raw_path] = "waiting"
        return Enqueued(len(new), len(files) - len(new), 0)

    def waiting(self, limit: int, after: int) -> Sequence[WaitingFile]:
        rest = [file for path, file in self.files.items() if self.states[path] == "waiting" and file.id > after]
        return rest[:limit]

    def counts(self) -> Mapping[str, int]:
        states = list(self.states.values())
        return {state: states.count(state) for state in ("waiting", "done", "failed")}

    def write(self, outcomes: Sequence[Outcome]) -> None:
        for outcome in outcomes:
            failed = outcome.record is not None and outcome.record.error is not None
            self.states[outcome.file.raw_path] = "failed" if failed else "done"
            if outcome.record is not None and not failed:
                self._known.add((outcome.sha256, outcome.configuration.digest()))
        self.outcomes += outcomes

    def note_missing(self) -> None:
        return

    def stack(self, limit: int) -> bool:
        return False

    def knows(self, sha256: str, configuration: Configuration) -> bool:
        return (sha256, configuration.digest()) in self._known


class CaseBook:
    """Keeps the queue and the results in a case, which is made if it is not there. `root` is the folder of the batch;
    `actor` is who acts, `now` gives the time as ISO 8601 in UTC; `keep_maps` keeps the values of heatmaps,
    `retry_failed` lets files that failed before wait again, `again` every file."""

    def __init__(
        self,
        path: Path,
        root: bytes,
        *,
        actor: str,
        now: Callable[[], str],
        keep_maps: bool = False,
        retry_failed: bool = False,
        again: bool = False,
    ) -> None:
        self._path = path
        self._root = root
        self._actor = actor
        self._now = now
        self._keep_maps = keep_maps
        self._retry_failed = retry_failed
        self._again = again

    @contextmanager
    def ledger(self) -> Iterator[Ledger]:
        if self._path.exists():
            case = Case.open(self._path)
        else:
            case = Case.create(self._path, actor=self._actor, when=self._now())
        with case:
            if self._retry_failed:
                case.retry_failed()
            if self._again:
                case.queue_all_again()
            yield _CaseLedger(case, self._root, self._actor, self._now, self._keep_maps)

    @contextmanager
    def index(self) -> Iterator[Index]:
        with Case.open(self._path, read_only=True) as case:
            yield _CaseIndex(case)


class _CaseLedger:
    def __init__(self, case: Case, root: bytes, actor: str, now: Callable[[], str], keep_maps: bool) -> None:
        self._case = case
        self._root = root
        self._actor = actor
        self._now = now
        self._keep_maps = keep_maps
        self._stacks = Stacks()
        self._first: list[int] = []  # the first item of each stack
        self._stacked_to = 0

    def enqueue(self, files: Sequence[FoundFile]) -> Enqueued:
        return self._case.enqueue(files)

    def waiting(self, limit: int, after: int) -> Sequence[WaitingFile]:
        return self._case.waiting(limit, after)

    def counts(self) -> Mapping[str, int]:
        return self._case.queue_counts()

    def write(self, outcomes: Sequence[Outcome]) -> None:
        """One transaction for each configuration: there is more than one only where a process came back in safe mode.

        A record that is durable and is written again after a fault of a later one adds nothing wrong."""
        for configuration in dict.fromkeys(outcome.configuration for outcome in outcomes):
            same = [outcome for outcome in outcomes if outcome.configuration == configuration]
            self._case.add_records(
                [
                    Addition(each.record, each.perceptual_hash, keep_maps=self._keep_maps)
                    for each in same
                    if each.record is not None
                ],
                sightings=[Sighting(each.sha256, each.file) for each in same if each.record is None],
                configuration=configuration,
                actor=self._actor,
                when=self._now(),
            )

    def note_missing(self) -> None:
        separator = os.fsencode(os.sep)
        below = self._root.rstrip(separator) + separator
        gone = [path for path in self._case.known_paths() if path.startswith(below) and not os.path.lexists(path)]
        self._case.set_missing(gone)

    def stack(self, limit: int) -> bool:
        """Hashes come in the order in which their pictures did: each stack is named by its first item. A picture that
        gets its hash later, for it was not decoded here before, is stacked by the next batch."""
        hashes = self._case.perceptual_hashes(self._stacked_to, limit)
        places = {item: self._stack_of(item, value) for item, value in hashes}
        self._case.set_stacks(places)
        self._stacked_to = max(places, default=self._stacked_to)
        return bool(places)

    def _stack_of(self, item: int, value: int) -> int:
        number = self._stacks.place(value)
        if number == len(self._first):
            self._first.append(item)
        return self._first[number]


class _CaseIndex:
    def __init__(self, case: Case) -> None:
        self._case = case

    def knows(self, sha256: str, configuration: Configuration) -> bool:
        number = self._case.newest(sha256, configuration.digest())
        return number is not None
