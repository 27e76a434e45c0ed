"""Tests of fitting a calibration: honest on simulated scores, and complete from files to calibration.json."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from gauntlet_desktop.api.protocols import DetectorOutput, ImageInput
from gauntlet_desktop.core.calibration import Knots, parse_calibration, read_calibration
from gauntlet_desktop.core.errors import EnvironmentFault, UserError
from gauntlet_desktop.core.lr_metrics import cllr, min_cllr
from gauntlet_desktop.core.records import Tier
from gauntlet_desktop.core.task import TaskContext
from gauntlet_desktop.imaging.packs import Sample
from gauntlet_desktop.inference.scoring import Losses, Scored
from gauntlet_desktop.training.calibrate import calibrate, write_json
from gauntlet_desktop.training.fit import Identity, balanced_by_source, fit, source_key
from gauntlet_desktop.training.strata import cells_for

IDENTITY = Identity("simulated", "1.0", "ab" * 32)
CELLS = cells_for({Sample("", "one", True, "s"): 256})
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
    return fit(dict.fromkeys(CELLS, items), IDENTITY)


def test_the_fit_is_the_known_likelihood_ratio() -> None:
    stratum = fitted(simulated())[0]["strata"][0]
    assert stratum["method"] == "platt"
    assert stratum["slope"] == pytest.approx(2.0 / np.log(10), rel=0.2)
    assert stratum["intercept"] == pytest.approx(-2.0 / np.log(10), rel=0.25)
    assert stratum["real_upper"] == pytest.approx(1.64, abs=0.25)
    assert stratum["fake_lower"] == pytest.approx(2.0 - 1.64, abs=0.25)


def test_the_bounds_are_what_left_out_sources_support() -> None:
    stratum = fitted(simulated())[0]["strata"][0]
    assert 0.9 < stratum["log10_lr_cap"] <= np.log10(500)
    assert -np.log10(400) <= stratum["log10_lr_floor"] < -0.9
    poor = fitted(simulated(separation=0.7))[0]["strata"][0]
    assert poor["log10_lr_cap"] < stratum["log10_lr_cap"]


def test_isotonic_regression_is_taken_where_it_costs_less() -> None:
    """Scores whose ratio is no line: informative in the middle, and nowhere else."""
    bent = [replace(item, score=float(np.sign(item.score - 1.0) * abs(item.score - 1.0) ** 9)) for item in simulated()]
    document = fitted(bent)[0]
    stratum = document["strata"][0]
    costs = stratum["left_out_cllr"]
    assert stratum["method"] == "isotonic"
    assert costs["least_possible"] < costs["isotonic"] < costs["platt"]
    knots = parse_calibration(document).strata[0].curve
    assert isinstance(knots, Knots)
    assert np.abs([ratio for _, ratio in knots.points]).max() <= np.log10(400)


def test_sources_weigh_the_same_whatever_their_size() -> None:
    items = simulated()
    weights = balanced_by_source([item.sample for item in items])
    for label, source in COUNTS:
        own = [item.sample.source == source for item in items]
        assert weights[own].sum() == pytest.approx(0.25), label
    tenfold = items + [
        replace(item, sample=replace(item.sample, member=f"{n}{item.sample.member}"))
        for n in range(9)
        for item in items
        if item.sample.source == "slr"
    ]
    one, other = (fitted(some)[0]["strata"][0] for some in (items, tenfold))
    assert one["slope"] == pytest.approx(other["slope"], rel=1e-6)


def test_the_document_is_read_by_the_program_and_well_calibrated_on_new_scores() -> None:
    calibration = read_calibration(json.dumps(fitted(simulated())[0]))
    stratum = calibration.strata[0]
    real, fake = ([i.score for i in simulated(seed=9) if i.sample.generated is label] for label in (False, True))
    cost = cllr([stratum.log10_lr(score) for score in real], [stratum.log10_lr(score) for score in fake])
    assert cost - min_cllr(real, fake) < 0.05
    assert np.mean([score > stratum.real_upper for score in real]) < 0.08


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
    with pytest.raises(UserError, match="two sources of each class"):
        fitted([item for item in simulated() if item.sample.source != "old"])


class Smoothness:
    """A detector that finds smooth pictures generated."""

    id = "smoothness"

    def detect(self, image: ImageInput, context: TaskContext) -> DetectorOutput:
        context.checkpoint()
        luma = image.pixels.mean(axis=2)
        return DetectorOutput(-float(np.log1p(np.abs(np.diff(luma, axis=1)).mean())))


class Moody(Smoothness):
    """The same, but it gives NaN for every so-manieth image, or raises."""

    def __init__(self, every: int, error: bool = False) -> None:
        self.every, self.error, self.calls = every, error, 0

    def detect(self, image: ImageInput, context: TaskContext) -> DetectorOutput:
        self.calls += 1
        if self.calls % self.every:
            return super().detect(image, context)
        if self.error:
            raise ZeroDivisionError("moody")
        return DetectorOutput(float("nan"))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Sharp camera pictures and smooth generated ones, 8 of each of two sources, 208 px."""
    rng = np.random.default_rng(1)
    data = tmp_path_factory.mktemp("data")
    for label, source in COUNTS:
        (data / label / source).mkdir(parents=True)
        for index in range(8):
            side = int(rng.integers(30, 60)) if label == "fake" else int(rng.integers(80, 220))
            noise = Image.fromarray(rng.integers(0, 256, (side, side, 3), dtype=np.uint8))
            noise.resize((208, 208), Image.Resampling.BICUBIC).save(data / label / source / f"{index}.png")
    return data


