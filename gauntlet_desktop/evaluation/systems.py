"""What is measured: systems that answer a picture with a score and, where they are calibrated, with a likelihood ratio
and a tier. A system is one scorer, or several that are fused."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from gauntlet_desktop.core.calibration import Calibration, Stratum
from gauntlet_desktop.core.fusion import Fusion, side
from gauntlet_desktop.core.records import Tier
from gauntlet_desktop.evaluation.journal import Observation
from gauntlet_desktop.evaluation.scores import Scorer, Scores
from gauntlet_desktop.imaging.packs import Sample

TEN_CROP_NOTE = "Ten-crop scores are read by the calibration of the detector's own views."


@dataclass(frozen=True, slots=True)
class Answer:
    """A score, higher towards "made by a generative model"; log10 LR and tier are None where no stratum covers it."""

    score: float
    log10_lr: float | None = None
    tier: Tier | None = None


# One observation a scorer, in the system's order; None: this system has no answer to this picture.
Answering = Callable[[Sample, Sequence[Observation]], Answer | None]


@dataclass(frozen=True, slots=True)
class System:
    """A named way from the scores of its scorers to an answer; `note` is said wherever its figures stand."""

    id: str
    scorers: tuple[Scorer, ...]
    weights_sha256: str
    calibrated: bool
    answer: Answering
    note: str = ""


@dataclass(frozen=True, slots=True)
class Judged:
    """A picture with the answer of one system in one condition."""

    sample: Sample
    score: float
    log10_lr: float | None
    tier: Tier | None

    @property
    def side(self) -> int:
        """1 towards "made by a generative model", -1 towards "captured by a camera", 0 neither."""
        return side(self.tier)


def detector_system(
    scorer: Scorer, calibration: Calibration | None, folds: Mapping[str, Calibration] | None = None
) -> System:
    """A detector by itself. `folds` ("label/source" to calibration) answer for the sources that `calibration` was
    fitted on. Without a calibration there are scores alone."""
    known = folds or {}

    def answer(sample: Sample, observations: Sequence[Observation]) -> Answer:
        (found,) = observations
        fitted = known.get(f"{sample.label}/{sample.source}", calibration)
        return read_score(fitted, sample, found, found.score)

    note = TEN_CROP_NOTE if scorer.ten_crop and calibration is not None else ""
    return System(scorer.id, (scorer,), scorer.weights_sha256, calibration is not None, answer, note)


def fusion_system(fusion: Fusion, members: Sequence[System], folds: Mapping[str, Fusion] | None = None) -> System:
    """The fused answer of calibrated detectors, which are given in the fusion's order. `folds` ("label/source" to
    fusion) answer for the sources that `fusion` was fitted on. Detectors on opposite sides make it inconclusive."""
    known = folds or {}

    def answer(sample: Sample, observations: Sequence[Observation]) -> Answer | None:
        answers = [member.answer(sample, (one,)) for member, one in zip(members, observations, strict=True)]
        ratios = {m.id: a.log10_lr for m, a in zip(members, answers, strict=True) if a and a.log10_lr is not None}
        fitted = known.get(f"{sample.label}/{sample.source}", fusion)
        score = fitted.score(ratios)
        if score is None:
            return None
        fused = read_score(fitted.calibration, sample, observations[0], score)
        disagree = {side(one.tier) for one in answers if one} >= {-1, 1}
        return replace(fused, tier=Tier.INCONCLUSIVE) if disagree and fused.tier else fused

    scorers = tuple(member.scorers[0] for member in members)
    weights = " + ".join(member.weights_sha256 for member in members)
    return System(f"fusion of {' and '.join(fusion.detectors)}", scorers, weights, True, answer)


def read_score(calibration: Calibration | None, sample: Sample, delivered: Observation, score: float) -> Answer:
    """The answer that a calibration gives to a score of a picture as it was delivered."""
    stratum = None if calibration is None else stratum_of(calibration, sample, delivered)
    return Answer(score) if stratum is None else Answer(score, stratum.log10_lr(score), stratum.tier(score))


def stratum_of(calibration: Calibration, sample: Sample, delivered: Observation) -> Stratum | None:
    """The stratum of a picture. A crop of a known original stands for that original, which is larger than the crop
    however it is delivered; any other file is what it is."""
    if sample.original_side:
        return calibration.stratum_for_quality(delivered.quality)
    return calibration.stratum_at(delivered.short_side, delivered.quality)


def judge(system: System, scores: Scores, condition: str) -> list[Judged]:
    """The system's answers to all pictures that every one of its scorers could score."""
    judged = []
    for file in scores.files:
        found = [scores.of(file, condition, scorer) for scorer in system.scorers]
        observations = [one for one in found if one is not None]
        if len(observations) == len(system.scorers):
            answer = system.answer(file.sample, observations)
            if answer is not None:
                judged.append(Judged(file.sample, answer.score, answer.log10_lr, answer.tier))
    return judged
