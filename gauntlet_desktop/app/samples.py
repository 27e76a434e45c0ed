"""The sample images that anybody has: those of the program, and scikit-image's photographs where that is installed."""

from __future__ import annotations

import importlib.util
from importlib import resources
from pathlib import Path

from gauntlet_desktop.imaging.intake import EXTENSIONS

# Photographs that scikit-image states to be in the public domain or CC0.
_PHOTOGRAPHS = ("astronaut.png", "chelsea.png", "coffee.png", "rocket.jpg")


def sample_files() -> list[Path]:
    """The program's samples by name, then real photographs; scikit-image is looked for, not imported."""
    folder = Path(str(resources.files("gauntlet_desktop.resources"))) / "samples"
    suffixes = {extension.decode() for extension in EXTENSIONS}
    return sorted(path for path in folder.glob("*") if path.suffix.lower() in suffixes) + _photographs()


def _photographs() -> list[Path]:
    spec = importlib.util.find_spec("skimage")
    if spec is None or spec.origin is None:
        return []
    folder = Path(spec.origin).parent / "data"
    return [folder / name for name in _PHOTOGRAPHS if (folder / name).is_file()]
