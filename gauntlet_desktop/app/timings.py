"""How long explanations take on this machine: learnt from those that were made, kept with the settings."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

_KEPT = 200
# How much the newest measurement counts against those before it.
_NEWEST = 0.5


@dataclass(frozen=True, slots=True)
class Timing:
    """Seconds that a method, `audited` or not, took for each pass of a detector that it tells."""

    detector: str
    method: str
    audited: bool
    seconds: float

    @property
    def usable(self) -> bool:
        return math.isfinite(self.seconds) and self.seconds > 0


def learnt(timings: Sequence[Timing], new: Timing) -> tuple[Timing, ...]:
    """The timings with a new measurement, newest first."""
    if not new.usable:
        return tuple(timings)
    before = next((each for each in timings if _same(each, new)), None)
    seconds = new.seconds if before is None else _NEWEST * new.seconds + (1 - _NEWEST) * before.seconds
    others = [each for each in timings if not _same(each, new)]
    return (Timing(new.detector, new.method, new.audited, seconds), *others)[:_KEPT]


def seconds_per_pass(timings: Sequence[Timing], detector: str, method: str, audited: bool) -> float | None:
    """What is expected of a method: its own measurement, else that of the detector's other methods, else None. An audit
    asks for passes of its own, so that those of other methods say nothing about it."""
    known = [each for each in timings if each.detector == detector and each.audited is audited and each.usable]
    own = [each.seconds for each in known if each.method == method]
    others = [] if audited else [each.seconds for each in known]
    chosen = own or others
    return sum(chosen) / len(chosen) if chosen else None


def _same(one: Timing, other: Timing) -> bool:
    return (one.detector, one.method, one.audited) == (other.detector, other.method, other.audited)
