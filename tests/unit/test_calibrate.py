"""Tests of fitting a calibration: honest on simulated scores, and complete from files to calibration.json."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from gauntlet_desktop.api.protocols import DetectorOutput, ImageInput
from gauntlet_desktop.core.calibration import read_calibration
from gauntlet_desktop.core.errors import UserError
from gauntlet_desktop.core.lr_metrics import cllr, min_cllr
from gauntlet_desktop.core.records import ImageFacts, JpegFacts, Tier
from gauntlet_desktop.core.task import TaskContext
from gauntlet_desktop.imaging.delivery import Encode
from gauntlet_desktop.imaging.packs import Sample
from gauntlet_desktop.inference.scoring import Scored
from gauntlet_desktop.training.calibrate import STRATA, Identity, calibrate, fit, source_key, stratum_chain

IDENTITY = Identity("simulated", "1.0", "ab" * 32)
COUNTS = {("real", "slr"): 300, ("real", "phone"): 200, ("fake", "old"): 250, ("fake", "new"): 150}


def simulated(separation: float = 2.0, shift: float = 0.0, seed: int = 1) -> list[Scored]:
    """Unit normals at 0 and `separation`; `shift` moves one camera source towards the generated ones."""
    rng = np.random.default_rng(seed)
    items = []
    for (label, source), count in COUNTS.items():
        mean = separation if label == "fake" else shift if source == "phone" else 0.0
        for index, score in enumerate(rng.normal(mean, 1.0, count)):
            sample = Sample("", f"{label}/{source}/{index}.jpg", label == "fake", source)
            items.append(Scored(sample, float(score), 90, 1000))
    return items


def fitted(items: list[Scored]) -> tuple[dict[str, Any], dict[str, dict[str, Any]]]:
    return fit(dict.fromkeys(STRATA, items), IDENTITY)


def test_the_fit_is_the_known_likelihood_ratio() -> None:
    stratum = fitted(simulated())[0]["strata"][0]
    assert stratum["slope"] == pytest.approx(2.0 / np.log(10), rel=0.2)
    assert stratum["intercept"] == pytest.approx(-2.0 / np.log(10), rel=0.25)
    assert stratum["log10_lr_cap"] == pytest.approx(np.log10(400))
    assert stratum["real_upper"] == pytest.approx(1.64, abs=0.25)
    assert stratum["fake_lower"] == pytest.approx(2.0 - 1.64, abs=0.25)


def test_the_document_is_read_by_the_program_and_well_calibrated_on_new_scores() -> None:
    calibration = read_calibration(json.dumps(fitted(simulated())[0]))
    stratum = calibration.strata[0]
    real, fake = ([i.score for i in simulated(seed=9) if i.sample.generated is label] for label in (False, True))
    cost = cllr([stratum.log10_lr(score) for score in real], [stratum.log10_lr(score) for score in fake])
    assert cost - min_cllr(real, fake) < 0.05
    assert np.mean([score > stratum.real_upper for score in real]) < 0.08


def test_the_strata_cover_every_quality_once() -> None:
    calibration = read_calibration(json.dumps(fitted(simulated())[0]))
    for quality in range(1, 102):
        assert sum(s.min_quality <= quality <= s.max_quality for s in calibration.strata) == 1


def test_error_rates_are_of_sources_that_were_left_out() -> None:
    """A camera source that scores like generated images is judged by thresholds that never saw it."""
    honest = fitted(simulated(separation=3.0, shift=2.0))
    rates = honest[0]["strata"][0]["error_rates"]
    false = rates["leans_or_supported_ai_given_camera"]
    assert false["total"] == 500
    assert false["count"] > 50
    fold = read_calibration(json.dumps(honest[1]["real/phone"])).strata[0]
    assert fold.real_upper < 2.2
    assert fold.n_real == 300


def test_error_rates_add_up() -> None:
    rates = fitted(simulated())[0]["strata"][0]["error_rates"]
    assert rates["ai_supported_given_camera"]["count"] <= rates["leans_or_supported_ai_given_camera"]["count"]
    assert rates["camera_supported_given_ai"]["count"] <= rates["leans_or_supported_camera_given_ai"]["count"]
    assert (rates["camera_supported_given_ai"]["total"], rates["inconclusive"]["total"]) == (400, 900)


def test_scores_that_fall_cannot_be_calibrated() -> None:
    with pytest.raises(UserError, match="do not rise"):
        fitted(simulated(separation=-2.0))


def test_a_fold_without_information_says_nothing() -> None:
    """Without the one good source of generated images, what is left scores like camera images or under them."""
    items = [replace(item, score=item.score - 4.0) if item.sample.source == "new" else item for item in simulated(3.0)]
    fold = read_calibration(json.dumps(fitted(items)[1]["fake/old"])).strata[0]
    assert fold.log10_lr(5.0) == pytest.approx(0.0, abs=1e-6)
    assert fold.tier(9.0) is Tier.INCONCLUSIVE


def test_one_source_of_a_class_is_too_few() -> None:
    with pytest.raises(UserError, match="two held-out sources"):
        fitted([item for item in simulated() if item.sample.source != "old"])


@pytest.mark.parametrize("stratum", STRATA)
def test_delivered_images_land_in_their_stratum(stratum: Any) -> None:
    chain = stratum_chain(stratum, seed=1)
    kept = 0
    for index in range(200):
        facts = ImageFacts(
            "JPEG", "RGB", 8, 256, 256, 1, 1, False, "", 1.0, JpegFacts(stratum.high % 101, True, "", False, "")
        )
        steps = chain(Sample("", f"{index}", False, "s"), facts)
        assert steps == chain(Sample("", f"{index}", True, "t"), facts)
        if steps:
            last = steps[-1]
            assert isinstance(last, Encode)
            assert stratum.low <= last.quality <= stratum.high
        else:
            kept += 1
            assert stratum.low <= facts.quality <= stratum.high
    assert kept == 0 or 60 < kept < 140


class Smoothness:
    """A detector that finds smooth pictures generated."""

    id = "smoothness"

    def detect(self, image: ImageInput, context: TaskContext) -> DetectorOutput:
        context.checkpoint()
        luma = image.pixels.mean(axis=2)
        return DetectorOutput(-float(np.log1p(np.abs(np.diff(luma, axis=1)).mean())))


def test_files_become_a_calibration(tmp_path: Path) -> None:
    rng = np.random.default_rng(1)
    held_out: dict[str, list[str]] = {"real": [], "fake": []}
    for label, source in COUNTS:
        held_out[label].append(source)
        (tmp_path / "data" / label / source).mkdir(parents=True)
        for index in range(8):
            side = int(rng.integers(30, 60)) if label == "fake" else int(rng.integers(80, 220))
            noise = Image.fromarray(rng.integers(0, 256, (side, side, 3), dtype=np.uint8))
            picture = noise.resize((208, 208), Image.Resampling.BICUBIC)
            picture.save(tmp_path / "data" / label / source / f"{index}.png")
    calibration = calibrate(Smoothness(), IDENTITY, tmp_path / "data", held_out, tmp_path)
    assert calibration == read_calibration((tmp_path / "calibration.json").read_text(encoding="utf-8"))
    assert (calibration.detector, calibration.strata[0].n_real) == ("simulated", 16)
    folds = json.loads((tmp_path / "calibration_folds.json").read_text(encoding="utf-8"))
    assert sorted(folds) == ["fake/new", "fake/old", "real/phone", "real/slr"]
    top = calibration.strata[0]
    assert top.tier(-1.0) is Tier.AI_SUPPORTED or top.log10_lr(-1.0) > 0


def test_a_source_has_one_name_for_each_class() -> None:
    assert source_key(Sample("", "a", True, "dhanush")) == "fake/dhanush"
