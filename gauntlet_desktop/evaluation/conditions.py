"""The three conditions of delivery in which every detector is measured, the same for both classes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from gauntlet_desktop.core.records import ImageFacts
from gauntlet_desktop.imaging.delivery import Encode, Rescale, Step
from gauntlet_desktop.imaging.packs import Sample
from gauntlet_desktop.inference.scoring import Chain

# A crop stands for its original: it is reduced as the original would be, but by no more than half.
_LEAST_FACTOR = 0.5


def clean(sample: Sample, facts: ImageFacts) -> Sequence[Step]:
    """As stored."""
    return ()


def web(sample: Sample, facts: ImageFacts) -> Sequence[Step]:
    """Long side of the original at most 768 px, JPEG 60."""
    return Rescale(reduction(sample, facts, 768)), Encode("jpeg", 60)


def hard(sample: Sample, facts: ImageFacts) -> Sequence[Step]:
    """Long side of the original at most 512 px, JPEG 40."""
    return Rescale(reduction(sample, facts, 512)), Encode("jpeg", 40)


CONDITIONS: Mapping[str, Chain] = {"clean": clean, "web": web, "hard": hard}


def reduction(sample: Sample, facts: ImageFacts, long_side: int) -> float:
    """The factor, 0.5..1, that brings the original's long side to `long_side` px where that is possible."""
    original = sample.original_side or max(facts.width, facts.height)
    return min(1.0, max(_LEAST_FACTOR, long_side / original))
