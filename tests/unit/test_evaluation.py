"""Tests of the evaluation: its conditions, how systems are judged, its figures and its documents."""

from __future__ import annotations

import csv
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from gauntlet_desktop.api.protocols import DetectorOutput, ImageInput
from gauntlet_desktop.core.calibration import Calibration, Line
from gauntlet_desktop.core.errors import EnvironmentFault, UserError
from gauntlet_desktop.core.fusion import Fusion, FusionInput
from gauntlet_desktop.core.records import ImageFacts, Tier
from gauntlet_desktop.core.task import TaskContext
from gauntlet_desktop.evaluation.card import aims, measured_failures
from gauntlet_desktop.evaluation.conditions import CONDITIONS, reduction
from gauntlet_desktop.evaluation.evaluate import Plan, evaluate, evaluate_systems, peak_memory, read_fusion_folds
from gauntlet_desktop.evaluation.files import LabelledFile
from gauntlet_desktop.evaluation.journal import Observation
from gauntlet_desktop.evaluation.measures import condition_figures, flip_figures
from gauntlet_desktop.evaluation.scores import Scorer, Scores, score_key
from gauntlet_desktop.evaluation.systems import Judged, System, detector_system, fusion_system, judge
from gauntlet_desktop.evaluation.trained import evaluate_trained
from gauntlet_desktop.imaging.delivery import Encode
from gauntlet_desktop.imaging.packs import Sample
from tests.evaluations import Smoothness, calibration, calibration_document, make_labelled

FACTS = ImageFacts("PNG", "RGB", 8, 256, 256, 1, 1, False, "", 1.0, None)


def sample(generated: bool, source: str = "s", generator: str = "", original_side: int = 600) -> Sample:
    return Sample("", f"{generated}{source}{generator}", generated, source, generator, "JPEG", original_side, 1000)


def answers(system: System, *items: tuple[Sample, float], quality: int = 90, short_side: int = 200) -> list[Judged]:
    """What a system says to scores that all of its scorers gave alike."""
    scores = Scores()
    for number, (one, score) in enumerate(items):
        file = LabelledFile(replace(one, member=str(number)), str(number), "JPEG", 256, 256, quality, "", (), 1000)
        scores.files.append(file)
        for scorer in system.scorers:
            scores.found[score_key(file, "clean", scorer)] = Observation(score, quality, short_side, 0.1)
    return judge(system, scores, "clean")


def system(fitted: Calibration | None = None, folds: dict[str, Calibration] | None = None) -> System:
    return detector_system(Scorer(Smoothness(), "00"), fitted or calibration(), folds)


@pytest.mark.parametrize(("original", "web", "hard"), [(4000, 0.5, 0.5), (1024, 0.75, 0.5), (600, 1.0, 512 / 600)])
def test_conditions_reduce_the_crop_as_the_original_would_be(original: int, web: float, hard: float) -> None:
    assert reduction(sample(False, original_side=original), FACTS, 768) == pytest.approx(web)
    assert reduction(sample(False, original_side=original), FACTS, 512) == pytest.approx(hard)


def test_a_picture_of_unknown_origin_counts_as_itself() -> None:
    assert reduction(sample(False, original_side=0), FACTS, 128) == 0.5
    assert reduction(sample(False, original_side=0), FACTS, 768) == 1.0


def test_conditions_end_in_their_quality() -> None:
    assert CONDITIONS["clean"](sample(False), FACTS) == ()
    last = [CONDITIONS[name](sample(False), FACTS)[-1] for name in ("web", "hard")]
    assert last == [Encode("jpeg", 60), Encode("jpeg", 40)]


def test_each_image_is_judged_by_the_calibration_of_its_source() -> None:
    strict = calibration(real_upper=9.0, fake_lower=-9.0)
    found = answers(system(folds={"real/left-out": strict}), (sample(False, "left-out"), 3.0), (sample(False), 3.0))
    assert [item.tier for item in found] == [Tier.INCONCLUSIVE, Tier.AI_SUPPORTED]
    assert [item.side for item in found] == [0, 1]


def test_an_image_outside_every_stratum_has_a_score_alone() -> None:
    (found,) = answers(system(calibration(low=1, high=80)), (sample(True), 1.0))
    assert (found.score, found.log10_lr, found.tier, found.side) == (1.0, None, None, 0)


def test_a_crop_stands_for_its_original_and_a_file_for_itself() -> None:
    fitted = calibration(min_side=256)
    crop, file = answers(system(fitted), (sample(True), 1.0), (sample(True, original_side=0), 1.0), short_side=128)
    assert (crop.log10_lr, file.log10_lr) == (1.0, None)


INPUTS = (("smoothness", "00"), ("second", "11"))


