"""The scope judge for art: tells drawn, painted and typeset pictures from photographs, real or generated.

The detectors were trained on what calls itself a photograph or an image of a generative model; most of the latter are
illustrations, so that without this gate a painting by hand would pass for generated. The judge is a linear
discriminant on the trunk's features, fitted on pictures of both classes that a person sorted by their look:
scripts/fit_art_gate.py has the method, art_gate.json the figures.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from gauntlet_deep_evidence.trunk import STRIDE, Trunk
from gauntlet_desktop.api import ImageInput
from gauntlet_desktop.core.task import TaskContext

GATE = Path(__file__).parent / "weights" / "art_gate.json"
# A native window from the middle, and the whole picture, reduced: brushwork and lines show in one, layout in the other.
WINDOW_SIDE = 384
OVERVIEW_SIDE = 256

Pixels = NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class Gate:
    """score = bias + weights . features, float64 (320,); pictures over the threshold are refused."""

    weights: NDArray[np.float64]
    bias: float
    threshold: float


class ArtJudge:
    """Refuses pictures that look drawn, painted or typeset. The trunk is loaded on first use."""

    def __init__(self, path: Path = GATE) -> None:
        self._path = path
        self._trunk = Trunk()

    id = "art"

    def reasons(self, image: ImageInput, context: TaskContext) -> Sequence[str]:
        context.checkpoint()
        if min(image.pixels.shape[:2]) < STRIDE or self.score(image.pixels) <= self._gate.threshold:
            return ()
        return (
            "The picture looks drawn, painted or typeset: the detectors were validated on photographs and on images "
            "that look like photographs.",
        )

    def score(self, pixels: Pixels) -> float:
        """The natural log-odds of "drawn, painted or typeset" of a normal model, the mean over the views of uint8
        (height, width, 3)."""
        features = [self._trunk.mean_features(_batch(view))[0] for view in views(pixels)]
        return float(np.mean(features, axis=0) @ self._gate.weights + self._gate.bias)

    @cached_property
    def _gate(self) -> Gate:
        document = json.loads(self._path.read_text(encoding="utf-8"))
        return Gate(np.array(document["weights"]), float(document["bias"]), float(document["threshold"]))


def views(pixels: Pixels) -> Iterator[Pixels]:
    """What is looked at of a picture whose sides are at least 32 px: a native window of at most 384 px, and, of larger
    pictures, all of it at a short side of 256 px."""
    height, width = pixels.shape[:2]
    top, left = max(0, height - WINDOW_SIDE) // 2, max(0, width - WINDOW_SIDE) // 2
    yield pixels[top : top + WINDOW_SIDE, left : left + WINDOW_SIDE]
    if min(height, width) > WINDOW_SIDE:
        scale = OVERVIEW_SIDE / min(height, width)
        size = max(STRIDE, round(width * scale)), max(STRIDE, round(height * scale))
        yield np.asarray(Image.fromarray(pixels).resize(size, Image.Resampling.LANCZOS, reducing_gap=2.0))


def _batch(pixels: Pixels) -> NDArray[np.float32]:
    return np.ascontiguousarray(pixels.transpose(2, 0, 1)[None], dtype=np.float32) / np.float32(255.0)
