"""Exact binomial confidence intervals, so that every stated rate carries what its sample supports."""

from __future__ import annotations

import math
from collections.abc import Callable

from gauntlet_desktop.core.records import RateEstimate


def clopper_pearson(count: int, total: int, confidence: float = 0.95) -> tuple[float, float]:
    """Two-sided exact interval for a proportion (Clopper and Pearson, Biometrika 1934), bounds in 0..1.

    Raises ValueError unless 0 <= count <= total and total > 0. No error in thirty trials still allows one in nine:

    >>> [round(bound, 3) for bound in clopper_pearson(0, 30)]
    [0.0, 0.116]
    """
    if total <= 0 or not 0 <= count <= total:
        raise ValueError(f"{count} of {total} is no proportion")
    tail = (1.0 - confidence) / 2.0
    low = 0.0 if count == 0 else _solve(lambda p: 1.0 - _binomial_cdf(count - 1, total, p), tail)
    high = 1.0 if count == total else _solve(lambda p: -_binomial_cdf(count, total, p), -tail)
    return low, high


def rate_estimate(name: str, count: int, total: int) -> RateEstimate:
    """A named proportion with its 95 % interval; an empty sample supports nothing: 0 to 1."""
    low, high = clopper_pearson(count, total) if total else (0.0, 1.0)
    return RateEstimate(name, count, total, low, high)


def _binomial_cdf(count: int, total: int, p: float) -> float:
    log_p, log_q = math.log(p), math.log1p(-p)
    log_n = math.lgamma(total + 1)
    return math.fsum(
        math.exp(log_n - math.lgamma(k + 1) - math.lgamma(total - k + 1) + k * log_p + (total - k) * log_q)
        for k in range(count + 1)
    )


def _solve(increasing: Callable[[float], float], target: float) -> float:
    """Bisect an increasing function of p on 0..1 down to 1e-10."""
    low, high = 0.0, 1.0
    while high - low > 1e-10:
        middle = (low + high) / 2.0
        if increasing(middle) < target:
            low = middle
        else:
            high = middle
    return (low + high) / 2.0
