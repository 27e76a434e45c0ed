"""Exact binomial confidence intervals, so that every stated rate carries what its sample supports."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np

from gauntlet_desktop.core.records import RateEstimate

_MOST = 1_000_000


def clopper_pearson(count: int, total: int, confidence: float = 0.95) -> tuple[float, float]:
    """Two-sided exact interval for a proportion (Clopper and Pearson, Biometrika 1934), bounds in 0..1.

    Raises ValueError unless 0 <= count <= total, and total is 1 to a million, the most images of a pack. No error in
    thirty trials still allows one in nine:

    >>> [round(bound, 3) for bound in clopper_pearson(0, 30)]
    [0.0, 0.116]
    """
    if not 0 < total <= _MOST or not 0 <= count <= total:
        raise ValueError(f"{count} of {total} is no proportion")
    tail = (1.0 - confidence) / 2.0
    below, at_most = (_Binomial(most, total) for most in (count - 1, count))
    low = 0.0 if count == 0 else _solve(lambda p: 1.0 - below.cdf(p), tail)
    high = 1.0 if count == total else _solve(lambda p: -at_most.cdf(p), -tail)
    return low, high


def rate_estimate(name: str, count: int, total: int) -> RateEstimate:
    """A named proportion with its 95 % interval; an empty sample supports nothing: 0 to 1."""
    low, high = clopper_pearson(count, total) if total else (0.0, 1.0)
    return RateEstimate(name, count, total, low, high)


class _Binomial:
    """How probable at most `most` successes in `total` trials are, for one chance of success after the other."""

    def __init__(self, most: int, total: int) -> None:
        self._counts = np.arange(most + 1)
        self._rest = total - self._counts
        log_n = math.lgamma(total + 1)
        choices = (log_n - math.lgamma(k + 1) - math.lgamma(total - k + 1) for k in range(most + 1))
        self._log_choices = np.fromiter(choices, np.float64, most + 1)

    def cdf(self, p: float) -> float:
        """The probability at a chance of `p`."""
        terms = self._log_choices + self._counts * math.log(p) + self._rest * math.log1p(-p)
        return float(np.exp(terms).sum())


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
