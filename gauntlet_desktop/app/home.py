"""What the program keeps in the user's folders, and what it cannot keep where one may not be written to."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from gauntlet_desktop.api.folders import FOLDER_VARIABLE, STATE_VARIABLE, config_folder, state_folder
from gauntlet_desktop.api.model_store import FOLDER_VARIABLE as MODELS_VARIABLE
from gauntlet_desktop.api.model_store import models_folder
from gauntlet_desktop.core.errors import EnvironmentFault
from gauntlet_desktop.core.phrases import Phrase, phrase
from gauntlet_desktop.core.safe_text import visible_path


@dataclass(frozen=True, slots=True)
class KeptFolder:
    """A folder by its name, with what is kept in it and the variable that names another one."""

    name: str
    path: Path
    holds: Phrase
    variable: str

    @property
    def is_writable(self) -> bool:
        """Whether something can be kept there: in the folder, or where it would be made."""
        return _is_writable(self.path)

    @property
    def shown(self) -> str:
        return visible_path(os.fsencode(self.path))

    @property
    def remedy(self) -> Phrase:
        return phrase("Make it writable, or name another folder in {variable}.", variable=self.variable)


def kept_folders() -> tuple[KeptFolder, ...]:
    """All folders that the program keeps something in by itself."""
    chosen = phrase("Settings, recent files and the choice of plugins")
    return (
        KeptFolder("settings", config_folder(), chosen, FOLDER_VARIABLE),
        KeptFolder("models", models_folder(), phrase("Imported models"), MODELS_VARIABLE),
        KeptFolder("state", state_folder(), phrase("The log and notes on crashes"), STATE_VARIABLE),
    )


def cannot_be_kept() -> tuple[EnvironmentFault, ...]:
    """A fault for each folder that may not be written to; none where all is well."""
    return tuple(_fault(folder) for folder in kept_folders() if not folder.is_writable)


def _fault(folder: KeptFolder) -> EnvironmentFault:
    said = phrase("{things} cannot be kept: {folder} may not be written to.", things=folder.holds, folder=folder.shown)
    return EnvironmentFault("not_writable", said, folder.remedy)


def _is_writable(path: Path) -> bool:
    """Asks the system about the folder, or the nearest one above it that is there."""
    while not path.exists() and path != path.parent:
        path = path.parent
    return path.is_dir() and os.access(path, os.W_OK | os.X_OK)
