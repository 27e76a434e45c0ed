"""The sections that plugins add to a report, made in a process of its own: no code of a plugin runs in this one."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from gauntlet_desktop.api.discovery import discover
from gauntlet_desktop.api.report_sections import SectionBlock, SectionFigure, SectionTable, SectionText
from gauntlet_desktop.app.apart import run_apart
from gauntlet_desktop.app.report_figures import figure
from gauntlet_desktop.core.records import AnalysisRecord
from gauntlet_desktop.core.task import TaskContext
from gauntlet_desktop.reporting.options import ExtraBlock, ExtraSection, TableBlock, TextBlock

KIND = "report-sections"


def plugin_sections(
    records: Sequence[AnalysisRecord],
    *,
    progress: Callable[[float, str], None] | None = None,
    is_cancelled: Callable[[], bool] | None = None,
) -> tuple[ExtraSection, ...]:
    """What the plugins have to say of these records, in their order; no process is started where none is installed.
    Raises Cancelled, and EnvironmentFault where the process is lost."""
    installed = [plugin.manifest for plugin in discover() if plugin.manifest is not None and not plugin.problem]
    if not any(KIND in manifest.kinds for manifest in installed):
        return ()
    return run_apart(make_sections, tuple(records), progress=progress, is_cancelled=is_cancelled)


def make_sections(
    records: Sequence[AnalysisRecord],
    *,
    progress: Callable[[float, str], None] | None = None,
    is_cancelled: Callable[[], bool] | None = None,
) -> tuple[ExtraSection, ...]:
    """The same in this process."""
    from gauntlet_desktop.evaluation.report_sections import write_sections

    return tuple(
        ExtraSection(each.title, f"the plugin {each.id}", each.item, tuple(_block(block) for block in each.blocks))
        for each in write_sections(records, TaskContext(progress, is_cancelled))
    )


def _block(block: SectionBlock) -> ExtraBlock:
    match block:
        case SectionText():
            return TextBlock(block.text)
        case SectionTable():
            return TableBlock(block.header, block.rows)
        case SectionFigure():
            return figure(block.caption, block.pixels)
