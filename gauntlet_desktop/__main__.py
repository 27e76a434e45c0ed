"""Starts the program, as `gauntlet` or `python -m gauntlet_desktop`; heavy imports wait until they are needed."""

from __future__ import annotations

import multiprocessing
import os
import sys
from collections.abc import Mapping, Sequence

NEEDS_DISPLAY = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")


def main() -> int:
    """Run one command; returns the exit status. In a frozen child process this does the child's work instead."""
    multiprocessing.freeze_support()
    from gauntlet_desktop.cli import run
    from gauntlet_desktop.cli.console import INTERRUPTED, open_closed_streams

    open_closed_streams()
    try:
        status = run(sys.argv[1:], open_window)
    except KeyboardInterrupt:  # one that came while another was being dealt with
        status = INTERRUPTED
    if status == INTERRUPTED:
        # CPython remembers an interrupt that came while a text was run by exec(), as dataclasses do when a module is
        # loaded, also where it was caught, and would end the process by SIGINT. It forgets with the next text.
        exec("")
    return status


def open_window(raw_paths: Sequence[bytes]) -> int:
    """Open the window on files and folders. Raises EnvironmentFault where no window can be shown."""
    from gauntlet_desktop.core.errors import EnvironmentFault

    if not can_show_windows(sys.platform, os.environ):
        raise EnvironmentFault(
            "no_display", "There is no display to open a window on.", "Use `gauntlet analyze PATH...` instead."
        )
    try:
        from gauntlet_desktop.ui.application import run
    except ImportError as error:
        raise EnvironmentFault(
            "qt_unusable", f"Qt cannot be loaded ({error}).", "`gauntlet doctor` says what is missing."
        ) from error
    return run(raw_paths)


def can_show_windows(platform: str, environment: Mapping[str, str]) -> bool:
    """Whether Qt has a screen to draw on: it ends the process with an abort where it finds none."""
    return not platform.startswith("linux") or any(environment.get(name) for name in NEEDS_DISPLAY)


if __name__ == "__main__":
    sys.exit(main())
