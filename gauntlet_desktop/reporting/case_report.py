"""Renders a report on a case as a PDF of A4 pages: byte-identical for the same content and pictures, and sealed.

The program's answers and the examiner's decisions stand apart: a table counts the ones by the others, and neither
enters the other.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from gauntlet_desktop.core.likelihood import signed
from gauntlet_desktop.reporting import answer, marks, observations, sections, wording
from gauntlet_desktop.reporting import blocks as b
from gauntlet_desktop.reporting import typesetting as t
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
)
from gauntlet_desktop.reporting.layout import flowables
from gauntlet_desktop.reporting.options import ReportOptions
from gauntlet_desktop.reporting.pages import Furniture, build
from gauntlet_desktop.reporting.report import Report
from gauntlet_desktop.reporting.seal import blank_keywords, seal
from gauntlet_desktop.reporting.twin import report_id

# Rows of the table of images; what is beyond is said, and stands in the exported table.
MOST_ROWS = 1_000
# Long side in pixels of a picture on a page of its own.
PAGE_SIDE = 640
_PICTURE_WIDTH, _PICTURE_HEIGHT = 230.0, 190.0
_MOST_STRATA = 40
_TABLE_HEADER = ("", "No.", "Name", "Program's answer", "log10 LR", "Examiner", "SHA-256")
_TABLE_WIDTHS = (12.0, 30.0, 130.0, 84.0, 42.0, 116.0, 68.0)

Pictures = Mapping[int, NDArray[np.uint8]]


def render_case_report(report: CaseReport, shown: Pictures) -> bytes:
    """The report as a sealed PDF; `shown` are pictures, uint8 (height, width, 3), by the ids of the items with pages of
    their own."""
    twin = case_twin(report)
    digest, identifier = hashlib.sha256(twin).hexdigest(), report_id(twin)
    furniture = Furniture(
        head=("Report on a case", report.case_number),
        foot=(report.case_name, f"Case report {identifier}"),
        title=f"Gauntlet case report {identifier}: {report.case_name}",
        author=report.examiner or report.program,
        creator=report.program,
        keywords=blank_keywords(digest),
        subject="Report on a case of digital images",
    )
    story = [*flowables(_front(report, digest)), *_numbered(report), *flowables(_item_pages(report, shown))]
    return seal(build(story, furniture)[0])


def _front(report: CaseReport, digest: str) -> Iterator[b.Block]:
    yield b.text("Report on a case", "title")
    yield b.text("Digital images: made by a generative model, or captured by a camera?", "subtitle")
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
    given = [("Case number", report.case_number), ("Examiner", report.examiner), ("Agency", report.agency)]
    facts = [
        ("Case file", report.case_name),
        ("Report written", report.made),
        ("Program", report.program),
        ("JSON twin, SHA-256", digest),
    ]
    yield b.facts([pair for pair in given if pair[1]] + facts)


def _numbered(report: CaseReport) -> Iterator[t.Block]:
    """The sections, set: the table of images is no block of other reports."""
    parts: tuple[tuple[str, Iterable[b.Block]], ...] = (
        ("The question", [*b.bullets(wording.PROPOSITIONS), b.text(wording.NOT_COVERED)]),
        ("Custody", _custody(report)),
        ("Results", _results(report)),
        ("Error rates", _error_rates(report.strata)),
        ("Method and configurations", _method(report)),
        ("Images", _about_images(report)),
        ("Limits", b.bullets(wording.LIMITS)),
        ("Glossary", [b.facts(wording.GLOSSARY)]),
        ("References", [*b.numbered(wording.REFERENCES), b.text(wording.INFORMED_BY, "note")]),
        ("Conclusion and signatures", sections.conclusion(report.examiner, report.agency)),
    )
    for number, (title, blocks) in enumerate(parts, 1):
        room = b.Room(420.0 if title.startswith("Conclusion") else 80.0)
        yield from flowables([room, b.Heading(f"{number}. {title}", f"section-{number}"), *blocks])
        if title == "Images" and report.items:
            yield t.lines(_TABLE_HEADER, [_row(item) for item in report.items], _TABLE_WIDTHS, mono=6)


def _custody(report: CaseReport) -> list[b.Block]:
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


def _results(report: CaseReport) -> list[b.Block]:
    header = ("The program's answer", "Images", *(f"Examiner: {word}" for word in DECISION_WORDS.values()))
    rows = [
        (row.answer, f"{sum(row.decisions):,}", *(f"{count:,}" if count else "–" for count in row.decisions))
        for row in report.counts
    ]
    return [
        b.text(
            "Rows are what the program answers, columns what the examiner decided. No decision enters an answer, and "
            "no answer is a decision."
        ),
        b.grid(header, rows, (120, 52, 62, 62, 62, 62, 62)),
    ]


def _error_rates(strata: tuple[StratumRates, ...]) -> Iterator[b.Block]:
    if not strata:
        yield b.text("No image has a verdict: there are no error rates to state.")
        return
    yield b.text(
        "How often the program answers so on validation images of each stratum, with exact 95 % intervals "
        "(reference 6), as the results themselves state it."
    )
    for each in strata[:_MOST_STRATA]:
        counts = f"{each.n_real} camera and {each.n_generated} generated validation images"
        yield b.together([b.part(f"{each.stratum}, configuration {each.configuration[:16]}: {counts}"), _rates(each)])
    if len(strata) > _MOST_STRATA:
        yield b.text(f"{len(strata) - _MOST_STRATA} more in the JSON twin.", "note")


def _rates(stratum: StratumRates) -> b.Block:
    if not stratum.rates:
        return b.text("Not validated: there are no error rates for this stratum.")
    header = ("Answer", "Images", "Rate", "95 % interval")
    return b.grid(header, map(answer.rate_row, stratum.rates), (270, 70, 52, 90))


def _method(report: CaseReport) -> Iterator[b.Block]:
    yield from b.bullets(wording.METHOD)
    for each in report.configurations:
        yield from _configuration(each)


def _configuration(used: UsedConfiguration) -> Iterator[b.Block]:
    since = used.first_used or "an unknown time"
    yield from b.table_part(f"Configuration {used.digest[:16]}: {used.records:,} results since {since}")
    yield b.facts((("Digest", used.digest), *used.parts))


def _about_images(report: CaseReport) -> Iterator[b.Block]:
    if not report.items:
        yield b.text("No image of the case fits.")
        return
    if report.count > len(report.items):
        shown = f"The first {len(report.items):,} of {report.count:,}"
        yield b.text(f"{shown}; the table that the program exports (CSV) has all.", "note")
    yield b.text("★ bookmarked. The tags of the examiner follow the decision.", "note")


def _row(item: CaseItem) -> tuple[Any, ...]:
    ratio = "" if item.log10_lr is None else signed(item.log10_lr)
    shape = marks.mark(item.status, item.tier, 6.5)
    said = ", ".join(filter(None, ("★" if item.bookmarked else "", decided(item), *item.tags)))
    return shape, str(item.id), item.name, answer_of(item.status, item.tier), ratio, said, item.sha256[:16]


def _item_pages(report: CaseReport, shown: Pictures) -> Iterator[b.Block]:
    for page in report.pages:
        yield b.NewPage()
        yield b.Heading(f"Image {page.item.id}: {page.item.name}", f"image-{page.item.id}")
        yield from _item_page(page, shown.get(page.item.id))


def _item_page(page: ItemPage, picture: NDArray[np.uint8] | None) -> Iterator[b.Block]:
    item = page.item
    if picture is not None:
        yield b.panels([b.Picture(picture, _PICTURE_WIDTH, _PICTURE_HEIGHT, item.name)], [item.name])
    same = "unchanged" if page.sha256_now == item.sha256 else "CHANGED since it was analysed"
    again = f"{page.sha256_now} ({same})" if page.sha256_now else "The file could not be read again for this report"
    paths = [(f"Path {number}", path) for number, path in enumerate(page.paths, 1)]
    yield b.facts([("SHA-256 at analysis", item.sha256 or "The file was not read"), ("SHA-256 now", again), *paths])
    yield b.part("What the program says")
    yield from _program_says(page)
    yield from _examiner_says(page)


def _program_says(page: ItemPage) -> Iterator[b.Block]:
    if page.record is None:
        said = answer_of(page.item.status, page.item.tier)
        yield b.text(f"{said.capitalize()}. The whole result was written by another release and cannot be printed.")
        return
    report = Report(page.record, ReportOptions(), None, "", "")
    yield from answer.result(report)
    yield from answer.detectors(report)
    if declared := wording.declared(page.record.provenance):
        yield b.part(wording.DECLARED_TITLE)
        yield b.facts(declared)
        yield b.text(wording.DECLARED_NOTE, "note")
    if rows := sections.ran(report):
        yield from [*b.table_part("What ran, and what did not"), *rows]


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
    yield from observations.tables(page.observations)
    if page.history:
        yield from b.table_part("History of what examiners said")
        rows = [(said.when[:19].replace("T", " "), said.who, said.what) for said in page.history]
        yield b.grid(("When (UTC)", "Who", "What"), rows, (120, 110, 252))
