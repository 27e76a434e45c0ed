"""Latent features of an image by any detector: its own where it tells them, else those of a layer of its network."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from gauntlet_desktop.api.protocols import Detector, FeatureSource, ImageInput
from gauntlet_desktop.api.torch_models import TargetLayer, TorchDetector
from gauntlet_desktop.core.errors import PluginFault, UserError
from gauntlet_desktop.core.phrases import phrase
from gauntlet_desktop.core.task import TaskContext

# Networks that flatten a large map before their last layers have more: those give the means of their maps instead.
MAX_OWN_FEATURES = 16_384

Features = NDArray[np.float32]


def feature_source(detector: Detector) -> FeatureSource:
    """What tells the features of a detector. Raises UserError for a detector that has none."""
    pooled = PooledFeatures(detector) if isinstance(detector, TorchDetector) and detector.target_layers else None
    if isinstance(detector, FeatureSource):
        return _Bounded(detector, pooled)
    if pooled is None:
        raise UserError(
            "no_features",
            phrase("{detector} tells no latent features of an image.", detector=detector.id),
            "Choose another detector: deep-evidence, measured-features or an imported PyTorch model.",
        )
    return pooled


class PooledFeatures:
    """The output of a network's last target layer, by a forward hook: the mean of each channel over the places of a
    map; of a layer of tokens the class token, or the tokens' mean where there is none."""

    def __init__(self, detector: TorchDetector) -> None:
        self._detector = detector

    def features(self, image: ImageInput, context: TaskContext) -> Features:
        """Float32 (C,)."""
        import torch

        context.checkpoint()
        network = self._detector.network()
        layer = list(self._detector.target_layers)[-1]
        seen: list[Any] = []
        module = network.get_submodule(layer.module)
        hook = module.register_forward_hook(lambda _, inputs, output: seen.append(output))
        try:
            planes = torch.from_numpy(self._detector.prepare(image).pixels)[None]
            with torch.no_grad():
                network(planes.to(next(network.parameters()).device))
        finally:
            hook.remove()
        result: Features = _pooled(layer, seen[-1]).float().cpu().numpy()
        return result


class _Bounded:
    """A detector's own features, checked; `instead` where they are too many."""

    def __init__(self, own: FeatureSource, instead: PooledFeatures | None) -> None:
        self._own = own
        self._instead = instead
        self._too_many = False

    def features(self, image: ImageInput, context: TaskContext) -> Features:
        if not (self._too_many and self._instead):
            values = np.asarray(self._own.features(image, context), dtype=np.float32).reshape(-1)
            if values.size <= MAX_OWN_FEATURES:
                return values
            self._too_many = True
        if self._instead is None:
            raise PluginFault(
                "too_many_features",
                phrase("The detector gives more than {most:,} features.", most=MAX_OWN_FEATURES),
                "Choose another.",
            )
        return self._instead.features(image, context)


def _pooled(layer: TargetLayer, output: Any) -> Any:
    """The features (C,) in a layer's output of one image."""
    tensor = output[0] if isinstance(output, tuple) else output
    if not layer.tokens:
        return tensor[0].flatten(1).mean(dim=1)
    return tensor[0, 0] if layer.prefix else tensor[0].mean(dim=0)
