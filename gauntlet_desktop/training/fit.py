"""Fits the calibration of scores: Platt scaling or isotonic regression, bounds, conformal thresholds, error rates.

All that is measured is measured leave-one-source-out: the images of a source are judged by a curve that never saw that
source. Within its class each source weighs the same, both classes together the same.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from gauntlet_desktop.core.calibration import NO_MAX_SIDE, Calibration, Curve, Knots, Line, parse_calibration
from gauntlet_desktop.core.elub import empirical_bounds
from gauntlet_desktop.core.errors import UserError
from gauntlet_desktop.core.logistic import fit_logistic
from gauntlet_desktop.core.lr_metrics import cllr, conformal_quantile, isotonic, min_cllr
from gauntlet_desktop.core.phrases import phrase
from gauntlet_desktop.core.records import Tier
from gauntlet_desktop.imaging.packs import Sample
from gauntlet_desktop.inference.scoring import Scored
from gauntlet_desktop.training.strata import Cell

ALPHA = 0.05
# Calibration files hold a positive slope: this one stands for none.
NO_SLOPE = 1e-9
# The error rates of a verdict's stratum: the tiers that count, and the class that they are counted in.
_SUPPORTED_AI, _TOWARDS_AI = {Tier.AI_SUPPORTED}, {Tier.AI_SUPPORTED, Tier.LEANS_AI}
_SUPPORTED_CAMERA, _TOWARDS_CAMERA = {Tier.CAMERA_SUPPORTED}, {Tier.CAMERA_SUPPORTED, Tier.LEANS_CAMERA}
_RATES: Mapping[str, tuple[set[Tier], tuple[bool, ...]]] = {
    "ai_supported_given_camera": (_SUPPORTED_AI, (False,)),
    "leans_or_supported_ai_given_camera": (_TOWARDS_AI, (False,)),
    "camera_supported_given_ai": (_SUPPORTED_CAMERA, (True,)),
    "leans_or_supported_camera_given_ai": (_TOWARDS_CAMERA, (True,)),
    "inconclusive": ({Tier.INCONCLUSIVE}, (False, True)),
}

Floats = NDArray[np.float64]
ScoredCells = Mapping[Cell, Sequence[Scored]]


@dataclass(frozen=True, slots=True)
class Identity:
    """What a calibration file says that it belongs to."""

    detector: str
    version: str
    weights_sha256: str


@dataclass(frozen=True, slots=True)
class _Labelled:
    """Scores with their classes and sources, all (N,)."""

    scores: Floats
    generated: NDArray[np.bool_]
    sources: NDArray[np.str_]

    def take(self, chosen: NDArray[np.bool_]) -> _Labelled:
        return _Labelled(self.scores[chosen], self.generated[chosen], self.sources[chosen])


def fit(scored: ScoredCells, identity: Identity) -> tuple[dict[str, Any], dict[str, dict[str, Any]]]:
    """The calibration document (schema 2) of all scores, with error rates measured over its folds; and the folds: the
    document without each source, by its "label/source".

    Raises UserError when a class has fewer than two sources or scores do not rise towards generated images.
    """
    sources = _checked_sources(scored)
    folds = {source: _document(without(scored, source), identity) for source in sources}
    calibrations = {source: parse_calibration(fold) for source, fold in folds.items()}
    document = _document(scored, identity)
    for entry, (cell, items) in zip(document["strata"], scored.items(), strict=True):
        if not _rises(items):
            raise UserError(
                "not_calibratable",
                phrase("Scores do not rise towards generated images in the stratum “{stratum}”.", stratum=cell.name),
                "Train longer or on more sources: this detector is no better than chance on unseen sources.",
            )
        entry["error_rates"] = _error_rates(cell, items, calibrations)
    return document, folds


def without(scored: ScoredCells, source: str) -> dict[Cell, list[Scored]]:
    """The scores without those of a source, named as by `source_key`."""
    return {cell: [item for item in items if source_key(item.sample) != source] for cell, items in scored.items()}


def source_key(sample: Sample) -> str:
    """The name of a source across both classes, as in the folds' file."""
    return f"{sample.label}/{sample.source}"


def balanced_by_source(samples: Sequence[Sample]) -> Floats:
    """Weights (N,): each source the same within its class, each class a half."""
    return _weights(
        np.array([sample.generated for sample in samples]), np.array([source_key(sample) for sample in samples])
    )


def _checked_sources(scored: ScoredCells) -> list[str]:
    sources = sorted({source_key(item.sample) for items in scored.values() for item in items})
    classes = Counter(source.split("/")[0] for source in sources)
    if min(classes["real"], classes["fake"]) < 2:
        raise UserError(
            "too_few_sources",
            phrase(
                "Calibration needs two sources of each class, each left out once; found: {known}.",
                known=", ".join(sources) or phrase("none"),
            ),
            "Add sources (a sub-folder of real/ and fake/ is one), or hold more of them out.",
        )
    return sources


