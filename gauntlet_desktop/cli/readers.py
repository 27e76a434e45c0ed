"""The options that say whom the sentences are for."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from gauntlet_desktop.core.readers import Reader

LANGUAGES = ("en", "de")
REGISTERS = ("plain", "technical")


def add_options(command: argparse.ArgumentParser) -> None:
    """Add the language and the register of the sentences."""
    command.add_argument("--language", choices=LANGUAGES, help="of the sentences (default: the setting, en)")
    command.add_argument("--register", choices=REGISTERS, help="of the sentences (default: the setting, technical)")


def chosen(options: argparse.Namespace) -> Reader:
    """The reader that a command line names; what it does not name is that of the settings."""
    from gauntlet_desktop.app.settings import load_settings
    from gauntlet_desktop.core.readers import Reader

    usual = load_settings().reader()
    return Reader(options.language or usual.language, options.register or usual.register)
