"""Tests of the recipe for small images: it learns, goes on where it was, and says what it reached."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

torch = pytest.importorskip("torch")

from gauntlet_desktop.cli import run  # noqa: E402
from gauntlet_desktop.core.errors import UserError  # noqa: E402
from gauntlet_desktop.training.runner import DetectorRecipe, WholeImageRecipe, train  # noqa: E402
from gauntlet_small_image.measures import by_source, figures  # noqa: E402
from gauntlet_small_image.network import SmallImageNet  # noqa: E402
from gauntlet_small_image.recipe import SmallImageRecipe, score  # noqa: E402

SHORT = {"steps": 30, "pairs": 8, "validate_every": 10, "checkpoint_every": 10, "threads": 1}


def image(seed: int, generated: bool, side: int = 32) -> bytes:
    """Camera images are noise, generated ones smooth."""
    noise = Image.fromarray(np.random.default_rng(seed).integers(0, 256, (side, side, 3), dtype=np.uint8))
    picture = (
        noise.resize((side // 4, side // 4)).resize((side, side), Image.Resampling.BICUBIC) if generated else noise
    )
    stream = io.BytesIO()
    picture.save(stream, "PNG")
    return stream.getvalue()


def write_images(path: Path, splits: tuple[str, ...] = ("train", "test"), count: int = 24) -> Path:
    with zipfile.ZipFile(path, "w") as archive:
        for place, (split, label) in enumerate((s, name) for s in splits for name in ("REAL", "FAKE")):
            for index in range(count):
                archive.writestr(f"{split}/{label}/{index}.png", image(1000 * place + index, label == "FAKE"))
    return path


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_images(tmp_path_factory.mktemp("small") / "small.zip")


def test_the_net_is_small() -> None:
    net = SmallImageNet()
    assert sum(parameter.numel() for parameter in net.parameters()) < 1_000_000
    assert net(torch.rand(3, 3, 32, 32)).shape == (3,)


def test_it_learns_and_says_what_it_reached_there_and_elsewhere(small: Path, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    for label, source in (("real", "phone"), ("fake", "gan")):
        (elsewhere / label / source).mkdir(parents=True)
        for index in range(4):
            (elsewhere / label / source / f"{index}.png").write_bytes(image(9000 + index, label == "fake", side=64))
    out = tmp_path / "out"
    train(SmallImageRecipe(), small, out, parameters=SHORT)
    report = json.loads((out / "small_image.json").read_text(encoding="utf-8"))
    assert report["test"]["images"] == 48
    assert 0.8 < report["test"]["accuracy_95"][0] < report["test"]["accuracy"]
    assert set(report["test"]["by_source"]) == {"real/small", "fake/small"}
    manifest = json.loads((out / "training.json").read_text(encoding="utf-8"))
    assert manifest["sources"] == {"train": {"real": 24, "fake": 24}, "test": {"real": 24, "fake": 24}}
    weights = (out / "small_image.safetensors").read_bytes()
    # A finished run is measured on more data without being trained again.
    train(SmallImageRecipe(), small, out, parameters={**SHORT, "also_test": str(elsewhere)})
    also = json.loads((out / "small_image.json").read_text(encoding="utf-8"))["also_test"]
    assert (also["images"], set(also["by_source"])) == (8, {"real/phone", "fake/gan"})
    assert (out / "small_image.safetensors").read_bytes() == weights


def test_the_command_line_trains_it_into_a_model_folder(
    small: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "out"
    options = [f"--{name.replace('_', '-')}={value}" for name, value in SHORT.items()]
    assert run(["train", "small-image", str(small), "--out", str(out), *options, "--set", "steps=3"], no_window) == 0
    said = capsys.readouterr().err
    assert "Step 3 of 3, loss" in said
    assert "steps/s" in said
    assert "] 100 %" in said
    written = {path.name for path in out.iterdir()}
    assert written == {
        "SHA256SUMS",
        "checkpoint.pt",
        "log.jsonl",
        "log.svg",
        "small_image.json",
        "small_image.safetensors",
        "training.json",
    }
    summed = {line.split()[1] for line in (out / "SHA256SUMS").read_text(encoding="utf-8").splitlines()}
    assert summed == written - {"SHA256SUMS", "checkpoint.pt"}


def test_the_options_are_the_recipes_parameters(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    with pytest.raises(SystemExit) as ended:
        run(["train", "small-image", "--help"], no_window)
    assert ended.value.code == 0
    said = " ".join(capsys.readouterr().out.split())
    for parameter in SmallImageRecipe().parameters:
        assert f"--{parameter.name.replace('_', '-')} VALUE" in said
        assert f"{parameter.description}: {parameter.range} (default" in said
    place = [str(tmp_path), "--out", str(tmp_path / "out")]
    assert run(["train", "small-image", *place, "--pairs", "0"], no_window) == 2
    assert "The parameter pairs cannot be 0. It is to be a whole number, 1 to 1024." in capsys.readouterr().err
    assert run(["train", "small-image", *place, "--set", "pears=3"], no_window) == 2
    assert "Did you mean pairs?" in capsys.readouterr().err
    with pytest.raises(SystemExit) as ended:
        run(["train", "small-image", *place, "--pears", "3"], no_window)
    assert ended.value.code == 2


def no_window(raw_paths: Sequence[bytes]) -> int:
    raise AssertionError(f"the window was to be opened on {raw_paths}")


def test_it_makes_no_detector() -> None:
    recipe: Any = SmallImageRecipe()
    assert isinstance(recipe, WholeImageRecipe)
    assert not isinstance(recipe, DetectorRecipe)


def test_data_without_a_test_split_are_refused(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="to test on"):
        train(
            SmallImageRecipe(), write_images(tmp_path / "a.zip", splits=("train",)), tmp_path / "out", parameters=SHORT
        )


def test_an_image_and_its_mirror_image_score_alike() -> None:
    torch.manual_seed(1)
    net = SmallImageNet().eval()
    pixels = np.random.default_rng(1).integers(0, 256, (3, 32, 32, 3), dtype=np.uint8)
    assert score(net, pixels) == pytest.approx(score(net, np.ascontiguousarray(pixels[:, :, ::-1])), abs=1e-5)


def test_figures_are_those_of_a_count_by_hand() -> None:
    scores, generated = np.array([-1.0, 0.5, 2.0, 3.0]), np.array([False, False, True, True])
    found = figures(scores, generated)
    assert (found["accuracy"], found["auc"], found["images"]) == (0.75, 1.0, 4)
    assert found["accuracy_95"] == pytest.approx([0.194, 0.994], abs=1e-3)
    table = by_source(scores, generated, ["real/a", "real/b", "fake/c", "fake/c"])
    assert [(name, row["accuracy"], row["auc"]) for name, row in table.items()] == [
        ("fake/c", 1.0, 1.0),
        ("real/a", 1.0, 1.0),
        ("real/b", 0.0, 1.0),
    ]
