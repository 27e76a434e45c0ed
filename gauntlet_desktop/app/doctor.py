"""Examines the installation: versions, plugins, devices, limits, and what is missing with the way to get it.

Heavy libraries are not imported here: their versions come from their metadata, and what only they know (CUDA, the
back ends of ONNX Runtime, whether Qt's own libraries load) is asked in a child process.
"""

from __future__ import annotations

import importlib.metadata
import importlib.util
import os
import platform
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, fields
from enum import StrEnum
from multiprocessing.shared_memory import SharedMemory

from PIL import features

from gauntlet_desktop import __version__
from gauntlet_desktop.api.discovery import safe_mode
from gauntlet_desktop.app.catalogue import DISABLED, READY, list_models, list_plugins
from gauntlet_desktop.app.home import kept_folders
from gauntlet_desktop.app.samples import sample_files
from gauntlet_desktop.app.settings import load_settings, read_own
from gauntlet_desktop.core.errors import InputError
from gauntlet_desktop.engine.memory import machine_bytes
from gauntlet_desktop.engine.one_picture import decode_one

DISTRIBUTION = "gauntlet-desktop"
FULL_INSTALL = "pip install 'gauntlet-desktop[full]'"
_AGAIN = "pip install --force-reinstall gauntlet-desktop"
_PROBE_SECONDS = 120
_CODECS = {"JPEG": "jpg", "PNG, TIFF": "zlib", "WebP": "webp", "AVIF": "avif", "ICC": "littlecms2"}
_REQUIREMENT = re.compile(r"([A-Za-z0-9][A-Za-z0-9._-]*)")
_EXTRA = re.compile(r"""extra\s*==\s*['"]([a-z]+)['"]""")

_ONNX_PROBE = "import onnxruntime as o; print(o.get_device(), *o.get_available_providers())"
_CUDA_PROBE = """
import torch as t
names = [t.cuda.get_device_name(i) for i in range(t.cuda.device_count())] if t.cuda.is_available() else []
print(', '.join(names) or 'no CUDA device')
"""
# Loads what the window loads; the platform plugin is what most often lacks a system library.
_QT_PROBE = """
import ctypes, pathlib, sys, PySide6.QtWidgets
plugin = pathlib.Path(PySide6.__file__).parent / "Qt/plugins/platforms/libqxcb.so"
if sys.platform.startswith("linux"):
    ctypes.CDLL(str(plugin))
print("loads")
"""


class State(StrEnum):
    """`missing` is needed and not there; `optional` is not there and not needed; `warning` is there but impaired."""

    OK = "ok"
    OPTIONAL = "optional"
    WARNING = "warning"
    MISSING = "missing"


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was looked at; `remedy` is empty where there is nothing to do."""

    topic: str
    name: str
    value: str
    state: State = State.OK
    remedy: str = ""


def examine() -> tuple[Check, ...]:
    """Look at everything; takes a few seconds, most of them in child processes."""
    kinds = (_program, _packages, _plugins, _models, _backends, _machine, _folders, _formats, _limits, _window)
    parts = (kind() for kind in kinds)
    return tuple(check for part in parts for check in part)


def is_healthy(checks: tuple[Check, ...]) -> bool:
    """Whether nothing that the program needs is missing."""
    return all(check.state is not State.MISSING for check in checks)


def _program() -> Iterator[Check]:
    yield Check("Program", "Gauntlet Desktop", __version__)
    supported = sys.version_info >= (3, 11)
    yield _needed("Program", "Python", platform.python_version(), supported, "Install Python 3.11 or newer.")
    yield Check("Program", "system", f"{platform.system()} {platform.release()}, {platform.machine()}")
    mode = "on: only built-in plugins are loaded" if safe_mode() else "off"
    yield Check("Program", "safe mode", mode, State.WARNING if safe_mode() else State.OK)


def _packages() -> Iterator[Check]:
    """What the distribution requires, and what its `full` extra adds."""
    for requirement in importlib.metadata.requires(DISTRIBUTION) or []:
        extra = _EXTRA.search(requirement)
        name = _REQUIREMENT.match(requirement)
        if name is not None and (extra is None or extra[1] == "full"):
            yield _package(name[1], optional=extra is not None)


def _package(name: str, *, optional: bool) -> Check:
    version = _version(name)
    if optional and not version:
        return Check("Packages", name, "not installed (full install)", State.OPTIONAL, FULL_INSTALL)
    return _needed("Packages", name, version or "not installed", bool(version), _AGAIN)


def _version(name: str) -> str:
    try:
        return importlib.metadata.version(name)
    except importlib.metadata.PackageNotFoundError:
        return ""


def _plugins() -> Iterator[Check]:
    """Every declared file of a plugin is hashed; a third party's failure impairs nothing else."""
    for plugin in list_plugins():
        if plugin.state == DISABLED:
            remedy = f"To load it again: gauntlet plugins enable {plugin.id}"
            yield Check("Plugins", plugin.id, "disabled", State.WARNING, remedy)
        elif plugin.state == READY:
            yield Check("Plugins", plugin.id, f"{plugin.version}, files match their SHA-256")
        else:
            state = State.MISSING if plugin.built_in else State.WARNING
            yield Check("Plugins", plugin.id, "failed", state, plugin.reason)


