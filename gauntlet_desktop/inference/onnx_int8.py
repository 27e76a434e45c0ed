"""Turns the layers of an ONNX network into int8: linear layers by dynamic quantisation, so that what enters them is
quantised as it comes; of convolutions the weights alone, which are made float32 again when the file is loaded.

ADR 17 says why convolutions do not calculate in whole numbers.
"""

from __future__ import annotations

import tempfile
from dataclasses import replace
from math import prod
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from gauntlet_desktop.core.errors import UserError
from gauntlet_desktop.core.phrases import phrase
from gauntlet_desktop.inference.onnx_files import note_in, onnx_libraries, properties_of, quiet, save

LARGEST = 127
# Smaller convolutions stay as they are: they weigh nothing, and among them are the first ones, which errors hurt most.
LEAST_WEIGHTS = 4096
_LINEAR, _CONVOLUTIONS = ("MatMul", "Gemm"), ("Conv",)


def quantise(source: Path, path: Path) -> None:
    """Write an ONNX file whose linear layers have weights in int8, each channel with a scale of its own and of seven
    bits: with eight, the products of processors without VNNI overflow. The convolutions have as well, with eight bits,
    where they hold most of the network's weights. Raises UserError where nothing can be quantised."""
    onnx, quantization = onnx_libraries()
    original = onnx.load(source)
    if _is_quantised(original, onnx):
        raise UserError("quantised_already", "The network is quantised already.", "Quantise the one it was made from.")
    note = note_in(original)
    try:
        model = _reduced(source, onnx, quantization)
    except Exception as error:  # the quantiser raises types of many kinds for what it does not know
        raise UserError(
            "not_quantisable",
            phrase("The network cannot be quantised ({kind}).", kind=type(error).__name__),
            "It does what the quantiser does not know; it stays as it is.",
        ) from error
    if not _is_quantised(model, onnx):
        raise UserError(
            "nothing_to_quantise",
            phrase(
                "The network has neither a linear layer nor a convolution of at least {least} weights.",
                least=LEAST_WEIGHTS,
            ),
            "It stays as it is: there is nothing that int8 would make smaller.",
        )
    reduced_note = replace(note, architecture=f"{note.architecture}, int8") if note else None
    save(model, path, reduced_note, properties_of(original))


def _reduced(source: Path, onnx: Any, quantization: Any) -> Any:
    from onnxruntime.quantization.shape_inference import quant_pre_process

    with tempfile.TemporaryDirectory(prefix="gauntlet-") as scratch, quiet():
        prepared, reduced = Path(scratch) / "prepared.onnx", Path(scratch) / "int8.onnx"
        quant_pre_process(source, prepared, skip_symbolic_shape=True)
        quantization.quantize_dynamic(
            prepared,
            reduced,
            op_types_to_quantize=list(_LINEAR),
            weight_type=quantization.QuantType.QInt8,
            per_channel=True,
            reduce_range=True,
        )
        before, model = onnx.load(prepared), onnx.load(reduced)
    if _weights(before, _CONVOLUTIONS) > _weights(before, _LINEAR):
        quantise_convolutions(model, onnx)
    return model


def quantise_convolutions(model: Any, onnx: Any) -> None:
    """Give the convolutions of a model, whose weights are float32 constants, weights in int8, in place."""
    graph = model.graph
    constants = {
        tensor.name: tensor
        for tensor in graph.initializer
        if tensor.data_type == onnx.TensorProto.FLOAT and prod(tensor.dims) >= LEAST_WEIGHTS
    }
    entering = [node.input[1] for node in graph.node if node.op_type == "Conv" and node.input[1] in constants]
    nodes: list[Any] = []
    for name in dict.fromkeys(entering):
        whole, scales = channel_scales(onnx.numpy_helper.to_array(constants[name]))
        constants[name].CopyFrom(onnx.numpy_helper.from_array(whole, f"{name}/int8"))
        graph.initializer.append(onnx.numpy_helper.from_array(scales, f"{name}/scales"))
        nodes.append(onnx.helper.make_node("Cast", [f"{name}/int8"], [f"{name}/float"], to=onnx.TensorProto.FLOAT))
        nodes.append(onnx.helper.make_node("Mul", [f"{name}/float", f"{name}/scales"], [name]))
    nodes.extend(graph.node)
    del graph.node[:]
    graph.node.extend(nodes)


def channel_scales(weights: NDArray[np.float32]) -> tuple[NDArray[np.int8], NDArray[np.float32]]:
    """Weights (C, ...) as whole numbers in -127..127 of the same shape, and the scale (C, 1, ...) of each channel."""
    largest = np.abs(weights).max(axis=tuple(range(1, weights.ndim)), keepdims=True)
    scales = np.where(largest > 0, largest / LARGEST, 1.0).astype(np.float32)
    return np.rint(weights / scales).clip(-LARGEST, LARGEST).astype(np.int8), scales


def _weights(model: Any, kinds: tuple[str, ...]) -> int:
    """How many constants enter the layers of these kinds."""
    sizes = {tensor.name: prod(tensor.dims) for tensor in model.graph.initializer}
    return sum(sizes.get(node.input[1], 0) for node in model.graph.node if node.op_type in kinds)


def _is_quantised(model: Any, onnx: Any) -> bool:
    return any(tensor.data_type == onnx.TensorProto.INT8 for tensor in model.graph.initializer)
