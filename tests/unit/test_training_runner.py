"""Tests of the training runner: what it reads, what it draws, and that a killed run ends as if it never had been."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from gauntlet_desktop.core.errors import Cancelled, UserError
from gauntlet_desktop.core.task import TaskContext
from gauntlet_desktop.imaging.packs import open_pack
from gauntlet_desktop.training.data import TrainingData, read_crops
from gauntlet_desktop.training.loop import Settings
from gauntlet_desktop.training.runner import train
from gauntlet_desktop.training.sampler import Augmentation, PairedSampler
from tests.tiny_recipe import TinyRecipe, picture, write_images


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Camera images are noise, generated ones smooth; two sources each; one picture of each class cannot be used."""
    root = tmp_path_factory.mktemp("labelled")
    write_images(root)
    Image.new("RGB", (200, 200), (9, 9, 9)).save(root / "real" / "phone" / "blank.png")
    picture(1, True).crop((0, 0, 90, 90)).save(root / "fake" / "old" / "small.png")
    (root / "fake" / "new" / "broken.png").write_bytes(b"no picture")
    return root


def read(folder: Path) -> Any:
    with open_pack(folder) as pack:
        return read_crops(pack, pack.samples, TaskContext())


def test_unusable_images_are_left_out_and_counted(folder: Path) -> None:
    crops = read(folder)
    assert crops.counts() == {"real": {"phone": 6, "slr": 6}, "fake": {"new": 6, "old": 6}}
    assert crops.dropped == {"unreadable": 1, "small": 1, "flat": 1}
    assert crops.unreadable == ("fake/new/broken.png",)


def test_lossless_images_get_a_jpeg_past(folder: Path) -> None:
    with open_pack(folder) as pack:
        lossless = next(sample for sample in pack.samples if sample.member == "real/slr/1.png")
        original, _ = pack.decode(lossless)
    stored = read(folder).by_class[False]["slr"][1]
    assert stored.shape == original.shape
    assert 0 < np.abs(stored.astype(int) - original).mean() < 60


def sampler(seed: int = 4, **changes: Any) -> PairedSampler:
    rng = np.random.default_rng(0)
    real = {"a": [rng.integers(0, 100, (160, 160, 3), dtype=np.uint8)]}
    fake = {"b": [rng.integers(156, 256, (160, 200, 3), dtype=np.uint8)]}
    return PairedSampler(real, fake, seed, 4, replace(Augmentation(sides=(64, 96)), **changes))


def test_a_batch_depends_on_seed_and_step_alone() -> None:
    first, again, other = sampler().batch(7), sampler().batch(7), sampler(seed=5).batch(7)
    assert np.array_equal(first.images, again.images)
    assert not np.array_equal(first.images[0, 0, 0, :8], other.images[0, 0, 0, :8])
    assert not np.array_equal(first.images[0, 0, 0, :8], sampler().batch(8).images[0, 0, 0, :8])


