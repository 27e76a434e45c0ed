"""Scores labelled images in a condition of delivery, through the same protocol as the program's own analysis."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from gauntlet_desktop.api.protocols import Detector, ImageInput
from gauntlet_desktop.core.records import ImageFacts
from gauntlet_desktop.core.scope import FLAT_SHARE_LIMIT, flat_share
from gauntlet_desktop.core.task import TaskContext
from gauntlet_desktop.imaging.decode import decode
from gauntlet_desktop.imaging.delivery import Encode, Step, deliver
from gauntlet_desktop.imaging.packs import PACK_LIMITS, Pack, Sample

Chain = Callable[[Sample, ImageFacts], Sequence[Step]]


@dataclass(frozen=True, slots=True)
class Scored:
    """A sample with its score, and the JPEG quality (101: none) and size in bytes of the file as delivered."""

    sample: Sample
    score: float
    quality: int
    bytes: int


def in_scope(pack: Pack, samples: Iterable[Sample], context: TaskContext) -> list[Sample]:
    """The samples that the scope gate does not call flat (graphics, screenshots, blanks); undecodable ones raise
    InputError: figures are never stated over data that is silently incomplete."""
    kept = []
    for sample in samples:
        context.checkpoint()
        if flat_share(pack.decode(sample)[0]) <= FLAT_SHARE_LIMIT:
            kept.append(sample)
    return kept


def score_delivered(
    detector: Detector, pack: Pack, samples: Sequence[Sample], chain: Chain, context: TaskContext
) -> list[Scored]:
    """Score every sample after the chain's steps; no steps: as stored. The last step of a chain is an `Encode`."""
    results = []
    for index, sample in enumerate(samples):
        context.report(index / len(samples), f"Scoring image {index + 1} of {len(samples)}")
        pixels, facts, size = _delivered(pack, sample, chain)
        output = detector.detect(ImageInput(pixels, facts), TaskContext(is_cancelled=_cancellation(context)))
        results.append(Scored(sample, output.score, facts.quality, size))
    return results


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


def _cancellation(context: TaskContext) -> Callable[[], bool]:
    """Detectors report progress of their own, which would overwrite that of the set: they only get to be cancelled."""

    def asked() -> bool:
        context.checkpoint()
        return False

    return asked
