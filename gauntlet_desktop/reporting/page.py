"""Renders the content of a report as one page of HTML: no scripts, nothing loaded from elsewhere, the same bytes for
the same input. Every text passes through `_words`, which makes it visible, cuts it and escapes it."""

from __future__ import annotations

import base64
import io
from collections.abc import Iterable, Sequence
from html import escape
from typing import BinaryIO, TypeVar, assert_never

from gauntlet_desktop.core.safe_text import visible
from gauntlet_desktop.reporting import blocks as b
from gauntlet_desktop.reporting import marks
from gauntlet_desktop.reporting.document import Document, content
from gauntlet_desktop.reporting.seal import Sealing, blank_keywords
from gauntlet_desktop.reporting.svg import svg

# Nothing may be loaded and nothing may run, whatever a browser finds in the page.
_POLICY = "default-src 'none'; img-src data:; style-src 'unsafe-inline'"
_DIGEST_LENGTH = 64
_MARK_SIDE = 10.0
T = TypeVar("T")
_STYLE = """
:root { color-scheme: light dark; --ink: #1b1f24; --grey: #5b6470; --rule: #c9ced6; --shade: #f3f5f8; --paper: #fff }
@media (prefers-color-scheme: dark) {
 :root { --ink: #e6e8eb; --grey: #a7afba; --rule: #454c56; --shade: #23272d; --paper: #181b1f } }
@media print { :root { --ink: #1b1f24; --grey: #5b6470; --rule: #c9ced6; --shade: #f3f5f8; --paper: #fff }
 h2.image { break-before: page } figure, tr, .box { break-inside: avoid } }
body { margin: 2em auto; max-width: 52em; padding: 0 1em; background: var(--paper); color: var(--ink);
 font: 15px/1.5 "DejaVu Sans", system-ui, sans-serif; overflow-wrap: anywhere }
header, footer { color: var(--grey); font-size: .85em; border-color: var(--rule); border-style: solid; border-width: 0 }
header { border-bottom-width: 1px } footer { border-top-width: 1px; margin-top: 3em }
h1 { font-size: 1.7em; margin: .6em 0 0 } h2 { font-size: 1.25em; margin-top: 2em } h2.image { font-size: 1.5em }
h3 { font-size: 1.1em } h4 { font-size: 1em; margin-bottom: .2em }
p.note, .ids, figcaption, p.subtitle, .note { color: var(--grey); font-size: .87em } .headline { font-size: 1.35em;
 font-weight: bold; margin: 0 } .ids, .mono { font-family: "DejaVu Sans Mono", monospace; font-size: .82em }
table { border-collapse: collapse; width: 100%; font-size: .87em } th { color: var(--grey); text-align: left }
td, th { border-bottom: 1px solid var(--rule); padding: .35em .8em .35em 0; vertical-align: top }
.box { background: var(--shade); border-left: 5px solid; padding: .7em 1em; margin: .6em 0; display: flow-root }
.box > .row { margin: .4em 0 } .box > .side { float: right; margin: 0 0 0 1em }
.blank { height: 2em } figure { margin: .6em 0; display: inline-block; max-width: 49%; vertical-align: bottom }
figure.only { max-width: 100% } td.mark { width: 1em }
 td.mark svg { background: none } img, svg { max-width: 100%; height: auto } svg { background: #fff; display: block }
"""


def render_page(document: Document) -> bytes:
    """The sealed page, UTF-8."""
    file = io.BytesIO()
    write_page(document, file)
    return file.getvalue()


def write_page(document: Document, file: BinaryIO) -> Sealing:
    """The same, written into an empty file that can be sought in; returns its seal."""
    whole = document.whole
    title = _words(f"Report {whole.identifier}: {document.name}", 160)
    foot = f"Report {whole.identifier}. {whole.record.program}."
    head = (
        '<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8">'
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">'
        f'<meta name="keywords" content="{blank_keywords(whole.twin_sha256)}">'
        f'<meta name="viewport" content="width=device-width"><title>{title}</title><style>{_STYLE}</style></head>\n'
        f"<body><header>{_words(whole.options.agency or whole.record.program, 160)}</header>\n<main>\n"
    )
    sealing = Sealing.of_page(file)
    sealing.write(head.encode("utf-8"))
    for block in content(document):
        sealing.write(_html(block).encode("utf-8"))
    sealing.write(f"</main>\n<footer>{_words(foot, 200)}</footer></body></html>\n".encode())
    sealing.seal()
    return sealing


def html(blocks: Iterable[b.Block]) -> str:
    """The blocks one after the other."""
    return "".join(_html(block) for block in blocks)


def _html(block: b.Block) -> str:  # noqa: PLR0912 - one case a kind of block
    match block:
        case b.Text():
            return _paragraph(block)
        case b.Items():
            return _list(block)
        case b.Facts():
            return _facts(block)
        case b.Blanks():
            return _blanks(block)
        case b.Grid():
            return _grid(block)
        case b.Lines():
            return _lines(block)
        case b.Picture():
            return f'<figure class="only">{_image(block)}</figure>\n'
        case b.Drawing():
            return f'<figure class="only">{svg(block.shapes, visible(block.words))}</figure>\n'
        case b.Boxed():
            side = "" if block.side is None else f'<figure class="side">{_image(block.side)}</figure>'
            return f'<div class="box" style="border-color: {block.accent}">{side}{html(block.blocks)}</div>\n'
        case b.BoxedRows():
            rows = "".join(f'<div class="row">{html(row)}</div>' for row in block.rows)
            return f'<div class="box" style="border-color: {block.accent}">{rows}</div>\n' if rows else ""
        case b.Panels():
            return _panels(block)
        case b.Together():
            return html(block.blocks)
        case b.Heading():
            level, name = (3, "") if block.level else (2, ' class="image"' if block.style == "image" else "")
            return f'<h{level}{name} id="{escape(block.key)}">{_words(block.title, b.CELL_LIMIT)}</h{level}>\n'
        case b.Contents():
            return _contents(block)
        case b.Room() | b.Space() | b.NewPage():
            return ""
        case _:
            assert_never(block)


