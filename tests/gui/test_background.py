"""Work beside the GUI thread: a use case in a process of its own, its signals, and how a pool of threads ends."""

from __future__ import annotations

import threading
from pathlib import Path

import shiboken6
from PySide6.QtCore import QObject, QThreadPool
from pytestqt.qtbot import QtBot

from gauntlet_desktop.core.errors import Cancelled, UserError
from gauntlet_desktop.ui.background import Pool, Task, in_own_process
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
