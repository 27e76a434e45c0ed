"""The linear head of the deep-evidence net: fitted in closed form, kept as sums that can be added to and resumed."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from gauntlet_patch_evidence.detector import BIAS_KEY

if TYPE_CHECKING:
    import onnx

Array = NDArray[np.float64]
# A crop counts as of one class when at most this share of it is of the other: composites are left out.
_PURE = 0.01


@dataclass(frozen=True, slots=True)
class Head:
    """score = bias + mean over positions of weights . features; `weights` float64 (channels,)."""

    weights: Array
    bias: float


@dataclass(slots=True)
class Moments:
    """Sums over either class, real first, of the features seen: counts (2,), first (2, C), second moments (2, C, C)."""

    step: int
    counts: Array
    first: Array
    second: Array

    @classmethod
    def empty(cls, channels: int) -> Moments:
        return cls(0, np.zeros(2), np.zeros((2, channels)), np.zeros((2, channels, channels)))

    def add(self, features: NDArray[np.float32], labels: NDArray[np.float32]) -> None:
        """Take in features (N, C) with labels (N,): the generated share of each crop, 0..1."""
        for index, chosen in enumerate((labels <= _PURE, labels >= 1.0 - _PURE)):
            of_class = features[chosen].astype(np.float64)
            self.counts[index] += len(of_class)
            self.first[index] += of_class.sum(axis=0)
            self.second[index] += of_class.T @ of_class
        self.step += 1

    def head(self, ridge: float) -> Head:
        """The ridge-regularised linear discriminant (Friedman, JASA 1989, shrunk towards independence) of standardised
        features, both classes weighing the same; its score is the natural log-odds of a normal model.

        `ridge` is what is added to the unit diagonal of the correlations. Raises ValueError when a class is empty.
        """
        if not self.counts.all():
            raise ValueError("both classes need crops that are not composites")
        means = self.first / self.counts[:, None]
        within = sum(s / n - np.outer(m, m) for s, n, m in zip(self.second, self.counts, means, strict=True)) / 2.0
        difference = means[1] - means[0]
        total = within + np.outer(difference, difference) / 4.0
        scale = np.sqrt(np.maximum(np.diag(total), 1e-12))
        shrunk = total / np.outer(scale, scale) + ridge * np.eye(len(scale))
        direction = np.linalg.solve(shrunk, difference / scale) / scale
        direction *= float(direction @ difference) / float(direction @ within @ direction)
        return Head(direction, -float(direction @ means.sum(axis=0)) / 2.0)


def save_moments(moments: Moments, path: Path) -> None:
    """Write whole or not at all."""
    partial = path.with_suffix(".partial")
    with partial.open("wb") as stream:
        np.savez(stream, step=moments.step, counts=moments.counts, first=moments.first, second=moments.second)
    partial.replace(path)


def load_moments(path: Path) -> Moments:
    """What `save_moments` wrote."""
    with np.load(path, allow_pickle=False) as data:
        return Moments(int(data["step"]), data["counts"], data["first"], data["second"])


def write_net(trunk: onnx.ModelProto, head: Head, path: Path) -> None:
    """Write the trunk (output "features") with this head: outputs "features", "evidence" (N, 1, h, w) and "score" (N,);
    the bias is metadata "bias". A head that the model already has is replaced."""
    import onnx
    from onnx import TensorProto, helper, numpy_helper

    model = onnx.ModelProto()
    model.CopyFrom(trunk)
    graph = model.graph
    _keep(graph.node, [node for node in graph.node if not node.name.startswith("head/")])
    _keep(graph.initializer, [tensor for tensor in graph.initializer if not tensor.name.startswith("head/")])
    _keep(graph.output, [output for output in graph.output if output.name == "features"])
    weights = head.weights.astype(np.float32).reshape(1, -1, 1, 1)
    axes = np.array([1, 2, 3], dtype=np.int64)
    bias = np.array(head.bias, dtype=np.float32)
    for name, values in (("head/weights", weights), ("head/axes", axes), ("head/bias", bias)):
        graph.initializer.append(numpy_helper.from_array(values, name))
    graph.node.extend(
        [
            helper.make_node("Conv", ["features", "head/weights"], ["evidence"], "head/evidence"),
            helper.make_node("ReduceMean", ["evidence", "head/axes"], ["head/mean"], "head/mean", keepdims=0),
            helper.make_node("Add", ["head/mean", "head/bias"], ["score"], "head/score"),
        ]
    )
    graph.output.extend(
        [
            helper.make_tensor_value_info("evidence", TensorProto.FLOAT, ["batch", 1, None, None]),
            helper.make_tensor_value_info("score", TensorProto.FLOAT, ["batch"]),
        ]
    )
    helper.set_model_props(model, {BIAS_KEY: repr(float(bias))})
    onnx.checker.check_model(model, full_check=True)
    path.write_bytes(model.SerializeToString(deterministic=True))


def write_tensors(net: onnx.ModelProto, path: Path) -> None:
    """Write the weights of a net that `write_net` wrote as safetensors, in the precision that it stores. Names are the
    net's own; the head's are "head.weights" (1, 320, 1, 1) and "head.bias" ()."""
    from onnx import numpy_helper
    from safetensors.numpy import save

    arrays = {tensor.name: numpy_helper.to_array(tensor) for tensor in net.graph.initializer}
    weights = {
        name.replace("/", "."): np.ascontiguousarray(values)
        for name, values in arrays.items()
        if name == "head/bias" or (values.ndim and values.dtype.kind == "f")
    }
    path.write_bytes(save(weights))


def _keep(field: object, items: list[object]) -> None:
    del field[:]  # type: ignore[attr-defined]
    field.extend(items)  # type: ignore[attr-defined]
