"""`gauntlet explain`: a network that was imported, explained from file to heatmap on disk."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

torch = pytest.importorskip("torch")

from gauntlet_desktop.cli import run  # noqa: E402
from gauntlet_desktop.cli.console import DONE, FAILED, USAGE  # noqa: E402
from gauntlet_desktop.core.errors import InputError  # noqa: E402
from gauntlet_desktop.core.task import TaskContext  # noqa: E402
from gauntlet_desktop.engine.one_picture import decode_one  # noqa: E402
from gauntlet_desktop.training.imported import ImportRequest, import_model  # noqa: E402


@pytest.fixture(scope="module")
def picture(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("pictures") / "noise.png"
    Image.fromarray(np.random.default_rng(1).integers(0, 256, (220, 300, 3), dtype=np.uint8)).save(path)
    return path


@pytest.fixture(scope="module", autouse=True)
def imported(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """A small convolutional net among the detectors."""
    from gauntlet_source_systems.models import ModelConfig, save_model

    torch.manual_seed(1)
    folder = tmp_path_factory.mktemp("run")
    config = ModelConfig("baseline-cnn", {"widths": [4, 6, 8]})
    save_model(folder, config, config.entry.build(config.settings))
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("GAUNTLET_MODELS_DIR", str(tmp_path_factory.mktemp("store")))
        import_model(folder, ImportRequest(id="tiny"), TaskContext())
        yield


def command(*arguments: object) -> int:
    return run([str(argument) for argument in arguments], lambda paths: 1)


def test_the_list_names_methods_and_layers(capsys: pytest.CaptureFixture[str]) -> None:
    assert command("explain", "--list") == DONE
    listed = capsys.readouterr().out
    assert "tiny: grad-cam (Grad-CAM)" in listed
    assert "layers: block 1, block 2, block 3" in listed
    assert "deep-evidence: evidence-map (Evidence map), lime (LIME), rise (RISE)" in listed
    assert command("explain", "--list", "--json") == DONE
    pairs = {(each["detector"], each["method"]) for each in json.loads(capsys.readouterr().out)}
    assert {("tiny", "ablation-cam"), ("patch-evidence", "rise")} <= pairs


def test_a_map_is_printed_and_written(picture: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    arguments = ("explain", picture, "--detector", "tiny", "--method", "hires-cam", "--class", "camera")
    assert command(*arguments, "--layer", "block 2", "--out", tmp_path, "--json") == DONE
    captured = capsys.readouterr()
    told = json.loads(captured.out)
    assert (told["target"], told["layers"], told["unit"]) == ("camera", ["block 2"], "relative")
    (values,) = tmp_path.glob("*.json")
    heatmap = json.loads(values.read_text(encoding="utf-8"))["heatmap"]
    assert heatmap["method"] == "hires-cam"
    assert np.array(heatmap["views"][0]["values"]).min() == -1.0
    (png,) = tmp_path.glob("*.png")
    with Image.open(png) as shown:
        assert shown.size == (300, 220)
    assert command(*arguments) == DONE
    assert "not where an image was altered" in capsys.readouterr().out


def test_a_map_is_audited_on_demand(picture: Path, capsys: pytest.CaptureFixture[str]) -> None:
    arguments = ("explain", picture, "--detector", "tiny", "--method", "layer-cam", "--audit")
    assert command(*arguments, "--json") == DONE
    audit = json.loads(capsys.readouterr().out)["audit"]
    assert len(audit["deletion_random"]) == 2
    assert [change for change, _ in audit["nissim"]] == ["JPEG 90", "shift of 9 px", "FGSM 2/255"]
    assert [part for part, _ in audit["randomised"]] == ["last layer", "all layers"]
    assert audit["agreement"] is None
    assert command(*arguments, "--compare", "grad-cam", "--compare", "hires-cam") == DONE
    printed = capsys.readouterr().out
    assert ("FAILED its audit" in printed) == bool(audit["reasons"])
    assert "Rank correlation with the other methods: " in printed
    assert "after weights were shuffled: last layer" in printed


def test_the_map_that_comes_with_an_analysis_is_a_method_too(picture: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert command("explain", picture, "--detector", "patch-evidence", "--method", "evidence-map", "--json") == DONE
    told = json.loads(capsys.readouterr().out)
    assert (told["method"], told["unit"], told["target"]) == ("evidence-map", "logit", "")
    assert command("explain", picture, "--detector", "tiny", "--method", "evidence-map") == USAGE
    assert "'evidence-map' cannot explain tiny" in capsys.readouterr().err


def test_a_map_without_a_network_is_audited_without_attacks(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    small = tmp_path / "small.png"
    Image.fromarray(np.random.default_rng(2).integers(0, 256, (96, 96, 3), dtype=np.uint8)).save(small)
    arguments = ("explain", small, "--detector", "patch-evidence", "--method", "evidence-map", "--audit", "--json")
    assert command(*arguments) == DONE
    audit = json.loads(capsys.readouterr().out)["audit"]
    assert [change for change, _ in audit["nissim"]] == ["JPEG 90", "shift of 3 px"]
    assert audit["randomised"] == []


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--detector", "nobody"], "No detector 'nobody'"),
        (["--detector", "tiny", "--method", "magic"], "'magic' cannot explain tiny"),
        (["--detector", "deep-evidence", "--method", "grad-cam"], "'grad-cam' cannot explain deep-evidence"),
        (["--detector", "tiny", "--method", "grad-cam", "--layer", "block 9"], "no layer 'block 9'"),
    ],
)
def test_what_there_is_not_is_named(
    arguments: list[str], said: str, picture: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert command("explain", picture, *arguments) == USAGE
    assert said in capsys.readouterr().err


def test_without_an_image_or_with_a_bad_one(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert command("explain") == USAGE
    (tmp_path / "cut.png").write_bytes(b"\x89PNG\r\n\x1a\n")
    assert command("explain", tmp_path / "cut.png", "--detector", "tiny", "--method", "grad-cam") == FAILED
    assert "cut.png" in capsys.readouterr().err


def test_one_picture_is_decoded_with_its_facts(picture: Path, tmp_path: Path) -> None:
    source, facts, pixels = decode_one(bytes(picture))
    assert (facts.width, facts.height, pixels.shape) == (300, 220, (220, 300, 3))
    with Image.open(picture) as image:
        np.testing.assert_array_equal(pixels, np.asarray(image))
    assert source.name == "noise.png"
    with pytest.raises(InputError, match=r"gone\.png"):
        decode_one(bytes(tmp_path / "gone.png"))
