"""Fits the calibration of a detector on held-out sources: Platt scaling, its cap, conformal thresholds, error rates.

Every stated error rate is measured leave-one-source-out: the images of a source are judged by a calibration that never
saw that source.
"""

from __future__ import annotations

import hashlib
import json
import math
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from gauntlet_desktop.api.protocols import Detector
from gauntlet_desktop.core.calibration import Calibration, read_calibration
from gauntlet_desktop.core.errors import UserError
from gauntlet_desktop.core.logistic import balanced_weights, fit_logistic
from gauntlet_desktop.core.lr_metrics import conformal_quantile
from gauntlet_desktop.core.records import ImageFacts, Tier
from gauntlet_desktop.core.task import TaskContext
from gauntlet_desktop.imaging.delivery import Encode, Rescale, Step
from gauntlet_desktop.imaging.packs import Sample, open_pack
from gauntlet_desktop.inference.scoring import Chain, Scored, in_scope, score_delivered

CALIBRATION_NAME = "calibration.json"
FOLDS_NAME = "calibration_folds.json"
ALPHA = 0.05
LOSSLESS = 101
# Calibration files hold a positive slope: this one stands for none.
_NO_SLOPE = 1e-9


@dataclass(frozen=True, slots=True)
class StratumRange:
    """JPEG qualities of a stratum, inclusive (101: lossless), and the least quality that is drawn for it."""

    name: str
    low: int
    high: int
    drawn_from: int


STRATA = (
    StratumRange("JPEG quality over 85, or lossless", 86, LOSSLESS, 86),
    StratumRange("JPEG quality 60 to 85", 60, 85, 60),
    StratumRange("JPEG quality under 60", 1, 59, 30),
)
_HIGHEST_DRAWN = 95
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


@dataclass(frozen=True, slots=True)
class Identity:
    """What a calibration file says that it belongs to."""

    detector: str
    version: str
    weights_sha256: str


def calibrate(
    detector: Detector,
    identity: Identity,
    data_dir: Path,
    held_out: Mapping[str, Sequence[str]],
    out_dir: Path,
    *,
    seed: int = 1,
    progress: Callable[[float, str], None] | None = None,
    is_cancelled: Callable[[], bool] | None = None,
) -> Calibration:
    """Fit on the held-out sources (label "real" and "fake" to names) of `data_dir`; write calibration.json, and
    calibration_folds.json with one calibration for each source left out, into `out_dir`.

    Raises UserError when a class has fewer than two sources or scores do not rise towards generated images.
    """
    context = TaskContext(progress, is_cancelled)
    with open_pack(data_dir) as pack:
        chosen = [sample for sample in pack.samples if sample.source in held_out.get(sample.label, ())]
        samples = in_scope(pack, chosen, context)
        scored = {
            stratum: score_delivered(detector, pack, samples, stratum_chain(stratum, seed), context)
            for stratum in STRATA
        }
    document, folds = fit(scored, identity)
    _write(out_dir / CALIBRATION_NAME, document)
    _write(out_dir / FOLDS_NAME, folds)
    return read_calibration(json.dumps(document))


def stratum_chain(stratum: StratumRange, seed: int) -> Chain:
    """The delivery that puts an image into a stratum: as stored where it is there already (half of the time), else
    coded at a random quality of the range, half of these after a reduction by up to two. Drawn for each image alone.
    """

    def chain(sample: Sample, facts: ImageFacts) -> Sequence[Step]:
        rng = np.random.default_rng([seed, stratum.low, _number(sample)])
        reduce, keep = rng.random() < 0.5, rng.random() < 0.5
        if keep and stratum.low <= facts.quality <= stratum.high:
            return ()
        encode = Encode("jpeg", int(rng.integers(stratum.drawn_from, min(stratum.high, _HIGHEST_DRAWN) + 1)))
        return (Rescale(float(rng.uniform(0.5, 1.0))), encode) if reduce else (encode,)

    return chain


def fit(
    scored: Mapping[StratumRange, Sequence[Scored]], identity: Identity
) -> tuple[dict[str, Any], dict[str, dict[str, Any]]]:
    """The calibration document of all scores, with error rates measured over its folds; and the folds: the document
    without each source, by its "label/source". Every range in `scored` holds the same samples."""
    sources = _checked_sources(scored)
    folds = {source: _document(_without(scored, source), identity) for source in sources}
    calibrations = {source: read_calibration(json.dumps(fold)) for source, fold in folds.items()}
    document = _document(scored, identity)
    if any(entry["slope"] <= _NO_SLOPE for entry in document["strata"]):
        raise UserError(
            "not_calibratable",
            "Scores do not rise towards generated images in every stratum.",
            "Train longer or on more sources: this detector is no better than chance on unseen sources.",
        )
    for stratum, items, entry in zip(scored, scored.values(), document["strata"], strict=True):
        entry["error_rates"] = _error_rates(stratum, items, calibrations)
    return document, folds


