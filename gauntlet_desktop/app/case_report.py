"""Writes what leaves a case as a PDF: contact sheets, and the report on the case with its JSON twin and, where it is
wanted, its page of HTML. The custody log says that it was done, with the SHA-256 of each PDF."""

from __future__ import annotations

import hashlib
import itertools
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from gauntlet_desktop import __version__
from gauntlet_desktop.app.case_export import Exported, refuse_evidence
from gauntlet_desktop.app.case_words import filter_in_words, item_of, observed, said, used_configuration
from gauntlet_desktop.app.files import write_atomically
from gauntlet_desktop.app.prompts import load_artifacts
from gauntlet_desktop.app.report_sections import plugin_sections
from gauntlet_desktop.app.reports import (
    completed_options,
    embedded_pictures,
    hash_again,
    report_paths,
    write_document,
)
from gauntlet_desktop.app.signing import Signing
from gauntlet_desktop.app.small_pictures import small_pictures
from gauntlet_desktop.core.read_record import record_from_json
from gauntlet_desktop.core.records import AnalysisRecord, Status, Tier
from gauntlet_desktop.core.safe_text import visible, visible_path
from gauntlet_desktop.core.task import TaskContext
from gauntlet_desktop.reporting.case_model import (
    DECISION_WORDS,
    CaseReport,
    CountRow,
    ItemPage,
    StratumRates,
    answer_of,
)
from gauntlet_desktop.reporting.case_report import MOST_ROWS, PAGE_SIDE, Pictures, make_case_document
from gauntlet_desktop.reporting.contact_sheet import MOST_IMAGES, SHEET_SIDE, SheetHead, render_sheet
from gauntlet_desktop.reporting.document import Document
from gauntlet_desktop.reporting.options import ReportOptions
from gauntlet_desktop.reporting.report import withheld
from gauntlet_desktop.store import Case, Filter, Row, Sort, StoredRecord

MOST_PAGES, DEFAULT_PAGES = 200, 20
_PAGE = 500
_CHECKED, _READ, _PICTURED = 0.3, 0.4, 0.6

Progress = Callable[[float, str], None] | None
IsCancelled = Callable[[], bool] | None


@dataclass(frozen=True, slots=True)
class CaseReportRequest:
    """Which images a report is about, in which order, and which of them get pages of their own: those of `pages`, else
    the first `most_pages` bookmarked ones. `options` say the rest, as for reports on images; the custody head is the
    case's. `html`: with a page of HTML; `signing`: signed."""

    wanted: Filter = field(default_factory=Filter)
    sort: Sort = field(default_factory=Sort)
    pages: tuple[int, ...] = ()
    most_pages: int = DEFAULT_PAGES
    options: ReportOptions = field(default_factory=ReportOptions)
    html: bool = False
    signing: Signing | None = None


def export_sheets(
    case_path: Path,
    target: Path,
    actor: str,
    when: str,
    *,
    wanted: Filter | None = None,
    sort: Sort | None = None,
    progress: Progress = None,
    is_cancelled: IsCancelled = None,
) -> list[Exported]:
    """Write contact sheets of the images that fit, each of at most MOST_IMAGES: `X.pdf`, `X-2.pdf` and so on.

    Raises Cancelled, UserError for a name that is evidence, EnvironmentFault when it cannot be written.
    """
    context = TaskContext(progress, is_cancelled)
    chosen = wanted or Filter()
    with Case.open(case_path) as case:
        items = case.ids(chosen, sort or Sort())
        groups = [items[at : at + MOST_IMAGES] for at in range(0, len(items), MOST_IMAGES)] or [items]
        targets = [_numbered(target, number) for number in range(1, len(groups) + 1)]
        for path in targets:
            refuse_evidence(case, path)
        name = visible_path(case_path.name)
        head = SheetHead(name, filter_in_words(chosen), when, case.custody_head(), sheets=len(groups))
        drawn = _drawn(case, items, context)
        written = []
        for number, (path, group) in enumerate(zip(targets, groups, strict=True), 1):
            part = itertools.islice(drawn, len(group))
            data = render_sheet(replace(head, number=number), part, len(group))
            digest = _write(case, path, data, action="contact sheet exported", actor=actor, when=when)
            written.append(Exported(path, len(group), digest))
    return written


def export_case_report(
    case_path: Path,
    target: Path,
    request: CaseReportRequest,
    actor: str,
    when: str,
    *,
    progress: Progress = None,
    is_cancelled: IsCancelled = None,
) -> Exported:
    """Write the report `X.pdf`, its twin `X.json` and, if wanted, `X.html`. The case is checked and the files of the
    images with pages of their own are read once more for it. Raises as `export_sheets` does."""
    context = TaskContext(progress, is_cancelled)
    paths = report_paths(target, html=request.html)
    with Case.open(case_path) as case:
        for path in paths:
            refuse_evidence(case, path)
        context.report(0.0, "Checking the case")
        report, rows = _report(case, case_path, request, when, context.part(0.0, _READ))
        document = _document(report, rows, request, context.part(_READ, _PICTURED), is_cancelled)
        digest = write_document(document, paths, request.signing, context.part(_PICTURED, 1.0))
        case.log_action("case report exported", subject=digest, actor=actor, when=when)
        return Exported(target, report.count, digest)


