"""How the documentation site is built (`make docs`): from this checkout alone, nothing is fetched or linked in.

The reference of the commands is written by the program's own parser into a folder that is not kept.
"""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from sphinx.application import Sphinx

if TYPE_CHECKING:
    from gauntlet_desktop.app.setting import Setting

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
KEYBOARD = DOCS / "_generated" / "keyboard.md"
SETTINGS = DOCS / "_generated" / "settings.md"
_HEAD = """# Commands

What `gauntlet COMMAND --help` prints. Results go to standard output, all else to standard error. Exit status: 0 done,
1 failed, 2 wrong usage, 3 some inputs failed, 130 interrupted; [verify](../user-guide.md) has a meaning of its own.
"""
_SETTINGS_HEAD = """# Settings

Every setting, with the name by which `gauntlet settings` knows it. What is for commands counts there too, where no
option says otherwise. A variable of the environment goes before its setting.
"""
_SETTINGS_COLUMNS = "| name | what it does | what it can be | default | for commands |\n| --- | --- | --- | --- | --- |"


def setup(app: Sphinx) -> None:
    app.connect("builder-inited", lambda _: write_commands(COMMANDS))
    app.connect("builder-inited", lambda _: write_settings(SETTINGS))
    app.connect("builder-inited", lambda _: write_keyboard(KEYBOARD))


def write_commands(path: Path) -> None:
    """The help of every command and of the commands below it."""
    from gauntlet_desktop.cli import build_parser

    os.environ["COLUMNS"] = "100"
    parts = [f"## `{parser.prog}`\n\n```text\n{parser.format_help()}```\n" for parser in _parsers(build_parser())]
    _write(path, "\n".join([_HEAD, *parts]))


def write_keyboard(path: Path) -> None:
    """The cheat sheet of a real window, which is made for it and never shown."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from gauntlet_desktop.ui.keyboard_page import keyboard_page

    _write(path, keyboard_page())


def write_settings(path: Path) -> None:
    """A table of the settings of each group."""
    from gauntlet_desktop.app.settings_spec import GROUPS, SPEC

    parts = [_SETTINGS_HEAD]
    for group in GROUPS:
        rows = [_row(setting) for setting in SPEC.values() if setting.group == group]
        parts += [f"## {group}\n", "\n".join([_SETTINGS_COLUMNS, *rows]), ""]
    _write(path, "\n".join(parts))


def _row(setting: Setting) -> str:
    notes = ["From the next start."] if setting.late else []
    notes += [f"Variable: `{setting.variable}`."] if setting.variable else []
    notes += ["Not exported."] if setting.stays else []
    allowed = f"{setting.allowed} ({setting.unit})" if setting.unit else setting.allowed
    commands = "yes" if setting.for_commands else ""
    default = f"`{setting.written(setting.default)}`" if setting.default != "" else "empty"
    does = " ".join([f"**{setting.label}.**", setting.help, *notes])
    return f"| `{setting.name}` | {does} | {allowed} | {default} | {commands} |"


def _write(path: Path, text: str) -> None:
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