def fused(folds: dict[str, Fusion] | None = None, **changes: Any) -> System:
    second = Smoothness()
    second.id = "second"
    members = [system(), detector_system(Scorer(second, "11"), calibration(**changes))]
    inputs = tuple(FusionInput(*one, weight) for one, weight in zip(INPUTS, (0.5, 1.0), strict=True))
    return fusion_system(Fusion(inputs, 0.25, calibration()), members, folds)


def test_a_fusion_weighs_the_likelihood_ratios_of_its_detectors() -> None:
    (found,) = answers(fused(), (sample(True), 0.6))
    assert found.score == pytest.approx(0.25 + 0.5 * 0.6 + 0.6)
    assert found.log10_lr == pytest.approx(found.score)
    assert found.tier is Tier.AI_SUPPORTED


def test_detectors_on_opposite_sides_make_a_fusion_inconclusive() -> None:
    contrary = {"curve": Line(-1.0, 0.0), "real_upper": 9.0, "fake_lower": 8.0}
    (found,) = answers(fused(**contrary), (sample(True), 2.0))
    assert found.tier is Tier.INCONCLUSIVE


def test_a_fusion_of_a_source_is_the_one_that_never_saw_it(tmp_path: Path) -> None:
    inputs = [{"detector": name, "weights_sha256": digest, "weight": 0.0} for name, digest in INPUTS]
    fold = {"schema": 1, "inputs": inputs, "intercept": 0.75, "calibration": calibration_document()}
    (tmp_path / "folds.json").write_text(json.dumps({"fake/left-out": fold}), encoding="utf-8")
    items = (sample(True, "left-out"), 0.0), (sample(True), 0.0)
    found = answers(fused(folds=read_fusion_folds(tmp_path / "folds.json")), *items)
    assert [item.score for item in found] == [0.75, 0.25]


def test_a_fusion_without_one_of_its_inputs_has_no_answer() -> None:
    assert answers(fused(high=50, max_quality=50), (sample(True), 0.6)) == []


FIGURES = (
    (sample(False, "slr"), -2.0),
    (sample(False, "slr"), -1.0),
    (sample(False, "phone"), 0.1),
    (sample(False, "phone"), 1.5),
    (sample(True, "web", "alpha"), 2.0),
    (sample(True, "web", "beta"), 0.7),
    (sample(True, "web", "beta"), -0.2),
    (sample(True, "lab", "gamma"), -1.5),
)


def test_figures_of_a_condition() -> None:
    figures = condition_figures(answers(system(), *FIGURES))
    assert figures["auc"] == pytest.approx(10 / 16)
    assert (figures["coverage"]["count"], figures["coverage"]["total"]) == (6, 8)
    assert (figures["error_of_accepted"]["count"], figures["error_of_accepted"]["total"]) == (2, 6)
    assert figures["confusion"] == {"true_positive": 2, "false_negative": 2, "false_positive": 2, "true_negative": 2}
    assert figures["accuracy"] == figures["precision"] == figures["recall"] == figures["f1"] == 0.5
    assert figures["cllr_minus_min"] == pytest.approx(figures["cllr"] - figures["min_cllr"])
    assert set(figures["intervals"]) == {"auc", "ap", "cllr", "min_cllr", "cllr_minus_min", "ece"}
    assert all(low <= high for low, high in figures["intervals"].values())


def test_figures_of_sources_and_generators() -> None:
    figures = condition_figures(answers(system(), *FIGURES))
    slr, phone = figures["real_sources"]["slr"], figures["real_sources"]["phone"]
    assert slr["auc"] == pytest.approx(7 / 8)
    assert slr["confusion"] == {"true_positive": 2, "false_negative": 2, "false_positive": 0, "true_negative": 2}
    assert (slr["precision"], slr["recall"], slr["accuracy"]) == (1.0, 0.5, 0.75)
    assert (phone["ai_supported"]["count"], phone["over_even"]["count"]) == (1, 2)
    assert phone["log10_lr_quantiles"][2] == pytest.approx(0.8)
    assert list(figures["generators"]) == ["alpha", "beta", "gamma"]
    assert figures["generators"]["beta"]["towards_ai"]["count"] == 1
    assert figures["fake_sources"]["lab"]["towards_camera"]["rate"] == 1.0


def test_the_strongest_answers_make_up_two_fifths_or_more() -> None:
    figures = condition_figures(answers(system(), *FIGURES))
    # By strength: 2.0 right, 2.0 right, 1.5 wrong, 1.5 wrong: four are as strong as the third that is needed.
    assert (figures["strongest"]["coverage"]["count"], figures["strongest"]["error"]["count"]) == (4, 2)


