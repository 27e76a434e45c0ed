"""The PDF report: complete, safe against hostile text, selectable, and the same bytes for the same record."""

from __future__ import annotations

import hashlib
import io
import os
import re
import subprocess
import sys
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from gauntlet_desktop.core.declarations import EmbeddedPicture
from gauntlet_desktop.core.errors import InputCode
from gauntlet_desktop.core.likelihood import signed
from gauntlet_desktop.core.records import (
    AnalysisRecord,
    C2paState,
    HeatmapAudit,
    PluginFailure,
    ProvenanceField,
    RateEstimate,
    Tier,
)
from gauntlet_desktop.reporting import typesetting
from gauntlet_desktop.reporting.options import ReportOptions
from gauntlet_desktop.reporting.pdf import render_pdf
from gauntlet_desktop.reporting.twin import render_twin, report_id
from tests.factories import (
    failed_record,
    hostile_record,
    make_facts,
    make_heatmap,
    make_pixels,
    make_record,
    make_signed_provenance,
    out_of_scope_record,
)

ROOT = Path(__file__).resolve().parents[2]
A4 = (595.276, 841.89)
MARGIN = 56.0


def read(record: AnalysisRecord, options: ReportOptions | None = None) -> PdfReader:
    return PdfReader(io.BytesIO(rendered(record, options)))


@cache
def rendered(record: AnalysisRecord, options: ReportOptions | None = None) -> bytes:
    """Many tests look at the same few reports."""
    pixels = make_pixels(record.image.height, record.image.width) if record.image else None
    return render_pdf(record, pixels, options)


@cache
def shown_text(data: bytes) -> str:
    return text_of(PdfReader(io.BytesIO(data)))


def text_of(reader: PdfReader) -> str:
    """The text of all pages on one line, as a reader would select it."""
    return re.sub(r"\s+", " ", " ".join(page.extract_text() for page in reader.pages))


def report(record: AnalysisRecord, options: ReportOptions | None = None) -> str:
    return shown_text(rendered(record, options))


def images(reader: PdfReader) -> int:
    return len({reference.idnum for page in reader.pages for reference in _image_references(page)})


def _image_references(page: Any) -> list[Any]:
    objects = page["/Resources"].get("/XObject", {})
    return [objects.raw_get(name) for name in objects if objects[name]["/Subtype"] == "/Image"]


@pytest.mark.parametrize("tier", list(Tier))
def test_every_tier_states_its_answer_with_all_that_qualifies_it(tier: Tier) -> None:
    record = make_record(tier)
    shown = report(record)
    verdict = record.verdict
    assert verdict is not None
    assert verdict.verbal in shown
    assert f"log10 LR {signed(verdict.log10_lr)}" in shown
    assert "200 camera and 180 generated validation images" in shown
    assert "4 of 200 2.0 % 0.5 to 5.0 %" in shown
    assert all(reason in shown for reason in verdict.reasons)
    assert ("Inconclusive" in shown) == (tier is Tier.INCONCLUSIVE)


def test_the_question_and_the_limits_are_always_stated() -> None:
    for record in (make_record(), out_of_scope_record(), failed_record()):
        shown = report(record)
        assert "P1: the picture was made by a generative model" in shown
        assert "P2: the picture was captured by a camera" in shown
        assert "Neither proposition covers partial edits" in shown
        assert "This result is one line of evidence" in shown
        assert "Integrity" in shown and "Authenticity" in shown and "Provenance" in shown
        assert "is fake" not in shown and "compliant with" not in shown


def test_out_of_scope_is_said_plainly_with_its_reasons() -> None:
    record = out_of_scope_record()
    shown = report(record)
    assert "Out of scope: no verdict" in shown
    assert record.scope_reasons[0] in shown
    assert "Likelihood ratio (P1 over P2)" not in shown


@pytest.mark.parametrize("code", list(InputCode))
def test_a_failed_file_has_a_report_of_its_failure(code: InputCode) -> None:
    record = failed_record(code)
    shown = report(record)
    assert "Not analysed" in shown
    assert record.error is not None
    assert code.value in shown and record.error.remedy in shown
    assert record.source.sha256 in shown if record.source.sha256 else "The file was not read" in shown


