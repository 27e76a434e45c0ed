"""The file that keeps every score as soon as it is known, so that an evaluation that was ended goes on where it was.

One JSON object a line. A score belongs to the very bytes of a picture, a condition, a scorer and its weights; the
answer of the scope gate to the bytes alone; both to this version of the program. A line that was cut off is passed over
and scored again.
"""

from __future__ import annotations

import contextlib
import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import IO, Any, Self

from gauntlet_desktop import __version__
from gauntlet_desktop.core.deserialise import parse_json
from gauntlet_desktop.evaluation.files import LabelledFile
from gauntlet_desktop.evaluation.output import named_faults

JOURNAL_NAME = "scores.jsonl"

Key = tuple[str, str, str, str]


@dataclass(frozen=True, slots=True)
class Observation:
    """A finite score of one picture in one condition: with the JPEG quality and the short side in pixels of the picture
    as delivered, and the seconds that the scorer took."""

    score: float
    quality: int
    short_side: int
    seconds: float


class LineJournal:
    """JSON objects of this version of the program, one a line; use it as a context manager, it keeps its file open.
    Raises EnvironmentFault when the disk refuses a line: what was written before stays."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._stream: IO[str] | None = None

    def __enter__(self) -> Self:
        with named_faults(self._path):
            self._path.parent.mkdir(parents=True, exist_ok=True)
            stored = self._path.read_text(encoding="utf-8", errors="replace") if self._path.exists() else ""
            self._stream = self._path.open("a", encoding="utf-8")
            if stored and not stored.endswith("\n"):
                self._stream.write("\n")
        for line in stored.splitlines():
            self._parse(line)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._stream is not None:
            with named_faults(self._path):
                self._stream.close()

    def _take(self, entry: Any) -> None:
        """Know again what an earlier run wrote; raises KeyError, OverflowError, TypeError or ValueError
        for what it cannot have."""
        raise NotImplementedError

    def _write(self, entry: Mapping[str, Any]) -> None:
        assert self._stream is not None
        with named_faults(self._path):
            # ASCII: a member's name may hold what is no UTF-8. Flushed: a kill costs no line that was written.
            self._stream.write(json.dumps({"program": __version__, **entry}) + "\n")
            self._stream.flush()

    def _parse(self, line: str) -> None:
        with contextlib.suppress(KeyError, OverflowError, TypeError, ValueError):
            entry = parse_json(line)
            if entry["program"] == __version__:  # another one may deliver, gate or score differently
                self._take(entry)


class Journal(LineJournal):
    """Scores and scope answers by key."""

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        self._scores: dict[Key, Observation] = {}
        self._scope: dict[str, tuple[str, ...]] = {}

    def score(self, key: Key) -> Observation | None:
        return self._scores.get(key)

    def scope(self, file: LabelledFile) -> tuple[str, ...] | None:
        """Why the picture is out of scope (empty: it is in scope); None when it was not looked at yet."""
        return self._scope.get(file.sha256)

    def add_score(self, file: LabelledFile, key: Key, found: Observation) -> None:
        """Keep a score of `file`; `key` is what `score_key` gives."""
        self._scores[key] = found
        _, condition, scorer, weights = key
        self._write(
            {
                "sha256": file.sha256,
                "member": file.sample.member,
                "condition": condition,
                "scorer": scorer,
                "weights": weights,
                "score": found.score,
                "quality": found.quality,
                "short_side": found.short_side,
                "seconds": found.seconds,
            }
        )

    def add_scope(self, file: LabelledFile, reasons: tuple[str, ...]) -> None:
        self._scope[file.sha256] = reasons
        self._write({"sha256": file.sha256, "member": file.sample.member, "out_of_scope": list(reasons)})

    def _take(self, entry: Any) -> None:
        if "out_of_scope" in entry:
            self._scope[str(entry["sha256"])] = tuple(str(reason) for reason in entry["out_of_scope"])
            return
        sha256, condition, scorer, weights = (str(entry[name]) for name in ("sha256", "condition", "scorer", "weights"))
        found = Observation(
            float(entry["score"]), int(entry["quality"]), int(entry["short_side"]), float(entry["seconds"])
        )
        if math.isfinite(found.score):
            self._scores[sha256, condition, scorer, weights] = found
