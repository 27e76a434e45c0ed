"""How far the work is and how long it will still take, from the pace so far."""

from __future__ import annotations

import time
from collections.abc import Callable

from gauntlet_desktop.ui.language import figures, tr


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
        return tr("about {seconds} s").format(seconds=max(1, round(seconds)))
    if seconds < 5400:
        return tr("about {minutes} min").format(minutes=round(seconds / 60))
    return tr("about {hours} h").format(hours=figures(f"{seconds / 3600:.1f}"))
