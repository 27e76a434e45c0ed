"""Tests of the logistic regression behind calibration."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gauntlet_desktop.core.logistic import balanced_weights, fit_logistic


def test_known_log_odds_are_recovered() -> None:
    rng = np.random.default_rng(5)
    features = rng.normal(size=(20_000, 2))
    odds = 1.5 * features[:, 0] - 0.5 * features[:, 1] + 0.3
    outcomes = rng.random(20_000) < 1.0 / (1.0 + np.exp(-odds))
    assert fit_logistic(features, outcomes, np.ones(20_000)) == pytest.approx([1.5, -0.5, 0.3], abs=0.06)


def test_balanced_weights_take_the_prior_out() -> None:
    """Scores of two unit normals: the log likelihood ratio is 2 x score - 2, however many images a class has."""
    rng = np.random.default_rng(6)
    scores = np.concatenate([rng.normal(0.0, 1.0, 30_000), rng.normal(2.0, 1.0, 3_000)])
    outcomes = np.concatenate([np.zeros(30_000), np.ones(3_000)])
    weights = balanced_weights(outcomes)
    assert weights[outcomes == 0].sum() == pytest.approx(weights[outcomes == 1].sum())
    assert fit_logistic(scores[:, None], outcomes, weights) == pytest.approx([2.0, -2.0], abs=0.12)


@given(st.floats(1e-3, 1e3), st.floats(-1e3, 1e3))
def test_rescaling_a_feature_changes_no_odds(scale: float, shift: float) -> None:
    scores = np.array([0.0, 1.0, 2.0, 3.0, 4.0, 5.0])
    outcomes = np.array([0, 0, 1, 0, 1, 1])
    slope, intercept = fit_logistic(scores[:, None], outcomes, np.ones(6))
    moved = scores * scale + shift
    other_slope, other_intercept = fit_logistic(moved[:, None], outcomes, np.ones(6))
    assert other_slope * moved + other_intercept == pytest.approx(slope * scores + intercept, abs=1e-4)


def test_separated_classes_stay_finite() -> None:
    coefficients = fit_logistic([[0.0], [1.0], [10.0], [11.0]], [0, 0, 1, 1], np.ones(4))
    assert np.isfinite(coefficients).all()
    assert coefficients[0] > 0


def test_a_constant_feature_gets_no_weight() -> None:
    assert fit_logistic([[3.0], [3.0]], [0, 1], [1, 1]) == pytest.approx([0.0, 0.0])


def test_one_outcome_alone_is_refused() -> None:
    with pytest.raises(ValueError, match="both outcomes"):
        fit_logistic([[1.0], [2.0]], [1, 1], [1, 1])


def test_a_step_that_overshoots_is_shortened() -> None:
    """Nearly all of the weight on one outcome: a full Newton step would raise the cost, the fit still ends at its
    minimum, where the gradient of the cost with its ridge is nothing."""
    features = np.array([[-3.0, 3.0], [0.0, -13.0], [100.0, -5.0], [-1.0, 9.0]])
    outcomes = np.array([1, 1, 1, 0])
    weights = np.array([4.359, 103.384, 0.018, 3.642])
    coefficients = fit_logistic(features, outcomes, weights)
    assert np.isfinite(coefficients).all()
    odds = features @ coefficients[:-1] + coefficients[-1]
    probability = 1.0 / (1.0 + np.exp(-odds))
    assert (weights * (probability - outcomes)).sum() / weights.sum() == pytest.approx(0.0, abs=1e-6)
