"""Fits the model: robust scales, balanced weights, penalised logistic regression, and how it does on unseen sources.

Two penalties hold the weights back: a ridge, and the covariance that delivery alone causes in the features of one and
the same picture, so that what changes when a picture is sent on counts little (nuisance attribute projection:
Solomonoff, Campbell and Boardman, ICASSP 2005).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product

import numpy as np
from numpy.typing import NDArray

from gauntlet_desktop.core.lr_metrics import auc
from gauntlet_measured_features.features import NAMES
from gauntlet_measured_features.model import Model, Term

Floats = NDArray[np.float64]
Mask = NDArray[np.bool_]

# On sources left out, cutting z off at 1 beat 3 in every condition: what lies far out is a trait of a source.
LIMIT = 1.0
DRAWN = "drawn"
_STEPS = 30
_TOLERANCE = 1e-9
# Interquartile range of a normal distribution with unit standard deviation.
_NORMAL_IQR = 1.349


@dataclass(frozen=True, slots=True)
class Penalty:
    """How strongly the weights are held back: `ridge` on each, `delivery` along what delivery alone changes."""

    ridge: float
    delivery: float


@dataclass(frozen=True, slots=True)
class Table:
    """Measured pictures: `values` (N, features) in the order of NAMES; and for each row whether it is `generated`, its
    `source`, which `picture` it shows and the `condition` of its delivery."""

    values: Floats
    generated: Mask
    source: NDArray[np.str_]
    picture: NDArray[np.intp]
    condition: NDArray[np.str_]

    def sources(self, generated: bool) -> list[str]:
        return sorted(set(self.source[self.generated == generated].tolist()))

    def rows(self, generated: bool, source: str, condition: str) -> Floats:
        """The values of one source in one condition."""
        chosen = (self.generated == generated) & (self.source == source) & (self.condition == condition)
        return np.asarray(self.values[chosen])


def fit(table: Table, names: Sequence[str], penalty: Penalty, version: str) -> Model:
    """The model on the features `names`, from the rows of the condition "drawn"."""
    return _fit(table, table.condition == DRAWN, names, penalty, version)


def unseen_auc(table: Table, names: Sequence[str], penalty: Penalty, conditions: Sequence[str]) -> dict[str, float]:
    """AUC by condition on sources never seen: the mean over all pairs of a real and a generated source, each pair
    scored by a model fitted without either; both classes of a source's name are left out. Empty when nothing is left
    to fit on."""
    found: dict[str, list[float]] = {condition: [] for condition in conditions}
    for real, fake in product(table.sources(False), table.sources(True)):
        seen = (table.source != real) & (table.source != fake) & (table.condition == DRAWN)
        if len(set(table.generated[seen].tolist())) == 2:
            model = _fit(table, seen, names, penalty, "")
            for condition, values in found.items():
                scores = (model.scores(table.rows(g, s, condition)) for g, s in ((False, real), (True, fake)))
                values.append(auc(*scores))
    return {condition: float(np.mean(values)) for condition, values in found.items() if values}


def balance(generated: Mask, source: NDArray[np.str_]) -> Floats:
    """Weights with sum 1: half for each class, shared evenly by its sources, and within a source by its images."""
    weights = np.zeros(len(generated))
    for kind in (False, True):
        sources = sorted(set(source[generated == kind].tolist()))
        for name in sources:
            chosen = (generated == kind) & (source == name)
            weights[chosen] = 0.5 / len(sources) / np.count_nonzero(chosen)
    return weights


def _fit(table: Table, chosen: Mask, names: Sequence[str], penalty: Penalty, version: str) -> Model:
    columns = [NAMES.index(name) for name in names]
    values, generated = table.values[chosen][:, columns], table.generated[chosen]
    weights = balance(generated, table.source[chosen])
    centres, scales = _robust(values, weights)
    z = np.clip((values - centres) / scales, -LIMIT, LIMIT)
    held_back = penalty.ridge * np.eye(len(names)) + penalty.delivery * _within(z, table.picture[chosen], weights)
    *slopes, intercept = _logistic(z, generated, weights, held_back)
    terms = (Term(*part) for part in zip(names, centres.tolist(), scales.tolist(), map(float, slopes), strict=True))
    return Model(version, LIMIT, float(intercept), tuple(terms))


def _within(z: Floats, picture: NDArray[np.intp], weights: Floats) -> Floats:
    """Covariance of z around the mean of each picture over its deliveries."""
    _, index = np.unique(picture, return_inverse=True)
    sums = np.zeros((index.max() + 1, z.shape[1]))
    np.add.at(sums, index, z)
    around = z - (sums / np.bincount(index)[:, None])[index]
    return np.asarray((around * weights[:, None]).T @ around)


def _robust(values: Floats, weights: Floats) -> tuple[Floats, Floats]:
    """Weighted median and interquartile range (as a standard deviation) of every column."""
    order = np.argsort(values, axis=0)
    shares = np.cumsum(weights[order], axis=0)
    low, median, high = (
        np.take_along_axis(values, np.take_along_axis(order, np.argmax(shares >= q, axis=0)[None], axis=0), axis=0)[0]
        for q in (0.25, 0.5, 0.75)
    )
    scales = (high - low) / _NORMAL_IQR
    return median, np.where(scales > 1e-6, scales, 1.0)


def _logistic(z: Floats, generated: Mask, weights: Floats, held_back: Floats) -> Floats:
    """Slopes b and, last, the intercept that minimise the weighted cross-entropy + b' held_back b / 2, by Newton's
    method: z is bounded and every slope held back, so that plain steps do not overshoot."""
    design = np.column_stack([z, np.ones(len(z))])
    penalty = np.zeros((design.shape[1], design.shape[1]))
    penalty[:-1, :-1] = held_back
    coefficients = np.zeros(design.shape[1])
    for _ in range(_STEPS):
        probability = 1.0 / (1.0 + np.exp(-(design @ coefficients)))
        gradient = design.T @ (weights * (probability - generated)) + penalty @ coefficients
        curvature = (design * (weights * probability * (1.0 - probability))[:, None]).T @ design + penalty
        step = np.linalg.solve(curvature, gradient)
        coefficients -= step
        if np.abs(step).max() < _TOLERANCE:
            break
    return coefficients
