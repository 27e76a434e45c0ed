"""The typed messages between the service and the inference process; all are frozen, end of pipe means it died."""

from __future__ import annotations

from dataclasses import dataclass

from gauntlet_desktop.core.records import AnalysisRecord, ErrorRecord, FileIdentity, ImageFacts, Provenance


@dataclass(frozen=True, slots=True)
class Run:
    """Analyse the pixels in the named shared block (uint8, height x width x 3)."""

    job: int
    source: FileIdentity
    facts: ImageFacts
    provenance: Provenance
    pixels_name: str
    height: int
    width: int


@dataclass(frozen=True, slots=True)
class Cancel:
    """Stop a job at its next checkpoint, or drop it before it starts."""

    job: int


@dataclass(frozen=True, slots=True)
class Shutdown:
    """End the process."""


@dataclass(frozen=True, slots=True)
class Ready:
    """Plugins are loaded; `failures` are (plugin, reason) of those that are not."""

    plugins: tuple[str, ...]
    failures: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class StepReached:
    """Progress of a job: fraction in 0..1 and the step in words."""

    job: int
    fraction: float
    step: str


@dataclass(frozen=True, slots=True)
class Result:
    """The record as far as it is known; the last one of a job has `record.complete`."""

    job: int
    record: AnalysisRecord


@dataclass(frozen=True, slots=True)
class Stopped:
    """The job was cancelled."""

    job: int


@dataclass(frozen=True, slots=True)
class Failed:
    """The job raised; the process lives on."""

    job: int
    error: ErrorRecord


ToInference = Run | Cancel | Shutdown
FromInference = Ready | StepReached | Result | Stopped | Failed
