"""The network that the acceptance kit gives attacks and methods of explanation, always with the same weights; torch is
imported where it is made."""

from __future__ import annotations

import functools
import importlib.util
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from gauntlet_desktop.api import CAMERA, GENERATED, DetectorOutput, ImageInput, Prepared, TargetLayer
from gauntlet_desktop.core.records import Box
from gauntlet_desktop.core.task import TaskContext

if TYPE_CHECKING:
    import torch

SEED = 1
_CHANNELS, _SIDE = 6, 96


def torch_is_there() -> bool:
    return importlib.util.find_spec("torch") is not None


@functools.cache
def network() -> torch.nn.Module:
    """A small network of the contract: RGB in 0..1, (N, 3, H, W), to logits (N, 2)."""
    import torch

    class Small(torch.nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.features = torch.nn.Conv2d(3, _CHANNELS, 5, stride=4)
            self.logits = torch.nn.Linear(_CHANNELS, 2)
            generator = torch.Generator().manual_seed(SEED)
            for weights in self.parameters():
                weights.data = torch.randn(weights.shape, generator=generator) / 5.0

        def forward(self, images: torch.Tensor) -> torch.Tensor:
            logits: torch.Tensor = self.logits(torch.relu(self.features(images)).mean(dim=(2, 3)))
            return logits

    return Small().eval()


@contextmanager
def one_thread() -> Iterator[None]:
    """Run torch on one thread: on so small a network several wait for each other longer than they compute."""
    import torch

    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    try:
        yield
    finally:
        torch.set_num_threads(threads)


def network_inputs() -> tuple[NDArray[np.float32], NDArray[np.int64]]:
    """What the network is given: float32 (4, 3, 32, 32) in 0..1, and the true classes (4,)."""
    rng = np.random.default_rng(SEED)
    return rng.random((4, 3, 32, 32), dtype=np.float32), np.array([0, 1, 0, 1], dtype=np.int64)


class ReferenceNetwork:
    """The network as a `TorchDetector`: it sees the centre of a picture."""

    id = "kit-network"

    @property
    def target_layers(self) -> Sequence[TargetLayer]:
        return (TargetLayer("features", "features"),)

    def network(self) -> torch.nn.Module:
        return network()

    def prepare(self, image: ImageInput) -> Prepared:
        height, width = image.pixels.shape[:2]
        top, left = (height - _SIDE) // 2, (width - _SIDE) // 2
        window = image.pixels[top : top + _SIDE, left : left + _SIDE]
        scale = image.facts.scale
        region = Box(*(round(each / scale) for each in (left, top, _SIDE, _SIDE)))
        return Prepared(np.ascontiguousarray(window.transpose(2, 0, 1), dtype=np.float32) / np.float32(255.0), region)

    def detect(self, image: ImageInput, context: TaskContext) -> DetectorOutput:
        import torch

        context.checkpoint()
        with torch.inference_mode():
            logits = self.network()(torch.from_numpy(self.prepare(image).pixels)[None])[0]
        return DetectorOutput(float(logits[GENERATED] - logits[CAMERA]))
