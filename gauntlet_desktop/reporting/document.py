"""The whole content of a report in its order: on one file, or on several with an overview and a part for each."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from gauntlet_desktop.core.records import AnalysisRecord
from gauntlet_desktop.reporting import answer, overview, pictures
from gauntlet_desktop.reporting import blocks as t
from gauntlet_desktop.reporting.options import ReportOptions
from gauntlet_desktop.reporting.report import Pixels, Report, joint, withheld
from gauntlet_desktop.reporting.sections import Section, chosen_sections
from gauntlet_desktop.reporting.twin import render_joint_twin, render_twin, report_id


@dataclass(frozen=True, slots=True)
class Document:
    """A report before it is set: `whole` speaks of all files, `parts` of one each; `twin` are the bytes of its twin."""

    whole: Report
    parts: tuple[Report, ...]
    twin: bytes

    @property
    def name(self) -> str:
        """What the report is on, in a few words."""
        if len(self.parts) == 1:
            return self.whole.record.source.name
        return f"{len(self.parts)} images"


def make_document(
    items: Sequence[tuple[AnalysisRecord, Pixels]],
    options: ReportOptions,
    joined: bool,
    embedded: Sequence[tuple[Pixels, ...]] = (),
) -> Document:
    """The report on records with their pictures, uint8 (height, width, 3), or None where there is none.

    `joined`: a report on several files even if there is one only. `embedded`: for each record the pictures inside its
    file, where they are to be shown."""
    records = tuple(withheld(record, options) for record, _ in items)
    twin = render_joint_twin(records, options) if joined else render_twin(records[0], options)
    digest, identifier = hashlib.sha256(twin).hexdigest(), report_id(twin)
    parts = []
    for number, ((_, pixels), record) in enumerate(zip(items, records, strict=True), 1):
        shown = pictures.reduced(pixels) if pixels is not None and options.show_picture else None
        own = replace(options, sha256_at_report=_hash_of(options, number - 1, joined))
        inside = embedded[number - 1] if embedded and options.show_picture else ()
        parts.append(Report(record, own, shown, digest, identifier, records, number if joined else 0, inside))
    if not joined:
        return Document(parts[0], tuple(parts), twin)
    return Document(Report(joint(records), options, None, digest, identifier, records), tuple(parts), twin)


def content(document: Document) -> Iterator[t.Block]:
    """All blocks, in their order."""
    if document.whole is document.parts[0]:
        yield from answer.front(document.whole)
        yield from _numbered(document.whole, chosen_sections(document.whole.options))
        return
    yield from overview.front(document.whole, document.parts)
    sections = chosen_sections(document.whole.options)
    before = [section for section in sections if section.shared and section.early]
    after = [section for section in sections if section.shared and not section.early]
    yield from _numbered(document.whole, before)
    for part in document.parts:
        yield from _part(part, [section for section in sections if not section.shared])
    yield t.NewPage()
    yield from _numbered(document.whole, after, start=len(before) + 1)


def _numbered(report: Report, sections: Sequence[Section], start: int = 1) -> Iterator[t.Block]:
    filled = [(section, blocks) for section in sections if (blocks := section.blocks(report))]
    for number, (section, blocks) in enumerate(filled, start):
        yield t.Room(section.room)
        yield t.Heading(f"{number}. {section.title}", section.id)
        yield from blocks


def _part(part: Report, sections: Sequence[Section]) -> Iterator[t.Block]:
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
