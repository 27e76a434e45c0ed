"""Scores labelled pictures once per condition and scorer: one decode a picture, each score kept as it comes.

A picture that cannot be decoded, a scorer that raises and a score that is not a number cost themselves only: they are
counted and named.
"""

from __future__ import annotations

import math
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from gauntlet_desktop.api.protocols import Detector, ImageInput, ScopeJudge
from gauntlet_desktop.core.errors import Cancelled, EnvironmentFault, GauntletError, InputError
from gauntlet_desktop.core.task import TaskContext, with_estimate
from gauntlet_desktop.evaluation.conditions import CONDITIONS
from gauntlet_desktop.evaluation.files import Failure, LabelledFile
from gauntlet_desktop.evaluation.journal import Journal, Key, Observation
from gauntlet_desktop.imaging.decode import decode
from gauntlet_desktop.imaging.delivery import Encode, Step, deliver
from gauntlet_desktop.imaging.packs import PACK_LIMITS, Pack
from gauntlet_desktop.inference.scope import out_of_scope

TEN_CROP_SIDE = 224
TEN_CROP = "ten-crop"

Pixels = NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class Scorer:
    """A detector at one set of weights, as it scores: on views of its own choice, or ten-crop."""

    detector: Detector
    weights_sha256: str
    ten_crop: bool = False

    @property
    def id(self) -> str:
        return f"{self.detector.id} ({TEN_CROP})" if self.ten_crop else self.detector.id


@dataclass(slots=True)
class Scores:
    """All that scoring gave: the pictures in scope, the scores by condition and picture and scorer, what is out of
    scope (picture and reasons), what failed, and how many scores were there from an earlier run."""

    files: list[LabelledFile] = field(default_factory=list)
    found: dict[Key, Observation] = field(default_factory=dict)
    out_of_scope: list[tuple[LabelledFile, tuple[str, ...]]] = field(default_factory=list)
    failures: list[Failure] = field(default_factory=list)
    reused: int = 0

    def of(self, file: LabelledFile, condition: str, scorer: Scorer) -> Observation | None:
        return self.found.get(score_key(file, condition, scorer))


def score_key(file: LabelledFile, condition: str, scorer: Scorer) -> Key:
    """What a score depends on."""
    return file.sha256, condition, scorer.id, scorer.weights_sha256


def score_files(
    pack: Pack,
    files: Sequence[LabelledFile],
    scorers: Sequence[Scorer],
    conditions: Sequence[str],
    *,
    journal: Journal,
    context: TaskContext,
    judges: Sequence[ScopeJudge] = (),
) -> Scores:
    """Score every picture that is in scope, as stored; what the journal knows is taken from there."""
    scores = Scores()
    started, fresh = time.monotonic(), 0
    for index, file in enumerate(files):
        what = f"Scoring image {index + 1} of {len(files)}"
        elapsed = time.monotonic() - started
        context.report(index / len(files), with_estimate(what, elapsed, done=fresh, left=len(files) - index))
        missing = [
            (condition, scorer)
            for condition in conditions
            for scorer in scorers
            if journal.score(score_key(file, condition, scorer)) is None
        ]
        scores.reused += len(conditions) * len(scorers) - len(missing)
        if journal.scope(file) is None or (not journal.scope(file) and missing):
            fresh += 1
            try:
                stored = ImageInput(*decode(pack.read(file.sample), PACK_LIMITS))
            except (InputError, EnvironmentFault) as error:
                scores.failures.append(Failure(file.sample.member, error.message))
                continue
            if journal.scope(file) is None:
                journal.add_scope(file, out_of_scope(stored, judges, context))
            if not journal.scope(file):
                scores.failures += _score_one(file, stored, missing, journal, context)
        _collect(scores, file, scorers, conditions, journal)
    return scores


def ten_crops(pixels: Pixels) -> Iterator[Pixels]:
    """The four corners and the centre at 224 px (or the shorter side, where that is less), and their mirror images."""
    height, width = pixels.shape[:2]
    side = min(TEN_CROP_SIDE, height, width)
    bottom, right = height - side, width - side
    for top, left in ((0, 0), (0, right), (bottom, 0), (bottom, right), (bottom // 2, right // 2)):
        crop = pixels[top : top + side, left : left + side]
        yield np.ascontiguousarray(crop)
        yield np.ascontiguousarray(crop[:, ::-1])


def _score_one(
    file: LabelledFile,
    stored: ImageInput,
    missing: Sequence[tuple[str, Scorer]],
    journal: Journal,
    context: TaskContext,
) -> list[Failure]:
    """Deliver and score."""
    failures: list[Failure] = []
    for condition in dict.fromkeys(condition for condition, _ in missing):
        image = _delivered(stored, CONDITIONS[condition](file.sample, stored.facts))
        for scorer in (scorer for wanted, scorer in missing if wanted == condition):
            found = _attempt(scorer, image, context)
            if isinstance(found, str):
                failures.append(Failure(file.sample.member, found, scorer.id, condition))
            else:
                journal.add_score(file, score_key(file, condition, scorer), found)
    return failures


def _collect(
    scores: Scores, file: LabelledFile, scorers: Sequence[Scorer], conditions: Sequence[str], journal: Journal
) -> None:
    if reasons := journal.scope(file):
        scores.out_of_scope.append((file, reasons))
        return
    scores.files.append(file)
    for condition in conditions:
        for scorer in scorers:
            key = score_key(file, condition, scorer)
            if (found := journal.score(key)) is not None:
                scores.found[key] = found


def _delivered(stored: ImageInput, steps: Sequence[Step]) -> ImageInput:
    if not steps:
        return stored
    *before, last = steps
    if not isinstance(last, Encode):
        raise ValueError("a chain of delivery ends with a file, so with Encode")
    return ImageInput(*decode(last.encode(deliver(stored.pixels, before)), PACK_LIMITS))


def _attempt(scorer: Scorer, image: ImageInput, context: TaskContext) -> Observation | str:
    """The score, or why there is none."""
    started = time.perf_counter()
    try:
        score = _score(scorer, image, context.silent())
    except Cancelled:
        raise
    except GauntletError as error:
        return error.message
    except (Exception, SystemExit) as error:  # noqa: BLE001 - the plugin call: third-party code may raise anything
        return f"{type(error).__name__}: {error}"
    seconds = round(time.perf_counter() - started, 6)
    if not math.isfinite(score):
        return f"The score is {score}."
    return Observation(score, image.facts.quality, image.facts.short_side, seconds)


def _score(scorer: Scorer, image: ImageInput, context: TaskContext) -> float:
    if not scorer.ten_crop:
        return float(scorer.detector.detect(image, context).score)
    scores = []
    for crop in ten_crops(image.pixels):
        facts = replace(image.facts, height=crop.shape[0], width=crop.shape[1])
        scores.append(scorer.detector.detect(ImageInput(crop, facts), context).score)
    return float(np.mean(scores))


def timings(scores: Scores) -> Mapping[str, list[float]]:
    """Seconds a picture of every scorer."""
    grouped: dict[str, list[float]] = {}
    for (_, _, scorer, _), found in scores.found.items():
        grouped.setdefault(scorer, []).append(found.seconds)
    return grouped
