"""The file that keeps every image's features as soon as they are known: a second run reads them, an ended one goes on.

One JSON object a line. Features belong to the very bytes of an image, a detector, its weights and this version of the
program. A line that was cut off or altered is passed over, and the image is looked at again.
"""

from __future__ import annotations

import base64
import json
import math
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import IO, Any

import numpy as np
from numpy.typing import NDArray

from gauntlet_desktop import __version__
from gauntlet_desktop.core.deserialise import parse_json
from gauntlet_desktop.evaluation.output import named_faults

FEATURES_NAME = "features.jsonl"
_LINE = 1 << 20  # characters: features and thumbnail of an image take some thousands


@dataclass(frozen=True, slots=True)
class Seen:
    """What is kept of an image: features float32 (D,), the score, log10 LR and tier (None: no calibration covers it),
    and a small JPEG."""

    features: NDArray[np.float32]
    score: float
    log10_lr: float | None
    tier: str | None
    thumbnail: bytes


class FeatureJournal:
    """Features by the SHA-256 of the image, for one detector at one set of weights; a context manager. Without a path
    nothing is kept. Raises EnvironmentFault when the disk refuses a line."""

    def __init__(self, path: Path | None, detector: str, weights: str) -> None:
        self._path = path
        self._key = {"program": __version__, "detector": detector, "weights": weights}
        self._known: dict[str, Seen] = {}
        self._stream: IO[str] | None = None

    def __enter__(self) -> FeatureJournal:
        if self._path is None:
            return self
        with named_faults(self._path):
            self._path.parent.mkdir(parents=True, exist_ok=True)
            if self._path.exists():
                with self._path.open(encoding="utf-8", errors="replace") as stored:
                    self._take(stored)
            self._stream = self._path.open("a", encoding="utf-8")
            self._stream.write("\n")  # ends a line that was cut off
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._stream is not None and self._path is not None:
            with named_faults(self._path):
                self._stream.close()

    def get(self, sha256: str) -> Seen | None:
        return self._known.get(sha256)

    def add(self, sha256: str, seen: Seen) -> None:
        self._known[sha256] = seen
        if self._stream is None or self._path is None:
            return
        entry = {
            **self._key,
            "sha256": sha256,
            "features": base64.b64encode(seen.features.astype("<f4").tobytes()).decode("ascii"),
            "score": seen.score,
            "log10_lr": seen.log10_lr,
            "tier": seen.tier,
            "thumbnail": base64.b64encode(seen.thumbnail).decode("ascii"),
        }
        with named_faults(self._path):
            self._stream.write(json.dumps(entry) + "\n")
            self._stream.flush()

    def _take(self, stored: IO[str]) -> None:
        while line := stored.readline(_LINE):
            try:
                entry = parse_json(line)
                if all(entry[name] == value for name, value in self._key.items()):
                    self._known[str(entry["sha256"])] = _seen(entry)
            except (KeyError, OverflowError, TypeError, ValueError):
                continue


def _seen(entry: dict[str, Any]) -> Seen:
    """Raises ValueError for numbers that are not finite."""
    features = np.frombuffer(base64.b64decode(entry["features"], validate=True), dtype="<f4").astype(np.float32)
    score, log10_lr = float(entry["score"]), entry["log10_lr"]
    ratio = None if log10_lr is None else float(log10_lr)
    if not np.isfinite(features).all() or not math.isfinite(score) or not math.isfinite(ratio or 0.0):
        raise ValueError("not finite")
    tier = None if entry["tier"] is None else str(entry["tier"])
    return Seen(features, score, ratio, tier, base64.b64decode(entry["thumbnail"], validate=True))
