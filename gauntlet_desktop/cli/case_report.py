"""`gauntlet case report` and `gauntlet case sheet`: what leaves a case as a PDF."""

from __future__ import annotations

import argparse
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from gauntlet_desktop.cli import report as report_options
from gauntlet_desktop.cli.console import DONE, Progress, actor, say, shown

if TYPE_CHECKING:
    from gauntlet_desktop.store import Filter

_DECISIONS = ("generated", "camera", "undecided", "not_relevant", "open")


def add_options(name: str, action: Any) -> None:
    """The options of "report" and "sheet"."""
    action.add_argument("--out", type=Path, required=True, metavar="FILE.pdf", help="where to write it")
    which = action.add_mutually_exclusive_group()
    which.add_argument("--filter", default="", metavar="NAME", help="a filter that the case keeps under this name")
    which.add_argument("--tag", default="", help="only images with this tag")
    which.add_argument("--decision", choices=_DECISIONS, help="only images that the examiner decided so")
    if name == "report":
        action.add_argument("--items", type=_count, metavar="N", help="pages for at most N bookmarked images (20)")
        report_options.add_options(action)


def report(options: argparse.Namespace) -> int:
    """Write the report and its twin."""
    from gauntlet_desktop.app.case_report import DEFAULT_PAGES, CaseReportRequest, export_case_report

    request = CaseReportRequest(
        wanted=_wanted(options),
        most_pages=DEFAULT_PAGES if options.items is None else options.items,
        options=report_options.chosen_options(options),
        html=report_options.with_html(options),
        signing=report_options.chosen_signing(options),
    )
    written = export_case_report(options.case, options.out, request, actor(), _now(), progress=Progress())
    say(f"wrote {shown(written.path)}: {written.items:,} images, SHA-256 {written.sha256}")
    return DONE


def sheet(options: argparse.Namespace) -> int:
    """Write one contact sheet or several."""
    from gauntlet_desktop.app.case_report import export_sheets

    for written in export_sheets(
        options.case, options.out, actor(), _now(), wanted=_wanted(options), progress=Progress()
    ):
        say(f"wrote {shown(written.path)}: {written.items:,} images, SHA-256 {written.sha256}")
    return DONE


def _wanted(options: argparse.Namespace) -> Filter:
    from gauntlet_desktop.app.cases import saved_filter
    from gauntlet_desktop.store import Filter

    if options.filter:
        return saved_filter(options.case, options.filter)
    if options.tag:
        return Filter(tags=(options.tag,))
    if options.decision:
        return Filter(decisions=("" if options.decision == "open" else options.decision,))
    return Filter()


def _count(text: str) -> int:
    number = int(text)
    if number < 0:
        raise ValueError
    return number


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
