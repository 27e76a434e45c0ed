"""Every PyTorch detector tells features: the pooled output of its last target layer."""

from __future__ import annotations

import numpy as np
import pytest

torch = pytest.importorskip("torch")

from gauntlet_desktop.core.task import TaskContext  # noqa: E402
from gauntlet_desktop.inference import features as module  # noqa: E402
from gauntlet_desktop.inference.features import feature_source  # noqa: E402
from plugins.explanations.tests import tiny  # noqa: E402


def test_a_map_is_averaged_over_its_places() -> None:
    detector, picture = tiny.convolutional(), tiny.image(3)
    found = feature_source(detector).features(picture, TaskContext())
    network = detector.network()
    planes = torch.from_numpy(detector.prepare(picture).pixels)[None]
    expected = network.second(network.first(planes)).mean(dim=(2, 3))[0]
    np.testing.assert_allclose(found, expected.numpy(), atol=1e-6)


def test_of_tokens_the_class_token_is_taken() -> None:
    found = feature_source(tiny.transformer()).features(tiny.image(4), TaskContext())
    assert found.shape == (24,) and np.isfinite(found).all()


def test_a_detector_with_too_many_features_of_its_own_gives_pooled_ones(monkeypatch: pytest.MonkeyPatch) -> None:
    class Wide(tiny.Detector):
        def features(self, picture: object, context: TaskContext) -> object:
            return np.zeros(11, dtype=np.float32)

    plain = tiny.convolutional()
    wide = Wide(plain.network(), plain.target_layers)
    assert feature_source(wide).features(tiny.image(), TaskContext()).shape == (11,)
    monkeypatch.setattr(module, "MAX_OWN_FEATURES", 10)
    assert feature_source(wide).features(tiny.image(), TaskContext()).shape == (10,)
