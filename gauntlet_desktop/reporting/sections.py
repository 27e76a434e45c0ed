"""The sections of a report in their order, and those that describe the file, the method and its limits."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any, Generic, NamedTuple, TypeVar

from gauntlet_desktop.core.glossary import mentioned
from gauntlet_desktop.core.readers import told
from gauntlet_desktop.core.records import AnalysisRecord, ImageFacts
from gauntlet_desktop.reporting import answer, cards, evidence, extras, observations, remarks, wording
from gauntlet_desktop.reporting import blocks as t
from gauntlet_desktop.reporting.options import ReportOptions
from gauntlet_desktop.reporting.report import Report

_REMARKS_LIMIT = 20_000  # characters a line: flowing text, unlike a table cell, may fill pages
_TERM_WIDTH = 170.0  # German terms are long
_SIGNED = (("Signature", ""), ("Date, time and zone", ""))


def question(_report: Report) -> list[t.Block]:
    return [*t.bullets(wording.PROPOSITIONS), t.text(wording.NOT_COVERED)]


def identity(report: Report) -> list[t.Block]:
    source, options = report.record.source, report.options
    integrity = [
        ("Name", source.name),
        ("Path", source.path if options.show_path else "Withheld in this version"),
        ("Size", f"{source.size_bytes:,} bytes"),
        ("Last changed (file system)", _utc(source.modified_ns)),
        ("SHA-256 at opening", source.sha256 or "The file was not read"),
        ("SHA-256 at report time", _second_hash(source.sha256, options.sha256_at_report)),
        ("Custody log, head hash", options.custody_head or "No custody log was given for this report"),
    ]
    return [
        t.part("Integrity"),
        t.text(wording.INTEGRITY),
        t.facts(integrity),
        *([t.facts(_image(report.record.image))] if report.record.image else []),
        t.part("Authenticity"),
        t.text(wording.AUTHENTICITY),
        t.part("Provenance"),
        t.text(wording.PROVENANCE),
    ]


def method(report: Report) -> list[t.Block]:
    blocks = [*t.bullets(wording.METHOD), t.part("Program and environment")]
    for record in _settings_of(report):
        blocks.append(
            t.facts([("Program", record.program), ("Record schema", str(record.schema)), *record.environment])
        )
        blocks += _plugins(record)
    return [*blocks, *explained_by(report)]


def explained_by(report: Report) -> list[t.Block]:
    """The methods of the report's heatmaps, with their references."""
    used = sorted({heatmap.method for record in report.records for heatmap in record.heatmaps})
    sources = [(name, wording.METHOD_REFERENCES.get(name, wording.NO_REFERENCE)) for name in used]
    return [t.part("Methods of explanation and where they are published"), t.facts(sources)] if used else []


def ran(report: Report) -> list[t.Block]:
    """What contributed to the result and what could not: said, so that its silence is not read as a result."""
    record = report.record
    rows = [(each.id, "detector", f"version {each.version}: scored") for each in record.detectors]
    rows += [(each.method, "explanation", f"of {each.detector}: {_made(each.exact)}") for each in record.heatmaps]
    rows += [("measurements", "findings", f"{len(record.findings)} measured")] if record.findings else []
    rows += [(step, "not run", "Left for later when the image was analysed") for step in record.left_out]
    rows += [(failure.plugin, f"failed: {failure.step}", failure.message) for failure in record.failures]
    return [t.grid(("What", "Step", "Outcome"), rows, (110, 90, 282))] if rows else []


def limits(report: Report) -> list[t.Block]:
    return limits_without(report, SECTIONS)


def limits_without(report: Report, sections: Iterable[Section[Any]]) -> list[t.Block]:
    """The limits, and which of the sections that there could be were left out."""
    gone = [section.title for section in sections if _is_left_out(section, report.options)]
    note = [f"Left out of this report on request, and held by its JSON twin: {', '.join(gone)}."] if gone else []
    return t.bullets((*wording.LIMITS, *note))


def glossary(report: Report) -> list[t.Block]:
    """The report's own terms, then those that stand in its sentences, in their language."""
    reader = report.options.reader
    sentences = [each.text for record in report.records for each in told(record.text, reader)]
    of_text = [(each.term, each.meaning) for each in mentioned(sentences, reader.language)]
    return [
        t.facts(wording.GLOSSARY),
        *([t.part(wording.GLOSSARY_OF_TEXT), t.facts(of_text, _TERM_WIDTH)] if of_text else []),
    ]


def references(_report: Report) -> list[t.Block]:
    return [*t.numbered(wording.REFERENCES), t.text(wording.INFORMED_BY, "note")]


def signatures(report: Report) -> list[t.Block]:
    """What people conclude, apart from the program's result, and blocks to fill in by hand: the program dates nothing,
    so the same record gives the same report."""
    options = report.options
    return [
        *_written("Remarks of the examiner (not part of the evidence)", options.remarks),
        *_result_of_the_program(report),
        t.part("Conclusion of the examiner"),
        t.text(wording.BOTH_STAND, "note"),
        *(_lines(options.conclusion) or [t.blanks([("Conclusion", ""), ("", ""), ("", "")])]),
        t.together([t.blanks([("Examiner", options.examiner), ("Agency", options.agency), *_SIGNED])]),
        *_written("Remarks of the reviewer", options.review),
        t.together([t.part("Reviewer"), t.blanks([("Name", options.reviewer), *_SIGNED])]),
    ]


Spoken = TypeVar("Spoken", bound=Report)


