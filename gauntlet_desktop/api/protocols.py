"""The protocols of per-image work, and the plain data that crosses them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol, runtime_checkable

import numpy as np
from numpy.typing import NDArray

from gauntlet_desktop.api.parameters import Parameter
from gauntlet_desktop.core.findings import FindingRule, Measurement, RuleSpec
from gauntlet_desktop.core.records import AnalysisRecord, EvidenceView, Heatmap, ImageFacts, Sentence
from gauntlet_desktop.core.task import TaskContext

__all__ = [
    "Detector",
    "DetectorOutput",
    "Explainer",
    "FindingRule",
    "ImageInput",
    "Measurement",
    "Narrator",
    "Parameter",
    "RuleSpec",
    "TrainingRecipe",
]


@dataclass(frozen=True, slots=True)
class ImageInput:
    """What a plugin sees of an image: read-only sRGB pixels, uint8 (height, width, 3), oriented, and the facts.

    `pixels` are `facts.scale` times the original's size; regions in results are in pixels of the original.
    """

    pixels: NDArray[np.uint8]
    facts: ImageFacts


@dataclass(frozen=True, slots=True)
class DetectorOutput:
    """A score (any real number, higher towards "made by a generative model") and, from exact detectors,
    the evidence views of the same forward pass: score = bias + sum of weight x mean(values)."""

    score: float
    bias: float = 0.0
    views: tuple[EvidenceView, ...] = ()
    backend: str = ""


@runtime_checkable
class Detector(Protocol):
    """Scores one image. Files named in the plugin's manifest give its weights, calibration and model card."""

    @property
    def id(self) -> str: ...

    def detect(self, image: ImageInput, context: TaskContext) -> DetectorOutput:
        """Score an image; call `context.checkpoint()` between views. Raises EnvironmentFault without its weights."""
        ...


@runtime_checkable
class Explainer(Protocol):
    """Shows what moved a detector's score."""

    @property
    def id(self) -> str: ...

    def supports(self, detector: Detector) -> bool:
        """Whether this method can explain that detector."""
        ...

    def explain(self, image: ImageInput, detector: Detector, output: DetectorOutput, context: TaskContext) -> Heatmap:
        """The heatmap of an output that the detector gave for this image."""
        ...


@runtime_checkable
class Narrator(Protocol):
    """Writes sentences from records; each carries the ids of what it says. Runs after the verdict is fixed."""

    @property
    def id(self) -> str: ...

    def narrate(self, record: AnalysisRecord) -> Sequence[Sentence]: ...


@runtime_checkable
class TrainingRecipe(Protocol):
    """Declares and runs one training recipe of `gauntlet train` (full install)."""

    @property
    def id(self) -> str: ...

    @property
    def parameters(self) -> Sequence[Parameter]:
        """The hyper-parameters: what the command line offers, what is checked and what the documentation lists."""
        ...

    def train(
        self,
        data: Any,
        out: Path,
        parameters: Mapping[str, Any],
        progress: Callable[[float, str], None],
    ) -> None:
        """Train on labelled images and write weights, manifest and log into the folder `out`; resumes what is there."""
        ...
