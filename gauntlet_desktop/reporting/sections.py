"""The sections of a report in their order, and those that describe the file, the method and its limits."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from gauntlet_desktop.core.records import ImageFacts
from gauntlet_desktop.reporting import answer, cards, evidence, wording
from gauntlet_desktop.reporting import typesetting as t
from gauntlet_desktop.reporting.report import Report

_REMARKS_LIMIT = 20_000  # characters a line: flowing text, unlike a table cell, may fill pages
_SIGNED = (("Signature", ""), ("Date, time and zone", ""))


def question(_report: Report) -> list[t.Block]:
    return [*t.bullets(wording.PROPOSITIONS), t.text(wording.NOT_COVERED)]


def identity(report: Report) -> list[t.Block]:
    source, options = report.record.source, report.options
    integrity = [
        ("Name", source.name),
        ("Path", source.path),
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
    record = report.record
    return [
        *t.bullets(wording.METHOD),
        t.part("Program and environment"),
        t.facts([("Program", record.program), ("Record schema", str(record.schema)), *record.environment]),
    ]


def failures(report: Report) -> list[t.Block]:
    """What could not contribute: said, so that its silence is not read as a result."""
    rows = [(failure.plugin, failure.step, failure.message) for failure in report.record.failures]
    return [t.grid(("Plugin", "Step", "Reason"), rows, (110, 90, 282))] if rows else []


def limits(_report: Report) -> list[t.Block]:
    return t.bullets(wording.LIMITS)


def glossary(_report: Report) -> list[t.Block]:
    return [t.facts(wording.GLOSSARY)]


def references(_report: Report) -> list[t.Block]:
    return [*t.numbered(wording.REFERENCES), t.text(wording.INFORMED_BY, "note")]


def signatures(report: Report) -> list[t.Block]:
    """Blocks to fill in by hand; the program dates nothing, so the same record gives the same report."""
    options = report.options
    remarks = [t.text(line, limit=_REMARKS_LIMIT) for line in options.remarks.splitlines()]
    return [
        *([t.part("Remarks of the examiner (not part of the evidence)"), *remarks] if remarks else []),
        t.part("Conclusion of the examiner"),
        t.text("Separate from the program's result; where they differ, both stand.", "note"),
        t.blanks([("Conclusion", ""), ("", ""), ("", "")]),
        t.together([t.blanks([("Examiner", options.examiner), ("Agency", options.agency), *_SIGNED])]),
        t.together([t.part("Reviewer"), t.blanks([("Name", ""), *_SIGNED])]),
    ]


class Section(NamedTuple):
    """A section's title, what it holds for a report, and the room (points) that it needs to begin on a page."""

    title: str
    blocks: Callable[[Report], list[t.Block]]
    room: float = 80.0


SECTIONS = (
    Section("The question", question),
    Section("Identity of the file", identity),
    Section("Result", answer.result),
    Section("Detector scores", answer.detectors),
    Section("Detectors and their figures", cards.main_figures),
    Section("What moved the score", evidence.heatmap_pages, room=400.0),
    Section("Findings", evidence.findings),
    Section("Provenance", evidence.provenance),
    Section("In words", evidence.sentences),
    Section("Method", method),
    Section("What did not run", failures),
    Section("Limits", limits),
    Section("Glossary", glossary),
    Section("References", references),
    Section("Conclusion and signatures", signatures, room=420.0),
    Section("Annex: model cards", cards.annex, room=200.0),
)


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
        return "The file was not read again for this report"
    return f"{second} ({'unchanged' if second == first else 'CHANGED since it was opened'})"


def _utc(modified_ns: int) -> str:
    """A file time as ISO 8601; file systems can hold times that the calendar does not."""
    try:
        moment = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=modified_ns // 1000)
    except OverflowError:
        return f"{modified_ns} ns since 1970"
    return moment.isoformat(timespec="seconds")
