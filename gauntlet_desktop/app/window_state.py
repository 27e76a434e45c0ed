"""What the window remembers by itself between runs and nobody sets: recent files, places and sizes, measured times."""

from __future__ import annotations

import json
from dataclasses import dataclass, fields, replace
from pathlib import Path

from gauntlet_desktop.api.folders import config_folder
from gauntlet_desktop.app.files import make_folder, write_atomically
from gauntlet_desktop.app.timings import Timing
from gauntlet_desktop.core.deserialise import from_plain
from gauntlet_desktop.core.serialise import to_plain

RECENT_LIMIT = 12
_FILE_NAME = "window.json"
_FILE_BYTES = 1 << 20


@dataclass(frozen=True, slots=True)
class WindowState:
    """`recent` are raw paths, newest first; `geometry`, `layout` and `settings_geometry` are Qt's own bytes; `timings`
    are of explanations on this machine; `tour_seen` tells whether the tour was shown once."""

    recent: tuple[bytes, ...] = ()
    last_folder: bytes = b""
    geometry: bytes = b""
    layout: bytes = b""
    settings_geometry: bytes = b""
    timings: tuple[Timing, ...] = ()
    tour_seen: bool = False

    def with_recent(self, raw_path: bytes) -> WindowState:
        """The same with one more recent file in front."""
        others = [path for path in self.recent if path != raw_path]
        return replace(self, recent=(raw_path, *others)[:RECENT_LIMIT])


def load_state(folder: Path | None = None) -> WindowState:
    """What was remembered; a missing, unreadable or damaged file gives nothing."""
    try:
        with ((folder or config_folder()) / _FILE_NAME).open("rb") as file:
            plain = json.loads(file.read(_FILE_BYTES))
        names = {field.name for field in fields(WindowState)}  # a newer release's file may have others
        state = from_plain(WindowState, {name: value for name, value in plain.items() if name in names})
        return replace(state, recent=state.recent[:RECENT_LIMIT])
    except (OSError, ValueError, AttributeError, RecursionError):
        return WindowState()


def save_state(state: WindowState, folder: Path | None = None) -> None:
    """Write it; raises EnvironmentFault when the folder cannot be written to."""
    target = folder or config_folder()
    make_folder(target)
    write_atomically(target / _FILE_NAME, json.dumps(to_plain(state), indent=1).encode("ascii"))
