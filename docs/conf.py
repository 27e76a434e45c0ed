"""How the documentation site is built (`make docs`): from this checkout alone, nothing is fetched or linked in.

The reference of the commands is written by the program's own parser into a folder that is not kept.
"""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path

from sphinx.application import Sphinx

DOCS = Path(__file__).parent
sys.path.insert(0, str(DOCS.parent))

project = "Gauntlet Desktop"
author = "The authors of Gauntlet Desktop"
extensions = ["myst_parser", "sphinx.ext.autodoc"]
exclude_patterns = ["_build"]
html_theme = "furo"
html_title = "Gauntlet Desktop"
html_copy_source = False
html_show_sphinx = False
myst_heading_anchors = 3
autodoc_typehints = "description"
autodoc_member_order = "bysource"

COMMANDS = DOCS / "_generated" / "commands.md"
_HEAD = """# Commands

What `gauntlet COMMAND --help` prints. Results go to standard output, all else to standard error. Exit status: 0 done,
1 failed, 2 wrong usage, 3 some inputs failed, 130 interrupted; [verify](../user-guide.md) has a meaning of its own.
"""


def setup(app: Sphinx) -> None:
    app.connect("builder-inited", lambda _: write_commands(COMMANDS))


def write_commands(path: Path) -> None:
    """The help of every command and of the commands below it."""
    from gauntlet_desktop.cli import build_parser

    os.environ["COLUMNS"] = "100"
    parts = [f"## `{parser.prog}`\n\n```text\n{parser.format_help()}```\n" for parser in _parsers(build_parser())]
    text = "\n".join([_HEAD, *parts])
    path.parent.mkdir(exist_ok=True)
    if not path.exists() or path.read_text(encoding="utf-8") != text:  # what is as it was is not built again
        path.write_text(text, encoding="utf-8")


def _parsers(parser: argparse.ArgumentParser) -> list[argparse.ArgumentParser]:
    found = [parser]
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            for each in dict.fromkeys(action.choices.values()):
                found += _parsers(each)
    return found
