"""What every command needs of a console: exit statuses, messages, progress, names that are safe to print."""

from __future__ import annotations

import argparse
import getpass
import os
import sys
from pathlib import Path
from typing import Any

DONE, FAILED, USAGE, SOME_INPUTS_FAILED, INTERRUPTED = 0, 1, 2, 3, 130


def raw_paths(options: argparse.Namespace) -> list[bytes]:
    """File names as the file system's own bytes: a name that is no text stays what it is."""
    return [os.fsencode(path) for path in getattr(options, "paths", [])]


def use_utf8() -> None:
    """Names and sentences hold any character; a console of another encoding shows a substitute, and never fails."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace", newline="\n")


def print_json(value: Any) -> None:
    from gauntlet_desktop.core.serialise import dumps

    print(dumps(value, indent=2))


def say(text: str) -> None:
    """Lines on standard error. What could steer the terminal is made visible: messages may quote a stranger's file."""
    from gauntlet_desktop.core.safe_text import visible

    print(*map(visible, text.split("\n")), sep="\n", file=sys.stderr, flush=True)


class Progress:
    """Says how far long work is, once a per cent: a bar, the share and what is being done."""

    def __init__(self) -> None:
        self._said = (-1, "")

    def __call__(self, fraction: float, what: str) -> None:
        percent = int(100 * fraction)
        # What is done is said whatever was said before: results and warnings come so.
        said = percent, what if percent == 100 else ""
        if said != self._said:
            self._said = said
            say(f"[{'#' * (percent // 5):20}] {percent:3d} %  {what}")


def shown(path: Path | None) -> str:
    from gauntlet_desktop.core.safe_text import visible_path

    return visible_path(os.fsencode(path)) if path else ""


def actor() -> str:
    """Who adds records to a case, for its custody log."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):  # this account has no name
        return "unknown"