def test_a_failure_without_a_reason_is_still_said() -> None:
    assert "Not analysed" in report(replace(failed_record(), error=None))


def test_a_record_without_a_calibrated_detector_says_so() -> None:
    assert "No calibrated detector gave a result" in report(replace(make_record(), verdict=None, detectors=()))


def test_experimental_and_uncalibrated_detectors_are_named() -> None:
    record = make_record(experimental=True)
    uncalibrated = replace(record.detectors[0], id="other", calibrated=False, log10_lr=None, weights_sha256="")
    shown = report(replace(record, detectors=(*record.detectors, uncalibrated)))
    assert "Experimental: no detector" in shown
    assert "yes experimental +2.100 −0.350 onnxruntime CPU" in shown
    assert "other 0.1.0 — no likelihood ratio no uncalibrated, experimental +2.100 −0.350" in shown
    assert "It gives no likelihood ratio and never enters a verdict" in shown
    assert "Experimental:" not in report(make_record())


def test_a_ratio_of_any_size_is_printed() -> None:
    verdict = make_record().verdict
    assert verdict is not None
    extreme = replace(verdict, log10_lr=-1e6, log10_lr_cap=1e9)
    assert "1/10^1e+06" in report(replace(make_record(), verdict=extreme))


def test_a_stratum_without_validation_is_said() -> None:
    verdict = make_record().verdict
    assert verdict is not None
    empty = replace(verdict, error_rates=(RateEstimate("ai_supported_given_camera", 0, 0, 0.0, 1.0),))
    assert "0 — not validated" in report(replace(make_record(), verdict=empty))
    assert "Not validated: there are no error rates" in report(
        replace(make_record(), verdict=replace(verdict, error_rates=()))
    )


def test_the_heatmap_stands_beside_the_picture_with_its_audit() -> None:
    record = make_record()
    reader = read(record)
    shown = text_of(reader)
    assert "what moved the model's score, not where the image was altered" in shown
    assert "|score - bias - sum of weight × mean(map)| = 0.0e+00" in shown
    assert "100 % of 640 × 480 px" in shown
    assert images(reader) == 2  # the picture, which also stands on the first page, and the overlay
    approximate = replace(record, heatmaps=(replace(record.heatmaps[0], exact=False),))
    assert "does not add up to the score" in report(approximate)


def test_a_heatmap_is_printed_with_what_its_audit_found() -> None:
    reason = "What it marks moves the score by 0.10, no more than random places do (up to 0.50)."
    good = HeatmapAudit(0.9, (-0.1, 0.5), 0.25, (("JPEG 90", 0.11),), (), (("all layers", 0.21),))
    record = make_record()
    (shown,) = record.heatmaps
    for audit, said in (
        (None, "Not audited"),
        (good, "Passed its audit"),
        (replace(good, reasons=(reason,)), f"Failed its audit: do not rely on this map. {reason}"),
    ):
        text = report(replace(record, heatmaps=(replace(shown, audit=audit),)))
        assert said in text
        assert ("NISSIM after JPEG 90 0.11" in text) == (audit is not None)
        assert ("shuffled weights (all layers) 0.21; rank correlation with other methods 0.25" in text) == bool(audit)


def test_a_heatmap_made_on_demand_says_what_was_asked_and_that_it_has_no_scale() -> None:
    made = replace(
        make_heatmap(),
        method="grad-cam",
        exact=False,
        unit="relative",
        target="camera",
        layers=("layer 3", "layer 4"),
        notes=("R2 of the surrogate: 0.71.",),
    )
    shown = report(replace(make_record(), heatmaps=(made,)))
    assert "Explained class camera" in shown
    assert "layer 3, layer 4" in shown
    assert "R2 of the surrogate: 0.71." in shown
    assert "there is no scale" in shown
    assert "nothing stretched" not in shown


