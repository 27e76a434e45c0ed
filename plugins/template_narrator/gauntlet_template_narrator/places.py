"""Finds places in a picture: nine zones, three a side, as (row, column) from the upper left."""

from __future__ import annotations

from gauntlet_desktop.core.heatmaps import compose
from gauntlet_desktop.core.records import Box, Heatmap, ImageFacts

_ZONES = 3
# Maps whose zones differ by less than this, in units of the score, are even.
_EVEN = 1e-3

Zone = tuple[int, int]


def box_zone(box: Box, image: ImageFacts) -> Zone:
    """The zone that holds the middle of a box."""
    row = (2 * box.y + box.height) * _ZONES // (2 * image.height)
    column = (2 * box.x + box.width) * _ZONES // (2 * image.width)
    return min(max(row, 0), _ZONES - 1), min(max(column, 0), _ZONES - 1)


def strongest_zone(heatmap: Heatmap, image: ImageFacts, sign: float) -> Zone | None:
    """The zone whose mean evidence is greatest in the direction of `sign`; None when all are alike."""
    evidence = compose(heatmap, image.width, image.height)
    rows, columns = evidence.shape
    means = {
        (i, j): sign * float(part.mean())
        for i in range(_ZONES)
        for j in range(_ZONES)
        if (
            part := evidence[
                i * rows // _ZONES : (i + 1) * rows // _ZONES, j * columns // _ZONES : (j + 1) * columns // _ZONES
            ]
        ).size
    }
    if not means or max(means.values()) - min(means.values()) < _EVEN:
        return None
    return max(means, key=means.__getitem__)
