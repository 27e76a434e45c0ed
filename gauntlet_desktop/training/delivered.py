"""Whole crops after delivery, one after the other: what recipes learn from that measure pictures instead of patches."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from gauntlet_desktop.core.task import TaskContext
from gauntlet_desktop.imaging.delivery import Encode, Rescale, Step, deliver, draw_delivery
from gauntlet_desktop.training.sampler import BySource, Pixels

# The conditions of the evaluation, for crops whose original's size is not known any more.
CONDITIONS: Mapping[str, tuple[Step, ...]] = {
    "clean": (),
    "web": (Rescale(0.75), Encode("jpeg", 60)),
    "hard": (Rescale(0.5), Encode("jpeg", 40)),
}
DRAWN = "drawn"
LEAST_SIDE = 128


@dataclass(frozen=True, slots=True)
class Delivered:
    """A delivered crop; `index` tells which picture it shows, `condition` is of CONDITIONS or "drawn"."""

    pixels: Pixels
    generated: bool
    source: str
    index: int
    condition: str


def deliver_crops(
    by_class: Mapping[bool, BySource], seed: int, per_source: int, draws: int, context: TaskContext
) -> Iterator[Delivered]:
    """Up to `per_source` crops of every source, evenly spread over it, each in every condition and `draws` random
    deliveries. The n-th crops of all sources share their draws, so that both classes go through the same chains."""
    chosen = [
        (generated, source, place, crop)
        for generated, sources in sorted(by_class.items())
        for source, crops in sorted(sources.items())
        for place, crop in enumerate(_spread(crops, per_source))
    ]
    for index, (generated, source, place, crop) in enumerate(chosen):
        context.report(0.9 * index / len(chosen), f"Measuring image {index + 1} of {len(chosen)}")
        for condition, steps in CONDITIONS.items():
            yield Delivered(deliver(crop, steps), generated, source, index, condition)
        for draw in range(draws):
            rng = np.random.default_rng([seed, place, draw])
            steps = draw_delivery(rng, min(1.0, LEAST_SIDE / min(crop.shape[:2])))
            yield Delivered(deliver(crop, steps), generated, source, index, DRAWN)


def _spread(crops: Sequence[Pixels], count: int) -> Iterator[Pixels]:
    places = np.linspace(0, len(crops) - 1, min(count, len(crops)))
    return (crops[int(place)] for place in places)
