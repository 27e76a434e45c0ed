"""Functions that the tests run in a process of their own."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Callable
from pathlib import Path

from gauntlet_desktop.app.calibrate import remove_calibration
from gauntlet_desktop.core.errors import UserError
from gauntlet_desktop.engine.one_picture import decode_one
from gauntlet_desktop.imaging.limits import Limits


def add(first: int, second: int = 0) -> tuple[int, int]:
    """The sum, and the process that computed it."""
    return first + second, os.getpid()


def steps(count: int, *, progress: Callable[[float, str], None]) -> int:
    for number in range(count):
        progress((number + 1) / count, f"step {number + 1}")
    return count


def refuse() -> None:
    raise UserError("refused", "It is refused.", "Ask for less.")


def fail() -> None:
    raise ZeroDivisionError("a defect")


def unsendable() -> Callable[[], int]:
    return lambda: 1


def die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def leave() -> None:
    os._exit(7)


def until_cancelled(marks: Path, *, progress: Callable[[float, str], None]) -> None:
    """Works until a report says that it was cancelled, and cleans up after itself."""
    (marks / "begun").touch()
    try:
        while True:
            progress(0.5, "half way")
    finally:
        (marks / "cleaned").touch()


def stubborn(marks: Path, *, is_cancelled: Callable[[], bool]) -> None:
    """Starts a process that works, and never looks at its own cancellation."""
    assert not is_cancelled()
    (marks / "pid").write_text(str(os.getpid()))
    threading.Event().wait()


def picture_size(path: bytes) -> tuple[int, int]:
    """Decodes in a process that this one starts."""
    _, _, pixels = decode_one(path, Limits())
    height, width = pixels.shape[:2]
    return height, width


def use_case() -> None:
    remove_calibration("nothing-of-that-id")


def hoard() -> None:
    """Take half a gibibyte that is written to, and keep it until the end."""
    kept = [bytearray(os.urandom(1 << 20)) for _ in range(512)]
    threading.Event().wait()
    del kept
