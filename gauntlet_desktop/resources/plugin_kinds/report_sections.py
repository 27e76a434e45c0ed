"""A section of the report: text, tables and pictures about one file, never markup."""

from __future__ import annotations

from collections.abc import Sequence

from gauntlet_desktop.api import ReportSection, SectionTable, SectionText, hookimpl
from gauntlet_desktop.api.report_sections import SectionBlock
from gauntlet_desktop.core.records import AnalysisRecord
from gauntlet_desktop.core.task import TaskContext


class Sizes:
    id = "example-plugin"
    title = "Size of the picture"

    def blocks(self, record: AnalysisRecord, context: TaskContext) -> Sequence[SectionBlock]:
        context.checkpoint()
        if record.image is None:
            return []
        size = f"{record.image.width} x {record.image.height} px"
        return [SectionText("As decoded."), SectionTable(("What", "Value"), (("Size", size),))]


@hookimpl
def gauntlet_report_sections() -> Sequence[ReportSection]:
    return [Sizes()]
