"""What the examiner answered by looking: printed as the examiner's own, apart from everything the program found."""

from __future__ import annotations

from collections.abc import Sequence

from gauntlet_desktop.core.checklist import Observation
from gauntlet_desktop.reporting import blocks as t
from gauntlet_desktop.reporting.report import Report

NOTE = (
    "Answered by the examiner by looking at the picture, from a fixed list of questions that no program can answer. "
    "Questions that are not listed were left open, which says nothing. The program took no part in the answers, and "
    "they entered none of its figures."
)
_HEADER = ("Question", "Answer", "Where", "Note")
_WIDTHS = (176, 58, 92, 156)


def observations(report: Report) -> list[t.Block]:
    """Those on the report's image; nothing where no question was answered."""
    known = ("", report.record.source.sha256)
    return tables([each for each in report.options.observations if each.sha256 in known])


def tables(given: Sequence[Observation]) -> list[t.Block]:
    """One table a group; nothing without observations."""
    if not given:
        return []
    blocks = [t.text(NOTE, "note")]
    for group in dict.fromkeys(each.group for each in given):
        rows = [_row(each) for each in given if each.group == group]
        blocks += [*t.table_part(group.capitalize()), t.grid(_HEADER, rows, _WIDTHS)]
    return blocks


def _row(observation: Observation) -> tuple[str, ...]:
    box = observation.box
    place = f"x {box.x}, y {box.y}, {box.width} × {box.height} px" if box else "whole picture"
    who = ", ".join(filter(None, (observation.actor, observation.occurred)))
    note = f"{observation.note} ({who})".strip() if who else observation.note
    return observation.question, observation.reply, place, note
