"""Puts flowables on pages in one pass: what needs the last page's number is drawn once all pages are laid out."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import islice
from typing import Any

from gauntlet_desktop.reporting import typesetting as t

MARGIN = 56.6  # points, 20 mm
# Of each paper the margins left and right: the text is as wide on all.
_SIDE_MARGINS = {"a4": MARGIN, "letter": 65.0}
_FOOT = 34.0
_RULE_ABOVE_FOOT = 11.0
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
    heading_set: Callable[[str], None] = lambda key: None,
    paper: str = "a4",
) -> tuple[bytes, int]:
    """The PDF on a `paper` of options.PAPERS, and its number of pages. The story is asked for as it is set, a little
    ahead: of a long one only a few pages are in memory as flowables. `heading_set` is called with the key of each
    heading once it is on its page."""
    from reportlab.lib import pagesizes
    from reportlab.platypus import SimpleDocTemplate

    t.prepare()
    side = _SIDE_MARGINS[paper]
    buffer = io.BytesIO()
    document = SimpleDocTemplate(
        buffer,
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
    maker = _canvas_maker(side, lambda canvas, number, total: _furnish(canvas, furniture, side, (number, total)))
    document.build(at_hand, canvasmaker=maker)
    return buffer.getvalue(), document.page


def _canvas_maker(side: float, furnish: Callable[[Any, int, int], None]) -> Callable[..., Any]:
    """A canvas that keeps its pages back until the last one is laid out, and then finishes them one after the other:
    headings become entries of the outline, references to them page numbers that lead there."""
    from reportlab.pdfgen.canvas import Canvas

    class KeepingCanvas(Canvas):  # type: ignore[misc]
        def __init__(self, *arguments: Any, **keywords: Any) -> None:
            super().__init__(*arguments, **keywords)
            self.kept: list[dict[str, Any]] = []
            self.headings: list[tuple[str, str, int]] = []
            self.references: list[tuple[str, float, float]] = []

        def showPage(self) -> None:
            self.kept.append({**self.__dict__, "_code": ["\n".join(self._code)]})
            self.headings, self.references = [], []
            self._startPage()

        def save(self) -> None:
            pages = {key: page["_pageNumber"] for page in self.kept for _, key, _ in page["headings"]}
            total = len(self.kept)
            for page in self.kept:
                self.__dict__.update(page)
                furnish(self, self._pageNumber, total)
                _finish(self, pages, side)
                super().showPage()
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
