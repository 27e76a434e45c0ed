"""Writes a trained net as ONNX, with normalisation folded into the convolutions, and as safetensors."""

from __future__ import annotations

from pathlib import Path
from typing import Any

ONNX_NAME = "patch_evidence.onnx"
SAFETENSORS_NAME = "patch_evidence.safetensors"
OPSET = 18
BIAS_KEY = "bias"


def export(network: Any, out: Path) -> None:
    """Write both files into `out`. ONNX: input "image" float32 (N, 3, H, W), RGB in 0..1, sides multiples of 8; outputs
    "evidence" (N, 1, H/8, W/8) and "score" (N,); the bias b of score = b + mean(evidence) is metadata "bias"."""
    from safetensors.torch import save_file

    state = {name: value.contiguous() for name, value in network.state_dict().items()}
    save_file(state, str(out / SAFETENSORS_NAME), metadata={BIAS_KEY: repr(network.bias.item())})
    export_onnx(folded(network), out / ONNX_NAME)


def folded(network: Any) -> Any:
    """A copy in evaluation mode whose every convolution has taken in the normalisation after it."""
    import copy

    from torch.nn.utils.fusion import fuse_conv_bn_eval

    from gauntlet_patch_evidence.network import NormalisedConvolution

    result = copy.deepcopy(network).eval()
    for module in list(result.modules()):
        if isinstance(module, NormalisedConvolution):
            module[0] = fuse_conv_bn_eval(module.convolution, module.normalisation)
            del module[1]
    return result


def export_onnx(network: Any, path: Path) -> None:
    """Export through torch.export, with free batch and sides, and check the result."""
    import onnx
    import torch

    side = torch.export.Dim("rows", min=8, max=8192), torch.export.Dim("columns", min=8, max=8192)
    shape = {0: torch.export.Dim("batch", min=1, max=4096), 2: 8 * side[0], 3: 8 * side[1]}
    program = torch.onnx.export(
        network.to(memory_format=torch.contiguous_format),
        (torch.zeros(2, 3, 72, 96),),
        input_names=["image"],
        output_names=["evidence", "score"],
        opset_version=OPSET,
        dynamo=True,
        dynamic_shapes=(shape,),
        verbose=False,
    )
    assert program is not None
    model = program.model_proto
    anonymise(model)
    onnx.helper.set_model_props(model, {BIAS_KEY: repr(network.bias.item())})
    onnx.checker.check_model(model, full_check=True)
    path.write_bytes(model.SerializeToString())


def anonymise(model: Any) -> None:
    """Drop the exporter's notes: they hold stack traces with the paths of this machine, and differ between machines."""
    graph = model.graph
    for part in (model, graph, *graph.node, *graph.input, *graph.output, *graph.value_info, *graph.initializer):
        part.ClearField("metadata_props")
        part.ClearField("doc_string")
