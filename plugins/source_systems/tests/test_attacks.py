"""The attacks mislead, within their bounds, and the command that measures them tells by how much."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

torch = pytest.importorskip("torch")

from gauntlet_desktop.cli import run  # noqa: E402
from gauntlet_desktop.cli.console import DONE, USAGE  # noqa: E402
from gauntlet_desktop.core.task import TaskContext  # noqa: E402
from gauntlet_desktop.training.imported import ImportRequest, import_model  # noqa: E402
from gauntlet_source_systems.attacks import ATTACKS  # noqa: E402
from tests.factories import make_pixels  # noqa: E402

BY_ID = {attack.id: attack for attack in ATTACKS}


def parameters(attack: str, **changes: Any) -> dict[str, Any]:
    return {parameter.name: parameter.default for parameter in BY_ID[attack].parameters} | changes


@pytest.fixture(scope="module")
def network() -> Any:
    """A smooth net that is right about its images."""
    torch.manual_seed(2)
    return torch.nn.Sequential(
        torch.nn.Conv2d(3, 8, 3, 2), torch.nn.Tanh(), torch.nn.Flatten(), torch.nn.Linear(8 * 7 * 7, 2)
    ).eval()


@pytest.fixture(scope="module")
def images(network: Any) -> tuple[Any, Any]:
    """Images, and what the network says of each as its true class."""
    made = torch.rand(12, 3, 16, 16, generator=torch.Generator().manual_seed(3)) * 0.8 + 0.1
    with torch.no_grad():
        return made, network(made).argmax(dim=1)


def margin(network: Any, made: Any, labels: Any) -> Any:
    with torch.no_grad():
        logits = network(made)
    true = logits.gather(1, labels[:, None])[:, 0]
    return 2 * true - logits.sum(dim=1)


@pytest.mark.parametrize("attack", BY_ID)
def test_an_attack_lowers_the_true_class(attack: str, network: Any, images: tuple[Any, Any]) -> None:
    made, labels = images
    attacked = BY_ID[attack].perturb(network, made, labels, parameters(attack), 1)
    assert attacked.shape == made.shape
    assert not attacked.requires_grad
    assert 0.0 <= float(attacked.min()) <= float(attacked.max()) <= 1.0
    assert (margin(network, attacked, labels) <= margin(network, made, labels)).all()
    assert (margin(network, attacked, labels) < 0).sum() >= 6


@pytest.mark.parametrize("epsilon", [0.0, 0.01, 0.1])
@pytest.mark.parametrize("attack", ["fgsm", "pgd"])
def test_the_bound_is_kept(attack: str, epsilon: float, network: Any, images: tuple[Any, Any]) -> None:
    made, labels = images
    attacked = BY_ID[attack].perturb(network, made, labels, parameters(attack, epsilon=epsilon), 1)
    assert float((attacked - made).abs().max()) <= epsilon + 1e-6


@pytest.mark.parametrize("attack", BY_ID)
def test_the_same_seed_gives_the_same_attack(attack: str, network: Any, images: tuple[Any, Any]) -> None:
    made, labels = images
    first, second = (BY_ID[attack].perturb(network, made, labels, parameters(attack), 5) for _ in range(2))
    torch.testing.assert_close(first, second, rtol=0, atol=0)


def test_carlini_wagner_comes_nearer_than_pgd(network: Any, images: tuple[Any, Any]) -> None:
    made, labels = images
    near = BY_ID["cw"].perturb(network, made, labels, parameters("cw"), 1)
    far = BY_ID["pgd"].perturb(network, made, labels, parameters("pgd"), 1)
    both = (margin(network, near, labels) < 0) & (margin(network, far, labels) < 0)
    assert both.sum() >= 6
    distances = [(each - made).flatten(1).norm(dim=1)[both] for each in (near, far)]
    assert (distances[0] <= distances[1] * 1.05).all()


def test_many_steps_of_pgd_beat_the_one_of_fgsm(network: Any, images: tuple[Any, Any]) -> None:
    made, labels = images
    margins = [
        float(margin(network, BY_ID[a].perturb(network, made, labels, parameters(a), 1), labels).mean())
        for a in ("fgsm", "pgd")
    ]
    assert margins[1] <= margins[0] + 0.02


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("data")
    rng = np.random.default_rng(1)
    for label in ("real", "fake"):
        (folder / label / "one").mkdir(parents=True)
        for index in range(6):
            pixels = rng.integers(0, 256, (40, 48, 3), dtype=np.uint8)
            Image.fromarray(pixels).save(folder / label / "one" / f"{index}.png")
    (folder / "fake" / "one" / "cut.png").write_bytes(b"\x89PNG")
    return folder


@pytest.fixture(scope="module", autouse=True)
def imported(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    from gauntlet_source_systems.models import ModelConfig, save_model

    torch.manual_seed(1)
    folder = tmp_path_factory.mktemp("run")
    config = ModelConfig("baseline-cnn", {"widths": [4, 4, 4]})
    save_model(folder, config, config.entry.build(config.settings))
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("GAUNTLET_MODELS_DIR", str(tmp_path_factory.mktemp("store")))
        import_model(folder, ImportRequest(id="tiny"), TaskContext())
        yield


def command(*arguments: object) -> int:
    return run([str(argument) for argument in arguments], lambda paths: 1)


def test_the_command_measures_before_and_after(data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    epsilons = ("--epsilon", "0.01", "--epsilon", "0.1")
    assert command("attack", data, "--detector", "tiny", *epsilons, "--attack", "fgsm", "--out", tmp_path) == DONE
    assert "| fgsm | 0.1000 |" in capsys.readouterr().out
    document = json.loads((tmp_path / "attack.json").read_text(encoding="utf-8"))
    assert document["images"] == 12
    before, *delivered, weak, strong = document["rows"]
    assert [row["attack"] for row in delivered] == ["JPEG 90", "JPEG 60", "resize 0.75", "resize 0.5"]
    assert all(row["mean_score"] != before["mean_score"] and "l2" not in row for row in delivered)
    assert (before["attack"], before["l2"], before["fooled"]) == ("none", 0.0, 0.0)
    assert before["fpr"] == pytest.approx(1 / 6)  # the one of six camera images over their 95th percentile
    assert before["accuracy"] >= weak["accuracy"] >= strong["accuracy"]
    assert weak["largest_change"] == pytest.approx(0.01, abs=1e-5)
    assert set(before["accuracy_by_source"]) == {"real/one", "fake/one"}
    assert (tmp_path / "attack.md").read_text(encoding="utf-8").startswith("# tiny under attack")


@pytest.mark.parametrize("detector", ["deep-evidence", "patch-evidence"])
def test_an_embedded_detector_is_attacked_through_the_very_file_that_it_runs(detector: str, tmp_path: Path) -> None:
    for number, label in enumerate(["real", "real", "fake", "fake"]):
        (tmp_path / label / "one").mkdir(parents=True, exist_ok=True)
        Image.fromarray(make_pixels(64, 64, number)).save(tmp_path / label / "one" / f"{number}.png")
    out = tmp_path / "out"
    attack = ("--attack", "fgsm", "--epsilon", "0.01", "--attack", "pgd")
    assert command("attack", tmp_path, "--detector", detector, *attack, "--out", out) == DONE
    before, *_, one_step, many = json.loads((out / "attack.json").read_text(encoding="utf-8"))["rows"]
    for after in (one_step, many):  # cameras look more generated, what is generated less
        assert after["mean_score"]["camera"] > before["mean_score"]["camera"]
        assert after["mean_score"]["generated"] < before["mean_score"]["generated"]
    assert many["mean_score"]["camera"] > one_step["mean_score"]["camera"]
    assert before["fpr"] < 1.0 == many["fpr"] and many["tpr"] == 0.0


def test_images_that_a_detector_takes_in_several_sizes_are_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for side, label in ((64, "real"), (96, "fake")):
        (tmp_path / label / "one").mkdir(parents=True)
        Image.new("RGB", (side, side)).save(tmp_path / label / "one" / "1.png")
    assert command("attack", tmp_path, "--detector", "deep-evidence") == USAGE
    assert "differ in size" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--detector", "measured-features"], "has no gradient"),
        (["--detector", "nobody"], "is not installed"),
        (["--detector", "tiny", "--attack", "magic"], "no attack 'magic'"),
        (["--detector", "tiny", "--epsilon", "7"], "epsilon"),
    ],
)
def test_what_cannot_be_attacked_is_said(
    arguments: list[str], said: str, data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert command("attack", data, *arguments) == USAGE
    assert said in capsys.readouterr().err
