"""What a case report and a contact sheet show of a case: the program's answers and, apart from them, the examiners'."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

from gauntlet_desktop.core.checklist import Observation
from gauntlet_desktop.core.records import AnalysisRecord, RateEstimate, Status, Tier
from gauntlet_desktop.core.serialise import dumps, record_to_json, to_plain
from gauntlet_desktop.reporting import wording
from gauntlet_desktop.reporting.options import ReportOptions
from gauntlet_desktop.reporting.report import NAME_WITHHELD, PATH_WITHHELD, withheld

CASE_TWIN_SCHEMA = 2
# The decisions of examiners by the store's values; "" is open.
DECISION_WORDS = {
    "generated": "generated",
    "camera": "camera",
    "undecided": "undecided",
    "not_relevant": "not relevant",
    "": "open",
}


@dataclass(frozen=True, slots=True)
class CaseItem:
    """An image as a list shows it: `status`, `tier` ("" without a verdict) and `log10_lr` are the program's answer;
    `decision`, `second_decision`, `bookmarked`, `tags` and `note` are what examiners said. `stacked` counts its near
    duplicates, itself among them."""

    id: int
    name: str
    path: str
    sha256: str
    status: str
    tier: str
    log10_lr: float | None
    stratum: str
    conflict: bool
    missing: bool
    error_code: str
    decision: str
    second_decision: str
    bookmarked: bool
    stacked: int
    tags: tuple[str, ...]
    note: str


@dataclass(frozen=True, slots=True)
class CountRow:
    """How many images have one answer of the program, by decision of the examiner in the order of DECISION_WORDS."""

    answer: str
    decisions: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class StratumRates:
    """The error rates of a stratum as the records of one configuration state them."""

    stratum: str
    configuration: str
    n_real: int
    n_generated: int
    rates: tuple[RateEstimate, ...]


@dataclass(frozen=True, slots=True)
class UsedConfiguration:
    """What results were made with: its digest, how many records, since when (ISO 8601), and its parts by name."""

    digest: str
    records: int
    first_used: str
    parts: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Said:
    """A line of the history of an image: when (ISO 8601, UTC), who, and what in words."""

    when: str
    who: str
    what: str


@dataclass(frozen=True, slots=True)
class ItemPage:
    """An image with pages of its own. `record` is None where this release cannot read it; `sha256_now` is that of the
    file read once more ("": it could not be read). `observations` are the answers of the checklist that stand."""

    item: CaseItem
    record: AnalysisRecord | None
    sha256_now: str
    paths: tuple[str, ...]
    history: tuple[Said, ...]
    observations: tuple[Observation, ...] = ()


@dataclass(frozen=True, slots=True)
class CaseReport:
    """All that a case report holds but for the pictures. `made` is ISO 8601 in UTC; `custody_head` and `entries` are of
    the log before the report was written, `problems` what a check of the case found; `chosen` says in words which of
    the `total` images it is about, of which `count` fit; `items` are the first of them."""

    program: str
    case_name: str
    made: str
    custody_head: str
    entries: int
    problems: tuple[str, ...]
    chosen: str
    total: int
    count: int
    counts: tuple[CountRow, ...]
    configurations: tuple[UsedConfiguration, ...]
    strata: tuple[StratumRates, ...]
    items: tuple[CaseItem, ...]
    pages: tuple[ItemPage, ...] = field(repr=False)


def withheld_case(report: CaseReport, options: ReportOptions) -> CaseReport:
    """The report as the options let it be shown: without the paths of the images, or without their names too. What
    examiners wrote stands as they wrote it."""
    if options.show_path and options.show_name:
        return report

    def item(shown: CaseItem) -> CaseItem:
        return replace(shown, path=PATH_WITHHELD, name=shown.name if options.show_name else NAME_WITHHELD)

    def page(shown: ItemPage) -> ItemPage:
        record = None if shown.record is None else withheld(shown.record, options)
        return replace(shown, item=item(shown.item), record=record, paths=())

    return replace(report, items=tuple(map(item, report.items)), pages=tuple(map(page, report.pages)))


def case_twin(report: CaseReport, options: ReportOptions) -> bytes:
    """The report as UTF-8 JSON {"schema", "report": the options, "records": those of the images with pages of their own
    with their evidence maps, "case_report"}, sorted keys."""
    plain: dict[str, Any] = {name: to_plain(getattr(report, name)) for name in CaseReport.__slots__ if name != "pages"}
    plain["pages"] = [_page(page) for page in report.pages]
    twin = {
        "schema": CASE_TWIN_SCHEMA,
        "report": to_plain(options),
        "records": [record_to_json(page.record, include_maps=True) for page in report.pages if page.record is not None],
        "case_report": plain,
    }
    return (dumps(twin) + "\n").encode("utf-8", "backslashreplace")


def answer_of(status: str, tier: str) -> str:
    """The program's answer in a few words."""
    if status == Status.FAILED:
        return wording.FAILED.lower()
    if status == Status.OUT_OF_SCOPE:
        return "out of scope"
    return wording.TIERS[Tier(tier)] if tier else wording.NO_VERDICT.lower()


def decided(item: CaseItem) -> str:
    """The decisions of an image in words; of a second reviewer after a stroke."""
    both = [DECISION_WORDS[each] for each in (item.decision, item.second_decision) if each]
    return " / ".join(both)


def _page(page: ItemPage) -> dict[str, Any]:
    return {name: to_plain(getattr(page, name)) for name in ItemPage.__slots__ if name != "record"}
