"""Detectors that see a residual of the image alone: the first half of a ResNet-50 on what a reduction by two cannot
hold (NPR: Tan et al., CVPR 2024), or on the finest diagonal wavelet band (SAFE: Li et al., KDD 2025)."""

from __future__ import annotations

import torch  # noqa: TID253 - imported lazily: only a detector that is run reaches this module
import torch.nn.functional as F  # noqa: TID253
import torchvision  # noqa: TID253
from torch import Tensor, nn  # noqa: TID253

_FIRST_HALF = ("conv1", "bn1", "relu", "maxpool", "layer1", "layer2", "avgpool")


class HalfResNet(nn.Module):
    """A ResNet-50 with a 3 x 3 first convolution, cut after its second stage, and `fc1`, under the names of the
    published checkpoints. Images (N, 3, H, W) with even sides."""

    def __init__(self, outputs: int) -> None:
        super().__init__()
        whole = torchvision.models.resnet50(weights=None)
        whole.conv1 = nn.Conv2d(3, 64, 3, stride=2, padding=1, bias=False)
        for name in _FIRST_HALF:
            setattr(self, name, getattr(whole, name))
        self.fc1 = nn.Linear(512, outputs)

    def residual(self, images: Tensor) -> Tensor:
        raise NotImplementedError

    def forward(self, images: Tensor) -> Tensor:
        features = self.residual(images)
        for name in _FIRST_HALF:
            features = getattr(self, name)(features)
        logits: Tensor = self.fc1(features.flatten(1))
        return logits


class Npr(HalfResNet):
    """One logit from the neighbouring-pixel residual."""

    def __init__(self) -> None:
        super().__init__(1)

    def residual(self, images: Tensor) -> Tensor:
        halved = F.interpolate(images, scale_factor=0.5, mode="nearest", recompute_scale_factor=True)
        restored = F.interpolate(halved, scale_factor=2.0, mode="nearest", recompute_scale_factor=True)
        return (images - restored) * (2.0 / 3.0)


class Safe(HalfResNet):
    """Two logits from the diagonal band of a one-level wavelet transform (biorthogonal 1.3, whose high-pass filter has
    two taps), enlarged to the image's size; borders are mirrored."""

    def __init__(self) -> None:
        super().__init__(2)

    def residual(self, images: Tensor) -> Tensor:
        wide = torch.cat([images[..., :2].flip(-1), images, images[..., -2:].flip(-1)], dim=-1)
        wide = torch.cat([wide[..., :2, :].flip(-2), wide, wide[..., -2:, :].flip(-2)], dim=-2)
        rows = wide[..., 0::2, :] - wide[..., 1::2, :]
        diagonal = (rows[..., 0::2] - rows[..., 1::2]) / 2.0
        return F.interpolate(diagonal, size=images.shape[-2:], mode="bilinear", align_corners=False)
