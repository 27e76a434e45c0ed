"""The shipped detector: its map is its score, its answers repeat, and its files are what the manifest says."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from gauntlet_desktop.api import ImageInput
from gauntlet_desktop.api.discovery import API_VERSION
from gauntlet_desktop.api.manifest import read_manifest, verify_files
from gauntlet_desktop.core.calibration import read_calibration
from gauntlet_desktop.core.errors import Cancelled, EnvironmentFault
from gauntlet_desktop.core.heatmaps import view_sum
from gauntlet_desktop.core.records import ImageFacts
from gauntlet_desktop.core.task import TaskContext
from gauntlet_patch_evidence.detector import WEIGHTS, MapDetector
from gauntlet_patch_evidence.explainer import EvidenceMapExplainer

FOLDER = WEIGHTS.parent.parent


def image(height: int, width: int, seed: int = 0, scale: float = 1.0) -> ImageInput:
    rng = np.random.default_rng(seed)
    smooth = rng.integers(0, 256, (height // 16 + 1, width // 16 + 1, 3)).repeat(16, 0).repeat(16, 1)
    noisy = smooth[:height, :width] + rng.normal(0, 12, (height, width, 3))
    pixels = noisy.clip(0, 255).astype(np.uint8)
    facts = ImageFacts("PNG", "RGB", 8, round(width / scale), round(height / scale), 1, 1, False, "", scale, None)
    return ImageInput(pixels, facts)


@pytest.fixture(scope="module")
def detector() -> MapDetector:
    return MapDetector()


def test_the_map_is_the_score_on_fifty_images(detector: MapDetector) -> None:
    rng = np.random.default_rng(50)
    worst = 0.0
    for seed in range(50):
        height, width = (int(side) for side in rng.integers(200, 900, 2))
        output = detector.detect(image(height, width, seed), TaskContext())
        worst = max(worst, abs(output.score - view_sum(output.views, output.bias)))
    assert worst < 1e-6


def test_the_exported_score_agrees_with_the_map(detector: MapDetector) -> None:
    session = detector._ready_session()
    pixels = image(256, 320).pixels.transpose(2, 0, 1)[None].astype(np.float32) / 255.0
    evidence, score = session.run(["evidence", "score"], {"image": pixels})
    assert float(score[0]) == pytest.approx(detector._bias + float(evidence.mean(dtype=np.float64)), abs=1e-4)
    assert evidence.shape == (1, 1, 32, 40)
    assert evidence.min() >= 0.0


def test_the_weights_of_the_views_sum_to_one_and_regions_are_of_the_original(detector: MapDetector) -> None:
    halved = image(900, 1200, scale=0.5)
    output = detector.detect(halved, TaskContext())
    assert sum(view.weight for view in output.views) == pytest.approx(1.0)
    assert output.views[0].region.width == pytest.approx(2400, rel=0.02)
    assert all(view.region.x + view.region.width <= 2400 for view in output.views)


def test_the_same_pixels_give_the_same_bytes(detector: MapDetector) -> None:
    one, other = (detector.detect(image(700, 900), TaskContext()) for _ in range(2))
    assert one.score == other.score
    for a, b in zip(one.views, other.views, strict=True):
        assert a.values.tobytes() == b.values.tobytes()


def test_it_can_be_cancelled_between_views(detector: MapDetector) -> None:
    polls = iter([False, True])
    with pytest.raises(Cancelled):
        detector.detect(image(900, 1200), TaskContext(is_cancelled=lambda: next(polls, True)))


def test_without_its_weights_it_says_so(tmp_path: Path) -> None:
    damaged = tmp_path / "weights.onnx"
    damaged.write_bytes(b"not a model")
    with pytest.raises(EnvironmentFault, match="cannot be loaded"):
        MapDetector(weights=damaged).detect(image(256, 256), TaskContext())


def test_the_explainer_shows_the_very_views_of_the_score(detector: MapDetector) -> None:
    explainer = EvidenceMapExplainer()
    assert explainer.supports(detector)
    picture = image(300, 300)
    output = detector.detect(picture, TaskContext())
    heatmap = explainer.explain(picture, detector, output, TaskContext())
    assert heatmap.views is output.views
    assert heatmap.exact
    assert heatmap.score == output.score


def test_the_manifest_holds_for_the_shipped_files() -> None:
    manifest = read_manifest(FOLDER / "plugin.toml", API_VERSION)
    verify_files(manifest, FOLDER)
    (entry,) = manifest.detectors
    digests = {data.path: data.sha256 for data in manifest.files}
    calibration = read_calibration((FOLDER / entry.calibration).read_text(encoding="utf-8"))
    assert calibration.weights_sha256 == digests[entry.weights]
    assert calibration.strata


def test_the_shipped_export_agrees_with_the_shipped_torch_weights(detector: MapDetector) -> None:
    torch = pytest.importorskip("torch", reason="the full install compares with torch")
    from safetensors.torch import load_file

    from gauntlet_patch_evidence.network import PatchEvidenceNet

    network = PatchEvidenceNet().eval()
    network.load_state_dict(load_file(WEIGHTS.with_suffix(".safetensors")))
    session = detector._ready_session()
    for seed in range(10):
        pixels = image(200 + 8 * seed, 296 - 8 * seed, seed).pixels
        batch = np.ascontiguousarray(pixels.transpose(2, 0, 1)[None], dtype=np.float32) / np.float32(255.0)
        batch = batch[..., : batch.shape[2] // 8 * 8, : batch.shape[3] // 8 * 8]
        exported, score = session.run(["evidence", "score"], {"image": batch})
        with torch.no_grad():
            evidence, expected = network(torch.from_numpy(batch))
        np.testing.assert_allclose(exported, evidence.numpy(), atol=1e-4)
        np.testing.assert_allclose(score, expected.numpy(), atol=1e-4)
