"""Decoded pixels in shared memory, so that the decoder, the inference process and the viewer see the same bytes."""

from __future__ import annotations

import contextlib
import math
import os
import sys
from multiprocessing import shared_memory

import numpy as np
from numpy.typing import NDArray

from gauntlet_desktop.core.errors import NO_SHARED_MEMORY, InputCode, InputError


class PixelBuffer:
    """Read-only sRGB pixels, uint8 (height, width, 3), in a named block of shared memory.

    The owner (`unlink=True`) frees the block's name on `close()`. The memory itself is free when the last array of it
    is gone, whether that was before or after, so that others may be dropped without a `close()`.
    """

    def __init__(self, name: str, height: int, width: int, *, unlink: bool) -> None:
        self._memory = shared_memory.SharedMemory(name=name)
        self._unlink = unlink
        self.name = name
        self.height = height
        self.width = width
        try:
            array = _as_array(self._memory, (height, width, 3))
        finally:
            _let_go(self._memory)
        array.flags.writeable = False
        self._array: NDArray[np.uint8] | None = array

    @property
    def array(self) -> NDArray[np.uint8]:
        """The pixels; raises ValueError after `close()`. Arrays taken before stay valid."""
        if self._array is None:
            raise ValueError("the pixel buffer is closed")
        return self._array

    @property
    def size_bytes(self) -> int:
        return self.height * self.width * 3

    def close(self) -> None:
        """Release the block; safe to call twice, and while somebody still holds the array."""
        if self._array is not None and self._unlink:
            self._memory.unlink()
        self._array = None


class SharedCanvas:
    """A canvas (`imaging.canvas`) in a new block of shared memory of this name, which the reader of the block frees.

    Raises InputError (decode_memory, NO_SHARED_MEMORY) when the system has no more shared memory, where it can tell, or
    none that may be written to.
    """

    def __init__(self, name: str, height: int, width: int) -> None:
        self._shape = height, width, 3
        self._written = 0
        try:
            self._memory = shared_memory.SharedMemory(name=name, create=True, size=math.prod(self._shape))
        except OSError as error:
            raise InputError(InputCode.DECODE_MEMORY, NO_SHARED_MEMORY) from error

    @property
    def pixels(self) -> NDArray[np.uint8]:
        """The picture, once all of it is written."""
        return _as_array(self._memory, self._shape)

    def write(self, pixels: bytes) -> None:
        """The next pixels. The kernel takes them in half the time of touching every new page here, and tells when there
        is no room, where touching a page would end the process."""
        left = memoryview(pixels)
        try:
            while left:
                written = self._put(left)
                self._written += written
                left = left[written:]
        except OSError as error:
            raise InputError(InputCode.DECODE_MEMORY, NO_SHARED_MEMORY) from error

    def close(self) -> None:
        """Nothing more is written; who holds `pixels` keeps them."""
        _let_go(self._memory)

    def _put(self, pixels: memoryview) -> int:
        if sys.platform == "linux":
            return os.pwrite(self._memory._fd, pixels, self._written)  # type: ignore[attr-defined]
        self._memory.buf[self._written : self._written + len(pixels)] = pixels
        return len(pixels)


def write_pixels(name: str, pixels: NDArray[np.uint8]) -> None:
    """Make the named block of pixels (height, width, 3); raises InputError as `SharedCanvas`."""
    with contextlib.closing(SharedCanvas(name, *pixels.shape[:2])) as canvas:
        canvas.write(pixels.tobytes())


def discard(name: str) -> None:
    """Free a block that a process may have left behind when it ended."""
    try:
        memory = shared_memory.SharedMemory(name=name)
    except FileNotFoundError:
        return
    except ValueError:
        _discard_empty(name)
        return
    memory.unlink()
    memory.close()


def _discard_empty(name: str) -> None:
    """Free a block whose maker was ended before it gave it a size: nothing can be mapped of it. Only POSIX has such."""
    from _posixshmem import shm_unlink

    with contextlib.suppress(FileNotFoundError):
        shm_unlink(f"/{name}")


def _as_array(memory: shared_memory.SharedMemory, shape: tuple[int, ...]) -> NDArray[np.uint8]:
    """An array over the block. `np.asarray` keeps what is mapped as long as there is the array;
    `np.ndarray(buffer=...)` would not, and reading it later would crash."""
    flat: NDArray[np.uint8] = np.asarray(memory.buf)
    return flat[: math.prod(shape)].reshape(shape)


def _let_go(memory: shared_memory.SharedMemory) -> None:
    """Leave what is mapped to the arrays of it. The class would unmap it itself, which fails while there is one: at the
    latest at the end of the program, where it is told as an error that nobody can handle."""
    memory._buf = memory._mmap = None  # type: ignore[attr-defined]
    memory.close()
