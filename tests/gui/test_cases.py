"""Cases opened, made and closed from the main window."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from PySide6.QtWidgets import QFileDialog, QMessageBox

from gauntlet_desktop.store import Case
from tests.cases import make_case
from tests.gui.conftest import Desk


def complaint(desk: Desk) -> str:
    box = desk.window.findChild(QMessageBox)
    assert isinstance(box, QMessageBox)
    text = box.text()
    box.close()
    return text


def test_a_case_is_opened_once_and_remembered(desk: Desk, tmp_path: Path) -> None:
    path = make_case(tmp_path / "case.gauntlet", 5)
    desk.window.opener.open_paths([os.fsencode(path)])
    (window,) = desk.window.cases.windows.values()
    assert window.isVisible()
    desk.window.cases.open(path)
    assert list(desk.window.cases.windows.values()) == [window]
    assert desk.window.memory.state.recent[0] == os.fsencode(path)
    window.close()
    assert desk.window.cases.windows == {}


def test_an_image_of_a_case_is_opened_in_the_main_window(desk: Desk, tmp_path: Path) -> None:
    desk.window.cases.open(make_case(tmp_path / "case.gauntlet", 5))
    (window,) = desk.window.cases.windows.values()
    window.open_wanted.emit(b"/evidence/IMG_00002.jpg")
    desk.window.pool.waitForDone()
    desk.settle()
    assert [item.raw_path for item in desk.session.model.items] == [b"/evidence/IMG_00002.jpg"]


def test_a_new_case_is_made_and_opened(desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / "new"), ""))
    desk.window.actions_by_id["new_case"].trigger()
    assert list(desk.window.cases.windows) == [tmp_path / "new.gauntlet"]
    with Case.open(tmp_path / "new.gauntlet", read_only=True) as case:
        assert [entry.action for entry in case.log()] == ["case created"]
    desk.window.cases.create(tmp_path / "new.gauntlet")
    assert "exists" in complaint(desk)


def test_a_file_that_is_no_case_is_refused(desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "no.gauntlet").write_text("not a case")
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(tmp_path / "no.gauntlet"), ""))
    desk.window.actions_by_id["open_case"].trigger()
    assert desk.window.cases.windows == {}
    assert complaint(desk)


def test_cases_close_with_the_window(desk: Desk, tmp_path: Path) -> None:
    path = make_case(tmp_path / "case.gauntlet", 5)
    desk.window.cases.open(path)
    desk.window.close()
    assert desk.window.cases.windows == {}
    with Case.open(path) as case:
        assert case.verify_log().intact
