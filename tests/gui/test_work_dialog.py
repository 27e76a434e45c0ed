"""The dialog that does one piece of work at a time: what is told of its end, whenever it was cancelled."""

from __future__ import annotations

import threading
from typing import Any

import pytest
from PySide6.QtCore import QThreadPool
from pytestqt.qtbot import QtBot

from gauntlet_desktop.core.errors import Cancelled, UserError
from gauntlet_desktop.ui.background import Task
from gauntlet_desktop.ui.work_dialog import WorkDialog
from tests.engine.conftest import PATIENCE_SECONDS


class Words(WorkDialog):
    """Lists words and takes note of what it is asked for."""

    def __init__(self) -> None:
        super().__init__(
            None,
            QThreadPool.globalInstance(),
            title="Words",
            columns=("Word",),
            remark="All words.",
            chosen_title="Chosen word",
            empty="No words yet.",
        )
        self.results: list[Any] = []
        self.discarded = 0
        (self.count,) = self.place_buttons([("&Count", lambda: None)])
        self.show_rows([("one",), ("two",)])
        self.enable()

    def show_chosen(self) -> None:
        self.details.show_rows([("Row", str(self.chosen_row))])

    def enable(self) -> None:
        self.count.setEnabled(self.free)

    def discard(self) -> None:
        self.discarded += 1


@pytest.fixture
def dialog(qtbot: QtBot) -> Words:
    dialog = Words()
    qtbot.addWidget(dialog)
    dialog.show()
    return dialog


def idle(qtbot: QtBot, dialog: Words) -> None:
    qtbot.waitUntil(lambda: dialog.free, timeout=int(1000 * PATIENCE_SECONDS))


def test_the_chosen_row_is_told(dialog: Words) -> None:
    assert dialog.chosen_row is None
    dialog.table.selectRow(1)
    assert dialog.chosen_row == 1 and dialog.details.text == "Row\n1"


def test_one_piece_of_work_is_done_at_a_time(dialog: Words, qtbot: QtBot) -> None:
    go_on = threading.Event()
    dialog.start(lambda _: go_on.wait(PATIENCE_SECONDS), dialog.results.append, "Counting")
    assert not dialog.free and not dialog.count.isEnabled()
    assert dialog.progress.isVisibleTo(dialog) and dialog.progress.text.text() == "Counting …"
    go_on.set()
    idle(qtbot, dialog)
    assert dialog.results == [True] and dialog.discarded == 0
    assert dialog.count.isEnabled() and not dialog.progress.isVisibleTo(dialog)


def test_a_failure_is_told_with_its_remedy_and_what_is_left_is_discarded(dialog: Words, qtbot: QtBot) -> None:
    def fail(_: Task) -> None:
        raise UserError("no_words", "There are no words.", "Write some.")

    dialog.start(fail, dialog.results.append, "Counting")
    idle(qtbot, dialog)
    assert dialog.notice.text == "There are no words. Write some."
    assert (dialog.results, dialog.discarded) == ([], 1)


def test_closing_cancels_what_is_under_way(dialog: Words, qtbot: QtBot) -> None:
    closed = threading.Event()

    def work(task: Task) -> None:
        closed.wait(PATIENCE_SECONDS)
        if task.stopped:
            raise Cancelled

    dialog.start(work, dialog.results.append, "Counting")
    dialog.reject()
    closed.set()
    idle(qtbot, dialog)
    assert dialog.notice.text == "Cancelled."
    assert (dialog.results, dialog.discarded) == ([], 1)


def test_work_that_was_done_all_the_same_is_shown(dialog: Words, qtbot: QtBot) -> None:
    go_on = threading.Event()
    dialog.start(lambda _: go_on.wait(PATIENCE_SECONDS), dialog.results.append, "Counting")
    dialog.progress.cancel.click()
    go_on.set()
    idle(qtbot, dialog)
    assert dialog.results == [True] and dialog.notice.text == ""