def _paragraph(block: b.Text) -> str:
    words = _words(block.text, block.limit)
    match block.style:
        case "title":
            return f"<h1>{words}</h1>\n"
        case "part" | "table_part":
            return f"<h4>{words}</h4>\n"
        case _:
            return f'<p class="{block.style}">{words}</p>\n'


def _list(block: b.Items) -> str:
    tag = "ol" if block.numbered else "ul"
    shown, rest = _bounded(block.items)
    items = "".join(f"<li>{_words(item)}</li>" for item in shown)
    return f"<{tag}>{items}</{tag}>{_rest(rest)}\n"


def _facts(block: b.Facts) -> str:
    shown, rest = _bounded(block.pairs)
    rows = "".join(
        f"<tr><th>{_words(label, b.CELL_LIMIT)}</th><td{_mono(value)}>{_words(value or '—')}</td></tr>"
        for label, value in shown
    )
    share = round(100 * block.label_width / b.CONTENT_WIDTH)
    return f'<table><colgroup><col style="width: {share}%"><col></colgroup>{rows}</table>{_rest(rest)}\n'


def _blanks(block: b.Blanks) -> str:
    rows = "".join(
        f'<tr class="blank"><th>{_words(label)}</th><td>{_words(value, b.CELL_LIMIT)}</td></tr>'
        for label, value in block.pairs
    )
    return f'<table><colgroup><col style="width: 27%"><col></colgroup>{rows}</table>\n'


def _grid(block: b.Grid) -> str:
    shown, rest = _bounded(block.rows)
    head = "".join(f"<th>{_words(title)}</th>" for title in block.header)
    body = []
    for index, row in enumerate(shown):
        cells = "".join(
            f"<td{' class=mono' if column == block.mono else ''}>{_words(value, b.CELL_LIMIT)}</td>"
            for column, value in enumerate(row)
        )
        body.append(f"<tr>{cells}</tr>")
        if block.notes:
            body.append(f'<tr><td class="note" colspan="{len(block.header)}">{_words(block.notes[index])}</td></tr>')
    total = sum(block.widths)
    columns = "".join(f'<col style="width: {100 * width / total:.1f}%">' for width in block.widths)
    return (
        f"<table><colgroup>{columns}</colgroup><thead><tr>{head}</tr></thead><tbody>{''.join(body)}</tbody></table>"
        f"{_rest(rest)}\n"
    )


def _lines(block: b.Lines) -> str:
    head = "".join(f"<th>{_words(title)}</th>" for title in block.header)
    body = "".join(
        f"<tr>{''.join(_line_cell(cell, column == block.mono) for column, cell in enumerate(row))}</tr>"
        for row in block.rows
    )
    return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>\n"


def _line_cell(cell: str | b.Mark, mono: bool) -> str:
    """The answer stands in words in a cell of its own: its mark says nothing more."""
    if isinstance(cell, b.Mark):
        return f'<td class="mark">{svg(marks.mark(cell.status, cell.tier, _MARK_SIDE), "")}</td>'
    return f"<td{' class=mono' if mono else ''}>{_words(cell, b.CELL_LIMIT)}</td>"


def _panels(block: b.Panels) -> str:
    name = ' class="only"' if len(block.pictures) == 1 else ""
    pairs = zip(block.pictures, block.captions, strict=True)
    figures = "\n".join(
        f"<figure{name}>{_image(picture)}<figcaption>{_words(caption)}</figcaption></figure>"
        for picture, caption in pairs
    )
    return f"<div>{figures}</div>\n"


def _contents(block: b.Contents) -> str:
    items = "".join(f'<li><a href="#{escape(key)}">{_words(title)}</a></li>' for title, key in block.entries)
    return f'<ul style="list-style: none; padding: 0">{items}</ul>\n'


def _image(picture: b.Picture) -> str:
    shown = picture.shown
    # In points, as in the PDF: a box of so many points is a third larger in pixels of a screen.
    scale = min(picture.max_width / shown.width, picture.max_height / shown.height) * 4 / 3
    size = f'width="{round(shown.width * scale)}" height="{round(shown.height * scale)}"'
    data = f"data:image/jpeg;base64,{base64.b64encode(shown.jpeg).decode()}"
    return f'<img {size} alt="{_words(picture.words)}" src="{data}">'


def _mono(value: str) -> str:
    start = value[:_DIGEST_LENGTH]
    return ' class="mono"' if len(start) == _DIGEST_LENGTH and not start.strip("0123456789abcdef") else ""


def _words(untrusted_text: str, limit: int = b.VALUE_LIMIT) -> str:
    """A text on one line of at most `limit` characters, in which no character is markup."""
    shown = visible(untrusted_text)
    return escape(shown if len(shown) <= limit else f"{shown[:limit]}… (cut)")


def _bounded(items: Sequence[T]) -> tuple[Sequence[T], int]:
    return items[: b.ROW_LIMIT], max(0, len(items) - b.ROW_LIMIT)


def _rest(rest: int) -> str:
    return f'<p class="note">{rest} more in the JSON twin.</p>' if rest else ""
