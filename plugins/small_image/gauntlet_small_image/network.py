"""A residual net for 32 x 32 px in torch (full install only)."""

from __future__ import annotations

import torch.nn.functional as F  # noqa: TID253 - imported lazily: only training reaches this module
from torch import Tensor, nn  # noqa: TID253


class Block(nn.Module):
    """Two 3 x 3 convolutions with batch normalisation beside a shortcut (He et al., CVPR 2016)."""

    def __init__(self, inputs: int, outputs: int, stride: int) -> None:
        super().__init__()
        self.body = nn.Sequential(
            nn.Conv2d(inputs, outputs, 3, stride, 1, bias=False),
            nn.BatchNorm2d(outputs),
            nn.ReLU(),
            nn.Conv2d(outputs, outputs, 3, 1, 1, bias=False),
            nn.BatchNorm2d(outputs),
        )
        same = inputs == outputs and stride == 1
        self.shortcut = nn.Identity() if same else nn.Conv2d(inputs, outputs, 1, stride, bias=False)

    def forward(self, features: Tensor) -> Tensor:
        return F.relu(self.body(features) + self.shortcut(features))


class SmallImageNet(nn.Module):
    """Image (N, 3, 32, 32), RGB in 0..1, to the score (N,), higher towards "made by a generative model"."""

    def __init__(self, widths: tuple[int, ...] = (24, 48, 96), blocks: int = 2) -> None:
        super().__init__()
        self.stem = nn.Sequential(nn.Conv2d(3, widths[0], 3, 1, 1, bias=False), nn.BatchNorm2d(widths[0]), nn.ReLU())
        stages: list[nn.Module] = []
        inputs = widths[0]
        for index, width in enumerate(widths):
            for block in range(blocks):
                stages.append(Block(inputs, width, 2 if index and not block else 1))
                inputs = width
        self.stages = nn.Sequential(*stages)
        self.score = nn.Linear(inputs, 1)

    def forward(self, image: Tensor) -> Tensor:
        # Zero mean and about unit spread for natural images.
        features = self.stages(self.stem((image - 0.5) * 4.0))
        score: Tensor = self.score(features.mean(dim=(2, 3)))
        return score[:, 0]
