"""Attention rollout (Abnar and Zuidema, ACL 2020): where the class token's attention comes from, through all blocks."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import numpy as np

from gauntlet_desktop.api import Detector, ExplainRequest, ImageInput, TorchDetector
from gauntlet_desktop.core.errors import UserError
from gauntlet_desktop.core.phrases import phrase
from gauntlet_desktop.core.records import Heatmap
from gauntlet_desktop.core.task import TaskContext
from gauntlet_explanations.layers import to_map
from gauntlet_explanations.method import heatmap, open_case

if TYPE_CHECKING:
    import torch
    from torch import Tensor

_ATTENTION = re.compile(r"\.\d+\.(attention|self_attn|attn)$")


class AttentionRollout:
    """Products of the blocks' attention, mean over heads, each with half of the identity for the residual path. It
    knows no class: the map shows where the network looks, whatever it concludes."""

    id = "attention-rollout"
    name = "Attention rollout"

    def supports(self, detector: Detector) -> bool:
        return isinstance(detector, TorchDetector)

    def layers(self, detector: Detector) -> Sequence[str]:
        return []

    def passes(self, detector: Detector, request: ExplainRequest) -> float:
        return 1.0

    def explain(self, image: ImageInput, detector: Detector, request: ExplainRequest, context: TaskContext) -> Heatmap:
        assert isinstance(detector, TorchDetector)
        layer = next((layer for layer in reversed(detector.target_layers) if layer.tokens), None)
        if layer is None:
            raise UserError(
                "no_attention", phrase("{detector} has no attention.", detector=detector.id), "Choose a CAM method."
            )
        with _attention(detector.network()) as weights:
            case = open_case(image, detector, request, context)
        if not weights:
            raise UserError(
                "no_attention",
                phrase("{detector} does not tell its attention.", detector=detector.id),
                "Choose a CAM method.",
            )
        grid = to_map(layer, _class_token_path(weights)[None, :, None])[0, 0]
        values = grid.cpu().numpy().astype(np.float32)
        return heatmap(self.id, detector, case, values - values.min(), notes=["It explains no class."])


@contextmanager
def _attention(network: torch.nn.Module) -> Iterator[list[Tensor]]:
    """Holds what a pass within gives as attention (1, heads, T, T), block by block."""
    seen: list[Tensor] = []

    def hook(module: Any, inputs: Any, output: Any) -> None:
        if output[1] is not None:
            seen.append(output[1])

    hooks = [module.register_forward_hook(hook) for name, module in network.named_modules() if _ATTENTION.search(name)]
    try:
        yield seen
    finally:
        for each in hooks:
            each.remove()


def _class_token_path(weights: Sequence[Tensor]) -> Tensor:
    """Where the class token's attention comes from, (T,)."""
    import torch

    paths = torch.eye(weights[0].shape[-1], device=weights[0].device)
    for attention in weights:
        paths = 0.5 * (attention[0].mean(dim=0) @ paths + paths)
    return paths[0]
