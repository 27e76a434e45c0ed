"""The strata that calibrations are fitted for, and the deliveries that put validation images into them."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from gauntlet_desktop.core.calibration import NO_MAX_SIDE
from gauntlet_desktop.core.records import ImageFacts
from gauntlet_desktop.imaging.delivery import Encode, Rescale, Step
from gauntlet_desktop.imaging.packs import Sample
from gauntlet_desktop.inference.scoring import Chain

LOSSLESS = 101
SIDE_STARTS = (200, 256, 512)
QUALITIES = ((86, LOSSLESS), (60, 85), (30, 59))
MIN_IMAGES = 50
_MIN_SOURCES = 2
_HIGHEST_DRAWN = 95
_LEAST_FACTOR = 0.5


@dataclass(frozen=True, slots=True)
class Cell:
    """A stratum's range of short side in px and of JPEG quality (101: lossless), inclusive, and in words what its
    validation images were where they do not cover the range."""

    min_side: int
    max_side: int
    min_quality: int
    max_quality: int
    validated_on: str = ""

    @property
    def name(self) -> str:
        return f"{self._sides}, {self._qualities}{self.validated_on and f'; {self.validated_on}'}"

    @property
    def _sides(self) -> str:
        end = "px or more" if self.max_side == NO_MAX_SIDE else f"to {self.max_side} px"
        return f"short side {self.min_side} {end}"

    @property
    def _qualities(self) -> str:
        if self.max_quality == LOSSLESS:
            return f"JPEG quality over {self.min_quality - 1}, or lossless"
        return f"JPEG quality {self.min_quality} to {self.max_quality}"


def cells_for(sides: Mapping[Sample, int]) -> list[Cell]:
    """The cells that these images (with their short sides) can validate, larger and higher ones last.

    An image serves every range of sides that it reaches or can be reduced to. A range without 50 images and two
    sources of each class is merged with the one below, whose cells then say what they were validated on.
    """
    usable = [start for start in SIDE_STARTS[1:] if _enough([s for s, side in sides.items() if side >= start])]
    starts = [SIDE_STARTS[0], *usable]
    ends = [*(start - 1 for start in usable), NO_MAX_SIDE]
    largest = max(sides.values(), default=0)
    note = f"validated on images of up to {largest} px" if largest < 2 * starts[-1] else ""
    return [
        Cell(start, end, low, high, note if end == NO_MAX_SIDE else "")
        for start, end in zip(starts, ends, strict=True)
        for low, high in QUALITIES
    ]


def members(cell: Cell, sides: Mapping[Sample, int]) -> list[Sample]:
    """The samples that can be delivered into a cell."""
    return [sample for sample, side in sides.items() if side >= cell.min_side]


def delivery_into(cell: Cell, seed: int) -> Chain:
    """The delivery that puts an image into a cell, drawn for each image alone: half of the images are reduced, all of
    them where they are too large; those that then lie in the cell stay as stored half of the time, the others are coded
    at a random quality of its range.

    A crop stands for the larger picture that it was cut from: where a cell has no upper side, reducing the crop to no
    less than half stands for reducing that picture.
    """

    def chain(sample: Sample, facts: ImageFacts) -> Sequence[Step]:
        rng = np.random.default_rng([seed, cell.min_side, cell.min_quality, _number(sample)])
        reduce, keep = rng.random() < 0.5, rng.random() < 0.5
        factor = float(rng.uniform(*_factors(cell, sample, facts, reduce)))
        if keep and factor == 1.0 and cell.min_quality <= facts.quality <= cell.max_quality:
            return ()
        encode = Encode("jpeg", int(rng.integers(cell.min_quality, min(cell.max_quality, _HIGHEST_DRAWN) + 1)))
        return (encode,) if factor == 1.0 else (Rescale(factor), encode)

    return chain


def _factors(cell: Cell, sample: Sample, facts: ImageFacts, reduce: bool) -> tuple[float, float]:
    """The range of rescaling that keeps an image in the cell's range of sides."""
    is_crop = sample.original_side > max(facts.width, facts.height)
    least = 0.0 if is_crop and cell.max_side == NO_MAX_SIDE else cell.min_side / facts.short_side
    most = cell.max_side / facts.short_side
    if most < 1.0:
        return least, most
    return (min(1.0, max(least, _LEAST_FACTOR)), 1.0) if reduce else (1.0, 1.0)


def _enough(samples: Sequence[Sample]) -> bool:
    images = Counter(sample.generated for sample in samples)
    sources = Counter(generated for generated, _ in {(sample.generated, sample.source) for sample in samples})
    return all(images[label] >= MIN_IMAGES and sources[label] >= _MIN_SOURCES for label in (False, True))


def _number(sample: Sample) -> int:
    """A number that depends on nothing but the sample's name."""
    return int.from_bytes(hashlib.sha256(sample.member.encode()).digest()[:8], "big")