class Section(NamedTuple, Generic[Spoken]):
    """A section: its id, its title, what it holds for a report, and the room (points) that it needs to begin on a page.

    Of a report on several files a `shared` one stands once: `early` before the files' own parts, else after them. A
    `required` one cannot be left out: no result stands without its question, its method and its limits."""

    id: str
    title: str
    blocks: Callable[[Spoken], list[t.Block]]
    room: float = 80.0
    shared: bool = False
    early: bool = False
    required: bool = False


SECTIONS: tuple[Section[Report], ...] = (
    Section("question", "The question", question, shared=True, early=True, required=True),
    Section("identity", "Identity of the file", identity, required=True),
    Section("provenance", "Provenance", evidence.provenance),
    Section("result", "Result", answer.result, required=True),
    Section("scores", "Detector scores", answer.detectors),
    Section("detectors", "Detectors and their figures", cards.main_figures, shared=True),
    Section("heatmaps", "What moved the score", evidence.heatmap_pages, room=400.0),
    Section("findings", "Findings", evidence.findings),
    Section("words", "In words", evidence.sentences),
    Section("remarks", "Remarks of a language model (not evidence)", remarks.remarks),
    Section("observations", "Examiner's observations (not findings of the program)", observations.observations),
    Section("figures", "Figures attached by the examiner", extras.attached, room=300.0, shared=True),
    Section("method", "Method", method, shared=True, required=True),
    Section("ran", "What ran, and what did not", ran),
    Section("limits", "Limits", limits, shared=True, required=True),
    Section("glossary", "Glossary", glossary, shared=True),
    Section("references", "References", references, shared=True),
    Section("conclusion", "Conclusion and signatures", signatures, room=420.0, shared=True),
    Section("annex", "Annex: model cards", cards.annex, room=200.0, shared=True),
)
_EXTRA_BEFORE = "method"


def chosen_sections(options: ReportOptions, sections: Sequence[Section[Spoken]]) -> list[Section[Spoken]]:
    """The sections in the order that the options ask for, without those that they leave out; those that a template or
    a plugin adds stand before the method."""
    first = [section for name in options.order for section in sections if section.id == name]
    ordered = [*first, *(section for section in sections if section not in first)]
    chosen: list[Section[Spoken]] = []
    for section in ordered:
        if section.id == _EXTRA_BEFORE:
            chosen += _added(options)
        if not _is_left_out(section, options):
            chosen.append(section)
    return chosen


def _added(options: ReportOptions) -> list[Section[Any]]:
    return [
        Section(f"extra-{number}", extra.title, partial(extras.section, extra=extra), shared=extra.item == 0)
        for number, extra in enumerate(options.extra, 1)
    ]


def _is_left_out(section: Section[Any], options: ReportOptions) -> bool:
    return section.id in options.left_out and not section.required


def _settings_of(report: Report) -> list[AnalysisRecord]:
    """One record for each program, environment and set of plugins that the results were made with."""
    return list({(each.program, each.environment, each.plugins): each for each in report.records}.values())


def _plugins(record: AnalysisRecord) -> list[t.Block]:
    facts = [(f"{each.id} {each.version}", each.sha256) for each in record.plugins]
    return [t.part("Plugins, with the SHA-256 of their files"), t.facts(facts, _TERM_WIDTH)] if facts else []


def _made(exact: bool) -> str:
    return "exact" if exact else "approximate"


def _written(title: str, text: str) -> list[t.Block]:
    lines = _lines(text)
    return [t.part(title), *lines] if lines else []


def _lines(text: str) -> list[t.Block]:
    return [t.text(line, limit=_REMARKS_LIMIT) for line in text.splitlines()]


def _result_of_the_program(report: Report) -> list[t.Block]:
    """The program's answer beside the examiner's, so that a difference is seen."""
    if not report.options.conclusion:
        return []
    words = answer.headline(report.record) if report.is_on_one else "Of each image in its own part."
    return [t.part("Result of the program"), t.text(words)]


def _image(image: ImageFacts) -> list[tuple[str, str]]:
    pairs = [
        ("Container and mode", f"{image.container}, {image.mode}, {image.bit_depth} bits a channel"),
        ("Dimensions", f"{image.width} × {image.height} px, after EXIF orientation {image.orientation}"),
        ("Frames", f"{image.frames}" + (" (the first was examined)" if image.frames > 1 else "")),
        ("Colour profile", image.icc_profile or "none embedded; sRGB assumed"),
        ("Alpha channel", "yes" if image.has_alpha else "no"),
        ("Decoded at", f"{100 * image.scale:.3g} % of its size"),
    ]
    if image.jpeg:
        tables = "standard tables" if image.jpeg.standard_tables else "tables of its own"
        coding = "progressive" if image.jpeg.progressive else "baseline"
        pairs.append(("JPEG", f"quality about {image.jpeg.quality} ({tables}), {image.jpeg.subsampling}, {coding}"))
    return [*pairs, *(("Note", note) for note in image.notes)]


def _second_hash(first: str, second: str) -> str:
    if not second:
        return "The file was not read again for this report, or could not be"
    return f"{second} ({'unchanged' if second == first else 'CHANGED since it was opened'})"


def _utc(modified_ns: int) -> str:
    """A file time as ISO 8601; file systems can hold times that the calendar does not."""
    try:
        moment = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=modified_ns // 1000)
    except OverflowError:
        return f"{modified_ns} ns since 1970"
    return moment.isoformat(timespec="seconds")
