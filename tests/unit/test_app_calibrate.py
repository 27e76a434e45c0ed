"""Calibrating an installed detector on one's own images: put to use, named, taken away, and every refusal."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from gauntlet_desktop import cli
from gauntlet_desktop.api.discovery import Discovered
from gauntlet_desktop.app import calibrate as app
from gauntlet_desktop.app.settings import FOLDER_VARIABLE
from gauntlet_desktop.core.errors import UserError
from gauntlet_desktop.core.fusion import read_fusion
from gauntlet_desktop.inference.loader import load
from gauntlet_desktop.training import installed
from tests.contract.plugin_project import detector_code, discovered

DARK = "return DetectorOutput(-float(image.pixels.mean()) / 25.0)"
RED = "return DetectorOutput(-float(image.pixels[..., 0].mean()) / 25.0 + float(image.pixels.std()) / 50.0)"


@pytest.fixture
def config(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The user's configuration folder, not made yet."""
    monkeypatch.setenv(FOLDER_VARIABLE, str(tmp_path / "config"))
    return tmp_path / "config"


@pytest.fixture(autouse=True)
def plugins(tmp_path: Path, config: Path, monkeypatch: pytest.MonkeyPatch) -> list[Discovered]:
    """Two small third-party detectors in place of the installed ones."""
    found = [
        discovered(monkeypatch, tmp_path / name, name, detector_code(name, body))
        for name, body in (("darkness", DARK), ("redness", RED))
    ]
    monkeypatch.setattr(installed, "load", lambda: load(found))
    return found


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Bright camera pictures and dark generated ones: 26 of each of two sources a class, 200 px."""
    rng = np.random.default_rng(2)
    root = tmp_path_factory.mktemp("labelled")
    for label, brightness in (("real", 140), ("fake", 115)):
        for source in ("one", "two"):
            (root / label / source).mkdir(parents=True)
            for index in range(26):
                level = rng.normal(brightness, 12)
                pixels = np.clip(rng.normal(level, 20, (200, 208, 3)), 0, 255).astype(np.uint8)
                Image.fromarray(pixels).save(root / label / source / f"{index}.jpg", quality=90)
    return root


@pytest.fixture
def few(data: Path, tmp_path: Path) -> Path:
    """One image of each source."""
    root = tmp_path / "few"
    for path in data.rglob("0.jpg"):
        copy = root / path.relative_to(data)
        copy.parent.mkdir(parents=True)
        copy.write_bytes(path.read_bytes())
    return root


def run(*arguments: Any) -> int:
    return cli.run([str(argument) for argument in arguments], lambda paths: 1)


def test_a_calibration_is_put_to_use_and_taken_away(
    data: Path, config: Path, plugins: list[Discovered], capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("calibrate", "darkness", data, "--out", config / "out") == cli.DONE
    shown = capsys.readouterr().out
    assert "52 camera and 52 generated images" in shown
    assert "camera images on the AI side" in shown
    assert (config / "out" / "CALIBRATION.md").read_text(encoding="utf-8") in shown + "\n"
    document = json.loads((config / "calibrations" / "darkness" / "calibration.json").read_text(encoding="utf-8"))
    assert document["fitted_on"]["sources"] == {"real": {"one": 26, "two": 26}, "fake": {"one": 26, "two": 26}}
    loaded = load(plugins, config / "calibrations").detectors
    assert [each.own_calibration for each in loaded] == [True, False]
    calibration = loaded[0].calibration
    assert calibration is not None
    assert calibration.strata[0].name.endswith("calibrated by the user on 104 images")
    assert calibration.strata[0].log10_lr(-3.0) > 0.3 > -0.3 > calibration.strata[0].log10_lr(-7.0)
    assert run("calibrate", "darkness", "--remove") == cli.DONE
    assert not (config / "calibrations" / "darkness").exists()
    assert run("calibrate", "darkness", "--remove") == cli.USAGE


def test_two_detectors_are_fused(data: Path, tmp_path: Path) -> None:
    assert run("fuse", "darkness", "redness", data, "--out", tmp_path / "out") == cli.DONE
    fusion = read_fusion((tmp_path / "out" / "fusion.json").read_text(encoding="utf-8"))
    assert fusion.detectors == ("darkness", "redness")
    folds = json.loads((tmp_path / "out" / "fusion_folds.json").read_text(encoding="utf-8"))
    assert sorted(folds) == ["fake/one", "fake/two", "real/one", "real/two"]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("darkness",), "Labelled images are needed"),
        (("unheard-of", "FEW"), "there are: darkness, redness"),
        (("../darkness", "--remove"), "no calibration of your own"),
        (("darkness", "FEW"), "needs 50 images of each class that are in scope; found 2 real and 2 fake"),
    ],
)
def test_what_cannot_be_done_is_said_and_changes_nothing(
    arguments: tuple[str, ...], said: str, few: Path, config: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("calibrate", *(few if argument == "FEW" else argument for argument in arguments)) == cli.USAGE
    assert said in capsys.readouterr().err
    assert not config.exists()


def test_removing_leaves_the_others(config: Path) -> None:
    for name in ("a", "b"):
        (config / "calibrations" / name).mkdir(parents=True)
        (config / "calibrations" / name / "calibration.json").write_text("{}")
    app.remove_calibration("a")
    assert [path.name for path in (config / "calibrations").iterdir()] == ["b"]
    with pytest.raises(UserError, match="no calibration"):
        app.remove_calibration("a")
