"""A use case in a process of its own, as the window starts it: signals for progress, result, error and cancellation."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QThreadPool
from pytestqt.qtbot import QtBot

from gauntlet_desktop.core.errors import Cancelled, UserError
from gauntlet_desktop.ui.background import Task, in_own_process
from tests.engine import apart_work
from tests.engine.conftest import PATIENCE_SECONDS

PATIENCE_MS = int(1000 * PATIENCE_SECONDS)


def test_progress_and_result_arrive_as_signals(qtbot: QtBot) -> None:
    task = Task(in_own_process(apart_work.steps, 2))
    seen: list[tuple[float, str]] = []
    task.progressed.connect(lambda fraction, what: seen.append((fraction, what)))
    with qtbot.waitSignal(task.finished, timeout=PATIENCE_MS) as finished:
        task.start(QThreadPool.globalInstance())
    assert finished.args == [2]
    assert seen == [(0.5, "step 1"), (1.0, "step 2")]


def test_an_expected_error_arrives_as_a_signal(qtbot: QtBot) -> None:
    task = Task(in_own_process(apart_work.refuse))
    with qtbot.waitSignal(task.failed, timeout=PATIENCE_MS) as failed:
        task.start(QThreadPool.globalInstance())
    assert isinstance(failed.args[0], UserError)


def test_a_stopped_task_is_cancelled(qtbot: QtBot, tmp_path: Path) -> None:
    task = Task(in_own_process(apart_work.until_cancelled, tmp_path))
    task.progressed.connect(lambda fraction, what: task.stop())
    with qtbot.waitSignal(task.failed, timeout=PATIENCE_MS) as failed:
        task.start(QThreadPool.globalInstance())
    assert isinstance(failed.args[0], Cancelled)
    assert (tmp_path / "cleaned").exists()
