"""The jobs that wait to be decoded, in lines: one for each lane that takes them up afterwards, one for those that none
does, one for thumbnails. A hundred thousand that wait for a full lane are not looked at while it is full."""

from __future__ import annotations

import itertools
from collections import OrderedDict, defaultdict
from collections.abc import Collection, Iterator

from gauntlet_desktop.app.events import JobId
from gauntlet_desktop.app.jobs import Job
from gauntlet_desktop.app.lane import Lane

Line = OrderedDict[JobId, Job]


class Backlog:
    """Jobs in the order in which they were added, those put first before all others. Thumbnails take turns with them,
    the newest first: it is what somebody looks at who has scrolled past the rest. Iterating gives all, line by line."""

    def __init__(self) -> None:
        self._lines: dict[Lane | None, Line] = defaultdict(OrderedDict)
        self._thumbnails: Line = OrderedDict()
        self._thumbnail_next = True
        self._numbers = itertools.count(1)

    def __iter__(self) -> Iterator[Job]:
        return itertools.chain.from_iterable(line.values() for line in self._all)

    def __bool__(self) -> bool:
        return any(self._all)

    def add(self, job: Job, lane: Lane | None, *, first: bool = False) -> None:
        """Let a job wait that is for a lane, or for none."""
        line = self._thumbnails if job.is_thumbnail else self._lines[lane]
        line[job.id] = job
        job.turn = next(self._numbers)
        if first:
            self.move_first(job.id)

    def take(self, full: Collection[Lane]) -> Job | None:
        """Take the next job out that is not for a full lane; None where there is none."""
        lines = [line for lane, line in self._lines.items() if line and lane not in full]
        if self._thumbnails and (self._thumbnail_next or not lines):
            self._thumbnail_next = False
            return self._thumbnails.popitem()[1]
        self._thumbnail_next = True
        return min(lines, key=_next_turn).popitem(last=False)[1] if lines else None

    def move_first(self, job_id: JobId) -> None:
        """Put a job that waits, and is no thumbnail, before all others."""
        for line in self._lines.values():
            if job_id in line:
                line[job_id].turn = -next(self._numbers)
                line.move_to_end(job_id, last=False)

    def drop(self, job_id: JobId) -> bool:
        """Take a job out; False when it does not wait."""
        return any(line.pop(job_id, None) is not None for line in self._all)

    @property
    def _all(self) -> list[Line]:
        return [self._thumbnails, *self._lines.values()]


def _next_turn(line: Line) -> int:
    return next(iter(line.values())).turn
