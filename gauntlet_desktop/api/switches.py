"""Which plugins the user disabled: one small JSON file in the configuration folder, {"disabled": ["id", ...]}."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

from gauntlet_desktop.api.folders import config_folder
from gauntlet_desktop.core.deserialise import from_plain
from gauntlet_desktop.core.errors import PluginFault
from gauntlet_desktop.core.phrases import phrase

SWITCHES_NAME = "plugins.json"
_FILE_BYTES = 1 << 16


@dataclass(frozen=True, slots=True)
class Switches:
    """The ids of the plugins that are not to be loaded; every other one is."""

    disabled: tuple[str, ...] = ()


def read_switches(folder: Path | None = None) -> Switches:
    """What the user disabled, nothing where there is no file. Raises PluginFault when the file is damaged."""
    try:
        with ((folder or config_folder()) / SWITCHES_NAME).open("rb") as file:
            return from_plain(Switches, json.loads(file.read(_FILE_BYTES)))
    except FileNotFoundError:
        return Switches()
    except (OSError, ValueError, RecursionError) as error:
        raise PluginFault(
            "switches_damaged",
            phrase(
                "{file} in the configuration folder, which names the disabled plugins, cannot be read.",
                file=SWITCHES_NAME,
            ),
            "Remove the file, then disable again what you do not want.",
        ) from error
