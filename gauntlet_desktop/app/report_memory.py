"""What the report builder remembers between reports beside the settings: the sections that were left out last."""

from __future__ import annotations

import json
from dataclasses import dataclass, fields
from pathlib import Path

from gauntlet_desktop.app.files import make_folder, write_atomically
from gauntlet_desktop.app.settings import config_folder
from gauntlet_desktop.core.deserialise import from_plain
from gauntlet_desktop.core.serialise import to_plain

_FILE_NAME = "report.json"
_FILE_BYTES = 1 << 20


@dataclass(frozen=True, slots=True)
class Remembered:
    """What stays the same from report to report; what is written about one case is not kept."""

    left_out: tuple[str, ...] = ()


def load_remembered() -> Remembered:
    """What was remembered last; nothing where the file is missing or damaged."""
    try:
        with _path().open("rb") as file:
            plain = json.loads(file.read(_FILE_BYTES))
        names = {field.name for field in fields(Remembered)}
        return from_plain(Remembered, {name: value for name, value in plain.items() if name in names})
    except (OSError, ValueError, AttributeError, RecursionError):
        return Remembered()


def save_remembered(remembered: Remembered) -> None:
    """Keep it. Raises EnvironmentFault when the folder cannot be written to."""
    make_folder(config_folder())
    write_atomically(_path(), json.dumps(to_plain(remembered), indent=1).encode("ascii"))


def _path() -> Path:
    return config_folder() / _FILE_NAME
