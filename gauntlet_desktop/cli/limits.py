"""The options that bound what one input file may cost."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from gauntlet_desktop.imaging.limits import Limits

_LIMIT_OPTIONS = (
    ("--limit-megapixels", "pixels", 1_000_000, "largest picture, in megapixels"),
    ("--limit-file-mib", "file_bytes", 1 << 20, "largest file, in MiB"),
    ("--limit-memory-mib", "memory_bytes", 1 << 20, "memory of one decode process, in MiB"),
    ("--limit-seconds", "seconds", 1, "processor time for decoding one file, in seconds"),
)


def add_options(command: argparse.ArgumentParser) -> None:
    """Add an option for each limit of a file, and for the time of its analysis; without them the settings count."""
    command.add_argument(
        "--limit-analysis-seconds",
        dest="analysis_seconds",
        type=positive(1),
        metavar="N",
        help="time for analysing one picture, in seconds: a plugin that hangs is ended then",
    )
    for option, name, unit, summary in _LIMIT_OPTIONS:
        command.add_argument(option, dest=name, type=positive(unit), metavar="N", help=summary)


def chosen(options: argparse.Namespace) -> Limits:
    """The limits of a command line; those that it does not name are those of the settings."""
    from gauntlet_desktop.app.settings import load_settings

    named = {name: getattr(options, name) for _, name, _, _ in _LIMIT_OPTIONS if getattr(options, name) is not None}
    return replace(load_settings().limits, **named)


def analysis_seconds(options: argparse.Namespace) -> float:
    """The time that one analysis may take."""
    from gauntlet_desktop.app.settings import load_settings

    return float(options.analysis_seconds or load_settings().analysis_seconds)


def positive(unit: int) -> Callable[[str], int]:
    """An argument type: a positive number, in units of the option."""

    def parse(text: str) -> int:
        value = round(float(text) * unit)
        if value < 1:
            raise ValueError
        return value

    parse.__name__ = "positive number"
    return parse