def test_findings_carry_value_region_reference_and_false_claims() -> None:
    shown = report(make_record())
    assert "3.42 dB over the ring's median" in shown
    assert "-0.8 to 1.9" in shown
    assert "98.7 / 61" in shown
    assert "1.5 %" in shown
    assert "x 128, y 96" in shown
    assert "[finding:spectral-peaks]" in shown
    assert "whole picture" in shown
    assert "no claim is made" in shown


def test_manifests_pictures_and_parts_stand_in_the_report() -> None:
    signed = make_signed_provenance()
    pictures = (EmbeddedPicture("EXIF thumbnail", "EXIF IFD1", 160, 120, 0.31),)
    shown = report(replace(make_record(), provenance=replace(signed, pictures=pictures)))
    for told in (
        "C2PA manifests and their ingredients",
        "No trust list is installed",
        "c2pa.created, trainedAlgorithmicMedia",
        "generated.png: valid, signer not trusted",
        "logo.jpg: no manifest",
        "under an intact signature",
        "unlike (0.31)",
        "never proof",
    ):
        assert told in shown, told


@pytest.mark.parametrize("state", list(C2paState))
def test_provenance_states_each_c2pa_state_and_field(state: C2paState) -> None:
    record = make_record()
    assert record.provenance is not None
    provenance = replace(record.provenance, c2pa=replace(record.provenance.c2pa, state=state, signer="Signer X"))
    shown = report(replace(record, provenance=provenance))
    assert {"absent": "Absent", "invalid": "Invalid", "not_checked": "Not checked"}.get(state.value, "Valid") in shown
    assert "Signer X" in shown
    assert "Value (can be altered)" in shown
    for declared in record.provenance.fields:
        assert declared.value in shown and declared.location in shown


def test_each_sentence_stands_with_the_records_that_it_was_built_from() -> None:
    record = make_record()
    shown = report(record)
    for sentence in record.text:
        assert f"{sentence.text} {', '.join(sentence.records)}" in shown


def test_what_did_not_run_is_listed() -> None:
    shown = report(make_record(failures=(PluginFailure("acme", "detect", "raised ValueError"),)))
    assert "What ran, and what did not" in shown
    assert "acme failed: detect raised ValueError" in shown
    assert "patch-evidence detector version 0.1.0: scored" in shown
    assert "failed:" not in report(make_record())
    later = report(replace(make_record(), left_out=("heatmaps",)))
    assert "heatmaps not run Left for later when the image was analysed" in later


def test_case_data_are_printed_and_missing_ones_left_blank() -> None:
    options = ReportOptions(
        case_number="2026-17", item_number="3", examiner="Ada E.", agency="Lab", remarks="Seen.\nTwice."
    )
    shown = report(make_record(), options)
    for words in ("2026-17", "Ada E.", "Lab", "Remarks of the examiner", "Seen. Twice.", "Date, time and zone"):
        assert words in shown
    assert "Case number" not in report(make_record())


def test_a_changed_file_is_flagged() -> None:
    record = make_record()
    assert "(unchanged)" in report(record, ReportOptions(sha256_at_report=record.source.sha256))
    assert "CHANGED since it was opened" in report(record, ReportOptions(sha256_at_report="0" * 64))
    assert "not read again" in report(record)


def test_a_redacted_report_holds_no_picture() -> None:
    reader = read(make_record(), ReportOptions(show_picture=False))
    assert images(reader) == 1  # the evidence map alone
    assert "Picture left out" in text_of(reader)


@pytest.mark.parametrize("make", [make_record, out_of_scope_record, failed_record, hostile_record])
def test_every_page_carries_its_number_and_the_report_id(make: Any) -> None:
    record = make()
    reader = read(record)
    identifier = report_id(hashlib.sha256(render_twin(record)).hexdigest())
    for number, page in enumerate(reader.pages, 1):
        shown = page.extract_text()
        assert f"Page {number} of {len(reader.pages)}" in shown
        assert f"Report {identifier}" in shown
        assert [round(float(side), 1) for side in page.mediabox[2:]] == [round(side, 1) for side in A4]


