"""Turns the answers of a system into its figures: pooled, per camera source, per generated source and per generator.

Figures of a group are against the whole other class with both classes weighing the same, so that groups of different
sizes and the literature's balanced sets compare. Every rate is {count, total, rate, low, high} with its 95 % interval
(Clopper-Pearson); what needs a likelihood ratio is left out where no calibration gives one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict
from typing import Any

import numpy as np
from numpy.typing import NDArray

from gauntlet_desktop.core.intervals import rate_estimate
from gauntlet_desktop.core.logistic import balanced_weights
from gauntlet_desktop.core.lr_metrics import auc, cllr, expected_calibration_error, min_cllr
from gauntlet_desktop.core.records import Tier
from gauntlet_desktop.evaluation import metrics
from gauntlet_desktop.evaluation.systems import Judged
from gauntlet_desktop.imaging.packs import Sample

BOOTSTRAP_ROUNDS = 300
ACCEPTED_COVERAGE = 0.40
QUANTILES = (0.05, 0.25, 0.5, 0.75, 0.95)

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]


def condition_figures(judged: Sequence[Judged], *, seed: int = 1, rounds: int = BOOTSTRAP_ROUNDS) -> dict[str, Any]:
    """The figures of one system in one condition. Raises ValueError when a class is empty.

    `intervals` hold the 95 % bootstrap over sources, where there are two or more of each class. The keys from "cllr"
    on are there only when at least one image of each class has a likelihood ratio.
    """
    with_lr = [item for item in judged if item.log10_lr is not None]
    calibrated = {item.sample.generated for item in with_lr} == {False, True}
    figures: dict[str, Any] = {
        "n_real": sum(not item.sample.generated for item in judged),
        "n_fake": sum(item.sample.generated for item in judged),
        "without_lr": len(judged) - len(with_lr),
        **_score_measures(_scores(judged), _labels(judged)),
        "intervals": _intervals(judged, _scores(judged), _score_measures, rounds, seed),
    }
    if calibrated:
        figures |= _lr_figures(with_lr) | _verdict_figures(judged)
        figures["intervals"] |= _intervals(with_lr, _ratios(with_lr), _lr_measures, rounds, seed)
    figures["curves"] = _curves(judged, with_lr if calibrated else [])
    return figures | _group_figures(judged)


def flip_figures(before: Sequence[Judged], after: Sequence[Judged]) -> dict[str, Any]:
    """How many verdicts a delivery changes: the side, the side or whether there is one at all, and the tier. Pictures
    without a verdict in either condition are left out."""
    later = {_name(item.sample): item for item in after if item.tier is not None}
    pairs = [(a, later[_name(a.sample)]) for a in before if a.tier is not None and _name(a.sample) in later]
    return {
        "changed_side": rate([a for a, b in pairs if a.side * b.side < 0], pairs),
        "changed_at_all": rate([a for a, b in pairs if a.side != b.side], pairs),
        "changed_tier": rate([a for a, b in pairs if a.tier != b.tier], pairs),
    }


def rate(hits: Sequence[Any], of: Sequence[Any]) -> dict[str, float]:
    """A proportion as plain data; NaN-free: an empty sample has rate 0 and the interval 0 to 1."""
    return count_rate(len(hits), len(of))


def count_rate(count: int, total: int) -> dict[str, float]:
    """As `rate`, from counts."""
    plain = {key: value for key, value in asdict(rate_estimate("", count, total)).items() if key != "name"}
    return {"rate": count / max(1, total), **plain}


def _lr_figures(judged: Sequence[Judged]) -> dict[str, Any]:
    """What a likelihood ratio allows to say, over the images that have one."""
    ratios, generated = _ratios(judged), _labels(judged)
    counts = metrics.confusion(ratios, generated)
    return {
        **_lr_measures(ratios, generated),
        "confusion": counts,
        **metrics.decision_rates(counts),
    }


def _verdict_figures(judged: Sequence[Judged]) -> dict[str, Any]:
    accepted = [item for item in judged if item.side]
    return {
        "coverage": rate(accepted, judged),
        "error_of_accepted": rate([item for item in accepted if (item.side > 0) != item.sample.generated], accepted),
        "strongest": _strongest(judged),
    }


def _strongest(judged: Sequence[Judged]) -> dict[str, Any]:
    """Error of the answers with the strongest likelihood ratios that make up 40 % of all images, or the least share
    beyond that, where many are equally strong; under 40 % where fewer have a likelihood ratio at all."""
    with_lr = [item for item in judged if item.log10_lr is not None]
    steps = metrics.risk_coverage(_ratios(with_lr), _labels(with_lr))
    needed = ACCEPTED_COVERAGE * len(judged)
    accepted, wrong = next((step for step in steps if step[0] >= needed), steps[-1])
    return {"coverage": count_rate(accepted, len(judged)), "error": count_rate(wrong, accepted)}


def _group_figures(judged: Sequence[Judged]) -> dict[str, dict[str, Any]]:
    real = [item for item in judged if not item.sample.generated]
    fake = [item for item in judged if item.sample.generated]
    return {
        "real_sources": {name: _figures_of(group, fake) for name, group in _grouped(real, lambda s: s.source)},
        "fake_sources": {name: _figures_of(group, real) for name, group in _grouped(fake, lambda s: s.source)},
        "generators": {
            name: _figures_of(group, real) for name, group in _grouped(fake, lambda s: s.generator or s.source)
        },
    }


def _figures_of(group: Sequence[Judged], others: Sequence[Judged]) -> dict[str, Any]:
    """Figures of one source or generator against the whole other class, and how its own images were answered."""
    both = [*group, *others]
    figures: dict[str, Any] = {"n": len(group), **_score_measures(_scores(both), _labels(both))}
    own = [item.log10_lr for item in group if item.log10_lr is not None]
    with_lr = [item for item in both if item.log10_lr is not None]
    if not own or {item.sample.generated for item in with_lr} != {False, True}:
        return figures
    counts = metrics.confusion(_ratios(with_lr), _labels(with_lr))
    return figures | {
        "confusion": counts,
        **metrics.decision_rates(counts),
        "ai_supported": rate([item for item in group if item.tier is Tier.AI_SUPPORTED], group),
        "leans_ai": rate([item for item in group if item.tier is Tier.LEANS_AI], group),
        "towards_ai": rate([item for item in group if item.side > 0], group),
        "towards_camera": rate([item for item in group if item.side < 0], group),
        "over_even": count_rate(sum(ratio > 0 for ratio in own), len(own)),
        "log10_lr_quantiles": np.quantile(own, QUANTILES).tolist(),
    }


def _curves(judged: Sequence[Judged], with_lr: Sequence[Judged]) -> dict[str, Any]:
    """The points of the plots, thinned."""
    curves: dict[str, Any] = {"roc": metrics.thinned(metrics.roc_curve(_scores(judged), _labels(judged)))}
    if not with_lr:
        return curves
    ratios, generated = _ratios(with_lr), _labels(with_lr)
    steps = metrics.risk_coverage(ratios, generated)
    return curves | {
        "tippett_real": metrics.thinned(metrics.tippett_curve(ratios[~generated])),
        "tippett_fake": metrics.thinned(metrics.tippett_curve(ratios[generated])),
        "reliability": metrics.reliability_table(_even_odds(ratios), generated, balanced_weights(generated)),
        "risk_coverage": metrics.thinned([(n / len(judged), wrong / n) for n, wrong in steps]),
    }


def _intervals(
    judged: Sequence[Judged],
    values: Floats,
    measures: Callable[[Floats, Flags], Mapping[str, float]],
    rounds: int,
    seed: int,
) -> dict[str, list[float]]:
    sources, generated = [item.sample.source for item in judged], _labels(judged)
    found = metrics.source_bootstrap(
        sources, generated, lambda chosen: measures(values[chosen], generated[chosen]), rounds=rounds, seed=seed
    )
    return {name: list(interval) for name, interval in found.items()}


def _score_measures(scores: Floats, generated: Flags) -> dict[str, float]:
    return {
        "auc": auc(scores[~generated], scores[generated]),
        "ap": metrics.average_precision(scores, generated, balanced_weights(generated)),
    }


def _lr_measures(ratios: Floats, generated: Flags) -> dict[str, float]:
    """Cllr and what it could have been, and the ECE at an even prior; both classes weigh the same."""
    cost, least = cllr(ratios[~generated], ratios[generated]), min_cllr(ratios[~generated], ratios[generated])
    error = expected_calibration_error(_even_odds(ratios), generated, balanced_weights(generated))
    return {"cllr": cost, "min_cllr": least, "cllr_minus_min": cost - least, "ece": error}


def _even_odds(log10_lr: Floats) -> Floats:
    """Probability of "made by a generative model" at an even prior."""
    return np.asarray(1.0 / (1.0 + 10.0**-log10_lr))


def _grouped(items: Iterable[Judged], key: Callable[[Sample], str]) -> list[tuple[str, list[Judged]]]:
    groups: dict[str, list[Judged]] = {}
    for item in items:
        groups.setdefault(key(item.sample), []).append(item)
    return sorted(groups.items())


def _name(sample: Sample) -> tuple[str, str]:
    return sample.archive, sample.member


def _scores(items: Sequence[Judged]) -> Floats:
    return np.array([item.score for item in items], dtype=np.float64)


def _ratios(items: Sequence[Judged]) -> Floats:
    return np.array([item.log10_lr for item in items if item.log10_lr is not None], dtype=np.float64)


def _labels(items: Sequence[Judged]) -> Flags:
    return np.array([item.sample.generated for item in items], dtype=bool)
