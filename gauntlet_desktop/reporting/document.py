"""The whole content of a report in its order: on one file, or on several with an overview and a part for each.

A report on a case is a document too, which `case_report` makes of the same sections.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import TypeVar

from gauntlet_desktop.core.records import AnalysisRecord
from gauntlet_desktop.reporting import answer, overview
from gauntlet_desktop.reporting import blocks as t
from gauntlet_desktop.reporting.options import ReportOptions
from gauntlet_desktop.reporting.pictures import Shown, printed
from gauntlet_desktop.reporting.report import Report, joint, withheld
from gauntlet_desktop.reporting.sections import SECTIONS, Section, chosen_sections
from gauntlet_desktop.reporting.twin import report_id, twin_parts

Spoken = TypeVar("Spoken", bound=Report)


@dataclass(frozen=True, slots=True)
class Document:
    """A report before it is set: `whole` speaks of all files, `parts` of one each; `twin_parts` gives the bytes of its
    twin, made anew at each call.

    `name` says what it is on and `title` what it is, in a few words; `blocks` gives the content in its order."""

    whole: Report
    parts: tuple[Report, ...]
    twin_parts: Callable[[], Iterator[bytes]]
    name: str
    blocks: Callable[[], Iterator[t.Block]]
    title: str = "Examination of a digital image"

    @property
    def twin(self) -> bytes:
        """All bytes of the twin."""
        return b"".join(self.twin_parts())


def make_document(
    items: Sequence[tuple[AnalysisRecord, Shown]],
    options: ReportOptions,
    joined: bool,
    embedded: Sequence[tuple[Shown, ...]] = (),
) -> Document:
    """The report on records with their pictures.

    `joined`: a report on several files even if there is one only. `embedded`: for each record the pictures inside its
    file, where they are to be shown."""
    records = tuple(withheld(record, options) for record, _ in items)
    twin = partial(twin_parts, records if joined else records[:1], options, joined)
    written = hashlib.sha256()
    for part in twin():
        written.update(part)
    digest = written.hexdigest()
    identifier = report_id(digest)
    parts = []
    for number, ((_, given), record) in enumerate(zip(items, records, strict=True), 1):
        shown = printed(given) if options.show_picture else None
        own = replace(options, sha256_at_report=_hash_of(options, number - 1, joined))
        inside = tuple(map(printed, embedded[number - 1])) if embedded and options.show_picture else ()
        parts.append(Report(record, own, shown, digest, identifier, records, number if joined else 0, inside))
    if not joined:
        return Document(parts[0], tuple(parts), twin, records[0].source.name, partial(_on_one, parts[0]))
    whole = Report(joint(records), options, None, digest, identifier, records)
    name = records[0].source.name if len(parts) == 1 else f"{len(parts)} images"
    return Document(whole, tuple(parts), twin, name, partial(_on_several, whole, parts))


def content(document: Document) -> Iterator[t.Block]:
    """All blocks, in their order."""
    return document.blocks()


def _on_one(report: Report) -> Iterator[t.Block]:
    yield from answer.front(report)
    yield from numbered(report, chosen_sections(report.options, SECTIONS))


def _on_several(whole: Report, parts: Sequence[Report]) -> Iterator[t.Block]:
    yield from overview.front(whole, parts)
    sections = chosen_sections(whole.options, SECTIONS)
    before = [section for section in sections if section.shared and section.early]
    after = [section for section in sections if section.shared and not section.early]
    yield from numbered(whole, before)
    for part in parts:
        yield from part_of(part, [section for section in sections if not section.shared])
    yield t.NewPage()
    yield from numbered(whole, after, start=len(before) + 1)


def numbered(report: Spoken, sections: Sequence[Section[Spoken]], start: int = 1) -> Iterator[t.Block]:
    """The sections that have something to say, each under its heading with a number."""
    filled = [(section, blocks) for section in sections if (blocks := section.blocks(report))]
    for number, (section, blocks) in enumerate(filled, start):
        yield t.Room(section.room)
        yield t.Heading(f"{number}. {section.title}", section.id)
        yield from blocks


def part_of(part: Report, sections: Sequence[Section[Report]]) -> Iterator[t.Block]:
    """What a report on several files says of one of them, from a new page on."""
    yield t.NewPage()
    yield t.Heading(overview.title_of(part), overview.key_of(part), style="image")
    yield from answer.box(part)
    for section in sections:
        blocks = section.blocks(part)
        if blocks:
            yield t.Room(section.room)
            yield t.Heading(section.title, f"{overview.key_of(part)}-{section.id}", 1)
            yield from blocks


def _hash_of(options: ReportOptions, index: int, joined: bool) -> str:
    if not joined:
        return options.sha256_at_report
    return options.all_at_report[index] if index < len(options.all_at_report) else ""
