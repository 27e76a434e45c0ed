"""Finds out how a detector prepares images that does not declare it, by what it makes of made-up ones."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np

from gauntlet_desktop.api import NATIVE, SQUASHED, ImageInput, Preparation, Prepared, prepared
from gauntlet_desktop.core.errors import UserError
from gauntlet_desktop.core.phrases import phrase
from gauntlet_desktop.core.records import ImageFacts

# Wider than high, higher than wide, square, and smaller than most networks' input, in pixels: height and width.
PROBES = ((480, 640), (700, 450), (512, 512), (90, 120))
TOLERANCE = 1e-6


def find_preparation(detector_id: str, prepare: Callable[[ImageInput], Prepared]) -> Preparation:
    """The `Preparation` that gives the very pixels which `prepare` gives of every probe. Raises UserError where there
    is none: the detector does something of its own."""
    images = [_probe(number, *shape) for number, shape in enumerate(PROBES)]
    given = [prepare(image) for image in images]
    for how in _candidates(given[0]):
        if all(_same(prepared(image, how), theirs) for image, theirs in zip(images, given, strict=True)):
            return how
    raise UserError(
        "preparation_unknown",
        phrase("{detector} prepares images in a way of its own, which no file can hold.", detector=detector_id),
        "Its author can declare one with `preparation` (see the plugin guide); until then, use it as it is.",
    )


def _candidates(first: Prepared) -> Iterator[Preparation]:
    """What would give an input of this size: the whole image, native pixels, or a crop after the short side was resized
    to as many pixels as the crop's region tells, which is rounded."""
    side = first.pixels.shape[1]
    yield Preparation(side, SQUASHED)
    yield Preparation(side, NATIVE)
    region = max(1, first.region.height)
    near = round(side * PROBES[0][0] / region)
    slack = 1 + near // region
    for short in sorted(range(max(1, near - slack), near + slack + 1), key=lambda short: abs(short - near)):
        yield Preparation(side, short)


def _same(ours: Prepared, theirs: Prepared) -> bool:
    if ours.pixels.shape != theirs.pixels.shape:
        return False
    return bool(np.abs(ours.pixels - theirs.pixels).max() <= TOLERANCE)


def _probe(seed: int, height: int, width: int) -> ImageInput:
    pixels = np.random.default_rng(seed).integers(0, 256, (height, width, 3), dtype=np.uint8)
    return ImageInput(pixels, ImageFacts("PNG", "RGB", 8, width, height, 1, 1, False, "", 1.0, None))
