"""Tests of the measures of scores and likelihood ratios."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gauntlet_desktop.core import lr_metrics

SCORES = st.lists(st.floats(-50, 50).map(lambda value: round(value, 2)), min_size=1, max_size=40)


@given(SCORES, SCORES)
def test_auc_counts_pairs(real: list[float], fake: list[float]) -> None:
    wins = [1.0 if f > r else 0.5 if f == r else 0.0 for f in fake for r in real]
    assert lr_metrics.auc(real, fake) == pytest.approx(np.mean(wins))


@given(SCORES, SCORES)
def test_auc_of_exchanged_classes_adds_up_to_one(real: list[float], fake: list[float]) -> None:
    assert lr_metrics.auc(real, fake) + lr_metrics.auc(fake, real) == pytest.approx(1.0)


def test_cllr_of_saying_nothing_is_one_bit() -> None:
    assert lr_metrics.cllr([0.0, 0.0], [0.0]) == pytest.approx(1.0)


def test_cllr_falls_with_good_evidence_and_rises_with_misleading_evidence() -> None:
    assert lr_metrics.cllr([-2.0], [2.0]) == pytest.approx(np.log2(1.01))
    assert lr_metrics.cllr([2.0], [-2.0]) > 6.0


def test_cllr_of_enormous_ratios_stays_finite() -> None:
    assert np.isfinite(lr_metrics.cllr([400.0], [-400.0]))


@given(SCORES, SCORES)
def test_min_cllr_is_between_zero_and_one_and_never_above_a_rising_calibration(
    real: list[float], fake: list[float]
) -> None:
    least = lr_metrics.min_cllr(real, fake)
    assert -1e-9 <= least <= 1.0 + 1e-9
    assert least <= lr_metrics.cllr(np.array(real) * 0.3 + 0.1, np.array(fake) * 0.3 + 0.1) + 1e-9


@given(SCORES, SCORES)
def test_min_cllr_depends_on_the_order_only(real: list[float], fake: list[float]) -> None:
    stretched = [np.arctan(np.array(scores)) for scores in (real, fake)]
    assert lr_metrics.min_cllr(*stretched) == pytest.approx(lr_metrics.min_cllr(real, fake), abs=1e-9)


def test_min_cllr_of_separated_scores_is_zero() -> None:
    assert lr_metrics.min_cllr([0.0, 1.0], [2.0, 3.0]) == pytest.approx(0.0)


@given(st.lists(st.tuples(st.floats(-5, 5), st.floats(0, 1), st.floats(0.1, 3)), min_size=1, max_size=40))
def test_isotonic_rises_and_keeps_the_weighted_mean(points: list[tuple[float, float, float]]) -> None:
    scores, targets, weights = (np.array(column) for column in zip(*points, strict=True))
    fitted = lr_metrics.isotonic(scores, targets, weights)
    assert (np.diff(fitted[np.argsort(scores, kind="stable")]) >= -1e-12).all()
    assert (fitted * weights).sum() == pytest.approx((targets * weights).sum())


def test_isotonic_pools_violators() -> None:
    assert lr_metrics.isotonic([1, 2, 3], [0, 1, 0], [1, 1, 1]) == pytest.approx([0.0, 0.5, 0.5])


def test_calibration_error_of_honest_and_of_overstated_probabilities() -> None:
    outcomes = np.tile([0, 1], 50)
    even = np.ones(100)
    assert lr_metrics.expected_calibration_error(np.full(100, 0.5), outcomes, even) == pytest.approx(0.0, abs=1e-9)
    assert lr_metrics.expected_calibration_error(np.full(100, 0.9), outcomes, even) == pytest.approx(0.4)
    unequal = np.where(outcomes == 1, 9.0, 1.0)
    assert lr_metrics.expected_calibration_error(np.full(100, 0.9), outcomes, unequal) == pytest.approx(0.0, abs=1e-9)


def test_conformal_quantile_is_the_rank_of_the_theorem() -> None:
    scores = np.arange(1.0, 100.0)
    assert lr_metrics.conformal_quantile(scores, 0.05) == 95.0
    assert lr_metrics.conformal_quantile([3.0, 1.0], 0.05) == 3.0


def test_conformal_quantile_holds_its_rate_on_new_scores() -> None:
    rng = np.random.default_rng(7)
    exceeded = [rng.normal() > lr_metrics.conformal_quantile(rng.normal(size=59), 0.05) for _ in range(2000)]
    assert 0.035 < np.mean(exceeded) < 0.065


@pytest.mark.parametrize("scores", [[], [float("nan")], [[1.0]]])
def test_what_is_no_list_of_scores_is_refused(scores: list[float]) -> None:
    with pytest.raises(ValueError, match="scores"):
        lr_metrics.auc(scores, [1.0])
