"""Writes small third-party plugin projects for the tests, as an outsider would lay them out."""

from __future__ import annotations

import hashlib
import sys
from pathlib import Path

import pytest

from gauntlet_desktop.api.discovery import Discovered
from gauntlet_desktop.api.manifest import read_manifest

MANIFEST = """
id = "{id}"
name = "A third-party detector"
version = "0.3.0"
api = ["1"]
kinds = ["detector"]
entry = "{package}"
licence = "MIT"

[[files]]
path = "weights.bin"
sha256 = "{digest}"
bytes = 4
licence = "MIT"

[[detectors]]
id = "{id}"
weights = "weights.bin"
"""

DETECTOR = """
from gauntlet_desktop.api import DetectorOutput, hookimpl


class MeanBrightness:
    id = "{id}"

    def detect(self, image, context):
        context.checkpoint()
        {body}


@hookimpl
def gauntlet_detectors():
    return [MeanBrightness()]
"""

GOOD_BODY = "return DetectorOutput(float(image.pixels.mean()) / 255.0)"


def write_package(folder: Path, package: str, plugin_id: str, code: str) -> Path:
    """A package with manifest and one weights file; returns its folder."""
    root = folder / package
    root.mkdir(parents=True)
    (root / "weights.bin").write_bytes(b"1234")
    digest = hashlib.sha256(b"1234").hexdigest()
    (root / "plugin.toml").write_text(MANIFEST.format(id=plugin_id, package=package, digest=digest))
    (root / "__init__.py").write_text(code)
    return root


def install(folder: Path, name: str, entry: str) -> None:
    """Metadata of an installed distribution, as pip would leave it."""
    info = folder / f"{name}-0.3.0.dist-info"
    info.mkdir(parents=True)
    (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: 0.3.0\n")
    (info / "entry_points.txt").write_text(f"[gauntlet_desktop.plugins]\n{name} = {entry}\n")


def detector_code(plugin_id: str, body: str = GOOD_BODY) -> str:
    return DETECTOR.format(id=plugin_id, body=body)


def discovered(
    monkeypatch: pytest.MonkeyPatch, folder: Path, package: str, code: str, plugin_id: str | None = None
) -> Discovered:
    """A package made importable for this test, as discovery would find it."""
    name = plugin_id or package.replace("_", "-")
    root = write_package(folder, package, name, code)
    monkeypatch.syspath_prepend(str(folder))
    monkeypatch.delitem(sys.modules, package, raising=False)
    return Discovered(name, "third-party", root, read_manifest(root / "plugin.toml", "1"), "")
