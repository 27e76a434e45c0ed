"""From the detectors' answers to one verdict: fused where a fusion covers them, with conflicts named, never hidden."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from gauntlet_desktop.api import DetectorOutput, ImageInput
from gauntlet_desktop.core.calibration import Calibration
from gauntlet_desktop.core.errors import PluginFault
from gauntlet_desktop.core.fusion import Fusion, conflict
from gauntlet_desktop.core.phrases import phrase
from gauntlet_desktop.core.records import DetectorResult, ImageFacts, Tier, Verdict
from gauntlet_desktop.core.task import TaskContext
from gauntlet_desktop.inference.loader import LoadedDetector

ASSUMED_QUALITY = "The file does not tell how strongly it was compressed: high quality is assumed."


@dataclass(frozen=True, slots=True)
class Answer:
    """What one detector says of an image, the verdict by its own calibration alone, and the Cllr of that calibration on
    sources left out (infinite: unknown, or no verdict)."""

    loaded: LoadedDetector
    output: DetectorOutput
    result: DetectorResult
    verdict: Verdict | None
    cllr: float


def ask(loaded: LoadedDetector, image: ImageInput, context: TaskContext) -> Answer:
    """A detector's answer; raises what the detector raises, and PluginFault for a score that is not finite."""
    output = loaded.detector.detect(image, context)
    if not math.isfinite(output.score):
        raise PluginFault(
            "score_not_finite",
            phrase("{detector} gave {score} as a score.", detector=loaded.detector.id, score=output.score),
            "Verify its weights.",
        )
    verdict = _assess(loaded.calibration, output.score, image.facts) if loaded.calibration else None
    result = DetectorResult(
        id=loaded.detector.id,
        version=loaded.version,
        score=output.score,
        bias=output.bias,
        log10_lr=verdict.log10_lr if verdict else None,
        calibrated=verdict is not None,
        weights_sha256=loaded.weights_sha256,
        backend=output.backend,
        experimental=loaded.experimental,
        tier=verdict.tier if verdict else None,
        calibration_sha256=loaded.calibration.sha256 if loaded.calibration else "",
    )
    stratum = loaded.calibration.stratum_for(image.facts) if loaded.calibration else None
    cllr = stratum.left_out_cllr if stratum else math.inf
    return Answer(loaded, output, result, verdict and replace(verdict, detectors=(loaded.detector.id,)), cllr)


def decide(answers: Sequence[Answer], fusions: Iterable[Fusion], facts: ImageFacts) -> Verdict | None:
    """The verdict: of the first fusion whose inputs all gave a likelihood ratio, with a reason where there is one that
    cannot; else of the calibrated detector with the lowest Cllr on sources left out, the first of equals.
    Inconclusive where calibrated detectors are on opposite sides."""
    calibrated = [answer for answer in answers if answer.verdict is not None]
    if not calibrated:
        return None
    verdict = min(calibrated, key=lambda answer: answer.cllr).verdict
    assert verdict is not None
    for fusion in fusions:
        if fused := _fuse(answers, fusion, facts):
            verdict = fused
            break
        alone = f"The verdict rests on {verdict.detectors[0]} alone: {_missing(answers, fusion)}."
        verdict = replace(verdict, reasons=(*verdict.reasons, alone))
    if told := conflict([answer.result for answer in answers]):
        return replace(verdict, tier=Tier.INCONCLUSIVE, conflict=told, reasons=(told, *verdict.reasons))
    return verdict


def _fuse(answers: Sequence[Answer], fusion: Fusion, facts: ImageFacts) -> Verdict | None:
    ratios = {answer.result.id: answer.verdict.log10_lr for answer in answers if answer.verdict is not None}
    score = fusion.score(ratios)
    verdict = None if score is None else _assess(fusion.calibration, score, facts)
    return verdict and replace(verdict, detectors=fusion.detectors, fusion_sha256=fusion.sha256)


def _missing(answers: Sequence[Answer], fusion: Fusion) -> str:
    calibrated = {answer.result.id for answer in answers if answer.verdict is not None}
    missing = [name for name in fusion.detectors if name not in calibrated]
    return (
        f"{', '.join(missing)} gave no likelihood ratio" if missing else "the fusion was not validated on such images"
    )


def _assess(calibration: Calibration, score: float, facts: ImageFacts) -> Verdict | None:
    stratum = calibration.stratum_for(facts)
    if stratum is None:
        return None
    verdict = calibration.assess(score, stratum)
    if facts.quality_is_assumed:
        return replace(verdict, reasons=(*verdict.reasons, ASSUMED_QUALITY))
    return verdict
