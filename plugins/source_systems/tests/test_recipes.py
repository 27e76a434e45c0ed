"""The published recipes: from a folder of images to a model folder that imports, the same after a kill."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

torch = pytest.importorskip("torch")
transformers = pytest.importorskip("transformers")

from safetensors.torch import load_file  # noqa: E402

from gauntlet_desktop.core.errors import Cancelled, UserError  # noqa: E402
from gauntlet_desktop.core.task import TaskContext  # noqa: E402
from gauntlet_desktop.training.runner import WholeImageRecipe, train  # noqa: E402
from gauntlet_source_systems.attacks import ATTACKS  # noqa: E402
from gauntlet_source_systems.formats.folder import ModelFolder  # noqa: E402
from gauntlet_source_systems.recipes import losses, recipes  # noqa: E402
from gauntlet_source_systems.recipes.augment import AUGMENTATIONS, prepare  # noqa: E402
from gauntlet_source_systems.recipes.catalogue import RECIPES  # noqa: E402

BY_ID = {recipe.id: recipe for recipe in recipes()}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Blue photographs and red generated images, 12 of each of two sources."""
    rng = np.random.default_rng(1)
    data = tmp_path_factory.mktemp("data")
    for label, channel in (("real", 2), ("fake", 0)):
        for source in ("one", "two"):
            (data / label / source).mkdir(parents=True)
            for index in range(12):
                pixels = rng.integers(0, 120, (40, 48, 3), dtype=np.uint8)
                pixels[..., channel] += 100
                Image.fromarray(pixels).save(data / label / source / f"{index}.png")
    return data


def small(recipe: str, **changes: Any) -> dict[str, Any]:
    return {**BY_ID[recipe].trial, "epochs": 2, "learning_rate": 1e-2, **changes}


def test_the_defaults_are_the_papers() -> None:
    """Source systems 000 to 004, as their papers give them."""
    defaults = {spec.id: {p.name: p.default for p in BY_ID[spec.id].parameters} for spec in RECIPES}
    vit = defaults["vit-gradcam"]
    assert [vit[name] for name in ("epochs", "learning_rate", "decay_every", "patience")] == [30, 1e-3, 7, 3]
    clip = defaults["clip-vit"]
    assert [clip[name] for name in ("batch", "learning_rate", "validation")] == [8, 1e-4, 0.2]
    rine = defaults["rine"]
    assert [rine[name] for name in ("batch", "learning_rate", "decay_every", "xi")] == [64, 1e-4, 6, 0.1]
    assert (defaults["artbench-cnn"]["epochs"], defaults["artbench-cnn"]["side"]) == (50, 256)
    assert [defaults["resnet50"][name] for name in ("learning_rate", "batch")] == [3e-4, 128]
    assert [stage.name for spec in RECIPES if spec.id == "resnet50" for stage in spec.stages] == ["probe", "fine-tune"]


@pytest.mark.parametrize("recipe", BY_ID)
def test_every_recipe_makes_a_model_that_imports(recipe: str, folder: Path, tmp_path: Path) -> None:
    assert isinstance(BY_ID[recipe], WholeImageRecipe)
    trained = train(BY_ID[recipe], folder, tmp_path, parameters=small(recipe))
    assert not trained.calibrated
    found = ModelFolder().recognise(tmp_path)
    assert found is not None
    figures = json.loads((tmp_path / "figures.json").read_text(encoding="utf-8"))
    for stage in figures["stages"].values():
        assert 0.0 <= stage["validation"]["accuracy"] <= 1.0
        assert "test" not in stage
    manifest = json.loads((tmp_path / "training.json").read_text(encoding="utf-8"))
    assert manifest["parameters"]["epochs"] == 2


def test_a_recipe_learns(folder: Path, tmp_path: Path) -> None:
    train(BY_ID["baseline-cnn"], folder, tmp_path, parameters=small("baseline-cnn", epochs=12))
    figures = json.loads((tmp_path / "figures.json").read_text(encoding="utf-8"))
    assert figures["stages"]["all"]["validation"]["accuracy"] >= 0.9


def test_early_stopping_keeps_the_best_epoch(folder: Path, tmp_path: Path) -> None:
    train(BY_ID["baseline-cnn"], folder, tmp_path, parameters=small("baseline-cnn", epochs=40, patience=2))
    found = json.loads((tmp_path / "figures.json").read_text(encoding="utf-8"))["stages"]["all"]["validation"]
    assert found["best_epoch"] <= found["epochs"] <= 40
    if found["epochs"] < 40:
        assert found["epochs"] - found["best_epoch"] == 2


