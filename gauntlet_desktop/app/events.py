"""What the analysis service tells its listener; every event is immutable and arrives on the service's own thread."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from gauntlet_desktop.api.tasks import Setup, Value
from gauntlet_desktop.core.records import AnalysisRecord, ErrorRecord, FileIdentity, ImageFacts
from gauntlet_desktop.engine.pixels import PixelBuffer

JobId = int


@dataclass(frozen=True, slots=True)
class EngineReady:
    """The process that analyses has loaded its plugins. `failures` are (plugin, reason) of those that did not load."""

    plugins: tuple[str, ...]
    failures: tuple[tuple[str, str], ...]
    setup: Setup = field(default_factory=Setup)


@dataclass(frozen=True, slots=True)
class EngineLost:
    """The process that analyses has ended, or was ended for its time was over; it is being started again."""

    reason: str


@dataclass(frozen=True, slots=True)
class Decoded:
    """The picture of a job: the very pixels that are analysed. The listener owns `pixels` and must close them.
    `perceptual_hash` is the unsigned 64-bit one of what the picture shows."""

    job: JobId
    source: FileIdentity
    facts: ImageFacts
    pixels: PixelBuffer
    perceptual_hash: int | None = None


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a job is: fraction 0..1 and the step in words."""

    job: JobId
    fraction: float
    step: str


@dataclass(frozen=True, slots=True)
class Partial:
    """A record in the making: the verdict first, then heatmaps, findings, text."""

    job: JobId
    record: AnalysisRecord


@dataclass(frozen=True, slots=True)
class Done:
    """The final record of a job; a failed file has status `failed` and an error."""

    job: JobId
    record: AnalysisRecord


@dataclass(frozen=True, slots=True)
class Writing:
    """The text of a task on demand as far as it is written, or the end of it; `step` names what it belongs to."""

    job: JobId
    step: str
    text: str


@dataclass(frozen=True, slots=True)
class Answered:
    """What a task on demand gave. `source` says of which bytes; its hash is empty where the task had no picture."""

    job: JobId
    value: Value
    source: FileIdentity


@dataclass(frozen=True, slots=True)
class TaskFailed:
    """A task on demand has no answer, and why."""

    job: JobId
    error: ErrorRecord


@dataclass(frozen=True, slots=True)
class JobCancelled:
    """The job was cancelled; nothing of it is kept."""

    job: JobId


@dataclass(frozen=True, slots=True)
class Thumbnail:
    """A small picture, uint8 (height, width, 3), or None where the file has none to show."""

    job: JobId
    raw_path: bytes
    pixels: NDArray[np.uint8] | None


Event = (
    Thumbnail
    | EngineReady
    | EngineLost
    | Decoded
    | Progress
    | Writing
    | Partial
    | Done
    | Answered
    | TaskFailed
    | JobCancelled
)
