"""The content of a report on a case: the sections that reports on images have where they say the same, and its own.

The program's answers and the examiner's decisions stand apart: a table counts the ones by the others, and neither
enters the other.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial

from gauntlet_desktop.core.likelihood import signed
from gauntlet_desktop.core.records import AnalysisRecord, FileIdentity, Status
from gauntlet_desktop.reporting import answer, cards, extras, sections, wording
from gauntlet_desktop.reporting import blocks as b
from gauntlet_desktop.reporting.case_model import (
    DECISION_WORDS,
    CaseItem,
    CaseReport,
    ItemPage,
    StratumRates,
    UsedConfiguration,
    answer_of,
    case_twin,
    decided,
    withheld_case,
)
from gauntlet_desktop.reporting.document import Document, numbered, part_of
from gauntlet_desktop.reporting.options import ReportOptions
from gauntlet_desktop.reporting.pictures import Shown, printed
from gauntlet_desktop.reporting.report import Report, joint
from gauntlet_desktop.reporting.sections import SECTIONS, Section, chosen_sections
from gauntlet_desktop.reporting.twin import report_id

# Rows of the table of images; what is beyond is said, and stands in the exported table.
MOST_ROWS = 1_000
# Long side in pixels of a picture on a page of its own.
PAGE_SIDE = 640
_TITLE = "Report on a case"
_LAST = "annex"  # behind the pages of the images: it is long
_PICTURE_WIDTH, _PICTURE_HEIGHT = 230.0, 190.0
_MOST_STRATA = 40
_TABLE_HEADER = ("", "No.", "Name", "Program's answer", "log10 LR", "Examiner", "SHA-256")
_TABLE_WIDTHS = (12.0, 30.0, 130.0, 84.0, 42.0, 116.0, 68.0)

Pictures = Mapping[int, Shown]
Embedded = Mapping[int, tuple[Shown, ...]]


@dataclass(frozen=True, slots=True)
class CaseWhole(Report):
    """What the sections on the whole case read: what those of all reports read, and the case."""

    case: CaseReport = field(kw_only=True)


def make_case_document(
    report: CaseReport, options: ReportOptions, shown: Pictures, embedded: Embedded | None = None
) -> Document:
    """The report as a document. `shown` are pictures and `embedded` those inside the files, by the ids of the
    items with pages of their own."""
    report = withheld_case(report, options)
    twin = case_twin(report, options)
    digest = hashlib.sha256(twin).hexdigest()
    identifier = report_id(digest)
    records = tuple(page.record for page in report.pages if page.record is not None)
    whole = CaseWhole(_spoken_of(report, records), options, None, digest, identifier, records, case=report)
    parts = {}
    for page in report.pages:
        if page.record is not None:
            number = page.item.id
            own = replace(options, sha256_at_report=page.sha256_now, observations=page.observations)
            picture = printed(shown.get(number)) if options.show_picture else None
            inside = tuple(map(printed, (embedded or {}).get(number, ()))) if options.show_picture else ()
            parts[number] = Report(page.record, own, picture, digest, identifier, records, number, inside)
    blocks = partial(_content, whole, parts)
    return Document(whole, tuple(parts.values()), lambda: iter((twin,)), report.case_name, blocks, _TITLE)


def _spoken_of(report: CaseReport, records: Sequence[AnalysisRecord]) -> AnalysisRecord:
    """The record that stands for all of those with pages; an empty one where there are none."""
    if records:
        return replace(joint(records), program=report.program)
    nothing = FileIdentity("", b"", report.case_name, 0, "", 0)
    return AnalysisRecord(report.program, nothing, Status.OK)


def _content(whole: CaseWhole, parts: Mapping[int, Report]) -> Iterator[b.Block]:
    yield from _front(whole)
    shared = [section for section in chosen_sections(whole.options, CASE_SECTIONS) if section.shared]
    before = [section for section in shared if section.id != _LAST and section.blocks(whole)]
    yield from numbered(whole, before)
    own = [section for section in chosen_sections(whole.options, SECTIONS) if not section.shared]
    for page in whole.case.pages:
        yield from _item_page(page, parts.get(page.item.id), own)
    yield b.NewPage()
    yield from numbered(whole, [section for section in shared if section.id == _LAST], start=len(before) + 1)


def _front(whole: CaseWhole) -> Iterator[b.Block]:
    report = whole.case
    yield from answer.letterhead(whole.options)
    yield b.text(_TITLE, "title")
    yield b.text("Digital images: made by a generative model, or captured by a camera?", "subtitle")
    yield from answer.redaction(whole.options)
    noun = "image" if report.count == 1 else "images"
    about = (
        f"{report.count:,} of {report.total:,} {noun}" if report.count != report.total else f"{report.count:,} {noun}"
    )
    lines = [
        b.text(about, "headline"),
        b.text(report.chosen),
        b.text("One line of evidence for each image, stated with its error rates; no verdict on the case.", "note"),
    ]
    yield b.boxed(lines, b.NEUTRAL)
    yield b.Space(4)
    of_case = [("Case file", report.case_name), ("Report written", report.made), ("Program", report.program)]
    yield b.facts([*of_case, *answer.case_facts(whole)])


def _custody(whole: CaseWhole) -> list[b.Block]:
    report = whole.case
    state = "intact" if not report.problems else f"{len(report.problems)} problems, listed below"
    return [
        b.text(
            "The custody log of the case names every result, path and decision by its SHA-256, each entry with the "
            "hash of the one before it. Its head stands for all of it; this report is the entry after this head."
        ),
        b.facts(
            [
                ("Head of the log", report.custody_head),
                ("Entries", f"{report.entries:,}"),
                ("Check of the case", state),
            ]
        ),
        *b.bullets(report.problems),
    ]


def _results(whole: CaseWhole) -> list[b.Block]:
    header = ("The program's answer", "Images", *(f"Examiner: {word}" for word in DECISION_WORDS.values()))
    rows = [
        (row.answer, f"{sum(row.decisions):,}", *(f"{count:,}" if count else "–" for count in row.decisions))
        for row in whole.case.counts
    ]
    return [
        b.text(
            "Rows are what the program answers, columns what the examiner decided. No decision enters an answer, and "
            "no answer is a decision."
        ),
        b.grid(header, rows, (120, 52, 62, 62, 62, 62, 62)),
    ]


def _error_rates(whole: CaseWhole) -> list[b.Block]:
    strata = whole.case.strata
    if not strata:
        return [b.text("No image has a verdict: there are no error rates to state.")]
    blocks = [
        b.text(
            "How often the program answers so on validation images of each stratum, with exact 95 % intervals "
            "(reference 6), as the results themselves state it."
        )
    ]
    for each in strata[:_MOST_STRATA]:
        counts = f"{each.n_real} camera and {each.n_generated} generated validation images"
        title = b.part(f"{each.stratum}, configuration {each.configuration[:16]}: {counts}")
        blocks.append(b.together([title, _rates(each)]))
    if len(strata) > _MOST_STRATA:
        blocks.append(b.text(f"{len(strata) - _MOST_STRATA} more in the JSON twin.", "note"))
    return blocks


def _rates(stratum: StratumRates) -> b.Block:
    if not stratum.rates:
        return b.text("Not validated: there are no error rates for this stratum.")
    header = ("Answer", "Images", "Rate", "95 % interval")
    return b.grid(header, map(answer.rate_row, stratum.rates), (270, 70, 52, 90))


def _method(whole: CaseWhole) -> list[b.Block]:
    used = [block for each in whole.case.configurations for block in _configuration(each)]
    return [*b.bullets(wording.METHOD), *used, *sections.explained_by(whole)]


def _configuration(used: UsedConfiguration) -> Iterator[b.Block]:
    since = used.first_used or "an unknown time"
    yield from b.table_part(f"Configuration {used.digest[:16]}: {used.records:,} results since {since}")
    yield b.facts((("Digest", used.digest), *used.parts))


def _images(whole: CaseWhole) -> list[b.Block]:
    report = whole.case
    if not report.items:
        return [b.text("No image of the case fits.")]
    blocks = []
    if report.count > len(report.items):
        shown = f"The first {len(report.items):,} of {report.count:,}"
        blocks.append(b.text(f"{shown}; the table that the program exports (CSV) has all.", "note"))
    blocks.append(b.text("★ bookmarked. The tags of the examiner follow the decision.", "note"))
    return [*blocks, b.Lines(_TABLE_HEADER, tuple(map(_row, report.items)), _TABLE_WIDTHS, mono=6)]


def _limits(whole: CaseWhole) -> list[b.Block]:
    of_images = [section for section in SECTIONS if not section.shared]
    return sections.limits_without(whole, [*CASE_SECTIONS, *of_images])


def _row(item: CaseItem) -> tuple[str | b.Mark, ...]:
    ratio = "" if item.log10_lr is None else signed(item.log10_lr)
    shape = b.Mark(item.status, item.tier)
    said = ", ".join(filter(None, ("★" if item.bookmarked else "", decided(item), *item.tags)))
    return shape, str(item.id), item.name, answer_of(item.status, item.tier), ratio, said, item.sha256[:16]


def _item_page(page: ItemPage, part: Report | None, own: Sequence[Section[Report]]) -> Iterator[b.Block]:
    if part is None:
        yield from _unreadable(page)
    else:
        yield from part_of(part, own)
    if part is not None and part.picture is not None and not part.record.heatmaps:
        name = part.record.source.name
        yield b.panels([b.Picture(part.picture, _PICTURE_WIDTH, _PICTURE_HEIGHT, name)], [name])
    if page.paths:
        yield b.part("Where the case has these bytes")
        yield b.facts([(f"Path {number}", path) for number, path in enumerate(page.paths, 1)])
    yield from _examiner_says(page)


def _unreadable(page: ItemPage) -> Iterator[b.Block]:
    """The page of an image whose record this release cannot read."""
    yield b.NewPage()
    yield b.Heading(f"Image {page.item.id}: {page.item.name}", f"image-{page.item.id}", style="image")
    yield b.facts([("SHA-256 at analysis", page.item.sha256), ("SHA-256 at report time", page.sha256_now)])
    said = answer_of(page.item.status, page.item.tier)
    yield b.text(f"{said.capitalize()}. The whole result was written by another release and cannot be printed.")


def _examiner_says(page: ItemPage) -> Iterator[b.Block]:
    item = page.item
    lines = [
        b.part("What the examiner says (apart from the program's result)"),
        b.facts(
            [
                ("Decision", DECISION_WORDS[item.decision]),
                ("Second reviewer", DECISION_WORDS[item.second_decision]),
                ("Tags", "; ".join(item.tags)),
                ("Note", item.note),
            ]
        ),
    ]
    yield b.together(lines)
    if page.history:
        yield from b.table_part("History of what examiners said")
        rows = [(said.when[:19].replace("T", " "), said.who, said.what) for said in page.history]
        yield b.grid(("When (UTC)", "Who", "What"), rows, (120, 110, 252))


CASE_SECTIONS: tuple[Section[CaseWhole], ...] = (
    Section("question", "The question", sections.question, shared=True, required=True),
    Section("custody", "Custody", _custody, shared=True, required=True),
    Section("results", "Results", _results, shared=True, required=True),
    Section("rates", "Error rates", _error_rates, shared=True, required=True),
    Section("detectors", "Detectors and their figures", cards.main_figures, shared=True),
    Section("method", "Method and configurations", _method, shared=True, required=True),
    Section("images", "Images", _images, shared=True),
    Section("figures", "Figures attached by the examiner", extras.attached, room=300.0, shared=True),
    Section("limits", "Limits", _limits, shared=True, required=True),
    Section("glossary", "Glossary", sections.glossary, shared=True),
    Section("references", "References", sections.references, shared=True),
    Section("conclusion", "Conclusion and signatures", sections.signatures, room=420.0, shared=True),
    Section("annex", "Annex: model cards", cards.annex, room=200.0, shared=True),
)
