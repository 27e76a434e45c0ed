"""The small context that long work gets: progress out, cancellation in. It knows no widget and no process."""

from __future__ import annotations

import math
from collections.abc import Callable

from gauntlet_desktop.core.errors import Cancelled

SECONDS_LEFT, MINUTES_LEFT = "about {} s left", "about {} min left"
# An estimate from fewer pieces of work would be a guess.
_LEAST_PIECES = 5


class TaskContext:
    """Passed to every plugin call and long loop.

    `report(fraction 0..1, what)` tells how far the work is; `checkpoint()` raises Cancelled once asked to stop;
    `say(step, text)` shows a text that grows, all of it again and again. The program itself tells by
    `calling(plugin, step)` whom it asks next, so that a plugin that never answers can be named.
    """

    def __init__(
        self,
        report: Callable[[float, str], None] | None = None,
        is_cancelled: Callable[[], bool] | None = None,
        say: Callable[[str, str], None] | None = None,
        calling: Callable[[str, str], None] | None = None,
    ) -> None:
        self._report = report
        self._is_cancelled = is_cancelled
        self._say = say
        self._calling = calling

    def report(self, fraction: float, what: str) -> None:
        self.checkpoint()
        if self._report is not None:
            self._report(min(1.0, max(0.0, fraction)), what)

    def say(self, step: str, text: str) -> None:
        self.checkpoint()
        if self._say is not None:
            self._say(step, text)

    def calling(self, plugin: str, step: str) -> None:
        if self._calling is not None:
            self._calling(plugin, step)

    def checkpoint(self) -> None:
        if self._is_cancelled is not None and self._is_cancelled():
            raise Cancelled()

    def silent(self) -> TaskContext:
        """A context that is cancelled with this one and reports nothing: for one step of many."""
        return TaskContext(is_cancelled=self._is_cancelled, calling=self._calling)

    def part(self, start: float, end: float) -> TaskContext:
        """A context for the part of the work from fraction `start` to `end`."""
        return TaskContext(
            lambda done, what: self.report(start + done * (end - start), what),
            self._is_cancelled,
            self._say,
            self._calling,
        )


def with_estimate(what: str, seconds: float, *, done: int, left: int) -> str:
    """What is being done, and about how long the pieces that are left will take, once some were done in so many
    seconds.

    >>> with_estimate("Looking at image 11 of 20", 5.0, done=10, left=10)
    'Looking at image 11 of 20, about 5 s left'
    """
    if done < _LEAST_PIECES:
        return what
    rest = math.ceil(seconds / done * left)
    return f"{what}, {MINUTES_LEFT.format(round(rest / 60)) if rest >= 90 else SECONDS_LEFT.format(rest)}"
