"""After a run that did not close: what is said, and how the work is taken up."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtWidgets import QFileDialog, QLabel, QPlainTextEdit
from pytestqt.qtbot import QtBot

from gauntlet_desktop.api.folders import state_folder
from gauntlet_desktop.app.runs import OpenWork, Run, Unfinished, last_crash, unfinished
from gauntlet_desktop.store import Case
from gauntlet_desktop.ui.application import note_run
from gauntlet_desktop.ui.recovery import RecoveryDialog, offer_recovery
from tests.cases import make_case
from tests.factories import make_pixels
from tests.gui.conftest import Desk

STACKS = "Gauntlet Desktop 0.1.0\nFatal Python error: Segmentation fault\n\x1b[31m"
PATIENCE_MS = 120_000


@pytest.fixture(autouse=True)
def state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("GAUNTLET_STATE_DIR", str(tmp_path / "state"))
    (tmp_path / "state").mkdir()
    return tmp_path / "state"


def noted(state: Path, stacks: str = "", *work: OpenWork) -> Unfinished:
    file = state / f"run-{len(list(state.iterdir()))}.txt"
    file.write_text("Gauntlet Desktop 0.1.0\n")
    return Unfinished(file, stacks, work)


def words(dialog: RecoveryDialog) -> str:
    return " ".join(label.text() for label in dialog.findChildren(QLabel)).replace("\u200b", "")


def test_a_crash_is_shown_with_what_to_do_and_kept_for_a_report(desk: Desk, state: Path) -> None:
    dialog = offer_recovery(desk.window, [noted(state, STACKS)])
    assert dialog.isVisible() and "GAUNTLET_SAFE_MODE=1" in words(dialog)
    details = dialog.findChild(QPlainTextEdit)
    assert isinstance(details, QPlainTextEdit)
    assert "Segmentation fault" in details.toPlainText() and "\x1b" not in details.toPlainText()
    assert last_crash() == STACKS
    assert len(unfinished()) == 1, "told again unless it is answered"
    dialog.reject()
    assert unfinished() == ()


def test_a_killed_run_is_told_without_stacks(desk: Desk, state: Path) -> None:
    dialog = offer_recovery(desk.window, [noted(state)])
    assert "the power failed" in words(dialog)
    assert dialog.findChild(QPlainTextEdit) is None
    dialog.reject()


def test_an_interrupted_case_is_opened_and_its_folder_goes_on(
    desk: Desk, qtbot: QtBot, tmp_path: Path, state: Path
) -> None:
    case = make_case(tmp_path / "case.gauntlet", 1)
    folder = tmp_path / "photos"
    folder.mkdir()
    for number in range(2):
        Image.fromarray(make_pixels(40, 50, number)).save(folder / f"{number}.png")
    work = OpenWork(os.fsencode(case), os.fsencode(folder))
    dialog = offer_recovery(desk.window, [noted(state, "", work), noted(state, "", work)])
    assert words(dialog).count(f"{case}") == 1 and f"{folder}" in words(dialog)
    dialog.go_on.click()
    (window,) = desk.window.cases.windows.values()
    assert window.batch.folder == work.folder
    qtbot.waitUntil(lambda: not window.batch.active, timeout=PATIENCE_MS)
    window.close()
    with Case.open(case) as opened:
        assert opened.queue_counts() == {"waiting": 0, "done": 1 + 2, "failed": 0}


def test_a_case_that_is_gone_is_told(desk: Desk, tmp_path: Path, state: Path) -> None:
    failures: list[str] = []
    desk.window.cases.failed.connect(failures.append)
    dialog = offer_recovery(desk.window, [noted(state, "", OpenWork(os.fsencode(tmp_path / "gone.gauntlet"), b"/x"))])
    dialog.go_on.click()
    assert len(failures) == 1 and desk.window.cases.windows == {}


def test_open_cases_are_noted_and_forgotten_when_they_close(desk: Desk, tmp_path: Path, state: Path) -> None:
    case = make_case(tmp_path / "case.gauntlet", 1)
    run = note_run(desk.window)
    desk.window.cases.open(case)
    (note,) = state.glob("run-*.json")
    assert os.fsencode(case).hex() in note.read_text()
    desk.window.cases.windows[case].close()
    assert note.read_text() == "[]"
    run.end()
    assert list(state.iterdir()) == []


def test_a_run_that_did_not_close_is_told_at_the_next_start(desk: Desk, state: Path) -> None:
    noted(state)
    run = note_run(desk.window)
    desk.window.first_painted.emit()
    dialog = desk.window.findChild(RecoveryDialog)
    assert isinstance(dialog, RecoveryDialog) and dialog.isVisible()
    dialog.reject()
    run.end()


def test_diagnostics_are_saved_from_the_dialog(
    desk: Desk, qtbot: QtBot, tmp_path: Path, state: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "d.zip"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(target), ""))
    dialog = offer_recovery(desk.window, [noted(state, STACKS)])
    dialog.save.click()
    qtbot.waitUntil(lambda: "Diagnostics are in" in desk.window.status.currentMessage(), timeout=PATIENCE_MS)
    with zipfile.ZipFile(target) as archive:
        assert b"Segmentation fault" in archive.read("crash.txt")
    dialog.reject()


def test_diagnostics_that_cannot_be_written_say_why(
    desk: Desk, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    said: list[str] = []
    monkeypatch.setattr(desk.window.dialogs, "complain", said.append)
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / "absent" / "d.zip"), ""))
    desk.window.actions_by_id["diagnostics"].trigger()
    qtbot.waitUntil(lambda: bool(said), timeout=PATIENCE_MS)
    assert "folder is not there" in said[0]


def test_a_real_window_that_is_killed_leaves_its_case(qtbot: QtBot, tmp_path: Path, state: Path) -> None:
    case = make_case(tmp_path / "case.gauntlet", 1)
    command = [sys.executable, "-m", "gauntlet_desktop", "open", str(case)]
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=environment) as process:
        qtbot.waitUntil(lambda: any(state.glob("run-*.json")) or process.poll() is not None, timeout=PATIENCE_MS)
        assert unfinished() == ()
        process.kill()
    (run,) = unfinished()
    assert run.work == (OpenWork(os.fsencode(case)),)
    assert state_folder() == state


def test_the_note_of_a_run_hides_from_itself() -> None:
    run = Run.begin()
    assert unfinished() == ()
    run.end()
