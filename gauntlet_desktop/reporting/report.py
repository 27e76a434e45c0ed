"""What the sections of a report read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from gauntlet_desktop.core.records import AnalysisRecord
from gauntlet_desktop.reporting.options import ReportOptions
from gauntlet_desktop.reporting.pictures import Print

PATH_WITHHELD = ""
NAME_WITHHELD = "(name withheld)"


@dataclass(frozen=True, slots=True)
class Report:
    """The record, the options, the picture (None: left out) and the SHA-256 of the JSON twin.

    `identifier` is the report's id, from that SHA-256. `records` are all that the report is on, `number` (from 1) says
    which of them this part is about; 0: the only one, or all of them. `embedded` are the pictures inside the file in
    the order of the record's; None for one that is not shown."""

    record: AnalysisRecord
    options: ReportOptions
    picture: Print | None
    twin_sha256: str
    identifier: str
    records: tuple[AnalysisRecord, ...] = ()
    number: int = 0
    embedded: tuple[Print | None, ...] = ()

    @property
    def is_on_one(self) -> bool:
        """Whether the whole report is on this one record, with no parts."""
        return len(self.records) == 1 and self.records[0] is self.record


def withheld(record: AnalysisRecord, options: ReportOptions) -> AnalysisRecord:
    """The record as the options let it be shown: without its path, or without its name too."""
    source, error = record.source, record.error
    if options.show_path and options.show_name:
        return record
    name = source.name if options.show_name else NAME_WITHHELD
    if error is not None:
        message = error.message.replace(source.path, name).replace(source.name, name) if source.name else error.message
        error = replace(error, message=message)
    return replace(record, source=replace(source, path=PATH_WITHHELD, raw_path=b"", name=name), error=error)


def joint(records: Sequence[AnalysisRecord]) -> AnalysisRecord:
    """One record that stands for all where a report speaks of all: the first with a verdict, with every detector."""
    first = next((record for record in records if record.verdict is not None), records[0])
    detectors = {(each.id, each.weights_sha256): each for record in records for each in record.detectors}
    behind = dict.fromkeys(name for record in records if record.verdict for name in record.verdict.detectors)
    verdict = None if first.verdict is None else replace(first.verdict, detectors=tuple(behind))
    return replace(first, detectors=tuple(detectors.values()), verdict=verdict)