def _models() -> Iterator[Check]:
    models = list_models()
    if not models:
        yield Check("Detectors", "installed", "none", State.MISSING, _AGAIN)
    for model in models:
        calibration = "calibrated" if model.calibrated else "uncalibrated"
        state = State.OK if model.calibrated else State.WARNING
        yield Check("Detectors", model.id, f"{model.version}, {calibration}, SHA-256 {model.weights_sha256}", state)


def _backends() -> Iterator[Check]:
    works, answer = _probe(_ONNX_PROBE)
    yield _needed("Back ends", "ONNX Runtime", answer, works, _AGAIN)
    if importlib.util.find_spec("torch") is None:
        yield Check("Back ends", "torch", "not installed (full install)", State.OPTIONAL, FULL_INSTALL)
        return
    works, answer = _probe(_CUDA_PROBE)
    yield Check("Back ends", "torch", answer, State.OK if works else State.WARNING)


def _machine() -> Iterator[Check]:
    yield Check("Machine", "processors", str(os.cpu_count() or "unknown"))
    yield Check("Machine", "memory", _memory())
    yield _shared_memory()


def _shared_memory() -> Check:
    """Pictures pass through it from the processes that decode to those that analyse; some containers have none."""
    try:
        block = SharedMemory(create=True, size=1)
    except OSError as error:
        remedy = "Mount a tmpfs that everybody may write to at /dev/shm."
        return Check("Machine", "shared memory", f"cannot be written to ({error.strerror})", State.MISSING, remedy)
    block.close()
    block.unlink()
    return Check("Machine", "shared memory", "can be written to")


def _memory() -> str:
    size = machine_bytes()
    return f"{size / (1 << 30):.1f} GiB" if size else "unknown"


def _folders() -> Iterator[Check]:
    for folder in kept_folders():
        if folder.is_writable:
            yield Check("Folders", folder.name, folder.shown)
        else:
            yield Check("Folders", folder.name, f"{folder.shown} (read-only)", State.WARNING, folder.remedy)
    for complaint in read_own().complaints:
        yield Check("Folders", "settings", str(complaint), State.WARNING, "Change it with `gauntlet settings`.")


def _formats() -> Iterator[Check]:
    for name, feature in _CODECS.items():
        version = features.version(feature) if features.check(feature) else None
        yield _needed("Formats", name, version or "not built in", version is not None, _AGAIN)
    heif = _version("pi-heif")
    yield _needed("Formats", "HEIC", heif or "not installed", bool(heif), _AGAIN)
    yield Check("Formats", "BMP, GIF", "always")
    yield _decoding()


def _decoding() -> Check:
    """A sample through a process as every image goes through one, within the limits of the settings."""
    try:
        decode_one(os.fsencode(sample_files()[0]), load_settings().limits)
    except InputError as error:
        return Check("Formats", "a process that decodes", error.message, State.MISSING, error.remedy)
    return Check("Formats", "a process that decodes", "works")


def _limits() -> Iterator[Check]:
    limits = load_settings().limits
    for field in fields(limits):
        yield Check("Limits", field.name.replace("_", " "), f"{getattr(limits, field.name):,}")


def _window() -> Iterator[Check]:
    works, answer = _probe(_QT_PROBE)
    yield _needed("Window", "Qt", answer, works, "On Debian and Ubuntu: installer/check-qt-libraries.sh")
    if sys.platform.startswith("linux"):
        screen = os.environ.get("WAYLAND_DISPLAY") or os.environ.get("DISPLAY")
        state = State.OK if screen else State.WARNING
        yield Check("Window", "display", screen or "none: only the command line can be used", state)


def _needed(topic: str, name: str, value: str, present: bool, remedy: str) -> Check:
    return Check(topic, name, value) if present else Check(topic, name, value, State.MISSING, remedy)


def _probe(code: str) -> tuple[bool, str]:
    """Run code in a Python of its own; (whether it ended well, the last line that it wrote)."""
    try:
        done = subprocess.run(
            [sys.executable, "-c", code], capture_output=True, text=True, timeout=_PROBE_SECONDS, check=False
        )
    except subprocess.TimeoutExpired:
        return False, f"gave no answer in {_PROBE_SECONDS} s"
    lines = (done.stdout if done.returncode == 0 else done.stderr).strip().splitlines()
    return done.returncode == 0, lines[-1] if lines else f"ended with status {done.returncode}"
