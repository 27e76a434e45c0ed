"""`gauntlet attack`: how a PyTorch detector does when someone means to mislead it."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from gauntlet_desktop.cli.console import DONE, Progress, say, shown


def add_parser(commands: Any) -> None:
    """Add the command."""
    summary = "measure a detector under adversarial attacks on labelled images"
    command = commands.add_parser("attack", help=summary, description=summary)
    command.add_argument("data", type=Path, metavar="DATA", help="a pack, or a folder with real/ and fake/")
    command.add_argument("--detector", required=True, metavar="ID", help="an imported model, for example")
    command.add_argument(
        "--attack", action="append", metavar="ID", help="fgsm, pgd or cw (repeatable; default fgsm and pgd)"
    )
    command.add_argument(
        "--epsilon", action="append", type=float, default=[], metavar="E", help="largest change in 0..1 (repeatable)"
    )
    command.add_argument("--limit", type=int, default=20, metavar="N", help="at most N images of a source (default 20)")
    command.add_argument("--seed", type=int, default=1, help="of everything random (default 1)")
    command.add_argument("--out", type=Path, metavar="DIR", help="write the figures as JSON and Markdown")
    command.set_defaults(run=_attack)


def _attack(options: argparse.Namespace) -> int:
    from gauntlet_desktop.app.attack import AttackRequest, attack

    chosen = tuple(options.attack or ("fgsm", "pgd"))
    request = AttackRequest(options.detector, chosen, tuple(options.epsilon), options.limit, options.seed)
    print(attack(options.data, options.out, request, progress=Progress()))
    if options.out is not None:
        say(f"The figures are in {shown(options.out)}")
    return DONE
