"""Tests of the evaluation: its conditions, its figures and its documents."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from gauntlet_desktop.api.protocols import DetectorOutput, ImageInput
from gauntlet_desktop.core.calibration import Calibration, read_calibration
from gauntlet_desktop.core.errors import UserError
from gauntlet_desktop.core.records import ImageFacts, Tier
from gauntlet_desktop.core.task import TaskContext
from gauntlet_desktop.evaluation.card import aims
from gauntlet_desktop.evaluation.conditions import CONDITIONS, reduction
from gauntlet_desktop.evaluation.evaluate import evaluate
from gauntlet_desktop.evaluation.measures import Judged, condition_figures, flip_figures, judge, trivial_auc
from gauntlet_desktop.evaluation.trained import evaluate_trained
from gauntlet_desktop.imaging.delivery import Encode
from gauntlet_desktop.imaging.packs import Sample
from gauntlet_desktop.inference.scoring import Scored

FACTS = ImageFacts("PNG", "RGB", 8, 256, 256, 1, 1, False, "", 1.0, None)


def calibration(low: int = 1, high: int = 101, **changes: Any) -> Calibration:
    stratum = {
        "name": "all",
        "min_quality": low,
        "max_quality": high,
        "slope": 1.0,
        "intercept": 0.0,
        "log10_lr_cap": 2.0,
        "real_upper": 0.5,
        "fake_lower": -0.5,
        "n_real": 100,
        "n_fake": 100,
        "error_rates": {},
    }
    document = {"schema": 1, "detector": "d", "weights_sha256": "00", "alpha": 0.05, "strata": [stratum | changes]}
    return read_calibration(json.dumps(document))


def scored(score: float, generated: bool, source: str = "s", generator: str = "", quality: int = 90) -> Scored:
    sample = Sample("", f"{source}{score}", generated, source, generator, "JPEG", 600, 1000)
    return Scored(sample, score, quality, 1000)


def judged(*items: Scored) -> list[Judged]:
    return judge(items, lambda _: calibration())


@pytest.mark.parametrize(("original", "web", "hard"), [(4000, 0.5, 0.5), (1024, 0.75, 0.5), (600, 1.0, 512 / 600)])
def test_conditions_reduce_the_crop_as_the_original_would_be(original: int, web: float, hard: float) -> None:
    sample = Sample("", "a", False, "s", original_side=original)
    assert reduction(sample, FACTS, 768) == pytest.approx(web)
    assert reduction(sample, FACTS, 512) == pytest.approx(hard)


def test_a_picture_of_unknown_origin_counts_as_itself() -> None:
    assert reduction(Sample("", "a", False, "s"), FACTS, 128) == 0.5
    assert reduction(Sample("", "a", False, "s"), FACTS, 768) == 1.0


def test_conditions_end_in_their_quality() -> None:
    sample = Sample("", "a", False, "s")
    assert CONDITIONS["clean"](sample, FACTS) == ()
    assert [CONDITIONS[name](sample, FACTS)[-1] for name in ("web", "hard")] == [Encode("jpeg", 60), Encode("jpeg", 40)]


def test_each_image_is_judged_by_the_calibration_of_its_source() -> None:
    strict = calibration(real_upper=9.0, fake_lower=-9.0)
    items = [scored(3.0, False, "left-out"), scored(3.0, False, "other")]
    found = judge(items, lambda sample: strict if sample.source == "left-out" else calibration())
    assert [item.tier for item in found] == [Tier.INCONCLUSIVE, Tier.AI_SUPPORTED]
    assert [item.side for item in found] == [0, 1]


def test_an_image_outside_every_stratum_is_named() -> None:
    with pytest.raises(UserError, match="quality 90"):
        judge([scored(1.0, True)], lambda _: calibration(low=1, high=80))


def test_figures_of_a_condition() -> None:
    figures = condition_figures(
        judged(
            scored(-2.0, False, "slr"),
            scored(-1.0, False, "slr"),
            scored(0.1, False, "phone"),
            scored(1.5, False, "phone"),
            scored(2.0, True, "web", "alpha"),
            scored(0.7, True, "web", "beta"),
            scored(-0.2, True, "web", "beta"),
            scored(-1.5, True, "lab", "gamma"),
        )
    )
    assert figures["auc"] == pytest.approx(10 / 16)
    assert (figures["coverage"]["count"], figures["coverage"]["total"]) == (6, 8)
    assert (figures["error_of_accepted"]["count"], figures["error_of_accepted"]["total"]) == (2, 6)
    assert figures["real_sources"]["slr"]["auc"] == pytest.approx(7 / 8)
    assert figures["real_sources"]["phone"]["ai_supported"]["count"] == 1
    assert figures["real_sources"]["phone"]["over_even"]["count"] == 2
    assert list(figures["generators"]) == ["alpha", "beta", "gamma"]
    assert figures["generators"]["beta"]["towards_ai"]["count"] == 1
    assert figures["fake_sources"]["lab"]["towards_camera"]["rate"] == 1.0
    assert figures["cllr_minus_min"] == pytest.approx(figures["cllr"] - figures["min_cllr"])


def test_flips_tell_a_changed_side_from_a_lost_one() -> None:
    before = judged(scored(2.0, True), scored(2.0, True), scored(-2.0, False), scored(0.0, False))
    after = judged(scored(-2.0, True), scored(0.0, True), scored(-2.0, False), scored(0.1, False))
    flips = flip_figures(before, after)
    assert (flips["changed_side"]["count"], flips["changed_at_all"]["count"]) == (1, 2)


def test_a_leak_of_format_or_bytes_shows() -> None:
    rng = np.random.default_rng(1)

    def sample(generated: bool, shift: float) -> Scored:
        size = int(rng.normal(5000 + shift, 300))
        return Scored(Sample("", "a", generated, "s", "", "JPEG", 600, size), 0.0, 90, size)

    leaking = [sample(index % 2 == 0, 900.0 * (index % 2)) for index in range(400)]
    clean = [sample(index % 2 == 0, 0.0) for index in range(400)]
    assert trivial_auc(leaking) > 0.95
    assert trivial_auc(clean) < 0.62


class Smoothness:
    """A detector that finds smooth pictures generated."""

    id = "smoothness"

    def detect(self, image: ImageInput, context: TaskContext) -> DetectorOutput:
        context.checkpoint()
        return DetectorOutput(2.5 - float(np.log1p(np.abs(np.diff(image.pixels.mean(axis=2), axis=1)).mean())))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("labelled")
    rng = np.random.default_rng(1)
    for label, source in (("real", "phone"), ("real", "slr"), ("fake", "old"), ("fake", "new")):
        (root / label / source).mkdir(parents=True)
        for index in range(4):
            side = 20 if label == "fake" else 200
            noise = Image.fromarray(rng.integers(0, 256, (side, side, 3), dtype=np.uint8))
            noise.resize((200, 200), Image.Resampling.BICUBIC).save(root / label / source / f"{index}.png")
    Image.new("RGB", (200, 200), (7, 7, 7)).save(root / "fake" / "new" / "blank.png")
    return root


def test_an_evaluation_writes_its_figures_and_table(folder: Path, tmp_path: Path) -> None:
    figures = evaluate(Smoothness(), calibration(), folder, tmp_path / "out")
    assert json.loads((tmp_path / "out" / "evaluation.json").read_text(encoding="utf-8")) == figures
    assert figures["images"] == {"scored": 16, "out_of_scope": 1}
    assert [entry["auc"] for entry in figures["conditions"].values()] == [1.0, 1.0, 1.0]
    table = (tmp_path / "out" / "evaluation.md").read_text(encoding="utf-8")
    for expected in ("| phone (4) |", "clean: AUC", "hard: LR over 1", "AUC | 1.000 | 1.000 | 1.000"):
        assert expected in table


def test_an_evaluation_can_be_limited_to_held_out_sources(folder: Path, tmp_path: Path) -> None:
    figures = evaluate(Smoothness(), calibration(), folder, tmp_path, sources={"real": ["slr"], "fake": ["old"]})
    assert list(figures["conditions"]["web"]["real_sources"]) == ["slr"]
    assert figures["images"] == {"scored": 8, "out_of_scope": 0}


def test_an_aim_that_is_not_met_says_so(folder: Path, tmp_path: Path) -> None:
    figures = evaluate(Smoothness(), calibration(), folder, tmp_path)
    assert aims(figures)[0] == {"aim": "pooled AUC at least 0.75", "measured": "1.000", "met": True}
    figures["conditions"]["web"]["auc"] = 0.6
    assert not aims(figures)[0]["met"]


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
        "calibration": document(),
        "calibration_folds": {"real/slr": document()},
    }
    for name, content in stored.items():
        (tmp_path / f"{name}.json").write_text(json.dumps(content), encoding="utf-8")
    card = evaluate_trained(Smoothness(), STATEMENT, folder, tmp_path)
    assert not card["experimental"]
    assert json.loads((tmp_path / "model_card.json").read_text(encoding="utf-8")) == card
    text = (tmp_path / "MODEL_CARD.md").read_text(encoding="utf-8")
    for expected in ("# Smoothness 0.1", "real: elsewhere 3", "10 steps in 2 minutes", "| pooled AUC at least 0.75 |"):
        assert expected in text


def test_an_unfinished_run_is_refused(folder: Path, tmp_path: Path) -> None:
    with pytest.raises(UserError, match=r"training\.json"):
        evaluate_trained(Smoothness(), STATEMENT, folder, tmp_path)


def document() -> dict[str, Any]:
    """A calibration file that fits the detector of these tests."""
    fitted = calibration().strata[0]
    names = ("name", "min_quality", "max_quality", "slope", "intercept", "log10_lr_cap", "real_upper", "fake_lower")
    return {
        "schema": 1,
        "detector": "smoothness",
        "detector_version": "0.1",
        "weights_sha256": "00",
        "fitted_on": {"sources": {"real": {"slr": 4}, "fake": {"old": 4}}},
        "alpha": 0.05,
        "strata": [{name: getattr(fitted, name) for name in (*names, "n_real", "n_fake")} | {"error_rates": {}}],
    }
