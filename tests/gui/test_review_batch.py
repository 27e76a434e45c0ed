"""Folders analysed from the triage window: progress, pause, watching, and what goes wrong."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from gauntlet_desktop.app.batch.events import BatchEvent, BatchProgress, FileDone, How, State, StateChanged
from gauntlet_desktop.app.review import create_case
from gauntlet_desktop.core.errors import EnvironmentFault, GauntletError, UserError
from gauntlet_desktop.store import Addition, Case
from gauntlet_desktop.ui.review import ReviewWindow, open_review
from gauntlet_desktop.ui.review.batch_bar import BatchBar
from gauntlet_desktop.ui.session import Session
from tests.cases import WHEN, make_case, varied_records
from tests.gui.fake_service import FakeService

COUNT = 12


class FakeEngine:
    """A batch that does what the test says."""

    def __init__(self, folder: bytes, retry: bool, listener: Callable[[BatchEvent], None]) -> None:
        self.folder, self.retry, self.tell = folder, retry, listener
        self.calls: list[str] = []
        self.now = BatchProgress(State.RUNNING, True, 0, 0, 0, 0, 0, 0, 0, None, None)

    def __getattr__(self, name: str) -> Callable[[], None]:
        return lambda: self.calls.append(name)

    def progress(self) -> BatchProgress:
        return self.now

    def end(self, state: State = State.FINISHED, error: GauntletError | None = None) -> None:
        self.now = replace(self.now, state=state, listing=False)
        self.tell(StateChanged(state, error))


@pytest.fixture
def engines(qtbot: QtBot, tmp_path: Path) -> Iterator[tuple[ReviewWindow, list[FakeEngine]]]:
    path = make_case(tmp_path / "case.gauntlet", COUNT)
    begun: list[FakeEngine] = []

    def prepare(folder: bytes, retry: bool, listener: Callable[[BatchEvent], None]) -> FakeEngine:
        if folder.endswith(b"absent"):
            raise UserError("no_folder", "There is no such folder.", "Check its path.")
        begun.append(FakeEngine(folder, retry, listener))
        return begun[-1]

    session = Session(FakeService)
    window = open_review(path, "A", session, prepare)  # type: ignore[arg-type]
    qtbot.addWidget(window)
    with qtbot.waitExposed(window):
        window.show()
    yield window, begun
    window.close()


def test_folders_are_analysed_one_after_the_other(
    qtbot: QtBot, engines: tuple[ReviewWindow, list[FakeEngine]], tmp_path: Path
) -> None:
    window, begun = engines
    (tmp_path / "two").mkdir()
    window.add_folders([os.fsencode(tmp_path), os.fsencode(tmp_path / "two")])
    assert [engine.folder for engine in begun] == [os.fsencode(tmp_path)]
    first = begun[0]
    bar = window.findChild(BatchBar)
    assert isinstance(bar, BatchBar)
    first.now = replace(first.now, analysed=30, waiting=70, failed=2, listing=False, rate=4.0, remaining=17.0)
    qtbot.waitUntil(
        lambda: "32 of 102 done  ·  4.0 a second  ·  about 17 s left  ·  2 not analysed" in bar.words.text()
    )
    assert bar.bar.value() == 32
    bar.pause.click()
    first.now = replace(first.now, state=State.PAUSED)
    first.tell(StateChanged(State.PAUSED))
    qtbot.waitUntil(lambda: bar.pause.text() == "Go on")
    bar.pause.click()
    assert first.calls == ["start", "pause", "resume"]
    first.end()
    qtbot.waitUntil(lambda: len(begun) == 2)
    assert first.calls[-1] == "close"
    bar.cancel.click()
    assert begun[1].calls == ["start", "cancel"]
    begun[1].end(State.CANCELLED)
    qtbot.waitUntil(lambda: not window.batch.active)
    assert "cancelled" in bar.words.text()
    assert not bar.cancel.isVisible()


def test_new_results_enter_the_list(qtbot: QtBot, engines: tuple[ReviewWindow, list[FakeEngine]]) -> None:
    window, begun = engines
    qtbot.waitUntil(lambda: window.model.rowCount() == COUNT)
    window.add_folders([b"/"])
    with Case.open(window.case.path) as case:
        more = list(varied_records(3, b"/more/"))
        renamed = [
            replace(each, source=replace(each.source, sha256=f"{number:064x}")) for number, each in enumerate(more)
        ]
        case.add_records([Addition(each) for each in renamed], actor="A", when=WHEN)
    begun[0].tell(FileDone(b"/more/a", How.ANALYSED, None))
    begun[0].end()
    qtbot.waitUntil(lambda: window.model.rowCount() == COUNT + 3)


def test_the_first_results_of_an_empty_case_are_stood_on(qtbot: QtBot, tmp_path: Path) -> None:
    path = tmp_path / "empty.gauntlet"
    create_case(path, "A")
    window = open_review(path, "A", Session(FakeService))
    qtbot.addWidget(window)
    with qtbot.waitActive(window):
        window.show()
        window.activateWindow()
    qtbot.waitUntil(lambda: window.views.currentWidget() is window.message)
    with Case.open(path) as case:
        case.add_records([Addition(each) for each in varied_records(3, b"/more/")], actor="A", when=WHEN)
    window.refresh()
    qtbot.waitUntil(lambda: window.model.rowCount() == 3)
    assert window.selected_ids() == [window.model.ids[0]]
    window.close()


def test_why_a_batch_stopped_or_did_not_begin_is_said(
    qtbot: QtBot, engines: tuple[ReviewWindow, list[FakeEngine]]
) -> None:
    window, begun = engines
    said: list[str] = []
    window.complaint.connect(said.append)
    window.batch.add(b"/absent")
    assert "no such folder" in said[0]
    window.batch.add(b"/there")
    fault = EnvironmentFault("disk_full", "The disk is full.", "Free some space.")
    begun[0].now = replace(begun[0].now, state=State.PAUSED)
    for _ in range(3):  # it tries again every few seconds; it is said once
        begun[0].tell(StateChanged(State.PAUSED, fault))
    qtbot.waitUntil(lambda: len(said) == 2)
    bar = window.findChild(BatchBar)
    assert isinstance(bar, BatchBar)
    assert "The disk is full." in bar.words.text()
    assert len(said) == 2


def test_a_watched_folder_is_listed_again(
    qtbot: QtBot, engines: tuple[ReviewWindow, list[FakeEngine]], monkeypatch: pytest.MonkeyPatch
) -> None:
    window, begun = engines
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: "/watched")
    window.batch._watch.setInterval(20)
    window.review_actions["watch"].trigger()
    assert window.review_actions["watch"].isChecked()
    begun[0].end()
    qtbot.waitUntil(lambda: len(begun) == 2)
    window.review_actions["watch"].trigger()
    assert not window.batch.watched
    begun[1].end()
    qtbot.waitUntil(lambda: not window.batch.active)
    assert len(begun) == 2


def test_failed_files_are_tried_again(qtbot: QtBot, engines: tuple[ReviewWindow, list[FakeEngine]]) -> None:
    window, begun = engines
    window.add_folders([b"/"])
    begun[0].end()
    qtbot.waitUntil(lambda: not window.batch.active)
    window.review_actions["retry"].trigger()
    assert [(engine.folder, engine.retry) for engine in begun] == [(b"/", False), (b"/", True)]


def test_the_window_does_not_wait_until_the_processes_of_a_batch_are_gone(
    qtbot: QtBot, engines: tuple[ReviewWindow, list[FakeEngine]], monkeypatch: pytest.MonkeyPatch
) -> None:
    window, begun = engines
    gone = threading.Event()
    closing: list[int] = []

    def close() -> None:
        closing.append(threading.get_ident())
        gone.wait()

    window.add_folders([b"/", b"/there"])
    monkeypatch.setattr(begun[0], "close", close, raising=False)
    begun[0].end()
    qtbot.waitUntil(lambda: bool(closing))
    assert closing != [threading.get_ident()]
    assert window.batch.active
    assert len(begun) == 1  # both would write to the same case
    gone.set()
    qtbot.waitUntil(lambda: len(begun) == 2)


def test_closing_the_window_ends_the_batch(engines: tuple[ReviewWindow, list[FakeEngine]]) -> None:
    window, begun = engines
    window.add_folders([b"/"])
    window.close()
    assert begun[0].calls == ["start", "close"]
