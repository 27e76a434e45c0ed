"""The pipeline: order of results, guarded plugins, honest sums. Real plugin code, no processes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from gauntlet_desktop.api import DetectorOutput, ImageInput, Measurement, RuleSpec
from gauntlet_desktop.core.calibration import Calibration, Line, Stratum
from gauntlet_desktop.core.errors import Cancelled
from gauntlet_desktop.core.records import (
    AnalysisRecord,
    Box,
    C2paResult,
    C2paState,
    EvidenceView,
    Heatmap,
    ImageFacts,
    Provenance,
    Reference,
    Sentence,
    Status,
    Tier,
)
from gauntlet_desktop.core.task import TaskContext
from gauntlet_desktop.inference.loader import LoadedDetector, Registry, load
from gauntlet_desktop.inference.pipeline import Picture, Pipeline
from gauntlet_desktop.inference.verdict import ASSUMED_QUALITY
from tests.contract.plugin_project import detector_code, discovered
from tests.factories import make_pixels, make_record


class FixedDetector:
    """Gives the score that it was made with, and a map that adds up to it."""

    id = "fixed"

    def __init__(self, score: float = 2.0) -> None:
        self.score = score

    def detect(self, image: ImageInput, context: TaskContext) -> DetectorOutput:
        context.checkpoint()
        view = EvidenceView(Box(0, 0, 480, 320), 1.0, np.full((2, 3), self.score, dtype=np.float32))
        return DetectorOutput(self.score, 0.0, (view,), "test")


class MapExplainer:
    id = "map"

    def __init__(self, error: float = 0.0) -> None:
        self.error = error

    def supports(self, detector: object) -> bool:
        return isinstance(detector, FixedDetector)

    def explain(self, image: object, detector: FixedDetector, output: DetectorOutput, context: TaskContext) -> Heatmap:
        return Heatmap(self.id, detector.id, True, 0.0, output.score + self.error, output.views, 0.0)


class BrightnessRule:
    spec = RuleSpec("finding:brightness", "brightness", "grey levels", "mean", "none", "high", "generated")
    threshold = 200.0

    def measure(self, planes: object) -> Measurement:
        return Measurement(float(planes.luma.mean()))  # type: ignore[attr-defined]

    def reference(self, value: float) -> Reference:
        return Reference(50.0, 50.0, 0.0, 255.0, 10, 10, 0.01)


class TwoSentences:
    id = "two"

    def narrate(self, record: AnalysisRecord) -> list[Sentence]:
        return [Sentence("Bound.", ("verdict",), "verdict"), Sentence("Unbound.", (), "verdict")]


class Raises:
    """A plugin of every kind that fails in use."""

    id = "raises"
    spec = replace(BrightnessRule.spec, id="finding:raises")
    threshold = 0.0

    def detect(self, image: object, context: TaskContext) -> DetectorOutput:
        raise ZeroDivisionError("in detect")

    def supports(self, detector: object) -> bool:
        return True

    def explain(self, *arguments: object) -> Heatmap:
        raise SystemExit(4)

    def measure(self, planes: object) -> Measurement:
        raise KeyError("in measure")

    def reference(self, value: float) -> Reference:
        raise KeyError("never reached")

    def narrate(self, record: AnalysisRecord) -> list[Sentence]:
        raise MemoryError


def calibration() -> Calibration:
    stratum = Stratum("all", 1, 101, Line(1.0, 0.0), -2.0, 2.0, 1.0, -1.0, 100, 100)
    return Calibration("fixed", "00", 0.05, (stratum,))


def loaded(detector: object, calibrated: bool = True) -> LoadedDetector:
    return LoadedDetector(detector, "plugin", "1", "00", calibration() if calibrated else None, False)  # type: ignore[arg-type]


def registry(**parts: list[object]) -> Registry:
    complete = {
        "detectors": [loaded(FixedDetector())],
        "explainers": [MapExplainer()],
        "rules": [BrightnessRule()],
        "narrators": [TwoSentences()],
    }
    return Registry(**(complete | parts))  # type: ignore[arg-type]


@pytest.fixture
def picture() -> Picture:
    pixels = make_pixels(320, 480, 5)
    facts = ImageFacts("PNG", "RGB", 8, 480, 320, 1, 1, False, "", 1.0, None)
    return Picture(make_record().source, facts, pixels, Provenance(C2paResult(C2paState.ABSENT)))


def analyse(registry_: Registry, picture: Picture) -> list[AnalysisRecord]:
    return list(Pipeline(registry_).analyse(picture, TaskContext()))


def test_the_verdict_comes_first_and_never_changes(picture: Picture) -> None:
    records = analyse(registry(), picture)
    assert [record.complete for record in records] == [False, False, False, True]
    assert records[0].verdict is not None
    assert records[0].verdict.tier is Tier.AI_SUPPORTED
    assert all(record.verdict == records[0].verdict for record in records)
    assert [bool(r.heatmaps) for r in records] == [False, True, True, True]
    assert [bool(r.findings) for r in records] == [False, False, True, True]
    assert records[-1].failures == ()
    assert records[-1].heatmaps[0].sum_check < 1e-6


def test_a_verdict_alone_is_the_verdict_of_the_whole_analysis_and_says_what_it_left_out(picture: Picture) -> None:
    (alone,) = Pipeline(registry()).analyse(picture, TaskContext(), verdict_only=True)
    whole = analyse(registry(), picture)[-1]
    assert (alone.complete, alone.left_out) == (True, ("heatmaps", "findings", "text"))
    assert whole.left_out == ()
    assert alone == replace(whole, heatmaps=(), findings=(), text=(), left_out=alone.left_out)


def test_sentences_without_records_are_dropped(picture: Picture) -> None:
    assert [sentence.text for sentence in analyse(registry(), picture)[-1].text] == ["Bound."]


def test_a_plugin_that_raises_costs_itself_only(picture: Picture) -> None:
    broken = registry(
        detectors=[loaded(Raises()), loaded(FixedDetector())],
        rules=[Raises(), BrightnessRule()],
        narrators=[Raises(), TwoSentences()],
    )
    record = analyse(broken, picture)[-1]
    assert record.status is Status.OK
    assert record.verdict is not None
    assert len(record.findings) == 1
    assert len(record.text) == 1
    assert {failure.step for failure in record.failures} == {"detect", "measure", "narrate"}


def test_a_plugin_that_exits_does_not_end_the_process(picture: Picture) -> None:
    record = analyse(registry(explainers=[Raises()]), picture)[-1]
    assert record.heatmaps == ()
    assert record.failures[0].step == "explain"


class Unsupporting(MapExplainer):
    id = "unsupporting"

    def supports(self, detector: object) -> bool:
        raise ZeroDivisionError("in supports")


class Talkative(TwoSentences):
    id = "talkative"

    def narrate(self, record: AnalysisRecord) -> list[Sentence]:
        return ["no sentence"]  # type: ignore[list-item]


def test_an_explainer_that_raises_when_it_is_asked_what_it_supports_gives_way_to_the_next(picture: Picture) -> None:
    record = analyse(registry(explainers=[Unsupporting(), MapExplainer()]), picture)[-1]
    assert [heatmap.method for heatmap in record.heatmaps] == ["map"]
    assert [(each.plugin, each.step) for each in record.failures] == [("unsupporting", "explain")]


def test_a_narrator_that_gives_no_sentences_costs_itself_only(picture: Picture) -> None:
    record = analyse(registry(narrators=[Talkative(), TwoSentences()]), picture)[-1]
    assert [sentence.text for sentence in record.text] == ["Bound."]
    assert "something else than sentences" in record.failures[0].message


def test_a_device_without_memory_is_told_and_the_other_detectors_answer(picture: Picture) -> None:
    """With the very error that PyTorch raises on CUDA, and the one of Python."""
    torch = pytest.importorskip("torch")

    class Hungry(FixedDetector):
        id = "hungry"

        def __init__(self, error: BaseException) -> None:
            super().__init__()
            self.error = error

        def detect(self, image: ImageInput, context: TaskContext) -> DetectorOutput:
            raise self.error

    for error in (torch.cuda.OutOfMemoryError("CUDA out of memory."), MemoryError("no room")):
        record = analyse(registry(detectors=[loaded(Hungry(error)), loaded(FixedDetector())]), picture)[-1]
        assert record.verdict is not None and record.verdict.detectors == ("fixed",)
        (failure,) = record.failures
        assert failure.message == f"{type(error).__name__}: {error}"


def test_a_plugin_that_failed_three_times_is_left_out(picture: Picture) -> None:
    pipeline = Pipeline(registry(narrators=[Raises()]))
    messages = [list(pipeline.analyse(picture, TaskContext()))[-1].failures[0].message for _ in range(4)]
    assert "MemoryError" in messages[2]
    assert "three times" in messages[3]


def test_what_failed_three_times_in_other_processes_is_left_out(picture: Picture) -> None:
    left_out = [("plugin", "detect"), ("finding:brightness", "measure")]
    pipeline = Pipeline(registry(rules=[BrightnessRule()]), left_out)
    record = list(pipeline.analyse(picture, TaskContext()))[-1]
    assert record.findings == ()
    assert [(each.plugin, each.step) for each in record.failures] == left_out


@pytest.mark.parametrize("score", [float("nan"), float("inf")])
def test_a_score_that_is_no_number_is_refused(score: float, picture: Picture) -> None:
    record = analyse(registry(detectors=[loaded(FixedDetector(score))]), picture)[-1]
    assert record.status is Status.OUT_OF_SCOPE
    assert record.verdict is None
    assert "score" in record.failures[0].message


def test_a_map_that_does_not_add_up_is_refused(picture: Picture) -> None:
    record = analyse(registry(explainers=[MapExplainer(error=0.5)]), picture)[-1]
    assert record.heatmaps == ()
    assert "misses the score" in record.failures[0].message


def test_a_plugin_that_did_not_load_is_named_in_the_record(picture: Picture) -> None:
    incomplete = registry()
    incomplete.failures.append(("absent", "no such file"))
    (failure,) = analyse(incomplete, picture)[-1].failures
    assert (failure.plugin, failure.step, failure.message) == ("absent", "load", "no such file")


def test_without_calibration_there_is_a_score_and_no_ratio(picture: Picture) -> None:
    record = analyse(registry(detectors=[loaded(FixedDetector(), calibrated=False)]), picture)[-1]
    assert record.status is Status.OUT_OF_SCOPE
    assert record.detectors[0].log10_lr is None
    assert not record.detectors[0].calibrated


@pytest.mark.parametrize(("container", "assumed"), [("PNG", False), ("WEBP", True), ("HEIF", True)])
def test_a_codec_that_hides_its_quality_is_named(container: str, assumed: bool, picture: Picture) -> None:
    other = replace(picture, facts=replace(picture.facts, container=container))
    verdict = analyse(registry(), other)[-1].verdict
    assert verdict is not None
    assert (ASSUMED_QUALITY in verdict.reasons) == assumed


def test_out_of_scope_is_decided_before_any_detector_runs(picture: Picture) -> None:
    tiny = replace(picture, pixels=picture.pixels[:64, :64], facts=replace(picture.facts, width=64, height=64))
    record = analyse(registry(detectors=[loaded(Raises())]), tiny)[-1]
    assert record.status is Status.OUT_OF_SCOPE
    assert record.detectors == ()
    assert record.failures == ()
    assert record.text != ()


def test_cancellation_stops_at_the_next_checkpoint(picture: Picture) -> None:
    cancelled = iter([False, False, False, True])
    context = TaskContext(is_cancelled=lambda: next(cancelled, True))
    records: Iterator[AnalysisRecord] = Pipeline(registry()).analyse(picture, context)
    with pytest.raises(Cancelled):
        list(records)


def test_the_same_picture_gives_the_same_record(picture: Picture) -> None:
    assert analyse(registry(), picture) == analyse(registry(), picture)


class Brightness(FixedDetector):
    """Sides with AI on bright pictures; JPEG 60 makes it change its mind."""

    def __init__(self, spoilt: int) -> None:
        super().__init__()
        self.spoilt = spoilt

    def detect(self, image: ImageInput, context: TaskContext) -> DetectorOutput:
        return DetectorOutput(-2.0 if image.facts.quality == self.spoilt else 2.0)


@pytest.mark.parametrize("spoilt", [60, 1])
def test_a_verdict_that_flips_on_the_ladder_is_inconclusive(picture: Picture, spoilt: int) -> None:
    verdict = analyse(registry(detectors=[loaded(Brightness(spoilt))], explainers=[]), picture)[0].verdict
    assert verdict is not None
    assert [rung.change for rung in verdict.ladder if rung.tier is Tier.CAMERA_SUPPORTED] == (
        ["JPEG 60"] if spoilt == 60 else []
    )
    assert verdict.tier is (Tier.INCONCLUSIVE if spoilt == 60 else Tier.AI_SUPPORTED)
    assert ("JPEG 60" in verdict.reasons[0]) == (spoilt == 60)


class WholeOnly(FixedDetector):
    """Fails on anything that is not the whole picture as it is."""

    def detect(self, image: ImageInput, context: TaskContext) -> DetectorOutput:
        if image.facts.quality != 101:
            raise ZeroDivisionError("on the ladder")
        return super().detect(image, context)


def test_a_detector_that_fails_on_the_ladder_alone_keeps_its_verdict(picture: Picture) -> None:
    pipeline = Pipeline(registry(detectors=[loaded(WholeOnly())]))
    for _ in range(2):
        record = list(pipeline.analyse(picture, TaskContext()))[-1]
        assert record.verdict is not None
        assert record.verdict.tier is Tier.AI_SUPPORTED
        assert {rung.tier for rung in record.verdict.ladder[1:]} == {None}
        assert {failure.step for failure in record.failures} == {"test stability"}
    assert "three times" in record.failures[-1].message


def test_rungs_outside_every_stratum_are_shown_as_such(picture: Picture) -> None:
    """Three quarters of a small picture are too small for its calibration."""
    stratum = replace(calibration().strata[0], min_side=300)
    detector = replace(loaded(FixedDetector()), calibration=replace(calibration(), strata=(stratum,)))
    verdict = analyse(registry(detectors=[detector]), picture)[-1].verdict
    assert verdict is not None
    assert [rung.change for rung in verdict.ladder if rung.tier is None] == ["0.75x"]
    assert verdict.tier is Tier.AI_SUPPORTED


def test_a_third_party_detector_runs_beside(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, picture: Picture) -> None:
    plugin = discovered(monkeypatch, tmp_path, "third_party", detector_code("third-party"))
    record = analyse(load([plugin]), picture)[-1]
    assert record.detectors[0].id == "third-party"
    assert record.detectors[0].score == pytest.approx(picture.pixels.mean() / 255.0)
