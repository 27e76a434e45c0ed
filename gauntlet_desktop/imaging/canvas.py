"""Where a picture's pixels go as they are rendered: memory of this process, or what others see too."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

import numpy as np
from numpy.typing import NDArray


class Canvas(Protocol):
    """Takes the pixels of one picture in reading order, three bytes (red, green, blue) each."""

    def write(self, pixels: bytes) -> None:
        """The next pixels; raises MemoryError or InputError where there is no room for them."""

    @property
    def pixels(self) -> NDArray[np.uint8]:
        """The picture (height, width, 3), C-contiguous, once all of it is written."""


# Makes the canvas of a picture of (height, width).
NewCanvas = Callable[[int, int], Canvas]


class MemoryCanvas:
    """A canvas in memory of this process."""

    def __init__(self, height: int, width: int) -> None:
        self.pixels: NDArray[np.uint8] = np.empty((height, width, 3), dtype=np.uint8)
        self._bytes = self.pixels.data.cast("B")
        self._written = 0

    def write(self, pixels: bytes) -> None:
        end = self._written + len(pixels)
        self._bytes[self._written : end] = pixels
        self._written = end
