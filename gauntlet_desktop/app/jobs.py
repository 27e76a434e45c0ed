"""A job of the service: what is asked of one file, and what came of it so far."""

from __future__ import annotations

from dataclasses import dataclass

from gauntlet_desktop import __version__
from gauntlet_desktop.api.tasks import Analyse, Task
from gauntlet_desktop.app.events import Done, Event, JobId, TaskFailed
from gauntlet_desktop.core.records import AnalysisRecord, ErrorRecord, FileIdentity, Status
from gauntlet_desktop.engine.decoder import DecodeAnswer, unidentified
from gauntlet_desktop.engine.messages import SharedPicture
from gauntlet_desktop.engine.pixels import PixelBuffer


@dataclass(slots=True, eq=False)
class Job:
    """A job under way: a task of an inference process or, without one, a picture to show, a small one with
    `thumbnail_side` > 0: of the image, or of the picture number `embedded` (from 1) inside the file. `raw_path` is
    empty for a task without a picture; `tries` counts how often an inference process was given it; `asked` is the
    (plugin, step) that it waits for, as far as the process told; of two that wait to be decoded the one with the lower
    `turn` goes first."""

    id: JobId
    raw_path: bytes
    pixels_name: str
    task: Task | None = None
    thumbnail_side: int = 0
    embedded: int = 0
    turn: int = 0
    tries: int = 0
    asked: tuple[str, str] | None = None
    buffer: PixelBuffer | None = None
    decoded: DecodeAnswer | None = None

    @property
    def is_analysis(self) -> bool:
        return isinstance(self.task, Analyse)

    @property
    def is_thumbnail(self) -> bool:
        return self.thumbnail_side > 0

    @property
    def source(self) -> FileIdentity:
        return self.decoded.source if self.decoded else unidentified(self.raw_path)

    def keep(self, answer: DecodeAnswer, buffer: PixelBuffer) -> None:
        """Take the decoded picture; the job owns the buffer from now on."""
        self.decoded, self.buffer = answer, buffer

    def shared_picture(self) -> SharedPicture | None:
        """The picture for an inference process; None for a task without one."""
        if self.buffer is None or self.decoded is None:
            return None
        assert self.decoded.facts is not None and self.decoded.provenance is not None
        return SharedPicture(
            self.decoded.source,
            self.decoded.facts,
            self.decoded.provenance,
            self.buffer.name,
            self.buffer.height,
            self.buffer.width,
        )

    def release(self) -> None:
        """Free the pixels."""
        if self.buffer is not None:
            self.buffer.close()

    def failed(self, error: ErrorRecord, source: FileIdentity | None = None) -> Event:
        """The event that says why there is no result: of an analysis as the record of a failed file."""
        if self.task is not None and not self.is_analysis:
            return TaskFailed(self.id, error)
        return Done(self.id, _failed_record(source or self.source, error))


def _failed_record(source: FileIdentity, error: ErrorRecord) -> AnalysisRecord:
    return AnalysisRecord(
        program=f"Gauntlet Desktop {__version__}", source=source, status=Status.FAILED, complete=True, error=error
    )
