"""The contract of detectors that are PyTorch networks: what explainers, attacks, clusters and quantisation need of one.

Only types are named here; torch itself is imported by those who run the network.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol, runtime_checkable

import numpy as np
from numpy.typing import NDArray

from gauntlet_desktop.api.protocols import Detector, ImageInput
from gauntlet_desktop.core.records import Box

if TYPE_CHECKING:
    import torch

# Columns of a network's logits.
CAMERA, GENERATED = 0, 1


@dataclass(frozen=True, slots=True)
class Prepared:
    """What the network is given of an image: float32 (3, H, W) as RGB in 0..1, before the network's own normalisation,
    and the region of the original, in its pixels, that these pixels show."""

    pixels: NDArray[np.float32]
    region: Box


@dataclass(frozen=True, slots=True)
class TargetLayer:
    """A layer whose output explainers may look at.

    `name` is what people choose ("layer4", "block 12"); `module` the path for `Module.get_submodule`. Its output (the
    first item, where the module gives a tuple) is (N, C, h, w), or with `tokens` (N, prefix + h * w, C), row by row,
    after `prefix` class and register tokens.
    """

    name: str
    module: str
    tokens: bool = False
    prefix: int = 0


@runtime_checkable
class DifferentiableDetector(Detector, Protocol):
    """A detector whose network PyTorch can derive, which is what an attack needs. The score of one input is its logit
    of "generated" - its logit of "camera" (of a one-logit network z the logits are -z / 2 and z / 2)."""

    def network(self) -> torch.nn.Module:
        """The network in evaluation mode on its device: RGB in 0..1, float32 (N, 3, H, W), to logits (N, 2), columns
        `CAMERA` and `GENERATED`; normalisation is part of it. Loaded once; raises EnvironmentFault without weights."""
        ...

    def prepare(self, image: ImageInput) -> Prepared:
        """Resize and crop an image as the network's own evaluation does."""
        ...


@runtime_checkable
class TorchDetector(DifferentiableDetector, Protocol):
    """A detector that is one PyTorch network: what `detect` gives is the score of the one input."""

    @property
    def target_layers(self) -> Sequence[TargetLayer]:
        """The layers for explainers, from the input to the output; the last is the default."""
        ...
