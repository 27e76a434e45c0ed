"""The folders of the user's configuration, and of what the program notes about its own runs."""

from __future__ import annotations

import os
from pathlib import Path

import platformdirs

FOLDER_VARIABLE = "GAUNTLET_CONFIG_DIR"
STATE_VARIABLE = "GAUNTLET_STATE_DIR"


def config_folder() -> Path:
    """The user's configuration folder, or the one that GAUNTLET_CONFIG_DIR names; it need not be there."""
    chosen = os.environ.get(FOLDER_VARIABLE)
    return Path(chosen) if chosen else platformdirs.user_config_path("gauntlet-desktop", appauthor=False)


def state_folder() -> Path:
    """The folder of logs and notes on crashes, or the one that GAUNTLET_STATE_DIR names; it need not be there."""
    chosen = os.environ.get(STATE_VARIABLE)
    return Path(chosen) if chosen else platformdirs.user_state_path("gauntlet-desktop", appauthor=False)
