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
    "Attack",
    "Detector",
    "DetectorOutput",
    "ExplainRequest",
    "Explainer",
    "ExplanationMethod",
    "FeatureSource",
    "FindingRule",
    "ImageInput",
    "Measurement",
    "Narrator",
    "Parameter",
    "RuleSpec",
    "ScopeJudge",
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


@dataclass(frozen=True, slots=True)
class ExplainRequest:
    """What a person asks of a method: the class to explain ("predicted", "generated" or "camera"), target layers by
    name (none: the method's own choice; several: their mean), and the seed of everything random."""

    target: str = "predicted"
    layers: tuple[str, ...] = ()
    seed: int = 1


@runtime_checkable
class ExplanationMethod(Protocol):
    """A method that is run on demand, for it takes more than the pass that gave the score. An `Explainer`, in contrast,
    runs with every analysis."""

    @property
    def id(self) -> str: ...

    @property
    def name(self) -> str:
        """As the field writes it: "Score-CAM"."""
        ...

    def supports(self, detector: Detector) -> bool:
        """Whether this method can explain that detector."""
        ...

    def layers(self, detector: Detector) -> Sequence[str]:
        """Names of the layers to choose from, from input to output; none where the method looks at no layer."""
        ...

    def passes(self, detector: Detector, request: ExplainRequest) -> float:
        """About how many passes of the detector the request takes: seconds of one pass times this is an estimate. It is
        told without loading any weights. Raises UserError for a layer that there is not."""
        ...

    def explain(self, image: ImageInput, detector: Detector, request: ExplainRequest, context: TaskContext) -> Heatmap:
        """The heatmap; call `context.report` in long work. Raises UserError for a request that cannot be met."""
        ...


@runtime_checkable
class FeatureSource(Protocol):
    """A detector that can tell the latent features of an image, for clusters and nearest neighbours."""

    def features(self, image: ImageInput, context: TaskContext) -> NDArray[np.floating[Any]]:
        """The features (D,), of the same length D for every image."""
        ...


@runtime_checkable
class Attack(Protocol):
    """Changes what a PyTorch network is given so that it errs, within the attack's own bounds."""

    @property
    def id(self) -> str: ...

    @property
    def name(self) -> str: ...

    @property
    def parameters(self) -> Sequence[Parameter]: ...

    def perturb(self, network: Any, images: Any, labels: Any, parameters: Mapping[str, Any], seed: int) -> Any:
        """Attacked images, a tensor (N, 3, H, W) in 0..1 like `images`; `labels` (N,) are the true classes, `network`
        gives logits (N, 2) of camera and generated."""
        ...


@runtime_checkable
class ScopeJudge(Protocol):
    """Knows a kind of picture that the detectors were not validated on. Asked before any verdict, and before an image
    counts in a calibration or an evaluation, so that all figures are of what the program gives a verdict on."""

    @property
    def id(self) -> str: ...

    def reasons(self, image: ImageInput, context: TaskContext) -> Sequence[str]:
        """Sentences that say why the image is out of scope; none when it is in scope."""
        ...


@runtime_checkable
class Narrator(Protocol):
    """Writes sentences from records; each carries the ids of what it says. Runs after the verdict is fixed."""

    @property
    def id(self) -> str: ...

    def narrate(self, record: AnalysisRecord) -> Sequence[Sentence]: ...


@runtime_checkable
class TrainingRecipe(Protocol):
    """Declares and runs one training recipe of `gauntlet train` (full install).

    A recipe whose one step or epoch takes long may have a mapping `trial`: the parameters of a run of seconds, which
    `gauntlet plugins check` tries in its place.
    """

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
