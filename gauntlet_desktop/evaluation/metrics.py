"""Curves and measures of labelled scores and likelihood ratios that the core does not need; numpy only.

`generated` are the labels, True for "made by a generative model". Weights are non-negative; with `balanced_weights`
both classes weigh the same, so that figures of groups of different sizes can be compared.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
Point = tuple[float, float]
# Figures by name, of the images at some positions.
Measures = Callable[[NDArray[np.int64]], Mapping[str, float]]

_CURVE_POINTS = 200


def average_precision(scores: ArrayLike, generated: ArrayLike, weights: ArrayLike) -> float:
    """Mean precision, 0..1, over the steps of recall, without interpolation (Manning et al., 2008, 8.4)."""
    hits, alarms = _cumulated(scores, generated, weights)
    gain = np.diff(hits, prepend=0.0) / hits[-1]
    return float((gain * hits / (hits + alarms)).sum())


def roc_curve(scores: ArrayLike, generated: ArrayLike) -> list[Point]:
    """Points (false positive rate, true positive rate) from (0, 0) to (1, 1), one a distinct score."""
    hits, alarms = _cumulated(scores, generated, np.ones(np.size(scores)))
    return [(0.0, 0.0), *zip((alarms / alarms[-1]).tolist(), (hits / hits[-1]).tolist(), strict=True)]


def tippett_curve(log10_lr: ArrayLike) -> list[Point]:
    """Points (x, share of the ratios that are x or more), x rising: one side of a Tippett plot."""
    ordered, counts = np.unique(np.asarray(log10_lr, dtype=np.float64), return_counts=True)
    share = 1.0 - (np.cumsum(counts) - counts) / counts.sum()
    return list(zip(ordered.tolist(), share.tolist(), strict=True))


def reliability_table(
    probabilities: ArrayLike, generated: ArrayLike, weights: ArrayLike, bins: int = 10
) -> list[dict[str, float]]:
    """Mean stated probability, weighted frequency and number of images, in bins of equal width over 0..1; empty bins
    are left out."""
    stated, labels, mass = _arrays(probabilities, generated, weights)
    place = np.minimum(bins - 1, (stated * bins).astype(int))
    rows = []
    for index in np.unique(place):
        inside = place == index
        total = mass[inside].sum()
        rows.append(
            {
                "from": float(index / bins),
                "to": float((index + 1) / bins),
                "stated": float((mass * stated)[inside].sum() / total),
                "observed": float((mass * labels)[inside].sum() / total),
                "n": int(inside.sum()),
            }
        )
    return rows


def risk_coverage(log10_lr: ArrayLike, generated: ArrayLike) -> list[tuple[int, int]]:
    """(accepted, wrong) images when only those with the strongest log10 LR, either way, are accepted; one a distinct
    strength, strongest first. An LR of 1 takes the camera's side."""
    ratios, labels, _ = _arrays(log10_lr, generated, np.ones(np.size(log10_lr)))
    strength = np.abs(ratios)
    order = np.argsort(-strength, kind="stable")
    wrong = np.cumsum(((ratios > 0) != (labels > 0.5))[order])
    ends = np.flatnonzero(np.diff(strength[order], append=-1.0))
    return [(int(end) + 1, int(wrong[end])) for end in ends]


def confusion(log10_lr: ArrayLike, generated: ArrayLike) -> dict[str, int]:
    """Counts at a probability of 0.5 for an even prior, so at LR 1; "positive" is "made by a generative model"."""
    positive = np.asarray(log10_lr, dtype=np.float64) > 0
    labels = np.asarray(generated, dtype=bool)
    return {
        "true_positive": int((positive & labels).sum()),
        "false_negative": int((~positive & labels).sum()),
        "false_positive": int((positive & ~labels).sum()),
        "true_negative": int((~positive & ~labels).sum()),
    }


def decision_rates(counts: Mapping[str, int]) -> dict[str, float]:
    """Accuracy, precision, recall and F1 of a confusion matrix, both classes weighing the same. Where nothing was
    called positive, precision is 0."""
    recall = counts["true_positive"] / max(1, counts["true_positive"] + counts["false_negative"])
    alarm = counts["false_positive"] / max(1, counts["false_positive"] + counts["true_negative"])
    called = recall + alarm
    precision = recall / called if called else 0.0
    return {
        "accuracy": (recall + 1.0 - alarm) / 2.0,
        "precision": precision,
        "recall": recall,
        "f1": 2.0 * precision * recall / (precision + recall) if precision + recall else 0.0,
    }


def source_bootstrap(
    sources: Sequence[str], generated: ArrayLike, measures: Measures, *, rounds: int, seed: int
) -> dict[str, tuple[float, float]]:
    """95 % percentile intervals of figures when the sources of each class are drawn anew with replacement (cluster
    bootstrap; Field and Welsh, 2007): they say how far a figure depends on which sources were at hand.

    Empty where a class has fewer than two sources.
    """
    labels = np.asarray(generated, dtype=bool)
    names = np.asarray(sources)
    clusters = [_clusters(names, labels == side) for side in (False, True)]
    if min(len(groups) for groups in clusters) < 2:
        return {}
    rng = np.random.default_rng(seed)
    drawn: dict[str, list[float]] = {}
    for _ in range(rounds):
        chosen = np.concatenate([groups[i] for groups in clusters for i in rng.integers(len(groups), size=len(groups))])
        for name, value in measures(chosen).items():
            drawn.setdefault(name, []).append(value)
    return {name: _interval(values) for name, values in drawn.items()}


def thinned(points: Sequence[Point]) -> list[list[float]]:
    """At most 200 points of a curve as plain data, its ends among them: enough to draw it."""
    if len(points) <= _CURVE_POINTS:
        return [list(point) for point in points]
    chosen = np.unique(np.linspace(0, len(points) - 1, _CURVE_POINTS).round().astype(int))
    return [list(points[index]) for index in chosen.tolist()]


def _clusters(names: NDArray[np.str_], inside: Flags) -> list[NDArray[np.int64]]:
    """The positions of each source's images among those `inside` a class."""
    return [np.flatnonzero(inside & (names == name)) for name in np.unique(names[inside])]


def _interval(values: Sequence[float]) -> tuple[float, float]:
    low, high = np.quantile(values, (0.025, 0.975))
    return float(low), float(high)


def _cumulated(scores: ArrayLike, generated: ArrayLike, weights: ArrayLike) -> tuple[Floats, Floats]:
    """Weight of generated and of real images scoring at least as high, at each distinct score, highest first."""
    values, labels, mass = _arrays(scores, generated, weights)
    order = np.argsort(-values, kind="stable")
    ends = np.flatnonzero(np.diff(values[order], append=-np.inf))
    return np.cumsum((mass * labels)[order])[ends], np.cumsum((mass * (1.0 - labels))[order])[ends]


def _arrays(values: ArrayLike, generated: ArrayLike, weights: ArrayLike) -> tuple[Floats, Floats, Floats]:
    found = np.asarray(values, dtype=np.float64)
    if found.ndim != 1 or found.size == 0 or not np.isfinite(found).all():
        raise ValueError("values are to be a one-dimensional array of finite numbers that is not empty")
    return found, np.asarray(generated, dtype=np.float64), np.asarray(weights, dtype=np.float64)
