"""The settings of the running window: changed here, told to all who follow them, and kept in their file."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from PySide6.QtCore import QObject, Signal

from gauntlet_desktop.app.settings import change_settings, load_settings, values
from gauntlet_desktop.app.settings_spec import Settings


class Preferences(QObject):
    """The settings as they are now. Others may write the file meanwhile: only what was changed here is written over."""

    changed = Signal()

    def __init__(self, settings: Settings) -> None:
        super().__init__()
        self._settings = settings
        self._in_file = settings

    @property
    def settings(self) -> Settings:
        return self._settings

    def take(self, settings: Settings) -> None:
        """Let these count from now on; they are written by `keep`."""
        if settings != self._settings:
            self._settings = settings
            self.changed.emit()

    def keep(self) -> None:
        """Write what was changed. Raises EnvironmentFault; the file is as it was then."""
        changes = self._changes()
        if changes:
            self._in_file = change_settings(changes)
            self.take(self._in_file)

    def renew(self) -> None:
        """Take up what others wrote into the file."""
        changes = self._changes()
        self._in_file = load_settings()
        self.take(replace(self._in_file, **changes))

    def _changes(self) -> dict[str, Any]:
        return {name: each for name, each in values(self._settings).items() if each != getattr(self._in_file, name)}