def _document(scored: ScoredCells, identity: Identity) -> dict[str, Any]:
    """A calibration file without error rates."""
    samples = {item.sample for items in scored.values() for item in items}
    counts: dict[str, dict[str, int]] = {"real": {}, "fake": {}}
    for (label, source), count in sorted(Counter((sample.label, sample.source) for sample in samples).items()):
        counts[label][source] = count
    return {
        "schema": 2,
        "detector": identity.detector,
        "detector_version": identity.version,
        "weights_sha256": identity.weights_sha256,
        "fitted_on": {
            "sources": counts,
            "description": "Each source weighs the same within its class, each class the same. Curve chosen by Cllr, "
            "bounds (ELUB) and error rates: leave-one-source-out.",
        },
        "alpha": ALPHA,
        "strata": [_stratum(cell, items) for cell, items in scored.items()],
    }


def _stratum(cell: Cell, items: Sequence[Scored]) -> dict[str, Any]:
    data = _labelled(items)
    left_out = {method: _left_out(data, fit_curve) for method, fit_curve in _CURVES.items()}
    costs = {method: _cost(data, ratios) for method, ratios in left_out.items()}
    method = min(costs, key=lambda name: costs[name])
    real, fake = data.scores[~data.generated], data.scores[data.generated]
    floor, cap = empirical_bounds(left_out[method][~data.generated], left_out[method][data.generated])
    return {
        "name": cell.name,
        "min_side": cell.min_side,
        "max_side": None if cell.max_side == NO_MAX_SIDE else cell.max_side,
        "min_quality": cell.min_quality,
        "max_quality": cell.max_quality,
        "method": method,
        **_curve_entry(_CURVES[method](data)),
        "log10_lr_floor": floor,
        "log10_lr_cap": cap,
        "real_upper": conformal_quantile(real, ALPHA),
        "fake_lower": -conformal_quantile(-fake, ALPHA),
        "n_real": real.size,
        "n_fake": fake.size,
        "left_out_cllr": {**costs, "least_possible": min_cllr(real, fake)},
        "error_rates": {},
    }


def _labelled(items: Sequence[Scored]) -> _Labelled:
    return _Labelled(
        np.array([item.score for item in items]),
        np.array([item.sample.generated for item in items]),
        np.array([source_key(item.sample) for item in items]),
    )


def _left_out(data: _Labelled, fit_curve: Callable[[_Labelled], Curve]) -> Floats:
    """The log10 LR of every image, by a curve fitted without its source; by one fitted on all where that source is the
    only one of its class."""
    ratios = np.empty(data.scores.size)
    for source in np.unique(data.sources):
        own = data.sources == source
        rest = data.take(~own)
        both = rest.generated.any() and not rest.generated.all()
        ratios[own] = fit_curve(rest if both else data).at(data.scores[own])
    return ratios


def _cost(data: _Labelled, ratios: Floats) -> float:
    return cllr(ratios[~data.generated], ratios[data.generated])


def _platt(data: _Labelled) -> Line:
    """Platt scaling (1999). Scores that do not rise with the truth say nothing: LR 1, whatever the score."""
    weights = _weights(data.generated, data.sources)
    slope, intercept = fit_logistic(data.scores[:, None], data.generated, weights) / math.log(10.0)
    return Line(float(slope), float(intercept)) if slope > NO_SLOPE else Line(NO_SLOPE, 0.0)


def _isotonic(data: _Labelled) -> Knots:
    """Isotonic regression (pool adjacent violators), held within 1/N and N, N the images of the smaller class."""
    posterior = isotonic(data.scores, data.generated, _weights(data.generated, data.sources))
    most = math.log10(min(data.generated.sum(), (~data.generated).sum()))
    with np.errstate(divide="ignore"):
        ratios = np.clip(np.log10(posterior) - np.log10(1.0 - posterior), -most, most)
    knots: set[tuple[float, float]] = set()
    for ratio in np.unique(ratios):
        block = data.scores[ratios == ratio]
        knots |= {(float(block.min()), float(ratio)), (float(block.max()), float(ratio))}
    return Knots(tuple(sorted(knots)))


_CURVES: Mapping[str, Callable[[_Labelled], Curve]] = {"platt": _platt, "isotonic": _isotonic}


def _curve_entry(curve: Curve) -> dict[str, Any]:
    if isinstance(curve, Line):
        return {"slope": curve.slope, "intercept": curve.intercept}
    return {"knots": [list(point) for point in curve.points]}


def _weights(generated: NDArray[np.bool_], sources: NDArray[np.str_]) -> Floats:
    weights = np.zeros(generated.size)
    for label in (False, True):
        names, place, counts = np.unique(sources[generated == label], return_inverse=True, return_counts=True)
        weights[generated == label] = 0.5 / (names.size * counts[place])
    return weights


def _rises(items: Sequence[Scored]) -> bool:
    return _platt(_labelled(items)).slope > NO_SLOPE


def _error_rates(cell: Cell, items: Iterable[Scored], folds: Mapping[str, Calibration]) -> dict[str, dict[str, int]]:
    """How often each kind of answer came out, every image judged by the fold without its source."""
    tiers = [(item.sample.generated, _tier(folds[source_key(item.sample)], cell, item.score)) for item in items]
    return {
        name: {
            "count": sum(tier in counted and generated in classes for generated, tier in tiers),
            "total": sum(generated in classes for generated, _ in tiers),
        }
        for name, (counted, classes) in _RATES.items()
    }


def _tier(calibration: Calibration, cell: Cell, score: float) -> Tier:
    fitted = calibration.stratum_at(cell.min_side, cell.min_quality)
    assert fitted is not None
    return fitted.tier(score)
