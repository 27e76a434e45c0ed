"""A detector: scores an image by how strongly neighbouring pixels differ. Of no use, on purpose: train your own."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from gauntlet_desktop.api import Detector, DetectorOutput, ImageInput, hookimpl
from gauntlet_desktop.core.task import TaskContext

WEIGHTS = Path(__file__).with_name("weights.safetensors")


class NeighbourDifference:
    id = "example-plugin"

    def __init__(self) -> None:
        self._weights: dict[str, float] = {}

    def detect(self, image: ImageInput, context: TaskContext) -> DetectorOutput:
        """score = bias + slope x mean absolute difference of neighbours, 0..255."""
        weights = self._loaded()
        context.checkpoint()
        grey = image.pixels.mean(axis=2)
        difference = float(np.abs(np.diff(grey, axis=1)).mean())
        return DetectorOutput(weights["bias"] + weights["slope"] * difference)

    def _loaded(self) -> dict[str, float]:
        """Read on first use: hooks are called at every start."""
        if not self._weights:
            from safetensors.numpy import load_file

            self._weights = {name: float(value[0]) for name, value in load_file(WEIGHTS).items()}
        return self._weights


@hookimpl
def gauntlet_detectors() -> Sequence[Detector]:
    return [NeighbourDifference()]
