"""ONNX and int8 forms of stored models: exact or measured, kept only when asked, detectors like others then."""

from __future__ import annotations

import json
import math
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

torch = pytest.importorskip("torch")
onnx = pytest.importorskip("onnx")

from gauntlet_desktop.api import ImageInput  # noqa: E402
from gauntlet_desktop.api.model_store import model_folders, read_model, verify_model  # noqa: E402
from gauntlet_desktop.api.portable import NOTE_KEY  # noqa: E402
from gauntlet_desktop.app.model_list import all_models  # noqa: E402
from gauntlet_desktop.app.models import Variant, make_variant  # noqa: E402
from gauntlet_desktop.cli import run  # noqa: E402
from gauntlet_desktop.cli.console import DONE, USAGE  # noqa: E402
from gauntlet_desktop.core.errors import Cancelled, EnvironmentFault, UserError  # noqa: E402
from gauntlet_desktop.core.task import TaskContext  # noqa: E402
from gauntlet_desktop.inference import onnx_export, onnx_int8  # noqa: E402
from gauntlet_desktop.inference.compare import Form, compare  # noqa: E402
from gauntlet_desktop.inference.loader import LoadedDetector, load  # noqa: E402
from gauntlet_desktop.training.imported import ImportRequest, import_model, recognise  # noqa: E402
from gauntlet_desktop.training.variants import default_id  # noqa: E402
from tests.factories import make_facts, make_pixels  # noqa: E402

