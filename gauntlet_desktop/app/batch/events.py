"""What a batch tells its listener, and how far it is; every event is immutable and arrives on the engine's thread."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from gauntlet_desktop.core.errors import GauntletError
from gauntlet_desktop.core.records import AnalysisRecord


class State(StrEnum):
    """Of a batch; the last three are ends."""

    RUNNING = "running"
    PAUSED = "paused"
    FINISHED = "finished"
    CANCELLED = "cancelled"
    FAILED = "failed"

    @property
    def is_end(self) -> bool:
        return self in (State.FINISHED, State.CANCELLED, State.FAILED)


class How(StrEnum):
    """What became of a file."""

    ANALYSED = "analysed"
    KNOWN = "known"  # the same bytes were analysed already, by the same plugins with the same parameters
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class FileDone:
    """What became of a file is durable now. `record` is None where the bytes were known."""

    raw_path: bytes
    how: How
    record: AnalysisRecord | None


@dataclass(frozen=True, slots=True)
class StateChanged:
    """`error` says why the batch paused by itself (it goes on after `resume`), or why it failed."""

    state: State
    error: GauntletError | None = None


@dataclass(frozen=True, slots=True)
class BatchProgress:
    """Numbers of files.

    `listed` counts those that the folder holds so far, `unchanged` those of them that the case has listed already as
    they are, `changed` those that are not what they were when it last saw them; the next three say what was done in
    this run, `waiting` how many are left. `rate` is in files a second, `remaining` in seconds; both None until they can
    be told.
    """

    state: State
    listing: bool
    listed: int
    unchanged: int
    changed: int
    analysed: int
    known: int
    failed: int
    waiting: int
    rate: float | None
    remaining: float | None

    @property
    def done(self) -> int:
        """How many files this run has done."""
        return self.analysed + self.known + self.failed


BatchEvent = FileDone | StateChanged
