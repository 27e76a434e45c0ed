"""Work beside the GUI thread: a use case in a process of its own, its signals, and how a pool of threads ends."""

from __future__ import annotations

import os
import threading
from pathlib import Path

import shiboken6
from PySide6.QtCore import QObject, Qt, QThreadPool
from pytestqt.qtbot import QtBot

from gauntlet_desktop.core.errors import Cancelled, UserError
from gauntlet_desktop.ui.background import Pool, Rests, Task, gather_files, in_own_process
from tests.engine import apart_work


def test_progress_and_result_arrive_as_signals(qtbot: QtBot) -> None:
    task = Task(in_own_process(apart_work.steps, 2))
    seen: list[tuple[float, str]] = []
    task.progressed.connect(lambda fraction, what: seen.append((fraction, what)))
    with qtbot.waitSignal(task.finished) as finished:
        task.start(QThreadPool.globalInstance())
    assert finished.args == [2]
    assert seen == [(0.5, "step 1"), (1.0, "step 2")]


def test_an_expected_error_arrives_as_a_signal(qtbot: QtBot) -> None:
    task = Task(in_own_process(apart_work.refuse))
    with qtbot.waitSignal(task.failed) as failed:
        task.start(QThreadPool.globalInstance())
    assert isinstance(failed.args[0], UserError)


def test_a_stopped_task_is_cancelled(qtbot: QtBot, tmp_path: Path) -> None:
    task = Task(in_own_process(apart_work.until_cancelled, tmp_path))
    task.progressed.connect(lambda fraction, what: task.stop())
    with qtbot.waitSignal(task.failed) as failed:
        task.start(QThreadPool.globalInstance())
    assert isinstance(failed.args[0], Cancelled)
    assert (tmp_path / "cleaned").exists()


def test_files_are_told_of_in_order_and_the_first_of_them_soon(qtbot: QtBot, tmp_path: Path) -> None:
    folder = tmp_path / "folder"
    folder.mkdir()
    for number in range(700):
        (folder / f"{number:03}.png").touch()
    named = tmp_path / "named.txt"
    task = Task(gather_files([os.fsencode(named), os.fsencode(folder)]))
    told: list[list[bytes]] = []
    task.found.connect(told.append)
    with qtbot.waitSignal(task.finished) as finished:
        task.start(QThreadPool.globalInstance())
    assert finished.args == [701]
    assert len(told[0]) <= 256 and len(told) > 1
    assert [path for paths in told for path in paths] == [
        os.fsencode(path) for path in (named, *sorted(folder.iterdir()))
    ]


def test_no_more_files_are_told_of_once_the_search_is_stopped(qtbot: QtBot, tmp_path: Path) -> None:
    for number in range(300):
        (tmp_path / f"{number:03}.png").touch()
    task = Task(gather_files([os.fsencode(tmp_path)]))
    told: list[list[bytes]] = []
    task.found.connect(told.append, Qt.ConnectionType.DirectConnection)
    task.found.connect(lambda _: task.stop(), Qt.ConnectionType.DirectConnection)
    with qtbot.waitSignal(task.finished):
        task.start(QThreadPool.globalInstance())
    assert len(told) == 1


def test_a_thread_that_works_on_rests_between() -> None:
    now = 0.0
    slept: list[float] = []

    def sleep(seconds: float) -> None:
        nonlocal now
        now += seconds
        slept.append(seconds)

    rests = Rests(lambda: now, sleep)
    for _ in range(100):
        now += 0.0005
        rests()
    assert slept == [0.004] * 25, "four half milliseconds of work, then a rest"


def test_a_closed_pool_waits_for_what_is_under_way_and_begins_nothing(qtbot: QtBot) -> None:
    done: list[str] = []
    pool = Pool()
    pool.setMaxThreadCount(1)
    begun, go_on = threading.Event(), threading.Event()

    def first(_: Task) -> None:
        begun.set()
        go_on.wait()
        done.append("first")

    Task(first).start(pool)
    Task(lambda _: done.append("waiting")).start(pool)
    begun.wait()
    threading.Timer(0.01, go_on.set).start()
    pool.close()
    Task(lambda _: done.append("late")).start(pool)
    assert pool.waitForDone()
    assert done == ["first"]


def test_a_pool_outlives_its_window_with_what_it_could_not_wait_for(qtbot: QtBot) -> None:
    window, over = QObject(), threading.Event()
    pool = Pool(window)
    task = Task(lambda _: over.wait())
    with qtbot.waitSignal(task.finished):
        task.start(pool)
        pool.close(0)
        shiboken6.delete(window)
        assert shiboken6.isValid(pool)
        over.set()
    pool.close()
