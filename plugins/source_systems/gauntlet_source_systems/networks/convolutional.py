"""The convolutional networks: two small ones trained from nothing, and ResNet-50 with the heads that papers gave it."""

from __future__ import annotations

from collections.abc import Sequence

import torchvision  # noqa: TID253 - imported lazily: only a detector that is run, or trained, reaches this module
from torch import Tensor, nn  # noqa: TID253


def _convolution(inputs: int, outputs: int) -> list[nn.Module]:
    return [nn.Conv2d(inputs, outputs, 3, padding=1), nn.BatchNorm2d(outputs), nn.ReLU()]


class ArtBenchCnn(nn.Module):
    """The network for AI-ArtBench at 256 px (source system 003, section 3 and figure 1): blocks of 3 x 3 convolutions
    with batch normalisation and ReLU, each followed by max-pooling, then 512 neurons and two outputs."""

    def __init__(
        self, side: int = 256, blocks: Sequence[Sequence[int]] = ((128, 128), (64, 64), (32, 32), (16, 16), (8,))
    ) -> None:
        super().__init__()
        self.blocks = nn.Sequential()
        inputs = 3
        for widths in blocks:
            layers: list[nn.Module] = []
            for width in widths:
                layers += _convolution(inputs, width)
                inputs = width
            self.blocks.append(nn.Sequential(*layers, nn.MaxPool2d(2)))
        reduced = side // 2 ** len(blocks)
        self.dense = nn.Sequential(nn.Flatten(), nn.Linear(inputs * reduced * reduced, 512), nn.ReLU())
        self.head = nn.Linear(512, 2)

    def forward(self, images: Tensor) -> Tensor:
        logits: Tensor = self.head(self.dense(self.blocks(images)))
        return logits


class BaselineCnn(nn.Module):
    """The baseline of source system 004: three convolutions of 32, 64 and 128 channels with batch normalisation, ReLU
    and max-pooling, then 512, 256 and two neurons."""

    def __init__(self, side: int = 32, widths: Sequence[int] = (32, 64, 128)) -> None:
        super().__init__()
        self.blocks = nn.Sequential()
        inputs = 3
        for width in widths:
            self.blocks.append(nn.Sequential(*_convolution(inputs, width), nn.MaxPool2d(2)))
            inputs = width
        reduced = side // 2 ** len(widths)
        self.dense = nn.Sequential(
            nn.Flatten(), nn.Linear(inputs * reduced * reduced, 512), nn.ReLU(), nn.Linear(512, 256), nn.ReLU()
        )
        self.head = nn.Linear(256, 2)

    def forward(self, images: Tensor) -> Tensor:
        logits: Tensor = self.head(self.dense(self.blocks(images)))
        return logits


def resnet50(outputs: int = 2) -> nn.Module:
    """ResNet-50 (He et al., CVPR 2016) with as many outputs."""
    network: nn.Module = torchvision.models.resnet50(weights=None, num_classes=outputs)
    return network


def modified_resnet50(hidden: Sequence[int] = (1024, 512, 256), dropout: float = 0.0) -> nn.Module:
    """ModResNet (source system 004, appendix A): ResNet-50 with three more linear layers before the output, optionally
    with dropout after each. The paper does not give their widths: these halve from 1,024."""
    network = torchvision.models.resnet50(weights=None)
    layers: list[nn.Module] = []
    inputs = network.fc.in_features
    for width in hidden:
        layers += [nn.Linear(inputs, width), nn.ReLU()]
        if dropout:
            layers.append(nn.Dropout(dropout))
        inputs = width
    network.fc = nn.Sequential(*layers, nn.Linear(inputs, 2))
    result: nn.Module = network
    return result
