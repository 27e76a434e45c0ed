"""The settings of the window: found, changed at once, kept, taken back, carried to and from files."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication, QCheckBox, QComboBox, QFileDialog, QLineEdit, QPushButton, QSpinBox, QWidget
from pytestqt.qtbot import QtBot

from gauntlet_desktop.app import settings as files
from gauntlet_desktop.app.report_templates import Template, save_template
from gauntlet_desktop.app.settings import change_settings, load_settings
from gauntlet_desktop.app.settings_spec import GROUPS, SPEC, Settings
from gauntlet_desktop.core.errors import EnvironmentFault
from gauntlet_desktop.core.readers import Reader
from gauntlet_desktop.imaging.limits import Limits
from gauntlet_desktop.ui.preferences import Preferences
from gauntlet_desktop.ui.settings_dialog import SettingsDialog
from gauntlet_desktop.ui.theme import CONTRAST_DARK, apply_theme, colours
from tests.gui.conftest import Desk


@pytest.fixture
def dialog(qtbot: QtBot) -> SettingsDialog:
    shown = SettingsDialog(None, Preferences(load_settings()))
    qtbot.addWidget(shown)
    with qtbot.waitExposed(shown):
        shown.show()
    return shown


def control(dialog: SettingsDialog, name: str) -> QWidget:
    return dialog.rows[name].control.widget


def choose(dialog: SettingsDialog, name: str, value: object) -> None:
    box = control(dialog, name)
    assert isinstance(box, QComboBox)
    box.setCurrentIndex(box.findData(value))


def settings_of(dialog: SettingsDialog) -> Settings:
    return dialog._preferences.settings


# What is there


def test_every_setting_has_a_row_that_can_be_reached_and_read_aloud(dialog: SettingsDialog) -> None:
    assert dialog.rows.keys() == SPEC.keys()
    assert [dialog.groups.item(row).text() for row in range(dialog.groups.count())] == list(GROUPS)
    for name, row in dialog.rows.items():
        widget = control(dialog, name)
        assert widget.accessibleName() == SPEC[name].label
        assert SPEC[name].help in widget.accessibleDescription()
        assert widget.focusPolicy() & Qt.FocusPolicy.TabFocus
        assert row.back.accessibleName() == f"Reset “{SPEC[name].label}”"
    for widget in (dialog.search, dialog.groups, dialog.undo, dialog.reset_all, dialog.take_in, dialog.give_out):
        assert widget.focusPolicy() & Qt.FocusPolicy.TabFocus


def test_only_what_is_not_the_default_is_marked(qtbot: QtBot) -> None:
    change_settings({"opacity": 20})
    dialog = SettingsDialog(None, Preferences(load_settings()))
    qtbot.addWidget(dialog)
    marked = [name for name, row in dialog.rows.items() if row.name.text().startswith("●")]
    assert marked == ["opacity"] == [name for name, row in dialog.rows.items() if row.back.isEnabled()]
    assert "Changed. The default is 60 %." in control(dialog, "opacity").accessibleDescription()


def test_what_counts_from_the_next_start_says_so(dialog: SettingsDialog) -> None:
    late = [name for name, row in dialog.rows.items() if "next start" in row.help.text()]
    assert late == ["language", "threads", "safe_mode"]


def test_large_text_stands_above_its_control(dialog: SettingsDialog, qtbot: QtBot, qapp: QApplication) -> None:
    row = dialog.rows["limit_seconds"]
    assert row.control.x() > row.help.x() + row.help.width()
    apply_theme(qapp, "light", 200)
    qtbot.waitUntil(lambda: row.control.y() >= row.help.y() + row.help.height())
    assert row.control.x() == row.help.x()
    assert row.help.height() >= row.help.heightForWidth(row.help.width()), "no text is cut off"
    apply_theme(qapp, "light")
    qtbot.waitUntil(lambda: row.control.x() > row.help.x() + row.help.width())


# Searching


def shown_rows(dialog: SettingsDialog) -> list[str]:
    return [name for name, row in dialog.rows.items() if row.isVisible()]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Opacity", ["opacity"]),
        ("processor TIME", ["limit_seconds", "jobs"]),
        ("report_paper", ["report_paper"]),
        ("high contrast", ["theme"]),
        ("  ", list(SPEC)),
    ],
)
def test_the_search_looks_at_labels_help_names_and_choices(
    dialog: SettingsDialog, qtbot: QtBot, text: str, names: list[str]
) -> None:
    qtbot.keyClicks(dialog.search, text)
    assert shown_rows(dialog) == names
    groups = {SPEC[name].group for name in names}
    items = [dialog.groups.item(row) for row in range(dialog.groups.count())]
    assert {item.text() for item in items if not item.isHidden()} == groups
    assert not dialog.nothing.isVisible()


def test_a_search_without_a_result_says_so(dialog: SettingsDialog, qtbot: QtBot) -> None:
    dialog.search.setText("zebra\u202e")
    assert shown_rows(dialog) == []
    assert dialog.nothing.text() == "No setting is about “zebra‹U+202E›”."
    dialog.search.clear()
    assert shown_rows(dialog) == list(SPEC)


def test_a_group_is_brought_to_the_top_and_control_f_leads_to_the_search(dialog: SettingsDialog, qtbot: QtBot) -> None:
    dialog.groups.setFocus()
    qtbot.keyClick(dialog.groups, Qt.Key.Key_End)
    last = dialog.parts[-1]
    assert last.visibleRegion().contains(last.rows[-1].geometry().topLeft())
    qtbot.keyClick(dialog, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(dialog.search.hasFocus)


# Changing


def test_each_kind_of_control_changes_its_setting_and_keeps_it(dialog: SettingsDialog, qtbot: QtBot) -> None:
    choose(dialog, "text_size", 150)
    box, line, number = control(dialog, "outlines"), control(dialog, "report_agency"), control(dialog, "jobs")
    assert isinstance(box, QCheckBox) and isinstance(line, QLineEdit) and isinstance(number, QSpinBox)
    qtbot.mouseClick(box, Qt.MouseButton.LeftButton, pos=QPoint(5, box.height() // 2))
    qtbot.keyClicks(line, "Lab North")
    qtbot.keyClick(line, Qt.Key.Key_Return)
    number.setValue(3)
    qtbot.waitUntil(lambda: load_settings().jobs == 3)
    assert (
        load_settings()
        == settings_of(dialog)
        == Settings(text_size=150, outlines=True, report_agency="Lab North", jobs=3)
    )


def test_a_number_that_is_typed_counts_when_it_is_left(dialog: SettingsDialog, qtbot: QtBot) -> None:
    number = control(dialog, "opacity")
    assert isinstance(number, QSpinBox)
    number.selectAll()
    qtbot.keyClicks(number, "25")
    qtbot.keyClick(number, Qt.Key.Key_Return)
    assert load_settings().opacity == 25
    assert not number.isHidden() and number.value() == 25


def test_the_wheel_scrolls_and_changes_nothing(dialog: SettingsDialog) -> None:
    for name in ("theme", "opacity"):
        widget = control(dialog, name)
        wheel = QWheelEvent(
            QPointF(5, 5),
            widget.mapToGlobal(QPointF(5, 5)),
            QPoint(),
            QPoint(0, -120),
            Qt.MouseButton.NoButton,
            Qt.KeyboardModifier.NoModifier,
            Qt.ScrollPhase.NoScrollPhase,
            False,
        )
        QApplication.sendEvent(widget, wheel)
    assert settings_of(dialog) == Settings()


def test_what_cannot_be_a_value_goes_back_with_a_reason(dialog: SettingsDialog, qtbot: QtBot) -> None:
    line = control(dialog, "case_folder")
    assert isinstance(line, QLineEdit)
    qtbot.keyClicks(line, "not/whole")
    qtbot.keyClick(line, Qt.Key.Key_Return)
    assert line.text() == ""
    assert "The setting case_folder cannot be 'not/whole'" in dialog.notice.text
    assert dialog.notice.property("role") == "error"


def test_a_folder_is_chosen(dialog: SettingsDialog, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(tmp_path))
    (button,) = dialog.rows["report_folder"].control.findChildren(QPushButton)
    button.click()
    assert load_settings().report_folder == str(tmp_path)


def test_templates_that_there_are_can_be_chosen_and_one_that_is_gone_is_shown(qtbot: QtBot) -> None:
    save_template("north", Template(agency="Lab North"))
    dialog = SettingsDialog(None, Preferences(Settings(report_template="gone")))
    qtbot.addWidget(dialog)
    box = control(dialog, "report_template")
    assert isinstance(box, QComboBox) and box.currentText() == "gone"
    choose(dialog, "report_template", "north")
    assert load_settings().report_template == "north"


def test_one_or_all_are_reset_and_every_change_can_be_taken_back(dialog: SettingsDialog) -> None:
    choose(dialog, "colour_map", "purple-green")
    choose(dialog, "compare_mode", "swipe")
    dialog.rows["colour_map"].back.click()
    assert load_settings() == Settings(compare_mode="swipe")
    dialog.undo.click()
    assert load_settings() == Settings(colour_map="purple-green", compare_mode="swipe")
    dialog.reset_all.click()
    assert load_settings() == Settings() and not dialog.reset_all.isEnabled()
    assert dialog.notice.text == "2 settings were set back. Undo takes that back."
    for _ in range(3):
        dialog.undo.click()
    assert load_settings() == Settings() and not dialog.undo.isEnabled()


def test_what_cannot_be_kept_is_not_taken(dialog: SettingsDialog, monkeypatch: pytest.MonkeyPatch) -> None:
    choose(dialog, "colour_map", "purple-green")

    def full(path: Path, data: bytes) -> None:
        raise EnvironmentFault("disk_full", "The disk is full.", "Free some space.")

    monkeypatch.setattr(files, "write_atomically", full)
    choose(dialog, "compare_mode", "swipe")
    box = control(dialog, "compare_mode")
    assert isinstance(box, QComboBox)
    assert box.currentData() == "overlay" == settings_of(dialog).compare_mode
    assert dialog.notice.text == "The disk is full. Free some space."
    dialog.undo.click()
    assert settings_of(dialog).colour_map == load_settings().colour_map == "purple-green"
    monkeypatch.undo()
    assert dialog.undo.isEnabled(), "undo itself was not kept, and can be tried again"


# Files


def test_settings_travel_in_a_file(dialog: SettingsDialog, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "export.json"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(path), ""))
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(path), ""))
    choose(dialog, "colour_map", "purple-green")
    dialog.give_out.click()
    assert dialog.notice.text.startswith("The settings are in export.json")
    dialog.reset_all.click()
    dialog.take_in.click()
    assert load_settings() == Settings(colour_map="purple-green")
    assert dialog.notice.text == "Changed: Colours. Undo takes that back."
    dialog.undo.click()
    assert load_settings() == Settings()


def test_what_an_import_does_not_take_is_said_and_bounded(
    dialog: SettingsDialog, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "export.json"
    entries = {"opacity": 10, "theme": "pink", **{f"brain{number}": 1 for number in range(30)}}
    path.write_text(json.dumps({"version": 1, "settings": entries}))
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(path), ""))
    dialog.take_in.click()
    assert load_settings() == Settings(opacity=10)
    assert dialog.notice.property("role") == "warning"
    assert "The setting theme cannot be 'pink'." in dialog.notice.text
    assert "Changed: Opacity." in dialog.notice.text
    assert len(dialog.notice.text.splitlines()) < 8
    dialog.take_in.click()
    assert dialog.notice.text.startswith("Nothing was changed.")
    path.write_text("nothing")
    dialog.take_in.click()
    assert "export.json holds no settings" in dialog.notice.text
    assert load_settings() == Settings(opacity=10)


def test_an_export_that_cannot_be_written_is_said(
    dialog: SettingsDialog, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / "missing" / "x.json"), ""))
    dialog.give_out.click()
    assert "The folder is not there" in dialog.notice.text
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: ("", ""))
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: ("", ""))
    dialog.give_out.click()
    dialog.take_in.click()


# In the window


def test_the_window_follows_at_once(desk: Desk, qtbot: QtBot, qapp: QApplication) -> None:
    window = desk.window
    window.viewer.opacity = 45  # chosen in the viewer, not yet kept
    window.actions_by_id["settings"].trigger()
    (dialog,) = window.findChildren(SettingsDialog)
    assert settings_of(dialog).opacity == 45
    choose(dialog, "theme", "contrast-dark")
    choose(dialog, "colour_map", "blue-red")
    choose(dialog, "reader_language", "de")
    number = control(dialog, "limit_megapixels")
    assert isinstance(number, QSpinBox)
    number.setValue(300)
    qtbot.waitUntil(lambda: bool(desk.service.limits) and desk.service.limits[-1][0].pixels == 300_000_000)
    assert colours(window.palette()) == CONTRAST_DARK
    assert (window.viewer.colormap, window.viewer.opacity) == ("blue-red", 45)
    assert window.session.reading.reader == Reader("de", "technical")
    assert desk.service.limits[-1] == (replace(Limits(), pixels=300_000_000), 600)
    assert [action.data() for action in window.following.themes.actions() if action.isChecked()] == ["contrast-dark"]
    apply_theme(qapp, "light")


def test_its_size_is_remembered_and_what_others_wrote_is_taken_up(desk: Desk, qtbot: QtBot) -> None:
    desk.window.actions_by_id["settings"].trigger()
    (dialog,) = desk.window.findChildren(SettingsDialog)
    dialog.resize(780, 560)
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()
    QApplication.sendPostedEvents(dialog, 0)
    change_settings({"report_agency": "Lab South"})
    desk.window.actions_by_id["settings"].trigger()
    again = [each for each in desk.window.findChildren(SettingsDialog) if each.isVisible()]
    assert [(each.width(), each.height()) for each in again] == [(780, 560)]
    assert settings_of(again[0]).report_agency == "Lab South"


def test_files_are_not_remembered_when_that_is_switched_off(desk: Desk) -> None:
    memory = desk.window.memory
    memory.add_recent(b"/evidence/a.jpg")
    memory.note_folder(b"/evidence")
    assert memory.state.recent and memory.state.last_folder
    desk.window.preferences.take(Settings(remember_recent=False))
    memory.add_recent(b"/evidence/b.jpg")
    memory.note_folder(b"/evidence")
    assert (memory.state.recent, memory.state.last_folder) == ((), b"")


def test_what_was_changed_elsewhere_meanwhile_is_not_written_over(desk: Desk) -> None:
    desk.window.viewer.opacity = 15
    change_settings({"report_agency": "Lab South"})
    desk.window.close()
    assert load_settings() == Settings(opacity=15, report_agency="Lab South")
