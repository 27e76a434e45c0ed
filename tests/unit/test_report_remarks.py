"""A report's section on language models: there when one was asked, labelled, and apart from the evidence."""

from __future__ import annotations

import io
import re
from dataclasses import replace

from pypdf import PdfReader

from gauntlet_desktop.core.records import AnalysisRecord, ModelRemarks, Remark
from gauntlet_desktop.reporting import wording
from gauntlet_desktop.reporting.options import ReportOptions
from gauntlet_desktop.reporting.pdf import render_pdf
from tests.factories import HOSTILE_VALUES, make_record, make_remarks

TITLE = "Remarks of a language model (not evidence)"


def words(record: AnalysisRecord) -> str:
    data = render_pdf(record, None, ReportOptions())
    return re.sub(r"\s+", " ", " ".join(page.extract_text() for page in PdfReader(io.BytesIO(data)).pages))


def test_no_section_where_no_model_was_asked() -> None:
    assert TITLE not in words(make_record())


def test_remarks_are_labelled_and_follow_the_evidence() -> None:
    told = words(replace(make_record(), remarks=(make_remarks(),)))
    assert wording.REMARKS in told
    assert "Unverified: LLaVA-NeXT 7B" in told
    assert "Wrong shadow (unverified; seen in 3 of 3 views; x 120, y 200, 160 × 90 px)" in told
    assert "Garbled text (unverified; seen in 2 of 3 views)" in told
    assert make_remarks().weights_sha256 in told.replace(" ", "")
    assert wording.REPHRASED in told
    assert told.index("In words") < told.index(TITLE) < told.index("Likely to raise wrong support for P1")


def test_a_server_without_remarks_says_so() -> None:
    silent = replace(make_remarks(), weights_sha256="", remarks=(), rephrased=())
    told = words(replace(make_record(), remarks=(silent,)))
    assert "not known: a local server keeps them" in told
    assert "It remarked nothing that two of three views share." in told


def test_what_a_model_writes_is_never_markup() -> None:
    remarks = tuple(Remark("teeth", value, value, None, 2, 3) for value in HOSTILE_VALUES)
    hostile = ModelRemarks("m", HOSTILE_VALUES[0], "", "0" * 64, (), "picture", remarks, (), HOSTILE_VALUES)
    assert 'src="file:///etc/hostname"' in words(replace(make_record(), remarks=(hostile,)))
