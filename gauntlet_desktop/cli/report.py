"""`gauntlet report`: a report on one image or several, from files or from records that were kept."""

from __future__ import annotations

import argparse
import getpass
import os
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from gauntlet_desktop.cli import readers
from gauntlet_desktop.cli.console import DONE, SOME_INPUTS_FAILED, Progress, say, shown

if TYPE_CHECKING:
    from gauntlet_desktop.app.settings_spec import Settings
    from gauntlet_desktop.app.signing import Signing
    from gauntlet_desktop.reporting.options import ReportOptions

PAPERS = ("a4", "letter")
_TEXT_BYTES = 1 << 20
_CASE_FIELDS = (
    ("--case-number", "case_number", "N"),
    ("--examiner", "examiner", "NAME"),
    ("--agency", "agency", "NAME"),
    ("--date", "dated", "TEXT"),
    ("--reviewer", "reviewer", "NAME"),
)
_ITEM_FIELDS = (("--item-number", "item_number", "N"), ("--custody-head", "custody_head", "SHA256"))
_TEXT_FIELDS = (("--conclusion", "conclusion"), ("--remarks", "remarks"), ("--review", "review"))


def add_parser(commands: Any) -> None:
    """Add the command."""
    summary = "write a report on one image or several, as PDF with a JSON twin"
    command = commands.add_parser(
        "report",
        help=summary,
        description=f"{summary}. Several images give one report with an overview and a part for each.",
    )
    command.add_argument(
        "paths",
        nargs="+",
        metavar="IMAGE|RECORD",
        help="an image, or the .json twin of a report, or of `analyze --json`",
    )
    command.add_argument("--out", type=Path, required=True, metavar="FILE.pdf")
    for option, name, unit in _ITEM_FIELDS:
        command.add_argument(option, dest=name, default="", metavar=unit)
    add_options(command)
    command.set_defaults(run=_report)


def add_options(command: argparse.ArgumentParser) -> None:
    """What reports on images and on cases share: whose they are, what they hold, how they look and who signs."""
    command.add_argument(
        "--html",
        action=argparse.BooleanOptionalAction,
        help="also write FILE.html, one page for a browser (default: the setting, no)",
    )
    command.add_argument("--template", metavar="NAME", help="a template: one of your own, or the path of a .toml file")
    command.add_argument(
        "--redacted",
        action=argparse.BooleanOptionalAction,
        help="without pictures and paths (default: the setting, no)",
    )
    command.add_argument("--redact-names", action="store_true", help="without the names of the files as well")
    command.add_argument(
        "--section", action="append", default=[], metavar="ID=off", help="leave a section out (repeatable)"
    )
    command.add_argument("--paper", choices=PAPERS, help="size of the pages (default: the setting, a4)")
    for option, name, unit in _CASE_FIELDS:
        command.add_argument(option, dest=name, default="", metavar=unit)
    for option, name in _TEXT_FIELDS:
        command.add_argument(option, dest=name, type=Path, metavar="FILE", help=f"a text file with the {name}")
    command.add_argument("--figure", action="append", default=[], type=Path, metavar="PICTURE", help="attach a picture")
    command.add_argument("--sign", type=Path, metavar="CERT.p12", help="sign with this key and certificate")
    command.add_argument(
        "--passphrase-variable", metavar="NAME", help="the environment variable that holds the passphrase of CERT.p12"
    )
    readers.add_options(command)


def _report(options: argparse.Namespace) -> int:
    from gauntlet_desktop.app.report_items import gathered
    from gauntlet_desktop.app.reports import ReportRequest, write_report

    own = {name: getattr(options, name) for _, name, _ in _ITEM_FIELDS}
    chosen, signing = replace(chosen_options(options), **own), chosen_signing(options)
    items = gathered([os.fsencode(path) for path in options.paths], progress=Progress())
    request = ReportRequest(len(items) > 1, with_html(options), signing)
    for path in write_report(items, options.out, chosen, request, progress=Progress()):
        say(f"wrote {shown(path)}")
    failed = any(record.status.value == "failed" for record, _ in items)
    return SOME_INPUTS_FAILED if failed else DONE


def chosen_options(options: argparse.Namespace) -> ReportOptions:
    """What the options of `add_options` say of a report."""
    from gauntlet_desktop.app.report_figures import read_figure
    from gauntlet_desktop.app.report_templates import Template, check_left_out, read_template
    from gauntlet_desktop.app.settings import load_settings
    from gauntlet_desktop.reporting.options import ReportOptions

    settings = load_settings()
    typed: dict[str, Any] = {name: getattr(options, name) for _, name, _ in _CASE_FIELDS}
    typed |= {name: _text_of(getattr(options, name)) for _, name in _TEXT_FIELDS}
    typed["examiner"] = typed["examiner"] or settings.report_examiner
    typed["agency"] = typed["agency"] or settings.report_agency
    template = settings.report_template if options.template is None else options.template
    withheld = _withheld(options, settings)
    chosen = ReportOptions(
        reader=readers.chosen(options),
        **typed,
        address=settings.report_address.replace(", ", "\n"),
        show_picture=withheld == "none",
        show_path=withheld == "none",
        show_name=withheld != "names",
        left_out=check_left_out(tuple(_left_out(text) for text in options.section)),
        figures=tuple(read_figure(path) for path in options.figure),
        paper=options.paper or settings.report_paper,
    )
    return (read_template(template) if template else Template()).applied(chosen)


def with_html(options: argparse.Namespace) -> bool:
    """Whether a page of HTML is wanted beside the PDF."""
    from gauntlet_desktop.app.settings import load_settings

    return load_settings().report_html if options.html is None else bool(options.html)


def _withheld(options: argparse.Namespace, settings: Settings) -> str:
    """One of settings_spec.REDACTIONS."""
    if options.redact_names:
        return "names"
    if options.redacted is None:
        return settings.report_redaction
    return "pictures" if options.redacted else "none"


def _left_out(text: str) -> str:
    from gauntlet_desktop.core.errors import UserError

    name, _, state = text.partition("=")
    if state != "off":
        raise UserError("section_switch", "A section is left out by ID=off.", "For example: --section glossary=off")
    return name


def _text_of(path: Path | None) -> str:
    from gauntlet_desktop.core.errors import UserError

    if path is None:
        return ""
    try:
        with path.open("rb") as file:
            return file.read(_TEXT_BYTES).decode("utf-8")
    except (OSError, ValueError) as error:
        raise UserError("text_unreadable", f"{path.name} is no text in UTF-8.", "Name another file.") from error


def chosen_signing(options: argparse.Namespace) -> Signing | None:
    """The key to sign with, if any. The passphrase comes from a variable of the environment or from the keyboard: a
    command line is seen by all."""
    from gauntlet_desktop.app.signing import load_signing
    from gauntlet_desktop.core.errors import UserError

    if options.sign is None:
        return None
    if options.passphrase_variable:
        passphrase = os.environ.get(options.passphrase_variable)
        if passphrase is None:
            raise UserError(
                "no_passphrase", "That environment variable is not set.", "Set it, or leave the option out."
            )
    else:
        passphrase = getpass.getpass(f"Passphrase of {options.sign.name}: ")
    return load_signing(options.sign, passphrase)
