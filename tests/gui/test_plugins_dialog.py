"""The page of plugins with real processes: states, tracebacks, switching off and on, and the check."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QThreadPool
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from gauntlet_desktop.api.switches import SWITCHES_NAME, read_switches
from gauntlet_desktop.app.plugin_check import remembered
from gauntlet_desktop.core.errors import PluginFault
from gauntlet_desktop.core.phrases import phrase
from gauntlet_desktop.ui.plugins_dialog import PluginsDialog
from tests.contract.plugin_project import detector_code, install, write_package
from tests.engine.conftest import PATIENCE_SECONDS
from tests.gui.conftest import Desk

PATIENCE_MS = int(1000 * PATIENCE_SECONDS)
GOOD, BAD = "shown-plugin", "broken-plugin"


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Two third-party plugins, one of which raises when it is imported."""
    folder = tmp_path / "site"
    for name, code in ((GOOD, detector_code(GOOD)), (BAD, "raise RuntimeError('broken \\x1b[31m at import')")):
        write_package(folder, name.replace("-", "_"), name, code)
        install(folder, name, name.replace("-", "_"))
    monkeypatch.syspath_prepend(str(folder))
    yield folder
    assert not {name.replace("-", "_") for name in (GOOD, BAD)} & set(sys.modules)  # none ran in this process


@pytest.fixture
def dialog(qtbot: QtBot, site: Path) -> PluginsDialog:
    dialog = PluginsDialog(None, QThreadPool.globalInstance(), [("small-image", "The analysis process left it out.")])
    qtbot.addWidget(dialog)
    dialog.show()
    dialog.begin()
    idle(qtbot, dialog)
    return dialog


def idle(qtbot: QtBot, dialog: PluginsDialog) -> None:
    qtbot.waitUntil(lambda: not dialog.progress.isVisibleTo(dialog), timeout=PATIENCE_MS)


def choose(dialog: PluginsDialog, name: str) -> int:
    row = [plugin.id for plugin in dialog._plugins].index(name)
    dialog.table.selectRow(row)
    return row


def state(dialog: PluginsDialog, name: str) -> str:
    return dialog.model.item(choose(dialog, name), 1).text()


def test_states_and_reasons_are_shown_with_the_traceback(dialog: PluginsDialog) -> None:
    assert state(dialog, GOOD) == "✓ ready"
    assert "not made with these files" in dialog.details.text
    assert dialog.report.toPlainText() == "" and not dialog.copy.isEnabled()
    assert state(dialog, "small-image") == "✕ failed"
    assert "left it out" in dialog.details.text
    assert state(dialog, BAD) == "✕ failed"
    assert "RuntimeError" in dialog.details.text
    shown = dialog.report.toPlainText()
    assert "broken_plugin/__init__.py" in shown and "\x1b" not in shown
    dialog.copy.click()
    assert QGuiApplication.clipboard().text() == shown


def test_why_a_plugin_was_not_loaded_is_said_in_the_language_of_the_window(
    german: None, qtbot: QtBot, site: Path
) -> None:
    fault = PluginFault("no_cuda", phrase("There is no plugin {plugin!r}.", plugin="x"), "Install or import it again.")
    dialog = PluginsDialog(None, QThreadPool.globalInstance(), [("small-image", fault.sentence)])
    qtbot.addWidget(dialog)
    dialog.show()
    dialog.begin()
    idle(qtbot, dialog)
    choose(dialog, "small-image")
    assert "Es gibt kein Plugin 'x'. Installieren oder importieren Sie es erneut." in dialog.details.text


def test_a_plugin_is_disabled_and_enabled_again(dialog: PluginsDialog, qtbot: QtBot) -> None:
    choose(dialog, GOOD)
    with qtbot.waitSignal(dialog.changed, timeout=PATIENCE_MS):
        dialog.switch.click()
    assert read_switches().disabled == (GOOD,)
    idle(qtbot, dialog)
    assert dialog.chosen is not None and dialog.chosen.id == GOOD
    assert state(dialog, GOOD) == "– disabled"
    assert dialog.switch.text() == "&Enable"
    assert "left out from now on" in dialog.notice.text
    with qtbot.waitSignal(dialog.changed, timeout=PATIENCE_MS):
        dialog.switch.click()
    idle(qtbot, dialog)
    assert state(dialog, GOOD) == "✓ ready" and read_switches().disabled == ()


def test_a_choice_that_cannot_be_written_is_told(dialog: PluginsDialog, config_folder: Path) -> None:
    config_folder.write_text("no folder")
    choose(dialog, GOOD)
    dialog.switch.click()
    assert "was not written" in dialog.notice.text
    assert state(dialog, GOOD) == "✓ ready"
    assert not (config_folder / SWITCHES_NAME).exists()


def test_the_check_is_run_shown_and_kept(dialog: PluginsDialog, qtbot: QtBot) -> None:
    choose(dialog, GOOD)
    dialog.check.click()
    assert not dialog.switch.isEnabled() and not dialog.check.isEnabled()
    idle(qtbot, dialog)
    assert "1 failed" in dialog.notice.text
    assert "1 failed" in dialog.details.text
    shown = dialog.report.toPlainText()
    assert "There is no model card" in shown and "determinism" in shown
    assert [report.plugin for report in remembered()] == [GOOD]
    choose(dialog, BAD)
    assert "determinism" not in dialog.report.toPlainText()


def test_work_can_be_cancelled(dialog: PluginsDialog, qtbot: QtBot) -> None:
    choose(dialog, GOOD)
    dialog.check.click()
    dialog.progress.cancel.click()
    idle(qtbot, dialog)
    assert dialog.notice.text == "Cancelled."
    assert remembered() == ()


def test_the_analysis_process_is_started_anew_after_a_change(desk: Desk, site: Path, qtbot: QtBot) -> None:
    desk.window.actions_by_id["plugins"].trigger()
    (dialog,) = desk.window.findChildren(PluginsDialog)
    idle(qtbot, dialog)
    choose(dialog, GOOD)
    dialog.switch.click()
    assert desk.service.reloads == 1
    idle(qtbot, dialog)
    dialog.close()
