"""Importing a model: recognised, converted, hashed, stored whole or not at all, loaded as an uncalibrated detector."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

torch = pytest.importorskip("torch")

from safetensors.torch import load_file, save_file  # noqa: E402

from gauntlet_desktop.api import Choices, Recognised  # noqa: E402
from gauntlet_desktop.api.manifest import file_sha256  # noqa: E402
from gauntlet_desktop.api.model_store import model_folders, read_model  # noqa: E402
from gauntlet_desktop.app.model_list import all_models  # noqa: E402
from gauntlet_desktop.cli import run  # noqa: E402
from gauntlet_desktop.cli.console import DONE, FAILED, USAGE  # noqa: E402
from gauntlet_desktop.core.errors import Cancelled, EnvironmentFault, UserError  # noqa: E402
from gauntlet_desktop.core.task import TaskContext  # noqa: E402
from gauntlet_desktop.inference.loader import load  # noqa: E402
from gauntlet_desktop.training import imported  # noqa: E402
from gauntlet_desktop.training.imported import ImportRequest, digest_of, import_model  # noqa: E402
from tests.evaluations import calibration_document  # noqa: E402


@pytest.fixture
def models(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("GAUNTLET_MODELS_DIR", str(tmp_path / "models"))
    return tmp_path / "models"


@pytest.fixture(scope="module")
def trained(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small network as a training recipe leaves it."""
    from gauntlet_source_systems.models import ModelConfig, save_model

    torch.manual_seed(1)
    folder = tmp_path_factory.mktemp("runs") / "Small Run"
    folder.mkdir()
    config = ModelConfig("baseline-cnn", {"widths": [4, 4, 4]})
    save_model(folder, config, config.entry.build(config.settings))
    (folder / "MODEL_CARD.md").write_text("# Small\n", encoding="utf-8")
    return folder


def command(*arguments: object) -> int:
    return run([str(argument) for argument in arguments], lambda paths: 1)


def test_an_imported_model_is_a_detector_like_others_but_uncalibrated(trained: Path, models: Path) -> None:
    request = ImportRequest(id="small", licence="MIT", origin="made here")
    model = import_model(trained, request, TaskContext())
    assert read_model(models / "small") == model
    assert model.imported_sha256 == digest_of(trained)
    assert {data.path for data in model.files} == {"config.json", "model.safetensors", "MODEL_CARD.md"}
    assert model.weights_sha256 == file_sha256(trained / "model.safetensors")
    (loaded,) = [entry for entry in load().detectors if entry.imported]
    assert (loaded.detector.id, loaded.calibration, loaded.experimental) == ("small", None, True)
    assert loaded.weights_sha256 == model.weights_sha256


