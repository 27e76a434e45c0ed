"""Tests of the training loop when things go wrong: kills, full disks, numbers that are none; and of early stopping."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from gauntlet_desktop.core.errors import EnvironmentFault, UserError
from gauntlet_desktop.training.log import draw, last_entry, read_log, selected_entry
from gauntlet_desktop.training.runner import train
from tests.tiny_recipe import TinyRecipe, write_images

torch = pytest.importorskip("torch")

ROOT = Path(__file__).resolve().parents[2]
SELECTION = {"real": ["slr"], "fake": ["new"]}
SELECTING: dict[str, Any] = {"selection": SELECTION, "validate_every": 1, "pairs": 2, "steps": 5}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("labelled")
    write_images(root)
    return root


def state(out: Path) -> dict[str, Any]:
    loaded: dict[str, Any] = torch.load(out / "checkpoint.pt", weights_only=True)
    return loaded


def same(one: Any, other: Any) -> bool:
    """Whether two checkpoints hold the same, bit for bit, but for the seconds they took."""
    if isinstance(one, dict):
        return one.keys() == other.keys() and all(same(one[key], other[key]) for key in one if key != "seconds")
    if isinstance(one, list):
        return len(one) == len(other) and all(map(same, one, other))
    return bool(torch.equal(one, other)) if isinstance(one, torch.Tensor) else bool(one == other)


def logged(out: Path) -> list[dict[str, Any]]:
    return [{name: value for name, value in entry.items() if name != "seconds"} for entry in read_log(out)]


def child(folder: Path, out: Path, parameters: dict[str, Any], **options: Any) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "tests.tiny_recipe", folder, out, json.dumps(parameters)],
        stdout=subprocess.PIPE,
        text=True,
        cwd=ROOT,
        env={**os.environ, "OMP_NUM_THREADS": "1"},
        **options,
    )


def test_a_process_killed_at_any_step_goes_on_to_the_same_run(folder: Path, tmp_path: Path) -> None:
    """Network, averages, optimiser, random state, best weights and log are those of the run that was left alone."""
    train(TinyRecipe(), folder, tmp_path / "whole", parameters=SELECTING)
    for killed_at in (1, 4):
        with child(folder, tmp_path / "killed", SELECTING) as process:
            assert process.stdout is not None
            for line in process.stdout:
                if line.startswith(f"Step {killed_at} "):
                    process.send_signal(signal.SIGKILL)
                    break
    assert state(tmp_path / "killed")["step"] < SELECTING["steps"]
    train(TinyRecipe(), folder, tmp_path / "killed", parameters=SELECTING)
    assert same(state(tmp_path / "whole"), state(tmp_path / "killed"))
    assert state(tmp_path / "whole")["best"]["weights"] is not None
    assert logged(tmp_path / "whole") == logged(tmp_path / "killed")
    assert [entry["step"] for entry in logged(tmp_path / "whole")] == [1, 2, 3, 4, 5]


def test_the_best_weights_on_the_selection_sources_are_kept_and_end_the_run(folder: Path, tmp_path: Path) -> None:
    """A learning rate of nothing gains nothing after the first validation: two more, and the run ends."""
    parameters = {**SELECTING, "steps": 50, "patience": 2, "learning_rate": 0.0}
    train(TinyRecipe(), folder, tmp_path, parameters=parameters)
    best = state(tmp_path)["best"]
    assert last_entry(tmp_path)["step"] == best["step"] + 2 < 50
    assert selected_entry(tmp_path)["step"] == best["step"]
    weights = torch.load(tmp_path / "weights.pt", weights_only=True)
    assert same(weights, best["weights"])
    manifest = json.loads((tmp_path / "training.json").read_text(encoding="utf-8"))
    assert manifest["sources"] == {"real": {"phone": 6}, "fake": {"old": 6}}
    assert manifest["selection_sources"] == {"real": {"slr": 6}, "fake": {"new": 6}}
    assert manifest["selected"]["selection_auc"] == best["auc"]
    steps = last_entry(tmp_path)["step"]
    train(TinyRecipe(), folder, tmp_path, parameters=parameters)
    assert last_entry(tmp_path)["step"] == steps


def test_a_source_cannot_select_and_be_held_out(folder: Path, tmp_path: Path) -> None:
    with pytest.raises(UserError, match="slr"):
        train(TinyRecipe(), folder, tmp_path, parameters={"selection": SELECTION, "held_out": {"real": ["slr"]}})


def test_selection_needs_both_classes(folder: Path, tmp_path: Path) -> None:
    with pytest.raises(UserError, match="No usable fake image is left to select the weights by"):
        train(TinyRecipe(), folder, tmp_path, parameters={"selection": {"real": ["slr"]}})
    with pytest.raises(UserError, match="No usable real image is left to select the weights by"):
        train(TinyRecipe(), folder, tmp_path, parameters={"selection": {"real": ["nowhere"]}})


def test_a_class_without_images_to_train_on_is_named(folder: Path, tmp_path: Path) -> None:
    with pytest.raises(UserError, match="No usable real image is left to train on"):
        train(TinyRecipe(), folder, tmp_path, parameters={"held_out": {"real": ["slr", "phone"]}})


@pytest.mark.skipif(sys.platform != "linux", reason="the limit on file sizes stands for a full disk")
def test_a_full_disk_leaves_the_last_good_checkpoint(folder: Path, tmp_path: Path) -> None:
    with pytest.raises(KeyboardInterrupt):
        train(TinyRecipe(stop_at=3), folder, tmp_path)
    before = (tmp_path / "checkpoint.pt").read_bytes()

    def fill() -> None:
        import resource

        resource.setrlimit(resource.RLIMIT_FSIZE, (2000, 2000))

    with child(folder, tmp_path, {}, preexec_fn=fill) as process:
        said, _ = process.communicate()
    assert process.returncode == 1
    assert "[disk_full] checkpoint.pt cannot be written" in said
    assert (tmp_path / "checkpoint.pt").read_bytes() == before
    assert not list(tmp_path.glob("*.part"))
    train(TinyRecipe(), folder, tmp_path)
    assert state(tmp_path)["step"] == 6


def test_a_loss_that_is_no_number_ends_the_run_and_leaves_the_last_good_checkpoint(
    folder: Path, tmp_path: Path
) -> None:
    with pytest.raises(UserError, match="no number any more at step 4") as ended:
        train(TinyRecipe(breaks_at=4), folder, tmp_path)
    assert ended.value.code == "training_diverged"
    saved = state(tmp_path)
    assert saved["step"] == 2
    assert all(bool(torch.isfinite(value).all()) for value in saved["network"].values())


def test_a_damaged_checkpoint_is_said(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "checkpoint.pt").write_bytes(b"no checkpoint")
    with pytest.raises(EnvironmentFault, match="cannot be read as a checkpoint"):
        train(TinyRecipe(), folder, tmp_path)


def test_a_log_that_was_cut_off_is_read_up_to_there(tmp_path: Path) -> None:
    assert last_entry(tmp_path) == {}
    (tmp_path / "log.jsonl").write_text('{"step": 1}\n{"step": 2}\n{"ste', encoding="utf-8")
    assert last_entry(tmp_path) == {"step": 2}


def test_the_log_is_drawn_with_axes_and_a_line_for_each_series() -> None:
    entries = [
        {"step": 10 * n, "loss": 1.0 / n, "validation_auc": 0.5 + n / 20, "selection_auc": 0.5} for n in (1, 2, 3)
    ]
    picture = ElementTree.fromstring(draw(entries))
    texts = ["".join(text.itertext()) for text in picture.findall(".//{*}text")]
    assert {"Loss", "AUC", "step", "30", "1.000", "training step", "selection sources"} <= set(texts)
    lines = picture.findall(".//{*}polyline")
    assert len(lines) == 3
    assert all(len(line.attrib["points"].split()) == 3 for line in lines)