def test_without_a_calibration_only_what_scores_allow_is_said() -> None:
    bare = detector_system(Scorer(Smoothness(), "00"), None)
    figures = condition_figures(answers(bare, *FIGURES))
    assert not bare.calibrated
    assert figures["auc"] == pytest.approx(10 / 16)
    assert figures["without_lr"] == 8
    assert set(figures["curves"]) == {"roc"}
    assert not {"cllr", "accuracy", "coverage"} & set(figures)
    assert set(figures["generators"]["beta"]) == {"n", "auc", "ap"}


def test_flips_tell_a_changed_side_from_a_lost_one() -> None:
    items = [sample(True), sample(True), sample(False), sample(False), sample(False)]
    before = answers(system(), *zip(items, (2.0, 2.0, -2.0, 0.0, -0.6), strict=True))
    after = answers(system(), *zip(items, (-2.0, 0.0, -2.0, 0.1, -2.0), strict=True))
    flips = flip_figures(before, after)
    found = [flips[name]["count"] for name in ("changed_side", "changed_at_all", "changed_tier")]
    assert found == [1, 2, 3]
    assert flip_figures(before, after[:2])["changed_side"]["total"] == 2


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_labelled(tmp_path_factory.mktemp("labelled"))


def test_an_evaluation_writes_its_documents(folder: Path, tmp_path: Path) -> None:
    figures = evaluate(Smoothness(), calibration(), folder, tmp_path / "out", caution="Mind the gap.")
    document = json.loads((tmp_path / "out" / "evaluation.json").read_text(encoding="utf-8"))
    assert document["systems"]["smoothness"]["conditions"] == figures["conditions"]
    assert figures["images"] == {"found": 17, "scored": 16, "out_of_scope": 1, "unreadable": 0}
    assert document["out_of_scope"]["first"][0]["member"] == "fake/new/blank.png"
    assert [entry["auc"] for entry in figures["conditions"].values()] == [1.0, 1.0, 1.0]
    assert document["performance"]["latency"]["smoothness"]["n"] == 48
    table = (tmp_path / "out" / "evaluation.md").read_text(encoding="utf-8")
    for expected in ("Mind the gap.", "| phone (4) |", "clean: AUC", "| bytes per pixel |", "16 of 17 images scored"):
        assert expected in table
    with (tmp_path / "out" / "evaluation.csv").open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    web = [row for row in rows if (row["condition"], row["measure"], row["group"]) == ("web", "ai_supported", "slr")]
    assert [(row["detector"], row["group_kind"], row["n"]) for row in web] == [("smoothness", "camera source", "4")]
    assert not any(path.suffix == ".part" for path in (tmp_path / "out").iterdir())


def test_an_evaluation_can_be_limited_to_held_out_sources(folder: Path, tmp_path: Path) -> None:
    figures = evaluate(Smoothness(), calibration(), folder, tmp_path, sources={"real": ["slr"], "fake": ["old"]})
    assert list(figures["conditions"]["web"]["real_sources"]) == ["slr"]
    assert figures["images"]["scored"] == 8
    assert figures["conditions"]["web"]["intervals"] == {}


def test_several_systems_share_one_pass(folder: Path, tmp_path: Path) -> None:
    detector = Smoothness()
    systems = [
        detector_system(Scorer(detector, "00"), calibration()),
        replace(detector_system(Scorer(detector, "00"), None), id="without a calibration"),
    ]
    plan = Plan(conditions=("clean", "hard"), limit=2)
    document = evaluate_systems(systems, folder, tmp_path, plan, TaskContext())
    assert detector.seen == 2 * (document["images"]["found"] - document["images"]["out_of_scope"])
    assert [entry["calibrated"] for entry in document["systems"].values()] == [True, False]
    calibrated, bare = document["systems"].values()
    assert "clean_to_hard" in calibrated
    assert "clean_to_web" not in calibrated
    assert not {"clean_to_hard", "clean_to_web"} & set(bare)
    assert "Uncalibrated" in (tmp_path / "evaluation.md").read_text(encoding="utf-8")


class Broken(Smoothness):
    id = "broken"

    def detect(self, image: ImageInput, context: TaskContext) -> DetectorOutput:
        raise ValueError("always")


def test_a_broken_detector_does_not_cost_the_others_their_figures(folder: Path, tmp_path: Path) -> None:
    systems = [detector_system(Scorer(one, "00"), calibration()) for one in (Broken(), Smoothness())]
    document = evaluate_systems(systems, folder, tmp_path, Plan(conditions=("clean",)), TaskContext())
    assert document["systems"]["broken"]["conditions"] == {}
    assert document["failures"]["scorers"]["broken"]["count"] == 16
    assert document["failures"]["scorers"]["broken"]["first"][0]["reason"] == "ValueError: always"
    assert "clean" in document["systems"]["smoothness"]["conditions"]
    assert "There are no scores of both classes" in (tmp_path / "evaluation.html").read_text(encoding="utf-8")


