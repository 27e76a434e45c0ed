"""Keeps records in a case."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from gauntlet_desktop.core.records import AnalysisRecord
from gauntlet_desktop.store import Case


def save_records(case_path: Path, records: Iterable[AnalysisRecord], actor: str, when: str) -> int:
    """Add records to a case, which is made if it is not there; returns how many.

    Each record is durable once the next one is asked for. `when` is ISO 8601 in UTC, supplied by the caller.
    """
    with Case.open(case_path) if case_path.exists() else Case.create(case_path, actor=actor, when=when) as case:
        return len([case.add_record(record, actor=actor, when=when) for record in records])
