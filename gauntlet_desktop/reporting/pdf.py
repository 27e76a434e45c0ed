"""Renders records as a PDF: byte-identical for the same records, pictures and options."""

from __future__ import annotations

import io
import itertools
from collections.abc import Sequence
from typing import BinaryIO

from gauntlet_desktop.core.records import AnalysisRecord
from gauntlet_desktop.core.task import TaskContext
from gauntlet_desktop.reporting.document import Document, content, make_document
from gauntlet_desktop.reporting.layout import flowing
from gauntlet_desktop.reporting.options import ReportOptions
from gauntlet_desktop.reporting.overview import number_of
from gauntlet_desktop.reporting.pages import Furniture, build
from gauntlet_desktop.reporting.pictures import Shown
from gauntlet_desktop.reporting.seal import Sealing, blank_keywords


def render_pdf(record: AnalysisRecord, pixels: Shown, options: ReportOptions | None = None) -> bytes:
    """The report of one record.

    `pixels` are the examined picture, uint8 (height, width, 3), or None where there is none; only they are ever
    embedded, no path is opened. Nothing in the bytes depends on the clock, the machine's fonts or the run.
    """
    return set_pages(make_document([(record, pixels)], options or ReportOptions(), joined=False))


def render_joint_pdf(items: Sequence[tuple[AnalysisRecord, Shown]], options: ReportOptions | None = None) -> bytes:
    """The same on several records: an overview with the contents, and a part for each."""
    return set_pages(make_document(items, options or ReportOptions(), joined=True))


def set_pages(document: Document, context: TaskContext | None = None) -> bytes:
    """The sealed PDF of a document; `context` is told of each image that is set, and can stop it."""
    file = io.BytesIO()
    write_pages(document, file, context)
    return file.getvalue()


def write_pages(document: Document, file: BinaryIO, context: TaskContext | None = None) -> Sealing:
    """The same, written into an empty file that can be sought in; returns its seal."""
    whole = document.whole
    options, record = whole.options, whole.record
    case = " / ".join(each for each in (options.case_number, options.item_number) if each)
    furniture = Furniture(
        head=(options.agency or document.title, f"Case {case}" if case else record.program),
        foot=(document.name, f"Report {whole.identifier}"),
        title=f"Gauntlet report {whole.identifier}: {document.name}",
        author=options.examiner or record.program,
        creator=record.program,
        keywords=blank_keywords(whole.twin_sha256),
        subject=document.title,
    )
    context = context or TaskContext()
    total, parts_set = len(document.parts), itertools.count(1)

    def heading_set(key: str) -> None:
        context.checkpoint()
        if number_of(key) is not None:
            number = next(parts_set)
            context.report(number / (total + 1), f"Image {number} of {total}")

    sealing = Sealing.of_pdf(file)
    build(flowing(content(document)), furniture, sealing.write, heading_set, options.paper)
    sealing.seal()
    return sealing
