"""A case: one SQLite file with the evidence, results and decisions of an examination, and its custody log."""

from __future__ import annotations

import sqlite3
from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path

from gauntlet_desktop.core.errors import UserError
from gauntlet_desktop.core.records import AnalysisRecord, ErrorRecord
from gauntlet_desktop.store import (
    checking,
    configurations,
    custody,
    differences,
    evidence,
    marks,
    query,
    records,
    schema,
    sealing,
)
from gauntlet_desktop.store.configurations import Configuration, StoredConfiguration
from gauntlet_desktop.store.connection import connect, named_faults, transaction
from gauntlet_desktop.store.differences import Difference
from gauntlet_desktop.store.evidence import Enqueued, FoundFile, Sighting, WaitingFile
from gauntlet_desktop.store.marks import Mark, MarkEntry
from gauntlet_desktop.store.query import Filter, Row, Sort
from gauntlet_desktop.store.records import Addition, StoredRecord


class Case:
    """An open case. Every change is one durable transaction together with its entries in the custody log.

    All methods raise EnvironmentFault when the disk or the file lets them down. One thread uses a case at a time. One
    process writes; any number may read meanwhile, each through a case of its own that was opened `read_only`.
    `actor` is who acts, `when` ISO 8601 in UTC.
    """

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    @classmethod
    def create(cls, path: Path, *, actor: str, when: str) -> Case:
        """Make a new case; raises UserError where a file is already."""
        if path.exists():
            raise UserError("case_exists", "A file of this name exists.", "Choose another name, or open the case.")
        with named_faults(), ExitStack() as on_error:
            connection = connect(path, create=True)
            on_error.callback(connection.close)
            schema.migrate(connection, path)
            with transaction(connection):
                custody.append(connection, actor=actor, action="case created", subject="", when=when)
            on_error.pop_all()
        return cls(connection)

    @classmethod
    def open(cls, path: Path, *, read_only: bool = False) -> Case:
        """Open a case and bring it up to date; raises UserError for a missing, foreign or newer file.

        One that is opened `read_only` is left as it is: an older one is refused then.
        """
        if not path.is_file():
            raise UserError("case_missing", "The case is not there.", "Check its path.")
        with named_faults(), ExitStack() as on_error:
            connection = connect(path, read_only=read_only)
            on_error.callback(connection.close)
            _check_is_case(connection)
            schema.migrate(connection, path, read_only=read_only)
            on_error.pop_all()
        return cls(connection)

    def __enter__(self) -> Case:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        self._connection.close()

    # Records

    def add_record(self, record: AnalysisRecord, *, actor: str, when: str) -> int:
        """Keep a record; returns its id. When it returns, the record is durable."""
        return self.add_records([Addition(record)], actor=actor, when=when)[0]

    def add_records(
        self,
        additions: Sequence[Addition],
        *,
        actor: str,
        when: str,
        configuration: Configuration | None = None,
        sightings: Sequence[Sighting] = (),
    ) -> list[int]:
        """Keep records, and known bytes that were met again, in one transaction; returns the ids of the records.

        Their files leave the queue. Without a `configuration` each record gets the one that it names itself. Raises
        KeyError for a sighting of bytes that the case does not have.
        """
        with named_faults(), transaction(self._connection):
            entry = custody.next_number(self._connection)
            ids = [records.add(self._connection, addition, configuration, entry) for addition in additions]
            if ids:
                digests = records.digests_of_entry(self._connection, entry)
                self._seal(sealing.RECORDS_ADDED, digests, actor=actor, when=when)
            entry = custody.next_number(self._connection)
            seen = [records.see(self._connection, sighting, entry) for sighting in sightings]
            if new := [digest for digest in seen if digest is not None]:
                self._seal(sealing.PATHS_SEEN, new, actor=actor, when=when)
        return ids

    def records(self, *, include_maps: bool = True) -> Iterator[StoredRecord]:
        """All records, those that newer ones have replaced too, in the order in which they were added."""
        with named_faults():
            yield from records.read(self._connection, "ORDER BY record.id", (), with_maps=include_maps)

    def newest_records(
        self, items: Iterable[int] | None = None, *, include_maps: bool = False
    ) -> Iterator[StoredRecord]:
        """The newest record of each item, or of these items in their order."""
        with named_faults():
            if items is None:
                where = "WHERE record.id IN (SELECT record FROM item) ORDER BY record.evidence"
                yield from records.read(self._connection, where, (), with_maps=include_maps)
                return
            where = "WHERE record.id = (SELECT record FROM item WHERE id = ?)"
            for item in items:
                yield from records.read(self._connection, where, (item,), with_maps=include_maps)

    def record(self, sha256: str) -> StoredRecord | None:
        """The newest record of the file with this SHA-256, or None."""
        where = "WHERE evidence.sha256 = ? ORDER BY record.id DESC LIMIT 1"
        with named_faults():
            return next(records.read(self._connection, where, (sha256,), with_maps=True), None)

    def record_by_id(self, number: int) -> StoredRecord | None:
        """A record by the id that `add_records` gave it, or None."""
        with named_faults():
            return next(records.read(self._connection, "WHERE record.id = ?", (number,), with_maps=True), None)

    def newest(self, sha256: str, configuration: str) -> int | None:
        """The id of the newest record of these bytes under a configuration, by its digest: what need not be done."""
        with named_faults():
            return records.newest(self._connection, sha256, configuration)

    def configurations(self) -> list[StoredConfiguration]:
        """What the records were made with, in the order of first use."""
        with named_faults():
            return configurations.stored(self._connection)

    def differences(self, before: int, after: int) -> Iterator[Difference]:
        """The items whose verdict is another under the configuration `after` than under `before` (their ids)."""
        with named_faults():
            yield from differences.differences(self._connection, before, after)

    def compared(self, before: int, after: int) -> int:
        """How many items have a record under both configurations."""
        with named_faults():
            return differences.compared(self._connection, before, after)

    def items_of(self, digests: Iterable[str]) -> dict[str, int]:
        """The items that the case has of these SHA-256, given in lower case."""
        with named_faults():
            found = ((each, evidence.known(self._connection, each)) for each in digests)
            return {sha256: item for sha256, item in found if item is not None}

    # The queue of files

    def enqueue(self, files: Iterable[FoundFile]) -> Enqueued:
        """List files, in one transaction; new ones and those with another size or time than listed then wait."""
        with named_faults(), transaction(self._connection):
            return evidence.enqueue(self._connection, files)

    def waiting(self, limit: int, after: int = 0) -> list[WaitingFile]:
        """The first `limit` files that wait, after the one with the id `after`."""
        with named_faults():
            return evidence.waiting(self._connection, limit, after)

    def queue_counts(self) -> Mapping[str, int]:
        """How many files are "waiting", "done" and "failed"."""
        with named_faults():
            return evidence.counts(self._connection)

    def give_up(self, file: int, error: ErrorRecord, *, again: bool) -> None:
        """Count a try that brought no record: the file of this id waits for another (`again`) or has failed."""
        with named_faults(), transaction(self._connection):
            evidence.give_up(self._connection, file, error, again=again)

    def retry_failed(self, error_codes: Sequence[str] | None = None) -> int:
        """Let failed files wait again, those of all codes or of these; returns how many."""
        with named_faults(), transaction(self._connection):
            return evidence.wait_again(self._connection, error_codes=error_codes)

    def queue_all_again(self) -> int:
        """Let every file wait again, for a new configuration to run over it; returns how many."""
        with named_faults(), transaction(self._connection):
            return evidence.all_wait_again(self._connection)

    def set_missing(self, raw_paths: Iterable[bytes]) -> int:
        """Note that files are not there any more; returns how many of them the case knows."""
        with named_faults(), transaction(self._connection):
            return evidence.set_missing(self._connection, raw_paths)

    def known_paths(self) -> Iterator[bytes]:
        """Every path of the case that is not known to be missing."""
        with named_faults():
            yield from evidence.known_paths(self._connection)

    def paths(self, item: int) -> list[bytes]:
        """Every path at which the bytes of an item were seen, the first one first."""
        with named_faults():
            return evidence.paths(self._connection, item)

    # Near duplicates

    def perceptual_hashes(self, after: int = 0, limit: int = -1) -> list[tuple[int, int]]:
        """(item, unsigned 64-bit hash) of items that have one, in their order: of the first `limit` (< 0: of all) after
        the item `after`."""
        with named_faults():
            return evidence.perceptual_hashes(self._connection, after, limit)

    def set_stacks(self, stacks: Mapping[int, int]) -> None:
        """Put items on stacks of near duplicates: item -> the first item of its stack; by default itself."""
        with named_faults(), transaction(self._connection):
            rows = ((stack, item) for item, stack in stacks.items())
            self._connection.executemany("UPDATE item SET stack = ?1 WHERE id = ?2 AND stack <> ?1", rows)

    # What examiners say

    def mark(self, changes: Sequence[Mark], *, actor: str, when: str) -> tuple[Mark, ...]:
        """Make changes in one transaction; returns the changes that undo them, in the order in which to make them.

        Raises UserError for an item that is not there or a value that cannot be kept; then nothing is changed.
        """
        with named_faults(), transaction(self._connection):
            entry = custody.next_number(self._connection)
            undo = marks.put(self._connection, changes, entry)
            if undo:
                digests = [digest for _, digest in sealing.mark_digests(self._connection, entry)]
                self._seal(sealing.MARKS_MADE, digests, actor=actor, when=when)
        return undo

    def history(self, item: int) -> list[MarkEntry]:
        """All that examiners said of an item, the oldest first."""
        with named_faults():
            return marks.history(self._connection, item)

    # What the window asks

    def ids(self, wanted: Filter, sort: Sort) -> array[int]:
        """The items that fit, in their order."""
        with named_faults():
            return query.ids(self._connection, wanted, sort)

    def rows(self, items: Sequence[int]) -> list[Row]:
        """The rows of a page of items, in that order; what is no longer there is left out."""
        with named_faults():
            return query.rows(self._connection, items)

    def count(self, wanted: Filter) -> int:
        """How many items fit."""
        with named_faults():
            return query.count(self._connection, wanted)

    def facets(self, wanted: Filter) -> dict[str, tuple[tuple[str, int], ...]]:
        """By field of Filter the values that items have, with their counts, the most frequent first. What the filter
        chooses of a facet does not narrow that facet."""
        with named_faults():
            return query.facets(self._connection, wanted)

    def histogram(self, wanted: Filter, *, low: float, high: float, bins: int) -> tuple[int, ...]:
        """How many items have a log10 LR in each equal part of low..high; what lies outside counts at its end."""
        with named_faults():
            return query.histogram(self._connection, wanted, low=low, high=high, bins=bins)

    def of_each_stratum(self, wanted: Filter) -> Iterator[StoredRecord]:
        """A newest record, without maps, for each configuration and stratum of the items that fit: it states the error
        rates of all of them."""
        with named_faults():
            for number in query.of_each_stratum(self._connection, wanted):
                yield from records.read(self._connection, "WHERE record.id = ?", (number,), with_maps=False)

    def save_filter(self, name: str, wanted: Filter) -> None:
        """Keep a filter under a name; one of the same name is replaced."""
        with named_faults(), transaction(self._connection):
            query.save_filter(self._connection, name, wanted)

    def saved_filters(self) -> dict[str, Filter]:
        """The saved filters by their names."""
        with named_faults():
            return query.saved_filters(self._connection)

    def forget_filter(self, name: str) -> None:
        """Take a saved filter away."""
        with named_faults(), transaction(self._connection):
            query.forget_filter(self._connection, name)

    # Custody

    def log_action(self, action: str, *, subject: str, actor: str, when: str) -> None:
        """Note an action that leaves no other trace in the case (a report exported, for instance)."""
        with named_faults(), transaction(self._connection):
            custody.append(self._connection, actor=actor, action=action, subject=subject, when=when)

    def log(self) -> list[custody.Entry]:
        """The custody log."""
        with named_faults():
            return custody.entries(self._connection)

    def custody_head(self) -> str:
        """The hash of the newest entry of the log, for a report to print."""
        with named_faults():
            return custody.head(self._connection)

    def verify_log(self, expected_head: str = "") -> custody.LogCheck:
        """Check the file, the log's chain and head, that records, paths and marks are the ones that the log names, and
        that the table of items says what they say."""
        with named_faults():
            return checking.check(self._connection, expected_head)

    def _seal(self, action: str, digests: Iterable[bytes], *, actor: str, when: str) -> None:
        custody.append(self._connection, actor=actor, action=action, subject=sealing.subject(digests), when=when)


def _check_is_case(connection: sqlite3.Connection) -> None:
    if connection.execute("PRAGMA application_id").fetchone()[0] != schema.APPLICATION_ID:
        raise UserError("not_a_case", "This database is not a case.", "Choose a file that this program made.")