def test_on_letter_paper_every_page_is_as_large_and_nothing_leaves_it() -> None:
    reader = read(hostile_record(), ReportOptions(paper="letter", remarks="r" * 5000, conclusion="word " * 2000))
    for page in reader.pages:
        assert [float(side) for side in page.mediabox[2:]] == [612, 792]
    a4 = read(hostile_record(), ReportOptions(remarks="r" * 5000, conclusion="word " * 2000))
    assert text_of(reader).split().count("word") == text_of(a4).split().count("word") == 2000
    assert len(reader.pages) >= len(a4.pages)
    assert {(min(places), max(places) < 612 - 64) for places in map(_left_edges, reader.pages)} == {(65.0, True)}


def _left_edges(page: Any) -> list[float]:
    """Where the lines of a page begin, in points from its left."""
    edges: list[float] = []

    def note(words: str, cm: list[float], tm: list[float], font: Any, size: float) -> None:
        if words.strip():
            edges.append(round(tm[4] * cm[0] + cm[4], 1))

    page.extract_text(visitor_text=note)
    return edges


def test_outline_title_and_language() -> None:
    reader = read(make_record())
    titles = [str(entry.title) for entry in reader.outline]  # type: ignore[union-attr]
    assert titles[0] == "1. The question" and titles[-1].endswith("Conclusion and signatures")
    assert len(titles) == 15
    pages: list[Any] = [reader.get_destination_page_number(entry) for entry in reader.outline]  # type: ignore[arg-type]
    assert pages == sorted(pages) and pages[-1] == len(reader.pages) - 1
    assert reader.metadata is not None
    assert "holiday.jpg" in str(reader.metadata.title)
    assert str(reader.root_object["/Lang"]) == "en"


def test_all_fonts_are_embedded() -> None:
    reader = read(hostile_record())
    resources: list[Any] = [page["/Resources"] for page in reader.pages]
    fonts = [font.get_object() for resource in resources for font in resource["/Font"].values()]
    assert fonts
    for font in fonts:
        assert "/FontFile2" in font["/FontDescriptor"], font["/BaseFont"]


def test_the_same_record_gives_the_same_bytes_in_any_process() -> None:
    pixels = make_pixels()
    first = render_pdf(make_record(), pixels)
    assert render_pdf(make_record(), pixels) == first
    script = (
        "import hashlib; from tests.factories import *; from gauntlet_desktop.reporting.pdf import render_pdf\n"
        "print(hashlib.sha256(render_pdf(make_record(), make_pixels())).hexdigest())"
    )
    digests = set()
    for seed, zone in (("1", "UTC"), ("2", "Asia/Tokyo")):
        environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONHASHSEED": seed, "TZ": zone}
        command = [sys.executable, "-B", "-c", script]
        child = subprocess.run(command, env=environment, cwd="/", capture_output=True, text=True, check=True)
        digests.add(child.stdout)
    assert digests == {hashlib.sha256(first).hexdigest() + "\n"}


def test_hostile_text_is_printed_and_never_followed(tmp_path: Path) -> None:
    canary = tmp_path / "canary.png"
    from gauntlet_desktop.reporting.pictures import encode_png

    canary.write_bytes(encode_png(make_pixels(16, 16)))
    record = make_record(name=f'<img src="{canary}"/> 1<2 & x.jpg')
    assert record.provenance is not None
    field = ProvenanceField("Comment", f'<para><img src="{canary}" width="9" height="9"/>&amp;', "EXIF <UserComment>")
    record = replace(record, provenance=replace(record.provenance, fields=(field,)))
    reader = read(record)
    assert images(reader) == images(read(make_record()))
    assert "1<2 & x.jpg" in text_of(reader)
    assert 'width="9" height="9"/>&amp;' in text_of(reader)


def test_hostile_names_show_direction_and_control_characters() -> None:
    shown = report(hostile_record())
    for mark in ("‹U+202E›", "‹U+0000›", "‹U+001B›", "‹U+FEFF›", "‹U+6C49›", "‹U+1F642›", "… (cut)"):
        assert mark in shown
    assert not set(shown) & set("\u202e\u2066\u200b\x00\x1b")


