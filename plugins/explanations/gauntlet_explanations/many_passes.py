"""A network that is passed hundreds of times: by ONNX Runtime where that is faster, which for convolutions it is.

The network is exported in memory, once for a request, and its logits are compared with PyTorch's before it is used.
"""

from __future__ import annotations

import io
import logging
import warnings
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from gauntlet_desktop.api.threads import processor_threads

if TYPE_CHECKING:
    import torch
    from torch import Tensor

TOLERANCE = 1e-4
# Below, the passes are done sooner than the export; above, a network is no part of one protocol buffer of 2 GiB.
LEAST_PARAMETERS, MOST_PARAMETERS = 2_000_000, 400_000_000
_OPSET = 17
_log = logging.getLogger(__name__)

Passes = Callable[["Tensor"], NDArray[np.float64]]


def many_passes(network: torch.nn.Module, image: Tensor) -> Passes:
    """What gives the logits (N, 2) of images (N, 3, H, W) that are altered forms of `image` (1, 3, H, W)."""
    if pays_off(network, image):
        try:
            return exported(network, image)
        except Exception as error:  # noqa: BLE001 - exporter and runtime have types of their own
            _log.info("Passed by PyTorch: %s", type(error).__name__)
    return eager(network)


def pays_off(network: torch.nn.Module, image: Tensor) -> bool:
    """Whether the network runs on the processor, most of its weights are in convolutions, and an export is worth it."""
    import torch

    sizes = [each.numel() for each in network.parameters()]
    convolutions = [each for each in network.modules() if isinstance(each, torch.nn.Conv2d)]
    return (
        image.device.type == "cpu"
        and LEAST_PARAMETERS <= sum(sizes) <= MOST_PARAMETERS
        and 2 * sum(each.weight.numel() for each in convolutions) > sum(sizes)
    )


def eager(network: torch.nn.Module) -> Passes:
    import torch

    def passes(images: Tensor) -> NDArray[np.float64]:
        with torch.inference_mode():
            return np.asarray(network(images).double().cpu().numpy())

    return passes


def exported(network: torch.nn.Module, image: Tensor) -> Passes:
    """The network in ONNX Runtime. Raises what exporter and runtime raise, and ValueError where a logit of the image,
    or of nothing but its mean colour, differs from PyTorch's by more than 1e-4."""
    import torch

    session = _session(_as_onnx(network, image))

    def passes(images: Tensor) -> NDArray[np.float64]:
        return np.asarray(session.run(None, {"image": images.numpy()})[0], dtype=np.float64)

    tried = torch.cat([image, image.mean(dim=(2, 3), keepdim=True).expand_as(image)])
    difference = float(np.abs(passes(tried) - eager(network)(tried)).max())
    if not difference <= TOLERANCE:
        raise ValueError(f"a logit differs by {difference:.2g}")
    return passes


def _as_onnx(network: torch.nn.Module, image: Tensor) -> bytes:
    """By the exporter that traces, for it takes a second where the newer one takes ten."""
    import torch

    written = io.BytesIO()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        torch.onnx.export(
            network,
            (image,),
            written,  # type: ignore[arg-type] # this exporter writes to files too, which the types leave out
            input_names=["image"],
            output_names=["logits"],
            opset_version=_OPSET,
            dynamo=False,
            dynamic_axes={"image": {0: "batch"}, "logits": {0: "batch"}},
        )
    return written.getvalue()


def _session(model: bytes) -> Any:
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = processor_threads()
    options.log_severity_level = 4
    return onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])
