"""Fits how the built-in detectors would be weighed together, on the sources that none of them was trained on.

Usage: python scripts/fuse_shipped.py DATA OUT, after all of them were shipped. Writes fusion.json and its folds into
OUT, for scripts/evaluate_shipped.py; copied into a plugin's run folder it is shipped with that plugin.
"""

from __future__ import annotations

import sys
from pathlib import Path

from gauntlet_desktop.inference.loader import load
from gauntlet_desktop.training.fit import Identity
from gauntlet_desktop.training.fuse import fuse
from gauntlet_patch_evidence.recipe import HELD_OUT

DETECTORS = ("deep-evidence", "patch-evidence", "measured-features")


def main(data: Path, out: Path) -> None:
    registry = load()
    loaded = {entry.detector.id: entry for entry in registry.detectors}
    chosen = [loaded[name] for name in DETECTORS]
    fuse(
        [(entry.detector, Identity(entry.detector.id, entry.version, entry.weights_sha256)) for entry in chosen],
        data,
        HELD_OUT,
        out,
        judges=registry.judges,
    )


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
