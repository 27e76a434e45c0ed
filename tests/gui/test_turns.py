"""What comes fast is handed on in turns on the GUI thread, and shown at a pace."""

from __future__ import annotations

import itertools
import threading

from PySide6.QtCore import QObject, QTimer
from pytestqt.qtbot import QtBot

from gauntlet_desktop.ui.pace import Paced
from gauntlet_desktop.ui.turns import Turns


def test_things_of_many_threads_arrive_on_the_gui_thread_each_in_its_order(qtbot: QtBot) -> None:
    owner = QObject()
    arrived: list[tuple[int, int]] = []  # thing, thread
    turns = Turns[int](owner, lambda thing: arrived.append((thing, threading.get_ident())))

    def add(first: int) -> None:
        for thing in range(first, first + 500):
            turns.add(thing)

    threads = [threading.Thread(target=add, args=(first,)) for first in (0, 1000, 2000)]
    for thread in threads:
        thread.start()
    qtbot.waitUntil(lambda: len(arrived) == 1500)
    for thread in threads:
        thread.join()
    assert {thread for _, thread in arrived} == {threading.get_ident()}
    for first in (0, 1000, 2000):
        assert [thing for thing, _ in arrived if first <= thing < first + 500] == list(range(first, first + 500))
    assert not turns.busy


def test_much_leaves_the_window_its_turns(qtbot: QtBot) -> None:
    owner = QObject()
    milliseconds = itertools.count()
    arrived: list[int] = []
    others: list[int] = []  # how much had arrived when something else had its turn
    turns = Turns[int](owner, arrived.append, clock=lambda: next(milliseconds) / 1000)
    timer = QTimer()
    timer.timeout.connect(lambda: others.append(len(arrived)))
    timer.start(0)
    for thing in range(200):
        turns.add(thing)
    qtbot.waitUntil(lambda: len(arrived) == 200)
    timer.stop()
    assert len({count for count in others if 0 < count < 200}) > 10


def test_it_goes_on_in_dialogs_that_a_turn_opened(qtbot: QtBot) -> None:
    """Each thing has a turn of its own, and every third one opens a dialog that stands until the next but one."""
    owner = QObject()
    milliseconds = itertools.count(step=5)
    arrived: list[int] = []

    def take(thing: int) -> None:
        arrived.append(thing)
        if thing % 3 == 0:
            qtbot.waitUntil(lambda: thing + 2 in arrived)

    turns = Turns[int](owner, take, clock=lambda: next(milliseconds) / 1000)
    for thing in range(9):
        turns.add(thing)
    qtbot.waitUntil(lambda: not turns.busy)
    assert arrived == list(range(9))


def test_it_tells_when_nothing_waits_any_more(qtbot: QtBot) -> None:
    owner = QObject()
    arrived: list[int] = []
    turns = Turns[int](owner, arrived.append)
    for count in (1, 2):
        with qtbot.waitSignal(turns.emptied):
            turns.add(count)
            turns.add(count)
        assert arrived == [1, 1, 2, 2][: 2 * count]


def test_what_waits_can_be_dropped(qtbot: QtBot) -> None:
    owner = QObject()
    arrived: list[int] = []

    def take(thing: int) -> None:
        arrived.append(thing)
        if thing == 1:
            turns.drop()

    turns = Turns[int](owner, take)
    with qtbot.waitSignal(turns.emptied):
        for thing in range(5):
            turns.add(thing)
    assert arrived == [0, 1] and not turns.busy
    turns.add(7)
    qtbot.waitUntil(lambda: arrived == [0, 1, 7])


def test_what_is_called_often_is_done_in_the_next_turn_and_then_together(qtbot: QtBot) -> None:
    owner = QObject()
    state = [0]
    seen: list[int] = []
    paced = Paced(owner, lambda: seen.append(state[0]))
    paced()
    assert seen == []
    qtbot.waitUntil(lambda: seen == [0])
    for number in range(1, 50):
        state[0] = number
        paced()
    assert seen == [0]
    qtbot.waitUntil(lambda: len(seen) > 1)
    assert seen == [0, 49]
    paced.catch_up()
    assert seen == [0, 49], "nothing was due"
