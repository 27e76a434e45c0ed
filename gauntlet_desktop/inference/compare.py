"""Two forms of one network side by side: size, CPU time and what they answer on the same images."""

from __future__ import annotations

import statistics
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from gauntlet_desktop.inference.onnx_files import Network

MIN_TIMINGS = 5

# What a network is run on for one image, one after the other, each float32 (3, H, W): most see one view of it.
Views = Sequence[NDArray[np.float32]]


@dataclass(frozen=True, slots=True)
class Form:
    """One form of a network: its name in words, its size on disk, its logits, and which of two is "generated"."""

    name: str
    bytes: int
    network: Network
    generated: int = 1

    def score(self, views: Views) -> float:
        """The difference of the logits, or the one logit, as the mean over the views of an image."""
        return statistics.fmean(self._score(view) for view in views)

    def _score(self, view: NDArray[np.float32]) -> float:
        logits = self.network(view[None]).reshape(-1)
        return float(logits[0] if len(logits) == 1 else logits[self.generated] - logits[1 - self.generated])


@dataclass(frozen=True, slots=True)
class Comparison:
    """What changes from one form to the other, over `images` images. `cpu_ms` is the median CPU time of one image, on
    one thread and without preparing it; `mean_drift` and `max_drift` are of the score, which is a difference of logits;
    `changed` is how many predictions at the threshold 0 changed sides; `notes` say what is to be known besides."""

    before: str
    after: str
    images: int
    bytes: tuple[int, int]
    cpu_ms: tuple[float, float]
    mean_drift: float
    max_drift: float
    changed: int
    notes: tuple[str, ...] = ()


def compare(before: Form, after: Form, images: Iterable[Views]) -> Comparison | None:
    """Run both on the views of every image; None where there is no image."""
    scores: tuple[list[float], list[float]] = [], []
    times: tuple[list[float], list[float]] = [], []
    image: Views | None = None
    for image in images:
        _run((before, after), image, scores, times)
    if image is None:
        return None
    while len(times[0]) < MIN_TIMINGS + 1:
        _run((before, after), image, ([], []), times)
    first, second = np.array(scores[0]), np.array(scores[1])
    drift = np.abs(first - second)
    return Comparison(
        before.name,
        after.name,
        len(first),
        (before.bytes, after.bytes),
        # The first image of each warms up.
        (_median_ms(times[0][1:]), _median_ms(times[1][1:])),
        float(drift.mean()),
        float(drift.max()),
        int(((first > 0) != (second > 0)).sum()),
    )


def _run(
    forms: tuple[Form, Form],
    image: Views,
    scores: tuple[list[float], list[float]],
    times: tuple[list[float], list[float]],
) -> None:
    for form, its_scores, its_times in zip(forms, scores, times, strict=True):
        started = time.process_time()
        its_scores.append(form.score(image))
        its_times.append(time.process_time() - started)


def _median_ms(seconds: list[float]) -> float:
    return 1000 * statistics.median(seconds)