def test_pure_pairs_have_plain_labels() -> None:
    batch = sampler(composites=0.0).batch(0)
    side = batch.images.shape[-1]
    assert batch.images.shape == (8, 3, side, side)
    assert batch.images.dtype == np.float32
    assert 0.0 <= batch.images.min() <= batch.images.max() <= 1.0
    assert batch.labels.tolist() == [0, 0, 0, 0, 1, 1, 1, 1]
    assert batch.cells.shape == (8, side // 8, side // 8)


def test_composites_say_which_cells_are_generated() -> None:
    """The real source is dark and the generated one bright, so brightness tells where the label should be."""
    for step in range(5):
        batch = sampler(composites=1.0, masked=0.0).batch(step)
        brightness = batch.images.mean(axis=1).reshape(8, *(n for s in batch.cells.shape[1:] for n in (s, 8)))
        bright = brightness.mean(axis=(2, 4))
        for index in range(8):
            inside, outside = bright[index][batch.cells[index] > 0.95], bright[index][batch.cells[index] < 0.05]
            if inside.size and outside.size:
                assert np.median(inside) > np.median(outside)
        assert batch.labels == pytest.approx(batch.cells.mean(axis=(1, 2)), abs=1e-5)


def test_pairs_share_their_augmentation() -> None:
    same = [np.random.default_rng(1).integers(0, 256, (160, 160, 3), dtype=np.uint8)]
    batch = PairedSampler({"a": same}, {"b": same}, 3, 6, Augmentation(sides=(152,), composites=0.0)).batch(0)
    correlations = [
        np.corrcoef(batch.images[index].ravel(), batch.images[index + 6].ravel())[0, 1] for index in range(6)
    ]
    assert max(correlations) > 0.99


def test_sources_are_drawn_alike_whatever_their_size() -> None:
    rng = np.random.default_rng(2)
    dark = [rng.integers(0, 20, (160, 160, 3), dtype=np.uint8)] * 99
    bright = [rng.integers(235, 256, (160, 160, 3), dtype=np.uint8)]
    pairs = PairedSampler({"many": dark, "one": bright}, {"b": dark}, 1, 16, Augmentation((64,), 0.0, 0.0))
    means = [image.mean() for step in range(12) for image in pairs.batch(step).images[:16]]
    assert 0.35 < np.mean(np.array(means) > 0.5) < 0.65


def weights(out: Path) -> dict[str, Any]:
    torch = pytest.importorskip("torch")
    loaded: dict[str, Any] = torch.load(out / "weights.pt", weights_only=True)
    return loaded


@pytest.mark.parametrize("stop_at", [1, 3, 4])
def test_a_killed_run_resumes_to_the_same_weights_bit_for_bit(folder: Path, tmp_path: Path, stop_at: int) -> None:
    torch = pytest.importorskip("torch")
    train(TinyRecipe(), folder, tmp_path / "whole")
    with pytest.raises(KeyboardInterrupt):
        train(TinyRecipe(stop_at), folder, tmp_path / "killed")
    train(TinyRecipe(), folder, tmp_path / "killed")
    whole, resumed = weights(tmp_path / "whole"), weights(tmp_path / "killed")
    assert all(torch.equal(whole[name], resumed[name]) for name in whole)


def test_a_run_writes_its_manifest_and_log(folder: Path, tmp_path: Path) -> None:
    pytest.importorskip("torch")
    told: list[float] = []
    train(
        TinyRecipe(),
        folder,
        tmp_path,
        seed=5,
        parameters={"held_out": {"real": ["slr"]}},
        progress=lambda fraction, _: told.append(fraction),
    )
    manifest = json.loads((tmp_path / "training.json").read_text(encoding="utf-8"))
    assert manifest["sources"] == {"real": {"phone": 6}, "fake": {"new": 6, "old": 6}}
    assert (manifest["seed"], manifest["recipe"], manifest["effort"]["step"]) == (5, "tiny", 6)
    steps = [json.loads(line)["step"] for line in (tmp_path / "log.jsonl").read_text(encoding="utf-8").splitlines()]
    assert steps == [3, 6]
    assert told[-1] == 1.0
    assert not list(tmp_path.glob("*.part"))


def test_a_checkpoint_of_another_run_is_refused(folder: Path, tmp_path: Path) -> None:
    pytest.importorskip("torch")
    train(TinyRecipe(), folder, tmp_path)
    with pytest.raises(UserError, match="other data or settings"):
        train(TinyRecipe(), folder, tmp_path, parameters={"steps": 8})


def test_an_unknown_parameter_is_named(folder: Path, tmp_path: Path) -> None:
    with pytest.raises(UserError, match="stepz"):
        train(TinyRecipe(), folder, tmp_path, parameters={"stepz": 3})


def test_a_run_can_be_cancelled(folder: Path, tmp_path: Path) -> None:
    with pytest.raises(Cancelled):
        train(TinyRecipe(), folder, tmp_path, is_cancelled=lambda: True)


def test_the_learning_rate_rises_then_falls_to_nothing() -> None:
    settings = Settings(steps=1000)
    rates = [settings.rate(step) for step in range(1000)]
    assert rates.index(max(rates)) == pytest.approx(settings.warm_up, abs=2)
    assert rates[-1] < 1e-7 < rates[0] < rates[50]


def test_validation_crops_are_of_training_sources_and_no_training_crop(folder: Path) -> None:
    data = TrainingData(read(folder), 1, 2, TaskContext())
    again = TrainingData(read(folder), 1, 2, TaskContext())
    assert all(
        np.array_equal(one.images, other.images) for one, other in zip(data.validation, again.validation, strict=True)
    )
    assert {batch.images.shape[-1] for batch in data.validation} == {128}
