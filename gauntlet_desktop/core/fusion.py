"""Applies a stored fusion: several detectors' likelihood ratios as one score, with a calibration of its own.

The fused score is intercept + sum of weight x log10 LR (logistic regression fusion, Brummer et al. 2007), of the very
log10 likelihood ratios that the record shows for the detectors; weights are not negative.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from gauntlet_desktop.core.calibration import MALFORMED, Calibration, parse_calibration, text_sha256
from gauntlet_desktop.core.deserialise import parse_json
from gauntlet_desktop.core.errors import PluginFault
from gauntlet_desktop.core.phrases import phrase
from gauntlet_desktop.core.records import DetectorResult, Tier

_SIDES: Mapping[Tier, int] = {
    Tier.AI_SUPPORTED: 1,
    Tier.LEANS_AI: 1,
    Tier.INCONCLUSIVE: 0,
    Tier.LEANS_CAMERA: -1,
    Tier.CAMERA_SUPPORTED: -1,
}
_SIDE_WORDS = {1: "made by a generative model", -1: "captured by a camera"}


@dataclass(frozen=True, slots=True)
class FusionInput:
    """A detector at one set of weights, and how much its log10 LR counts."""

    detector: str
    weights_sha256: str
    weight: float


@dataclass(frozen=True, slots=True)
class Fusion:
    """The fusion of two or more detectors and the calibration of the fused score; `sha256` is of the file that it was
    read from, empty for one that was not."""

    inputs: tuple[FusionInput, ...]
    intercept: float
    calibration: Calibration
    sha256: str = field(default="", compare=False)

    @property
    def detectors(self) -> tuple[str, ...]:
        return tuple(each.detector for each in self.inputs)

    def score(self, log10_lrs: Mapping[str, float]) -> float | None:
        """The fused score of log10 likelihood ratios by detector; None where one of the inputs is missing."""
        if any(each.detector not in log10_lrs for each in self.inputs):
            return None
        return self.intercept + sum(each.weight * log10_lrs[each.detector] for each in self.inputs)


def read_fusion(text: str) -> Fusion:
    """Parse a fusion file (schema 1); raises PluginFault when it is not one."""
    try:
        return replace(parse_fusion(parse_json(text)), sha256=text_sha256(text))
    except MALFORMED as error:
        raise PluginFault(
            "fusion_invalid",
            phrase("The fusion file cannot be used ({reason}).", reason=str(error)),
            "Install the plugin again, or fuse anew.",
        ) from error


def parse_fusion(data: Any) -> Fusion:
    """The fusion in a parsed file; raises one of MALFORMED when there is none."""
    if data["schema"] != 1:
        raise ValueError(f"schema {data['schema']}")
    inputs = tuple(
        FusionInput(str(each["detector"]), str(each["weights_sha256"]), float(each["weight"]))
        for each in data["inputs"]
    )
    if len({each.detector for each in inputs}) < max(2, len(inputs)):
        raise ValueError("two or more inputs that differ are needed")
    if not all(math.isfinite(each.weight) and each.weight >= 0.0 for each in inputs):
        raise ValueError("a weight is negative or not finite")
    intercept = float(data["intercept"])
    if not math.isfinite(intercept):
        raise ValueError("the intercept is not finite")
    return Fusion(inputs, intercept, parse_calibration(data["calibration"]))


def side(tier: Tier | None) -> int:
    """1 towards "made by a generative model", -1 towards "captured by a camera", 0 neither."""
    return _SIDES[tier] if tier else 0


def conflict(results: Sequence[DetectorResult]) -> str:
    """A sentence where calibrated detectors are on opposite sides, each with support; else empty."""
    for_side = {way: [result for result in results if side(result.tier) == way] for way in (1, -1)}
    if not all(for_side.values()):
        return ""
    told = ", ".join(
        f"{result.id} supports “{words}” (log10 LR {result.log10_lr:+.2f})"
        for way, words in _SIDE_WORDS.items()
        for result in for_side[way]
    )
    return f"Calibrated detectors disagree: {told}."
