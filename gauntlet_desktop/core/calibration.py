"""Applies a stored calibration: from a detector's score to a likelihood ratio, a tier and its error rates.

A stratum is a range of images by short side and JPEG quality. Its curve (Platt scaling or isotonic regression) gives
log10 LR, held between the empirical lower and upper bound that its validation supports (ELUB, Vergeer et al. 2016).
Class-conditional conformal sets (Vovk 2012; alpha from the file) decide between a side and "inconclusive".
"""

from __future__ import annotations

import hashlib
import itertools
import math
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from gauntlet_desktop.core.deserialise import parse_json
from gauntlet_desktop.core.errors import PluginFault
from gauntlet_desktop.core.intervals import rate_estimate
from gauntlet_desktop.core.likelihood import NO_SUPPORT_LOG10_LR, posterior_probability, verbal_scale
from gauntlet_desktop.core.phrases import phrase
from gauntlet_desktop.core.records import ImageFacts, RateEstimate, Tier, Verdict

Floats = NDArray[np.float64]

EVEN_PRIOR = 0.5
SUPPORTED_LOG10_LR = 1.0
LEANS_LOG10_LR = NO_SUPPORT_LOG10_LR
# Validation packs hold crops of this side, which stand for the larger pictures that they were cut from.
CROP_SIDE = 256
# The sides of a stratum without an upper limit, and of one written before strata knew sides.
NO_MIN_SIDE, NO_MAX_SIDE = 0, 1 << 31
# What the parsers of calibrations and fusions raise for a document that is none.
MALFORMED = (AttributeError, KeyError, OverflowError, TypeError, ValueError)


@dataclass(frozen=True, slots=True)
class Line:
    """Platt scaling: log10 LR = slope x score + intercept. The slope is positive."""

    slope: float
    intercept: float

    def at(self, scores: ArrayLike) -> Floats:
        return self.slope * np.asarray(scores, dtype=np.float64) + self.intercept


@dataclass(frozen=True, slots=True)
class Knots:
    """Isotonic regression: log10 LR interpolated between (score, log10 LR) knots, constant outside them."""

    points: tuple[tuple[float, float], ...]

    def at(self, scores: ArrayLike) -> Floats:
        places, ratios = zip(*self.points, strict=True)
        return np.asarray(np.interp(np.asarray(scores, dtype=np.float64), places, ratios), dtype=np.float64)


Curve = Line | Knots


@dataclass(frozen=True, slots=True)
class Stratum:
    """Images of one range of short side (px) and of JPEG quality (101 = lossless), all bounds inclusive, and the
    calibration that holds for them: `log10_lr_floor` <= 0 <= `log10_lr_cap` bound the curve.

    A score over `real_upper` is unusual for camera images, one under `fake_lower` for generated ones (at rate alpha).
    `left_out_cllr` is the Cllr (bits, Brümmer and du Preez 2006) on sources left out of the fit; infinite if unknown.
    """

    name: str
    min_quality: int
    max_quality: int
    curve: Curve
    log10_lr_floor: float
    log10_lr_cap: float
    real_upper: float
    fake_lower: float
    n_real: int
    n_fake: int
    error_rates: tuple[RateEstimate, ...] = ()
    min_side: int = NO_MIN_SIDE
    max_side: int = NO_MAX_SIDE
    left_out_cllr: float = math.inf

    def covers(self, short_side: int, quality: int) -> bool:
        """Whether an image of that short side and JPEG quality belongs here."""
        return self.min_side <= short_side <= self.max_side and self.min_quality <= quality <= self.max_quality

    def log10_lr(self, score: float) -> float:
        """The calibrated log10 LR of a score, within the bounds."""
        return min(self.log10_lr_cap, max(self.log10_lr_floor, float(self.curve.at(score))))

    def tier(self, score: float) -> Tier:
        """The tier: conformal sets choose a side or none, the likelihood ratio says how far to go."""
        log10_lr = self.log10_lr(score)
        towards_ai = score > self.real_upper and score >= self.fake_lower
        towards_camera = score < self.fake_lower and score <= self.real_upper
        if towards_ai and log10_lr >= LEANS_LOG10_LR:
            return Tier.AI_SUPPORTED if log10_lr >= SUPPORTED_LOG10_LR else Tier.LEANS_AI
        if towards_camera and log10_lr <= -LEANS_LOG10_LR:
            return Tier.CAMERA_SUPPORTED if log10_lr <= -SUPPORTED_LOG10_LR else Tier.LEANS_CAMERA
        return Tier.INCONCLUSIVE

    def reasons(self, score: float, alpha: float) -> tuple[str, ...]:
        """Why the tier is what it is, one sentence a reason."""
        percent = f"{100 * alpha:g} %"
        sentences = []
        if self.fake_lower <= score <= self.real_upper:
            sentences.append(f"The score is usual for both classes: neither can be ruled out at {percent}.")
        elif self.real_upper < score < self.fake_lower:
            sentences.append(f"The score is unusual for both classes at {percent}: nothing like it was validated.")
        elif score > self.real_upper:
            sentences.append(f"At most {percent} of validated camera images score this high.")
        else:
            sentences.append(f"At most {percent} of validated generated images score this low.")
        log10_lr = self.log10_lr(score)
        if abs(log10_lr) < LEANS_LOG10_LR:
            sentences.append("The likelihood ratio is under 2 either way: no support.")
        if log10_lr in (self.log10_lr_floor, self.log10_lr_cap):
            end = "cap" if log10_lr == self.log10_lr_cap else "floor"
            sentences.append(f"The likelihood ratio is held at the {end} that the validated images support.")
        return tuple(sentences)


