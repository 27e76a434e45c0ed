"""Other forms of detectors that do not declare how they prepare images, and of plugins' own: all run alike."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

torch = pytest.importorskip("torch")
onnx = pytest.importorskip("onnx")

from gauntlet_desktop.api import (  # noqa: E402
    NATIVE,
    SQUASHED,
    DetectorOutput,
    ImageInput,
    Preparation,
    Prepared,
    TargetLayer,
    prepared,
)
from gauntlet_desktop.api.model_store import read_model  # noqa: E402
from gauntlet_desktop.api.protocols import Detector  # noqa: E402
from gauntlet_desktop.cli import run  # noqa: E402
from gauntlet_desktop.cli.console import DONE, USAGE  # noqa: E402
from gauntlet_desktop.core.errors import UserError  # noqa: E402
from gauntlet_desktop.core.task import TaskContext  # noqa: E402
from gauntlet_desktop.inference.compare import Form  # noqa: E402
from gauntlet_desktop.inference.loader import load  # noqa: E402
from gauntlet_desktop.inference.onnx_files import file_network  # noqa: E402
from gauntlet_desktop.inference.onnx_int8 import LARGEST, channel_scales  # noqa: E402
from gauntlet_desktop.inference.preparation import find_preparation  # noqa: E402
from gauntlet_desktop.training.forms import Variant, make_form  # noqa: E402
from gauntlet_desktop.training.imported import ImportRequest, import_model, recognise  # noqa: E402
from gauntlet_desktop.training.sources import Source  # noqa: E402
from tests.factories import make_facts, make_pixels  # noqa: E402

SOURCE = Source("plugged", "A network", "MIT", "made here", "ab" * 32, 0, "")
HOW = Preparation(32, 40)


class Network(torch.nn.Module):
    """Convolutions that hold most of the weights."""

    def __init__(self) -> None:
        super().__init__()
        self.body = torch.nn.Sequential(torch.nn.Conv2d(3, 32, 3), torch.nn.ReLU(), torch.nn.Conv2d(32, 32, 3))
        self.head = torch.nn.Linear(32, 2)

    def forward(self, images: torch.Tensor) -> torch.Tensor:
        logits: torch.Tensor = self.head(self.body(images).relu().mean(dim=(2, 3)))
        return logits


class Undeclared:
    """A `TorchDetector` of a plugin that does not declare its preparation."""

    id = "plugged"
    target_layers: Sequence[TargetLayer] = ()

    def __init__(self) -> None:
        torch.manual_seed(2)
        self._network = Network().eval().requires_grad_(False)

    def network(self) -> torch.nn.Module:
        return self._network

    def prepare(self, image: ImageInput) -> Prepared:
        return prepared(image, HOW)

    def detect(self, image: ImageInput, context: TaskContext) -> DetectorOutput:
        logits = self._network(torch.from_numpy(self.prepare(image).pixels)[None])[0]
        return DetectorOutput(float(logits[1] - logits[0]))


class OfItsOwn(Undeclared):
    """Turns images upside down, as no preparation does."""

    def prepare(self, image: ImageInput) -> Prepared:
        upright = super().prepare(image)
        return Prepared(np.ascontiguousarray(upright.pixels[:, ::-1]), upright.region)


class OnOnnx:
    """An `OnnxDetector` of a plugin, whose first output means "generated"; its file says nothing of itself."""

    id = "plugged"
    generated = 0

    def __init__(self, file: Path) -> None:
        self.onnx_file = file

    def prepare(self, image: ImageInput) -> Prepared:
        return prepared(image, HOW)

    def detect(self, image: ImageInput, context: TaskContext) -> DetectorOutput:
        form = Form("", 0, file_network(self.onnx_file), self.generated)
        return DetectorOutput(form.score([self.prepare(image).pixels]))


def picture(seed: int) -> ImageInput:
    return ImageInput(make_pixels(60, 90, seed), make_facts(width=90, height=60))


def stored(file: Path, folder: Path) -> Detector:
    """What imports the file elsewhere, without a word about it."""
    import_model(file, ImportRequest(id="moved"), TaskContext(), folder)
    return next(each.detector for each in load(models=folder).detectors if each.detector.id == "moved")


def agree(first: Detector, second: Detector, tolerance: float) -> None:
    for seed in range(3):
        scores = [each.detect(picture(seed), TaskContext()).score for each in (first, second)]
        assert scores[0] == pytest.approx(scores[1], abs=tolerance)


def test_an_undeclared_preparation_is_found_out_and_written_down(tmp_path: Path) -> None:
    made = make_form(SOURCE, Undeclared(), Variant.ONNX, tmp_path, TaskContext())
    agree(Undeclared(), stored(made.file, tmp_path / "store"), 1e-4)
    assert made.before.bytes == 4 * sum(each.numel() for each in Network().parameters())


def test_convolutions_become_a_quarter_as_large(tmp_path: Path) -> None:
    made = make_form(SOURCE, Undeclared(), Variant.INT8, tmp_path, TaskContext())
    model = onnx.load(made.file)
    whole = {tuple(each.dims) for each in model.graph.initializer if each.data_type == onnx.TensorProto.INT8}
    assert (32, 32, 3, 3) in whole and (32, 3, 3, 3) not in whole
    assert made.file.stat().st_size < 0.6 * (tmp_path / "plugged.onnx").stat().st_size
    agree(Undeclared(), stored(made.file, tmp_path / "store"), 0.01)
    assert recognise(made.file).architecture == "A network, int8 in ONNX"


def test_a_preparation_of_its_own_cannot_be_written_down(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="in a way of its own") as caught:
        make_form(SOURCE, OfItsOwn(), Variant.ONNX, tmp_path, TaskContext())
    assert "`preparation`" in caught.value.remedy


def test_an_onnx_detector_of_a_plugin_says_itself_afterwards_what_it_is(tmp_path: Path) -> None:
    first = make_form(SOURCE, Undeclared(), Variant.ONNX, tmp_path, TaskContext())
    silent = tmp_path / "silent.onnx"
    model = onnx.load(first.file)
    del model.metadata_props[:]
    onnx.save(model, silent)
    out = tmp_path / "out"
    out.mkdir()
    made = make_form(SOURCE, OnOnnx(silent), Variant.INT8, out, TaskContext())
    found = recognise(made.file)
    assert (found.generated, found.labels) == (0, ("generated", "camera"))
    agree(OnOnnx(silent), stored(made.file, tmp_path / "store"), 0.01)


@given(side=st.integers(8, 64), short=st.sampled_from([SQUASHED, NATIVE]) | st.integers(0, 500))
@settings(max_examples=15, deadline=None)
def test_any_preparation_is_found_out(side: int, short: int) -> None:
    how = Preparation(side, max(side, short) if short > 0 else short)
    found = find_preparation("any", lambda image: prepared(image, how))
    odd = picture(9)
    assert np.array_equal(prepared(odd, found).pixels, prepared(odd, how).pixels)


@given(st.integers(0, 1000), st.floats(1e-3, 1e3))
@settings(max_examples=30, deadline=None)
def test_whole_numbers_are_at_most_half_a_step_off(seed: int, size: float) -> None:
    weights = (size * np.random.default_rng(seed).normal(size=(5, 3, 2, 2))).astype(np.float32)
    weights[2] = 0.0
    whole, scales = channel_scales(weights)
    assert whole.dtype == np.int8 and np.abs(whole).max() == LARGEST
    assert np.all(np.abs(whole * scales - weights) <= 0.501 * scales)


@pytest.fixture
def pictures(tmp_path: Path) -> Path:
    folder = tmp_path / "pictures"
    folder.mkdir()
    for seed in (1, 2):
        Image.fromarray(make_pixels(200, 260, seed)).save(folder / f"{seed}.png")
    return folder


def command(*arguments: object) -> int:
    return run([str(argument) for argument in arguments], lambda paths: 1)


@pytest.mark.parametrize("model_id", ["patch-evidence", "deep-evidence"])
def test_a_built_in_detector_has_an_int8_form_with_its_card(
    model_id: str, pictures: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    store, out = tmp_path / "store", tmp_path / "out"
    monkeypatch.setenv("GAUNTLET_MODELS_DIR", str(store))
    arguments = ("models", "quantise", model_id, "--images", pictures, "--keep", "--out", out)
    assert command(*arguments) == DONE
    assert "of 2 images" in capsys.readouterr().out
    kept = read_model(store / f"{model_id}-int8")
    assert kept.architecture == f"{model_id}, int8 in ONNX" and "quantised to int8" in kept.origin
    card = (kept.folder / "MODEL_CARD.md").read_text(encoding="utf-8")
    assert card == (out / "MODEL_CARD.md").read_text(encoding="utf-8")
    assert "none of this form" in card and "How it works" in card
    loaded = {each.detector.id: each for each in load().detectors}
    form, original = loaded[kept.id], loaded[model_id].detector
    assert (form.calibration, form.imported, form.experimental) == (None, True, True)
    image = ImageInput(make_pixels(200, 260, 3), make_facts(width=260, height=200))
    theirs, ours = (each.detect(image, TaskContext()) for each in (form.detector, original))
    assert theirs.score == pytest.approx(ours.score, abs=0.2)
    assert len(theirs.views) == len(ours.views) == 1
    assert theirs.score == pytest.approx(theirs.bias + float(theirs.views[0].values.mean()), abs=1e-5)
    assert hasattr(form.detector, "features") == hasattr(original, "features")
    assert command(*arguments, "--out-id", "again") == USAGE
    assert "holds such a file already" in capsys.readouterr().err


def test_what_is_no_network_says_why_and_what_to_do(capsys: pytest.CaptureFixture[str]) -> None:
    for form in ("quantise", "export"):
        assert command("models", form, "measured-features") == USAGE
        assert "no network that its plugin lets others read" in (said := capsys.readouterr().err)
        assert "Use it as it is" in said
    assert command("models", "export", "unheard-of") == USAGE
    assert "deep-evidence" in capsys.readouterr().err
