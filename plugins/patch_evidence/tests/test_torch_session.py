"""The shipped nets on PyTorch: the same files, within the tolerance of a repeated analysis."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

torch = pytest.importorskip("torch")
onnx = pytest.importorskip("onnx")

from gauntlet_deep_evidence.trunk import WEIGHTS as DEEP  # noqa: E402
from gauntlet_desktop.api import (  # noqa: E402
    CAMERA,
    GENERATED,
    DifferentiableDetector,
    ImageInput,
    TorchDetector,
)
from gauntlet_desktop.api.runtime import RUNTIME_VARIABLE, chosen_runtime  # noqa: E402
from gauntlet_desktop.core.errors import EnvironmentFault  # noqa: E402
from gauntlet_desktop.core.records import ImageFacts  # noqa: E402
from gauntlet_desktop.core.task import TaskContext  # noqa: E402
from gauntlet_desktop.reporting.compare import SCORE_TOLERANCE  # noqa: E402
from gauntlet_patch_evidence.detector import WEIGHTS, MapDetector, open_session  # noqa: E402
from gauntlet_patch_evidence.torch_session import TorchSession  # noqa: E402


def image(height: int, width: int) -> ImageInput:
    rng = np.random.default_rng(3)
    blocks = rng.integers(0, 256, (height // 16 + 1, width // 16 + 1, 3)).repeat(16, 0).repeat(16, 1)
    pixels = (blocks[:height, :width] + rng.normal(0, 12, (height, width, 3))).clip(0, 255).astype(np.uint8)
    return ImageInput(pixels, ImageFacts("PNG", "RGB", 8, width, height, 1, 1, False, "", 1.0, None))


@pytest.fixture
def torch_runtime(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv(RUNTIME_VARIABLE, "torch")
    assert chosen_runtime() == "torch"
    yield


@pytest.mark.parametrize(("weights", "stride"), [(WEIGHTS, 8), (DEEP, 32)])
def test_both_runtimes_come_to_the_same_result(weights: Path, stride: int, monkeypatch: pytest.MonkeyPatch) -> None:
    usual = MapDetector("net", weights, stride).detect(image(420, 610), TaskContext())
    monkeypatch.setenv(RUNTIME_VARIABLE, "torch")
    other = MapDetector("net", weights, stride).detect(image(420, 610), TaskContext())
    assert (usual.backend, other.backend) == ("ONNX Runtime, CPU", "PyTorch, CPU")
    assert other.score == pytest.approx(usual.score, abs=SCORE_TOLERANCE / 10)
    for one, two in zip(usual.views, other.views, strict=True):
        assert one.region == two.region
        np.testing.assert_allclose(two.values, one.values, atol=SCORE_TOLERANCE / 10)


@pytest.mark.parametrize(("weights", "stride"), [(WEIGHTS, 8), (DEEP, 32)])
def test_the_network_of_an_attack_gives_the_score_of_one_view_and_its_slope(weights: Path, stride: int) -> None:
    detector = MapDetector("net", weights, stride)
    assert isinstance(detector, DifferentiableDetector) and not isinstance(detector, TorchDetector)
    shown = image(96, 128)
    prepared = torch.from_numpy(detector.prepare(shown).pixels)[None].requires_grad_(True)
    logits = detector.network()(prepared)
    score = logits[0, GENERATED] - logits[0, CAMERA]
    assert float(score.detach()) == pytest.approx(detector.detect(shown, TaskContext()).score, abs=SCORE_TOLERANCE / 10)
    (slope,) = torch.autograd.grad(score, prepared)
    with torch.no_grad():
        moved = detector.network()(prepared + 1e-3 * slope / slope.norm())
    rise = float(moved[0, GENERATED] - moved[0, CAMERA] - score.detach())
    assert rise == pytest.approx(1e-3 * float(slope.norm()), rel=0.1)


def test_a_session_says_what_the_file_says(torch_runtime: None) -> None:
    session = open_session(WEIGHTS)
    assert isinstance(session, TorchSession)
    assert {output.name for output in session.get_outputs()} == {"evidence", "score"}
    assert float(session.get_modelmeta().custom_metadata_map["bias"]) == pytest.approx(-1.096, abs=0.1)
    pixels = np.zeros((2, 3, 64, 96), np.float32)
    evidence, score = session.run(["evidence", "score"], {"image": pixels})
    assert evidence.shape == (2, 1, 8, 12) and score.shape == (2,)


def test_a_file_with_another_operation_and_one_that_is_none_are_refused(torch_runtime: None, tmp_path: Path) -> None:
    node = onnx.helper.make_node("Sin", ["image"], ["evidence"])
    kind = onnx.TensorProto.FLOAT
    ends = [onnx.helper.make_tensor_value_info(name, kind, [1]) for name in ("image", "evidence")]
    graph = onnx.helper.make_graph([node], "net", ends[:1], ends[1:])
    (tmp_path / "sin.onnx").write_bytes(onnx.helper.make_model(graph).SerializeToString())
    (tmp_path / "none.onnx").write_bytes(b"nothing")
    for name, why in (("sin.onnx", "operations that are not known: Sin"), ("none.onnx", "cannot be loaded")):
        with pytest.raises(EnvironmentFault, match=why):
            open_session(tmp_path / name)
