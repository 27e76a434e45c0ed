"""The table that the acceptance kit makes: from what came of the exercises to passed, failed or skipped."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from gauntlet_desktop.evaluation.kit.running import Outcome

PASSED, FAILED, SKIPPED = "passed", "failed", "skipped"
# Seconds of one exercise: three small pictures at most. One that does not look for a cancellation must be done sooner.
MOST_SECONDS, UNSTOPPED_SECONDS = 60.0, 1.0
# Bytes that may still be held after each further run, and by which the process may grow over all of them.
MOST_KEPT, MOST_GROWN = 100_000, 128 << 20


@dataclass(frozen=True, slots=True)
class Row:
    """One check of one thing: `outcome` is "passed", "failed" or "skipped"; `detail` says why, or what was measured."""

    check: str
    subject: str
    outcome: str
    detail: str = ""


def contract_rows(outcomes: Sequence[Outcome]) -> Iterator[Row]:
    """The contract and the time of each exercise."""
    for each in outcomes:
        yield _guarded("contract", each, "") or Row("contract", each.subject, PASSED)
        if not each.problem and not each.skipped:
            slow = each.seconds > MOST_SECONDS
            detail = f"{each.seconds:.2f} s" + (f", more than {MOST_SECONDS:g} s" if slow else "")
            yield Row("time", each.subject, FAILED if slow else PASSED, detail)


def determinism_rows(first: Sequence[Outcome], second: Sequence[Outcome]) -> Iterator[Row]:
    """Whether another process gave the very same answers."""
    again = {each.subject: each.digest for each in second}
    for each in first:
        if each.digest:
            same = again.get(each.subject) == each.digest
            detail = "the same in two processes" if same else "another process gave another answer"
            yield Row("determinism", each.subject, PASSED if same else FAILED, detail)


def cancellation_rows(outcomes: Sequence[Outcome]) -> Iterator[Row]:
    for each in outcomes:
        guarded = _guarded("cancellation", each, "It was cancelled, and: ")
        if guarded is not None:
            yield guarded
        elif each.stopped:
            yield Row("cancellation", each.subject, PASSED, "stops at its first checkpoint")
        else:
            quick = each.seconds <= UNSTOPPED_SECONDS
            detail = f"does not look whether it is cancelled; it takes {each.seconds:.2f} s"
            yield Row("cancellation", each.subject, PASSED if quick else FAILED, detail)


def memory_rows(outcomes: Sequence[Outcome]) -> Iterator[Row]:
    for each in outcomes:
        if each.problem or each.skipped:
            continue
        leaks = each.kept > MOST_KEPT or each.grown > MOST_GROWN
        detail = f"{max(0, each.kept) / 1e3:.1f} kB more held after each run"
        if each.grown > MOST_GROWN:
            detail += f", and the process grew by {each.grown / 1e6:.0f} MB"
        yield Row("memory", each.subject, FAILED if leaks else PASSED, detail)


def _guarded(check: str, outcome: Outcome, before: str) -> Row | None:
    """The row of an exercise that failed or could not be tried."""
    if outcome.problem:
        return Row(check, outcome.subject, FAILED, before + outcome.problem)
    return Row(check, outcome.subject, SKIPPED, outcome.skipped) if outcome.skipped else None
