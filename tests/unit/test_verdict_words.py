"""The words and figures of a verdict, shared by window, report and command line."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gauntlet_desktop.core.records import AnalysisRecord, Rung, Tier
from gauntlet_desktop.reporting import verdict_words as words
from gauntlet_desktop.reporting import wording
from gauntlet_desktop.reporting.summary import summary
from tests.factories import failed_record, hostile_record, out_of_scope_record
from tests.verdicts import (
    CAP,
    FLOOR,
    a_result,
    a_verdict,
    conflict_record,
    told_record,
    uncalibrated_record,
    unstable_record,
)


@pytest.mark.parametrize(
    ("log10_lr", "shown"), [(1.68, "47.9"), (-2.0, "1/100"), (0.0, "1"), (-1e6, "1/10^1e+06"), (12.5, "10^12.5")]
)
def test_ratios_read_alike_on_both_sides(log10_lr: float, shown: str) -> None:
    assert words.ratio(log10_lr) == shown


def test_odds_have_the_greater_side_as_a_number() -> None:
    assert words.odds(1.0) == "10\u00a0to\u00a01"
    assert words.odds(-1.0) == "1\u00a0to\u00a010"


@given(st.floats(0.0, 1.0))
def test_a_probability_never_reads_as_certainty(value: float) -> None:
    shown = words.probability(value)
    number = float(shown.removeprefix("over ").removeprefix("under "))
    assert 0.0 < number < 1.0
    if shown[0].isdigit():
        assert number == pytest.approx(value, abs=0.0051)


def test_a_probability_is_stated_with_its_prior() -> None:
    assert words.posterior(0.69, 0.5) == "P(generated) = 0.83 at a prior of 50 %"
    assert words.posterior(0.0, 0.001) == "P(generated) = 0.001 at a prior of 0.1 %"


@pytest.mark.parametrize(("log10_lr", "reached"), [(FLOOR, True), (CAP, True), (0.3, False)])
def test_a_ratio_at_its_floor_or_cap(log10_lr: float, reached: bool) -> None:
    assert words.bound_reached(a_verdict(Tier.INCONCLUSIVE, log10_lr)) == reached


def test_the_first_reason_tells_why_no_side_is_taken() -> None:
    assert "JPEG 60" in words.first_reason(unstable_record())
    assert words.first_reason(conflict_record()).startswith("Calibrated detectors disagree: patch-evidence")
    assert words.first_reason(out_of_scope_record()) == out_of_scope_record().scope_reasons[0]
    assert words.first_reason(uncalibrated_record()) == wording.ONLY_UNCALIBRATED
    assert words.first_reason(told_record(Tier.INCONCLUSIVE)).startswith("The score is usual for both classes")
    assert words.first_reason(told_record()) == words.first_reason(failed_record()) == ""


def test_a_rung_that_no_reason_names_is_not_why_the_answer_is_inconclusive() -> None:
    record = unstable_record()
    assert record.verdict is not None
    other = replace(record, verdict=replace(record.verdict, reasons=("The score is usual for both classes.",)))
    assert words.first_reason(other) == "The score is usual for both classes."


def test_a_calibrated_detector_whose_verdict_is_still_to_come_is_not_called_uncalibrated() -> None:
    assert words.first_reason(replace(told_record(), verdict=None)) == ""


@pytest.mark.parametrize("make", [told_record, unstable_record, conflict_record, out_of_scope_record])
def test_no_reason_is_said_twice_and_none_is_lost(make: object) -> None:
    record: AnalysisRecord = make()  # type: ignore[operator]
    reasons = record.verdict.reasons if record.verdict else record.scope_reasons
    said = [words.first_reason(record), *words.further_reasons(record)]
    assert set(reasons) <= set(said)
    assert len(said) == len(set(said))


def test_a_rung_changes_side_against_the_verdicts_ratio() -> None:
    verdict = unstable_record().verdict
    assert verdict is not None
    assert [rung.change for rung in words.changed_rungs(verdict)] == ["JPEG 60"]
    assert words.changed_rungs(a_verdict(Tier.CAMERA_SUPPORTED)) == ()


def test_where_the_ratio_takes_no_side_the_first_rung_counts() -> None:
    rungs = (Rung("as it is", 0.8, Tier.LEANS_AI), Rung("JPEG 85", -0.8, Tier.LEANS_CAMERA))
    assert words.changed_rungs(a_verdict(Tier.INCONCLUSIVE, 0.1, ladder=rungs)) == rungs[1:]
    assert words.changed_rungs(a_verdict(Tier.INCONCLUSIVE, 0.1, ladder=())) == ()


@given(st.lists(st.none() | st.floats(-9, 9), max_size=6), st.floats(-9, 9))
def test_the_ladder_has_a_sentence_and_an_axis_for_any_values(values: list[float | None], log10_lr: float) -> None:
    rungs = tuple(Rung(f"change {n}", value, None) for n, value in enumerate(values))
    verdict = a_verdict(Tier.INCONCLUSIVE, log10_lr, ladder=rungs)
    assert words.ladder_axis(verdict) in (1.0, 2.0, 3.0, 4.0, 5.0)
    assert bool(words.ladder_sentence(verdict)) == any(value is not None for value in values)


def test_it_is_said_on_whom_the_verdict_rests() -> None:
    results = conflict_record().detectors
    assert words.resting_sentence(a_verdict(), results) == (
        "The verdict rests on patch-evidence and measured-features, whose likelihood ratios are fused. "
        "acme-detector does not enter it."
    )
    alone = a_verdict(detectors=("patch-evidence",))
    assert words.resting_sentence(alone, results[:1]) == "The verdict rests on patch-evidence."
    assert words.resting_sentence(a_verdict(detectors=()), results) == ""


def test_a_detectors_own_answer_and_state() -> None:
    assert words.detector_says(a_result(log10_lr=None)) == "no likelihood ratio"
    assert words.detector_says(a_result()) == "tier not recorded"
    assert words.states(a_result(log10_lr=None, experimental=True)) == ("uncalibrated", "experimental")
    assert words.detector_ratio(a_result(log10_lr=-0.7)) == "−0.70"


# The summary of the command line


def test_the_summary_has_a_line_for_each_detector_and_one_for_the_ladder() -> None:
    lines = summary(conflict_record()).splitlines()
    assert sum(line.startswith("  detector ") for line in lines) == 3
    assert "  detector measured-features 0.2.0: score -0.700, log10 LR -0.70: leans to camera, in the verdict" in lines
    assert "  detector acme-detector 0.2.0: score +2.100: no likelihood ratio, uncalibrated" in lines
    assert any(line.startswith("  why: Calibrated detectors disagree") for line in lines)
    (ladder,) = [line for line in summary(unstable_record()).splitlines() if line.startswith("  ladder: ")]
    assert "JPEG 60 -0.62 CHANGES SIDE; 0.75x not scored; shifted crop +0.74" in ladder


def test_the_summary_states_bounds_and_prior() -> None:
    assert "(bounds -1.90 to +2.25; moderate support" in summary(told_record())
    assert "P(generated) = 0.98 at a prior of 50 %" in summary(told_record())
    assert "-1.90 to +2.25, reached;" in summary(replace(told_record(), verdict=a_verdict(Tier.AI_SUPPORTED, CAP)))


def test_the_summary_of_what_has_no_verdict() -> None:
    assert "NO VERDICT" in summary(uncalibrated_record())
    out = summary(out_of_scope_record())
    assert "OUT OF SCOPE: 83 %" in out and "why:" not in out and "NO VERDICT" not in out
    assert "FAILED (damaged)" in summary(failed_record())
    assert "\x1b" not in summary(hostile_record())
