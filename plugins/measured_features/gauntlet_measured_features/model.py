"""The fitted model: a logistic model on clipped, robustly scaled features, kept as readable JSON."""

from __future__ import annotations

import json
import math
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
from numpy.typing import ArrayLike, NDArray

from gauntlet_desktop.core.deserialise import parse_json
from gauntlet_measured_features.features import NAMES

SCHEMA = 1
_MAX_BYTES = 1 << 20

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Term:
    """One feature's part: z = (value - centre) / scale, cut off at the model's limit; it adds coefficient x z."""

    name: str
    centre: float
    scale: float
    coefficient: float


@dataclass(frozen=True, slots=True)
class Model:
    """score = intercept + sum of the terms' contributions: natural log odds of "made by a generative model" in the
    training data, with both classes weighing the same. Not a likelihood ratio until it is calibrated."""

    version: str
    limit: float
    intercept: float
    terms: tuple[Term, ...]

    def standardise(self, features: ArrayLike) -> Floats:
        """z of each term, -limit..limit, from values (..., features) in the order of `features.NAMES`."""
        values = np.asarray(features, dtype=np.float64)[..., [NAMES.index(term.name) for term in self.terms]]
        centres = np.array([term.centre for term in self.terms])
        scales = np.array([term.scale for term in self.terms])
        return np.asarray(np.clip((values - centres) / scales, -self.limit, self.limit))

    def contributions(self, features: ArrayLike) -> dict[str, float]:
        """What each term adds to the score of one image, from its features (features,) in the order of NAMES."""
        z = self.standardise(features)
        return {term.name: term.coefficient * float(value) for term, value in zip(self.terms, z, strict=True)}

    def score(self, features: ArrayLike) -> float:
        """The intercept and all contributions, summed without rounding in between."""
        return math.fsum([self.intercept, *self.contributions(features).values()])

    def scores(self, features: ArrayLike) -> Floats:
        """Scores (N,) of many images at once, from features (N, features)."""
        coefficients = np.array([term.coefficient for term in self.terms])
        return np.asarray(self.intercept + self.standardise(features) @ coefficients)


def write_model(model: Model, path: Path) -> None:
    """Write the model as JSON."""
    document = {"schema": SCHEMA, **asdict(model)}
    path.write_text(json.dumps(document, indent=1) + "\n", encoding="utf-8")


def read_model(path: Path) -> Model:
    """The model at `path`; raises OSError, or ValueError that says what is wrong with it."""
    with path.open("rb") as stream:
        untrusted = parse_json(stream.read(_MAX_BYTES))
    try:
        if untrusted["schema"] != SCHEMA:
            raise ValueError(f"schema {untrusted['schema']!r} is not {SCHEMA}")
        terms = tuple(
            Term(str(term["name"]), float(term["centre"]), float(term["scale"]), float(term["coefficient"]))
            for term in untrusted["terms"]
        )
        model = Model(str(untrusted["version"]), float(untrusted["limit"]), float(untrusted["intercept"]), terms)
    except (KeyError, OverflowError, TypeError) as error:
        raise ValueError(f"not a model of measured features ({error!r})") from error
    _check(model)
    return model


def _check(model: Model) -> None:
    numbers = [model.limit, model.intercept]
    for term in model.terms:
        numbers += [term.centre, term.scale, term.coefficient]
    if not all(map(math.isfinite, numbers)) or not all(n > 0 for n in [model.limit, *(t.scale for t in model.terms)]):
        raise ValueError("numbers are to be finite, the limit and the scales positive")
    if unknown := {term.name for term in model.terms} - set(NAMES):
        raise ValueError(f"unknown features: {', '.join(sorted(unknown))}")
