"""Renders a record as a PDF of A4 pages: byte-identical for the same record, picture and options."""

from __future__ import annotations

import hashlib
import io
from typing import Any

import numpy as np
from numpy.typing import NDArray

from gauntlet_desktop.core.records import AnalysisRecord
from gauntlet_desktop.reporting import answer, pictures
from gauntlet_desktop.reporting import typesetting as t
from gauntlet_desktop.reporting.options import ReportOptions
from gauntlet_desktop.reporting.report import Report
from gauntlet_desktop.reporting.sections import SECTIONS
from gauntlet_desktop.reporting.twin import render_twin, report_id

_MARGIN = 56.6  # points, 20 mm
_FOOT = 34.0


def render_pdf(record: AnalysisRecord, pixels: NDArray[np.uint8] | None, options: ReportOptions | None = None) -> bytes:
    """The report of one record.

    `pixels` are the examined picture, uint8 (height, width, 3), or None where there is none; only they are ever
    embedded, no path is opened. Nothing in the bytes depends on the clock, the machine's fonts or the run.
    """
    chosen = options or ReportOptions()
    twin = render_twin(record, chosen)
    shown = pictures.reduced(pixels) if pixels is not None and chosen.show_picture else None
    report = Report(record, chosen, shown, hashlib.sha256(twin).hexdigest(), report_id(twin))
    _, pages = _build(report, total=0)
    # “Page x of y” needs y, which only a finished layout knows: the second pass prints it.
    data, _ = _build(report, total=pages)
    return data


def _build(report: Report, total: int) -> tuple[bytes, int]:
    from reportlab.lib.pagesizes import A4
    from reportlab.platypus import SimpleDocTemplate

    t.prepare()
    buffer = io.BytesIO()
    document = SimpleDocTemplate(
        buffer,
        pagesize=A4,
        leftMargin=_MARGIN - 6,  # a frame pads its content by 6 points
        rightMargin=_MARGIN - 6,
        topMargin=_MARGIN - 12,
        bottomMargin=_MARGIN,
        title=t.printable(f"Gauntlet report {report.identifier}: {report.record.source.name}", 160),
        author=t.printable(report.options.examiner or report.record.program, 160),
        subject="Examination of a digital image",
        creator=t.printable(report.record.program, 160),
        lang="en",
        invariant=1,
        displayDocTitle=True,
        initialFontName=t.REGULAR,
    )
    document.afterFlowable = lambda block: _bookmark(document.canv, block)

    def footer(canvas: Any, layout: Any) -> None:
        _footer(canvas, report, f"Page {layout.page} of {total}")

    document.build(_story(report), onFirstPage=footer, onLaterPages=footer)
    return buffer.getvalue(), document.page


def _story(report: Report) -> list[t.Block]:
    story = answer.front(report)
    filled = [(section, blocks) for section in SECTIONS if (blocks := section.blocks(report))]
    for number, (section, blocks) in enumerate(filled, 1):
        story += [t.room(section.room), t.section(f"{number}. {section.title}"), *blocks]
    return story


def _bookmark(canvas: Any, block: t.Block) -> None:
    """Put a section's heading into the outline of the PDF."""
    if getattr(getattr(block, "style", None), "name", "") == "section":
        title = block.getPlainText()
        canvas.bookmarkPage(title)
        canvas.addOutlineEntry(title, title, level=0)


def _footer(canvas: Any, report: Report, page: str) -> None:
    width = canvas._pagesize[0]
    canvas.saveState()
    canvas.setStrokeColor(t.RULE)
    canvas.setLineWidth(0.5)
    canvas.line(_MARGIN, _FOOT + 11, width - _MARGIN, _FOOT + 11)
    canvas.setFont(t.REGULAR, 7)
    canvas.setFillColor(t.GREY)
    canvas.drawString(_MARGIN, _FOOT, t.printable(report.record.source.name, 28))
    canvas.drawCentredString(width / 2, _FOOT, f"Report {report.identifier}")
    canvas.drawRightString(width - _MARGIN, _FOOT, page)
    canvas.restoreState()
