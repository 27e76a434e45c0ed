"""Writes PyTorch networks as ONNX, each checked against what it came from."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from gauntlet_desktop.api.portable import OnnxNote, Preparation
from gauntlet_desktop.api.torch_models import TorchDetector
from gauntlet_desktop.core.errors import EnvironmentFault, UserError
from gauntlet_desktop.core.phrases import phrase
from gauntlet_desktop.inference.onnx_files import Network, file_network, onnx_libraries, quiet, save

OPSET = 18
TOLERANCE = 1e-4
CHECKED_IMAGES = 3
# One file of ONNX is one protocol buffer, which ends at 2 GiB.
MAX_PARAMETERS = 500_000_000


def export_network(detector: TorchDetector, preparation: Preparation, architecture: str, path: Path) -> float:
    """Write a detector's network, normalisation included, as ONNX: "image", float32 (N, 3, side, side), RGB in 0..1, to
    "logits" (N, 2), camera and generated; its note says how images are prepared. Returns the largest difference of a
    logit from PyTorch's on random images.

    Raises UserError for a network that is too large or cannot be exported, EnvironmentFault when the difference is over
    1e-4, or without the full install.
    """
    network = detector.network().cpu()
    note = OnnxNote(architecture, sum(each.numel() for each in network.parameters()), preparation)
    if note.parameters > MAX_PARAMETERS:
        raise UserError(
            "too_large",
            phrase("{detector} is too large for one ONNX file.", detector=detector.id),
            "Choose a smaller network.",
        )
    model = _exported(network, detector.id, preparation.side)
    _anonymise(model)
    save(model, path, note)
    return _difference(network, path, detector.id, preparation.side)


def torch_network(network: Any) -> Network:
    """A PyTorch network on one thread of the processor: images (N, 3, H, W) to its logits."""
    import torch

    def run(images: NDArray[np.float32]) -> NDArray[np.float64]:
        threads = torch.get_num_threads()
        torch.set_num_threads(1)
        try:
            with torch.no_grad():
                return np.asarray(network(torch.from_numpy(images)).double().numpy())
        finally:
            torch.set_num_threads(threads)

    return run


def _exported(network: Any, detector_id: str, side: int) -> Any:
    import torch

    onnx_libraries()
    try:
        with quiet():
            program = torch.onnx.export(
                network,
                (torch.zeros(2, 3, side, side),),
                input_names=["image"],
                output_names=["logits"],
                opset_version=OPSET,
                dynamo=True,
                dynamic_shapes=({0: torch.export.Dim("batch", min=1, max=4096)},),
                verbose=False,
            )
    except Exception as error:  # the exporter raises types of its own for what it does not know
        raise UserError(
            "not_exportable",
            phrase("{detector} cannot be written as ONNX ({kind}).", detector=detector_id, kind=type(error).__name__),
            "Its network does what ONNX cannot say; it stays as it is.",
        ) from error
    assert program is not None
    return program.model_proto


def _difference(network: Any, path: Path, detector_id: str, side: int) -> float:
    images = np.random.default_rng(1).random((CHECKED_IMAGES, 3, side, side), dtype=np.float32)
    ours, theirs = file_network(path)(images), torch_network(network)(images)
    difference = float(np.abs(ours - theirs).max())
    if not difference <= TOLERANCE:
        raise EnvironmentFault(
            "export_differs",
            phrase(
                "{detector} as ONNX differs from PyTorch by {difference:.2g} in a logit, more than {most}.",
                detector=detector_id,
                difference=difference,
                most=TOLERANCE,
            ),
            "Nothing was kept. Use it on PyTorch.",
        )
    return difference


def _anonymise(model: Any) -> None:
    """Drop the exporter's notes: they hold stack traces with the paths of this machine."""
    graph = model.graph
    for part in (model, graph, *graph.node, *graph.input, *graph.output, *graph.value_info, *graph.initializer):
        part.ClearField("metadata_props")
        part.ClearField("doc_string")
