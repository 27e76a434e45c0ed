"""Runs an exported net with PyTorch, operation by operation, from the very file that ONNX Runtime runs (full install).

It exists to repeat an analysis with another library, where the same weights must come to the same result, and to derive
the score by the pixels, as attacks do. It knows the operations that the nets of this program are made of, and refuses a
file with others.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import onnx  # noqa: TID253 - imported lazily: only a session of this kind reaches this module
import torch  # noqa: TID253
import torch.nn.functional as F  # noqa: TID253
from numpy.typing import NDArray
from onnx import numpy_helper  # noqa: TID253
from torch import Tensor  # noqa: TID253

from gauntlet_desktop.api.threads import processor_threads

Attributes = Mapping[str, Any]
Operation = Callable[[Sequence[Tensor], Attributes], Tensor]


class TorchSession:
    """What the detectors ask of a session of ONNX Runtime: `run`, `get_outputs` and `get_modelmeta`.

    Raises what onnx raises for a file that is none, and ValueError for an operation that is not known here.
    """

    def __init__(self, path: Path) -> None:
        if threads := processor_threads():
            torch.set_num_threads(threads)
        model = onnx.load(path)
        onnx.checker.check_model(model)
        self._graph = model.graph
        self._metadata = {entry.key: entry.value for entry in model.metadata_props}
        self._weights = {
            tensor.name: torch.from_numpy(numpy_helper.to_array(tensor).copy()) for tensor in model.graph.initializer
        }
        unknown = {node.op_type for node in self._graph.node} - OPERATIONS.keys()
        if unknown:
            raise ValueError(f"operations that are not known: {', '.join(sorted(unknown))}")
        self._last_use = {name: number for number, node in enumerate(self._graph.node) for name in node.input}

    def run(self, names: Sequence[str], feeds: Mapping[str, NDArray[np.float32]]) -> list[NDArray[np.float32]]:
        """The outputs of these names, for arrays by the names of the inputs."""
        with torch.inference_mode():
            given = {name: torch.from_numpy(np.ascontiguousarray(array)) for name, array in feeds.items()}
            return [values.numpy() for values in self.compute(names, given)]

    def compute(self, names: Sequence[str], feeds: Mapping[str, Tensor]) -> list[Tensor]:
        """The same on tensors, which can be derived by the feeds."""
        values = dict(feeds)
        for number, node in enumerate(self._graph.node):
            attributes = {each.name: onnx.helper.get_attribute_value(each) for each in node.attribute}
            given = [self._weights[name] if name in self._weights else values[name] for name in node.input if name]
            values[node.output[0]] = OPERATIONS[node.op_type](given, attributes)
            for name in node.input:  # of a large view the values between take gigabytes
                if self._last_use[name] == number and name not in names:
                    values.pop(name, None)
        return [values[name] for name in names]

    def get_outputs(self) -> list[Any]:
        """The outputs, each with its `name`."""
        return [SimpleNamespace(name=output.name) for output in self._graph.output]

    def get_modelmeta(self) -> Any:
        """The metadata, as `custom_metadata_map`."""
        return SimpleNamespace(custom_metadata_map=self._metadata)


class ScoreNetwork(torch.nn.Module):
    """The score of an exported net as a network of two logits, as `DifferentiableDetector` says."""

    def __init__(self, session: TorchSession) -> None:
        super().__init__()
        self._session = session

    def forward(self, images: Tensor) -> Tensor:
        """RGB in 0..1, float32 (N, 3, H, W), to logits (N, 2)."""
        (score,) = self._session.compute(["score"], {"image": images})
        return torch.stack((-score / 2, score / 2), dim=1)


def _convolution(given: Sequence[Tensor], said: Attributes) -> Tensor:
    features, weight, *bias = given
    top, left, bottom, right = said.get("pads", (0, 0, 0, 0))
    padded = F.pad(features, (left, right, top, bottom))
    strides, dilations = tuple(said.get("strides", (1, 1))), tuple(said.get("dilations", (1, 1)))
    return F.conv2d(padded, weight, bias[0] if bias else None, strides, 0, dilations, said.get("group", 1))


def _average(given: Sequence[Tensor], said: Attributes) -> Tensor:
    """Without padding, as the nets have it."""
    return F.avg_pool2d(given[0], tuple(said["kernel_shape"]), tuple(said["strides"]))


def _enlarged(given: Sequence[Tensor], _: Attributes) -> Tensor:
    """By whole factors, to the nearest place."""
    features, factors = given
    return F.interpolate(features, scale_factor=tuple(factors[2:].tolist()), mode="nearest")


def _padded(given: Sequence[Tensor], _: Attributes) -> Tensor:
    """By the values at the edges, rows and columns only."""
    _, _, top, left, _, _, bottom, right = given[1].tolist()
    return F.pad(given[0], (left, right, top, bottom), mode="replicate")


def _mean(given: Sequence[Tensor], said: Attributes) -> Tensor:
    return given[0].mean(dim=tuple(given[1].tolist()), keepdim=bool(said.get("keepdims", 1)))


OPERATIONS: Mapping[str, Operation] = {
    "Add": lambda given, _: given[0] + given[1],
    "AveragePool": _average,
    "Cast": lambda given, _: given[0].float(),  # the nets store halves and compute in single precision
    "Clip": lambda given, _: torch.clamp(given[0], given[1], given[2]),
    "Concat": lambda given, said: torch.cat(tuple(given), dim=said["axis"]),
    "Conv": _convolution,
    "Div": lambda given, _: given[0] / given[1],
    "Mul": lambda given, _: given[0] * given[1],
    "Pad": _padded,
    "ReduceMean": _mean,
    "Relu": lambda given, _: torch.relu(given[0]),
    "Resize": _enlarged,
    "Sub": lambda given, _: given[0] - given[1],
}
