"""`gauntlet verify`: whether a report is as it was written, and whether its result can be had again."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from gauntlet_desktop.cli.console import Progress, print_json, say

IDENTICAL, DIFFERS, CANNOT_CHECK = 0, 1, 2


def add_parser(commands: Any) -> None:
    """Add the command."""
    summary = "check a report, its twin, the examined file and, on demand, the result"
    command = commands.add_parser(
        "verify",
        help=summary,
        description=f"{summary}. Exit status: 0 all that was checked is identical, 1 something differs, 2 something "
        "could not be checked.",
    )
    command.add_argument(
        "report", type=Path, metavar="REPORT.pdf", help="or .html; its twin REPORT.json stands beside it"
    )
    command.add_argument(
        "--file", type=Path, metavar="IMAGE", help="the examined file, or the folder of several, where it is now"
    )
    command.add_argument("--ca", type=Path, metavar="FILE.pem", help="certificates that you trust to sign reports")
    command.add_argument("--case", type=Path, metavar="FILE.gauntlet", help="the case that the report belongs to")
    command.add_argument(
        "--rerun",
        action="store_true",
        help="analyse the files again, of a report on a case all that are at hand, and compare within tolerances",
    )
    command.add_argument(
        "--runtime",
        choices=("onnx", "torch"),
        default="",
        help="compute the networks of --rerun with ONNX Runtime (the default), or with PyTorch (full install)",
    )
    command.add_argument("--json", action="store_true", help="print JSON")
    command.set_defaults(run=_verify)


def _verify(options: argparse.Namespace) -> int:
    from gauntlet_desktop.app.checks import State, overall
    from gauntlet_desktop.app.verify import VerifyRequest, verify
    from gauntlet_desktop.core.safe_text import visible
    from gauntlet_desktop.core.serialise import to_plain

    request = VerifyRequest(options.file, options.case, options.rerun, options.ca, options.runtime)
    checks = verify(options.report, request, progress=Progress())
    state = overall(checks)
    if options.json:
        print_json({"state": state.value, "checks": to_plain(checks)})
    else:
        for check in checks:
            print(f"{check.state.value:13} {visible(check.what)}")
            if check.detail:
                print(f"{'':13} {visible(check.detail)}")
        say(f"Overall: {state.value}.")
    return {State.IDENTICAL: IDENTICAL, State.NOT_CHECKED: CANNOT_CHECK, State.DIFFERS: DIFFERS}[state]
