"""Sheets of small pictures with names, answers and decisions, one file of bounded size at a time.

Pictures come one by one and are kept as small JPEGs only, at most MOST_IMAGES of them: memory does not grow with the
case. The same images give the same bytes.
"""

from __future__ import annotations

import io
import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from gauntlet_desktop.core.likelihood import signed
from gauntlet_desktop.reporting import marks
from gauntlet_desktop.reporting import typesetting as t
from gauntlet_desktop.reporting.case_model import CaseItem, answer_of, decided

ACROSS, DOWN = 4, 5
MOST_IMAGES = 100 * ACROSS * DOWN
# Long side in pixels of a picture on a sheet: about 150 dpi at the size it is printed.
SHEET_SIDE = 224
_MARGIN, _HEAD, _FOOT = 40.0, 34.0, 26.0
_GAP, _LINE, _LINES, _MARK = 10.0, 9.2, 5, 7.0
_JPEG_QUALITY = 80

Picture = NDArray[np.uint8] | None


@dataclass(frozen=True, slots=True)
class SheetHead:
    """What stands on every page: the case, which of its images these are, when (ISO 8601, UTC), the head of the custody
    log before the sheet was written, and of how many sheets this is which."""

    case_name: str
    chosen: str
    made: str
    custody_head: str
    number: int = 1
    sheets: int = 1


def render_sheet(head: SheetHead, pictures: Iterable[tuple[CaseItem, Picture]], count: int) -> bytes:
    """The sheet as a PDF of A4 pages with `count` images, at most MOST_IMAGES."""
    from reportlab.lib.pagesizes import A4
    from reportlab.pdfgen.canvas import Canvas

    t.prepare()
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=A4, invariant=1, initialFontName=t.REGULAR, lang="en", pageCompression=1)
    canvas.setTitle(t.printable(f"Contact sheet: {head.case_name}", 160))
    canvas.setSubject("Images of a case")
    pages = max(1, math.ceil(count / (ACROSS * DOWN)))
    for place, (item, picture) in enumerate(pictures):
        if place % (ACROSS * DOWN) == 0:
            _begin_page(canvas, head, place // (ACROSS * DOWN) + 1, pages)
        _draw_item(canvas, *_corner(place % (ACROSS * DOWN)), item, picture)
    if not count:
        _begin_page(canvas, head, 1, 1)
    canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def cell_size() -> tuple[float, float]:
    """Width and height of an image's place (points), its lines of text among it."""
    from reportlab.lib.pagesizes import A4

    width = (A4[0] - 2 * _MARGIN - (ACROSS - 1) * _GAP) / ACROSS
    height = (A4[1] - 2 * _MARGIN - _HEAD - _FOOT - (DOWN - 1) * _GAP) / DOWN
    return width, height


def _corner(place: int) -> tuple[float, float]:
    """The lower left corner of a place on the page."""
    from reportlab.lib.pagesizes import A4

    row, column = divmod(place, ACROSS)
    width, height = cell_size()
    return _MARGIN + column * (width + _GAP), A4[1] - _MARGIN - _HEAD - (row + 1) * height - row * _GAP


def _begin_page(canvas: Any, head: SheetHead, page: int, pages: int) -> None:
    if page > 1:
        canvas.showPage()
    width, height = canvas._pagesize
    top = height - _MARGIN
    canvas.setFillColor(t.INK)
    canvas.setFont(t.BOLD, 11)
    canvas.drawString(_MARGIN, top - 9, t.shortened(head.case_name, t.BOLD, 11, width - 2 * _MARGIN - 130))
    canvas.setFont(t.REGULAR, 7.5)
    canvas.setFillColor(t.GREY)
    canvas.drawString(_MARGIN, top - 21, t.shortened(head.chosen, t.REGULAR, 7.5, width - 2 * _MARGIN))
    sheet = f"Sheet {head.number} of {head.sheets}, " if head.sheets > 1 else ""
    canvas.drawRightString(width - _MARGIN, top - 9, f"{sheet}page {page} of {pages}")
    canvas.setStrokeColor(t.RULE)
    canvas.setLineWidth(0.5)
    canvas.line(_MARGIN, top - 27, width - _MARGIN, top - 27)
    canvas.line(_MARGIN, _MARGIN + _FOOT - 9, width - _MARGIN, _MARGIN + _FOOT - 9)
    canvas.setFont(t.REGULAR, 6.5)
    head_line = f"Custody log, head {head.custody_head or 'none'}; made {head.made}"
    canvas.drawString(_MARGIN, _MARGIN + 8, t.printable(head_line, 160))
    note = "Under a picture: the program's answer and log10 LR; apart from it, the examiner's decision. ★ bookmarked."
    canvas.drawString(_MARGIN, _MARGIN, note)


def _draw_item(canvas: Any, x: float, y: float, item: CaseItem, picture: Picture) -> None:
    width, height = cell_size()
    text_height = _LINES * _LINE
    _draw_picture(canvas, (x, y + text_height + 3, width, height - text_height - 3), picture)
    top = y + text_height - _LINE + 2.4
    canvas.setFillColor(t.INK)
    _draw_line(canvas, (x, top, width), item.name, t.REGULAR)
    marks.mark(item.status, item.tier, _MARK).drawOn(canvas, x, top - _LINE - 0.8)
    canvas.setFillColor(marks.colour(item.status, item.tier))
    said = answer_of(item.status, item.tier)
    ratio = "" if item.log10_lr is None else f"  {signed(item.log10_lr)}"
    _draw_line(canvas, (x + _MARK + 3, top - _LINE, width - _MARK - 3), f"{said}{ratio}", t.REGULAR)
    canvas.setFillColor(t.INK)
    decision = f"Examiner: {decided(item)}" if decided(item) else ""
    said = "  ".join(filter(None, ("★" if item.bookmarked else "", decision)))
    _draw_line(canvas, (x, top - 2 * _LINE, width), said, t.BOLD)
    _draw_line(canvas, (x, top - 3 * _LINE, width), ", ".join(item.tags), t.REGULAR)
    canvas.setFillColor(t.GREY)
    _draw_line(canvas, (x, top - 4 * _LINE, width), f"{item.id}  {item.sha256[:16]}", t.MONO)


def _draw_line(canvas: Any, place: tuple[float, float, float], text: str, font: str) -> None:
    """A line of text from a place on, (x, y, width)."""
    x, y, width = place
    size = 6.0 if font == t.MONO else 7.0
    canvas.setFont(font, size)
    canvas.drawString(x, y, t.shortened(text, font, size, width))


def _draw_picture(canvas: Any, frame: tuple[float, float, float, float], picture: Picture) -> None:
    from reportlab.lib.utils import ImageReader

    x, y, width, height = frame
    canvas.setFillColor(t.SHADE)
    canvas.rect(x, y, width, height, stroke=0, fill=1)
    if picture is None:
        canvas.setFillColor(t.GREY)
        canvas.setFont(t.REGULAR, 7)
        canvas.drawCentredString(x + width / 2, y + height / 2 - 2, "The picture cannot be shown")
        return
    rows, columns = picture.shape[:2]
    scale = min(width / columns, height / rows)
    across, up = columns * scale, rows * scale
    reader = ImageReader(io.BytesIO(_jpeg(picture)))
    canvas.drawImage(reader, x + (width - across) / 2, y + (height - up) / 2, across, up)


def _jpeg(picture: NDArray[np.uint8]) -> bytes:
    from PIL import Image

    buffer = io.BytesIO()
    Image.fromarray(np.ascontiguousarray(picture)).save(buffer, "JPEG", quality=_JPEG_QUALITY)
    return buffer.getvalue()
