"""What the window remembers: round trips, damage and newer files."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pytestqt.qtbot import QtBot

from gauntlet_desktop.app.settings import RECENT_LIMIT, Settings, config_folder, load_settings, save_settings
from gauntlet_desktop.core.errors import EnvironmentFault
from gauntlet_desktop.ui.main_window import MainWindow
from gauntlet_desktop.ui.session import Session
from gauntlet_desktop.ui.viewer import ViewerPanel
from tests.gui.conftest import Desk
from tests.gui.fake_service import FakeService


def test_settings_come_back_as_they_were(tmp_path: Path) -> None:
    settings = Settings(
        "dark", 35, "purple-green", "swipe", False, True, (b"/a\xff.jpg", b"/b.jpg"), b"/folder", b"\x01\x00", b"\x02"
    )
    save_settings(settings, tmp_path / "new" / "folder")
    assert load_settings(tmp_path / "new" / "folder") == settings


def test_the_environment_names_the_folder(chosen_folder: Path) -> None:
    save_settings(Settings(theme="light"))
    assert config_folder() == chosen_folder
    assert load_settings().theme == "light"


@given(st.binary(max_size=200) | st.text(max_size=80).map(lambda text: json.dumps([text]).encode()))
def test_damaged_files_give_the_defaults(tmp_path_factory: pytest.TempPathFactory, data: bytes) -> None:
    folder = tmp_path_factory.mktemp("config")
    (folder / "window.json").write_bytes(data)
    assert load_settings(folder) == Settings()


@pytest.mark.parametrize(
    "plain",
    [
        {"theme": "pink", "language": "tlh", "opacity": 900, "colour_map": "jet", "compare_mode": "x"},
        {"opacity": "60"},
        {"recent": "zz"},
        {"recent": ["not hexadecimal"]},
        {"theme": None},
    ],
)
def test_values_out_of_range_are_not_taken(tmp_path: Path, plain: dict[str, object]) -> None:
    (tmp_path / "window.json").write_text(json.dumps(plain))
    loaded = load_settings(tmp_path)
    assert loaded.theme == loaded.language == "system"
    assert 0 <= loaded.opacity <= 100
    assert loaded.colour_map == "blue-orange"
    assert loaded.recent == ()


def test_keys_of_a_newer_release_are_passed_over(tmp_path: Path) -> None:
    (tmp_path / "window.json").write_text(json.dumps({"theme": "dark", "brain": "x"}))
    assert load_settings(tmp_path).theme == "dark"


def test_recent_files_are_few_and_newest_first() -> None:
    settings = Settings()
    for number in [*range(20), 15]:
        settings = settings.with_recent(b"/%d.jpg" % number)
    assert len(settings.recent) == RECENT_LIMIT
    assert settings.recent[:3] == (b"/15.jpg", b"/19.jpg", b"/18.jpg")


def test_a_folder_that_cannot_be_written_is_an_environment_fault(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("")
    with pytest.raises(EnvironmentFault):
        save_settings(Settings(), blocked)


@pytest.fixture
def chosen_folder(request: pytest.FixtureRequest) -> Path:
    return Path(request.getfixturevalue("config_folder"))


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
