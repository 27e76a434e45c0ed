"""Copies the files of a finished training run into its plugin and writes them into the plugin's manifest.

Usage: python scripts/ship_detector.py PLUGIN RUN_FOLDER, where PLUGIN is a folder of plugins/, after
`gauntlet train RECIPE DATA --out RUN_FOLDER`. What the manifest says beside files and detectors is kept. A fusion.json
in the run is shipped too; an earlier one is not kept, for it belongs to other weights.
"""

from __future__ import annotations

import json
import shutil
import sys
from pathlib import Path

from gauntlet_desktop.api.manifest import MANIFEST_NAME, file_sha256, parse_manifest

PLUGINS = Path(__file__).resolve().parents[1] / "plugins"
# What each recipe writes beside calibration and card; the detector loads the first.
WEIGHTS = {
    "deep_evidence": ("deep_evidence.onnx", "deep_evidence.safetensors"),
    "patch_evidence": ("patch_evidence.onnx", "patch_evidence.safetensors"),
    "measured_features": ("model.json", "ablation.json"),
}
# What belongs to a plugin and to no run: it stays as it is.
KEPT = {"deep_evidence": ("art_gate.json",)}
ALWAYS = ("MODEL_CARD.md", "calibration.json", "model_card.json")
FUSION = "fusion.json"
FILE = """
[[files]]
path = "weights/{name}"
sha256 = "{digest}"
bytes = {size}
licence = "Apache-2.0"
"""
DETECTOR = """
[[detectors]]
id = "{id}"
weights = "weights/{weights}"
calibration = "weights/calibration.json"
model_card = "weights/MODEL_CARD.md"
experimental = {experimental}
"""


def main(plugin: str, run: Path) -> None:
    card = json.loads((run / "model_card.json").read_text(encoding="utf-8"))
    package = PLUGINS / plugin / f"gauntlet_{plugin}"
    weights = package / "weights"
    weights.mkdir(exist_ok=True)
    fusion = (FUSION,) if (run / FUSION).is_file() else ()
    shipped = (*ALWAYS, *WEIGHTS[plugin], *fusion)
    for name in shipped:
        shutil.copyfile(run / name, weights / name)
    names = sorted((*shipped, *KEPT.get(plugin, ())))
    files = (
        FILE.format(name=name, digest=file_sha256(weights / name), size=(weights / name).stat().st_size)
        for name in names
    )
    experimental = json.dumps(card["experimental"])
    detector = DETECTOR.format(id=card["detector"], weights=WEIGHTS[plugin][0], experimental=experimental)
    manifest = "".join([_head(package / MANIFEST_NAME, card["version"], bool(fusion)), *files, detector])
    parse_manifest(manifest)
    (package / MANIFEST_NAME).write_text(manifest, encoding="utf-8")


def _head(path: Path, version: str, fused: bool) -> str:
    """The manifest's own keys, before its first table, with the version of what is shipped."""
    head = path.read_text(encoding="utf-8").split("\n[[")[0].rstrip()
    lines = [
        f'version = "{version}"' if line.startswith("version = ") else line
        for line in head.splitlines()
        if not line.startswith("fusion = ")
    ]
    return "\n".join([*lines, *([f'fusion = "weights/{FUSION}"'] if fused else [])]) + "\n"


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
