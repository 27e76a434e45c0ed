"""Wakes a thread that waits on connections, as those that drive processes do."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from multiprocessing import Pipe


class Waker:
    """`wake` may be called from any thread, a hundred thousand times in a row: but for the first before the thread
    comes round, a call costs no more than a lock. The thread waits on `connection`, and calls `take` before it looks
    for what it was woken for."""

    def __init__(self) -> None:
        self.connection, self._sender = Pipe(duplex=False)
        self._lock = threading.Lock()
        self._called = False

    def wake(self) -> None:
        with self._lock:
            if not self._called:
                self._called = True
                self._sender.send_bytes(b"!")

    def take(self, ready: Sequence[object]) -> None:
        if self.connection in ready:
            with self._lock:
                self.connection.recv_bytes()
                self._called = False
