"""What differs between the configurations of a case, and the verdicts that this changed, as a table and as a file."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from gauntlet_desktop.api.tasks import Setup
from gauntlet_desktop.app.batch.settings import BatchSettings, configuration_of
from gauntlet_desktop.app.case_export import Exported, refuse_evidence
from gauntlet_desktop.app.cases import compare
from gauntlet_desktop.app.files import write_parts_atomically
from gauntlet_desktop.core.deserialise import parse_json
from gauntlet_desktop.core.errors import UserError
from gauntlet_desktop.core.records import Status
from gauntlet_desktop.core.safe_text import csv_cell, visible
from gauntlet_desktop.reporting.case_model import answer_of
from gauntlet_desktop.store import Case, Difference, Outcome, StoredConfiguration

_HEADER = (
    "item",
    "name",
    "sha256",
    "status_before",
    "tier_before",
    "log10_lr_before",
    "status_after",
    "tier_after",
    "log10_lr_after",
)
_KINDS = {
    "plugins": "plugin",
    "weights": "weights of",
    "calibrations": "calibration of",
    "parameters": "parameter",
}


@dataclass(frozen=True, slots=True)
class Plan:
    """What analysing a case again would do: how many files are there, and in what the installed configuration differs
    from that of the newest results (empty: in nothing)."""

    files: int
    changed: tuple[str, ...]


def plan_again(case_path: Path, setup: Setup) -> Plan:
    """What analysing again with what is installed would do. Raises UserError for a case without results."""
    installed = configuration_of(setup, BatchSettings()).description()
    with Case.open(case_path, read_only=True) as case:
        kept, counts = case.configurations(), case.queue_counts()
    if not kept:
        raise UserError("case_without_results", "The case has no results yet.", "Add a folder to it first.")
    return Plan(sum(counts.values()), changed_parts(kept[-1].description, installed))


def configurations(case_path: Path) -> list[StoredConfiguration]:
    """The configurations of a case in the order of their first use."""
    with Case.open(case_path, read_only=True) as case:
        return case.configurations()


def changed_parts(before: str, after: str) -> tuple[str, ...]:
    """The parts in which two descriptions of configurations differ, in words; what is no JSON differs as a whole."""
    try:
        old, new = parse_json(before), parse_json(after)
        return tuple(_changed(old, new))
    except (ValueError, TypeError, KeyError, IndexError):
        return () if before == after else ("everything",)


def transitions(differences: Sequence[Difference]) -> Mapping[tuple[str, str], int]:
    """How many verdicts went from one answer to another, by the words of both."""
    return Counter((outcome_words(each.before), outcome_words(each.after)) for each in differences)


def outcome_words(outcome: Outcome) -> str:
    """What a record says, in a few words."""
    return answer_of(outcome.status or Status.OK, outcome.tier)


def export_differences(case_path: Path, target: Path, digests: tuple[str, str], *, actor: str, when: str) -> Exported:
    """Write the verdicts that changed from one configuration to another (their digests) as a table; the log says so."""
    found = compare(case_path, *digests)
    with Case.open(case_path) as case:
        refuse_evidence(case, target)
        lines = [_HEADER, *(_cells(each) for each in found.differences)]
        digest = write_parts_atomically(target, map(_line, lines))
        case.log_action("differences exported", subject=digest, actor=actor, when=when)
    return Exported(target, len(found.differences), digest)


def _changed(old: dict[str, Any], new: dict[str, Any]) -> Iterator[str]:
    if old["program"] != new["program"]:
        yield f"program ({visible(str(new['program']), 60)})"
    for name, word in _KINDS.items():
        one, other = ({each[0]: each[1:] for each in plain[name]} for plain in (old, new))
        for key in sorted(one.keys() | other.keys()):
            if one.get(key) != other.get(key):
                how = " (new)" if key not in one else " (gone)" if key not in other else ""
                yield f"{word} {visible(str(key), 60)}{how}"


def _cells(each: Difference) -> tuple[str, ...]:
    ratios = ["" if one.log10_lr is None else str(one.log10_lr) for one in (each.before, each.after)]
    return (
        str(each.item),
        csv_cell(visible(each.name)),
        each.sha256,
        each.before.status,
        each.before.tier,
        ratios[0],
        each.after.status,
        each.after.tier,
        ratios[1],
    )


def _line(cells: Sequence[str]) -> bytes:
    line = io.StringIO()
    csv.writer(line, lineterminator="\r\n").writerow(cells)
    return line.getvalue().encode()
