"""The whole wording of a report against a stored copy, so that no statement changes unseen.

After an intended change: `GAUNTLET_UPDATE_GOLDEN=1 pytest tests/golden`, then read the difference.
"""

from __future__ import annotations

import io
import os
import re
from pathlib import Path

import pytest
from pypdf import PdfReader

from gauntlet_desktop.core.records import AnalysisRecord, PluginFailure
from gauntlet_desktop.reporting.options import ReportOptions
from gauntlet_desktop.reporting.pdf import render_pdf
from tests.factories import failed_record, make_pixels, make_record, out_of_scope_record
from tests.verdicts import conflict_record, unstable_record

FOLDER = Path(__file__).parent
OPTIONS = ReportOptions(case_number="2026-17", item_number="3", examiner="A. Examiner", remarks="Seen on screen.")
# Header and footer, in the order in which they are drawn: after the text of their page.
FURNITURE = re.compile(r"Examination of a digital image Case 2026-17 / 3 \S+ Report [0-9a-f]{12} Page \d+ of \d+")
FAILURE = PluginFailure("acme-detector", "detect", "raised ValueError")


def words(record: AnalysisRecord) -> str:
    """The report's text; ids and layout may differ between versions of numpy and reportlab, the words may not."""
    pixels = make_pixels() if record.image else None
    pages = PdfReader(io.BytesIO(render_pdf(record, pixels, OPTIONS))).pages
    text = "\n".join(FURNITURE.sub("", _one_line(p.extract_text())) for p in pages)
    text = re.sub(r"JSON twin, SHA-256 [0-9a-f]{64}", "JSON twin, SHA-256 (twin)", text)
    return re.sub(r"(?<=[.:;]) ", "\n", _one_line(text)).strip() + "\n"


def _one_line(text: str) -> str:
    return re.sub(r"\s+", " ", text)


@pytest.mark.parametrize(
    ("name", "record"),
    [
        ("supported", make_record(experimental=True, failures=(FAILURE,))),
        ("out_of_scope", out_of_scope_record()),
        ("failed", failed_record()),
        ("unstable", unstable_record()),
        ("conflict", conflict_record()),
    ],
)
def test_the_wording_is_the_stored_one(name: str, record: AnalysisRecord) -> None:
    path = FOLDER / f"report_{name}.txt"
    shown = words(record)
    if os.environ.get("GAUNTLET_UPDATE_GOLDEN"):
        path.write_text(shown, encoding="utf-8")
    assert shown == path.read_text(encoding="utf-8")
