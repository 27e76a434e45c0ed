"""The page of HTML: the same content as the PDF, safe against hostile text, sealed, the same bytes each time."""

from __future__ import annotations

import re
from dataclasses import replace
from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gauntlet_desktop.core.records import AnalysisRecord
from gauntlet_desktop.reporting import blocks as b
from gauntlet_desktop.reporting.document import content, make_document
from gauntlet_desktop.reporting.options import ReportOptions
from gauntlet_desktop.reporting.page import html, render_page
from gauntlet_desktop.reporting.seal import read_page_seal
from tests.factories import failed_record, hostile_record, make_pixels, make_record, make_remarks, out_of_scope_record


class Reader(HTMLParser):
    """Tags, attributes and text of a page."""

    def __init__(self, page: bytes) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str]] = []
        self.words: list[str] = []
        self.feed(page.decode())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += [(name, value or "") for name, value in attrs]

    def handle_data(self, data: str) -> None:
        self.words.append(data)

    @property
    def text(self) -> str:
        return re.sub(r"\s+", " ", " ".join(self.words))


def page_of(record: AnalysisRecord, options: ReportOptions | None = None) -> bytes:
    pixels = make_pixels(record.image.height, record.image.width) if record.image else None
    return render_page(make_document([(record, pixels)], options or ReportOptions(), joined=False))


@pytest.mark.parametrize("record", [make_record(), out_of_scope_record(), failed_record()])
def test_it_says_what_the_blocks_say(record: AnalysisRecord) -> None:
    pixels = make_pixels() if record.image else None
    document = make_document([(record, pixels)], ReportOptions(examiner="Ada E."), joined=False)
    reader = Reader(render_page(document))
    for block in content(document):
        if isinstance(block, b.Text | b.Heading):
            words = block.text if isinstance(block, b.Text) else block.title
            assert re.sub(r"\s+", " ", words) in reader.text
        elif isinstance(block, b.Facts):
            for label, value in block.pairs:
                assert label in reader.text and re.sub(r"\s+", " ", value) in reader.text
    assert reader.tags.count("h1") == 1 and reader.tags.count("main") == 1


@pytest.mark.parametrize("record", [hostile_record(), replace(make_record(), remarks=(make_remarks(),))])
def test_nothing_runs_and_nothing_is_loaded(record: AnalysisRecord) -> None:
    data = page_of(record, ReportOptions(conclusion="<script>alert(1)</script>", agency='"><img src=x>'))
    reader = Reader(data)
    assert not set(reader.tags) & {"script", "iframe", "object", "embed", "link", "form", "base", "font", "para"}
    for name, value in reader.attributes:
        assert not name.startswith("on")
        assert name not in ("src", "href") or value.startswith(("data:image/jpeg;base64,", "#"))
    assert b"default-src 'none'" in data
    assert not set(data.decode()) & set("\u202e\u2066\u200b\x00\x1b")
    assert "<script>alert(1)</script>" in reader.text


def test_pictures_are_left_out_with_the_path_of_a_redacted_report() -> None:
    record = make_record()
    data = page_of(record, ReportOptions(show_picture=False, show_path=False, show_name=False))
    assert Reader(data).tags.count("img") == 1  # the evidence map alone
    assert b"holiday.jpg" not in data and b"/evidence/" not in data
    assert b"Redacted version" in data
    assert Reader(page_of(record)).tags.count("img") == 3


def test_it_is_sealed_and_the_same_each_time() -> None:
    data = page_of(make_record())
    assert data == page_of(make_record())
    seal = read_page_seal(data)
    document = make_document([(make_record(), make_pixels())], ReportOptions(), joined=False)
    assert seal is not None and seal.intact and seal.twin_sha256 == document.whole.twin_sha256
    changed = read_page_seal(data.replace(b"Inconclusive", b"Conclusive!!").replace(b"supports", b"supportz", 1))
    assert changed is not None and not changed.intact
    assert read_page_seal(data + data) is None
    assert read_page_seal(b"") is None


def test_tables_are_bounded_and_counted() -> None:
    shown = html([b.Grid(("A", "B"), (("x", "y"),) * 500, (1.0, 2.0), notes=("n",) * 500)])
    assert shown.count("<tr>") == 1 + 2 * b.ROW_LIMIT
    assert "380 more in the JSON twin." in shown


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=200) | st.text("<>&;/\"'= aimg\u202e\ud800\x00", max_size=200))
def test_no_text_survives_as_markup(untrusted: str) -> None:
    blocks = [
        b.Text(untrusted),
        b.Items((untrusted,)),
        b.Facts(((untrusted, untrusted),)),
        b.Grid((untrusted,), ((untrusted,),), (1.0,)),
        b.Boxed((b.Heading(untrusted, "key"),), "#000000"),
    ]
    found = Reader(html(blocks).encode())
    assert set(found.tags) <= {
        "p",
        "ul",
        "li",
        "table",
        "colgroup",
        "col",
        "tr",
        "th",
        "td",
        "thead",
        "tbody",
        "div",
        "h2",
    }
    assert {name for name, _ in found.attributes} <= {"class", "style", "id"}
