"""`gauntlet evaluate-text`: whether the text about labelled images is true, and what a language model adds."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from gauntlet_desktop.cli.console import DONE, Progress, say, shown
from gauntlet_desktop.cli.describe import settings_of


def add_parser(commands: Any) -> None:
    """Add the command."""
    summary = "measure the text about labelled images, and the remarks of a language model"
    command = commands.add_parser("evaluate-text", help=summary, description=summary)
    command.add_argument("data", type=Path, metavar="DATA", help="a pack, or a folder with real/ and fake/")
    command.add_argument("--model", default="", metavar="ID", help="of `gauntlet models language` (default none)")
    command.add_argument("--clip", type=Path, metavar="FOLDER", help="CLIP, for the similarity of picture and text")
    command.add_argument("--sentence", type=Path, metavar="FOLDER", help="Sentence-BERT, for that of text and label")
    command.add_argument("--limit", type=int, default=20, metavar="N", help="at most N images of a source (default 20)")
    command.add_argument("--set", action="append", default=[], metavar="KEY=VALUE", help="a setting of the model")
    command.add_argument("--out", type=Path, metavar="DIR", help="write the figures as JSON and Markdown")
    command.set_defaults(run=_evaluate)


def _evaluate(options: argparse.Namespace) -> int:
    from gauntlet_desktop.app.text_metrics import TextRequest, evaluate_text

    request = TextRequest(options.model, options.clip, options.sentence, options.limit)
    settings = tuple(settings_of(options.set))
    print(evaluate_text(options.data, options.out, request, settings, progress=Progress()))
    if options.out is not None:
        say(f"The figures are in {shown(options.out)}")
    return DONE