def test_only_what_should_learn_does(folder: Path, tmp_path: Path) -> None:
    """The towers of vit-gradcam and of RINE are as they were."""
    torch.manual_seed(5)
    vit = transformers.ViTModel(transformers.ViTConfig(**BY_ID["vit-gradcam"].trial["settings"]["tower"]))
    vit.save_pretrained(tmp_path / "vit")
    tower = transformers.CLIPVisionModelWithProjection(
        transformers.CLIPVisionConfig(**BY_ID["rine"].trial["settings"]["tower"])
    )
    tower.save_pretrained(tmp_path / "clip")
    for recipe, model, prefix in (("vit-gradcam", vit, "model.vit."), ("rine", tower, "tower.")):
        out = tmp_path / f"run-{recipe}"
        parameters = small(recipe, trunk=str(tmp_path / ("vit" if recipe == "vit-gradcam" else "clip")))
        parameters["settings"] = {"width": 8} if recipe == "rine" else {}
        train(BY_ID[recipe], folder, out, parameters=parameters)
        learnt = load_file(out / "model.safetensors")
        kept = {name: value for name, value in model.state_dict().items() if f"{prefix}{name}" in learnt}
        assert len(kept) > 10
        for name, value in kept.items():
            torch.testing.assert_close(learnt[f"{prefix}{name}"], value, rtol=0, atol=0)


def test_pretrained_weights_that_do_not_fit_are_refused(folder: Path, tmp_path: Path) -> None:
    torch.save({"a": torch.zeros(1)}, tmp_path / "body.pth")
    with pytest.raises(UserError, match="no ResNet-50"):
        train(BY_ID["resnet50"], folder, tmp_path / "a", parameters=small("resnet50", trunk=str(tmp_path / "body.pth")))
    (tmp_path / "empty").mkdir()
    with pytest.raises(UserError, match="holds no such tower"):
        train(BY_ID["rine"], folder, tmp_path / "b", parameters=small("rine", trunk=str(tmp_path / "empty")))


KILLED = """
import os, signal, sys
from pathlib import Path
from gauntlet_desktop.training import epochs
from gauntlet_desktop.training.runner import train
from gauntlet_source_systems.recipes import recipes
import json

saved = []
save = epochs._save
def save_and_die(*arguments):
    save(*arguments)
    saved.append(1)
    if len(saved) == 2:
        os.kill(os.getpid(), signal.SIGKILL)
epochs._save = save_and_die
recipe = next(each for each in recipes() if each.id == sys.argv[1])
train(recipe, Path(sys.argv[2]), Path(sys.argv[3]), parameters=json.loads(sys.argv[4]))
"""


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="no SIGKILL on this system")
def test_a_killed_run_goes_on_to_the_same_weights(folder: Path, tmp_path: Path) -> None:
    parameters = small("modresnet", epochs=2, threads=1)
    train(BY_ID["modresnet"], folder, tmp_path / "whole", parameters=parameters)
    command = [sys.executable, "-c", KILLED, "modresnet", str(folder), str(tmp_path / "killed"), json.dumps(parameters)]
    ended = subprocess.run(command, check=False, capture_output=True, env=dict(os.environ))
    assert ended.returncode == -signal.SIGKILL, ended.stderr.decode()
    assert not (tmp_path / "killed" / "model.safetensors").exists()
    train(BY_ID["modresnet"], folder, tmp_path / "killed", parameters=parameters)
    whole, again = (load_file(tmp_path / name / "model.safetensors") for name in ("whole", "killed"))
    for name, value in whole.items():
        torch.testing.assert_close(again[name], value, rtol=0, atol=0)


def test_a_checkpoint_of_another_run_is_refused(folder: Path, tmp_path: Path) -> None:
    train(BY_ID["baseline-cnn"], folder, tmp_path, parameters=small("baseline-cnn"))
    with pytest.raises(UserError, match="another recipe, other data or settings"):
        train(BY_ID["baseline-cnn"], folder, tmp_path, parameters=small("baseline-cnn", batch=4))


def test_a_run_can_be_cancelled(folder: Path, tmp_path: Path) -> None:
    asked: list[int] = []

    def cancelled() -> bool:
        asked.append(1)
        return len(asked) > 120

    parameters = small("baseline-cnn", epochs=50)
    with pytest.raises(Cancelled):
        train(BY_ID["baseline-cnn"], folder, tmp_path, parameters=parameters, is_cancelled=cancelled)


def test_a_run_that_diverges_says_so(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="no number any more"):
        _diverge(tmp_path)


def _diverge(out: Path) -> None:
    from gauntlet_desktop.training.epochs import Learner, Schedule, train_epochs
    from gauntlet_desktop.training.whole_images import Labelled

    def loss(network: Any, images: Any, labels: Any) -> Any:
        logits = network(images.mean(dim=(2, 3)))
        return logits, logits.sum() * float("nan")

    pixels = np.zeros((6, 8, 8, 3), dtype=np.uint8)
    images = Labelled(pixels, np.arange(6) % 2 == 1, ("a",) * 6)
    learner = Learner(torch.nn.Linear(3, 2), prepare("plain", 8), loss, Schedule(2, 4, 1e-3), 1, TaskContext())
    train_epochs(learner, images, images, stage="all", identity={}, out=out)


