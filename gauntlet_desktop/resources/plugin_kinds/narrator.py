"""A narrator: sentences that are built from a record, each with the ids of what it says."""

from __future__ import annotations

from collections.abc import Sequence

from gauntlet_desktop.api import Narrator, hookimpl
from gauntlet_desktop.core.records import AnalysisRecord, Sentence


class CountOfFindings:
    id = "example-plugin"

    def narrate(self, record: AnalysisRecord) -> Sequence[Sentence]:
        """One sentence where something was found, in the plain register."""
        named = tuple(finding.id for finding in record.findings if finding.claim == "finding")
        if not named:
            return []
        text = f"{len(named)} of {len(record.findings)} measurements speak for one side."
        return [Sentence(text, named, "finding", language="en", register="plain")]


@hookimpl
def gauntlet_narrators() -> Sequence[Narrator]:
    return [CountOfFindings()]
