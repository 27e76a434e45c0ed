"""The way of events to the GUI thread, and the pace at which they are shown."""

from __future__ import annotations

import itertools
import threading

from PySide6.QtCore import QEventLoop, QObject, QTimer
from pytestqt.qtbot import QtBot

from gauntlet_desktop.app.events import Event, JobCancelled
from gauntlet_desktop.ui.bridge import Bridge
from gauntlet_desktop.ui.pace import Paced


def test_events_of_many_threads_arrive_on_the_gui_thread_each_in_its_order(qtbot: QtBot) -> None:
    bridge = Bridge()
    arrived: list[tuple[int, int]] = []  # job, thread
    bridge.arrived.connect(lambda event: arrived.append((event.job, threading.get_ident())))

    def post(first: int) -> None:
        for job in range(first, first + 500):
            bridge.post(JobCancelled(job))

    threads = [threading.Thread(target=post, args=(first,)) for first in (0, 1000, 2000)]
    for thread in threads:
        thread.start()
    qtbot.waitUntil(lambda: len(arrived) == 1500)
    for thread in threads:
        thread.join()
    assert {thread for _, thread in arrived} == {threading.get_ident()}
    for first in (0, 1000, 2000):
        assert [job for job, _ in arrived if first <= job < first + 500] == list(range(first, first + 500))
    assert not bridge.busy


def test_many_events_leave_the_window_its_turns(qtbot: QtBot) -> None:
    milliseconds = itertools.count()
    bridge = Bridge(clock=lambda: next(milliseconds) / 1000)
    arrived: list[Event] = []
    others: list[int] = []  # how many events had arrived when something else had its turn
    bridge.arrived.connect(arrived.append)
    timer = QTimer()
    timer.timeout.connect(lambda: others.append(len(arrived)))
    timer.start(0)
    for job in range(200):
        bridge.post(JobCancelled(job))
    qtbot.waitUntil(lambda: len(arrived) == 200)
    timer.stop()
    assert len({count for count in others if 0 < count < 200}) > 10


def test_events_go_on_in_a_dialog_that_one_of_them_opened(qtbot: QtBot) -> None:
    bridge = Bridge()
    arrived: list[int] = []
    dialog = QEventLoop()

    def take(event: JobCancelled) -> None:
        arrived.append(event.job)
        if event.job == 0:
            dialog.exec()
        elif event.job == 9:
            dialog.quit()

    bridge.arrived.connect(take)
    for job in range(10):
        bridge.post(JobCancelled(job))
    qtbot.waitUntil(lambda: len(arrived) == 10)
    assert arrived == list(range(10))


def test_what_is_called_often_is_done_at_once_and_then_together(qtbot: QtBot) -> None:
    owner = QObject()
    state = [0]
    seen: list[int] = []
    paced = Paced(owner, lambda: seen.append(state[0]))
    for number in range(1, 50):
        state[0] = number
        paced()
    assert seen == [1]
    qtbot.waitUntil(lambda: len(seen) > 1)
    assert seen == [1, 49]
    paced.catch_up()
    assert seen == [1, 49], "nothing was due"
