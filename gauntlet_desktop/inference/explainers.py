"""The heatmaps that come with an analysis: their check, and the same as a method that a person asks for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from gauntlet_desktop.api.protocols import (
    Detector,
    DetectorOutput,
    Explainer,
    ExplainRequest,
    ExplanationMethod,
    ImageInput,
)
from gauntlet_desktop.core.errors import PluginFault
from gauntlet_desktop.core.heatmaps import view_sum
from gauntlet_desktop.core.phrases import phrase
from gauntlet_desktop.core.records import Heatmap
from gauntlet_desktop.core.task import TaskContext
from gauntlet_desktop.inference.loader import Registry

SUM_TOLERANCE = 1e-3


def checked(heatmap: Heatmap) -> Heatmap:
    """The heatmap, its sum check computed here. Raises PluginFault for numbers that are not finite and for an exact map
    that does not add up."""
    if not all(np.isfinite(view.values).all() for view in heatmap.views):
        raise PluginFault(
            "map_not_finite",
            phrase("{method} gave values that are not finite.", method=heatmap.method),
            "Choose another method.",
        )
    difference = abs(heatmap.score - view_sum(heatmap.views, heatmap.bias))
    if heatmap.exact and difference > SUM_TOLERANCE:
        raise PluginFault(
            "map_not_exact",
            phrase("{method} misses the score by {difference:.2g}.", method=heatmap.method, difference=difference),
            "",
        )
    return replace(heatmap, sum_check=difference if heatmap.exact else heatmap.sum_check)


def explained(
    explainer: Explainer, image: ImageInput, detector: Detector, output: DetectorOutput, context: TaskContext
) -> Heatmap:
    """The explainer's checked heatmap of an output. Raises PluginFault."""
    return checked(explainer.explain(image, detector, output, context))


class OwnMap:
    """An `ExplanationMethod` that gives what an explainer gives with every analysis. It explains the score itself,
    whichever class is asked for, and looks at no layer."""

    def __init__(self, explainer: Explainer) -> None:
        self._explainer = explainer

    @property
    def id(self) -> str:
        return self._explainer.id

    @property
    def name(self) -> str:
        return self._explainer.id.replace("-", " ").capitalize()

    def supports(self, detector: Detector) -> bool:
        return self._explainer.supports(detector)

    def layers(self, detector: Detector) -> Sequence[str]:
        return []

    def passes(self, detector: Detector, request: ExplainRequest) -> float:
        return 1.0

    def explain(self, image: ImageInput, detector: Detector, request: ExplainRequest, context: TaskContext) -> Heatmap:
        return explained(self._explainer, image, detector, detector.detect(image, context), context)


def methods_for(registry: Registry, detector: Detector) -> list[ExplanationMethod]:
    """All that can explain a detector: first the map that comes with its analyses, where it has one."""
    own = next((OwnMap(each) for each in registry.explainers if each.supports(detector)), None)
    able: list[ExplanationMethod] = [] if own is None else [own]
    return able + [method for method in registry.methods if method.supports(detector)]
