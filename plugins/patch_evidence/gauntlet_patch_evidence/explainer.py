"""The exact explainer of the embedded nets: the evidence map is the score, so showing it is the explanation.

For a net that ends in a plain mean of a linear map, CAM, Grad-CAM and HiResCAM are this map (Zhou et al. 2016;
Draelos and Carin 2020); no gradient and no second pass are needed.
"""

from __future__ import annotations

from gauntlet_desktop.api import Detector, DetectorOutput, ImageInput
from gauntlet_desktop.core.records import Heatmap
from gauntlet_desktop.core.task import TaskContext
from gauntlet_patch_evidence.detector import MapDetector


class EvidenceMapExplainer:
    """Returns the evidence views of the forward pass that gave the score."""

    id = "evidence-map"

    def supports(self, detector: Detector) -> bool:
        return isinstance(detector, MapDetector)

    def explain(self, image: ImageInput, detector: Detector, output: DetectorOutput, context: TaskContext) -> Heatmap:
        return Heatmap(
            method=self.id,
            detector=detector.id,
            exact=True,
            bias=output.bias,
            score=output.score,
            views=output.views,
            sum_check=0.0,
        )
