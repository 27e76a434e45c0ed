"""Decoded pixels in shared memory, so that the decoder, the inference process and the viewer see the same bytes."""

from __future__ import annotations

from multiprocessing import shared_memory

import numpy as np
from numpy.typing import NDArray


class PixelBuffer:
    """Read-only sRGB pixels, uint8 (height, width, 3), in a named block of shared memory.

    `close()` must be called once no array of it is in use; the owner (`unlink=True`) also frees the block.
    """

    def __init__(self, name: str, height: int, width: int, *, unlink: bool) -> None:
        self._memory = shared_memory.SharedMemory(name=name)
        self._unlink = unlink
        self.name = name
        self.height = height
        self.width = width
        array: NDArray[np.uint8] = np.ndarray((height, width, 3), dtype=np.uint8, buffer=self._memory.buf)
        array.flags.writeable = False
        self._array: NDArray[np.uint8] | None = array

    @property
    def array(self) -> NDArray[np.uint8]:
        """The pixels; raises ValueError after `close()`."""
        if self._array is None:
            raise ValueError("the pixel buffer is closed")
        return self._array

    @property
    def size_bytes(self) -> int:
        return self.height * self.width * 3

    def close(self) -> None:
        """Release the block; safe to call twice."""
        if self._array is None:
            return
        self._array = None
        self._memory.close()
        if self._unlink:
            self._memory.unlink()
