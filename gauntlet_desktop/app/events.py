"""What the analysis service tells its listener; every event is immutable and arrives on the service's own thread."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from gauntlet_desktop.core.records import AnalysisRecord, FileIdentity, ImageFacts
from gauntlet_desktop.engine.pixels import PixelBuffer

JobId = int


@dataclass(frozen=True, slots=True)
class EngineReady:
    """The inference process has loaded its plugins. `failures` are (plugin, reason) of those that did not load."""

    plugins: tuple[str, ...]
    failures: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class EngineLost:
    """The inference process ended by itself and is being started again."""

    reason: str


@dataclass(frozen=True, slots=True)
class Decoded:
    """The picture of a job: the very pixels that are analysed. The listener owns `pixels` and must close them."""

    job: JobId
    source: FileIdentity
    facts: ImageFacts
    pixels: PixelBuffer


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
class JobCancelled:
    """The job was cancelled; nothing of it is kept."""

    job: JobId


@dataclass(frozen=True, slots=True)
class Thumbnail:
    """A small picture, uint8 (height, width, 3), or None where the file has none to show."""

    job: JobId
    raw_path: bytes
    pixels: NDArray[np.uint8] | None


Event = Thumbnail | EngineReady | EngineLost | Decoded | Progress | Partial | Done | JobCancelled
