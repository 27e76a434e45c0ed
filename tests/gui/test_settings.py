"""The settings and the window: what cannot be kept or used is said."""

from __future__ import annotations

import ast
import inspect
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType

import pytest
from pytestqt.qtbot import QtBot

from gauntlet_desktop.app import files, home, setting, settings
from gauntlet_desktop.app.files import FAULTS
from gauntlet_desktop.app.home import cannot_be_kept
from gauntlet_desktop.app.settings import change_settings, load_settings, read_export, read_own
from gauntlet_desktop.app.settings_spec import SPEC
from gauntlet_desktop.core.errors import GauntletError
from gauntlet_desktop.core.phrases import Phrase
from gauntlet_desktop.ui.dialogs import as_sentence
from gauntlet_desktop.ui.language import tr
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
    german: None, qtbot: QtBot, config_folder: Path
) -> None:
    config_folder.mkdir()
    (config_folder / "settings.json").write_text("{")
    window = MainWindow(Session(FakeService), load_settings(), ViewerPanel())  # type: ignore[arg-type]
    qtbot.addWidget(window)
    assert "die Vorgaben gelten" in window.status.notice.toolTip()


# In the language of the window


def _refused(make: Callable[[], object]) -> GauntletError:
    with pytest.raises(GauntletError) as caught:
        make()
    return caught.value


def _complaints(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[GauntletError]:
    """All that can be said of settings, their files and their folders."""
    for each in SPEC.values():
        yield _refused(lambda each=each: each.check(None))
    file = folder / "settings.json"
    yield _refused(lambda: read_export(file))
    for text in (
        "{",
        '{"version": 9, "settings": {}}',
        json.dumps({"settings": dict.fromkeys(map(str, range(30)), 1)}),
    ):
        file.write_text(text)
        yield _refused(lambda: read_export(file))
        yield from read_own(folder).complaints
    for number in FAULTS:

        def fails(*_: object, number: int = number, **__: object) -> None:
            raise OSError(number, "Input/output error")

        with monkeypatch.context() as patch:
            patch.setattr(Path, "mkdir", fails)
            yield _refused(lambda: change_settings({"opacity": 1}, folder))
    for name in ("GAUNTLET_CONFIG_DIR", "GAUNTLET_MODELS_DIR", "GAUNTLET_STATE_DIR"):
        monkeypatch.setenv(name, str(file / "inside"))
    yield from cannot_be_kept()


def _english(text: str) -> Iterator[str]:
    """What of a sentence stays English in a German window."""
    if not isinstance(text, Phrase):
        if text and tr(text) == text:
            yield text
        return
    if tr(text.template) == text.template:
        yield text.template
    for value in text.values.values():
        if isinstance(value, Phrase):
            yield from _english(value)


def test_every_complaint_is_made_in_the_language_of_the_window(
    german: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    errors = list(_complaints(tmp_path, monkeypatch))
    assert {error.code for error in errors} >= {
        *("bad_setting", "unknown_setting", "settings_file", "settings_version", "settings_damaged"),
        *("disk_full", "write_failed", "not_writable"),
    }
    assert {left for error in errors for text in (error.message, error.remedy) for left in _english(text)} == set()
    said = as_sentence(_refused(lambda: SPEC["opacity"].check(101)))
    assert said == "Die Einstellung opacity kann nicht 101 sein. Erlaubt ist eine ganze Zahl von 0 bis 100."


@pytest.mark.parametrize("module", [setting, settings, files, home], ids=lambda module: module.__name__)
def test_no_complaint_escapes_the_translators(module: ModuleType) -> None:
    """What a person reads is a phrase, or was one of a table."""
    calls = [node for node in ast.walk(ast.parse(inspect.getsource(module))) if isinstance(node, ast.Call)]
    for call in calls:
        if isinstance(call.func, ast.Name) and call.func.id in ("UserError", "EnvironmentFault"):
            plain = [each for each in call.args[1:] if isinstance(each, ast.JoinedStr | ast.Constant)]
            assert [ast.unparse(each) for each in plain if ast.unparse(each) != "''"] == []
