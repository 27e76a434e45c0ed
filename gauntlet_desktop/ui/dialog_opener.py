"""Opens the window's dialogs, each one gone when it is closed."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject, Qt, QThreadPool
from PySide6.QtWidgets import QDialog, QMessageBox, QWidget

from gauntlet_desktop.ui.cards_dialog import CardsDialog
from gauntlet_desktop.ui.dialogs import AboutDialog, PluginsDialog, ShortcutsDialog


class Dialogs(QObject):
    """The dialogs of one window; slow ones fill themselves from the pool."""

    def __init__(self, window: QWidget, pool: QThreadPool) -> None:
        super().__init__(window)
        self._window = window
        self._pool = pool

    def show_shortcuts(self) -> None:
        self._open(ShortcutsDialog(self._window))

    def show_about(self, engine_note: str) -> None:
        self._open(AboutDialog(self._window, engine_note))

    def show_plugins(self, failures: Sequence[tuple[str, str]]) -> None:
        dialog = PluginsDialog(self._window, failures)
        self._open(dialog)
        dialog.begin(self._pool)

    def show_cards(self, detector: str = "") -> None:
        """The model cards, that of `detector` in front."""
        dialog = CardsDialog(self._window, detector)
        self._open(dialog)
        dialog.begin(self._pool)

    def complain(self, text: str) -> None:
        """Say what went wrong, as plain text."""
        title = self._window.windowTitle()
        box = QMessageBox(QMessageBox.Icon.Warning, title, text, QMessageBox.StandardButton.Ok, self._window)
        box.setTextFormat(Qt.TextFormat.PlainText)
        self._open(box)

    def _open(self, dialog: QDialog) -> None:
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()
