"""What the results of this installation depend on, so that two machines can be held against each other."""

from __future__ import annotations

import hashlib
import importlib.metadata
import platform
from dataclasses import dataclass
from pathlib import Path

from gauntlet_desktop import __version__
from gauntlet_desktop.api.discovery import installed
from gauntlet_desktop.api.manifest import MANIFEST_NAME, file_sha256
from gauntlet_desktop.api.model_store import DESCRIPTION_NAME, model_folders, models_folder
from gauntlet_desktop.app.settings import own_calibrations

_PACKAGES = ("numpy", "onnxruntime", "pillow", "pi-heif", "c2pa-python", "exifread")


@dataclass(frozen=True, slots=True)
class Installation:
    """Named parts with what they are: versions, and SHA-256 of manifests, which name the digests of all weights and
    calibrations. Sorted, so that equal installations are equal."""

    parts: tuple[tuple[str, str], ...]

    @property
    def digest(self) -> str:
        """SHA-256 over all parts."""
        return hashlib.sha256("\n".join(f"{name}\t{value}" for name, value in self.parts).encode()).hexdigest()

    def differences(self, other: Installation) -> tuple[str, ...]:
        """What differs, as sentences about `other`, the installation elsewhere."""
        here, there = dict(self.parts), dict(other.parts)
        found = []
        for name in sorted(here.keys() | there.keys()):
            mine, its = here.get(name, "not there"), there.get(name, "not there")
            if mine != its:
                found.append(f"{name}: {its[:16]} there, {mine[:16]} here")
        return tuple(found)


def installation() -> Installation:
    """This one. Only the small files are hashed that name the digests of the others, which loading checks."""
    parts = {"program": __version__, "python": platform.python_version()}
    parts |= {f"package {name}": importlib.metadata.version(name) for name in _PACKAGES}
    for plugin in installed():
        manifest = plugin.folder / MANIFEST_NAME if plugin.folder else None
        parts[f"plugin {plugin.name}"] = "disabled" if plugin.disabled else plugin.problem or _digest(manifest)
    for folder in model_folders(models_folder()):
        parts[f"model {folder.name}"] = _digest(folder / DESCRIPTION_NAME)
    for path in sorted(own_calibrations().glob("*/calibration.json")):
        parts[f"calibration of {path.parent.name}"] = _digest(path)
    return Installation(tuple(sorted(parts.items())))


def _digest(path: Path | None) -> str:
    try:
        return file_sha256(path) if path else "unreadable"
    except OSError:
        return "unreadable"
