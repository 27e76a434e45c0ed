"""What can be done with a case as a whole: fill it, describe it, check it, compare its results."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from gauntlet_desktop.core.checklist import Answer
from gauntlet_desktop.core.errors import UserError
from gauntlet_desktop.core.phrases import phrase
from gauntlet_desktop.core.records import AnalysisRecord, Status
from gauntlet_desktop.store import Case, Difference, Entry, Filter, LogCheck, Mark, MarkKind, Sort, StoredConfiguration

_SHORTEST_DIGEST = 4
_PAGE = 500


@dataclass(frozen=True, slots=True)
class CaseInfo:
    """What a case holds: its items by tier and by status, the queue, what it was made with, and the log's head."""

    items: int
    tiers: tuple[tuple[str, int], ...]
    statuses: tuple[tuple[str, int], ...]
    tags: tuple[tuple[str, int], ...]
    queue: Mapping[str, int]
    configurations: tuple[StoredConfiguration, ...]
    entries: int
    head: str
    size_bytes: int


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two configurations, how many items have a record under both, and those whose verdict changed."""

    before: StoredConfiguration
    after: StoredConfiguration
    compared: int
    differences: tuple[Difference, ...]


def save_records(
    case_path: Path,
    records: Iterable[AnalysisRecord],
    actor: str,
    when: str,
    answers: Mapping[str, Sequence[Answer]] | None = None,
) -> int:
    """Add records to a case, which is made if it is not there; returns how many.

    Each record is durable once the next one is asked for. `when` is ISO 8601 in UTC, supplied by the caller. `answers`
    are the examiner's by SHA-256; those that the case has already are not added again.
    """
    with Case.open(case_path) if case_path.exists() else Case.create(case_path, actor=actor, when=when) as case:
        count = len([case.add_record(record, actor=actor, when=when) for record in records])
        given = answers or {}
        marks = [
            Mark(item, MarkKind.ANSWER, answer.value, answer.note)
            for sha256, item in case.items_of(given).items()
            for answer in given[sha256]
        ]
        case.mark(marks, actor=actor, when=when)
        return count


def new_case(path: Path, actor: str, when: str) -> str:
    """Make an empty case; returns the head of its log."""
    with closing(Case.create(path, actor=actor, when=when)) as case:
        return case.custody_head()


def migrate_case(path: Path) -> str:
    """Bring a case up to date, with a copy of the old one beside it; returns the head of its log, which stays."""
    with Case.open(path) as case:
        return case.custody_head()


def case_info(path: Path) -> CaseInfo:
    """What a case holds; it is only read."""
    with Case.open(path, read_only=True) as case:
        facets = case.facets(Filter())
        return CaseInfo(
            items=case.count(Filter()),
            tiers=facets["tiers"],
            statuses=facets["statuses"],
            tags=facets["tags"],
            queue=case.queue_counts(),
            configurations=tuple(case.configurations()),
            entries=len(case.log()),
            head=case.custody_head(),
            size_bytes=path.stat().st_size,
        )


def check_case(path: Path, expected_head: str = "") -> LogCheck:
    """Everything that is wrong with a case; it is only read. `expected_head` comes from a report or from notes."""
    with Case.open(path, read_only=True) as case:
        return case.verify_log(expected_head)


def case_log(path: Path) -> list[Entry]:
    """The custody log of a case."""
    with Case.open(path, read_only=True) as case:
        return case.log()


def saved_filter(path: Path, name: str) -> Filter:
    """A filter that the case keeps under a name. Raises UserError where there is none."""
    with Case.open(path, read_only=True) as case:
        kept = case.saved_filters()
    if name not in kept:
        raise UserError(
            "no_such_filter",
            phrase("The case keeps no filter named “{name}”.", name=name),
            phrase("It keeps: {kept}.", kept=", ".join(kept)) if kept else "It keeps none; the window saves them.",
        )
    return kept[name]


def pictures_of(path: Path, wanted: Filter, sort: Sort) -> dict[bytes, int]:
    """Where the files of the items that fit are, with the items, as far as a picture can be expected there."""
    with Case.open(path, read_only=True) as case:
        items = case.ids(wanted, sort)
        pages = (case.rows(items[at : at + _PAGE]) for at in range(0, len(items), _PAGE))
        rows = (row for page in pages for row in page)
        return {row.raw_path: row.id for row in rows if not row.missing and row.status != Status.FAILED}


def compare(path: Path, before: str = "", after: str = "") -> Comparison:
    """The verdicts that changed from one configuration to another, named by the beginning of their digests: by default
    the last two that the case has. Raises UserError where there are none such."""
    with Case.open(path, read_only=True) as case:
        kept = case.configurations()
        if len(kept) < 2 and not (before and after):
            raise UserError(
                "nothing_to_compare",
                "All results of this case were made with one configuration.",
                "Analyse its images with another model or calibration first.",
            )
        old, new = _chosen(kept, before or kept[-2].digest), _chosen(kept, after or kept[-1].digest)
        changed = tuple(case.differences(old.id, new.id))
        return Comparison(old, new, case.compared(old.id, new.id), changed)


def _chosen(kept: Iterable[StoredConfiguration], beginning: str) -> StoredConfiguration:
    found = [each for each in kept if each.digest.startswith(beginning.lower())]
    if len(found) != 1 or len(beginning) < _SHORTEST_DIGEST:
        raise UserError(
            "no_such_configuration",
            phrase("“{digest}” is not the beginning of one configuration's digest.", digest=beginning),
            "gauntlet case info lists them.",
        )
    return found[0]
