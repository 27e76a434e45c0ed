"""The report's verdict view, read back from the PDF: bounds, prior, detectors, conflict, ladder, model cards."""

from __future__ import annotations

import io
import re
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from gauntlet_desktop.core.records import AnalysisRecord, Rung, Tier
from gauntlet_desktop.reporting import cards, wording
from gauntlet_desktop.reporting.options import Card, ReportOptions
from gauntlet_desktop.reporting.pdf import render_pdf
from gauntlet_desktop.reporting.twin import render_twin
from tests.factories import make_pixels
from tests.verdicts import CAP, a_verdict, conflict_record, told_record, uncalibrated_record, unstable_record

MARKDOWN = """# Patch net 0.2.0

A small net.

**Experimental**: it did `not` reach its goal.

## Intended use

- One piece of evidence.

## Where it fails

- Retouched stock photographs.

## Aims, in the web condition

| aim | measured | met |
| --- | --- | --- |
| pooled AUC at least 0.75 | 0.688 | no |

## Data

Trained on:

- real: source-one 500
"""
CARD = Card("patch-evidence", "0.2.0", "ab" * 32, MARKDOWN)


def report(record: AnalysisRecord, options: ReportOptions | None = None) -> str:
    reader = PdfReader(io.BytesIO(render_pdf(record, make_pixels(), options)))
    return re.sub(r"\s+", " ", " ".join(page.extract_text() for page in reader.pages))


def test_both_bounds_are_printed_and_whether_one_is_reached() -> None:
    shown = report(told_record())
    assert "1/79.4 to 178 (log10 LR −1.90 to +2.25)" in shown
    assert "floor" in shown and "cap" in shown
    assert wording.BOUND_REACHED not in shown
    assert wording.BOUND_REACHED in report(replace(told_record(), verdict=a_verdict(Tier.AI_SUPPORTED, CAP)))


def test_the_probability_is_printed_with_the_prior_in_use() -> None:
    record = told_record(Tier.LEANS_AI)
    assert "Prior probability of P1 50 %, the even prior that the record states" in report(record)
    assert "Probability of P1 at that prior 0.83" in report(record)
    chosen = report(record, ReportOptions(prior=0.1))
    assert "Prior probability of P1 10 %, chosen by the reader for this report" in chosen
    assert "Probability of P1 at that prior 0.35" in chosen


def test_a_chosen_prior_is_in_the_twin_and_not_in_the_record() -> None:
    record = told_record()
    assert b'"prior":0.1' in render_twin(record, ReportOptions(prior=0.1)).replace(b" ", b"")
    assert record.verdict is not None and record.verdict.prior == 0.5


def test_the_ladder_is_printed_with_its_figures() -> None:
    shown = report(unstable_record())
    assert "Stability under re-delivery" in shown
    assert "The answer is not stable: as “JPEG 60” it changes side." in shown
    for words in ("as it is", "JPEG 85", "shifted crop", "WebP 80", "−0.62", "not scored", "+0.74"):
        assert words in shown
    assert "Stability under re-delivery" not in report(replace(told_record(), verdict=a_verdict(ladder=())))


@pytest.mark.parametrize("log10_lr", [-40.0, 0.0, 40.0])
def test_a_ladder_off_the_axis_is_printed(log10_lr: float) -> None:
    rungs = (Rung("as it is", log10_lr, None), Rung("a change with a rather long name of its own", None, None))
    assert "as it is" in report(replace(told_record(), verdict=a_verdict(Tier.INCONCLUSIVE, log10_lr, ladder=rungs)))


def test_a_conflict_is_told_with_the_verdict_and_with_the_scores() -> None:
    record = conflict_record()
    assert record.verdict is not None
    shown = report(record)
    assert shown.count(f"{wording.CONFLICT} {record.verdict.conflict}") == 2  # result, scores
    assert "patch-evidence 0.2.0 +0.90 leans to generated yes experimental" in shown
    assert "measured-features 0.2.0 −0.70 leans to camera yes calibrated" in shown
    assert "acme-detector 0.2.0 — no likelihood ratio no uncalibrated" in shown
    assert "acme-detector does not enter it." in shown


def test_why_there_is_no_side_stands_on_the_first_page() -> None:
    for record, reason in ((unstable_record(), "(JPEG 60): it is not stable"), (uncalibrated_record(), "Only uncalib")):
        first = PdfReader(io.BytesIO(render_pdf(record, make_pixels()))).pages[0].extract_text()
        assert reason in re.sub(r"\s+", " ", first)


def test_the_main_figures_of_a_card_stand_beside_the_result_and_all_of_it_in_the_annex() -> None:
    shown = report(told_record(), ReportOptions(cards=(CARD,)))
    body, annex = re.split(r"\d+\. Annex: model cards", shown)
    assert "patch-evidence 0.2.0 (the verdict rests on it)" in body
    for words in ("Retouched stock photographs.", "pooled AUC at least 0.75 0.688 no", "One piece of evidence."):
        assert words in body and words in annex
    assert "source-one 500" in annex and "source-one 500" not in body
    assert "Experimental: it did not reach its goal." in annex


def test_the_experimental_notice_comes_before_the_card() -> None:
    shown = report(told_record(experimental=True), ReportOptions(cards=(CARD,)))
    assert shown.index(wording.EXPERIMENTAL_DETECTOR) < shown.index("Retouched stock photographs.")


def test_a_card_of_other_weights_is_not_taken() -> None:
    shown = report(told_record(), ReportOptions(cards=(replace(CARD, weights_sha256="cd" * 32),)))
    assert "is not at hand" in shown
    assert "Retouched" not in shown and "Annex" not in shown


def test_hostile_cards_are_plain_text_and_bounded() -> None:
    hostile = '# <img src="/etc/passwd"/>\n\n| a |\n| - |\n| <b> | extra | cells |\n|\n' + "- x\n" * 50_000
    shown = report(told_record(), ReportOptions(cards=(replace(CARD, markdown=hostile),)))
    assert '<img src="/etc/passwd"/>' in shown


@pytest.mark.parametrize("columns", [12, 13, 700])
def test_a_table_too_wide_for_the_page_is_printed_as_it_stands(columns: int) -> None:
    table = "\n".join("|".join(["", *[cell] * columns]) for cell in ("a" * 40, "-", "**7**"))
    shown = report(told_record(), ReportOptions(cards=(replace(CARD, markdown=f"# Wide\n{table}\nthe end"),)))
    assert "the end" in shown
    assert ("|7|7|" in shown) is (columns > 12)


@settings(max_examples=60, deadline=None)
@given(st.text("#|-* `\nab", max_size=300))
def test_any_text_has_parts(untrusted: str) -> None:
    lines = [line for part in cards.parts(untrusted) for line in part.lines]
    kept = [line.rstrip() for line in untrusted.splitlines() if not line.startswith("#")]
    assert [line for line in lines if line] == [line for line in kept if line]
    for part in cards.parts(untrusted):
        list(cards._part(part))
