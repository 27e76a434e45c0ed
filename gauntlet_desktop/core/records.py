"""The immutable records that an analysis consists of; everything downstream only reads them.

Coordinates are pixels of the oriented image (EXIF orientation applied), origin top left. Likelihood ratios (LR) are
for the proposition "made by a generative model" over "captured by a camera" and are kept as base-10 logarithms.
A record holds no wall-clock time: the same file, program and plugins give the same record.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

# The parts of a record that most users name are found here as well.
from gauntlet_desktop.core.declarations import C2paResult as C2paResult  # noqa: PLC0414
from gauntlet_desktop.core.declarations import C2paState as C2paState  # noqa: PLC0414
from gauntlet_desktop.core.declarations import Provenance as Provenance  # noqa: PLC0414
from gauntlet_desktop.core.declarations import ProvenanceField as ProvenanceField  # noqa: PLC0414

RECORD_SCHEMA = 7
# What comes after the verdict, and can be left for later.
EXPLAINING_STEPS = ("heatmaps", "findings", "text")

_LOSSY_CONTAINERS = ("WEBP", "AVIF", "HEIF")

FloatMap = NDArray[np.float32]


class Status(StrEnum):
    """Outcome of the analysis of one file."""

    OK = "ok"
    OUT_OF_SCOPE = "out_of_scope"
    FAILED = "failed"


class Tier(StrEnum):
    """The five answers shown to people (out of scope is a status, not a tier)."""

    AI_SUPPORTED = "ai_supported"
    LEANS_AI = "leans_ai"
    INCONCLUSIVE = "inconclusive"
    LEANS_CAMERA = "leans_camera"
    CAMERA_SUPPORTED = "camera_supported"


@dataclass(frozen=True, slots=True)
class Box:
    """An axis-aligned region in pixels of the oriented image."""

    x: int
    y: int
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class FileIdentity:
    """Which bytes were examined. `path` is safe text for display; `raw_path` are the file system's own bytes."""

    path: str
    raw_path: bytes
    name: str
    size_bytes: int
    sha256: str
    modified_ns: int


@dataclass(frozen=True, slots=True)
class ErrorRecord:
    """Why a file, or a step of its analysis, has no result: a stable code, what happened, what to do."""

    code: str
    message: str
    remedy: str


@dataclass(frozen=True, slots=True)
class JpegFacts:
    """What the quantisation tables of a JPEG say; `quality` is the IJG quality (1..100) of the nearest tables."""

    quality: int
    standard_tables: bool
    subsampling: str
    progressive: bool
    table_sha256: str


@dataclass(frozen=True, slots=True)
class ImageFacts:
    """What decoding established about the picture. `width` and `height` are of the oriented original, in pixels;
    `scale` is decoded size over original size (1.0, or less when a huge image was reduced)."""

    container: str
    mode: str
    bit_depth: int
    width: int
    height: int
    orientation: int
    frames: int
    has_alpha: bool
    icc_profile: str
    scale: float
    jpeg: JpegFacts | None
    notes: tuple[str, ...] = ()

    @property
    def quality(self) -> int:
        """JPEG quality 1..100, or 101 for lossless and unknown codecs: the scale of the calibration strata."""
        return self.jpeg.quality if self.jpeg else 101

    @property
    def quality_is_assumed(self) -> bool:
        """Whether the codec is a lossy one other than JPEG, whose quality the file does not tell."""
        return self.jpeg is None and self.container in _LOSSY_CONTAINERS

    @property
    def short_side(self) -> int:
        return min(self.width, self.height)


@dataclass(frozen=True, slots=True)
class RateEstimate:
    """A measured proportion with its 95 % interval (Clopper-Pearson) and the number of images behind it."""

    name: str
    count: int
    total: int
    low: float
    high: float

    @property
    def rate(self) -> float:
        """The proportion in 0..1; NaN when nothing was counted."""
        return self.count / self.total if self.total else float("nan")


@dataclass(frozen=True, slots=True)
class Rung:
    """The answer to the image after one change that says nothing about its origin ("JPEG 60", "shifted crop"), as log10
    LR and tier; both None where the changed image is outside every stratum."""

    change: str
    log10_lr: float | None
    tier: Tier | None


