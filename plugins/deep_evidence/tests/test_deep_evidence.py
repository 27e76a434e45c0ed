"""The deep-evidence net: its head in closed form, its sums that resume, its map that is its score."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image
from safetensors.numpy import load_file

from gauntlet_deep_evidence.head import Head, Moments, load_moments, save_moments, write_net
from gauntlet_deep_evidence.recipe import DeepEvidenceRecipe, deep_detector
from gauntlet_deep_evidence.trunk import CHANNELS, ONNX_NAME, SAFETENSORS_NAME, WEIGHTS, Trunk
from gauntlet_desktop.api import ImageInput
from gauntlet_desktop.core.heatmaps import view_sum
from gauntlet_desktop.core.lr_metrics import auc
from gauntlet_desktop.core.records import ImageFacts
from gauntlet_desktop.core.task import TaskContext


def image(height: int, width: int, seed: int = 0) -> ImageInput:
    pixels = np.random.default_rng(seed).integers(0, 256, (height, width, 3), dtype=np.uint8)
    return ImageInput(pixels, ImageFacts("PNG", "RGB", 8, width, height, 1, 1, False, "", 1.0, None))


def samples(seed: int, count: int = 400, channels: int = 6) -> tuple[np.ndarray, np.ndarray]:
    """Normal features whose class means differ along the first axis alone, and correlate with the second."""
    rng = np.random.default_rng(seed)
    labels = (np.arange(count) % 2).astype(np.float32)
    features = rng.normal(size=(count, channels))
    features[:, 1] += 0.8 * features[:, 0]
    features[:, 0] += 1.5 * labels
    return features.astype(np.float32), labels


def moments_of(features: np.ndarray, labels: np.ndarray) -> Moments:
    moments = Moments.empty(features.shape[1])
    moments.add(features, labels)
    return moments


@given(st.integers(0, 1000), st.integers(1, 399))
def test_sums_do_not_depend_on_how_the_samples_come(seed: int, cut: int) -> None:
    features, labels = samples(seed)
    parted = Moments.empty(features.shape[1])
    parted.add(features[:cut], labels[:cut])
    parted.add(features[cut:], labels[cut:])
    whole = moments_of(features, labels)
    np.testing.assert_allclose(parted.second, whole.second, rtol=1e-9, atol=1e-9)
    np.testing.assert_allclose(parted.head(0.1).weights, whole.head(0.1).weights, rtol=1e-6, atol=1e-9)


def test_without_shrinkage_the_head_is_fishers_discriminant_in_natural_log_odds() -> None:
    features, labels = samples(1, 4000)
    head = moments_of(features, labels).head(0.0)
    real, generated = features[labels == 0].astype(float), features[labels == 1].astype(float)
    within = (np.cov(real.T, bias=True) + np.cov(generated.T, bias=True)) / 2
    fisher = np.linalg.solve(within, generated.mean(axis=0) - real.mean(axis=0))
    np.testing.assert_allclose(head.weights, fisher, rtol=1e-3, atol=1e-3)
    scores = features @ head.weights + head.bias
    assert scores[labels == 1].mean() == pytest.approx(-scores[labels == 0].mean(), rel=1e-3)


def test_shrinkage_ignores_correlations_but_keeps_the_side() -> None:
    features, labels = samples(2, 4000)
    head = moments_of(features, labels).head(1e6)
    scores = features @ head.weights
    assert auc(scores[labels == 0], scores[labels == 1]) > 0.8


def test_composites_are_left_out() -> None:
    features, labels = samples(3)
    mixed = np.concatenate([features, 100 * features[:10]]), np.concatenate([labels, np.full(10, 0.4, np.float32)])
    np.testing.assert_array_equal(moments_of(*mixed).second, moments_of(features, labels).second)


def test_a_class_without_crops_cannot_be_fitted() -> None:
    features, labels = samples(4)
    with pytest.raises(ValueError, match="both classes"):
        moments_of(features, np.ones_like(labels)).head(1.0)


def test_sums_survive_the_disk(tmp_path: Path) -> None:
    moments = moments_of(*samples(5))
    save_moments(moments, tmp_path / "moments.npz")
    again = load_moments(tmp_path / "moments.npz")
    assert again.step == 1
    np.testing.assert_array_equal(again.head(1.0).weights, moments.head(1.0).weights)


def test_the_map_is_the_score() -> None:
    detector = deep_detector()
    for seed, (height, width) in enumerate([(200, 211), (256, 256), (300, 700), (900, 640)]):
        output = detector.detect(image(height, width, seed), TaskContext())
        assert output.score == pytest.approx(view_sum(output.views, output.bias), abs=1e-6)
        assert all(view.region.x + view.region.width <= width for view in output.views)


def test_a_new_head_changes_the_evidence_and_nothing_else(tmp_path: Path) -> None:
    onnx = pytest.importorskip("onnx")
    weights = np.random.default_rng(6).normal(size=CHANNELS)
    write_net(onnx.load(WEIGHTS), Head(weights, -0.25), tmp_path / "net.onnx")
    batch = np.random.default_rng(7).random((2, 3, 64, 96), dtype=np.float32)
    features = Trunk().mean_features(batch)
    np.testing.assert_array_equal(Trunk(tmp_path / "net.onnx").mean_features(batch), features)
    pixels = image(256, 320)
    normed = pixels.pixels.transpose(2, 0, 1)[None].astype(np.float32) / 255.0
    output = deep_detector(tmp_path / "net.onnx").detect(pixels, TaskContext())
    assert output.bias == pytest.approx(-0.25)
    assert output.score == pytest.approx(float(Trunk().mean_features(normed)[0] @ weights) - 0.25, abs=1e-3)


def test_the_shipped_net_is_the_trunk_with_a_trained_head() -> None:
    """A head of zeros would give every image the same score."""
    detector = deep_detector()
    scores = {round(detector.detect(image(256, 256, seed), TaskContext()).score, 6) for seed in range(4)}
    assert len(scores) == 4


class Drawn:
    """Batches of two textures that the trunk tells apart, as a training run hands them out."""

    seed = 1
    context = TaskContext()

    def __init__(self, stop_at: int | None = None) -> None:
        self.stop_at = stop_at

    def batches(self, first: int, steps: int) -> object:
        from gauntlet_desktop.training.sampler import Batch

        for step in range(first, steps):
            if step == self.stop_at:
                raise KeyboardInterrupt
            rng = np.random.default_rng(step)
            coarse = rng.random((4, 3, 16, 16), dtype=np.float32).repeat(8, 2).repeat(8, 3)
            fine = rng.random((4, 3, 128, 128), dtype=np.float32)
            yield Batch(np.concatenate([coarse, fine]), np.repeat([0.0, 1.0], 4).astype(np.float32), np.zeros(0))


def test_the_recipe_resumes_to_the_same_net_in_both_files_and_tells_the_classes_apart(tmp_path: Path) -> None:
    onnx = pytest.importorskip("onnx")
    recipe = DeepEvidenceRecipe()
    parameters = {p.name: p.default for p in recipe.parameters} | {"batches": 6, "checkpoint_every": 2}
    for name in ("whole", "stopped"):
        (tmp_path / name).mkdir()
    recipe.train(Drawn(), tmp_path / "whole", parameters, lambda share, message: None)
    with pytest.raises(KeyboardInterrupt):
        recipe.train(Drawn(stop_at=5), tmp_path / "stopped", parameters, lambda share, message: None)
    recipe.train(Drawn(), tmp_path / "stopped", parameters, lambda share, message: None)
    assert (tmp_path / "whole" / recipe.weights_name).read_bytes() == (
        tmp_path / "stopped" / recipe.weights_name
    ).read_bytes()
    stored = load_file(tmp_path / "whole" / SAFETENSORS_NAME)
    net = {
        tensor.name: onnx.numpy_helper.to_array(tensor)
        for tensor in onnx.load(tmp_path / "whole" / ONNX_NAME).graph.initializer
    }
    for name, values in stored.items():
        np.testing.assert_array_equal(values, net[name.replace("head.", "head/")])
    assert sum(values.size for values in stored.values()) > 2_900_000
    detector = recipe.detector(tmp_path / "whole")
    fine = detector.detect(image(256, 256), TaskContext()).score
    small = Image.fromarray(image(32, 32).pixels).resize((256, 256), Image.Resampling.NEAREST)
    coarse = detector.detect(ImageInput(np.asarray(small), image(256, 256).facts), TaskContext()).score
    assert fine > 0 > coarse
