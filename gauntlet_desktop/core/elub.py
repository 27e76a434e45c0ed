"""How far likelihood ratios may go before they are extrapolation: the empirical lower and upper bound (ELUB).

P. Vergeer, A. van Es, A. de Jongh, I. Alberink, R. Stoel, Numerical likelihood ratios outputted by LR systems are
often based on extrapolation: when to stop extrapolating?, Science & Justice 56 (2016) 482-491.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]


def empirical_bounds(real_log10_lr: ArrayLike, fake_log10_lr: ArrayLike) -> tuple[float, float]:
    """The log10 LR floor (<= 0) and cap (>= 0) that these validation results support.

    A threshold t on the LR makes Bayes decisions at prior odds 1 / t. Between the bounds the decisions of the system,
    made worse by one strongly misleading LR in each class, cost no more than those of a system that always says
    LR = 1. The cap never passes log10 of the number of real images, nor the floor that of generated ones.
    Raises ValueError where a class is empty or a ratio is NaN. A hundred images of each kind, told apart without an
    error, do not support more than an LR of a hundred either way:

    >>> [round(bound, 2) for bound in empirical_bounds([-6.0] * 100, [6.0] * 100)]
    [-2.0, 2.0]
    """
    real, fake = np.asarray(real_log10_lr, dtype=np.float64), np.asarray(fake_log10_lr, dtype=np.float64)
    if not real.size or not fake.size or np.isnan(real).any() or np.isnan(fake).any():
        raise ValueError("log10 likelihood ratios of both classes are needed, none of them NaN")
    # A floor is the cap of the same results with the propositions exchanged.
    return -_cap(-fake, -real), _cap(real, fake)


def _cap(against: Floats, support: Floats) -> float:
    """The largest log10 t >= 0 up to which t x P(against over t) + P(support at or under t) <= 1 throughout.

    Both shares count one misleading result more. They change at observed values alone, so that between two of these
    the cost rises with t, and passes 1 at a t that is known exactly.
    """
    against, support = np.sort(against), np.sort(support)
    observed = np.concatenate([against, support])
    starts = np.unique(np.append(observed[(observed > 0.0) & np.isfinite(observed)], 0.0))
    over = (against.size - np.searchsorted(against, starts, side="right") + 1) / (against.size + 1)
    missed = (np.searchsorted(support, starts, side="right") + 1) / (support.size + 1)
    with np.errstate(divide="ignore"):
        allowed = np.log10(1.0 - missed) - np.log10(over)
    ends = np.append(starts[1:], np.inf)
    first = int(np.argmax(allowed < ends))
    return float(np.clip(max(starts[first], allowed[first]), 0.0, np.log10(against.size)))
