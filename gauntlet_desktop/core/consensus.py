"""Which remarks of a vision-language model are kept: those seen in two of three views of the same picture.

The views are the picture as it is, mirrored, and a crop. A model that sees something there sees it in all of them;
one that makes things up seldom makes up the same twice.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from gauntlet_desktop.core.model_output import Seen
from gauntlet_desktop.core.records import Box

AGREEING_RUNS = 2
SAME_PLACE = 0.3  # intersection over union from which two boxes are the same place
_CROP_MARGIN = 0.1


@dataclass(frozen=True, slots=True)
class View:
    """A view of the picture: the region of the original that it shows, mirrored left to right or not."""

    name: str
    region: Box
    mirrored: bool = False

    def to_original(self, place: tuple[float, float, float, float]) -> Box:
        """Fractions (left, top, right, bottom) of this view as a box in pixels of the original, at least 1 x 1."""
        left, top, right, bottom = place
        if self.mirrored:
            left, right = 1.0 - right, 1.0 - left
        x, y = round(left * self.region.width), round(top * self.region.height)
        width = max(1, round(right * self.region.width) - x)
        height = max(1, round(bottom * self.region.height) - y)
        return Box(self.region.x + x, self.region.y + y, width, height)


@dataclass(frozen=True, slots=True)
class Located:
    """A remark of one run in pixels of the original; without an artifact it is a phrase that the model placed."""

    artifact: str
    text: str
    box: Box | None


@dataclass(frozen=True, slots=True)
class Agreed:
    """A remark with the number of runs that agree on it."""

    remark: Located
    runs: int


def views(width: int, height: int) -> tuple[View, ...]:
    """The three views of a picture of that size."""
    x, y = round(_CROP_MARGIN * width), round(_CROP_MARGIN * height)
    whole = Box(0, 0, width, height)
    crop = Box(x, y, max(1, width - 2 * x), max(1, height - 2 * y))
    return View("original", whole), View("mirrored", whole, mirrored=True), View("crop", crop)


def located(seen: Sequence[Seen], view: View) -> tuple[Located, ...]:
    """The remarks of a run in pixels of the original."""
    boxes = [view.to_original(each.place) if each.place else None for each in seen]
    return tuple(Located(each.artifact, each.text, box) for each, box in zip(seen, boxes, strict=True))


def agreed(runs: Sequence[Sequence[Located]]) -> tuple[Agreed, ...]:
    """The remarks that at least two runs share, in the words and with the box of the first that gave one.

    A remark of one run is counted once; the same artifact at two places makes two remarks.
    """
    groups: list[list[tuple[int, Located]]] = []
    for number, run in enumerate(runs):
        for remark in run:
            group = next((each for each in groups if _joins(each, number, remark)), None)
            if group is None:
                groups.append([(number, remark)])
            else:
                group.append((number, remark))
    return tuple(_merged(group) for group in groups if len(group) >= AGREEING_RUNS)


def overlap(first: Box, second: Box) -> float:
    """Intersection over union of two boxes, 0..1."""
    width = min(first.x + first.width, second.x + second.width) - max(first.x, second.x)
    height = min(first.y + first.height, second.y + second.height) - max(first.y, second.y)
    shared = max(0, width) * max(0, height)
    return shared / (first.width * first.height + second.width * second.height - shared)


def _joins(group: list[tuple[int, Located]], number: int, remark: Located) -> bool:
    if any(other == number for other, _ in group) or _kind(group[0][1]) != _kind(remark):
        return False
    boxes = [each.box for _, each in group if each.box is not None]
    return remark.box is None or not boxes or any(overlap(remark.box, box) >= SAME_PLACE for box in boxes)


def _kind(remark: Located) -> tuple[str, str]:
    """What makes two remarks the same: the artifact, or for a mere place what was named there."""
    return remark.artifact, "" if remark.artifact else remark.text.lower()


def _merged(group: list[tuple[int, Located]]) -> Agreed:
    first = group[0][1]
    box = next((each.box for _, each in group if each.box is not None), None)
    return Agreed(Located(first.artifact, first.text, box), len(group))
