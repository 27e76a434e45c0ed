"""How fast files get done, by those that were done last."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable

_REMEMBERED = 200
_LEAST = 5


class Pace:
    """Files a second over the last two hundred; pauses do not count."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._moments: deque[float] = deque(maxlen=_REMEMBERED)

    def note(self, files: int) -> None:
        """Some files got done now."""
        self._moments.extend([self._clock()] * files)

    def forget(self) -> None:
        """What was is no measure any more: the work paused."""
        self._moments.clear()

    def rate(self) -> float | None:
        """None until a handful of files tell."""
        if len(self._moments) < _LEAST:
            return None
        span = self._moments[-1] - self._moments[0]
        after_first = sum(moment > self._moments[0] for moment in self._moments)
        return after_first / span if span > 0 else None