def test_the_contrastive_loss_by_hand() -> None:
    rng = np.random.default_rng(4)
    embedded = rng.normal(size=(6, 3))
    labels = np.array([0, 1, 0, 1, 1, 0])
    unit = embedded / np.linalg.norm(embedded, axis=1, keepdims=True)
    similar = np.exp(unit @ unit.T / losses.TEMPERATURE)
    terms = []
    for i in range(6):
        others = [a for a in range(6) if a != i]
        positive = [p for p in others if labels[p] == labels[i]]
        terms.append(-np.mean([np.log(similar[i, p] / sum(similar[i, a] for a in others)) for p in positive]))
    found = losses.supervised_contrast(torch.from_numpy(embedded), torch.from_numpy(labels))
    assert float(found) == pytest.approx(np.mean(terms), rel=1e-6)
    alone = losses.supervised_contrast(torch.from_numpy(embedded[:2]), torch.tensor([0, 1]))
    assert float(alone) == 0.0


@pytest.mark.parametrize(
    ("attack", "settings"), [("fgsm", {}), ("pgd", {"steps": 2}), ("cw", {"steps": 3, "searches": 1})]
)
def test_adversarial_training_runs_with_every_attack(
    attack: str, settings: dict[str, Any], folder: Path, tmp_path: Path
) -> None:
    parameters = small("rine", epochs=1, adversarial=attack, attack_settings=settings)
    train(BY_ID["rine"], folder, tmp_path, parameters=parameters)
    clean = tmp_path / "clean"
    train(BY_ID["rine"], folder, clean, parameters=small("rine", epochs=1))
    hard, soft = (load_file(out / "model.safetensors") for out in (tmp_path, clean))
    assert any(not torch.equal(value, soft[name]) for name, value in hard.items())


def test_an_attack_cannot_be_given_what_it_does_not_know(folder: Path, tmp_path: Path) -> None:
    with pytest.raises(UserError, match="no parameter 'steps'"):
        parameters = small("baseline-cnn", adversarial="fgsm", attack_settings={"steps": 4})
        train(BY_ID["baseline-cnn"], folder, tmp_path, parameters=parameters)


def test_adversarial_training_attacks_its_share_while_training_alone() -> None:
    torch.manual_seed(3)
    network = torch.nn.Sequential(torch.nn.BatchNorm2d(3), torch.nn.Flatten(), torch.nn.Linear(48, 2))
    images, labels = torch.rand(8, 3, 4, 4), torch.tensor([0, 1] * 4)
    seen: list[torch.Tensor] = []

    def loss(network: Any, images: Any, labels: Any) -> Any:
        seen.append(images)
        return losses.classification(network, images, labels)

    fgsm = next(each for each in ATTACKS if each.id == "fgsm")
    hard = losses.hardened(loss, fgsm, {"epsilon": 0.1}, 0.5)
    statistics = network[0].running_mean.clone()
    network.eval()
    hard(network, images, labels)
    assert torch.equal(seen[-1], images)
    network.train()
    hard(network, images, labels)
    assert network.training
    assert torch.equal(seen[-1][4:], images[4:])
    assert 0.0 < float((seen[-1][:4] - images[:4]).abs().max()) <= 0.1 + 1e-6
    # One batch was seen in training mode, the attacked one; the attack itself left no trace.
    torch.testing.assert_close(
        network[0].running_mean, 0.9 * statistics + 0.1 * seen[-1].mean(dim=(0, 2, 3)), atol=1e-6, rtol=1e-5
    )


@pytest.mark.parametrize("name", AUGMENTATIONS)
def test_augmentations_are_drawn_from_the_seed_and_stay_in_range(name: str) -> None:
    images = np.random.default_rng(2).integers(0, 256, (4, 40, 40, 3), dtype=np.uint8)
    batch = prepare(name, 32)
    first, second = (batch(images, np.random.default_rng(7)) for _ in range(2))
    np.testing.assert_array_equal(first, second)
    assert first.shape == (4, 3, 32, 32)
    assert first.dtype == np.float32
    assert 0.0 <= first.min() <= first.max() <= 1.0
    if name != "plain":
        assert not np.array_equal(first, batch(images, np.random.default_rng(8)))
    np.testing.assert_array_equal(batch(images, None), prepare("plain", 32)(images, None))


def test_four_of_five_images_are_turned() -> None:
    image = np.arange(27, dtype=np.uint8).reshape(3, 3, 3)
    rng = np.random.default_rng(1)
    kept = sum(np.array_equal(AUGMENTATIONS["turns_and_flips"](image, rng), image) for _ in range(2000))
    # One in five is left alone; of the others one in eight comes back as it was, by two ways of sixteen.
    assert kept / 2000 == pytest.approx(0.2 + 0.8 / 8, abs=0.03)
