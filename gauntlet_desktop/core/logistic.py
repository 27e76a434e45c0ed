"""Logistic regression by Newton's method, for calibration and for measuring what trivial features give away."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

_RIDGE = 1e-3
_STEPS = 50
_TOLERANCE = 1e-10


def fit_logistic(features: ArrayLike, outcomes: ArrayLike, weights: ArrayLike) -> NDArray[np.float64]:
    """Coefficients, one a feature and the intercept last, of the natural log odds of outcome 1.

    `features` (N, D); `outcomes` (N,) of 0 and 1; `weights` (N,) non-negative. A ridge of 0.001 of the total weight on
    standardised features keeps separable data finite. Raises ValueError when one outcome has no weight.
    """
    raw = np.asarray(features, dtype=np.float64)
    target = np.asarray(outcomes, dtype=np.float64)
    mass = np.asarray(weights, dtype=np.float64)
    if not (mass[target > 0.5].sum() > 0.0 < mass[target <= 0.5].sum()):
        raise ValueError("both outcomes are needed")
    mass = mass / mass.sum()
    centre = mass @ raw
    spread = np.sqrt(mass @ (raw - centre) ** 2)
    spread[spread < 1e-12] = 1.0
    design = np.column_stack([(raw - centre) / spread, np.ones(len(raw))])
    standard = _newton(design, target, mass)
    slopes = standard[:-1] / spread
    return np.append(slopes, standard[-1] - slopes @ centre)


def balanced_weights(outcomes: ArrayLike) -> NDArray[np.float64]:
    """Weights under which both outcomes count alike, so that fitted log odds are log likelihood ratios."""
    target = np.asarray(outcomes) > 0.5
    share = np.array([np.count_nonzero(~target), np.count_nonzero(target)])
    return np.asarray(0.5 / np.maximum(1, share)[target.astype(int)])


def _newton(design: NDArray[np.float64], target: NDArray[np.float64], mass: NDArray[np.float64]) -> NDArray[np.float64]:
    """Damped Newton steps on a strictly convex cost; a step is halved until the cost no longer rises."""
    penalty = np.full(design.shape[1], _RIDGE)
    penalty[-1] = 0.0
    coefficients = np.zeros(design.shape[1])
    cost = _cost(design, target, mass, penalty, coefficients)
    for _ in range(_STEPS):
        probability = 1.0 / (1.0 + np.exp(-np.clip(design @ coefficients, -500, 500)))
        gradient = design.T @ (mass * (probability - target)) + penalty * coefficients
        curvature = (design * (mass * probability * (1.0 - probability))[:, None]).T @ design + np.diag(penalty + 1e-12)
        step = np.linalg.solve(curvature, gradient)
        while (moved := _cost(design, target, mass, penalty, coefficients - step)) > cost + 1e-15:
            step /= 2.0
        coefficients, improvement, cost = coefficients - step, cost - moved, moved
        if improvement < _TOLERANCE:
            break
    return coefficients


def _cost(
    design: NDArray[np.float64],
    target: NDArray[np.float64],
    mass: NDArray[np.float64],
    penalty: NDArray[np.float64],
    coefficients: NDArray[np.float64],
) -> float:
    odds = design @ coefficients
    losses = np.logaddexp(0.0, odds) - target * odds
    return float(mass @ losses + 0.5 * (penalty * coefficients**2).sum())
