"""Copies the files of a finished training run into the patch-evidence plugin and writes them into its manifest.

Usage: python scripts/ship_patch_evidence.py RUN_FOLDER, after `gauntlet train patch-evidence DATA --out RUN_FOLDER`.
"""

from __future__ import annotations

import json
import shutil
import sys
from pathlib import Path

from gauntlet_desktop.api.manifest import file_sha256, parse_manifest

PLUGIN = Path(__file__).resolve().parents[1] / "plugins" / "patch_evidence" / "gauntlet_patch_evidence"
SHIPPED = ("MODEL_CARD.md", "calibration.json", "model_card.json", "patch_evidence.onnx", "patch_evidence.safetensors")
HEAD = """\
id = "patch-evidence"
name = "Patch-evidence net"
version = "{version}"
api = ["1"]
kinds = ["detector", "explainer", "training-recipe"]
entry = "gauntlet_patch_evidence"
licence = "Apache-2.0"
description = "A small convolutional net whose heatmap is its score, its exact explainer and its training recipe."
"""
FILE = """
[[files]]
path = "weights/{name}"
sha256 = "{digest}"
bytes = {size}
licence = "Apache-2.0"
"""
DETECTOR = """
[[detectors]]
id = "patch-evidence"
weights = "weights/patch_evidence.onnx"
calibration = "weights/calibration.json"
model_card = "weights/MODEL_CARD.md"
experimental = {experimental}
"""


def main(run: Path) -> None:
    card = json.loads((run / "model_card.json").read_text(encoding="utf-8"))
    weights = PLUGIN / "weights"
    for name in SHIPPED:
        shutil.copyfile(run / name, weights / name)
    files = [
        FILE.format(name=name, digest=file_sha256(weights / name), size=(weights / name).stat().st_size)
        for name in SHIPPED
    ]
    manifest = "".join(
        [
            HEAD.format(version=card["version"]),
            *files,
            DETECTOR.format(experimental=json.dumps(card["experimental"])),
        ]
    )
    parse_manifest(manifest)
    (PLUGIN / "plugin.toml").write_text(manifest, encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
