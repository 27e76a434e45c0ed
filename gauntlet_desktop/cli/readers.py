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
    command.add_argument("--language", choices=LANGUAGES, default="en", help="of the sentences (default en)")
    command.add_argument(
        "--register", choices=REGISTERS, default="technical", help="of the sentences (default technical)"
    )


def chosen(options: argparse.Namespace) -> Reader:
    """The reader that a command line names."""
    from gauntlet_desktop.core.readers import Reader

    return Reader(options.language, options.register)
