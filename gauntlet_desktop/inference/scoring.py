"""Scores labelled images in a condition of delivery, through the same protocol as the program's own analysis."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from gauntlet_desktop.api.protocols import Detector, ImageInput, ScopeJudge
from gauntlet_desktop.core.calibration import CROP_SIDE
from gauntlet_desktop.core.errors import Cancelled, UserError
from gauntlet_desktop.core.phrases import phrase
from gauntlet_desktop.core.records import ImageFacts
from gauntlet_desktop.core.task import TaskContext
from gauntlet_desktop.imaging.decode import decode
from gauntlet_desktop.imaging.delivery import Encode, Step, deliver
from gauntlet_desktop.imaging.packs import PACK_LIMITS, Pack, Sample
from gauntlet_desktop.inference.scope import content_out_of_scope

Chain = Callable[[Sample, ImageFacts], Sequence[Step]]

_LOST_SHARE = 0.01
_NAMED = 5


@dataclass(frozen=True, slots=True)
class Scored:
    """A sample with its score, and the JPEG quality (101: none), size in bytes and short side in px as delivered."""

    sample: Sample
    score: float
    quality: int
    bytes: int
    short_side: int = CROP_SIDE


@dataclass(slots=True)
class Losses:
    """Images that could not be read or scored, by name, each with the reason; a few of them may be done without."""

    reasons: dict[str, str] = field(default_factory=dict)

    def add(self, sample: Sample, error: BaseException) -> None:
        self.reasons.setdefault(sample.member, f"{type(error).__name__}: {error}")

    def check(self, total: int) -> None:
        """Raises UserError when more than 1 % of `total` images are lost."""
        if len(self.reasons) <= _LOST_SHARE * total:
            return
        named = "; ".join(f"{member} ({reason})" for member, reason in list(self.reasons.items())[:_NAMED])
        raise UserError(
            "too_many_failures",
            phrase(
                "{count} of {total} images could not be scored, more than 1 %: {named}.",
                count=len(self.reasons),
                total=total,
                named=named,
            ),
            "Remove these images, or mend the detector: figures over what is left would flatter it.",
        )


def short_sides(
    pack: Pack,
    samples: Iterable[Sample],
    context: TaskContext,
    losses: Losses | None = None,
    judges: Sequence[ScopeJudge] = (),
) -> dict[Sample, int]:
    """The samples that the scope gate lets through, with their short sides in px. Undecodable ones raise InputError, or
    are put to `losses`."""
    kept = {}
    for sample in samples:
        context.checkpoint()
        try:
            image = ImageInput(*pack.decode(sample))
            reasons = content_out_of_scope(image, judges, context)
        except Exception as error:  # every refusal of a decoder is one lost image
            if losses is None:
                raise
            losses.add(sample, error)
            continue
        if not reasons:
            kept[sample] = min(image.pixels.shape[:2])
    return kept


def score_delivered(
    detector: Detector,
    pack: Pack,
    samples: Sequence[Sample],
    chain: Chain,
    context: TaskContext,
    *,
    losses: Losses | None = None,
) -> list[Scored]:
    """Score every sample after the chain's steps; no steps: as stored. The last step of a chain is an `Encode`.

    An image that cannot be scored raises, or is put to `losses` and left out.
    """
    results = []
    for index, sample in enumerate(samples):
        context.report(index / len(samples), f"Scoring image {index + 1} of {len(samples)}")
        try:
            results.append(_score(detector, pack, sample, chain, context))
        except Cancelled:
            raise
        except (Exception, SystemExit) as error:  # the plugin call: it may raise anything
            if losses is None:
                raise
            losses.add(sample, error)
    return results


def _score(detector: Detector, pack: Pack, sample: Sample, chain: Chain, context: TaskContext) -> Scored:
    pixels, facts, size = _delivered(pack, sample, chain)
    score = detector.detect(ImageInput(pixels, facts), context.silent()).score
    if not math.isfinite(score):
        raise ValueError(f"the score is {score}")
    return Scored(sample, score, facts.quality, size, facts.short_side)


def _delivered(pack: Pack, sample: Sample, chain: Chain) -> tuple[NDArray[np.uint8], ImageFacts, int]:
    data = pack.read(sample)
    pixels, facts = decode(data, PACK_LIMITS)
    steps = chain(sample, facts)
    if steps:
        *before, last = steps
        if not isinstance(last, Encode):
            raise ValueError("a chain of delivery ends with a file, so with Encode")
        data = last.encode(deliver(pixels, before))
        pixels, facts = decode(data, PACK_LIMITS)
    return pixels, facts, len(data)
