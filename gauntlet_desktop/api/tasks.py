"""What can be asked of an inference process, and what it answers: plain values that cross the process boundary.

A new kind of task is one class here, in `OnDemand`, with its answer in `Value`, and one function in `inference.tasks`.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from gauntlet_desktop.api.language_models import DescribeRequest
from gauntlet_desktop.api.parameters import Parameter
from gauntlet_desktop.api.protocols import ExplainRequest
from gauntlet_desktop.core.finding_views import FindingView
from gauntlet_desktop.core.records import AnalysisRecord, Heatmap, ModelRemarks


@dataclass(frozen=True, slots=True)
class Setup:
    """What the records of a process depend on besides the image: the same setup gives the same record.

    `plugins` are (id, version, SHA-256 of its files), `weights` and `calibrations` (detector or fusion, SHA-256),
    `packages` (name, version).
    """

    plugins: tuple[tuple[str, str, str], ...] = ()
    weights: tuple[tuple[str, str], ...] = ()
    calibrations: tuple[tuple[str, str], ...] = ()
    packages: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Analyse:
    """Analyse the picture. The answers are its records as they grow.

    `verdict_only`: no further than the verdict; the one record names in `left_out` what was not done.
    """

    verdict_only: bool = False


@dataclass(frozen=True, slots=True)
class ListExplainable:
    """Which methods can explain which detectors; needs no picture. The answer is `Explainables`."""


@dataclass(frozen=True, slots=True)
class Explain:
    """Explain a detector's answer to the picture by a method, `audited` or not; the audit also makes the maps of the
    methods `compared`. The answer is `Explained`."""

    detector: str
    method: str
    request: ExplainRequest = field(default_factory=ExplainRequest)
    audited: bool = False
    compared: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Explainable:
    """A method that can explain a detector, with the layers to choose from. `passes` is about how many passes of the
    detector it takes by its own choice of layers, `layer_passes` with each of the layers alone."""

    detector: str
    method: str
    name: str
    layers: tuple[str, ...]
    passes: float = 1.0
    layer_passes: tuple[float, ...] = ()

    def passes_of(self, layers: tuple[str, ...]) -> float:
        """About how many passes a choice of layers takes: the first pass is shared by all of them."""
        chosen = [passes for name, passes in zip(self.layers, self.layer_passes, strict=True) if name in layers]
        return 1.0 + sum(passes - 1.0 for passes in chosen) if chosen else self.passes


@dataclass(frozen=True, slots=True)
class Explainables:
    """All pairs of a detector and a method that can explain it."""

    pairs: tuple[Explainable, ...]


@dataclass(frozen=True, slots=True)
class Explained:
    """A heatmap, the seconds that it took once the detector was loaded, and the passes that the method told before."""

    heatmap: Heatmap
    seconds: float
    passes: float


@dataclass(frozen=True, slots=True)
class ListDescribers:
    """Which language models there are; needs no picture. The answer is `Describers`."""


@dataclass(frozen=True, slots=True)
class Describe:
    """Have a language model describe the picture whose complete record this is. The model's text is told as it grows;
    the answer is `Described`."""

    record: AnalysisRecord = field(repr=False)
    request: DescribeRequest


@dataclass(frozen=True, slots=True)
class Describer:
    """A language model as lists show it. `memory_bytes` is an estimate at its defaults, 0 where it runs elsewhere;
    `problem` says why it cannot run now (empty: it can)."""

    id: str
    name: str
    sees_images: bool
    weights_sha256: str
    memory_bytes: int
    parameters: tuple[Parameter, ...]
    problem: str = ""


@dataclass(frozen=True, slots=True)
class Describers:
    """The installed language models."""

    models: tuple[Describer, ...]


@dataclass(frozen=True, slots=True)
class Described:
    """What a language model said."""

    remarks: ModelRemarks


@dataclass(frozen=True, slots=True)
class ViewFinding:
    """Show what is behind the number of a finding, by the finding's id. The answer is `Viewed`."""

    finding: str


@dataclass(frozen=True, slots=True)
class Viewed:
    """The plots and maps behind a finding."""

    view: FindingView


OnDemand = Explain | ListExplainable | Describe | ListDescribers | ViewFinding
Task = Analyse | OnDemand
Value = Explained | Explainables | Described | Describers | Viewed
