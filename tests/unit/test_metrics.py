"""Tests of the evaluation's measures against scikit-learn's, and of their properties."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn import metrics as reference
from sklearn.calibration import calibration_curve

from gauntlet_desktop.core.logistic import balanced_weights
from gauntlet_desktop.evaluation import metrics

# Few distinct scores, so that ties are common.
LABELLED = st.lists(st.tuples(st.integers(-4, 4), st.booleans()), min_size=2, max_size=60).filter(
    lambda items: len({label for _, label in items}) == 2
)
Items = list[tuple[int, bool]]


def arrays(items: Items) -> tuple[np.ndarray, np.ndarray]:
    scores, labels = zip(*items, strict=True)
    return np.array(scores, dtype=np.float64) / 2, np.array(labels)


@given(LABELLED)
def test_average_precision_is_that_of_scikit_learn(items: Items) -> None:
    scores, labels = arrays(items)
    weights = balanced_weights(labels)
    expected = reference.average_precision_score(labels, scores, sample_weight=weights)
    assert metrics.average_precision(scores, labels, weights) == pytest.approx(expected)


@given(LABELLED)
def test_the_roc_curve_is_that_of_scikit_learn(items: Items) -> None:
    scores, labels = arrays(items)
    false_alarms, hits, _ = reference.roc_curve(labels, scores, drop_intermediate=False)
    assert np.array(metrics.roc_curve(scores, labels)) == pytest.approx(np.column_stack([false_alarms, hits]))


@given(LABELLED)
def test_decisions_are_those_of_scikit_learn_with_balanced_weights(items: Items) -> None:
    ratios, labels = arrays(items)
    weights, called = balanced_weights(labels), ratios > 0
    counts = metrics.confusion(ratios, labels)
    true_negative, false_positive, false_negative, true_positive = reference.confusion_matrix(labels, called).ravel()
    assert counts == {
        "true_positive": true_positive,
        "false_negative": false_negative,
        "false_positive": false_positive,
        "true_negative": true_negative,
    }
    precision, recall, f1, _ = reference.precision_recall_fscore_support(
        labels, called, average="binary", sample_weight=weights, zero_division=0.0
    )
    rates = metrics.decision_rates(counts)
    assert rates["accuracy"] == pytest.approx(reference.balanced_accuracy_score(labels, called))
    assert (rates["precision"], rates["recall"], rates["f1"]) == pytest.approx((precision, recall, f1))


def test_the_reliability_table_is_that_of_scikit_learn() -> None:
    rng = np.random.default_rng(1)
    stated = rng.random(500)
    labels = rng.random(500) < stated**2
    observed, mean = calibration_curve(labels, stated, n_bins=10)
    rows = metrics.reliability_table(stated, labels, np.ones(500))
    assert [row["observed"] for row in rows] == pytest.approx(observed.tolist())
    assert [row["stated"] for row in rows] == pytest.approx(mean.tolist())
    assert sum(row["n"] for row in rows) == 500


def test_a_stated_certainty_belongs_to_the_last_bin() -> None:
    rows = metrics.reliability_table([0.0, 1.0], [False, True], [1.0, 1.0])
    assert [(row["from"], row["to"], row["observed"]) for row in rows] == [(0.0, 0.1, 0.0), (0.9, 1.0, 1.0)]


@given(st.lists(st.integers(-6, 6), min_size=1, max_size=40))
def test_a_tippett_curve_counts_the_ratios_from_each_point_on(ratios: list[int]) -> None:
    points = metrics.tippett_curve(ratios)
    assert [x for x, _ in points] == sorted(set(ratios))
    for x, share in points:
        assert share == pytest.approx(sum(ratio >= x for ratio in ratios) / len(ratios))


@given(LABELLED)
def test_risk_and_coverage_count_what_is_at_least_so_strong(items: Items) -> None:
    ratios, labels = arrays(items)
    steps = metrics.risk_coverage(ratios, labels)
    assert steps[-1][0] == len(items)
    for strength, (accepted, wrong) in zip(sorted(set(np.abs(ratios)), reverse=True), steps, strict=True):
        taken = np.abs(ratios) >= strength
        assert accepted == taken.sum()
        assert wrong == ((ratios > 0) != labels)[taken].sum()


def test_the_bootstrap_draws_sources_and_not_images() -> None:
    sources = ["a"] * 3 + ["b"] * 1 + ["c"] * 2 + ["d"] * 2
    labels = [False] * 4 + [True] * 4
    seen: set[tuple[int, ...]] = set()

    def measures(chosen: np.ndarray) -> dict[str, float]:
        seen.add(tuple(np.bincount(chosen, minlength=8)))
        return {"share of a": float((chosen < 3).mean())}

    intervals = metrics.source_bootstrap(sources, labels, measures, rounds=60, seed=1)
    again = metrics.source_bootstrap(sources, labels, measures, rounds=60, seed=1)
    assert intervals == again
    low, high = intervals["share of a"]
    assert 0.0 <= low < high <= 0.7
    assert all(counts[0] == counts[1] == counts[2] and counts[4] == counts[5] for counts in seen)


def test_one_source_of_a_class_supports_no_interval() -> None:
    assert metrics.source_bootstrap(["a", "b", "c"], [False, True, True], lambda _: {}, rounds=5, seed=1) == {}


@given(st.integers(1, 2000))
def test_a_thinned_curve_keeps_its_ends(length: int) -> None:
    points = [(float(x), float(x)) for x in range(length)]
    thin = metrics.thinned(points)
    assert len(thin) <= 200
    assert (thin[0], thin[-1]) == (list(points[0]), list(points[-1]))


@pytest.mark.parametrize("scores", [[], [float("nan"), 1.0], [[1.0]]])
def test_what_is_no_list_of_numbers_is_refused(scores: list[object]) -> None:
    with pytest.raises(ValueError, match="finite"):
        metrics.average_precision(scores, [True] * len(scores), [1.0] * len(scores))  # type: ignore[arg-type]
