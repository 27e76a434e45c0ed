"""The typed messages between the service and the inference process; all are frozen, end of pipe means it died."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from gauntlet_desktop.api.tasks import Setup, Task, Value
from gauntlet_desktop.core.records import AnalysisRecord, ErrorRecord, FileIdentity, ImageFacts, Provenance


@dataclass(frozen=True, slots=True)
class WorkerSettings:
    """How an inference process works. `own_calibrations` is the folder of the user's calibrations; with `safe_mode` it
    loads built-in plugins only; a `yielding` one gives way to other processes that want the processor; `threads` are
    those of one image, 0 for as many as the libraries like; a `quiet` one tells no steps; `left_out` are the
    (plugin, step) that analyses do without; `runtime` is one of api.runtime.RUNTIMES, or empty for what the environment
    says.
    """

    own_calibrations: Path
    safe_mode: bool = False
    yielding: bool = False
    threads: int = 0
    quiet: bool = False
    left_out: tuple[tuple[str, str], ...] = ()
    runtime: str = ""


@dataclass(frozen=True, slots=True)
class SharedPicture:
    """A decoded picture: what is known of it, and its pixels in the named shared block (uint8, height x width x 3)."""

    source: FileIdentity
    facts: ImageFacts
    provenance: Provenance
    pixels_name: str
    height: int
    width: int


@dataclass(frozen=True, slots=True)
class Run:
    """Do a task, with a picture where it needs one."""

    job: int
    task: Task
    picture: SharedPicture | None


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
    setup: Setup


@dataclass(frozen=True, slots=True)
class StepReached:
    """Progress of a job: fraction in 0..1 and the step in words."""

    job: int
    fraction: float
    step: str


@dataclass(frozen=True, slots=True)
class Calling:
    """The job asks a plugin for something now: should it never answer, this is known."""

    job: int
    plugin: str
    step: str


@dataclass(frozen=True, slots=True)
class Writing:
    """The text of a job as far as it is written, or the end of it; `step` names what it belongs to."""

    job: int
    step: str
    text: str


@dataclass(frozen=True, slots=True)
class Result:
    """The record as far as it is known; the last one of a job has `record.complete`."""

    job: int
    record: AnalysisRecord


@dataclass(frozen=True, slots=True)
class Answer:
    """What a task on demand gave; the last message of its job."""

    job: int
    value: Value


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
# A task that tells its answer bit by bit gets a message of its own here, which the worker sends for what it yields.
AboutJob = StepReached | Calling | Writing | Result | Answer | Stopped | Failed
FromInference = Ready | AboutJob