@dataclass(frozen=True, slots=True)
class Verdict:
    """The calibrated answer. `probability` is the posterior of "made by a generative model" at `prior`.

    It rests on `detectors` (ids; more than one where their likelihood ratios were fused). `log10_lr_floor` (negative)
    and `log10_lr_cap` are the least and the greatest log10 LR that the validation supports. `conflict` is a sentence
    where calibrated detectors disagree, else "". `ladder` is the stability ladder, its first rung the window as it is.
    `fusion_sha256` is of the file of the fusion that gave the verdict; empty where one detector did.
    """

    tier: Tier
    log10_lr: float
    log10_lr_floor: float
    log10_lr_cap: float
    prior: float
    probability: float
    verbal: str
    stratum: str
    error_rates: tuple[RateEstimate, ...]
    reasons: tuple[str, ...]
    n_real: int
    n_generated: int
    detectors: tuple[str, ...] = ()
    conflict: str = ""
    ladder: tuple[Rung, ...] = ()
    fusion_sha256: str = ""


@dataclass(frozen=True, slots=True)
class DetectorResult:
    """One detector's answer: `score` in its own units, higher towards "made by a generative model"; `tier` is what its
    own calibration alone would say, None without one. `calibration_sha256` is of the file of its calibration, whether
    or not that covers this image; empty without one."""

    id: str
    version: str
    score: float
    bias: float
    log10_lr: float | None
    calibrated: bool
    weights_sha256: str
    backend: str
    experimental: bool
    tier: Tier | None = None
    calibration_sha256: str = ""


@dataclass(frozen=True, slots=True)
class EvidenceView:
    """The evidence map of one view of the image: `values` (rows, columns), float32, in units of the score.
    The view covers `region` of the original; its mean enters the score with `weight`."""

    region: Box
    weight: float
    values: FloatMap = field(compare=False)


@dataclass(frozen=True, slots=True)
class HeatmapAudit:
    """Whether a heatmap shows what moves the score (its faithfulness) and stays when nothing changes (its stability).

    `deletion` is how far the explained class's logit falls when the cells that the map ranks first are replaced by
    other cells of the picture, the mean over several shares of cells; `deletion_random` are the 5th and 95th
    percentiles of the same over random rankings. `agreement` is the mean rank correlation with other methods' maps of
    this image, None without others; it is told, and is no criterion. `nissim` are (change, (1 - SSIM) / 2 between the
    maps before and after it), 0..1. `reasons` say why it did not pass; empty when it did. `randomised` are (part of the
    network, rank correlation of the map with that of the same network after this part's weights were shuffled), -1..1;
    empty where there is no network to shuffle.
    """

    deletion: float
    deletion_random: tuple[float, float]
    agreement: float | None
    nissim: tuple[tuple[str, float], ...]
    reasons: tuple[str, ...]
    randomised: tuple[tuple[str, float], ...] = ()

    @property
    def passed(self) -> bool:
        return not self.reasons


@dataclass(frozen=True, slots=True)
class Heatmap:
    """What moved a detector's score, not where an image was altered; positive values speak for "made by a generative
    model". For an exact method score = bias + sum of weight x mean(values) over the views; `sum_check` is the absolute
    difference. `unit` is "logit" where values are parts of the score, "relative" where only their order and sign mean
    something: the greatest absolute value is then 1. `target` is the class that was explained, "generated" or "camera"
    (empty: the score itself); `layers` are the target layers; `notes` are sentences on how good the explanation is
    ("R2 of the surrogate: 0.71")."""

    method: str
    detector: str
    exact: bool
    bias: float
    score: float
    views: tuple[EvidenceView, ...]
    sum_check: float
    target: str = ""
    layers: tuple[str, ...] = ()
    unit: str = "logit"
    notes: tuple[str, ...] = ()
    audit: HeatmapAudit | None = None


@dataclass(frozen=True, slots=True)
class Reference:
    """Where a measured value stands among held-out images: percentiles (0..100) in either class, the 5th and 95th
    percentile values of real images, and the rate at which the rule fires on the class that its claim would wrong."""

    real_percentile: float
    generated_percentile: float
    real_p05: float
    real_p95: float
    n_real: int
    n_generated: int
    false_claim_rate: float


