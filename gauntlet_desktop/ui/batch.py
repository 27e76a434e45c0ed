"""How far the work is and how long it will still take, from the pace so far."""

from __future__ import annotations

import time
from collections.abc import Callable


class BatchProgress:
    """Counts jobs from the moment that the first one of a batch begins until none is left."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._started = 0.0
        self.total = 0
        self.done = 0

    @property
    def active(self) -> bool:
        return self.done < self.total

    def begin(self, count: int) -> None:
        """More jobs were submitted; after an idle time they make a new batch."""
        if not self.active:
            self.total = self.done = 0
            self._started = self._clock()
        self.total += count

    def finish(self, count: int = 1) -> None:
        self.done = min(self.total, self.done + count)

    def seconds_left(self) -> float | None:
        """Estimate from the mean time of the jobs done; None before the first one."""
        if not self.active or self.done == 0:
            return None
        return (self._clock() - self._started) / self.done * (self.total - self.done)


def in_words(seconds: float) -> str:
    """A duration as people say it: coarse, because an estimate is."""
    if seconds < 60:
        return f"about {max(1, round(seconds))} s"
    if seconds < 5400:
        return f"about {round(seconds / 60)} min"
    return f"about {seconds / 3600:.1f} h"
