"""Counts what a batch has done and what is left."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from gauntlet_desktop.app.batch.events import BatchProgress, How, State
from gauntlet_desktop.app.batch.pace import Pace
from gauntlet_desktop.store import Enqueued


class Tally:
    """One thread counts; any thread may take a snapshot."""

    def __init__(self, pace: Pace) -> None:
        self._pace = pace
        self._now = BatchProgress(State.RUNNING, True, 0, 0, 0, 0, 0, 0, 0, None, None)

    def add_waiting(self, files: int) -> None:
        """Files that an earlier run left."""
        self._now = replace(self._now, waiting=self._now.waiting + files)

    def listed(self, enqueued: Enqueued) -> None:
        """A portion of the folder."""
        now = self._now
        self._now = replace(
            now,
            listed=now.listed + enqueued.new + enqueued.unchanged + enqueued.changed,
            unchanged=now.unchanged + enqueued.unchanged,
            changed=now.changed + enqueued.changed,
            waiting=now.waiting + enqueued.new + enqueued.changed,
        )

    def listing_ended(self) -> None:
        self._now = replace(self._now, listing=False)

    def done(self, hows: Sequence[How]) -> None:
        """What became of some files."""
        self._pace.note(len(hows))
        now = self._now
        self._now = replace(
            now,
            analysed=now.analysed + hows.count(How.ANALYSED),
            known=now.known + hows.count(How.KNOWN),
            failed=now.failed + hows.count(How.FAILED),
            waiting=max(0, now.waiting - len(hows)),
            rate=self._pace.rate(),
        )

    def pace_broken(self) -> None:
        """The batch pauses or goes on: the pace until now is no measure."""
        self._pace.forget()
        self._now = replace(self._now, rate=None)

    def snapshot(self, state: State) -> BatchProgress:
        now = self._now
        remaining = now.waiting / now.rate if now.rate and not now.listing else None
        return replace(now, state=state, remaining=remaining)
