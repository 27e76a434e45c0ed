"""Measures of a detector's scores and likelihood ratios; numpy only.

Scores rise towards "made by a generative model". `real` are scores of images captured by a camera, `fake` of
generated ones: one-dimensional, neither empty (ValueError otherwise).
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]

_LN10 = float(np.log(10.0))


def auc(real: ArrayLike, fake: ArrayLike) -> float:
    """Area under the ROC curve, 0..1: how often a generated image scores over a real one, ties counting half.

    >>> auc(real=[-1.0, 0.0], fake=[0.0, 2.0])
    0.875
    """
    low, high = _scores(real), _scores(fake)
    ordered = np.sort(low)
    below = np.searchsorted(ordered, high, side="left")
    not_above = np.searchsorted(ordered, high, side="right")
    return float((below + not_above).mean() / (2.0 * low.size))


def cllr(real_log10_lr: ArrayLike, fake_log10_lr: ArrayLike) -> float:
    """Log-likelihood-ratio cost in bits (Bruemmer and du Preez, 2006): 0 is perfect, 1 is what saying nothing costs.

    >>> cllr([0.0, 0.0], [0.0, 0.0])
    1.0
    >>> round(cllr([-2.0, -1.0], [1.0, 2.0]), 3)
    0.076
    """
    real, fake = _scores(real_log10_lr) * _LN10, _scores(fake_log10_lr) * _LN10
    return float((np.logaddexp(0.0, -fake).mean() + np.logaddexp(0.0, real).mean()) / (2.0 * np.log(2.0)))


def min_cllr(real: ArrayLike, fake: ArrayLike) -> float:
    """The least Cllr that any rising transformation of these scores could have reached (pool adjacent violators).

    >>> min_cllr([-2.0, -1.0], [1.0, 2.0])
    0.0
    """
    low, high = _scores(real), _scores(fake)
    weights = np.concatenate([np.full(low.size, 0.5 / low.size), np.full(high.size, 0.5 / high.size)])
    targets = np.concatenate([np.zeros(low.size), np.ones(high.size)])
    posterior = isotonic(np.concatenate([low, high]), targets, weights)
    with np.errstate(divide="ignore"):
        costs = -np.log2(np.concatenate([1.0 - posterior[: low.size], posterior[low.size :]]))
    return float((weights * costs).sum())


def isotonic(scores: ArrayLike, targets: ArrayLike, weights: ArrayLike) -> Floats:
    """The non-decreasing function of the scores that is nearest to the targets in weighted squares (pool adjacent
    violators; Ayer et al., 1955), at each score. Equal scores get equal values.

    >>> isotonic([1, 2, 3, 4], targets=[0, 1, 0, 1], weights=[1, 1, 1, 1]).tolist()
    [0.0, 0.5, 0.5, 1.0]
    """
    distinct, place = np.unique(np.asarray(scores, dtype=np.float64), return_inverse=True)
    mass = np.bincount(place, np.asarray(weights, dtype=np.float64))
    means = np.bincount(place, np.asarray(weights, dtype=np.float64) * np.asarray(targets, dtype=np.float64)) / mass
    blocks: list[tuple[float, float, int]] = []
    for mean, weight in zip(means, mass, strict=True):
        block = (float(mean), float(weight), 1)
        while blocks and blocks[-1][0] >= block[0]:
            block = _pool(blocks.pop(), block)
        blocks.append(block)
    levels = np.repeat([block[0] for block in blocks], [block[2] for block in blocks])
    assert levels.size == distinct.size
    return np.asarray(levels[place], dtype=np.float64)


def expected_calibration_error(
    probabilities: ArrayLike, outcomes: ArrayLike, weights: ArrayLike, bins: int = 10
) -> float:
    """Mean absolute gap, 0..1, between stated probability and weighted frequency, over bins of about equal weight
    (Naeini et al., 2015). `outcomes` are 1 for generated, 0 for real."""
    stated = _scores(probabilities)
    order = np.argsort(stated, kind="stable")
    mass = np.asarray(weights, dtype=np.float64)[order]
    mass = mass / mass.sum()
    place = np.minimum(bins - 1, ((np.cumsum(mass) - mass / 2.0) * bins).astype(int))
    gap = mass * (stated[order] - np.asarray(outcomes, dtype=np.float64)[order])
    return float(np.abs(np.bincount(place, gap)).sum())


def conformal_quantile(scores: ArrayLike, alpha: float) -> float:
    """The score that a new exchangeable one exceeds with probability at most alpha (Vovk et al., 2005): the
    ceil((n + 1)(1 - alpha))-th smallest. Too few scores support no bound under the largest: it is taken.

    >>> conformal_quantile(range(1, 20), alpha=0.1), conformal_quantile([1, 2, 3], alpha=0.1)
    (18.0, 3.0)
    """
    ordered = np.sort(_scores(scores))
    rank = int(np.ceil((ordered.size + 1) * (1.0 - alpha)))
    return float(ordered[min(rank, ordered.size) - 1])


def _pool(first: tuple[float, float, int], second: tuple[float, float, int]) -> tuple[float, float, int]:
    weight = first[1] + second[1]
    return (first[0] * first[1] + second[0] * second[1]) / weight, weight, first[2] + second[2]


def _scores(values: ArrayLike) -> Floats:
    scores = np.asarray(values, dtype=np.float64)
    if scores.ndim != 1 or scores.size == 0 or not np.isfinite(scores).all():
        raise ValueError("scores are to be a one-dimensional array of finite numbers that is not empty")
    return scores