@dataclass(frozen=True, slots=True)
class Finding:
    """One measured artifact. `claim` is "finding" (the rule fired and its false-claim rate is at most 5 %),
    "observation" (fired, but it also fires on real photographs) or "unremarkable"; `towards` is the side whose
    reference the value resembles: "generated", "camera" or "neither".

    `reference` is None where no held-out images could be measured: then nothing is claimed. `subject` says what the
    value tells of: "artifact", "camera" or "history" (how the file was processed, never its origin). `strength` is
    "direct", or "weak" where only something that goes with the artifact is measured. `source` is the work that the
    method goes back to, `listed` the id in the closed list of artifacts ("": not in it), and `view` names what can be
    shown of the measurement ("": nothing)."""

    id: str
    artifact: str
    value: float
    unit: str
    region: Box | None
    reference: Reference | None
    claim: str
    towards: str
    method: str
    conditions: tuple[str, ...] = ()
    subject: str = "artifact"
    strength: str = "direct"
    source: str = ""
    listed: str = ""
    view: str = ""


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence of text with the ids of the records that it was built from. `section` is one of
    "verdict", "detector", "finding", "provenance", "limits". `language` (ISO 639-1) and `register` ("plain" or
    "technical") say whom it is written for; either is empty in a sentence for every reader."""

    text: str
    records: tuple[str, ...]
    section: str
    language: str = ""
    register: str = ""


@dataclass(frozen=True, slots=True)
class Remark:
    """What a vision-language model remarked in `runs` of `of` runs over views of the same picture. Unverified, never
    evidence. `artifact` is an id of the closed list and `name` its name; both are empty where the model only named a
    place. `box` is where it saw it, None where it did not say."""

    artifact: str
    name: str
    text: str
    box: Box | None
    runs: int
    of: int


@dataclass(frozen=True, slots=True)
class ModelRemarks:
    """What one language model said after everything else of the record was fixed; it changed nothing of it.

    `subject` is what it was shown: "picture", "heatmap" (the picture under a heatmap) or "" (no picture).
    `weights_sha256` is empty where a server keeps the weights. `rephrased` are the record's sentences in the model's
    words where these passed the check, and unchanged where they did not. `notes` say what was left out, and why.
    """

    model: str
    name: str
    weights_sha256: str
    prompts_sha256: str
    settings: tuple[tuple[str, str], ...]
    subject: str
    remarks: tuple[Remark, ...] = ()
    rephrased: tuple[Sentence, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class UsedPlugin:
    """A plugin whose code can shape a record; `sha256` is over the names and contents of all its files."""

    id: str
    version: str
    sha256: str


@dataclass(frozen=True, slots=True)
class PluginFailure:
    """A plugin that could not contribute to this analysis, and why."""

    plugin: str
    step: str
    message: str


@dataclass(frozen=True, slots=True)
class AnalysisRecord:
    """All that is known about one file. Partial records (`complete` false) are sent while the analysis runs.

    `text` holds the sentences for every reader; `core.readers.told` picks those for one. `left_out` names the steps
    that the analysis was asked to leave for later ("heatmaps", "findings", "text"): what they would give is then empty,
    which says nothing. `plugins` are those that the process of the analysis had loaded; empty in records before schema
    7, which did not tell.
    """

    program: str
    source: FileIdentity
    status: Status
    complete: bool = False
    error: ErrorRecord | None = None
    image: ImageFacts | None = None
    scope_reasons: tuple[str, ...] = ()
    verdict: Verdict | None = None
    detectors: tuple[DetectorResult, ...] = ()
    heatmaps: tuple[Heatmap, ...] = ()
    findings: tuple[Finding, ...] = ()
    provenance: Provenance | None = None
    text: tuple[Sentence, ...] = ()
    failures: tuple[PluginFailure, ...] = ()
    environment: tuple[tuple[str, str], ...] = ()
    left_out: tuple[str, ...] = ()
    remarks: tuple[ModelRemarks, ...] = ()
    plugins: tuple[UsedPlugin, ...] = ()
    schema: int = RECORD_SCHEMA

    @property
    def is_experimental(self) -> bool:
        """Whether none of the detectors that the verdict rests on has been shown to reach its validation goal: a fusion
        is as good as the best of them. Without a verdict, whether none of all has."""
        named = self.verdict.detectors if self.verdict else ()
        behind = [result for result in self.detectors if result.id in named] or self.detectors
        return bool(behind) and all(result.experimental for result in behind)
