"""The figures of each method over a set of images, and their ranking."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from gauntlet_desktop.core.intervals import clopper_pearson
from gauntlet_desktop.core.map_audit import mean_ranks, mod_and_vid, rank_correlation
from gauntlet_desktop.evaluation.map_observations import MapOfComposite, MapOfImage
from gauntlet_desktop.inference.variants import ALL_LAYERS

ROUNDS = 1000

Figures = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Measured:
    """All that was measured of a method: by the image's SHA-256, and of composites by their names."""

    images: Mapping[str, MapOfImage]
    composites: Mapping[str, MapOfComposite]


@dataclass(frozen=True, slots=True)
class Criterion:
    """A figure that methods are ranked by: the lower `cost`, the better."""

    name: str
    cost: Callable[[Figures], float | None]


# Two of faithfulness, one of place, two of stability, one of dependence on the model. VID is told and not ranked by: a
# map that always jumps varies least.
CRITERIA = (
    Criterion("deletion", lambda figures: -figures["deletion_passed"]["rate"]),
    Criterion("gain", lambda figures: -figures["deletion_gain"]),
    Criterion("pixel AUC", lambda figures: None if figures["pixel_auc"] is None else -figures["pixel_auc"]),
    Criterion("JPEG and shift", lambda figures: figures["nissim_jpeg"] + figures["nissim_shift"]),
    Criterion("MOD", lambda figures: figures["mod"]),
    Criterion("weights", lambda figures: _size(figures["randomised"].get(ALL_LAYERS))),
)


def method_figures(found: Measured, seed: int) -> dict[str, Any]:
    """The figures of one method; at least one image must have been measured."""
    audits = [each.audit for each in found.images.values()]
    mod, vid = mod_and_vid(list(zip(*(each.by_strength for each in found.images.values()), strict=True)))
    changes = np.array([[value for _, value in audit.nissim[:2]] for audit in audits])
    return {
        "images": len(audits),
        "composites": len(found.composites),
        "audit_passed": rate([audit.passed for audit in audits]),
        "deletion_passed": rate([audit.deletion > audit.deletion_random[1] for audit in audits]),
        "deletion_gain": float(np.mean([audit.deletion - np.mean(audit.deletion_random) for audit in audits])),
        "nissim_jpeg": float(changes[:, 0].mean()),
        "nissim_shift": float(changes[:, 1].mean()),
        "mod": mod,
        "vid": vid,
        "nissim_by_strength": [
            float(np.mean(v)) for v in zip(*(e.by_strength for e in found.images.values()), strict=True)
        ],
        "randomised": {
            part: float(np.mean([dict(audit.randomised)[part] for audit in audits])) for part, _ in audits[0].randomised
        },
        **_found_region(list(found.composites.values()), seed),
    }


def ranked(figures: Mapping[str, dict[str, Any]]) -> list[dict[str, Any]]:
    """The methods of one detector, best first: by the mean of their ranks in the criteria that all of them have. Each
    gets its `ranks` and their mean, `mean_rank`; equal ones stand in order of their ids."""
    names = sorted(figures)
    ranks: dict[str, dict[str, float]] = {name: {} for name in names}
    for criterion in CRITERIA:
        costs = [criterion.cost(figures[name]) for name in names]
        known = [cost for cost in costs if cost is not None]
        if len(known) == len(names):
            for name, place in zip(names, mean_ranks(np.round(known, 9)), strict=True):
                ranks[name][criterion.name] = float(place)
    means = {name: float(np.mean(list(ranks[name].values()))) for name in names}
    order = sorted(names, key=lambda name: (means[name], name))
    return [{"method": name, "mean_rank": means[name], "ranks": ranks[name], **figures[name]} for name in order]


def agreement(found: Mapping[str, Measured], order: Sequence[str]) -> list[list[float | None]]:
    """The mean rank correlation of each method's maps with each other's, over the images that both explained; None
    where there are none."""
    return [[_agree(found[first], found[second]) for second in order] for first in order]


def rate(passed: Sequence[bool]) -> dict[str, float]:
    """A proportion with its 95 % interval (Clopper-Pearson)."""
    count, total = sum(passed), len(passed)
    low, high = clopper_pearson(count, total)
    return {"rate": count / total, "low": low, "high": high, "count": count, "total": total}


def _found_region(found: Sequence[MapOfComposite], seed: int) -> dict[str, Any]:
    """Mean pixel AUC with a bootstrap interval, pointing game, and what chance would point at."""
    if not found:
        return {"pixel_auc": None, "pixel_auc_interval": None, "pointing": None, "pointing_by_chance": None}
    values = np.array([each.pixel_auc for each in found])
    drawn = np.random.default_rng(seed).integers(0, len(values), (ROUNDS, len(values)))
    low, high = np.quantile(values[drawn].mean(axis=1), (0.025, 0.975))
    return {
        "pixel_auc": float(values.mean()),
        "pixel_auc_interval": [float(low), float(high)],
        "pointing": float(np.mean([each.pointing for each in found])),
        "pointing_by_chance": float(np.mean([each.share for each in found])),
    }


def _agree(first: Measured, second: Measured) -> float | None:
    shared = [name for name in first.images if name in second.images]
    if not shared:
        return None
    return float(np.mean([rank_correlation(first.images[n].values, second.images[n].values) for n in shared]))


def _size(correlation: float | None) -> float | None:
    return None if correlation is None else abs(correlation)
