"""Turns scored images into the figures of the table: per real source, per generator and pooled."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from gauntlet_desktop.core.calibration import Calibration
from gauntlet_desktop.core.errors import UserError
from gauntlet_desktop.core.intervals import rate_estimate
from gauntlet_desktop.core.logistic import balanced_weights, fit_logistic
from gauntlet_desktop.core.lr_metrics import auc, cllr, expected_calibration_error, min_cllr
from gauntlet_desktop.core.records import Tier
from gauntlet_desktop.imaging.packs import Sample
from gauntlet_desktop.inference.scoring import Scored

_TOWARDS_AI = frozenset({Tier.AI_SUPPORTED, Tier.LEANS_AI})
_TOWARDS_CAMERA = frozenset({Tier.CAMERA_SUPPORTED, Tier.LEANS_CAMERA})


@dataclass(frozen=True, slots=True)
class Judged:
    """A scored image with its log10 likelihood ratio and tier, by a calibration that never saw its source."""

    scored: Scored
    log10_lr: float
    tier: Tier

    @property
    def sample(self) -> Sample:
        return self.scored.sample

    @property
    def side(self) -> int:
        """1 towards "made by a generative model", -1 towards "captured by a camera", 0 inconclusive."""
        return int(self.tier in _TOWARDS_AI) - int(self.tier in _TOWARDS_CAMERA)


def judge(items: Iterable[Scored], calibration_for: Callable[[Sample], Calibration]) -> list[Judged]:
    """Raises UserError when an image's quality is outside every stratum of its calibration."""
    judged = []
    for item in items:
        calibration = calibration_for(item.sample)
        stratum = calibration.stratum_for_quality(item.quality)
        if stratum is None:
            raise UserError(
                "outside_strata",
                f"{item.sample.member} (quality {item.quality}) is outside every stratum of the calibration.",
                "Leave it out, or calibrate for it.",
            )
        judged.append(Judged(item, stratum.log10_lr(item.score), stratum.tier(item.score)))
    return judged


def condition_figures(judged: Sequence[Judged]) -> dict[str, Any]:
    """The figures of one condition; every rate is {count, total, rate, low, high} with its 95 % interval."""
    real = [item for item in judged if not item.sample.generated]
    fake = [item for item in judged if item.sample.generated]
    ratios = [[item.log10_lr for item in group] for group in (real, fake)]
    least = min_cllr(_scores(real), _scores(fake))
    cost = cllr(*ratios)
    accepted = [item for item in judged if item.side]
    return {
        "n_real": len(real),
        "n_fake": len(fake),
        "auc": auc(_scores(real), _scores(fake)),
        "cllr": cost,
        "min_cllr": least,
        "cllr_minus_min": cost - least,
        "ece": _calibration_error(judged),
        "coverage": rate(accepted, judged),
        "error_of_accepted": rate([item for item in accepted if (item.side > 0) != item.sample.generated], accepted),
        "real_sources": {
            name: _class_figures(group, fake) for name, group in _grouped(real, lambda s: s.source).items()
        },
        "fake_sources": {
            name: _class_figures(group, real) for name, group in _grouped(fake, lambda s: s.source).items()
        },
        "generators": {
            name: _class_figures(group, real)
            for name, group in _grouped(fake, lambda s: s.generator or s.source).items()
        },
    }


def flip_figures(before: Sequence[Judged], after: Sequence[Judged]) -> dict[str, Any]:
    """How many verdicts a delivery changes: the side, and the side or whether there is one at all."""
    pairs = list(zip(before, after, strict=True))
    return {
        "changed_side": rate([a for a, b in pairs if a.side * b.side < 0], pairs),
        "changed_at_all": rate([a for a, b in pairs if a.side != b.side], pairs),
    }


def trivial_auc(items: Sequence[Scored]) -> float:
    """AUC that a logistic model reaches, fitted and tested on the same files, from nothing but the format, the size
    and the bytes of the originals: what a detector could gain without looking at the picture."""
    formats = sorted({item.sample.original_format for item in items})
    features = np.array(
        [
            [
                *(float(item.sample.original_format == name) for name in formats),
                math.log1p(item.sample.original_side),
                math.log1p(item.sample.bytes),
            ]
            for item in items
        ]
    )
    generated = np.array([item.sample.generated for item in items])
    odds = features @ fit_logistic(features, generated, balanced_weights(generated))[:-1]
    return auc(odds[~generated], odds[generated])


def rate(hits: Sequence[Any], of: Sequence[Any]) -> dict[str, float]:
    """A proportion as plain data; NaN-free: an empty sample has rate 0 and the interval 0 to 1."""
    estimate = rate_estimate("", len(hits), len(of))
    plain = {key: value for key, value in asdict(estimate).items() if key != "name"}
    return {"rate": len(hits) / max(1, len(of)), **plain}


def _class_figures(group: Sequence[Judged], others: Sequence[Judged]) -> dict[str, Any]:
    """Figures of one source or generator: AUC against the whole other class, and how its images were answered."""
    own, other = _scores(group), _scores(others)
    return {
        "n": len(group),
        "auc": auc(other, own) if group[0].sample.generated else auc(own, other),
        "ai_supported": rate([item for item in group if item.tier is Tier.AI_SUPPORTED], group),
        "towards_ai": rate([item for item in group if item.side > 0], group),
        "towards_camera": rate([item for item in group if item.side < 0], group),
        "over_even": rate([item for item in group if item.log10_lr > 0], group),
    }


def _grouped(items: Iterable[Judged], key: Callable[[Sample], str]) -> Mapping[str, list[Judged]]:
    groups: dict[str, list[Judged]] = {}
    for item in items:
        groups.setdefault(key(item.sample), []).append(item)
    return dict(sorted(groups.items()))


def _scores(items: Sequence[Judged]) -> list[float]:
    return [item.scored.score for item in items]


def _calibration_error(judged: Sequence[Judged]) -> float:
    """ECE of the probabilities at an even prior, both classes weighing the same."""
    ratios = np.array([item.log10_lr for item in judged])
    generated = np.array([item.sample.generated for item in judged])
    return expected_calibration_error(1.0 / (1.0 + 10.0**-ratios), generated, balanced_weights(generated))
