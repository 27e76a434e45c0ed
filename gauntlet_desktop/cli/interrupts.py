"""What Ctrl+C does to a long command: nothing that was told as done is lost, and nothing goes on that was ended."""

from __future__ import annotations

import contextlib
import signal
import threading
from collections.abc import Callable, Iterator


@contextlib.contextmanager
def lasting_interrupt() -> Iterator[Callable[[], None]]:
    """Give a check that raises KeyboardInterrupt once Ctrl+C was pressed: when that happens in a destructor, Python
    itself drops the exception, and a long run would go on."""
    asked = threading.Event()

    def interrupt(number: int, frame: object) -> None:
        asked.set()
        raise KeyboardInterrupt

    def checkpoint() -> None:
        if asked.is_set():
            raise KeyboardInterrupt

    with _handled(interrupt):
        yield checkpoint


@contextlib.contextmanager
def noted_interrupt() -> Iterator[Callable[[], bool]]:
    """Give a check whether Ctrl+C was pressed. It interrupts nothing by itself, so that a line that is being printed is
    printed whole; pressed again, it raises KeyboardInterrupt there and then."""
    asked = threading.Event()

    def note(number: int, frame: object) -> None:
        if asked.is_set():
            raise KeyboardInterrupt
        asked.set()

    with _handled(note):
        yield asked.is_set


@contextlib.contextmanager
def _handled(handler: Callable[[int, object], None]) -> Iterator[None]:
    before = signal.getsignal(signal.SIGINT)
    if before is not signal.SIG_IGN:  # a job in the background, which is none of Ctrl+C's business
        signal.signal(signal.SIGINT, handler)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