def _document(
    report: CaseReport, rows: list[Row], request: CaseReportRequest, context: TaskContext, is_cancelled: IsCancelled
) -> Document:
    """The report with its pictures, and with what plugins add to it."""
    records = {page.item.id: page.record for page in report.pages if page.record is not None}
    hashed = {page.item.id: page.sha256_now for page in report.pages}
    options = completed_options(list(records.values()), request.options, request.signing)
    shown = [withheld(record, options) for record in records.values()]  # a plugin cannot tell what it is not told
    added = plugin_sections(shown, progress=context.part(0.0, 0.2).report, is_cancelled=is_cancelled)
    numbers = [0, *records]  # of what a plugin counts from 1; 0 is the whole report
    extra = tuple(replace(each, item=numbers[each.item]) for each in added if each.item < len(numbers))
    options = replace(options, custody_head=report.custody_head, extra=(*options.extra, *extra))
    if not options.show_picture:
        return make_case_document(report, options, {})
    inside = {}
    for done, (number, record) in enumerate(records.items()):
        context.report(0.2 + 0.3 * done / len(records), "Reading the pictures inside the files")
        inside[number] = embedded_pictures(record, hashed[number])
    return make_case_document(report, options, _pictures(rows, context.part(0.5, 1.0)), inside)


def _numbered(target: Path, number: int) -> Path:
    return target if number == 1 else target.with_name(f"{target.stem}-{number}{target.suffix}")


def _write(case: Case, path: Path, data: bytes, **entry: str) -> str:
    """Write a file and its entry in the log; returns its SHA-256."""
    write_atomically(path, data)
    digest = hashlib.sha256(data).hexdigest()
    case.log_action(subject=digest, **entry)
    return digest


def _drawn(case: Case, items: Sequence[int], context: TaskContext) -> Iterator[tuple[Any, Any]]:
    """Every item with its small picture, one after the other."""
    pages = (case.rows(items[at : at + _PAGE]) for at in range(0, len(items), _PAGE))
    first, second = itertools.tee(row for page in pages for row in page)
    pictures = small_pictures((_path(row) for row in first), SHEET_SIDE, context, count=len(items))
    for done, (row, picture) in enumerate(zip(second, pictures, strict=True)):
        context.report(done / len(items), f"Picture {done + 1:,} of {len(items):,}")
        yield item_of(row), picture


def _path(row: Row) -> bytes:
    """Where the picture of an item is; nowhere where there can be none."""
    return b"" if row.missing or row.status == Status.FAILED else row.raw_path


def _report(
    case: Case, case_path: Path, request: CaseReportRequest, when: str, context: TaskContext
) -> tuple[CaseReport, list[Row]]:
    """The content of the report, and the rows of the images with pages of their own."""
    checked = case.verify_log()
    context.report(_CHECKED, "Reading the results")
    items = case.ids(request.wanted, request.sort)
    pages = list(request.pages or case.ids(replace(request.wanted, bookmarked=True), request.sort))
    rows = case.rows(pages[: min(request.most_pages, MOST_PAGES)])
    report = CaseReport(
        program=f"Gauntlet Desktop {__version__}",
        case_name=visible_path(case_path.name),
        made=when,
        custody_head=checked.head,
        entries=checked.entries,
        problems=tuple(visible(problem) for problem in checked.problems),
        chosen=filter_in_words(request.wanted),
        total=case.count(Filter()),
        count=len(items),
        counts=tuple(_counts(case, request.wanted)),
        configurations=tuple(map(used_configuration, case.configurations())),
        strata=tuple(_strata(case, request.wanted)),
        items=tuple(map(item_of, case.rows(items[:MOST_ROWS]))),
        pages=tuple(_page(case, row) for row in _telling(rows, context.part(_CHECKED, 1.0))),
    )
    return report, rows


def _telling(rows: list[Row], context: TaskContext) -> Iterator[Row]:
    for done, row in enumerate(rows):
        context.report(done / len(rows), f"Reading: {row.name}")
        yield row


def _counts(case: Case, wanted: Filter) -> Iterator[CountRow]:
    """The answers that there are, by decision."""
    for status, tier in (
        *((Status.OK, tier.value) for tier in Tier),
        (Status.OK, ""),
        (Status.OUT_OF_SCOPE, ""),
        (Status.FAILED, ""),
    ):
        row = _narrowed(_narrowed(wanted, "statuses", status.value), "tiers", tier)
        decisions = [_narrowed(row, "decisions", decision) for decision in DECISION_WORDS]
        counted = tuple(0 if each is None else case.count(each) for each in decisions)
        if any(counted):
            yield CountRow(answer_of(status, tier), counted)


def _narrowed(wanted: Filter | None, name: str, value: str) -> Filter | None:
    """The filter with one value of a kind; None where it wants others of that kind."""
    if wanted is None or value not in (getattr(wanted, name) or (value,)):
        return None
    chosen: dict[str, Any] = {name: (value,)}
    return replace(wanted, **chosen)


def _strata(case: Case, wanted: Filter) -> Iterator[StratumRates]:
    for stored in case.of_each_stratum(wanted):
        record = _record(stored)
        if record is not None and record.verdict is not None:
            verdict = record.verdict
            yield StratumRates(
                visible(verdict.stratum, 200),
                stored.configuration,
                verdict.n_real,
                verdict.n_generated,
                verdict.error_rates,
            )


def _page(case: Case, row: Row) -> ItemPage:
    stored = case.record_by_id(row.record)
    paths = tuple(visible_path(path) for path in case.paths(row.id))
    entries = case.history(row.id)
    history = tuple(said(entry) for entry in entries)
    seen = observed(load_artifacts(), entries)
    return ItemPage(item_of(row), _record(stored), hash_again(row.raw_path), paths, history, seen)


def _record(stored: StoredRecord | None) -> AnalysisRecord | None:
    """The record; None where another release made it."""
    try:
        return None if stored is None else record_from_json(stored.body, stored.raw_path)
    except ValueError:
        return None


def _pictures(rows: list[Row], context: TaskContext) -> Pictures:
    shown = small_pictures([_path(row) for row in rows], PAGE_SIDE, context, count=len(rows))
    return {row.id: picture for row, picture in zip(rows, shown, strict=True) if picture is not None}
