"""What every command needs of a console: exit statuses, messages, progress, names that are safe to print."""

from __future__ import annotations

import argparse
import errno
import getpass
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

if TYPE_CHECKING:
    from gauntlet_desktop.core.errors import GauntletError

DONE, FAILED, USAGE, SOME_INPUTS_FAILED, INTERRUPTED = 0, 1, 2, 3, 130
OUTPUT_FAILED = "output_failed"
_NO_ROOM = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO)


def raw_paths(options: argparse.Namespace) -> list[bytes]:
    """File names as the file system's own bytes: a name that is no text stays what it is."""
    return [os.fsencode(path) for path in getattr(options, "paths", [])]


def use_utf8() -> None:
    """Names and sentences hold any character; a console of another encoding shows a substitute, and never fails."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace", newline="\n")


def open_closed_streams() -> None:
    """Give a program that was started without standard streams, as windows without a console are and what a shell runs
    with `>&-`, some that lead nowhere. A pipe to a process would else get the number of one, and be written over."""
    for number in (0, 1, 2):
        try:
            os.fstat(number)
        except OSError:
            lowest = os.open(os.devnull, os.O_RDWR)  # of those that are free, which is this one
            os.set_inheritable(lowest, True)
    sys.stdout = sys.stdout or _nowhere()
    sys.stderr = sys.stderr or _nowhere()


def drop_output() -> None:
    """Whoever reads has enough, or no room for more: Python would complain when it flushes at exit, so it is given
    somewhere to flush to."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def fault_of(error: Exception) -> GauntletError | None:
    """What to say of an error of the system that no command expects: standard output takes no more, or the program gets
    no more files or memory. None for any other error, which is a bug."""
    from gauntlet_desktop.core.errors import EnvironmentFault, broken_down, is_refusal

    if isinstance(error, OSError) and error.errno in _NO_ROOM and error.filename is None:
        message = f"The output could not be written ({error.strerror})."
        return EnvironmentFault(OUTPUT_FAILED, message, "Free some space where it goes, or send it somewhere else.")
    return broken_down(error) if is_refusal(error) else None


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


def _nowhere() -> TextIO:
    return open(os.devnull, "w", encoding="utf-8")  # noqa: PTH123 - a device, open as long as the program


def actor() -> str:
    """Who adds records to a case, for its custody log."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):  # this account has no name
        return "unknown"