TOWER = {
    "hidden_size": 64,
    "intermediate_size": 128,
    "num_hidden_layers": 1,
    "num_attention_heads": 2,
    "image_size": 32,
    "patch_size": 8,
}


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store with a small transformer that crops: `small`."""
    from gauntlet_source_systems.models import ModelConfig, save_model

    folder, run_folder = tmp_path_factory.mktemp("models"), tmp_path_factory.mktemp("run")
    torch.manual_seed(5)
    config = ModelConfig("vit", {"tower": TOWER, "resize": 40})
    save_model(run_folder, config, config.entry.build(config.settings))
    import_model(run_folder, ImportRequest(id="small", licence="MIT", origin="made here"), TaskContext(), folder)
    return folder


@pytest.fixture
def models(store: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("GAUNTLET_MODELS_DIR", str(store))
    return store


@pytest.fixture
def pictures(tmp_path: Path) -> Path:
    folder = tmp_path / "pictures"
    folder.mkdir()
    for seed in (1, 2, 3):
        Image.fromarray(make_pixels(60, 90, seed)).save(folder / f"{seed}.png")
    (folder / "broken.png").write_bytes(b"not an image")
    return folder


def command(*arguments: object) -> int:
    return run([str(argument) for argument in arguments], lambda paths: 1)


def detector(model_id: str) -> LoadedDetector:
    return next(each for each in load().detectors if each.detector.id == model_id)


def picture(seed: int) -> ImageInput:
    pixels = make_pixels(60, 90, seed)
    return ImageInput(pixels, make_facts(width=90, height=60))


def test_an_int8_form_is_compared_and_kept_when_asked(
    models: Path, pictures: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert command("models", "quantise", "small", "--images", pictures, "--keep", "--out-id", "reduced") == DONE
    printed = capsys.readouterr()
    assert "PyTorch, float32" in printed.out and "ONNX Runtime, int8" in printed.out
    assert "of 3 images" in printed.out
    assert "kept as reduced, uncalibrated" in printed.err
    kept, source = read_model(models / "reduced"), read_model(models / "small")
    verify_model(kept)
    assert (kept.licence, kept.format) == ("MIT", "onnx")
    assert source.weights_sha256 in kept.origin and "made here" in kept.origin
    assert kept.architecture == "Vision transformer, int8 in ONNX"
    (listed,) = [model for model in all_models() if model.id == "reduced"]
    assert "Vision transformer, int8 in ONNX" in listed.card and "## Beside the original" in listed.card
    assert f"quantised to int8 from small (weights SHA-256 {source.weights_sha256})" in listed.card
    loaded, original = detector("reduced"), detector("small")
    assert (loaded.calibration, loaded.experimental, loaded.weights_sha256) == (None, True, kept.weights_sha256)
    for seed in range(4):
        scores = [each.detector.detect(picture(seed), TaskContext()).score for each in (loaded, original)]
        assert scores[0] == pytest.approx(scores[1], abs=0.05)
    assert command("models", "quantise", "reduced", "--images", pictures) == USAGE
    assert "quantised already" in capsys.readouterr().err
    assert command("models", "export", "reduced", "--images", pictures, "--json") == DONE
    assert json.loads(capsys.readouterr().out)["max_drift"] == 0.0


def test_an_export_is_exact_and_not_kept_without_being_asked(
    models: Path, pictures: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = list(model_folders(models))
    assert command("models", "export", "small", "--images", pictures, "--json") == DONE
    printed = capsys.readouterr()
    comparison = json.loads(printed.out)
    assert comparison["images"] == 3
    assert comparison["max_drift"] < 1e-4
    assert comparison["changed"] == 0
    assert comparison["kept"] is None
    assert all(value > 0 for value in (*comparison["bytes"], *comparison["cpu_ms"]))
    assert "Nothing was kept" in printed.err
    assert list(model_folders(models)) == before


def test_an_exported_file_runs_elsewhere_as_it_did_here(models: Path, tmp_path: Path, pictures: Path) -> None:
    candidate = make_variant("small", Variant.ONNX, tmp_path, pictures)
    data = candidate.file.read_bytes()
    assert b"site-packages" not in data and bytes(tmp_path) not in data
    found = recognise(candidate.file)
    assert (found.architecture, found.generated) == ("Vision transformer in ONNX", 1)
    assert found.parameters == sum(each.numel() for each in detector("small").detector.network().parameters())  # type: ignore[attr-defined]
    elsewhere = tmp_path / "elsewhere"
    import_model(candidate.file, ImportRequest(id="moved"), TaskContext(), elsewhere)
    moved = next(each for each in load(models=elsewhere).detectors if each.detector.id == "moved")
    ours = detector("small").detector.detect(picture(7), TaskContext()).score
    assert moved.detector.detect(picture(7), TaskContext()).score == pytest.approx(ours, abs=1e-4)


def test_an_export_that_differs_is_refused(
    models: Path, tmp_path: Path, pictures: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(onnx_export, "TOLERANCE", -1.0)
    with pytest.raises(EnvironmentFault, match="differs from PyTorch") as caught:
        make_variant("small", Variant.ONNX, tmp_path, pictures)
    assert caught.value.code == "export_differs"


def test_a_folder_without_images_is_refused(models: Path, tmp_path: Path) -> None:
    empty = tmp_path / "empty"
    empty.mkdir()
    with pytest.raises(UserError, match="no image"):
        make_variant("small", Variant.ONNX, tmp_path, empty)


def test_a_cancelled_export_ends(models: Path, tmp_path: Path, pictures: Path) -> None:
    with pytest.raises(Cancelled):
        make_variant("small", Variant.ONNX, tmp_path, pictures, is_cancelled=lambda: True)
    assert not list(tmp_path.glob("*.onnx"))


def convolution_only(path: Path, note: str | None = None) -> Path:
    """A classifier without linear layers, in ONNX: the mean of each of two channels of a convolution."""
    helper = onnx.helper
    weights = onnx.numpy_helper.from_array(np.ones((2, 3, 1, 1), np.float32), "w")
    nodes = [
        helper.make_node("Conv", ["x", "w"], ["c"]),
        helper.make_node("GlobalAveragePool", ["c"], ["p"]),
        helper.make_node("Flatten", ["p"], ["y"]),
    ]
    shapes = [helper.make_tensor_value_info(n, 1, s) for n, s in (("x", ["n", 3, 16, 16]), ("y", ["n", 2]))]
    graph = helper.make_graph(nodes, "net", shapes[:1], shapes[1:], [weights])
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 18)], ir_version=9)
    if note is not None:
        helper.set_model_props(model, {NOTE_KEY: note})
    onnx.save(model, path)
    return path


def test_small_convolutions_alone_are_not_quantised(tmp_path: Path) -> None:
    source = convolution_only(tmp_path / "net.onnx")
    with pytest.raises(UserError, match="neither a linear layer nor a convolution") as caught:
        onnx_int8.quantise(source, tmp_path / "int8.onnx")
    assert caught.value.code == "nothing_to_quantise"


@pytest.mark.parametrize("note", ["", "{}", "[" * 5000, '{"architecture": "x", "parameters": 1, "preparation": 3}'])
def test_a_file_with_a_damaged_note_is_refused(note: str, tmp_path: Path) -> None:
    with pytest.raises(UserError, match="says of itself what cannot be"):
        recognise(convolution_only(tmp_path / "net.onnx", note))


def test_a_comparison_counts_drift_and_changed_sides() -> None:
    before = Form("one", 100, lambda image: np.array([[0.0, float(image[0, 0, 0, 0])]]))
    after = Form("two", 40, lambda image: np.array([float(image[0, 0, 0, 0]) - 0.5]))
    images = [[np.full((3, 1, 1), value, np.float32)] for value in (-1.0, 0.25, 2.0)]
    found = compare(before, after, images)
    assert found is not None
    assert (found.before, found.after, found.images, found.bytes) == ("one", "two", 3, (100, 40))
    assert math.isclose(found.mean_drift, 0.5) and math.isclose(found.max_drift, 0.5)
    assert found.changed == 1
    assert compare(before, after, []) is None


def test_an_image_of_several_views_has_their_mean_as_its_score() -> None:
    form = Form("one", 1, lambda image: np.array([float(image[0, 0, 0, 0])]))
    assert form.score([np.full((3, 2, 2), value, np.float32) for value in (1.0, 2.0, 6.0)]) == 3.0


def test_the_default_id_stays_within_the_bounds() -> None:
    assert default_id("mine", Variant.INT8) == "mine-int8"
    assert len(default_id("a" * 64, Variant.INT8)) == 64
