"""From score to verdict: caps, tiers, strata, and calibration files that are refused."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gauntlet_desktop.core.calibration import Calibration, parse_calibration, read_calibration
from gauntlet_desktop.core.errors import PluginFault
from gauntlet_desktop.core.records import ImageFacts, JpegFacts, Tier


def calibration_json(**changes: Any) -> dict[str, Any]:
    stratum = {
        "name": "high quality",
        "min_quality": 86,
        "max_quality": 101,
        "slope": 1.0,
        "intercept": 0.0,
        "log10_lr_cap": 2.0,
        "real_upper": 1.2,
        "fake_lower": -1.2,
        "n_real": 100,
        "n_fake": 120,
        "error_rates": {"ai_supported_given_camera": {"count": 2, "total": 100}},
    }
    return {"schema": 1, "detector": "d", "weights_sha256": "00", "alpha": 0.05, "strata": [stratum | changes]}


def make(**changes: Any) -> Calibration:
    return read_calibration(json.dumps(calibration_json(**changes)))


def second(**changes: Any) -> dict[str, Any]:
    """A calibration file of schema 2."""
    (stratum,) = calibration_json()["strata"]
    new = {"min_side": 200, "max_side": 255, "method": "platt", "log10_lr_floor": -1.5}
    return calibration_json() | {"schema": 2, "strata": [stratum | new | changes]}


def facts(quality: int | None, short_side: int = 480) -> ImageFacts:
    jpeg = JpegFacts(quality, True, "4:2:0", False, "") if quality else None
    return ImageFacts("JPEG", "RGB", 8, 640, short_side, 1, 1, False, "", 1.0, jpeg)


@pytest.mark.parametrize(
    ("score", "tier"),
    [
        (3.0, Tier.AI_SUPPORTED),
        (1.3, Tier.AI_SUPPORTED),
        (1.1, Tier.INCONCLUSIVE),
        (0.0, Tier.INCONCLUSIVE),
        (-1.1, Tier.INCONCLUSIVE),
        (-1.3, Tier.CAMERA_SUPPORTED),
    ],
)
def test_conformal_thresholds_choose_a_side_or_none(score: float, tier: Tier) -> None:
    calibration = make()
    assert calibration.assess(score, calibration.strata[0]).tier is tier


def test_a_side_with_a_weak_ratio_only_leans() -> None:
    calibration = make(slope=0.5)
    assert calibration.assess(1.5, calibration.strata[0]).tier is Tier.LEANS_AI
    assert calibration.assess(-1.5, calibration.strata[0]).tier is Tier.LEANS_CAMERA


def test_a_side_without_support_is_inconclusive_and_says_so() -> None:
    calibration = make(slope=0.1)
    verdict = calibration.assess(1.5, calibration.strata[0])
    assert verdict.tier is Tier.INCONCLUSIVE
    assert "no support" in verdict.reasons[-1]


def test_a_score_that_is_unusual_for_both_classes_is_inconclusive() -> None:
    calibration = make(real_upper=-1.0, fake_lower=1.0)
    verdict = calibration.assess(0.0, calibration.strata[0])
    assert verdict.tier is Tier.INCONCLUSIVE
    assert "unusual for both" in verdict.reasons[0]


@given(st.floats(-1e6, 1e6))
def test_the_ratio_never_leaves_the_cap(score: float) -> None:
    calibration = make()
    verdict = calibration.assess(score, calibration.strata[0])
    assert abs(verdict.log10_lr) <= verdict.log10_lr_cap == 2.0
    assert verdict.n_real == 100
    assert verdict.n_generated == 120


@given(st.floats(-50, 50), st.floats(-50, 50))
def test_a_higher_score_never_gives_a_lower_ratio_or_tier(one: float, other: float) -> None:
    order = [Tier.CAMERA_SUPPORTED, Tier.LEANS_CAMERA, Tier.INCONCLUSIVE, Tier.LEANS_AI, Tier.AI_SUPPORTED]
    calibration = make()
    low, high = (calibration.assess(s, calibration.strata[0]) for s in sorted((one, other)))
    assert low.log10_lr <= high.log10_lr
    assert order.index(low.tier) <= order.index(high.tier)


def test_floor_and_cap_are_held_apart_and_named() -> None:
    calibration = parse_calibration(second())
    low, high = (calibration.assess(score, calibration.strata[0]) for score in (-9.0, 9.0))
    assert (low.log10_lr, low.log10_lr_floor, high.log10_lr, high.log10_lr_cap) == (-1.5, -1.5, 2.0, 2.0)
    assert "held at the floor" in low.reasons[-1]
    assert "held at the cap" in high.reasons[-1]
    assert low.detectors == ("d",)


def test_a_first_schema_has_strata_of_every_size_and_even_bounds() -> None:
    (stratum,) = make().strata
    assert (stratum.log10_lr_floor, stratum.log10_lr_cap) == (-2.0, 2.0)
    assert stratum.covers(1, 90)
    assert stratum.covers(100_000, 90)


thousandths = st.integers(-9000, 9000).map(lambda number: number / 1000.0)
knots = st.lists(st.tuples(thousandths, thousandths), min_size=1, max_size=8).map(
    lambda pairs: [list(pair) for pair in zip(*(sorted(values) for values in zip(*pairs, strict=True)), strict=True)]
)


@given(knots, st.floats(-20, 20), st.floats(-20, 20))
def test_an_isotonic_curve_never_falls_and_stays_between_its_ends(
    points: list[list[float]], one: float, other: float
) -> None:
    (stratum,) = parse_calibration(second(method="isotonic", knots=points)).strata
    low, high = (stratum.log10_lr(score) for score in sorted((one, other)))
    assert low <= high + 1e-12
    assert min(2.0, max(-1.5, points[0][1])) - 1e-9 <= low
    assert high <= min(2.0, max(-1.5, points[-1][1])) + 1e-9


def test_strata_are_chosen_by_short_side_too() -> None:
    calibration = parse_calibration(second())
    assert calibration.stratum_for(facts(90, 255)) is calibration.strata[0]
    assert calibration.stratum_for(facts(90, 256)) is None
    assert calibration.stratum_for(facts(90, 199)) is None
    assert calibration.stratum_for_quality(90) is None
    open_ended = parse_calibration(second(min_side=256, max_side=None))
    assert open_ended.stratum_for(facts(90, 30_000)) is open_ended.strata[0]
    assert open_ended.stratum_for_quality(90) is open_ended.strata[0]


def test_the_cap_is_named_among_the_reasons_when_it_holds() -> None:
    calibration = make()
    assert any("cap" in reason for reason in calibration.assess(9.0, calibration.strata[0]).reasons)
    assert not any("cap" in reason for reason in calibration.assess(1.5, calibration.strata[0]).reasons)
    assert "this low" in calibration.assess(-1.5, calibration.strata[0]).reasons[0]


def test_the_prior_is_applied_outside_the_ratio() -> None:
    calibration = make()
    even = calibration.assess(1.5, calibration.strata[0])
    sceptical = calibration.assess(1.5, calibration.strata[0], prior=0.01)
    assert even.log10_lr == sceptical.log10_lr
    assert sceptical.probability < even.probability


def test_strata_are_chosen_by_quality_and_may_be_missing() -> None:
    calibration = make()
    assert calibration.stratum_for(facts(90)) is calibration.strata[0]
    assert calibration.stratum_for(facts(None)) is calibration.strata[0]
    assert calibration.stratum_for(facts(50)) is None


@pytest.mark.parametrize("score", [float("nan"), float("inf")])
def test_a_score_that_is_no_number_is_a_plugin_fault(score: float) -> None:
    calibration = make()
    with pytest.raises(PluginFault, match="score"):
        calibration.assess(score, calibration.strata[0])


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "{}",
        json.dumps(calibration_json() | {"schema": 2}),
        json.dumps(calibration_json() | {"schema": 3}),
        json.dumps(second(log10_lr_floor=0.5)),
        json.dumps(second(log10_lr_cap=-0.5)),
        json.dumps(second(method="magic")),
        json.dumps(second(method="isotonic", knots=[])),
        json.dumps(second(method="isotonic", knots=[[0.0, 1.0], [1.0, 0.5]])),
        json.dumps(second(method="isotonic", knots=[[1.0, 0.0], [0.0, 0.0]])),
        json.dumps(second(method="isotonic", knots=[[0.0, float("nan")]])),
        json.dumps(calibration_json(slope=-1.0)),
        json.dumps(calibration_json(intercept=float("nan"))),
        json.dumps(calibration_json(name=None) | {"alpha": None}),
        json.dumps(calibration_json(error_rates={"x": {"count": 9, "total": 2}})),
    ],
)
def test_a_file_that_is_no_calibration_is_refused_with_a_remedy(text: str) -> None:
    with pytest.raises(PluginFault) as caught:
        read_calibration(text)
    assert caught.value.remedy


def test_error_rates_carry_their_intervals() -> None:
    (rate,) = make().strata[0].error_rates
    assert (rate.count, rate.total, rate.rate) == (2, 100, 0.02)
    assert 0.0 < rate.low < 0.02 < rate.high < 0.08
