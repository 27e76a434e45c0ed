"""The folder of the user's configuration."""

from __future__ import annotations

import os
from pathlib import Path

import platformdirs

FOLDER_VARIABLE = "GAUNTLET_CONFIG_DIR"


def config_folder() -> Path:
    """The user's configuration folder, or the one that GAUNTLET_CONFIG_DIR names; it need not be there."""
    chosen = os.environ.get(FOLDER_VARIABLE)
    return Path(chosen) if chosen else platformdirs.user_config_path("gauntlet-desktop", appauthor=False)
