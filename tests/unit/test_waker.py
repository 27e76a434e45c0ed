"""A thread that waits on connections is woken, once for all that was asked of it meanwhile, and never too late."""

from __future__ import annotations

import queue
import threading
from multiprocessing.connection import wait

from gauntlet_desktop.app.waker import Waker

PATIENCE_SECONDS = 60.0


def test_many_calls_are_one_message_and_the_next_one_wakes_again() -> None:
    waker = Waker()
    for _ in range(100_000):  # as many messages would fill the pipe, and the caller would stand
        waker.wake()
    waker.take(wait([waker.connection], PATIENCE_SECONDS))
    assert not wait([waker.connection], 0)
    waker.take([])  # woken by something else
    waker.wake()
    assert wait([waker.connection], 0)


def test_nothing_that_several_threads_ask_for_is_overlooked() -> None:
    waker, asked, done = Waker(), queue.SimpleQueue[int](), []

    def ask(first: int) -> None:
        for number in range(first, first + 1000):
            asked.put(number)
            waker.wake()

    threads = [threading.Thread(target=ask, args=[first]) for first in range(0, 4000, 1000)]
    for thread in threads:
        thread.start()
    while len(done) < 4000:
        ready = wait([waker.connection], PATIENCE_SECONDS)
        assert ready, f"not woken after {len(done)}"
        waker.take(ready)
        while not asked.empty():
            done.append(asked.get())
    for thread in threads:
        thread.join()
    assert sorted(done) == list(range(4000))
