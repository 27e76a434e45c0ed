"""Puts flowables on pages in one pass: what needs the last page's number is drawn once all pages are laid out.

Of a long report little is in memory: flowables of a few pages, what was drawn on the others, compressed, and no
picture: each is written into the file as soon as it is drawn.
"""

from __future__ import annotations

import io
import zlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import islice
from typing import Any

from gauntlet_desktop.reporting import typesetting as t
from gauntlet_desktop.reporting.objects import Objects

MARGIN = 56.6  # points, 20 mm
# Of each paper the margins left and right: the text is as wide on all.
_SIDE_MARGINS = {"a4": MARGIN, "letter": 65.0}
_FOOT = 34.0
_RULE_ABOVE_FOOT = 11.0
_VERSION = (1, 4)  # of PDF: the first with transparency
# What a canvas knows of a page besides what was drawn on it.
_OF_A_PAGE = ("_formsinuse", "_annotationrefs", "_colorsUsed", "_shadingUsed", "headings", "references")
# Flowables at hand: more than a heading can ask to stay with.
_AHEAD = 100


@dataclass(frozen=True, slots=True)
class Furniture:
    """What stands on every page besides its number: `head` and `foot`, each (left, right). And the PDF's own fields."""

    head: tuple[str, str]
    foot: tuple[str, str]
    title: str
    author: str
    creator: str
    keywords: str
    subject: str


def build(
    story: Iterable[t.Block],
    furniture: Furniture,
    write: Callable[[bytes], object],
    heading_set: Callable[[str], None] = lambda key: None,
    paper: str = "a4",
) -> None:
    """Write the PDF on a `paper` of options.PAPERS, part by part. The story is asked for as it is set, a little ahead:
    of a long one only a few pages are in memory as flowables. `heading_set` is called with the key of each heading once
    it is on its page."""
    from reportlab.lib import pagesizes
    from reportlab.platypus import SimpleDocTemplate

    t.prepare()
    side = _SIDE_MARGINS[paper]
    document = SimpleDocTemplate(
        io.BytesIO(),  # nothing is left for it: the canvas writes all
        pagesize=getattr(pagesizes, paper.upper()),
        leftMargin=side - 6,  # a frame pads its content by 6 points
        rightMargin=side - 6,
        topMargin=MARGIN - 6,
        bottomMargin=MARGIN,
        title=t.printable(furniture.title, 160),
        author=t.printable(furniture.author, 160),
        subject=furniture.subject,
        creator=t.printable(furniture.creator, 160),
        keywords=furniture.keywords,
        lang="en",
        invariant=1,
        displayDocTitle=True,
        initialFontName=t.REGULAR,
    )

    def note(block: t.Block) -> None:
        outlined = getattr(block, "outlined", None)
        if outlined is not None:
            document.canv.headings.append(outlined)
            heading_set(outlined[1])

    waiting = iter(story)
    at_hand = list(islice(waiting, _AHEAD))

    def refill(flowables: list[t.Block]) -> None:
        if flowables is at_hand:  # ReportLab has lists of its own, too
            at_hand.extend(islice(waiting, max(0, _AHEAD - len(at_hand))))

    document.afterFlowable = note
    document.filterFlowables = refill
    maker = _canvas_maker(write, side, lambda canvas, page: _furnish(canvas, furniture, side, page))
    document.build(at_hand, canvasmaker=maker)


def _canvas_maker(
    write: Callable[[bytes], object], side: float, furnish: Callable[[Any, tuple[int, int]], None]
) -> Callable[..., Any]:
    """A canvas that keeps its pages back until the last one is laid out, and then writes them one after the other:
    headings become entries of the outline, references to them page numbers that lead there."""
    from reportlab.pdfgen.canvas import Canvas

    class KeepingCanvas(Canvas):  # type: ignore[misc]
        def __init__(self, *arguments: Any, **keywords: Any) -> None:
            super().__init__(*arguments, **{**keywords, "pdfVersion": _VERSION})
            self.objects = Objects(self._doc, write)
            self.kept: list[tuple[bytes, dict[str, Any]]] = []
            self.headings: list[tuple[str, str, int]] = []
            self.references: list[tuple[str, float, float]] = []

        def drawImage(self, *arguments: Any, **keywords: Any) -> Any:
            size = super().drawImage(*arguments, **keywords)
            self.objects.put(self._doc.getXObjectName(self._formsinuse[-1]))
            return size

        def showPage(self) -> None:
            code = zlib.compress("\n".join(self._code).encode(), level=1)
            self.kept.append((code, {name: getattr(self, name) for name in _OF_A_PAGE}))
            self.headings, self.references = [], []
            self._startPage()

        def save(self) -> None:
            pages = {key: number for number, (_, page) in enumerate(self.kept, 1) for _, key, _ in page["headings"]}
            total, self._pageNumber = len(self.kept), 1
            self.kept.reverse()
            while self.kept:
                code, page = self.kept.pop()
                self.__dict__.update(page, _code=[zlib.decompress(code).decode()])
                furnish(self, (self._pageNumber, total))
                _finish(self, pages, side)
                name = self._doc.thisPageName()
                super().showPage()
                self.objects.put(name)
            super().save()

    return KeepingCanvas


def _finish(canvas: Any, pages: dict[str, int], side: float) -> None:
    for title, key, level in canvas.headings:
        canvas.bookmarkPage(key)
        canvas.addOutlineEntry(t.printable(title, 120), key, level=level)
    canvas.setFont(t.REGULAR, 7.8)
    canvas.setFillColor(t.INK)
    for key, right, y in canvas.references:
        canvas.drawRightString(right, y, str(pages[key]))
        # Named, for ReportLab counts links anew on each page that was kept.
        canvas.linkRect("", key, (side, y - 3, right, y + 10), name=f"to-{key}", relative=0, thickness=0)


def _furnish(canvas: Any, furniture: Furniture, side: float, page: tuple[int, int]) -> None:
    """Header and footer, each over the text's width, with a rule between them and the text."""
    width, height = canvas._pagesize
    left, right = side, width - side
    canvas.saveState()
    canvas.setFont(t.REGULAR, 7)
    canvas.setStrokeColor(t.RULE)
    canvas.setFillColor(t.GREY)
    canvas.setLineWidth(0.5)
    canvas.drawString(left, height - _FOOT, t.printable(furniture.head[0], 60))
    canvas.drawRightString(right, height - _FOOT, t.printable(furniture.head[1], 50))
    canvas.line(left, height - _FOOT - 5, right, height - _FOOT - 5)
    canvas.line(left, _FOOT + _RULE_ABOVE_FOOT, right, _FOOT + _RULE_ABOVE_FOOT)
    canvas.drawString(left, _FOOT, t.printable(furniture.foot[0], 28))
    canvas.drawCentredString(width / 2, _FOOT, furniture.foot[1])
    canvas.drawRightString(right, _FOOT, "Page {} of {}".format(*page))
    canvas.restoreState()
