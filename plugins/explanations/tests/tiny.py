"""Tiny detectors for the tests: a convolutional one whose rest is linear, one whose rest is not, and a transformer."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from gauntlet_desktop.api import CAMERA, GENERATED, DetectorOutput, ImageInput, Prepared, TargetLayer
from gauntlet_desktop.core.records import Box, ImageFacts
from gauntlet_desktop.core.task import TaskContext

SIDE = 32


def image(seed: int = 0, side: int = SIDE) -> ImageInput:
    pixels = np.random.default_rng(seed).integers(0, 256, (side, side, 3), dtype=np.uint8)
    return ImageInput(pixels, ImageFacts("PNG", "RGB", 8, side, side, 1, 1, False, "", 1.0, None))


class Detector:
    """A `TorchDetector` on any network."""

    def __init__(self, network: nn.Module, layers: Sequence[TargetLayer]) -> None:
        self._network = network.eval().requires_grad_(False)
        self.target_layers = tuple(layers)
        self.id = "tiny"

    def network(self) -> nn.Module:
        return self._network

    def prepare(self, picture: ImageInput) -> Prepared:
        planes = np.ascontiguousarray(picture.pixels.transpose(2, 0, 1), dtype=np.float32) / np.float32(255.0)
        return Prepared(planes, Box(0, 0, picture.facts.width, picture.facts.height))

    def detect(self, picture: ImageInput, context: TaskContext) -> DetectorOutput:
        context.checkpoint()
        with torch.no_grad():
            logits = self._network(torch.from_numpy(self.prepare(picture).pixels)[None])[0]
        return DetectorOutput(float(logits[GENERATED] - logits[CAMERA]))


class Convolutional(nn.Module):
    """Two convolutions, a mean and a linear layer; `curved` puts a non-linear layer after the mean."""

    def __init__(self, curved: bool = False, shift: float = 0.0) -> None:
        super().__init__()
        self.first = nn.Sequential(nn.Conv2d(3, 6, 3, 2, 1), nn.ReLU())
        self.second = nn.Sequential(nn.Conv2d(6, 10, 3, 2, 1), nn.ReLU())
        self.tail: nn.Module = nn.Identity()
        if curved:
            dense = nn.Linear(10, 10)
            dense.weight.data *= 10.0
            self.tail = nn.Sequential(dense, nn.Tanh())
        self.head = nn.Linear(10, 2)
        self.shift = shift

    def forward(self, images: Tensor) -> Tensor:
        features = self.second(self.first(images)).mean(dim=(2, 3))
        logits: Tensor = self.head(self.tail(features)) + self.shift
        return logits


def convolutional(*, curved: bool = False, shift: float = 0.0, seed: int = 1) -> Detector:
    torch.manual_seed(seed)
    return Detector(Convolutional(curved, shift), [TargetLayer("first", "first"), TargetLayer("second", "second")])


class Transformer(nn.Module):
    def __init__(self, model: Any) -> None:
        super().__init__()
        self.model = model

    def forward(self, images: Tensor) -> Tensor:
        logits: Tensor = self.model(pixel_values=images).logits
        return logits


def transformer(seed: int = 2, family: str = "vit") -> Detector:
    torch.manual_seed(seed)
    shape = {
        "hidden_size": 24,
        "intermediate_size": 48,
        "num_hidden_layers": 3,
        "num_attention_heads": 2,
        "image_size": SIDE,
        "patch_size": 8,
        "attn_implementation": "eager",
    }
    network, path = _clip(shape) if family == "clip" else _vit(shape)
    layers = [TargetLayer(f"block {i + 1}", path.format(i), tokens=True, prefix=1) for i in range(3)]
    return Detector(network, layers)


def _vit(shape: dict[str, Any]) -> tuple[nn.Module, str]:
    from transformers import ViTConfig, ViTForImageClassification

    model = ViTForImageClassification(ViTConfig(**shape, num_labels=2, initializer_range=0.3))
    return Transformer(model), "model.vit.layers.{}.layernorm_before"


def _clip(shape: dict[str, Any]) -> tuple[nn.Module, str]:
    from transformers import CLIPVisionConfig, CLIPVisionModelWithProjection

    model = CLIPVisionModelWithProjection(CLIPVisionConfig(**shape, projection_dim=2, initializer_factor=8.0))
    return Embedded(model), "model.vision_model.encoder.layers.{}.layer_norm1"


class Embedded(nn.Module):
    """The two numbers of an image embedding as logits."""

    def __init__(self, model: Any) -> None:
        super().__init__()
        self.model = model

    def forward(self, images: Tensor) -> Tensor:
        logits: Tensor = self.model(pixel_values=images).image_embeds
        return logits


class Tapped(nn.Module):
    """Looks into each block for itself, as RINE does."""

    def __init__(self, model: Any) -> None:
        super().__init__()
        self.model = model
        self.head = nn.Linear(24, 2)

    def forward(self, images: Tensor) -> Tensor:
        tokens: list[Tensor] = []
        taps = [
            block.layernorm_after.register_forward_hook(lambda module, inputs, output: tokens.append(output[:, 0]))
            for block in self.model.vit.layers
        ]
        try:
            self.model(pixel_values=images)
        finally:
            for tap in taps:
                tap.remove()
        logits: Tensor = self.head(torch.stack(tokens).mean(dim=0))
        return logits


def tapped() -> Detector:
    detector = transformer()
    return Detector(Tapped(detector.network().model), detector.target_layers)


def values_of(heatmap: Any) -> NDArray[np.float32]:
    (view,) = heatmap.views
    values: NDArray[np.float32] = view.values
    return values
