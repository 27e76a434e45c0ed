"""What the window remembers between runs, as one JSON file in the user's configuration folder."""

from __future__ import annotations

import json
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Any

from gauntlet_desktop.api.folders import FOLDER_VARIABLE as FOLDER_VARIABLE  # noqa: PLC0414
from gauntlet_desktop.api.folders import config_folder as config_folder  # noqa: PLC0414
from gauntlet_desktop.app.files import make_folder, write_atomically
from gauntlet_desktop.app.timings import Timing
from gauntlet_desktop.core import colormaps
from gauntlet_desktop.core.deserialise import from_plain
from gauntlet_desktop.core.readers import EXPERT, Reader
from gauntlet_desktop.core.serialise import to_plain

SYSTEM = "system"
# What can be chosen, each with its name.
THEMES = {
    SYSTEM: "System",
    "light": "Light",
    "dark": "Dark",
    "contrast-light": "High contrast, light",
    "contrast-dark": "High contrast, dark",
}
TEXT_SIZES = (100, 125, 150, 175, 200)
LANGUAGES = (SYSTEM, "en", "de")
COMPARE_MODES = ("overlay", "side_by_side", "swipe", "grid")
RECENT_LIMIT = 12
_FILE_NAME = "window.json"
_FILE_BYTES = 1 << 20


@dataclass(frozen=True, slots=True)
class Settings:
    """The remembered choices. `language` is that of the window, one of LANGUAGES, `text_size` that of its
    text in per cent of the system's; `recent` are raw paths, newest first; `geometry` and `layout` are Qt's own bytes;
    `opacity` is the heatmap's, 0..100; `timings` are of explanations on this machine, `reader` whom the sentences are
    for; `tour_seen` tells whether the tour was shown once."""

    theme: str = "system"
    opacity: int = 60
    colour_map: str = colormaps.DEFAULT
    compare_mode: str = "overlay"
    smooth: bool = True
    outlines: bool = False
    recent: tuple[bytes, ...] = ()
    last_folder: bytes = b""
    geometry: bytes = b""
    layout: bytes = b""
    timings: tuple[Timing, ...] = ()
    reader: Reader = EXPERT
    language: str = SYSTEM
    tour_seen: bool = False
    text_size: int = TEXT_SIZES[0]

    def with_recent(self, raw_path: bytes) -> Settings:
        """The same with one more recent file in front."""
        others = [path for path in self.recent if path != raw_path]
        return replace(self, recent=(raw_path, *others)[:RECENT_LIMIT])


def own_calibrations() -> Path:
    """The folder of the user's own calibrations, in it one folder a detector; it need not be there."""
    return config_folder() / "calibrations"


def load_settings(folder: Path | None = None) -> Settings:
    """The remembered settings; a missing, unreadable or damaged file gives the defaults."""
    try:
        with ((folder or config_folder()) / _FILE_NAME).open("rb") as file:
            plain = json.loads(file.read(_FILE_BYTES))
        return _checked(from_plain(Settings, _known(plain)))
    except (OSError, ValueError, RecursionError):
        return Settings()


def save_settings(settings: Settings, folder: Path | None = None) -> None:
    """Write the settings; raises EnvironmentFault when the folder cannot be written to."""
    target = folder or config_folder()
    make_folder(target)
    write_atomically(target / _FILE_NAME, json.dumps(to_plain(settings), indent=1).encode("ascii"))


def _known(plain: Any) -> Any:
    """Only the keys of this release, so that a newer release's file still serves."""
    if not isinstance(plain, dict):
        return plain
    names = {field.name for field in fields(Settings)}
    return {name: value for name, value in plain.items() if name in names}


def _checked(settings: Settings) -> Settings:
    default = Settings()
    return replace(
        settings,
        theme=settings.theme if settings.theme in THEMES else default.theme,
        language=settings.language if settings.language in LANGUAGES else default.language,
        text_size=settings.text_size if settings.text_size in TEXT_SIZES else default.text_size,
        opacity=min(100, max(0, settings.opacity)),
        colour_map=settings.colour_map if settings.colour_map in colormaps.NAMES else default.colour_map,
        compare_mode=settings.compare_mode if settings.compare_mode in COMPARE_MODES else default.compare_mode,
        recent=settings.recent[:RECENT_LIMIT],
        reader=settings.reader if settings.reader.is_offered else default.reader,
    )
