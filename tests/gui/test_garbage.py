"""Garbage is collected on the GUI thread alone."""

from __future__ import annotations

import gc
import threading
import weakref
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QObject, QTimer
from pytestqt.qtbot import QtBot

from gauntlet_desktop.ui.garbage import GarbageCollector


class Cycle:
    def __init__(self) -> None:
        self.itself = self


@pytest.fixture
def collector(qtbot: QtBot) -> Iterator[GarbageCollector]:
    gc.enable()
    parent = QObject()
    made = GarbageCollector(parent)
    yield made
    made.stop()
    assert gc.isenabled()


def test_allocating_on_another_thread_collects_nothing(collector: GarbageCollector) -> None:
    assert not gc.isenabled()
    gone = weakref.ref(Cycle())
    worker = threading.Thread(target=lambda: [[] for _ in range(50_000)])
    worker.start()
    worker.join()
    assert gone() is not None


def test_the_timer_collects_what_has_grown(collector: GarbageCollector, qtbot: QtBot) -> None:
    threads: list[int] = []
    gc.callbacks.append(lambda phase, _: threads.append(threading.get_ident()))
    try:
        gone = weakref.ref(Cycle())
        kept = [[] for _ in range(50_000)]
        timer = collector.findChild(QTimer)
        assert timer is not None
        timer.setInterval(5)
        qtbot.waitUntil(lambda: gone() is None)
    finally:
        gc.callbacks.pop()
    assert len(kept) == 50_000
    assert set(threads) == {threading.get_ident()}


def test_all_that_is_old_is_looked_at_rarely(collector: GarbageCollector) -> None:
    """Each look at it makes the window stand, the longer the more there is."""
    looked: list[int] = []
    kept: list[object] = []
    gc.callbacks.append(lambda phase, info: looked.extend([info["generation"]] if phase == "stop" else []))
    try:
        for _ in range(3000):
            kept.append([[] for _ in range(800)])
            collector.collect()
    finally:
        gc.callbacks.pop()
    assert len(looked) == 3000
    assert looked.count(1) > 200
    assert looked.count(2) == 2
