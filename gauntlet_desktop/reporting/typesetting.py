"""Sets text, tables and boxes: the only place where reportlab sees text, and every character passes through `markup`.

Paragraphs of reportlab are a markup language that opens files (`<img src>`), so text from records is made visible,
reduced to characters that the embedded font has, cut to a bound and escaped, in this order.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Sequence
from functools import cache
from importlib.resources import files
from typing import Any, TypeAlias
from xml.sax.saxutils import escape

from gauntlet_desktop.core.safe_text import visible

Block: TypeAlias = Any  # a reportlab flowable; the library has no types

REGULAR, BOLD, MONO = "GauntletSans", "GauntletSans-Bold", "GauntletMono"
_FONT_FILES = {REGULAR: "DejaVuSans.ttf", BOLD: "DejaVuSans-Bold.ttf", MONO: "DejaVuSansMono.ttf"}

INK, GREY, RULE, SHADE, NEUTRAL, WARNING = "#1b1f24", "#5b6470", "#c9ced6", "#f3f5f8", "#8a929c", "#b3261e"
_FIRST, _LAST = (0, 0), (-1, -1)  # cells of a table, as reportlab counts them
CONTENT_WIDTH = 482.0  # points: A4 less margins of 20 mm

# A row of a table cannot be taller than a page, so a value is cut; the JSON twin keeps all of it.
VALUE_LIMIT = 1200
CELL_LIMIT = 400
ROW_LIMIT = 120
FIRST_ROWS = 140.0  # points: heading, header and two rows of a table

_DIGEST = re.compile(r"[0-9a-f]{64}\b")

_STYLES: dict[str, dict[str, Any]] = {
    "title": {"fontName": BOLD, "fontSize": 18, "leading": 23, "spaceAfter": 2},
    "subtitle": {"fontSize": 9, "leading": 12.5, "textColor": GREY, "spaceAfter": 8},
    "section": {
        "fontName": BOLD,
        "fontSize": 12.5,
        "leading": 16,
        "spaceBefore": 16,
        "spaceAfter": 5,
        "keepWithNext": 1,
    },
    "image": {"fontName": BOLD, "fontSize": 15, "leading": 19, "spaceAfter": 6, "keepWithNext": 1},
    "part": {"fontName": BOLD, "fontSize": 9.5, "leading": 13, "spaceBefore": 8, "spaceAfter": 3, "keepWithNext": 1},
    "table_part": {"fontName": BOLD, "fontSize": 9.5, "leading": 13, "spaceBefore": 8, "spaceAfter": 3},
    "body": {"spaceAfter": 4},
    "note": {"fontSize": 7.8, "leading": 10.8, "textColor": GREY, "spaceAfter": 4},
    "bullet": {"leftIndent": 11, "bulletIndent": 1, "spaceAfter": 2.5},
    "headline": {"fontName": BOLD, "fontSize": 13, "leading": 17, "spaceAfter": 3},
    "cell": {"fontSize": 7.8, "leading": 10.4},
    "head": {"fontName": BOLD, "fontSize": 7.4, "leading": 9.6, "textColor": GREY},
    "mono": {"fontName": MONO, "fontSize": 7.2, "leading": 10.2},
    "caption": {"fontSize": 7.8, "leading": 10, "textColor": GREY, "alignment": 1},
    "ids": {"fontName": MONO, "fontSize": 6.8, "leading": 9, "textColor": GREY, "leftIndent": 11, "spaceAfter": 5},
}


def prepare() -> None:
    """Prepare reportlab: the embedded fonts, binary streams. Calling it again changes nothing."""
    from reportlab import rl_config
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont

    # Binary streams: text encoding in pure Python took a third of the time and a quarter of the bytes.
    rl_config.useA85 = 0
    known = pdfmetrics.getRegisteredFontNames()
    for name, file_name in _FONT_FILES.items():
        if name not in known:
            data = files("gauntlet_desktop.resources").joinpath("fonts", file_name).read_bytes()
            pdfmetrics.registerFont(TTFont(name, io.BytesIO(data)))


@cache
def _glyphs(font: str) -> frozenset[int]:
    from reportlab.pdfbase import pdfmetrics

    prepare()
    return frozenset(pdfmetrics.getFont(font).face.charToGlyph)


@cache
def _style(name: str) -> Any:
    from reportlab.lib.colors import HexColor
    from reportlab.lib.styles import ParagraphStyle

    prepare()
    base = {"fontName": REGULAR, "fontSize": 8.8, "leading": 12.4, "textColor": INK, "splitLongWords": 1}
    base |= {"bulletFontName": REGULAR, "bulletFontSize": 8.8}
    chosen = {**base, **_STYLES[name]}
    chosen["textColor"] = HexColor(chosen["textColor"])  # once, not for each line of text
    return ParagraphStyle(name, **chosen)


@cache
def _paragraph() -> Any:
    from reportlab.platypus import Paragraph

    class Kept(Paragraph):  # type: ignore[misc]
        """A paragraph that is broken into lines once for a width: a table asks for it again wherever it is split."""

        broken_at: tuple[float, tuple[float, float]] | None = None

        def wrap(self, width: float, height: float) -> Any:
            if self.broken_at is None or self.broken_at[0] != width or not hasattr(self, "blPara"):
                self.broken_at = (width, super().wrap(width, height))
            return self.broken_at[1]

    return Kept


def printable(untrusted_text: str, limit: int, font: str = REGULAR) -> str:
    """Text on one line of at most `limit` characters (and a mark where it was cut) that the font can print."""
    glyphs, shown = _glyphs(font), visible(untrusted_text)
    if not glyphs.issuperset(map(ord, shown)):
        shown = "".join(c if ord(c) in glyphs else f"‹U+{ord(c):04X}›" for c in shown)
    return shown if len(shown) <= limit else f"{shown[:limit]}… (cut)"


def shortened(untrusted_text: str, font: str, size: float, width: float) -> str:
    """Printable text on one line of at most `width` points; what is too long loses its middle."""
    from reportlab.pdfbase.pdfmetrics import stringWidth

    shown = printable(untrusted_text, CELL_LIMIT, font)
    if stringWidth(shown, font, size) <= width:
        return shown
    kept = len(shown) - 1
    while kept > 0 and stringWidth(cut := _without_middle(shown, kept), font, size) > width:
        kept -= max(1, int((stringWidth(cut, font, size) - width) / size))
    return _without_middle(shown, kept)


def _without_middle(text: str, kept: int) -> str:
    """A text of which `kept` characters are left, the later half of them from its end."""
    end = max(0, kept) // 2
    return f"{text[: max(0, kept) - end]}…{text[len(text) - end :]}"


def markup(untrusted_text: str, limit: int = VALUE_LIMIT, font: str = REGULAR) -> str:
    """What a Paragraph may see of a text: no tag or entity in it survives."""
    return escape(printable(untrusted_text, limit, font))


def text(untrusted_text: str, style: str = "body", limit: int = VALUE_LIMIT) -> Block:
    """A paragraph of plain text in one of the styles."""
    chosen = _style(style)
    return _paragraph()(markup(untrusted_text, limit, chosen.fontName), chosen)


def bullets(sentences: Iterable[str]) -> list[Block]:
    """A list of sentences, bounded in number."""
    shown, rest = _bounded(sentences)
    blocks = [_paragraph()(markup(sentence), _style("bullet"), bulletText="•") for sentence in shown]
    return blocks + ([text(rest, "note")] if rest else [])


def numbered(sentences: Sequence[str]) -> list[Block]:
    """A numbered list of fixed sentences."""
    return [_paragraph()(markup(item), _style("bullet"), bulletText=f"{n}") for n, item in enumerate(sentences, 1)]


def section(title: str) -> Block:
    """A numbered heading; the document adds it to the outline by its style."""
    return text(title, "section")


def heading(title: str, key: str, level: int, style: str) -> Block:
    """A heading that `pages` puts into the outline, and that page numbers can refer to by its key."""
    block = text(title, style, CELL_LIMIT)
    block.outlined = (title, key, level)
    return block


def contents(entries: Iterable[tuple[str, str]]) -> Block:
    """Titles, each with the page on which the heading of its key stands; unlike other tables not bounded."""
    rows = [[text(title, "cell", CELL_LIMIT), _page_reference(key)] for title, key in entries]
    return _table(rows, [CONTENT_WIDTH - 40, 40], head=False)


def new_page() -> Block:
    from reportlab.platypus.doctemplate import PageBreakIfNotEmpty

    return PageBreakIfNotEmpty()


def part(title: str) -> Block:
    return text(title, "part")


def table_part(title: str) -> list[Block]:
    """A heading over a long table: kept with its first rows only, where `part` would move the whole table along."""
    return [room(FIRST_ROWS), text(title, "table_part")]


def space(points: float) -> Block:
    from reportlab.platypus import Spacer

    return Spacer(1, points)


def room(points: float) -> Block:
    """A page break where less than `points` are left on the page."""
    from reportlab.platypus import CondPageBreak

    return CondPageBreak(points)


def together(blocks: list[Block]) -> Block:
    """Blocks that stay on one page when they fit on one."""
    from reportlab.platypus import KeepTogether

    return KeepTogether(blocks)


def facts(pairs: Iterable[tuple[str, str]], label_width: float = 128) -> Block:
    """Two columns, label and value; a value that begins with a SHA-256 is set in the fixed-width font."""
    shown, rest = _bounded(pairs)
    rows = [
        [text(label, "head", CELL_LIMIT), text(value or "—", "mono" if _DIGEST.match(value) else "cell")]
        for label, value in shown
    ]
    if rest:
        rows.append([text("", "head"), text(rest, "note")])
    return _table(rows, [label_width, CONTENT_WIDTH - label_width], head=False)


def blanks(pairs: Iterable[tuple[str, str]]) -> Block:
    """Rows of a form: what is empty is a line to write on."""
    rows = [[text(label, "head"), text(value or "\u00a0", "cell", CELL_LIMIT)] for label, value in pairs]
    style = [
        ("LEFTPADDING", _FIRST, _LAST, 0),
        ("TOPPADDING", _FIRST, _LAST, 14),
        ("LINEBELOW", (1, 0), _LAST, 0.5, GREY),
    ]
    return _laid_out(rows, [128, CONTENT_WIDTH - 128], style, spaceAfter=10)


def grid(
    header: Sequence[str],
    rows: Iterable[Sequence[str]],
    widths: Sequence[float],
    mono: int = -1,
    notes: Sequence[str] = (),
) -> Block:
    """A table with a repeated header; `widths` are shares of the text width, column `mono` is set fixed-width.

    With `notes`, one a row, each row is followed by its note over the full width.
    """
    shown, rest = _bounded(rows)
    total = sum(widths)
    cells = [
        [text(value, "mono" if index == mono else "cell", CELL_LIMIT) for index, value in enumerate(row)]
        for row in shown
    ]
    if notes:
        cells = [line for row, note in zip(cells, notes, strict=False) for line in (row, _spread(note, header))]
    if rest:
        cells.append(_spread(rest, header))
    return _table(
        [[text(title, "head") for title in header], *cells],
        [CONTENT_WIDTH * width / total for width in widths],
        noted=len(shown) if notes else 0,
    )


def _page_reference(key: str) -> Block:
    """A place for a page number, which only the finished document knows (see `pages`)."""
    from reportlab.platypus import Flowable

    class PageReference(Flowable):  # type: ignore[misc]
        def wrap(self, width: float, height: float) -> tuple[float, float]:
            self.width, self.height = width, 10.4
            return self.width, self.height

        def draw(self) -> None:
            x, y = self.canv.absolutePosition(self.width, 2.4)
            self.canv.references.append((key, x, y))

    return PageReference()


def lines(header: Sequence[str], rows: Sequence[Sequence[Any]], widths: Sequence[float], mono: int = -1) -> Block:
    """A table of many rows of one line each, quick to set: cells are texts, shortened to their column (points), or
    drawings; column `mono` is set fixed-width."""
    size, padding = 7.0, 5.0
    fonts = [MONO if index == mono else REGULAR for index in range(len(widths))]
    cells = [
        [
            shortened(cell, font, 6.2 if font == MONO else size, width - padding) if isinstance(cell, str) else cell
            for cell, width, font in zip(row, widths, fonts, strict=True)
        ]
        for row in rows
    ]
    style = [
        ("FONTSIZE", _FIRST, _LAST, size),
        ("LEADING", _FIRST, _LAST, size + 1.5),
        ("TEXTCOLOR", _FIRST, _LAST, INK),
        ("FONTNAME", _FIRST, (-1, 0), BOLD),
        ("TEXTCOLOR", _FIRST, (-1, 0), GREY),
        ("FONTNAME", (mono, 1), (mono, -1), MONO),
        ("FONTSIZE", (mono, 1), (mono, -1), 6.2),
        ("VALIGN", _FIRST, _LAST, "MIDDLE"),
        ("LEFTPADDING", _FIRST, _LAST, 0),
        ("RIGHTPADDING", _FIRST, _LAST, padding),
        ("TOPPADDING", _FIRST, _LAST, 1.5),
        ("BOTTOMPADDING", _FIRST, _LAST, 2.5),
        ("LINEBELOW", _FIRST, _LAST, 0.3, RULE),
        ("LINEBELOW", _FIRST, (-1, 0), 0.9, GREY),
    ]
    return _laid_out([list(header), *cells], list(widths), style, repeatRows=1, spaceBefore=3, spaceAfter=6)


def _spread(note: str, header: Sequence[str]) -> list[Block]:
    return [text(note, "note"), *[text("", "cell") for _ in header[1:]]]


def boxed(blocks: list[Block], accent: str, side: Block | None = None, side_width: float = 0) -> Block:
    """A shaded box with an accent bar on its left and, if given, a block (a small picture) on its right."""
    row = [blocks] if side is None else [blocks, side]
    widths = [CONTENT_WIDTH] if side is None else [CONTENT_WIDTH - side_width, side_width]
    style = [
        ("BACKGROUND", _FIRST, _LAST, SHADE),
        ("LINEBEFORE", _FIRST, (0, -1), 4, accent),
        ("LEFTPADDING", _FIRST, (0, -1), 12),
        ("RIGHTPADDING", _FIRST, _LAST, 10),
        ("TOPPADDING", _FIRST, _LAST, 9),
        ("BOTTOMPADDING", _FIRST, _LAST, 8),
    ]
    return _laid_out([row], widths, style, splitInRow=1)


def boxed_rows(rows: Sequence[list[Block]], accent: str) -> Block:
    """A shaded box of many rows, with an accent bar; it is split between rows where a page ends."""
    style = [
        ("BACKGROUND", _FIRST, _LAST, SHADE),
        ("LINEBEFORE", _FIRST, (0, -1), 4, accent),
        ("LEFTPADDING", _FIRST, _LAST, 12),
        ("RIGHTPADDING", _FIRST, _LAST, 10),
        ("TOPPADDING", _FIRST, _LAST, 3),
        ("BOTTOMPADDING", _FIRST, _LAST, 3),
    ]
    return _laid_out([[row] for row in rows], [CONTENT_WIDTH], style)


def panels(pictures: Sequence[Block], captions: Sequence[str]) -> Block:
    """Pictures side by side, centred, each with its caption underneath."""
    labels = [text(caption, "caption") for caption in captions]
    widths = [CONTENT_WIDTH / len(pictures)] * len(pictures)
    style = [("ALIGN", _FIRST, _LAST, "CENTER"), ("VALIGN", _FIRST, (-1, 0), "BOTTOM")]
    return _laid_out([list(pictures), labels], widths, style)


def _table(rows: list[list[Block]], widths: list[float], head: bool = True, noted: int = 0) -> Block:
    """Rows with a rule under each; the first `noted` rows after the header are pairs of a row and its note."""
    style: list[tuple[Any, ...]] = [
        ("LEFTPADDING", _FIRST, _LAST, 0),
        ("RIGHTPADDING", _FIRST, _LAST, 8),
        ("TOPPADDING", _FIRST, _LAST, 2.5),
        ("BOTTOMPADDING", _FIRST, _LAST, 3.5),
        ("LINEBELOW", _FIRST, _LAST, 0.4, RULE),
    ]
    if head:
        style.append(("LINEBELOW", _FIRST, (-1, 0), 0.9, GREY))
    for row in range(1, 2 * noted, 2):
        style += [
            ("SPAN", (0, row + 1), (-1, row + 1)),
            ("NOSPLIT", (0, row), (0, row + 1)),
            ("LINEBELOW", (0, row), (-1, row), 0.4, "#ffffff"),
            ("BOTTOMPADDING", (0, row + 1), (-1, row + 1), 6),
        ]
    return _laid_out(rows, widths, style, repeatRows=int(head), spaceBefore=3, spaceAfter=6)


def _laid_out(rows: list[list[Block]], widths: list[float], style: Sequence[tuple[Any, ...]], **layout: Any) -> Block:
    """A table of cells; it names an embedded font even where it sets no text itself, or a page would ask for one."""
    from reportlab.platypus import Table, TableStyle

    common = [("FONTNAME", _FIRST, _LAST, REGULAR), ("VALIGN", _FIRST, _LAST, "TOP")]
    return Table(rows, colWidths=widths, style=TableStyle([*common, *style]), **layout)


def _bounded(items: Iterable[Any]) -> tuple[list[Any], str]:
    listed = list(items)
    rest = len(listed) - ROW_LIMIT
    return listed[:ROW_LIMIT], f"{rest} more in the JSON twin." if rest > 0 else ""