def test_files_become_a_calibration(folder: Path, tmp_path: Path) -> None:
    held_out = {"real": ["slr", "phone"], "fake": ["old", "new"]}
    calibration = calibrate(Smoothness(), IDENTITY, folder, held_out, tmp_path / "out")
    assert calibration == read_calibration((tmp_path / "out" / "calibration.json").read_text(encoding="utf-8"))
    assert (calibration.detector, calibration.strata[0].n_real) == ("simulated", 16)
    assert "200 px or more" in calibration.strata[0].name
    assert "images of up to 208 px" in calibration.strata[0].name
    folds = json.loads((tmp_path / "out" / "calibration_folds.json").read_text(encoding="utf-8"))
    assert sorted(folds) == ["fake/new", "fake/old", "real/phone", "real/slr"]
    top = calibration.strata[0]
    assert top.tier(-1.0) is Tier.AI_SUPPORTED or top.log10_lr(-1.0) > 0
    assert calibrate(Smoothness(), IDENTITY, folder, None, tmp_path) == calibration


class OldJudge:
    """Calls the pictures of one size out of scope."""

    id = "size"

    def reasons(self, image: ImageInput, context: TaskContext) -> tuple[str, ...]:
        return ("It is 208 px high and 240 px wide.",) if image.facts.width == 240 else ()


def test_what_a_judge_refuses_does_not_count(folder: Path, tmp_path: Path) -> None:
    data = tmp_path / "data"
    shutil.copytree(folder, data)
    extra = Image.fromarray(np.random.default_rng(2).integers(0, 256, (208, 240, 3), dtype=np.uint8))
    extra.save(data / "fake" / "old" / "art.png")
    assert calibrate(Smoothness(), IDENTITY, data, None, tmp_path / "all").strata[0].n_fake == 17
    judged = calibrate(Smoothness(), IDENTITY, data, None, tmp_path / "judged", judges=[OldJudge()])
    assert judged.strata[0].n_fake == 16


def test_of_the_same_image_one_counts(folder: Path, tmp_path: Path) -> None:
    data = tmp_path / "data"
    shutil.copytree(folder, data)
    shutil.copy(data / "real" / "slr" / "0.png", data / "real" / "phone" / "again.png")
    calibration = calibrate(Smoothness(), IDENTITY, data, None, tmp_path / "out")
    assert (calibration.strata[0].n_real, calibration.strata[0].n_fake) == (16, 16)


def test_too_few_images_are_refused_with_the_number_needed(folder: Path, tmp_path: Path) -> None:
    with pytest.raises(UserError, match=r"needs 50 images.*found 16 real and 16 fake"):
        calibrate(Smoothness(), IDENTITY, folder, None, tmp_path, min_images=50)


@pytest.mark.parametrize("error", [False, True])
def test_a_detector_that_fails_too_often_is_refused_with_names(folder: Path, tmp_path: Path, error: bool) -> None:
    with pytest.raises(UserError, match=r"more than 1 %: (real|fake)/.*png \((ZeroDivision|Value)Error"):
        calibrate(Moody(9, error), IDENTITY, folder, None, tmp_path)
    assert not list(tmp_path.iterdir())


def test_a_file_that_cannot_be_written_is_said_and_the_old_one_stays(tmp_path: Path) -> None:
    write_json(tmp_path / "new" / "a.json", {"kept": True})
    (tmp_path / "new" / ".a.json.part").mkdir()
    with pytest.raises(EnvironmentFault, match=r"a\.json cannot be written"):
        write_json(tmp_path / "new" / "a.json", {"kept": False})
    assert json.loads((tmp_path / "new" / "a.json").read_text(encoding="utf-8")) == {"kept": True}


def test_an_unreadable_image_in_many_is_counted_and_left_out(tmp_path: Path) -> None:
    losses = Losses()
    for index in range(100):
        losses.check(index)
    losses.add(Sample("", "real/broken.jpg", False, "slr"), ValueError("cut off"))
    losses.check(100)
    assert losses.reasons == {"real/broken.jpg": "ValueError: cut off"}
    with pytest.raises(UserError, match=r"1 of 99 .* real/broken\.jpg \(ValueError: cut off\)"):
        losses.check(99)


def test_a_source_has_one_name_for_each_class() -> None:
    assert source_key(Sample("", "a", True, "dhanush")) == "fake/dhanush"
