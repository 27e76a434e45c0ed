"""Garbage is collected on the GUI thread alone."""

from __future__ import annotations

import gc
import threading
import weakref
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtGui import QGuiApplication
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


@pytest.mark.parametrize(
    ("state", "times"),
    [(Qt.ApplicationState.ApplicationInactive, 3), (Qt.ApplicationState.ApplicationActive, 0)],
)
def test_all_that_is_old_is_looked_at_rarely_and_not_while_somebody_works(
    collector: GarbageCollector, monkeypatch: pytest.MonkeyPatch, state: Qt.ApplicationState, times: int
) -> None:
    """Each look at it makes the window stand, the longer the more there is."""
    monkeypatch.setattr(QGuiApplication, "applicationState", lambda: state)
    looked = collections(collector, 12_000)
    assert len(looked) > 11_900
    assert looked.count(1) > 3900
    assert looked.count(2) == times


def test_all_that_is_old_does_not_wait_for_ever(collector: GarbageCollector, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(QGuiApplication, "applicationState", lambda: Qt.ApplicationState.ApplicationActive)
    assert collections(collector, 62_000).count(2) == 1


def collections(collector: GarbageCollector, times: int) -> list[int]:
    """The generations collected while what there is grows without end."""
    looked: list[int] = []
    kept: list[object] = []
    gc.callbacks.append(lambda phase, info: looked.extend([info["generation"]] if phase == "stop" else []))
    try:
        for number in range(times):
            kept[number % 500 :] = [[[] for _ in range(800)]]
            collector.collect()
    finally:
        gc.callbacks.pop()
    return looked
