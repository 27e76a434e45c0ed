"""Shared views of an image's pixels that several finding rules measure on, each computed once on first use."""

from __future__ import annotations

from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from gauntlet_desktop.core.records import Box, ImageFacts

# Rules measure on at most this many pixels: a central native crop, never a resized copy.
MAX_SIDE = 1024


class Planes:
    """A native central crop of an image (at most 1,024 px a side) and what is derived from it.

    All planes are float32 on the scale 0..255 with the crop's shape unless said otherwise.
    """

    def __init__(self, pixels: NDArray[np.uint8], facts: ImageFacts) -> None:
        height, width = pixels.shape[:2]
        rows, columns = min(height, MAX_SIDE), min(width, MAX_SIDE)
        # A multiple of 8 keeps the crop on the JPEG block grid of the original.
        self._top = (height - rows) // 2 // 8 * 8
        self._left = (width - columns) // 2 // 8 * 8
        self.rgb8 = pixels[self._top : self._top + rows, self._left : self._left + columns]
        self.facts = facts

    @cached_property
    def rgb(self) -> NDArray[np.float32]:
        return self.rgb8.astype(np.float32)

    @cached_property
    def luma(self) -> NDArray[np.float32]:
        """Rec. 601 luma, as JPEG defines it."""
        return (self.rgb @ np.array([0.299, 0.587, 0.114], dtype=np.float32)).astype(np.float32)

    def region(self, x: int, y: int, width: int, height: int) -> Box:
        """A box of the crop in pixels of the oriented original."""
        scale = 1.0 / self.facts.scale
        return Box(
            round((self._left + x) * scale),
            round((self._top + y) * scale),
            max(1, round(width * scale)),
            max(1, round(height * scale)),
        )
