"""What every spawned process of the program does first: leave no orphan, keep out of the terminal's signals."""

from __future__ import annotations

import contextlib
import ctypes
import logging
import multiprocessing
import os
import signal
import sys
import threading
from multiprocessing.connection import wait
from multiprocessing.context import SpawnProcess
from typing import NoReturn

from gauntlet_desktop.core.phrases import phrase
from gauntlet_desktop.core.safe_log import SafeFormatter

# What `nice` takes where nothing is said: a tenth of what a program in front of the user has.
_NICENESS = 10
# Of glibc's malloc.h. One picture's blocks are kept for the next one; what is larger goes back at once.
_M_TRIM_THRESHOLD, _M_MMAP_THRESHOLD = -1, -3
_KEPT_BYTES, _LARGEST_KEPT_BYTES = 256 << 20, 32 << 20


def begin() -> None:
    """Call at the start of a child: own process group, no reaction to Ctrl-C, an end when the parent ends, and a lower
    priority than the parent's."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if hasattr(os, "setpgid"):
        os.setpgid(0, 0)
    give_way()
    keep_freed_memory()
    parent = multiprocessing.parent_process()
    if parent is not None:
        threading.Thread(target=_end_after, args=[parent.sentinel], name="parent-watch", daemon=True).start()
        if sys.platform == "linux":
            _let_the_kernel_end_after(parent.sentinel)


def give_way() -> None:
    """Go one step down in priority, behind the window and whoever else wants the processor, and with another call
    behind other work (Unix; elsewhere all are alike)."""
    if hasattr(os, "nice"):
        os.nice(_NICENESS)


def keep_freed_memory() -> None:
    """Have the allocator keep what is freed, up to a bound, rather than ask the system for pages again and again: of a
    12-megapixel picture, clearing new pages takes a sixth of the decoding and a twelfth of the verdict. Only glibc."""
    if sys.platform == "linux" and (mallopt := getattr(ctypes.CDLL(None), "mallopt", None)):
        mallopt(_M_MMAP_THRESHOLD, _LARGEST_KEPT_BYTES)
        mallopt(_M_TRIM_THRESHOLD, _KEPT_BYTES)


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


def start(process: SpawnProcess) -> None:
    """Start a child. One that the system cannot start, its Python being gone, is told by the end of its pipe, as is one
    that ends at once."""
    with contextlib.suppress(OSError):
        process.start()


def end(process: SpawnProcess) -> None:
    """Kill a child and everything that it started, and wait for it."""
    if process.pid is None:
        return
    if hasattr(os, "killpg"):
        # The group is missing when the child ended, or has not come as far as `begin`.
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
    process.kill()
    process.join()


def how_it_ended(process: SpawnProcess, seconds: float = 2.0) -> str:
    """How a child whose pipe closed came to its end, in words; it is given some seconds to be gone."""
    if process.pid is None:
        return phrase("it could not be started")
    process.join(seconds)
    code = process.exitcode
    if code is not None and code < 0:
        return phrase("it was ended by signal {number}", number=-code)
    return phrase("it ended with status {code}", code=code)


def leave() -> NoReturn:
    """End this process and everything that it started, at once: nobody waits for it any more."""
    if hasattr(os, "killpg") and os.getpgrp() == os.getpid():  # never the group of whoever started it
        os.killpg(0, signal.SIGKILL)
    os._exit(1)


def _end_after(sentinel: int) -> None:
    wait([sentinel])
    leave()


def _let_the_kernel_end_after(sentinel: int) -> None:
    """The thread above never has its turn where code in C keeps the interpreter to itself. So the pipe that closes with
    the parent is told to send its signal of readiness, which is one that ends, to all of this group."""
    import fcntl

    with contextlib.suppress(OSError):
        fcntl.fcntl(sentinel, fcntl.F_SETOWN, -os.getpgrp())
        fcntl.fcntl(sentinel, fcntl.F_SETSIG, signal.SIGKILL)
        fcntl.fcntl(sentinel, fcntl.F_SETFL, fcntl.fcntl(sentinel, fcntl.F_GETFL) | os.O_ASYNC)
