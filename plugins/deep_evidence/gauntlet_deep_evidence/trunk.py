"""The fixed trunk of the deep-evidence net, on ONNX Runtime: pixels in, features out."""

from __future__ import annotations

from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from gauntlet_patch_evidence.detector import open_session

STRIDE = 32
CHANNELS = 320
ONNX_NAME = "deep_evidence.onnx"
SAFETENSORS_NAME = "deep_evidence.safetensors"
WEIGHTS = Path(__file__).parent / "weights" / ONNX_NAME


class Trunk:
    """The trunk in the net that `weights` holds; every net of a recipe has the same."""

    def __init__(self, weights: Path = WEIGHTS) -> None:
        self._weights = weights

    def mean_features(self, images: NDArray[np.float32]) -> NDArray[np.float32]:
        """Features (N, 320), averaged over each image, of images float32 (N, 3, H, W), RGB in 0..1."""
        (features,) = self._session.run(["features"], {"image": _on_grid(images)})
        means: NDArray[np.float32] = features.mean(axis=(2, 3))
        return means

    @cached_property
    def _session(self) -> Any:
        return open_session(self._weights)


def _on_grid(images: NDArray[np.float32]) -> NDArray[np.float32]:
    height, width = (side // STRIDE * STRIDE for side in images.shape[2:])
    return np.ascontiguousarray(images[:, :, :height, :width])
