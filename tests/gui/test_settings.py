"""The settings and the window: what cannot be kept or used is said."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from gauntlet_desktop.app.settings import load_settings
from gauntlet_desktop.ui.language import choose_language
from gauntlet_desktop.ui.main_window import MainWindow
from gauntlet_desktop.ui.session import Session
from gauntlet_desktop.ui.viewer import ViewerPanel
from tests.gui.conftest import Desk
from tests.gui.fake_service import FakeService


def test_the_window_opens_where_nothing_can_be_kept_and_says_so(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "file").write_text("no folder")
    monkeypatch.setenv("GAUNTLET_CONFIG_DIR", str(tmp_path / "file"))
    window = MainWindow(Session(FakeService), load_settings(), ViewerPanel())  # type: ignore[arg-type]
    qtbot.addWidget(window)
    window.show()
    notice = window.status.notice
    assert notice.isVisible() and notice.text() == "Some things cannot be kept"
    assert "Settings, recent files and the choice of plugins cannot be kept" in notice.accessibleDescription()
    window.close()
    assert "the settings were not saved" in caplog.text


def test_nothing_is_said_where_all_can_be_kept(desk: Desk) -> None:
    assert not desk.window.status.notice.isVisible()


def test_a_setting_that_is_not_used_is_said_once(qtbot: QtBot, config_folder: Path) -> None:
    config_folder.mkdir()
    (config_folder / "settings.json").write_text('{"settings": {"theme": "pink", "opacity": 20}}')
    window = MainWindow(Session(FakeService), load_settings(), ViewerPanel())  # type: ignore[arg-type]
    qtbot.addWidget(window)
    notice = window.status.notice
    assert notice.text() == "Some settings are not used"
    assert notice.accessibleDescription().count("theme cannot be 'pink'") == 1
    assert window.viewer.opacity == 20
    window.close()


def test_a_damaged_file_is_told_of_in_the_language_of_the_window(
    qtbot: QtBot, qapp: QApplication, config_folder: Path
) -> None:
    config_folder.mkdir()
    (config_folder / "settings.json").write_text("{")
    choose_language(qapp, "de")
    try:
        window = MainWindow(Session(FakeService), load_settings(), ViewerPanel())  # type: ignore[arg-type]
    finally:
        choose_language(qapp, "en")
    qtbot.addWidget(window)
    assert "die Vorgaben gelten" in window.status.notice.toolTip()
