"""An explainer: a heatmap that comes with every analysis by a detector that it supports."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from gauntlet_desktop.api import Detector, DetectorOutput, Explainer, ImageInput, hookimpl
from gauntlet_desktop.core.records import Box, EvidenceView, Heatmap
from gauntlet_desktop.core.task import TaskContext

# The detector of the acceptance kit, which scores by brightness: name the ids of your own here.
DETECTORS = ("kit-reference",)
GRID = 4


class CellBrightness:
    id = "example-plugin"

    def supports(self, detector: Detector) -> bool:
        return detector.id in DETECTORS

    def explain(self, image: ImageInput, detector: Detector, output: DetectorOutput, context: TaskContext) -> Heatmap:
        """How much brighter than the whole picture each cell is: only the order of the values means something."""
        rows = np.array_split(image.pixels.mean(axis=2), GRID)
        values = np.zeros((GRID, GRID), dtype=np.float32)
        for number, row in enumerate(rows):
            context.checkpoint()
            values[number] = [cell.mean() for cell in np.array_split(row, GRID, axis=1)]
        values -= values.mean()
        values /= max(float(np.abs(values).max()), 1e-6)
        whole = Box(0, 0, image.facts.width, image.facts.height)
        return Heatmap(
            method=self.id,
            detector=detector.id,
            exact=False,
            bias=output.bias,
            score=output.score,
            views=(EvidenceView(whole, 1.0, values),),
            sum_check=0.0,
            unit="relative",
        )


@hookimpl
def gauntlet_explainers() -> Sequence[Explainer]:
    return [CellBrightness()]
