"""What every spawned process of the program does first: leave no orphan, keep out of the terminal's signals."""

from __future__ import annotations

import contextlib
import logging
import multiprocessing
import os
import signal
import threading
from multiprocessing.connection import wait
from multiprocessing.context import SpawnProcess

from gauntlet_desktop.core.safe_log import SafeFormatter


def begin() -> None:
    """Call at the start of a child: own process group, no reaction to Ctrl-C, an end when the parent ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if hasattr(os, "setpgid"):
        os.setpgid(0, 0)
    threading.Thread(target=_end_with_parent, name="parent-watch", daemon=True).start()


def silence(*, log: bool = False) -> None:
    """Send the process's own output to nowhere: C libraries print text from hostile files to it, and plugins what they
    like. With `log` warnings and errors of the log still go where they went."""
    if log:
        shown = logging.StreamHandler(os.fdopen(os.dup(2), "w", encoding="utf-8", errors="backslashreplace"))
        shown.setFormatter(SafeFormatter())
        shown.setLevel(logging.WARNING)
        logging.lastResort = shown
    nowhere = os.open(os.devnull, os.O_WRONLY)
    for descriptor in (1, 2):
        os.dup2(nowhere, descriptor)
    os.close(nowhere)


def end(process: SpawnProcess) -> None:
    """Kill a child and everything that it started, and wait for it."""
    if hasattr(os, "killpg") and process.pid is not None:
        # The group is missing when the child ended, or has not come as far as `begin`.
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
    process.kill()
    process.join()


def how_it_ended(process: SpawnProcess, seconds: float = 2.0) -> str:
    """How a child whose pipe closed came to its end, in words; it is given some seconds to be gone."""
    process.join(seconds)
    code = process.exitcode
    if code is not None and code < 0:
        return f"it was ended by signal {-code}"
    return f"it ended with status {code}"


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        wait([parent.sentinel])
        os._exit(1)
