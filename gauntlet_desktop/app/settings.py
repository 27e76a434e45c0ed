"""The settings as files: what was set on this machine, and exports that carry settings to another one."""

from __future__ import annotations

import contextlib
import json
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from gauntlet_desktop import __version__
from gauntlet_desktop.api.folders import FOLDER_VARIABLE as FOLDER_VARIABLE  # noqa: PLC0414
from gauntlet_desktop.api.folders import config_folder as config_folder  # noqa: PLC0414
from gauntlet_desktop.app.files import make_folder, write_atomically
from gauntlet_desktop.app.settings_spec import SPEC
from gauntlet_desktop.app.settings_spec import Settings as Settings  # noqa: PLC0414
from gauntlet_desktop.core.errors import EnvironmentFault, GauntletError, UserError
from gauntlet_desktop.core.phrases import Phrase, phrase
from gauntlet_desktop.core.safe_text import visible

FILE_NAME, DAMAGED_NAME = "settings.json", "settings.damaged.json"
VERSION = 1
_FILE_BYTES = 1 << 18
_SAID = 20  # of unknown and refused entries at most so many are named


@dataclass(frozen=True, slots=True)
class Taken:
    """What a file of settings gave: values that are good, and a complaint about each entry that is not; `damaged`, it
    gave nothing at all."""

    values: Mapping[str, Any]
    complaints: tuple[GauntletError, ...] = ()
    damaged: bool = False


def own_calibrations() -> Path:
    """The folder of the user's own calibrations, in it one folder a detector; it need not be there."""
    return config_folder() / "calibrations"


def load_settings(folder: Path | None = None) -> Settings:
    """The settings; what is missing or damaged has its default."""
    return Settings(**read_own(folder).values)


def read_own(folder: Path | None = None) -> Taken:
    """What was set on this machine, and what in its file is not to be used. Nothing where there is no file."""
    path = _own(folder)
    try:
        return _taken(_read(path))
    except FileNotFoundError:
        return Taken({})
    except (OSError, ValueError, RecursionError):
        return Taken({}, (_damaged(),), damaged=True)


def change_settings(changes: Mapping[str, Any], folder: Path | None = None) -> Settings:
    """Change some settings, or all; the others stay as the file has them. Raises EnvironmentFault when it cannot be
    written; it is as it was then. A damaged file is kept under another name: somebody may have written it by hand."""
    path, own = _own(folder), read_own(folder)
    settings = replace(Settings(**own.values), **changes)
    make_folder(path.parent)
    aside = path.with_name(DAMAGED_NAME)
    if own.damaged:
        _move(path, aside)
    try:
        write_atomically(path, _written(changed_values(settings)))
    except EnvironmentFault:
        if own.damaged:
            _move(aside, path)
        raise
    return settings


def changed_values(settings: Settings) -> dict[str, Any]:
    """The values that are not the defaults."""
    return {name: value for name, value in values(settings).items() if value != SPEC[name].default}


def values(settings: Settings) -> dict[str, Any]:
    """All values by name."""
    return {name: getattr(settings, name) for name in SPEC}


def export_settings(settings: Settings, path: Path) -> None:
    """Write all settings but those that stay with this person and machine. Raises EnvironmentFault."""
    write_atomically(path, _written({name: each for name, each in values(settings).items() if not SPEC[name].stays}))


def read_export(path: Path) -> Taken:
    """What an export holds. Raises UserError for a file that is none, or of a newer form."""
    name = visible(path.name)
    try:
        plain = _read(path)
    except OSError as error:
        raise _no_export(phrase("{file} cannot be read ({reason}).", file=name, reason=error.strerror)) from error
    except (ValueError, RecursionError) as error:
        raise _no_export(phrase("{file} holds no settings.", file=name)) from error
    if plain.get("version") != VERSION:
        raise UserError(
            "settings_version",
            phrase("{file} was exported by another release (its form is not {form}).", file=name, form=VERSION),
            phrase("Export the settings with this release."),
        )
    return _taken(plain)


def start_folder(folder: str) -> str:
    """Where a dialog begins: in a folder of the settings, or where the system says if there is none."""
    return folder if folder and Path(folder).is_dir() else ""


def apply_to_environment(settings: Settings) -> None:
    """Hand the settings that are read from the environment to this process and those that it starts, unless the
    environment says otherwise."""
    for name, value in changed_values(settings).items():
        if SPEC[name].variable:
            os.environ.setdefault(SPEC[name].variable, str(int(value)))


def _move(one: Path, other: Path) -> None:
    with contextlib.suppress(OSError):  # where nothing can be moved, nothing can be written: that is said
        one.replace(other)


def _own(folder: Path | None) -> Path:
    return (folder or config_folder()) / FILE_NAME


def _read(path: Path) -> dict[str, Any]:
    """The file as JSON. Raises OSError, ValueError and RecursionError."""
    if path.exists() and not path.is_file():
        raise ValueError("no file")  # a pipe would keep its reader waiting
    with path.open("rb") as file:
        data = file.read(_FILE_BYTES + 1)
    if len(data) > _FILE_BYTES:
        raise ValueError("too large")
    plain = json.loads(data)
    if not isinstance(plain, dict) or not isinstance(plain.get("settings"), dict):
        raise ValueError("no settings")
    return plain


def _written(chosen: Mapping[str, Any]) -> bytes:
    plain = {"version": VERSION, "program": f"Gauntlet Desktop {__version__}", "settings": chosen}
    return (json.dumps(plain, indent=1) + "\n").encode("ascii")


def _taken(plain: Mapping[str, Any]) -> Taken:
    good: dict[str, Any] = {}
    complaints = list(_sorted_out(plain["settings"], good))
    more = len(complaints) - _SAID
    rest = [UserError("settings_file", phrase("And {count} more.", count=more), "")] if more > 0 else []
    return Taken(good, (*complaints[:_SAID], *rest))


def _sorted_out(entries: Mapping[str, Any], good: dict[str, Any]) -> Iterator[GauntletError]:
    """Put the good entries into `good`; a complaint about each other one."""
    for name, value in entries.items():
        if name not in SPEC:
            unknown = phrase("This release has no setting {name}.", name=visible(repr(name), 60))
            yield UserError("unknown_setting", unknown, "")
            continue
        try:
            good[name] = SPEC[name].check(value)
        except GauntletError as error:
            yield error


def _damaged() -> EnvironmentFault:
    return EnvironmentFault(
        "settings_damaged",
        phrase("{file} in the configuration folder cannot be read; the defaults are used.", file=FILE_NAME),
        phrase("The next change puts it aside as {file}.", file=DAMAGED_NAME),
    )


def _no_export(why: Phrase) -> UserError:
    return UserError("settings_file", why, phrase("Choose a file that this program exported."))