def test_when_nothing_can_be_measured_the_reason_is_said(folder: Path, tmp_path: Path) -> None:
    with pytest.raises(UserError, match="ValueError: always"):
        evaluate(Broken(), calibration(), folder, tmp_path)


@pytest.mark.parametrize(
    ("plan", "code"),
    [
        (Plan(conditions=("clean", "dirty")), "unknown_condition"),
        (Plan(conditions=()), "unknown_condition"),
        (Plan(limit=0), "bad_limit"),
        (Plan(sources={"real": ["slr"]}), "class_empty"),
    ],
)
def test_a_plan_that_makes_no_sense_is_refused(plan: Plan, code: str, folder: Path, tmp_path: Path) -> None:
    with pytest.raises(UserError) as refused:
        evaluate_systems([system()], folder, tmp_path / "out", plan, TaskContext())
    assert refused.value.code == code
    assert not (tmp_path / "out" / "evaluation.json").exists()


def test_a_place_that_cannot_be_written_to_is_named(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(EnvironmentFault, match="was not written"):
        evaluate(Smoothness(), calibration(), folder, tmp_path / "file")


def test_the_peak_of_memory_is_plausible() -> None:
    peak = peak_memory()
    assert peak is None or 10 << 20 < peak < 64 << 30


def test_an_aim_that_is_not_met_says_so(folder: Path, tmp_path: Path) -> None:
    figures = evaluate(Smoothness(), calibration(), folder, tmp_path)
    assert aims(figures)[0] == {"aim": "pooled AUC at least 0.75", "measured": "1.000", "met": True}
    figures["conditions"]["web"]["auc"] = 0.6
    assert not aims(figures)[0]["met"]


def test_the_worst_classes_are_named_by_their_figures() -> None:
    items = [(sample(False, "good"), -1.0)] * 20 + [(sample(False, "bad"), 1.5)] * 20
    items += [(sample(True, "web", "hidden"), -1.2)] * 12 + [(sample(True, "web", "few"), -2.0)] * 3
    items += [(sample(True, "web", "found"), 2.0)] * 12
    found = measured_failures({"conditions": {"web": condition_figures(answers(system(), *items))}})
    assert found == [
        "Camera images of bad: 100 % have an LR over 1, 100 % are answered “AI supported” (20 images).",
        "Images by hidden: AUC 0.00; 100 % lean to a camera or more (12 images).",
    ]


STATEMENT = {
    "title": "Smoothness",
    "summary": "Finds smooth pictures generated.",
    "licence": "Apache-2.0",
    "architecture": ["One mean."],
    "intended_use": ["Tests."],
    "failures": ["Photographs."],
    "limits": ["Sixteen pictures."],
    "data_note": "Noise.",
    "cut_off": "None.",
    "licences": {"slr": "public domain"},
}


def test_a_finished_run_gets_a_model_card(folder: Path, tmp_path: Path) -> None:
    stored = {
        "training": {
            "recipe": "r",
            "parameters": {"held_out": {"real": ["slr", "phone"], "fake": ["old", "new"]}},
            "seed": 1,
            "effort": {"step": 10, "seconds": 120.0},
            "sources": {"real": {"elsewhere": 3}, "fake": {"nowhere": 4}},
            "dropped": {"flat": 1},
        },
        "calibration": calibration_document(),
        "calibration_folds": {"real/slr": calibration_document()},
    }
    for name, content in stored.items():
        (tmp_path / f"{name}.json").write_text(json.dumps(content), encoding="utf-8")
    card = evaluate_trained(Smoothness(), STATEMENT, folder, tmp_path)
    assert not card["experimental"]
    assert json.loads((tmp_path / "model_card.json").read_text(encoding="utf-8")) == card
    assert card["data"]["generators_measured"] == {"new": 4, "old": 4}
    assert "curves" not in card["evaluation"]["conditions"]["web"]
    text = (tmp_path / "MODEL_CARD.md").read_text(encoding="utf-8")
    for expected in (
        "# Smoothness 0.1",
        "real: elsewhere 3",
        "slr 4 (public domain)",
        "10 steps in 2 minutes",
        "| pooled AUC at least 0.75 |",
        "new 4, old 4",
        "From all of these together, they are told apart",
    ):
        assert expected in text


def test_an_unfinished_run_is_refused(folder: Path, tmp_path: Path) -> None:
    with pytest.raises(UserError, match=r"training\.json"):
        evaluate_trained(Smoothness(), STATEMENT, folder, tmp_path)
