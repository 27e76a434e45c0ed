"""Reports on many images: written as they are made, with little of them in memory, and read by any program."""

from __future__ import annotations

import io
import tracemalloc
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from pypdf import PdfReader

from gauntlet_desktop.app.reports import ReportRequest, write_report
from gauntlet_desktop.core.errors import Cancelled
from gauntlet_desktop.core.records import AnalysisRecord
from gauntlet_desktop.core.task import TaskContext
from gauntlet_desktop.reporting.document import Document, make_document
from gauntlet_desktop.reporting.options import ReportOptions
from gauntlet_desktop.reporting.page import write_page
from gauntlet_desktop.reporting.pdf import set_pages, write_pages
from gauntlet_desktop.reporting.pictures import Print, printed
from gauntlet_desktop.reporting.seal import read_page_seal, read_seal
from gauntlet_desktop.reporting.sections import SECTIONS
from tests.factories import make_record

_OTHERS = tuple(section.id for section in SECTIONS if section.id != "heatmaps")
OPTIONS = ReportOptions(left_out=_OTHERS)


def noise(seed: int) -> Print:
    """A picture that no encoder makes small: some 150 KiB."""
    shown = printed(np.random.default_rng(seed).integers(0, 256, (240, 320, 3), dtype=np.uint8))
    assert shown is not None and len(shown.jpeg) > 120 << 10
    return shown


def items(count: int) -> list[tuple[AnalysisRecord, Print]]:
    records = (make_record(name=f"{number}.jpg") for number in range(count))
    return [(record, noise(number)) for number, record in enumerate(records)]


def documents(*counts: int) -> list[Document]:
    return [make_document(items(count), OPTIONS, joined=True) for count in counts]


@pytest.mark.parametrize("write", [write_pages, write_page])
def test_no_picture_stays_in_memory(write: object, tmp_path: Path) -> None:
    peaks = []
    for document in documents(2, 12, 24):  # what is loaded at the first report is no part of it
        with (tmp_path / "report").open("w+b") as file:
            tracemalloc.start()
            write(document, file)  # type: ignore[operator]
            peaks.append(tracemalloc.get_traced_memory()[1])
            tracemalloc.stop()
    assert peaks[2] - peaks[1] < 12 * len(noise(0).jpeg) / 3


def test_pictures_are_in_the_file_before_the_next_image_is_set(tmp_path: Path) -> None:
    document = documents(4)[0]
    sizes = []
    with (tmp_path / "report.pdf").open("w+b") as file:
        write_pages(document, file, TaskContext(lambda _, __: sizes.append(file.tell())))
    for number, size in enumerate(sizes):  # of each image itself, and with its map over it
        assert size > number * 200 << 10


def test_every_object_is_found_where_the_table_says(tmp_path: Path) -> None:
    document = documents(3)[0]
    data = set_pages(document)
    reader = PdfReader(io.BytesIO(data), strict=True)
    for number in range(1, len(reader.xref[0]) + 1):
        assert data[reader.xref[0][number] :].startswith(b"%d 0 obj" % number)
    shown = set()
    for page in reader.pages:
        drawn = page["/Resources"].get("/XObject", {})
        shown |= {each.get_object()._data for each in drawn.values()}
    assert {part.picture.jpeg for part in document.parts if part.picture} <= shown
    assert len(shown) == 6, "each picture once, and once with its map"


def test_a_file_holds_what_a_report_in_memory_is(tmp_path: Path) -> None:
    given = [(replace(record, heatmaps=()), shown) for record, shown in items(2)]
    request = ReportRequest(joined=True, html=True)
    pdf, twin, page = write_report(given, tmp_path / "r.pdf", OPTIONS, request)
    again = write_report(given, tmp_path / "again.pdf", OPTIONS, request)
    assert [path.read_bytes() for path in again] == [path.read_bytes() for path in (pdf, twin, page)]
    for seal in (read_seal(pdf.read_bytes()), read_page_seal(page.read_bytes())):
        assert seal is not None and seal.intact


@pytest.mark.parametrize("last_words", ["Image 2 of 2", "Writing"])
def test_a_report_that_is_stopped_leaves_the_old_one(tmp_path: Path, last_words: str) -> None:
    told: list[str] = []
    pdf = tmp_path / "r.pdf"
    pdf.write_bytes(b"old")
    with pytest.raises(Cancelled):
        write_report(
            items(2),
            pdf,
            OPTIONS,
            ReportRequest(joined=True, html=True),
            progress=lambda _, what: told.append(what),
            is_cancelled=lambda: last_words in told,
        )
    assert [path.name for path in tmp_path.iterdir()] == ["r.pdf"] and pdf.read_bytes() == b"old"
