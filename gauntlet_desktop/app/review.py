"""A case that is open for review: one thread of its own asks it and writes to it, the caller's thread reads rows.

Qt-free: results come as futures. What is asked is done in its order, so that marks and their undoing never overtake
each other.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TypeVar

from gauntlet_desktop.core.read_record import record_from_json
from gauntlet_desktop.core.records import AnalysisRecord
from gauntlet_desktop.store import Case, Filter, Mark, MarkEntry, Row, Sort

T = TypeVar("T")

# More rows than a screen shows, before an item and after it.
_AROUND = 64


@dataclass(frozen=True, slots=True)
class Listing:
    """The answer to a filter: ids in their order, of how many; `rows` are those at the places that were asked for."""

    ids: array[int]
    total: int
    rows: tuple[Row, ...] = ()


@dataclass(frozen=True, slots=True)
class Survey:
    """What goes with a filter: how many fit it of how many, the values of each facet with their counts, and counts by
    log10 LR in equal bins."""

    shown: int
    total: int
    facets: dict[str, tuple[tuple[str, int], ...]]
    histogram: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Details:
    """All that is known of one item: its newest record (None where this release cannot read it), its paths, and what
    examiners said."""

    record: AnalysisRecord | None
    paths: tuple[bytes, ...]
    history: tuple[MarkEntry, ...]


class ReviewedCase:
    """An open case. `rows` may be called from the thread that made this; all else gives a future.

    Raises UserError and EnvironmentFault, on opening and out of futures, as `store.Case` does.
    """

    def __init__(self, path: Path, actor: str, *, low: float, high: float, bins: int) -> None:
        self.path = path
        self._actor = actor
        self._bins = {"low": low, "high": high, "bins": bins}
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="case")
        try:
            self._case = self._thread.submit(Case.open, path).result()
            self._reader = Case.open(path, read_only=True)
        except BaseException:
            self._thread.shutdown()
            raise

    def close(self) -> None:
        """Wait for what was asked, then close the case."""
        self._reader.close()
        self._thread.submit(self._case.close).result()
        self._thread.shutdown()

    def rows(self, items: Sequence[int]) -> list[Row]:
        """The rows of a page of items, now."""
        return self._reader.rows(items)

    def list(self, wanted: Filter, sort: Sort, *, places: range = range(0), item: int | None = None) -> Future[Listing]:
        """What fits a filter, in an order; along with it the rows at some places of the list, and around one item."""

        def work(case: Case) -> Listing:
            ids = case.ids(wanted, sort)
            shown = list(ids[places.start : places.stop])
            if item is not None and item in ids:
                place = ids.index(item)
                shown += ids[max(0, place - _AROUND) : place + _AROUND]
            return Listing(ids, case.count(Filter()), tuple(case.rows(list(dict.fromkeys(shown)))))

        return self._ask(work)

    def survey(self, wanted: Filter) -> Future[Survey]:
        """What goes with a filter; over 100,000 images it takes longer than to list them."""
        return self._ask(
            lambda case: Survey(
                case.count(wanted),
                case.count(Filter()),
                case.facets(wanted),
                case.histogram(_without_range(wanted), **self._bins),  # type: ignore[arg-type]
            )
        )

    def details(self, item: int) -> Future[Details]:
        """The newest record of an item with its maps, its paths and its history."""

        def work(case: Case) -> Details:
            row = case.rows([item])
            stored = case.record_by_id(row[0].record) if row else None
            record = None
            if stored is not None:
                try:
                    record = record_from_json(stored.body, stored.raw_path)
                except ValueError:  # made by another release: its columns can be shown, its body cannot
                    record = None
            return Details(record, tuple(case.paths(item)), tuple(case.history(item)))

        return self._ask(work)

    def mark(self, changes: Sequence[Mark]) -> Future[tuple[Mark, ...]]:
        """Make changes; the future has those that undo them."""
        return self._ask(lambda case: case.mark(changes, actor=self._actor, when=now()))

    def saved_filters(self) -> Future[dict[str, Filter]]:
        return self._ask(lambda case: case.saved_filters())

    def save_filter(self, name: str, wanted: Filter) -> Future[dict[str, Filter]]:
        """Keep a filter; the future has all of them."""

        def work(case: Case) -> dict[str, Filter]:
            case.save_filter(name, wanted)
            return case.saved_filters()

        return self._ask(work)

    def forget_filter(self, name: str) -> Future[dict[str, Filter]]:
        """Take a saved filter away; the future has the others."""

        def work(case: Case) -> dict[str, Filter]:
            case.forget_filter(name)
            return case.saved_filters()

        return self._ask(work)

    def _ask(self, work: Callable[[Case], T]) -> Future[T]:
        return self._thread.submit(lambda: work(self._case))


def create_case(path: Path, actor: str) -> None:
    """Make an empty case. Raises UserError where a file is already, EnvironmentFault where it cannot be written."""
    Case.create(path, actor=actor, when=now()).close()


def now() -> str:
    """The time as custody logs have it."""
    return datetime.now(UTC).isoformat(timespec="seconds")


def _without_range(wanted: Filter) -> Filter:
    """The histogram shows what a range is chosen from."""
    return replace(wanted, log10_lr_from=None, log10_lr_to=None)