def test_nothing_leaves_the_margins() -> None:
    reader = read(hostile_record(), ReportOptions(examiner="W" * 300, case_number="x" * 3000, remarks="r" * 5000))
    from reportlab.pdfbase.pdfmetrics import stringWidth

    for page in reader.pages:

        def check(words: str, cm: list[float], tm: list[float], font: Any, size: float) -> None:
            if not words.strip():
                return
            name = typesetting.MONO if "Mono" in str(font and font["/BaseFont"]) else typesetting.REGULAR
            left = tm[4] * cm[0] + cm[4]
            longest = max(stringWidth(line, name, size) for line in words.splitlines())
            assert left >= MARGIN - 1, words
            assert left + 0.9 * longest <= A4[0] - MARGIN + 14, words

        page.extract_text(visitor_text=check)


def test_many_records_are_bounded_and_counted() -> None:
    record = make_record()
    assert record.provenance is not None
    fields = tuple(ProvenanceField(f"Field {n}", "value", "EXIF") for n in range(5_000))
    provenance = replace(record.provenance, fields=fields, warnings=tuple(f"Warning {n}" for n in range(5_000)))
    image = replace(make_facts(), notes=("A note.",) * 200)
    reader = read(replace(record, image=image, provenance=provenance, text=record.text * 1_000))
    assert len(reader.pages) < 30
    assert "4880 more in the JSON twin." in text_of(reader)


@pytest.mark.parametrize(("width", "height"), [(3000, 2000), (20_000, 200), (200, 20_000), (1, 1)])
def test_pictures_of_any_shape_fit_and_stay_small(width: int, height: int) -> None:
    record = replace(make_record(), image=make_facts(width, height), heatmaps=(make_heatmap(width, height),))
    data = render_pdf(record, make_pixels(height, width))
    assert len(data) < 1_500_000
    assert len(PdfReader(io.BytesIO(data)).pages) < 9


def test_a_time_outside_the_calendar_is_printed_as_a_number() -> None:
    record = make_record()
    assert "ns since 1970" in report(replace(record, source=replace(record.source, modified_ns=10**30)))


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=300) | st.text("<>&;/\"'= aimg\u202e\ud800\x00", max_size=300))
def test_no_text_survives_as_markup(untrusted: str) -> None:
    paragraph = typesetting.text(untrusted)
    expected = typesetting.printable(untrusted, typesetting.VALUE_LIMIT)
    assert paragraph.getPlainText().split() == expected.split()
    width, _ = paragraph.wrap(100, 10_000)
    assert width <= 100
    assert len(typesetting.printable(untrusted, 50)) <= 50 + len("… (cut)")


def test_what_an_analysis_left_for_later_is_said_where_it_would_stand() -> None:
    record = replace(make_record(heatmap=False), findings=(), text=(), left_out=("heatmaps", "findings", "text"))
    shown = report(record)
    assert "Not all of the analysis was made; left for later: heatmaps, findings, the text." in shown
    assert shown.count("That this section is empty says nothing about the image.") == 3
    assert "Not all of the analysis was made" not in report(make_record())


def test_a_plugin_that_failed_is_named_on_the_first_page() -> None:
    failures = (PluginFailure("deep-evidence", "score", "out of memory"),) * 2
    first = " ".join(PdfReader(io.BytesIO(rendered(make_record(failures=failures)))).pages[0].extract_text().split())
    assert "Not all of the analysis was made; failed: deep-evidence (score)." in first


def test_a_paragraph_is_broken_anew_for_another_width_and_after_it_was_split() -> None:
    words = "a word and another " * 40
    paragraph = typesetting.text(words)
    sizes = [paragraph.wrap(width, 1000) for width in (400, 100, 100, 400)]
    assert sizes == [typesetting.text(words).wrap(width, 1000) for width in (400, 100, 100, 400)]
    assert sizes[1][1] > 2 * sizes[0][1]
    paragraph.split(400, 1)  # no line fits, and what was broken is thrown away
    assert paragraph.wrap(400, 1000) == sizes[0] and paragraph.blPara.lines
