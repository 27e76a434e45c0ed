"""Has a window do as its settings say, and makes settings of what is chosen in its panels and menus."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QSize
from PySide6.QtGui import QActionGroup
from PySide6.QtWidgets import QApplication, QMenu

from gauntlet_desktop.app.settings_spec import THEMES
from gauntlet_desktop.ui.actions import colour_icons
from gauntlet_desktop.ui.keyboard import give_mnemonics
from gauntlet_desktop.ui.language import tr, window_language
from gauntlet_desktop.ui.theme import apply_theme, text_scale

if TYPE_CHECKING:
    from gauntlet_desktop.ui.main_window import MainWindow


_ICON = 24


class Following(QObject):
    """`themes` are the entries of the menu of themes."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._look: tuple[str, int] | None = None
        self.themes = QActionGroup(self)
        self.themes.triggered.connect(lambda action: self._choose_theme(action.data()))

    def fill_theme_menu(self, menu: QMenu) -> None:
        for name, shown in THEMES.items():
            action = menu.addAction(tr(shown))
            action.setCheckable(True)
            action.setData(name)
            self.themes.addAction(action)
        give_mnemonics(self.themes.actions())

    def begin(self) -> None:
        """Follow the settings from now on, the window being whole."""
        self._window.preferences.changed.connect(self._follow)
        self._follow()

    def collect(self) -> None:
        """What was chosen in the panels is a setting too."""
        window = self._window
        reader = window.session.reading.reader
        settings = window.viewer.remembered(window.preferences.settings)
        if reader.language != settings.reader(window_language()).language:
            settings = replace(settings, reader_language=reader.language)
        window.preferences.take(replace(settings, reader_register=reader.register))

    def show_settings(self) -> None:
        """Open the settings, as they are now in the window and in their file."""
        memory, preferences = self._window.memory, self._window.preferences
        self.collect()
        preferences.renew()
        self._window.dialogs.show_settings(preferences, memory.state.settings_geometry, memory.note_settings_size)

    def show_look(self) -> None:
        """Draw everything in the theme and the size that are set; the system's colours may have changed."""
        settings = self._window.preferences.settings
        self._look = settings.theme, settings.text_size
        for action in self.themes.actions():
            action.setChecked(action.data() == settings.theme)
        app = QApplication.instance()
        if isinstance(app, QApplication):
            apply_theme(app, *self._look)
            colour_icons(self._window.actions_by_id, app.palette())
            self._window.docks.keep_readable()
            self._window.tools.setIconSize(QSize(_ICON, _ICON) * text_scale())

    def _follow(self) -> None:
        settings, window = self._window.preferences.settings, self._window
        window.viewer.restore(settings)
        window.session.reading.choose(settings.reader(window_language()))
        window.session.set_limits(settings.limits, settings.analysis_seconds)
        if (settings.theme, settings.text_size) != self._look:
            self.show_look()

    def _choose_theme(self, name: str) -> None:
        self.collect()
        self._window.preferences.take(replace(self._window.preferences.settings, theme=name))
