"""The settings: groups on the left, a row for each setting, a search over all, undo, reset, import and export."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from PySide6.QtCore import QByteArray, QSize, Qt
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from gauntlet_desktop.app.settings import changed_values, export_settings, read_export
from gauntlet_desktop.app.settings_spec import GROUPS, SPEC, Settings
from gauntlet_desktop.core.errors import EnvironmentFault, GauntletError, UserError
from gauntlet_desktop.core.safe_text import visible
from gauntlet_desktop.ui.dialogs import as_sentence
from gauntlet_desktop.ui.flow import button_row
from gauntlet_desktop.ui.keys import KeyTable, add_shortcuts
from gauntlet_desktop.ui.language import listed, marked, tr
from gauntlet_desktop.ui.preferences import Preferences
from gauntlet_desktop.ui.setting_rows import SettingRow
from gauntlet_desktop.ui.theme import SPACE
from gauntlet_desktop.ui.widgets import Notice, plain_label, room_for

_LETTERS, _LINES = 140, 46  # how large the window is at first
_FILE_NAME = "gauntlet-settings.json"
_COMPLAINTS, _NAMED = 4, 8


class _Groups(QListWidget):
    """The names of the groups, as wide as the longest."""

    def __init__(self) -> None:
        super().__init__()
        self.setSpacing(SPACE // 4)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def sizeHint(self) -> QSize:
        return QSize(self.sizeHintForColumn(0) + 3 * SPACE, super().sizeHint().height())


class _Group(QWidget):
    """The rows of a group under its name."""

    def __init__(self, title: str) -> None:
        super().__init__()
        self.title = plain_label(tr(title), "headline")
        self.rows = [SettingRow(setting) for setting in SPEC.values() if setting.group == title]
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, SPACE)
        layout.setSpacing(SPACE * 2)
        layout.addWidget(self.title)
        for row in self.rows:
            layout.addWidget(row)


class SettingsDialog(QDialog):
    """What is changed counts and is kept at once. What cannot be kept goes back, and the notice says why."""

    def __init__(self, parent: QWidget | None, preferences: Preferences, geometry: bytes = b"") -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Settings"))
        self._preferences = preferences
        self._before: list[Settings] = []  # what undo goes back to, the newest last
        self.search = QLineEdit()
        self.groups = _Groups()
        self.parts = [_Group(title) for title in GROUPS]
        self.rows = {row.setting.name: row for part in self.parts for row in part.rows}
        self.nothing = plain_label(role="muted")
        self.area = QScrollArea()
        self.notice = Notice()
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        self.undo = self._button(tr("Undo"), self._undo, tr("Take the last change back"))
        self.reset_all = self._button(tr("Reset all"), self._reset_all, tr("Set every setting back to its default"))
        self.take_in = self._button(tr("Import…"), self._import, tr("Take settings from a file"))
        self.give_out = self._button(tr("Export…"), self._export, tr("Write the settings into a file"))
        self._build()
        self._connect()
        self._show()
        if not self.restoreGeometry(QByteArray(geometry)):
            metrics = self.fontMetrics()
            usual = QSize(_LETTERS * metrics.averageCharWidth(), _LINES * metrics.lineSpacing())
            self.resize(usual.boundedTo(room_for(self)))
        self.search.setFocus()

    def _button(self, text: str, clicked: object, tip: str) -> QPushButton:
        button = QPushButton(text)
        button.setAutoDefault(False)
        button.setToolTip(tip)
        button.clicked.connect(clicked)
        return button

    def _build(self) -> None:
        self.search.setPlaceholderText(tr("Search the settings"))
        self.search.setAccessibleName(tr("Search the settings"))
        self.search.setClearButtonEnabled(True)
        self.groups.setAccessibleName(tr("Groups of settings"))
        for part in self.parts:
            QListWidgetItem(part.title.text(), self.groups)
        content = QWidget()
        rows = QVBoxLayout(content)
        rows.setContentsMargins(SPACE * 2, SPACE, SPACE * 2, SPACE)
        rows.setSpacing(SPACE)
        for part in self.parts:
            rows.addWidget(part)
        rows.addWidget(self.nothing)
        rows.addStretch(1)
        self.area.setWidgetResizable(True)
        self.area.setWidget(content)
        self.area.setAccessibleName(tr("Settings"))
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        middle = QHBoxLayout()
        middle.setSpacing(SPACE)
        middle.addWidget(self.groups)
        middle.addWidget(self.area, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(SPACE * 2, SPACE * 2, SPACE * 2, SPACE * 2)
        layout.setSpacing(SPACE * 3 // 2)
        layout.addWidget(self.search)
        layout.addLayout(middle, 1)
        layout.addWidget(self.notice)
        layout.addLayout(button_row((self.undo, self.reset_all, self.take_in, self.give_out), self.buttons))

    def _connect(self) -> None:
        self.search.textChanged.connect(self._filter)
        self.groups.currentRowChanged.connect(self._go_to)
        self.buttons.rejected.connect(self.reject)
        self._preferences.changed.connect(self._show)
        for row in self.rows.values():
            row.edited.connect(self._edit)
            row.reset.connect(lambda name: self._edit(name, SPEC[name].default))
        add_shortcuts(self, KEYS)

    # Showing

    def _show(self) -> None:
        settings = self._preferences.settings
        for name, row in self.rows.items():
            row.show_value(getattr(settings, name))
        self.undo.setEnabled(bool(self._before))
        self.reset_all.setEnabled(bool(changed_values(settings)))

    def _filter(self, text: str) -> None:
        """Leave the rows that hold every word that is typed, and their groups."""
        words = text.casefold().strip()
        for number, part in enumerate(self.parts):
            found = [row for row in part.rows if row.holds(words)]
            for row in part.rows:
                row.setVisible(row in found)
            part.setVisible(bool(found))
            self.groups.item(number).setHidden(not found)
        none = all(self.groups.item(number).isHidden() for number in range(self.groups.count()))
        self.nothing.setText(tr("No setting is about “{text}”.").format(text=visible(text, 60)) if none else "")
        self.nothing.setVisible(none)
        self.area.verticalScrollBar().setValue(0)

    def _go_to(self, number: int) -> None:
        """Bring a group to the top."""
        if number >= 0:
            self.area.verticalScrollBar().setValue(self.parts[number].y())

    # Changing

    def _edit(self, name: str, value: object) -> None:
        try:
            change: dict[str, Any] = {name: SPEC[name].check(value)}
        except UserError as error:
            self._complain(error)
            self._show()
        else:
            self._take(replace(self._preferences.settings, **change))

    def _reset_all(self) -> None:
        count = len(changed_values(self._preferences.settings))
        self._take(Settings(), tr("%Ln settings were set back. Undo takes that back.", "", count))

    def _undo(self) -> None:
        before = self._before.pop()
        if not self._take(before, tr("The last change was taken back."), noted=False):
            self._before.append(before)
        self._show()

    def _take(self, settings: Settings, said: str = "", *, noted: bool = True) -> bool:
        """Let settings count, and keep them; what cannot be kept is not taken."""
        before = self._preferences.settings
        if settings == before:
            return True
        self._preferences.take(settings)
        try:
            self._preferences.keep()
        except EnvironmentFault as fault:
            self._preferences.take(before)
            self._complain(fault)
            return False
        if noted:
            self._before.append(before)
        self._say("notice", said)
        self._show()
        return True

    # Files

    def _import(self) -> None:
        patterns = tr("Settings (*.json)"), tr("All files (*)")
        chosen, _ = QFileDialog.getOpenFileName(self, tr("Import settings"), "", ";;".join(patterns))
        if not chosen:
            return
        try:
            taken = read_export(Path(chosen))
        except UserError as error:
            self._complain(error)
            return
        before = self._preferences.settings
        after = replace(before, **taken.values)
        changed = [tr(each.label) for each in SPEC.values() if getattr(before, each.name) != getattr(after, each.name)]
        if self._take(after):
            self._say("warning" if taken.complaints else "notice", _imported(changed, taken.complaints))

    def _export(self) -> None:
        chosen, _ = QFileDialog.getSaveFileName(self, tr("Export settings"), _FILE_NAME, tr("Settings (*.json)"))
        if not chosen:
            return
        path = Path(chosen)
        try:
            export_settings(self._preferences.settings, path)
        except EnvironmentFault as fault:
            self._complain(fault)
        else:
            said = tr("The settings are in {file}, without folders and without the examiner's name.")
            self._say("notice", said.format(file=visible(path.name, 80)))

    def _complain(self, error: GauntletError) -> None:
        self._say("error", as_sentence(error))

    def _say(self, role: str, text: str) -> None:
        self.notice.set_role(role)
        self.notice.show_text(text)


# What the settings do wherever the focus is in them.
KEYS: KeyTable[SettingsDialog] = ((marked("Search"), ("Ctrl+F",), lambda dialog: dialog.search.setFocus()),)


def _imported(changed: Sequence[str], complaints: Sequence[GauntletError]) -> str:
    """What an import changed, by its labels, and what of the file was not taken."""
    more = len(complaints) - _COMPLAINTS
    said = tr("Changed: {settings}. Undo takes that back.").format(settings=listed(changed, _NAMED))
    lines = [said if changed else tr("Nothing was changed."), *map(as_sentence, complaints[:_COMPLAINTS])]
    return "\n".join([*lines, *([tr("%Ln more entries were not taken.", "", more)] if more > 0 else [])])