def _checked_sources(scored: Mapping[StratumRange, Sequence[Scored]]) -> list[str]:
    sources = sorted({source_key(item.sample) for items in scored.values() for item in items})
    classes = Counter(source.split("/")[0] for source in sources)
    if min(classes["real"], classes["fake"]) < 2:
        raise UserError(
            "too_few_sources",
            f"Calibration needs two held-out sources of each class; found: {', '.join(sources) or 'none'}.",
            "Add sources, or hold more of them out.",
        )
    return sources


def _without(scored: Mapping[StratumRange, Sequence[Scored]], source: str) -> dict[StratumRange, list[Scored]]:
    return {s: [item for item in items if source_key(item.sample) != source] for s, items in scored.items()}


def _document(scored: Mapping[StratumRange, Sequence[Scored]], identity: Identity) -> dict[str, Any]:
    """A calibration file (schema 1) without error rates."""
    found = Counter((item.sample.label, item.sample.source) for item in next(iter(scored.values())))
    counts: dict[str, dict[str, int]] = {"real": {}, "fake": {}}
    for (label, source), count in sorted(found.items()):
        counts[label][source] = count
    return {
        "schema": 1,
        "detector": identity.detector,
        "detector_version": identity.version,
        "weights_sha256": identity.weights_sha256,
        "fitted_on": {
            "sources": counts,
            "description": "Sources that no training image came from. Platt scaling with both classes weighing the "
            "same; error rates leave-one-source-out. Crops of 256 px, scored as one view.",
        },
        "alpha": ALPHA,
        "strata": [_fit_stratum(stratum, items) for stratum, items in scored.items()],
    }


def _fit_stratum(stratum: StratumRange, items: Sequence[Scored]) -> dict[str, Any]:
    scores = np.array([item.score for item in items])
    generated = np.array([item.sample.generated for item in items])
    slope, intercept = _platt(scores, generated)
    counts = int((~generated).sum()), int(generated.sum())
    return {
        "name": stratum.name,
        "min_quality": stratum.low,
        "max_quality": stratum.high,
        "slope": slope,
        "intercept": intercept,
        "log10_lr_cap": math.log10(max(2, min(counts))),
        "real_upper": conformal_quantile(scores[~generated], ALPHA),
        "fake_lower": -conformal_quantile(-scores[generated], ALPHA),
        "n_real": counts[0],
        "n_fake": counts[1],
        "error_rates": {},
    }


def _platt(scores: NDArray[np.float64], generated: NDArray[np.bool_]) -> tuple[float, float]:
    """Slope and intercept of log10 LR. Scores that do not rise with the truth say nothing: LR 1, whatever the score."""
    slope, intercept = fit_logistic(scores[:, None], generated, balanced_weights(generated)) / math.log(10.0)
    return (float(slope), float(intercept)) if slope > _NO_SLOPE else (_NO_SLOPE, 0.0)


def _error_rates(
    stratum: StratumRange, items: Iterable[Scored], folds: Mapping[str, Calibration]
) -> dict[str, dict[str, int]]:
    """How often each kind of answer came out, every image judged by the fold without its source."""
    tiers = [(item.sample.generated, _tier(folds[source_key(item.sample)], stratum, item.score)) for item in items]
    return {
        name: {
            "count": sum(tier in counted and generated in classes for generated, tier in tiers),
            "total": sum(generated in classes for generated, _ in tiers),
        }
        for name, (counted, classes) in _RATES.items()
    }


def _tier(calibration: Calibration, stratum: StratumRange, score: float) -> Tier:
    fitted = calibration.stratum_for_quality(stratum.low)
    assert fitted is not None
    return fitted.tier(score)


def source_key(sample: Sample) -> str:
    """The name of a source across both classes, as in the folds' file."""
    return f"{sample.label}/{sample.source}"


def _number(sample: Sample) -> int:
    """A number that depends on nothing but the sample's name."""
    return int.from_bytes(hashlib.sha256(sample.member.encode()).digest()[:8], "big")


def _write(path: Path, document: Mapping[str, Any]) -> None:
    path.write_text(json.dumps(document, indent=2) + "\n", encoding="utf-8")