def test_the_command_line_imports_lists_verifies_analyses_and_removes(
    trained: Path, models: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert command("models", "import", trained, "--what") == DONE
    assert not models.exists()
    assert command("models", "import", trained, "--licence", "CC0\x1b[2J") == DONE
    assert "gauntlet calibrate small-run DATA" in capsys.readouterr().err
    assert command("models", "import", trained) == USAGE
    assert command("models", "import", trained, "--replace", "--origin", "twice") == DONE
    assert command("models") == DONE
    listed = capsys.readouterr().out
    assert "small-run  imported, experimental  Baseline CNN" in listed
    assert "twice" in listed
    card = listed[listed.index("small-run  imported") :]
    assert "| Licence | not stated |" in card and "| Date of import | 20" in card and "+00:00 |" in card
    assert "uncalibrated" in card and "Nobody has measured this model here" in card
    assert card.endswith("## The card that came with the weights\n\n# Small\n\n")
    assert "\x1b" not in listed
    assert command("models", "--json") == DONE
    (told,) = [model for model in json.loads(capsys.readouterr().out) if model["id"] == "small-run"]
    assert told["model_card"].strip() in card
    noise = np.random.default_rng(1).integers(0, 256, (240, 240, 3), dtype=np.uint8)
    Image.fromarray(noise).save(tmp_path / "noise.png")
    assert command("analyze", "--json", tmp_path / "noise.png") == DONE
    record = json.loads(capsys.readouterr().out)
    if record["status"] == "ok":
        (result,) = [each for each in record["detectors"] if each["id"] == "small-run"]
        assert (result["calibrated"], result["experimental"], result["log10_lr"]) == (False, True, None)
    assert command("models", "verify", "small-run") == DONE
    (models / "small-run" / "model.safetensors").write_bytes(b"altered")
    assert command("models", "verify", "small-run") == FAILED
    assert command("models", "remove", "small-run") == DONE
    assert command("models", "remove", "small-run") == USAGE
    assert list(model_folders(models)) == []


def test_a_calibration_that_is_no_text_is_refused_and_nothing_kept(trained: Path, models: Path, tmp_path: Path) -> None:
    run_folder = shutil.copytree(trained, tmp_path / "run")
    (run_folder / "calibration.json").write_bytes(b"\xff\xfe{}")
    with pytest.raises(UserError, match="The calibration of run cannot be read"):
        import_model(run_folder, ImportRequest(id="small"), TaskContext())
    assert list(models.iterdir()) == []


def test_altered_weights_cost_the_model_and_nothing_else(trained: Path, models: Path) -> None:
    import_model(trained, ImportRequest(id="small"), TaskContext())
    (models / "small" / "model.safetensors").write_bytes(b"altered")
    registry = load()
    assert not [entry for entry in registry.detectors if entry.imported]
    assert registry.detectors
    ((_, why),) = [failure for failure in registry.failures if failure[0] == "model small"]
    assert "altered or damaged" in why


@pytest.mark.parametrize("text", ["", "{", '{"id": "small"}', "[1]", '{"id": 3}'])
def test_a_damaged_description_is_listed(text: str, trained: Path, models: Path) -> None:
    import_model(trained, ImportRequest(id="small"), TaskContext())
    (models / "small" / "model.json").write_text(text, encoding="utf-8")
    assert [name for name, _ in load().failures] == ["model small"]
    stored, ((name, why),) = imported.list_imported()
    assert (stored, name) == ([], "small")
    assert "cannot be read" in why
    imported.remove_imported("small")


def test_a_model_that_was_moved_by_hand_is_listed(trained: Path, models: Path) -> None:
    import_model(trained, ImportRequest(id="small"), TaskContext())
    (models / "small").rename(models / "moved")
    ((name, why),) = load().failures
    assert name == "model moved"
    assert "not what the folder holds" in why


def test_a_missing_file_is_told(trained: Path, models: Path) -> None:
    import_model(trained, ImportRequest(id="small"), TaskContext())
    (models / "small" / "config.json").unlink()
    ((_, why),) = load().failures
    assert "config.json cannot be read" in why


@pytest.mark.parametrize("bad", ["Big", "../up", "a" * 65, "-x", "deep-evidence"])
def test_an_id_that_cannot_be_is_refused(bad: str, trained: Path, models: Path) -> None:
    with pytest.raises(UserError):
        import_model(trained, ImportRequest(id=bad), TaskContext())
    assert not models.exists()


def test_what_nobody_recognises_is_refused(tmp_path: Path, models: Path) -> None:
    (tmp_path / "notes.txt").write_text("nothing")
    with pytest.raises(UserError, match=r"Known formats: .*checkpoint") as caught:
        import_model(tmp_path / "notes.txt", ImportRequest(), TaskContext())
    assert caught.value.code == "model_unknown"
    with pytest.raises(UserError, match="is not there"):
        imported.recognise(tmp_path / "gone.pth")


def test_a_folder_that_asks_for_any_memory_is_refused_and_nothing_kept(
    models: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    """Nor do names that it quotes reach the terminal as they are."""
    transformers = pytest.importorskip("transformers")
    config = transformers.ViTConfig(
        hidden_size=8, intermediate_size=16, num_hidden_layers=1, num_attention_heads=2, image_size=32, num_labels=2,
        id2label={0: "ai", 1: "human"},
    )  # fmt: skip
    transformers.ViTForImageClassification(config).save_pretrained(tmp_path / "vit")
    tensors = load_file(tmp_path / "vit" / "model.safetensors")
    save_file({**tensors, "\x1b[2J": torch.zeros(1)}, tmp_path / "vit" / "model.safetensors", {"format": "pt"})
    assert command("models", "import", tmp_path / "vit") == DONE
    assert "\x1b" not in "".join(capfd.readouterr())
    written = tmp_path / "vit" / "config.json"
    large = {**json.loads(written.read_text(encoding="utf-8")), "hidden_size": 10**6}
    written.write_text(json.dumps(large), encoding="utf-8")
    assert command("models", "import", tmp_path / "vit", "--id", "large") == USAGE
    assert "asks for a larger network than its weights are for" in capfd.readouterr().err
    assert [folder.name for folder in model_folders(models)] == ["vit"]
    assert [entry.name for entry in models.iterdir()] == ["vit"]


def test_a_cancelled_import_leaves_nothing(trained: Path, models: Path) -> None:
    asked: list[int] = []

    def cancelled() -> bool:
        asked.append(1)
        return len(asked) > 3

    with pytest.raises(Cancelled):
        import_model(trained, ImportRequest(id="small"), TaskContext(is_cancelled=cancelled))
    assert list(models.iterdir()) == []


def test_a_store_that_cannot_be_written_is_said(trained: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").write_text("not a folder")
    monkeypatch.setenv("GAUNTLET_MODELS_DIR", str(tmp_path / "file"))
    with pytest.raises(EnvironmentFault, match="cannot be stored"):
        import_model(trained, ImportRequest(id="small"), TaskContext())


def test_a_calibration_comes_along_when_it_is_of_the_very_weights(trained: Path, models: Path, tmp_path: Path) -> None:
    run_folder = tmp_path / "run"
    run_folder.mkdir()
    for name in ("config.json", "model.safetensors"):
        (run_folder / name).write_bytes((trained / name).read_bytes())
    digest = file_sha256(run_folder / "model.safetensors")
    text = json.dumps({**calibration_document(), "detector": "small", "weights_sha256": digest})
    (run_folder / "calibration.json").write_text(text, encoding="utf-8")
    import_model(run_folder, ImportRequest(id="small"), TaskContext())
    import_model(run_folder, ImportRequest(id="other"), TaskContext())
    calibrated = {e.detector.id: e.calibration is not None for e in load().detectors if e.imported}
    assert calibrated == {"small": True, "other": False}


class Anything:
    """A format of a plugin that is gone afterwards."""

    id = "anything"

    def recognise(self, path: Path) -> Recognised | None:
        return Recognised(self.id, "Anything", 1, "Anything at all.")

    def convert(self, path: Path, choices: Choices, out: Path, context: TaskContext) -> str:
        (out / "weights").write_bytes(b"1")
        return "weights"

    def detector(self, model: Any) -> Any:
        raise NotImplementedError


def test_a_model_whose_plugin_is_gone_is_listed(tmp_path: Path, models: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    registry = load()
    with monkeypatch.context() as patch:
        registry.formats[:] = [Anything()]
        patch.setattr(imported, "load", lambda models=None: registry)
        import_model(tmp_path, ImportRequest(id="any"), TaskContext())
    ((name, why),) = load().failures
    assert name == "model any"
    assert "No plugin knows the format 'anything'" in why


def test_a_store_that_is_not_there_holds_nothing(tmp_path: Path) -> None:
    assert list(model_folders(tmp_path / "nowhere")) == []


def test_the_sum_of_a_folder_tells_every_change(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "one").write_bytes(b"1")
    first = digest_of(tmp_path)
    (tmp_path / "a" / "one").rename(tmp_path / "a" / "two")
    assert digest_of(tmp_path) != first
    (tmp_path / "a" / "two").rename(tmp_path / "a" / "one")
    assert digest_of(tmp_path) == first


def test_what_was_not_kept_is_said_not_guessed(trained: Path, models: Path, tmp_path: Path) -> None:
    import_model(trained, ImportRequest(id="small", licence="", origin=""), TaskContext())
    description = models / "small" / "model.json"
    plain = json.loads(description.read_text(encoding="utf-8"))
    del plain["imported_at"]
    description.write_text(json.dumps(plain), encoding="utf-8")
    (models / "small" / "MODEL_CARD.md").unlink()
    (listed,) = [model for model in all_models() if model.id == "small"]
    assert "| Date of import | not recorded |" in listed.card
    assert "| Licence | not stated |" in listed.card and "| Origin | not stated |" in listed.card
    assert "came with the weights" not in listed.card
