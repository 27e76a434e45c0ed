"""The protocols of per-image work, and the plain data that crosses them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol, runtime_checkable

import numpy as np
from numpy.typing import NDArray

from gauntlet_desktop.core.planes import Planes
from gauntlet_desktop.core.records import (
    AnalysisRecord,
    Box,
    EvidenceView,
    Heatmap,
    ImageFacts,
    Reference,
    Sentence,
)
from gauntlet_desktop.core.task import TaskContext


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


@dataclass(frozen=True, slots=True)
class Measurement:
    """A measured value with the place where it is strongest (pixels of the original), if it has one."""

    value: float
    region: Box | None = None


@dataclass(frozen=True, slots=True)
class RuleSpec:
    """What a rule measures. `fires_when` is "high" or "low": the tail, against real photographs, that makes a claim.

    `towards` names the side the artifact speaks for when it fires: "generated", "camera" or "neither".
    `min_short_side` in pixels, `native_only` (not after a reduction), `min_quality` (JPEG) are validity conditions.
    """

    id: str
    artifact: str
    unit: str
    method: str
    source: str
    fires_when: str
    towards: str
    min_short_side: int = 200
    native_only: bool = False
    min_quality: int = 0
    conditions: tuple[str, ...] = ()


@runtime_checkable
class FindingRule(Protocol):
    """Measures one artifact on the shared planes of an image."""

    @property
    def spec(self) -> RuleSpec: ...

    def measure(self, planes: Planes) -> Measurement | None:
        """The measurement, or None where the rule does not apply (too little texture, for instance)."""
        ...

    def reference(self, value: float) -> Reference:
        """Where a value stands among the held-out reference images, real and generated."""
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
    def parameters(self) -> Mapping[str, Any]:
        """Names and default values of the hyper-parameters."""
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
