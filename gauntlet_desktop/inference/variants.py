"""A PyTorch detector with one thing changed, so that a map can be made before and after: its weights, or its input."""

from __future__ import annotations

import copy
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from gauntlet_desktop.api.parameters import complete
from gauntlet_desktop.api.protocols import Attack, DetectorOutput, ImageInput
from gauntlet_desktop.api.torch_models import CAMERA, GENERATED, Prepared, TargetLayer, TorchDetector
from gauntlet_desktop.core.task import TaskContext

if TYPE_CHECKING:
    import torch

LAST_LAYER, ALL_LAYERS = "last layer", "all layers"


class Variant:
    """A `TorchDetector` like another, with a network of its own, or with an input that is the same for any image."""

    def __init__(
        self, detector: TorchDetector, network: torch.nn.Module | None = None, prepared: Prepared | None = None
    ) -> None:
        self._detector, self._network, self._prepared = detector, network, prepared

    @property
    def id(self) -> str:
        return self._detector.id

    @property
    def target_layers(self) -> Sequence[TargetLayer]:
        return self._detector.target_layers

    def network(self) -> torch.nn.Module:
        return self._detector.network() if self._network is None else self._network

    def prepare(self, image: ImageInput) -> Prepared:
        return self._detector.prepare(image) if self._prepared is None else self._prepared

    def detect(self, image: ImageInput, context: TaskContext) -> DetectorOutput:
        import torch

        context.checkpoint()
        network = self.network()
        with torch.no_grad():
            logits = network(_tensor(network, self.prepare(image)))[0]
        return DetectorOutput(float(logits[GENERATED] - logits[CAMERA]))


def attacked(detector: TorchDetector, image: ImageInput, attack: Attack, epsilon: float, seed: int) -> Variant:
    """The detector on this image after an attack, of at most `epsilon` a value in 0..1, that speaks against what it
    answers now."""
    import torch

    network, prepared = detector.network(), detector.prepare(image)
    images = _tensor(network, prepared)
    with torch.no_grad():
        predicted = network(images).argmax(dim=1)
    moved = attack.perturb(network, images, predicted, complete(attack.parameters, {"epsilon": epsilon}), seed)
    pixels = moved[0].detach().cpu().numpy().astype(np.float32)
    return Variant(detector, prepared=replace(prepared, pixels=pixels))


def shuffled(detector: TorchDetector, image: ImageInput, part: str, seed: int) -> Variant:
    """The detector with the weights of its last layer, or of all, put into random order, each layer's among themselves:
    what was learnt is gone, the scale stays. The last layer is the one that runs last on this image."""
    import torch

    network = copy.deepcopy(detector.network())
    last = _last_layer(network, _tensor(network, detector.prepare(image)))
    chosen = last.parameters(recurse=False) if part == LAST_LAYER else network.parameters()
    generator = torch.Generator().manual_seed(seed)
    with torch.no_grad():
        for weights in chosen:
            order = torch.randperm(weights.numel(), generator=generator).to(weights.device)
            weights.copy_(weights.reshape(-1)[order].reshape(weights.shape))
    return Variant(detector, network=network)


def _last_layer(network: torch.nn.Module, images: torch.Tensor) -> torch.nn.Module:
    """Of the modules with weights of their own, the one that is entered last."""
    import torch

    entered: list[torch.nn.Module] = [network]
    owners = [module for module in network.modules() if next(module.parameters(recurse=False), None) is not None]
    hooks = [module.register_forward_pre_hook(lambda module, _: entered.append(module)) for module in owners]
    try:
        with torch.no_grad():
            network(images)
    finally:
        for hook in hooks:
            hook.remove()
    return entered[-1]


def _tensor(network: torch.nn.Module, prepared: Prepared) -> torch.Tensor:
    import torch

    return torch.from_numpy(prepared.pixels)[None].to(next(network.parameters()).device)
