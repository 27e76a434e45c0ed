"""One verdict from several detectors: the fusion's, the best validated one's, a conflict, or none."""

from __future__ import annotations

import math
from dataclasses import replace

import pytest

from gauntlet_desktop.api import DetectorOutput, ImageInput
from gauntlet_desktop.core.calibration import Calibration, Line, Stratum
from gauntlet_desktop.core.fusion import Fusion, FusionInput
from gauntlet_desktop.core.records import ImageFacts, Tier, Verdict
from gauntlet_desktop.core.task import TaskContext
from gauntlet_desktop.inference.loader import LoadedDetector
from gauntlet_desktop.inference.verdict import Answer, ask, decide
from tests.factories import make_pixels

FACTS = ImageFacts("PNG", "RGB", 8, 480, 320, 1, 1, False, "", 1.0, None)


class Says:
    """Gives one score whatever it sees."""

    def __init__(self, name: str, score: float) -> None:
        self.id, self.score = name, score

    def detect(self, image: ImageInput, context: TaskContext) -> DetectorOutput:
        return DetectorOutput(self.score)


def calibration(name: str, min_quality: int = 1, cllr: float = math.inf) -> Calibration:
    stratum = Stratum("all", min_quality, 101, Line(1.0, 0.0), -1.5, 2.0, 0.5, -0.5, 100, 100, left_out_cllr=cllr)
    return Calibration(name, name, 0.05, (stratum,))


def answer(name: str, score: float, calibrated: bool = True, cllr: float = math.inf) -> Answer:
    own = calibration(name, cllr=cllr) if calibrated else None
    loaded = LoadedDetector(Says(name, score), name, "1", name, own, False)
    return ask(loaded, ImageInput(make_pixels(320, 480), FACTS), TaskContext())


def fusion(min_quality: int = 1) -> Fusion:
    return Fusion((FusionInput("a", "a", 1.0), FusionInput("b", "b", 0.5)), 0.0, calibration("fusion", min_quality))


def decided(*answers: Answer, fusions: tuple[Fusion, ...] = (fusion(),), facts: ImageFacts = FACTS) -> Verdict:
    verdict = decide(answers, fusions, facts)
    assert verdict is not None
    return verdict


def test_the_fusion_speaks_where_all_of_its_inputs_did() -> None:
    verdict = decided(answer("a", 0.7), answer("b", 0.8))
    assert verdict.detectors == ("a", "b")
    assert verdict.log10_lr == pytest.approx(0.7 + 0.5 * 0.8)
    assert verdict.tier is Tier.AI_SUPPORTED
    assert verdict.conflict == ""


def test_without_one_input_the_first_calibrated_detector_speaks_and_it_is_said() -> None:
    for others in ((), (answer("b", 0.8, calibrated=False),)):
        verdict = decided(*others, answer("a", 0.7))
        assert verdict.detectors == ("a",)
        assert verdict.log10_lr == pytest.approx(0.7)
        assert verdict.reasons[-1] == "The verdict rests on a alone: b gave no likelihood ratio."


def test_an_image_outside_the_fusion_is_left_to_the_first_detector() -> None:
    low = replace(FACTS, container="WEBP")
    verdict = decided(answer("a", 0.7), answer("b", 0.8), fusions=(fusion(102),), facts=low)
    assert verdict.detectors == ("a",)
    assert "was not validated on such images" in verdict.reasons[-1]


def test_without_a_fusion_nothing_is_said_of_one() -> None:
    verdict = decided(answer("a", 0.7), answer("b", 0.8), fusions=())
    assert (verdict.detectors, verdict.reasons) == (("a",), answer("a", 0.7).verdict.reasons)  # type: ignore[union-attr]


@pytest.mark.parametrize("fusions", [(), (fusion(),)])
def test_a_conflict_makes_it_inconclusive_and_is_told(fusions: tuple[Fusion, ...]) -> None:
    verdict = decided(answer("a", 1.9), answer("b", -0.6), fusions=fusions)
    assert verdict.tier is Tier.INCONCLUSIVE
    assert "disagree" in verdict.conflict
    assert verdict.reasons[0] == verdict.conflict
    assert verdict.log10_lr > 0


def test_without_a_fusion_the_best_validated_detector_speaks_whatever_its_name() -> None:
    answers = (
        answer("a", 0.7),
        answer("b", 0.6, cllr=0.8),
        answer("c", 0.8, cllr=0.9),
        answer("d", 0.9, calibrated=False),
    )
    for order in (answers, answers[::-1]):
        assert decided(*order, fusions=()).detectors == ("b",)


def test_uncalibrated_detectors_alone_give_no_verdict() -> None:
    alone = answer("a", 3.0, calibrated=False)
    assert decide([alone], [fusion()], FACTS) is None
    assert (alone.result.log10_lr, alone.result.tier, alone.result.calibrated) == (None, None, False)


def test_each_result_carries_its_own_tier_and_bounds_stay_apart() -> None:
    result = answer("a", -9.0).result
    assert (result.log10_lr, result.tier) == (-1.5, Tier.CAMERA_SUPPORTED)
    assert answer("a", 9.0).result.log10_lr == 2.0
