"""The shown pixels at full size and at halves of it, so that painting touches about as many pixels as the screen has.

Halves are averaged beside the GUI thread; until they are there, the full size is drawn, coarsely and at once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject, QThreadPool, Signal
from PySide6.QtGui import QImage

from gauntlet_desktop.ui.background import Task

_SMALLEST = 256
_STRIP = 256


@dataclass(frozen=True, slots=True)
class Level:
    """A picture reduced by `factor`. The image reads the bytes of `pixels`, which it therefore keeps alive."""

    factor: int
    pixels: NDArray[np.uint8]
    image: QImage


class Pyramid(QObject):
    """Levels of one picture, uint8 (height, width, 3) sRGB; `changed` tells that a further level is there."""

    changed = Signal()

    def __init__(self, pixels: NDArray[np.uint8], parent: QObject) -> None:
        super().__init__(parent)
        self._levels = [_level(1, pixels)]
        # The work takes the pixels out of the list, so that nothing keeps them once it has ended.
        source = [pixels]
        self._task = Task(lambda task: _build(source.pop(), task))
        self._task.found.connect(self._add)
        self._task.finished.connect(self._end)
        self._ended = False
        self._task.start(QThreadPool.globalInstance())

    @property
    def pixels(self) -> NDArray[np.uint8]:
        return self._levels[0].pixels

    @property
    def depth(self) -> int:
        return len(self._levels)

    def best(self, factor: int) -> Level:
        """The smallest level so far that is reduced by no more than `factor`."""
        return max((level for level in self._levels if level.factor <= factor), key=lambda level: level.factor)

    def complete_for(self, factor: int) -> bool:
        """Whether no better level for `factor` is still to come."""
        return self.best(factor).factor == factor or max(self._levels[-1].pixels.shape[:2]) <= _SMALLEST

    def close(self) -> None:
        """Let the pixels go: here at once, beside the GUI thread at the next strip."""
        self._levels.clear()
        self._task.stop()
        self.blockSignals(True)
        if self._ended:
            self.deleteLater()

    def _add(self, level: Level) -> None:
        if not self._task.stopped:
            self._levels.append(level)
            self.changed.emit()

    def _end(self) -> None:
        self._ended = True
        if self._task.stopped:
            self.deleteLater()


def halved(pixels: NDArray[np.uint8], stopped: Callable[[], bool] = lambda: False) -> NDArray[np.uint8]:
    """The 2 x 2 means of uint8 (height, width, 3), odd sides rounded up; black from where it was stopped."""
    from PIL import Image  # here, so that the window opens without it

    height, width, channels = pixels.shape
    result = np.zeros(((height + 1) // 2, (width + 1) // 2, channels), dtype=np.uint8)
    for top in range(0, height, 2 * _STRIP):
        if stopped():
            break
        means = np.asarray(Image.fromarray(pixels[top : top + 2 * _STRIP]).reduce(2))
        result[top // 2 : top // 2 + means.shape[0]] = means
    return result


def _build(pixels: NDArray[np.uint8], task: Task) -> None:
    for level in _reduced_levels(pixels, lambda: task.stopped):
        if task.stopped:
            return
        task.found.emit(level)


def _reduced_levels(pixels: NDArray[np.uint8], stopped: Callable[[], bool]) -> Iterator[Level]:
    factor = 1
    while max(pixels.shape[:2]) > _SMALLEST and not stopped():
        pixels = halved(pixels, stopped)
        factor *= 2
        yield _level(factor, _for_drawing(pixels))


def _for_drawing(pixels: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Four bytes a pixel in Qt's own order: several times as fast to scale as three."""
    drawn = np.full((*pixels.shape[:2], 4), 255, dtype=np.uint8)
    drawn[..., :3] = pixels[..., ::-1]
    return drawn


def _level(factor: int, pixels: NDArray[np.uint8]) -> Level:
    pixels = np.ascontiguousarray(pixels)
    height, width, channels = pixels.shape
    kind = QImage.Format.Format_RGB888 if channels == 3 else QImage.Format.Format_RGB32
    return Level(factor, pixels, QImage(pixels.data, width, height, width * channels, kind))
