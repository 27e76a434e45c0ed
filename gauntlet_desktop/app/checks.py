"""What a check of a report found: identical, not to be checked, or different."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class State(StrEnum):
    """What a check found; the order is that of gravity."""

    IDENTICAL = "identical"
    NOT_CHECKED = "cannot check"
    DIFFERS = "differs"


@dataclass(frozen=True, slots=True)
class Check:
    """One check: what was checked, its state, and a sentence where there is more to say."""

    what: str
    state: State
    detail: str = ""


def overall(checks: list[Check]) -> State:
    """The gravest of the states."""
    order = list(State)
    return max((check.state for check in checks), key=order.index)
