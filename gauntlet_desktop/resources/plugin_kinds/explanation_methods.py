"""A method of explanation that a person asks for: what the score does when a part of the picture is covered."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from gauntlet_desktop.api import Detector, ExplainRequest, ExplanationMethod, ImageInput, hookimpl
from gauntlet_desktop.core.records import Box, EvidenceView, Heatmap
from gauntlet_desktop.core.task import TaskContext

GRID = 4


class Covering:
    id = "example-plugin"
    name = "Covering"

    def supports(self, detector: Detector) -> bool:
        return True

    def layers(self, detector: Detector) -> Sequence[str]:
        return ()

    def passes(self, detector: Detector, request: ExplainRequest) -> float:
        return 1.0 + GRID * GRID

    def explain(self, image: ImageInput, detector: Detector, request: ExplainRequest, context: TaskContext) -> Heatmap:
        score = detector.detect(image, context.silent()).score
        falls = np.zeros((GRID, GRID), dtype=np.float32)
        for place in range(GRID * GRID):
            context.report(place / (GRID * GRID), f"Covering part {place + 1} of {GRID * GRID}")
            covered = _covered(image, *divmod(place, GRID))
            falls.flat[place] = score - detector.detect(covered, context.silent()).score
        strongest = float(np.abs(falls).max())
        whole = Box(0, 0, image.facts.width, image.facts.height)
        return Heatmap(
            method=self.id,
            detector=detector.id,
            exact=False,
            bias=0.0,
            score=score,
            views=(EvidenceView(whole, 1.0, falls / strongest if strongest else falls),),
            sum_check=0.0,
            target="generated" if score > 0 else "camera",
            unit="relative",
        )


def _covered(image: ImageInput, row: int, column: int) -> ImageInput:
    """The picture with one cell of the grid in the picture's mean colour."""
    height, width = image.pixels.shape[:2]
    pixels = image.pixels.copy()
    rows = slice(row * height // GRID, (row + 1) * height // GRID)
    columns = slice(column * width // GRID, (column + 1) * width // GRID)
    pixels[rows, columns] = pixels.mean(axis=(0, 1)).astype(np.uint8)
    pixels.flags.writeable = False
    return ImageInput(pixels, image.facts)


@hookimpl
def gauntlet_explanation_methods() -> Sequence[ExplanationMethod]:
    return [Covering()]
