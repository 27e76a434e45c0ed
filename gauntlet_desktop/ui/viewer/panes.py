"""How the canvas is divided to compare the picture with its heatmap. All in device pixels."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from PySide6.QtCore import QRect


class CompareMode(StrEnum):
    """How picture and heatmaps stand to each other; the values are what the settings keep. In a grid each canvas is an
    overlay."""

    OVERLAY = "overlay"
    SIDE_BY_SIDE = "side_by_side"
    SWIPE = "swipe"
    GRID = "grid"


@dataclass(frozen=True, slots=True)
class Pane:
    """A part of the canvas: its placement starts at `left`, painting is held within `clip`."""

    left: int
    clip: QRect
    heatmap: bool


def pane_width(mode: CompareMode, width: int, gap: int) -> int:
    """The width that the picture is laid out for, on a canvas of `width` pixels."""
    return max(1, (width - gap) // 2) if mode is CompareMode.SIDE_BY_SIDE else width


def panes(mode: CompareMode, width: int, height: int, gap: int, divider: int) -> tuple[Pane, ...]:
    """The panes from left to right; `divider` is where a swipe comparison changes sides."""
    if mode in (CompareMode.OVERLAY, CompareMode.GRID):
        return (Pane(0, QRect(0, 0, width, height), True),)
    if mode is CompareMode.SWIPE:
        return (
            Pane(0, QRect(0, 0, divider, height), False),
            Pane(0, QRect(divider, 0, width - divider, height), True),
        )
    side = pane_width(mode, width, gap)
    left = side + gap
    return Pane(0, QRect(0, 0, side, height), False), Pane(left, QRect(left, 0, side, height), True)