@dataclass(frozen=True, slots=True)
class Calibration:
    """The calibration of one detector at one set of weights; `sha256` is of the file that it was read from, empty for
    one that was not."""

    detector: str
    weights_sha256: str
    alpha: float
    strata: tuple[Stratum, ...]
    sha256: str = field(default="", compare=False)

    def stratum_for(self, facts: ImageFacts) -> Stratum | None:
        """The stratum that an image belongs to, or None: outside every stratum it is out of scope."""
        return self.stratum_at(facts.short_side, facts.quality)

    def stratum_for_quality(self, quality: int) -> Stratum | None:
        """The stratum of a crop that stands for a larger picture of that JPEG quality."""
        return self.stratum_at(CROP_SIDE, quality)

    def stratum_at(self, short_side: int, quality: int) -> Stratum | None:
        return next((stratum for stratum in self.strata if stratum.covers(short_side, quality)), None)

    def assess(self, score: float, stratum: Stratum, prior: float = EVEN_PRIOR) -> Verdict:
        """The verdict for a score; raises PluginFault when the score is not a finite number."""
        if not math.isfinite(score):
            raise PluginFault(
                "score_not_finite",
                phrase("The detector {detector} gave {score} as a score.", detector=self.detector, score=score),
                "Verify its weights with “gauntlet doctor”.",
            )
        log10_lr = stratum.log10_lr(score)
        return Verdict(
            tier=stratum.tier(score),
            log10_lr=log10_lr,
            log10_lr_floor=stratum.log10_lr_floor,
            log10_lr_cap=stratum.log10_lr_cap,
            prior=prior,
            probability=posterior_probability(log10_lr, prior),
            verbal=verbal_scale(log10_lr),
            stratum=stratum.name,
            error_rates=stratum.error_rates,
            reasons=stratum.reasons(score, self.alpha),
            n_real=stratum.n_real,
            n_generated=stratum.n_fake,
            detectors=(self.detector,),
        )


def read_calibration(text: str) -> Calibration:
    """Parse a calibration file; raises PluginFault when it is not one.

    Schema 2 is what `gauntlet_desktop.training.calibrate` writes. Schema 1 is read too: strata by quality alone, Platt
    scaling alone, and the floor the negative of the cap.
    """
    try:
        return replace(parse_calibration(parse_json(text)), sha256=text_sha256(text))
    except MALFORMED as error:
        raise PluginFault(
            "calibration_invalid",
            phrase("The calibration file cannot be used ({reason}).", reason=str(error)),
            "Install the plugin again, or calibrate it anew.",
        ) from error


def text_sha256(text: str) -> str:
    """SHA-256 of a text as a file of UTF-8 holds it."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def parse_calibration(data: Any) -> Calibration:
    """The calibration in a parsed file; raises one of MALFORMED when there is none."""
    if data["schema"] not in (1, 2):
        raise ValueError(f"schema {data['schema']}")
    read_stratum = _stratum if data["schema"] == 2 else _first_stratum
    return Calibration(
        detector=str(data["detector"]),
        weights_sha256=str(data["weights_sha256"]),
        alpha=_finite(data["alpha"]),
        strata=tuple(read_stratum(entry) for entry in data["strata"]),
    )


def _first_stratum(entry: dict[str, Any]) -> Stratum:
    """A stratum of schema 1."""
    sides = {"min_side": NO_MIN_SIDE, "max_side": None}
    return _stratum({**entry, **sides, "method": "platt", "log10_lr_floor": -_finite(entry["log10_lr_cap"])})


def _stratum(entry: dict[str, Any]) -> Stratum:
    floor, cap = _finite(entry["log10_lr_floor"]), _finite(entry["log10_lr_cap"])
    if not floor <= 0.0 <= cap:
        raise ValueError(f"stratum {entry['name']!r} has bounds on one side of a likelihood ratio of 1")
    return Stratum(
        name=str(entry["name"]),
        min_quality=int(entry["min_quality"]),
        max_quality=int(entry["max_quality"]),
        curve=_curve(entry),
        log10_lr_floor=floor,
        log10_lr_cap=cap,
        real_upper=_finite(entry["real_upper"]),
        fake_lower=_finite(entry["fake_lower"]),
        n_real=int(entry["n_real"]),
        n_fake=int(entry["n_fake"]),
        error_rates=tuple(
            rate_estimate(name, int(rate["count"]), int(rate["total"])) for name, rate in entry["error_rates"].items()
        ),
        min_side=int(entry["min_side"]),
        max_side=NO_MAX_SIDE if entry["max_side"] is None else int(entry["max_side"]),
        left_out_cllr=_finite(entry["left_out_cllr"][entry["method"]]) if "left_out_cllr" in entry else math.inf,
    )


def _curve(entry: dict[str, Any]) -> Curve:
    if entry["method"] == "platt":
        line = Line(_finite(entry["slope"]), _finite(entry["intercept"]))
        if line.slope <= 0:
            raise ValueError(f"stratum {entry['name']!r} has a slope that is not positive")
        return line
    if entry["method"] != "isotonic":
        raise ValueError(f"method {entry['method']!r}")
    points = tuple((_finite(score), _finite(ratio)) for score, ratio in entry["knots"])
    if not points or list(points) != sorted(points) or any(a[1] > b[1] for a, b in itertools.pairwise(points)):
        raise ValueError(f"stratum {entry['name']!r} has knots that do not rise")
    return Knots(points)


def _finite(value: Any) -> float:
    number = float(value)
    if not math.isfinite(number):
        raise ValueError(f"{number} where a finite number is needed")
    return number
