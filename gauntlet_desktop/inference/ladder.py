"""Climbs the stability ladder: scores one native window as it is and after changes that say nothing of its origin."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from gauntlet_desktop.api import ImageInput
from gauntlet_desktop.core.ladder import textured_window
from gauntlet_desktop.core.records import ImageFacts, JpegFacts, Rung, Verdict
from gauntlet_desktop.core.task import TaskContext
from gauntlet_desktop.imaging.delivery import Encode, Rescale, Step, deliver

Pixels = NDArray[np.uint8]
Judge = Callable[[ImageInput, TaskContext], Verdict | None]


@dataclass(frozen=True, slots=True)
class Change:
    """A change of the window: (rows, columns) cut off at its top and left, then steps; `quality` is the JPEG quality
    that they leave at most (101: they leave it as it is)."""

    name: str
    cut: tuple[int, int] = (0, 0)
    steps: tuple[Step, ...] = ()
    quality: int = 101

    def apply(self, window: Pixels) -> Pixels:
        return deliver(np.ascontiguousarray(window[self.cut[0] :, self.cut[1] :]), self.steps)


CHANGES = (
    Change("as it is"),
    Change("JPEG 85", steps=(Encode("jpeg", 85),), quality=85),
    Change("JPEG 60", steps=(Encode("jpeg", 60),), quality=60),
    Change("0.75x", steps=(Rescale(0.75), Encode("jpeg", 95)), quality=95),
    Change("shifted crop", cut=(3, 5)),
    Change("WebP 80", steps=(Encode("webp", 80),)),
)


def climb(
    pixels: Pixels, facts: ImageFacts, judge: Judge, context: TaskContext, changes: Sequence[Change] = CHANGES
) -> tuple[Rung, ...]:
    """The rungs of an image, uint8 (height, width, 3): each the answer that `judge` gives to its changed window, which
    is None where the changed window is outside every stratum or could not be scored. Raises Cancelled between rungs."""
    box = textured_window(pixels)
    window = pixels[box.y : box.y + box.height, box.x : box.x + box.width]
    rungs = []
    for number, change in enumerate(changes):
        context.report(number / len(changes), f"Testing stability: {change.name}")
        changed = change.apply(window)
        verdict = judge(ImageInput(changed, _facts(facts, changed, change)), context.silent())
        rungs.append(Rung(change.name, verdict.log10_lr if verdict else None, verdict.tier if verdict else None))
    return tuple(rungs)


def _facts(facts: ImageFacts, changed: Pixels, change: Change) -> ImageFacts:
    """The facts of the changed window: its size, and the lowest JPEG quality that it went through."""
    height, width = changed.shape[:2]
    jpeg = facts.jpeg
    if change.quality < facts.quality:
        jpeg = JpegFacts(change.quality, True, "4:2:0", False, "")
    return replace(facts, width=width, height=height, scale=1.0, jpeg=jpeg)
