"""Reports on several files, what an examiner adds, and what a redacted version withholds."""

from __future__ import annotations

import io
import json
import re
from dataclasses import replace

import pytest
from pypdf import PdfReader

from gauntlet_desktop.core.errors import Cancelled
from gauntlet_desktop.core.records import AnalysisRecord
from gauntlet_desktop.core.task import TaskContext
from gauntlet_desktop.reporting.document import Document, make_document
from gauntlet_desktop.reporting.options import ExtraSection, FigureBlock, ReportOptions, TableBlock, TextBlock
from gauntlet_desktop.reporting.pdf import render_joint_pdf, render_pdf, set_pages
from gauntlet_desktop.reporting.pictures import Shown, encode_png
from gauntlet_desktop.reporting.sections import SECTIONS, chosen_sections
from tests.factories import failed_record, hostile_record, make_pixels, make_record, out_of_scope_record

ITEMS: list[tuple[AnalysisRecord, Shown]] = [
    (make_record(), make_pixels()),
    (out_of_scope_record(), make_pixels()),
    (failed_record(), None),
    (hostile_record(), None),
]


def words(data: bytes) -> str:
    return re.sub(r"\s+", " ", " ".join(page.extract_text() for page in PdfReader(io.BytesIO(data)).pages))


def joint(options: ReportOptions | None = None) -> Document:
    return make_document(ITEMS, options or ReportOptions(), joined=True)


def test_each_file_has_a_part_that_the_contents_lead_to() -> None:
    reader = PdfReader(io.BytesIO(render_joint_pdf(ITEMS)))
    outline = [entry for entry in reader.outline if not isinstance(entry, list)]
    titles = [str(entry.title) for entry in outline]
    assert titles[0] == "1. The question" and "Image 1: holiday.jpg" in titles
    parts = [entry for entry in outline if str(entry.title).startswith("Image ")]
    assert len(parts) == len(ITEMS)
    contents = reader.pages[0].extract_text()
    for entry in parts:
        assert f"\n{(reader.get_destination_page_number(entry) or 0) + 1}" in contents
    assert len(list(reader.pages[0].get("/Annots", []))) == len(ITEMS)


def test_contents_of_many_files_fill_pages_and_lead_to_every_file() -> None:
    items: list[tuple[AnalysisRecord, Shown]] = [(failed_record(), None)] * 90
    reader = PdfReader(io.BytesIO(render_joint_pdf(items)))
    links = [len(list(page.get("/Annots", []))) for page in reader.pages]
    assert sum(links) == 90 and sum(count > 0 for count in links) > 1


def test_what_holds_for_all_stands_once() -> None:
    shown = words(render_joint_pdf(ITEMS))
    for once in ("Examination of 4 digital images", "1. The question", "Glossary Likelihood", "References 1 ENFSI"):
        assert shown.count(once) == 1
    assert "Counts of answers are no statistics" in shown
    assert shown.count("Identity of the file") == len(ITEMS)


def test_the_twin_holds_all_records_and_the_same_input_gives_the_same_bytes() -> None:
    document = joint()
    assert len(json.loads(document.twin)["records"]) == len(ITEMS)
    assert set_pages(document) == set_pages(joint())


def test_digests_of_report_time_go_to_their_files() -> None:
    digests = (ITEMS[0][0].source.sha256, "0" * 64, "", "")
    shown = words(set_pages(joint(ReportOptions(all_at_report=digests))))
    assert shown.count("(unchanged)") == 1 and shown.count("CHANGED since") == 1


def test_it_can_be_stopped_and_tells_how_far_it_is() -> None:
    told: list[str] = []
    set_pages(joint(), TaskContext(lambda _, what: told.append(what)))
    assert told == [f"Image {number} of 4" for number in range(1, 5)]
    with pytest.raises(Cancelled):
        set_pages(joint(), TaskContext(is_cancelled=lambda: bool(told)))


def test_a_redacted_report_holds_no_path_no_name_and_no_picture() -> None:
    secret = replace(failed_record(), error=replace(failed_record().error, message="(broken.jpg) cut off"))  # type: ignore[type-var]
    options = ReportOptions(show_picture=False, show_path=False, show_name=False)
    document = make_document([(make_record(), make_pixels()), (secret, None)], options, joined=True)
    data = set_pages(document)
    for held in (words(data), document.twin.decode(), str(PdfReader(io.BytesIO(data)).metadata)):
        assert "holiday" not in held and "broken.jpg" not in held and "/evidence/" not in held
    assert "it does not hold the pictures, the paths of the files and their names." in words(data)


def test_the_examiners_conclusion_stands_beside_the_programs_result() -> None:
    options = ReportOptions(
        conclusion="In my opinion\na photograph.",
        review="I agree.",
        reviewer="B. R.",
        dated="3 May",
        address="Road 1\nTown",
    )
    shown = words(render_pdf(make_record(), make_pixels(), options))
    assert "Result of the program The evidence supports “made by a generative model”" in shown
    assert "where they differ, both stand. In my opinion a photograph." in shown
    assert "Remarks of the reviewer I agree." in shown and "B. R." in shown
    assert "Date (stated by the examiner) 3 May" in shown and "Road 1 Town" in shown
    assert "Result of the program" not in words(render_pdf(make_record(), None))


def test_sections_are_left_out_and_ordered_but_not_the_required_ones() -> None:
    everything = tuple(section.id for section in SECTIONS)
    options = ReportOptions(left_out=everything, order=("limits", "question"))
    kept = [section.id for section in chosen_sections(options, SECTIONS)]
    assert kept[:2] == ["limits", "question"]
    assert set(kept) == {section.id for section in SECTIONS if section.required}
    shown = words(render_pdf(make_record(), None, options))
    assert "Left out of this report on request, and held by its JSON twin: Provenance, Detector scores" in shown
    assert "Glossary Likelihood" not in shown


def test_added_sections_and_figures_name_their_origin() -> None:
    png = encode_png(make_pixels(60, 80))
    figure = FigureBlock("A <b>figure</b>", png, "shown at 50 % of 160 × 120 px")
    extra = ExtraSection(
        "Accreditation",
        "the report's template",
        0,
        (TextBlock("First.\nSecond <i>line</i>."), TableBlock(("Key", "Value"), (("a", "b"),)), figure),
    )
    own = replace(extra, title="Of the second file", item=2)
    options = ReportOptions(extra=(extra, own), figures=(figure,), logo=png)
    shown = words(render_joint_pdf(ITEMS, options))
    assert shown.count("Accreditation Added by the report's template; not part of the program's result.") == 1
    assert shown.count("Of the second file Added by") == 1
    assert "Second <i>line</i>." in shown and "A <b>figure</b> (shown at 50 % of 160 × 120 px)" in shown
    assert "Figures attached by the examiner" in shown
    hidden = words(render_joint_pdf(ITEMS, replace(options, show_picture=False)))
    assert "Figures attached" not in hidden and "A <b>figure</b>" not in hidden
