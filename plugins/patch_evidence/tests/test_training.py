"""Tests of the net, its export and its training recipe (full install)."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

torch = pytest.importorskip("torch")
pytest.importorskip("onnx")

from gauntlet_desktop.api import ImageInput  # noqa: E402
from gauntlet_desktop.core.records import ImageFacts  # noqa: E402
from gauntlet_desktop.core.task import TaskContext  # noqa: E402
from gauntlet_desktop.training.runner import DetectorRecipe, train  # noqa: E402
from gauntlet_patch_evidence.export import export  # noqa: E402
from gauntlet_patch_evidence.network import RECEPTIVE_FIELD, InputChannels, PatchEvidenceNet  # noqa: E402
from gauntlet_patch_evidence.recipe import PatchEvidenceRecipe, evidence_loss  # noqa: E402


@pytest.fixture(scope="module")
def network() -> Any:
    """A net whose weights and running statistics are nothing special: trained a few steps on noise."""
    torch.manual_seed(1)
    net = PatchEvidenceNet()
    for _ in range(3):
        net(torch.rand(2, 3, 64, 64))
    return net.eval()


@pytest.fixture(scope="module")
def exported(network: Any, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("exported")
    export(network, folder)
    return folder


def test_the_net_has_the_size_of_the_design(network: Any) -> None:
    assert 130_000 < sum(parameter.numel() for parameter in network.parameters()) < 350_000


def test_the_score_is_the_bias_and_the_mean_of_evidence_that_is_never_negative(network: Any) -> None:
    with torch.no_grad():
        evidence, score = network(torch.rand(3, 3, 72, 104))
    assert evidence.shape == (3, 1, 9, 13)
    assert evidence.min() >= 0.0
    assert score == pytest.approx((network.bias.item() + evidence.mean(dim=(1, 2, 3))).numpy(), abs=1e-5)


def test_one_pixel_moves_no_cell_beyond_the_receptive_field(network: Any) -> None:
    image = torch.rand(1, 3, 256, 256)
    changed = image.clone()
    changed[..., 128, 128] = 1.0 - changed[..., 128, 128]
    with torch.no_grad():
        moved = (network(image)[0] - network(changed)[0])[0, 0].abs() > 1e-6
    rows, columns = torch.nonzero(moved, as_tuple=True)
    for cells in (rows, columns):
        assert 0 < int(cells.max() - cells.min() + 1) * 8 <= RECEPTIVE_FIELD + 8


def test_flat_colour_has_no_residuals() -> None:
    channels = InputChannels()(torch.full((1, 3, 64, 64), 0.4))
    assert channels.shape == (1, InputChannels.count, 64, 64)
    assert channels[:, 3:].abs().max() < 1e-4


@pytest.mark.parametrize("size", [(1, 64, 64), (3, 72, 200), (2, 136, 88)])
def test_onnx_and_torch_agree(network: Any, exported: Path, size: tuple[int, int, int]) -> None:
    onnxruntime = pytest.importorskip("onnxruntime")
    session = onnxruntime.InferenceSession(str(exported / "patch_evidence.onnx"), providers=["CPUExecutionProvider"])
    count, height, width = size
    image = np.random.default_rng(height).random((count, 3, height, width), dtype=np.float32)
    evidence, score = session.run(["evidence", "score"], {"image": image})
    bias = float(session.get_modelmeta().custom_metadata_map["bias"])
    with torch.no_grad():
        expected_evidence, expected_score = network(torch.from_numpy(image))
    assert evidence == pytest.approx(expected_evidence.numpy(), abs=1e-4)
    assert score == pytest.approx(expected_score.numpy(), abs=1e-4)
    assert score == pytest.approx(bias + evidence.mean(axis=(1, 2, 3)), abs=1e-4)


def test_an_export_repeats_and_names_no_place(network: Any, exported: Path, tmp_path: Path) -> None:
    export(network, tmp_path)
    for name in ("patch_evidence.onnx", "patch_evidence.safetensors"):
        data = (tmp_path / name).read_bytes()
        assert data == (exported / name).read_bytes()
        assert b".py" not in data


def test_safetensors_restore_the_net(network: Any, exported: Path) -> None:
    from safetensors.torch import load_file

    restored = PatchEvidenceNet()
    restored.load_state_dict(load_file(exported / "patch_evidence.safetensors"))
    image = torch.rand(1, 3, 64, 64)
    with torch.no_grad():
        assert torch.equal(restored.eval()(image)[1], network(image)[1])


def test_the_recipes_detector_runs_on_exported_weights(network: Any, exported: Path) -> None:
    pixels = np.random.default_rng(2).integers(0, 256, (256, 256, 3), dtype=np.uint8)
    facts = ImageFacts("PNG", "RGB", 8, 256, 256, 1, 1, False, "", 1.0, None)
    output = PatchEvidenceRecipe().detector(exported).detect(ImageInput(pixels, facts), TaskContext())
    with torch.no_grad():
        expected = network(torch.from_numpy(pixels.transpose(2, 0, 1)[None] / np.float32(255.0)))[1]
    assert output.score == pytest.approx(float(expected), abs=1e-4)


def test_the_loss_falls_when_evidence_lies_where_pixels_are_generated() -> None:
    class Fixed:
        bias = torch.tensor(-2.0)

        def __init__(self, cells: Any) -> None:
            self.evidence = cells.unsqueeze(1) * 4.0

        def __call__(self, images: Any) -> Any:
            return self.evidence, self.bias + self.evidence.mean(dim=(1, 2, 3))

    cells = torch.zeros(1, 4, 4)
    cells[:, :2] = 1.0
    images, labels = torch.zeros(1, 3, 32, 32), torch.tensor([0.5])
    right = evidence_loss(Fixed(cells), images, labels, cells)
    wrong = evidence_loss(Fixed(1.0 - cells), images, labels, cells)
    assert right[0] == wrong[0]
    assert right[1] < wrong[1]


def test_the_recipe_trains_exports_and_calibrates(tmp_path: Path) -> None:
    rng = np.random.default_rng(1)
    for source in ("real/a", "real/b", "real/c", "fake/a", "fake/b", "fake/c"):
        folder = tmp_path / "data" / source
        folder.mkdir(parents=True)
        for index in range(3):
            side = 224 if source.startswith("real") else 40
            noise = Image.fromarray(rng.integers(0, 256, (side, side, 3), dtype=np.uint8))
            noise.resize((224, 224), Image.Resampling.BICUBIC).save(folder / f"{index}.png")
    recipe = PatchEvidenceRecipe()
    assert isinstance(recipe, DetectorRecipe)
    held_out = {"real": ["b", "c"], "fake": ["b", "c"]}
    parameters = {"steps": 24, "pairs": 4, "validate_every": 24, "held_out": held_out}
    train(recipe, tmp_path / "data", tmp_path / "out", parameters=parameters)
    manifest = json.loads((tmp_path / "out" / "training.json").read_text(encoding="utf-8"))
    assert manifest["sources"] == {"real": {"a": 3}, "fake": {"a": 3}}
    calibration = json.loads((tmp_path / "out" / "calibration.json").read_text(encoding="utf-8"))
    assert calibration["fitted_on"]["sources"] == {"real": {"b": 3, "c": 3}, "fake": {"b": 3, "c": 3}}
    assert (tmp_path / "out" / "patch_evidence.onnx").is_file()


def test_the_statement_of_the_card_is_complete() -> None:
    from gauntlet_desktop.evaluation.card import Statement

    statement = Statement(**PatchEvidenceRecipe().statement)
    assert statement.licence == "Apache-2.0"
    assert all(statement.failures)
