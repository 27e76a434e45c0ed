"""The diagnostic bundle: what helps to mend the program, in one ZIP file, without anything of the examined images.

Of paths only those of code stay, from the package on; of settings no file names; of log messages the form without its
values; of tracebacks the places in code and the kinds of errors.
"""

from __future__ import annotations

import io
import json
import os
import re
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from gauntlet_desktop import __version__
from gauntlet_desktop.api.folders import FOLDER_VARIABLE, STATE_VARIABLE
from gauntlet_desktop.api.model_store import FOLDER_VARIABLE as MODELS_VARIABLE
from gauntlet_desktop.app.catalogue import PluginInfo, list_plugins
from gauntlet_desktop.app.doctor import Check, examine
from gauntlet_desktop.app.files import write_atomically
from gauntlet_desktop.app.log import log_path
from gauntlet_desktop.app.runs import last_crash
from gauntlet_desktop.app.setting import Kind
from gauntlet_desktop.app.settings import load_settings, values
from gauntlet_desktop.app.settings_spec import SPEC, Settings
from gauntlet_desktop.core.safe_text import visible
from gauntlet_desktop.core.serialise import to_plain

LEFT_OUT = "(left out)"
LOG_LINES = 500
_LOG_BYTES = 1 << 20
_WHEN = (1980, 1, 1, 0, 0, 0)  # the same content gives the same file
_README = """Diagnostics of Gauntlet Desktop {version}

doctor.json    what `gauntlet doctor` says: versions, back ends, plugins, detectors, limits
plugins.json   the installed plugins with their state and the SHA-256 of their files
settings.json  the settings, without names of people and folders
log.jsonl      the last entries of the log: time, place in the program and form of each message, without its values
crash.txt      where the program was when it crashed last, if it did

There is no image in it, no part of one, no result, and no name of an examined file.
"""
_PLACE = re.compile(r'^(\s*File )"(.+)"(, line \d+.*)$')
_KIND = re.compile(r"^([A-Za-z_][\w.]*)(?::|$)")
_CODE = re.compile(r".*?((?:site-packages|dist-packages|python3\.\d+|gauntlet_\w+)[/\\].+)$")
_NAMED_FOLDERS = (FOLDER_VARIABLE, STATE_VARIABLE, MODELS_VARIABLE)


def write_bundle(path: Path) -> None:
    """Write the bundle; takes some seconds. Raises EnvironmentFault."""
    write_atomically(path, _zipped(dict(_files())))


def without_values(traceback: str) -> str:
    """A traceback with the places in code and the kinds of errors alone: what an error says may hold a file's name."""
    return "\n".join(_places(traceback.splitlines()))


def without_folders(text: str) -> str:
    """A text in which the user's own folders have short names."""
    named = {os.environ[name]: f"${name}" for name in _NAMED_FOLDERS if os.environ.get(name)}
    named[str(Path.home())] = "~"
    for folder, short in sorted(named.items(), key=lambda pair: -len(pair[0])):
        text = text.replace(folder, short)
    return text


def _files() -> Iterator[tuple[str, str]]:
    yield "README.txt", _README.format(version=__version__)
    yield "doctor.json", _json([_plain_check(check) for check in examine()])
    yield "plugins.json", _json([_plain_plugin(plugin) for plugin in list_plugins()])
    yield "settings.json", _json(_plain_settings(load_settings()))
    yield "log.jsonl", "".join(_entries())
    yield "crash.txt", without_folders("\n".join(_stacks(last_crash().splitlines())))


def _zipped(files: dict[str, str]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in files.items():
            archive.writestr(
                zipfile.ZipInfo(name, _WHEN), text.encode("utf-8", "backslashreplace"), zipfile.ZIP_DEFLATED
            )
    return buffer.getvalue()


def _json(value: Any) -> str:
    return json.dumps(value, indent=1) + "\n"


def _plain_check(check: Check) -> dict[str, Any]:
    shortened = replace(check, value=without_folders(check.value), remedy=without_folders(check.remedy))
    plain: dict[str, Any] = to_plain(shortened)
    return plain


def _plain_plugin(plugin: PluginInfo) -> dict[str, Any]:
    return {
        "id": plugin.id,
        "version": plugin.version,
        "built_in": plugin.built_in,
        "kinds": list(plugin.kinds),
        "state": plugin.state,
        "reason": without_folders(plugin.reason),
        "sha256": plugin.sha256,
    }


def _plain_settings(settings: Settings) -> dict[str, Any]:
    """What was typed, names of people and folders, is left out."""
    typed = (Kind.TEXT, Kind.FOLDER)
    return {name: LEFT_OUT if value and SPEC[name].kind in typed else value for name, value in values(settings).items()}


def _entries() -> Iterator[str]:
    """The last entries of the log without their values; lines that are none are left out."""
    try:
        with log_path().open("rb") as file:
            file.seek(max(0, file.seek(0, os.SEEK_END) - _LOG_BYTES))
            lines = file.read(_LOG_BYTES).decode("ascii", "replace").splitlines()
    except OSError:
        return
    for line in lines[-LOG_LINES:]:
        try:
            entry = json.loads(line)
            told = {name: visible(str(entry[name])) for name in ("time", "level", "logger", "form")}
            told["traceback"] = without_folders(without_values(str(entry["traceback"])))
        except (ValueError, KeyError, TypeError, RecursionError):
            continue
        yield json.dumps(told) + "\n"


def _places(lines: list[str]) -> Iterator[str]:
    in_code = False
    for line in lines:
        if place := _PLACE.match(line):
            code = _CODE.match(place[2])
            in_code = code is not None
            yield f'{place[1]}"{code[1] if code else LEFT_OUT}"{place[3] if code else ""}'
        elif line.startswith("    ") and in_code:
            in_code = False  # the line of code that follows its place, and no more
            yield line
        elif line.startswith("Traceback (most recent call last)"):
            yield line
        elif kind := _KIND.match(line):
            yield kind[1]


def _stacks(lines: list[str]) -> Iterator[str]:
    """What the fault handler wrote holds places and fixed words; only the paths are shortened."""
    for line in lines:
        place = _PLACE.match(line)
        code = _CODE.match(place[2]) if place else None
        yield f'{place[1]}"{code[1] if code else LEFT_OUT}"{place[3]}' if place else line
