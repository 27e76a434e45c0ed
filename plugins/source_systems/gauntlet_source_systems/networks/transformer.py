"""The transformers: ViT with a head, the CLIP vision tower with a head, and RINE over it. Towers are those of the
transformers library; pretrained ones come from local folders."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import torch  # noqa: TID253 - imported lazily: only a detector that is run, or trained, reaches this module
from torch import Tensor, nn  # noqa: TID253

# Eager attention gives its weights, which attention rollout needs, and runs the same everywhere.
ATTENTION = "eager"


def vit_classifier(tower: Mapping[str, Any], outputs: int = 2) -> nn.Module:
    """A ViT (Dosovitskiy et al., ICLR 2021) with a linear head on its class token: source system 000 for B/16."""
    from transformers import ViTConfig, ViTForImageClassification

    config = ViTConfig(**tower, num_labels=outputs, attn_implementation=ATTENTION)
    return LogitsOf(ViTForImageClassification(config))


def clip_tower(tower: Mapping[str, Any]) -> Any:
    """A CLIP vision tower (Radford et al., ICML 2021) with its projection, random weights."""
    from transformers import CLIPVisionConfig, CLIPVisionModelWithProjection

    return CLIPVisionModelWithProjection(CLIPVisionConfig(**tower, attn_implementation=ATTENTION))


class LogitsOf(nn.Module):
    """A classifier of the transformers library whose output is its logits alone."""

    def __init__(self, model: Any) -> None:
        super().__init__()
        self.model = model

    def forward(self, images: Tensor) -> Tensor:
        logits: Tensor = self.model(pixel_values=images).logits
        return logits


class ClipClassifier(nn.Module):
    """A CLIP vision tower and a head on its pooled class token, or, `projected`, on its image embedding.

    `hidden` are the widths of a Sequential head (source system 001, section 5.3.2), none for a linear one. With one
    output on the embedding of a ViT-L/14 it is UniversalFakeDetect (Ojha et al., CVPR 2023).
    """

    def __init__(
        self, tower: Mapping[str, Any], hidden: Sequence[int] = (), outputs: int = 2, projected: bool = False
    ) -> None:
        super().__init__()
        self.tower = clip_tower(tower)
        self.projected = projected
        width = int(tower["projection_dim"] if projected else tower["hidden_size"])
        layers: list[nn.Module] = []
        for size in hidden:
            layers += [nn.Linear(width, size), nn.ReLU()]
            width = size
        self.head = nn.Sequential(*layers, nn.Linear(width, outputs))

    def forward(self, images: Tensor) -> Tensor:
        logits: Tensor = self.head(self.embedding(images))
        return logits

    def embedding(self, images: Tensor) -> Tensor:
        if self.projected:
            embedded: Tensor = self.tower(pixel_values=images).image_embeds
            return embedded
        pooled: Tensor = self.tower.vision_model(pixel_values=images).pooler_output
        return pooled


class Rine(nn.Module):
    """RINE (Koutlis and Papadopoulos, ECCV 2024; source system 002): one logit from the class tokens of every block.

    The class token after the second normalisation of each of n blocks, K (b, n, d), goes through Q1 to (b, n, d'); the
    trainable importance estimator weighs the blocks of each of the d' features by a softmax of A (n, d'); their sum
    goes through Q2 and a head of two dense layers and an output. Names, and the places of dropout, are those of the
    published checkpoints: `alpha`, `proj1`, `proj2`, `head`.
    """

    def __init__(self, tower: Mapping[str, Any], projections: int = 2, width: int = 128) -> None:
        super().__init__()
        self.tower = clip_tower(tower)
        self.alpha = nn.Parameter(torch.randn(1, int(tower["num_hidden_layers"]), width))
        self.proj1 = _projection(int(tower["hidden_size"]), width, projections)
        self.proj2 = _projection(width, width, projections)
        dense = [layer for _ in range(2) for layer in (nn.Linear(width, width), nn.ReLU(), nn.Dropout())]
        self.head = nn.Sequential(*dense, nn.Linear(width, 1))

    def forward(self, images: Tensor) -> Tensor:
        logit: Tensor = self.head(self.embedding(images))
        return logit

    def embedding(self, images: Tensor) -> Tensor:
        """What the head sees, (N, d'): the contrastive loss is on it too."""
        blocks = self.proj1(self.class_tokens(images))
        weighed = torch.softmax(self.alpha, dim=1) * blocks
        embedded: Tensor = self.proj2(weighed.sum(dim=1))
        return embedded

    def class_tokens(self, images: Tensor) -> Tensor:
        """K (N, n, d)."""
        tokens: list[Tensor] = []
        taps = [
            layer.layer_norm2.register_forward_hook(lambda module, inputs, output: tokens.append(output[:, 0]))
            for layer in self.tower.vision_model.encoder.layers
        ]
        try:
            self.tower.vision_model(pixel_values=images)
        finally:
            for tap in taps:
                tap.remove()
        return torch.stack(tokens, dim=1)


def _projection(inputs: int, width: int, layers: int) -> nn.Sequential:
    modules: list[nn.Module] = [nn.Dropout()]
    for index in range(layers):
        modules += [nn.Linear(width if index else inputs, width), nn.ReLU(), nn.Dropout()]
    return nn.Sequential(*modules)
