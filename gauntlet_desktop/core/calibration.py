"""Applies a stored calibration: from a detector's score to a likelihood ratio, a tier and its error rates.

Platt scaling gives log10 LR = slope x score + intercept, limited to what the validation size supports (empirical
lower and upper bound, Vergeer et al. 2016: about N images a class support an LR of about N). Class-conditional
conformal sets (Vovk 2012; alpha from the file) decide between a side and "inconclusive".
"""

from __future__ import annotations

import json
import math
from dataclasses import dataclass
from typing import Any

from gauntlet_desktop.core.errors import PluginFault
from gauntlet_desktop.core.intervals import rate_estimate
from gauntlet_desktop.core.likelihood import NO_SUPPORT_LOG10_LR, posterior_probability, verbal_scale
from gauntlet_desktop.core.records import ImageFacts, RateEstimate, Tier, Verdict

EVEN_PRIOR = 0.5
SUPPORTED_LOG10_LR = 1.0
LEANS_LOG10_LR = NO_SUPPORT_LOG10_LR


@dataclass(frozen=True, slots=True)
class Stratum:
    """Images of one quality range and the calibration that holds for them; qualities are inclusive, 101 = lossless.

    A score over `real_upper` is unusual for camera images, one under `fake_lower` for generated ones (at rate alpha).
    """

    name: str
    min_quality: int
    max_quality: int
    slope: float
    intercept: float
    log10_lr_cap: float
    real_upper: float
    fake_lower: float
    n_real: int
    n_fake: int
    error_rates: tuple[RateEstimate, ...]

    def log10_lr(self, score: float) -> float:
        """The calibrated log10 LR of a score, within the cap."""
        return min(self.log10_lr_cap, max(-self.log10_lr_cap, self.slope * score + self.intercept))

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
        if abs(log10_lr) >= self.log10_lr_cap:
            sentences.append("The likelihood ratio is held at the cap that the number of validated images supports.")
        return tuple(sentences)


@dataclass(frozen=True, slots=True)
class Calibration:
    """The calibration of one detector at one set of weights."""

    detector: str
    weights_sha256: str
    alpha: float
    strata: tuple[Stratum, ...]

    def stratum_for(self, facts: ImageFacts) -> Stratum | None:
        """The stratum that an image belongs to, or None: outside every stratum it is out of scope."""
        return self.stratum_for_quality(facts.quality)

    def stratum_for_quality(self, quality: int) -> Stratum | None:
        return next((s for s in self.strata if s.min_quality <= quality <= s.max_quality), None)

    def assess(self, score: float, stratum: Stratum, prior: float = EVEN_PRIOR) -> Verdict:
        """The verdict for a score; raises PluginFault when the score is not a finite number."""
        if not math.isfinite(score):
            raise PluginFault(
                "score_not_finite",
                f"The detector {self.detector} gave {score} as a score.",
                "Verify its weights with “gauntlet doctor”.",
            )
        log10_lr = stratum.log10_lr(score)
        return Verdict(
            tier=stratum.tier(score),
            log10_lr=log10_lr,
            log10_lr_cap=stratum.log10_lr_cap,
            prior=prior,
            probability=posterior_probability(log10_lr, prior),
            verbal=verbal_scale(log10_lr),
            stratum=stratum.name,
            error_rates=stratum.error_rates,
            reasons=stratum.reasons(score, self.alpha),
            n_real=stratum.n_real,
            n_generated=stratum.n_fake,
        )


def read_calibration(text: str) -> Calibration:
    """Parse a calibration file (schema 1); raises PluginFault when it is not one."""
    try:
        data = json.loads(text)
        if data["schema"] != 1:
            raise ValueError(f"schema {data['schema']}")
        return Calibration(
            detector=str(data["detector"]),
            weights_sha256=str(data["weights_sha256"]),
            alpha=float(data["alpha"]),
            strata=tuple(_stratum(entry) for entry in data["strata"]),
        )
    except (KeyError, TypeError, ValueError) as error:
        raise PluginFault(
            "calibration_invalid",
            f"The calibration file cannot be used ({error}).",
            "Install the plugin again, or calibrate it anew.",
        ) from error


def _stratum(entry: dict[str, Any]) -> Stratum:
    numbers = {key: float(entry[key]) for key in ("slope", "intercept", "log10_lr_cap", "real_upper", "fake_lower")}
    if not all(math.isfinite(value) for value in numbers.values()) or numbers["slope"] <= 0:
        raise ValueError(f"stratum {entry['name']!r} has a slope that is not positive, or a number that is not finite")
    return Stratum(
        name=str(entry["name"]),
        min_quality=int(entry["min_quality"]),
        max_quality=int(entry["max_quality"]),
        n_real=int(entry["n_real"]),
        n_fake=int(entry["n_fake"]),
        error_rates=tuple(
            rate_estimate(name, int(rate["count"]), int(rate["total"])) for name, rate in entry["error_rates"].items()
        ),
        **numbers,
    )
