"""`gauntlet describe`: what a language model remarks about an analysed picture; never evidence."""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from gauntlet_desktop.cli import readers
from gauntlet_desktop.cli.console import DONE, Progress, print_json, say, shown

if TYPE_CHECKING:
    from gauntlet_desktop.core.records import AnalysisRecord, ModelRemarks

CAVEAT = "Remarks of a language model: unverified, and not evidence. They changed nothing of the analysis."


def add_parser(commands: Any) -> None:
    """Add the command."""
    summary = "have a language model of yours remark on a picture, or reword its analysis"
    command = commands.add_parser("describe", help=summary, description=f"{summary}. {CAVEAT}")
    command.add_argument("path", metavar="IMAGE")
    command.add_argument("--model", required=True, metavar="ID", help="of `gauntlet models language`")
    command.add_argument(
        "--about",
        choices=("picture", "heatmap"),
        default="picture",
        help="what it is shown: the picture, or the picture under its heatmap (default picture)",
    )
    command.add_argument("--rephrase", action="store_true", help="also reword the analysis; each sentence is checked")
    command.add_argument("--no-remarks", action="store_true", help="only reword")
    command.add_argument(
        "--set", action="append", default=[], metavar="KEY=VALUE", help="a setting of the model, such as seconds=300"
    )
    command.add_argument("--report", type=Path, metavar="FILE.pdf", help="write a report with the remarks in it")
    readers.add_options(command)
    command.add_argument("--json", action="store_true", help="print the whole record as JSON")
    command.set_defaults(run=_describe)


def _describe(options: argparse.Namespace) -> int:
    from gauntlet_desktop.app.descriptions import Question, analyse_and_describe

    question = Question(
        options.model,
        tuple(settings_of(options.set)),
        options.about,
        remark=not options.no_remarks,
        rephrase=options.rephrase,
    )
    record, pixels = analyse_and_describe(os.fsencode(options.path), question, on_text=_Live(), progress=Progress())
    say("")
    if options.json:
        _print_json(record)
    else:
        _print(record.remarks[-1])
    if options.report is not None:
        from gauntlet_desktop.app.export import export_report
        from gauntlet_desktop.reporting.options import ReportOptions

        for path in export_report(record, pixels, options.report, ReportOptions(reader=readers.chosen(options))):
            say(f"wrote {shown(path)}")
    return DONE


def settings_of(texts: list[str]) -> list[tuple[str, str]]:
    """KEY=VALUE texts as pairs. Raises UserError for others."""
    from gauntlet_desktop.core.errors import UserError

    pairs = [text.partition("=") for text in texts]
    if any(not separator for _, separator, _ in pairs):
        raise UserError("bad_parameter", "A setting is written KEY=VALUE.", "For example: --set seconds=300")
    return [(name, value) for name, _, value in pairs]


class _Live:
    """Says a model's text as it grows, on standard error: what is new of it, or a new line where it changed."""

    def __init__(self) -> None:
        self._step, self._said = "", ""

    def __call__(self, step: str, text: str) -> None:
        grows = step == self._step and text.startswith(self._said)
        if not grows:
            sys.stderr.write(f"\n{step} (unverified): ")
            self._said = ""
        sys.stderr.write(text[len(self._said) :])
        sys.stderr.flush()
        self._step, self._said = step, text


def _print_json(record: AnalysisRecord) -> None:
    from gauntlet_desktop.core.serialise import record_to_json

    print_json(record_to_json(record))


def _print(remarks: ModelRemarks) -> None:
    print(f"{CAVEAT}\nModel: {remarks.name} ({remarks.model}), weights SHA-256 {remarks.weights_sha256 or 'not known'}")
    for each in remarks.remarks:
        box = each.box
        place = f" [x {box.x}, y {box.y}, {box.width} x {box.height} px]" if box else ""
        print(f"- {each.name or 'place'} (seen in {each.runs} of {each.of} views, unverified){place}: {each.text}")
    if remarks.subject and not remarks.remarks:
        print("It remarked nothing that two of three views share.")
    for sentence in remarks.rephrased:
        print(f"  {sentence.text} [{', '.join(sentence.records)}]")
    for note in remarks.notes:
        print(f"note: {note}")
