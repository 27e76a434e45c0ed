"""The patch-evidence net in torch: fully convolutional, so that the evidence map is the score (full install only)."""

from __future__ import annotations

from typing import cast

import torch  # noqa: TID253 - imported lazily: only training and export reach this module
import torch.nn.functional as F  # noqa: TID253
from torch import Tensor, nn  # noqa: TID253

STRIDE = 8
RECEPTIVE_FIELD = 75

# Residuals of natural images are a few hundredths of full scale; beyond three such units only edges are left.
_RESIDUAL_UNIT = 1.0 / 32.0
_RESIDUAL_CLAMP = 3.0


def high_pass_kernels() -> Tensor:
    """Three fixed kernels (3, 1, 5, 5): the 5 x 5 and 3 x 3 square kernels and a second difference of the spatial
    rich model (Fridrich and Kodovsky, IEEE TIFS 2012), each divided by its central weight."""
    square5 = [[-1, 2, -2, 2, -1], [2, -6, 8, -6, 2], [-2, 8, -12, 8, -2], [2, -6, 8, -6, 2], [-1, 2, -2, 2, -1]]
    square3 = [[0, 0, 0, 0, 0], [0, -1, 2, -1, 0], [0, 2, -4, 2, 0], [0, -1, 2, -1, 0], [0, 0, 0, 0, 0]]
    second = [[0, 0, 0, 0, 0], [0, 0, 1, 0, 0], [0, 1, -4, 1, 0], [0, 0, 1, 0, 0], [0, 0, 0, 0, 0]]
    kernels = torch.tensor([square5, square3, second], dtype=torch.float32)
    return (kernels / kernels[:, 2:3, 2:3].abs()).unsqueeze(1)


class InputChannels(nn.Module):
    """RGB (N, 3, H, W) in 0..1 to 15 channels: RGB, the neighbouring-pixel residual (Tan et al., CVPR 2024: what a
    2 x 2 mean cannot hold) and three high-pass residuals of each colour."""

    count = 15
    kernels: Tensor

    def __init__(self) -> None:
        super().__init__()
        self.register_buffer("kernels", high_pass_kernels().repeat(3, 1, 1, 1), persistent=False)

    def forward(self, image: Tensor) -> Tensor:
        neighbours = image - F.interpolate(F.avg_pool2d(image, 2), scale_factor=2.0, mode="nearest")
        high = F.conv2d(F.pad(image, (2, 2, 2, 2), mode="replicate"), self.kernels, groups=3)
        residuals = torch.cat([neighbours, high], dim=1) / _RESIDUAL_UNIT
        return torch.cat([(image - 0.5) * 4.0, residuals.clamp(-_RESIDUAL_CLAMP, _RESIDUAL_CLAMP)], dim=1)


class NormalisedConvolution(nn.Sequential):
    """A convolution without bias and its batch normalisation; the export folds the two into one."""

    def __init__(self, inputs: int, outputs: int, size: int, stride: int) -> None:
        convolution = nn.Conv2d(inputs, outputs, size, stride, size // 2, bias=False)
        super().__init__(convolution, nn.BatchNorm2d(outputs))

    @property
    def convolution(self) -> nn.Conv2d:
        return cast(nn.Conv2d, self[0])

    @property
    def normalisation(self) -> nn.BatchNorm2d:
        return cast(nn.BatchNorm2d, self[1])


class Residual(nn.Module):
    """Two 3 x 3 convolutions with batch normalisation beside a shortcut (He et al., CVPR 2016)."""

    def __init__(self, inputs: int, outputs: int, stride: int) -> None:
        super().__init__()
        self.first = NormalisedConvolution(inputs, outputs, 3, stride)
        self.second = NormalisedConvolution(outputs, outputs, 3, 1)
        same = inputs == outputs and stride == 1
        self.shortcut = nn.Identity() if same else NormalisedConvolution(inputs, outputs, 1, stride)

    def forward(self, features: Tensor) -> Tensor:
        return F.relu(self.second(F.relu(self.first(features))) + self.shortcut(features))


class PatchEvidenceNet(nn.Module):
    """Image (N, 3, H, W), RGB in 0..1, sides multiples of 8, to the evidence map M >= 0, (N, 1, H/8, W/8), and the
    score s = b + mean(M), (N,).

    The last weights are held non-negative (Rajan and Lee, "Stay-Positive", ICML 2025): evidence only ever adds up
    towards "made by a generative model", over the bias b of a picture without any.
    """

    def __init__(self, widths: tuple[int, int, int] = (24, 48, 80)) -> None:
        super().__init__()
        stem, middle, last = widths
        self.channels = InputChannels()
        self.stem = NormalisedConvolution(InputChannels.count, stem, 3, 2)
        self.stages = nn.Sequential(Residual(stem, middle, 2), Residual(middle, last, 2), Residual(last, last, 1))
        self.weight = nn.Parameter(torch.rand(1, last, 1, 1) * 2.0 / last)
        self.bias = nn.Parameter(torch.tensor(-1.0))

    def forward(self, image: Tensor) -> tuple[Tensor, Tensor]:
        features = self.stages(F.relu(self.stem(self.channels(image))))
        evidence = F.conv2d(features, self.weight.abs())
        return evidence, self.bias + evidence.mean(dim=(1, 2, 3))
