"""Likelihood ratios: their verbal scale and what a stated prior makes of them.

Verbal scale: ENFSI guideline for evaluative reporting in forensic science (2015), with the steps of the design:
1-2 no support, 2-10 weak, 10-100 moderate, 100-1,000 moderately strong, 1,000-10,000 strong, above very strong.
"""

from __future__ import annotations

import math

# Under this log10 LR, either way, the evidence supports neither side.
NO_SUPPORT_LOG10_LR = math.log10(2.0)

_STEPS = (
    (NO_SUPPORT_LOG10_LR, "no support"),
    (1.0, "weak support"),
    (2.0, "moderate support"),
    (3.0, "moderately strong support"),
    (4.0, "strong support"),
)

# Where each step of support begins, in log10 LR: weak, moderate, moderately strong, strong, very strong.
SUPPORT_STARTS = tuple(upper for upper, _ in _STEPS)

GENERATED = "made by a generative model"
CAMERA = "captured by a camera"


def verbal_strength(log10_lr: float) -> str:
    """Strength of support, without its side; a ratio at a boundary belongs to the stronger step.

    >>> [verbal_strength(log10_lr) for log10_lr in (0.0, 0.4, -1.2, 4.5)]
    ['no support', 'weak support', 'moderate support', 'very strong support']
    """
    magnitude = abs(log10_lr)
    for upper, words in _STEPS:
        if magnitude < upper:
            return words
    return "very strong support"


def verbal_scale(log10_lr: float) -> str:
    """The likelihood ratio in words, with the side that it supports over the other.

    >>> verbal_scale(-1.2)
    'moderate support for “captured by a camera” over “made by a generative model”'
    """
    strength = verbal_strength(log10_lr)
    if strength == "no support":
        return "no support for either proposition"
    first, second = (GENERATED, CAMERA) if log10_lr > 0 else (CAMERA, GENERATED)
    return f"{strength} for “{first}” over “{second}”"


def signed(value: float, digits: int = 2) -> str:
    """A number as text that always shows its sign, with a true minus.

    >>> signed(0.5), signed(-1.25, 1)
    ('+0.50', '−1.2')
    """
    return f"{value:+.{digits}f}".replace("-", "−")


def posterior_probability(log10_lr: float, prior: float) -> float:
    """Probability in 0..1 of "made by a generative model", from prior odds times LR. `prior` in (0, 1).

    An LR of 10 turns a prior of one in a hundred into about one in eleven:

    >>> round(posterior_probability(1.0, 0.01), 3)
    0.092
    """
    if not 0.0 < prior < 1.0:
        raise ValueError(f"a prior lies between 0 and 1, not {prior}")
    log_odds = math.log(prior / (1.0 - prior)) + log10_lr * math.log(10.0)
    if log_odds >= 0:
        return 1.0 / (1.0 + math.exp(-log_odds))
    odds = math.exp(log_odds)
    return odds / (1.0 + odds)
