"""Measures the built-in detectors, and what fusing them would give, on the sources that none of them was trained on.

Usage: python scripts/evaluate_shipped.py DATA OUT FUSED DEEP PATCH MEASURED: the folder that scripts/fuse_shipped.py
wrote, and the training runs of the shipped weights. Every image is judged by a calibration without its source, and by
a fusion without it.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

from gauntlet_desktop.core.fusion import read_fusion
from gauntlet_desktop.core.task import TaskContext
from gauntlet_desktop.evaluation.evaluate import Plan, evaluate_systems, read_folds, read_fusion_folds
from gauntlet_desktop.evaluation.scores import Scorer
from gauntlet_desktop.evaluation.systems import detector_system, fusion_system
from gauntlet_desktop.inference.loader import load
from gauntlet_desktop.training.calibrate import FOLDS_NAME
from gauntlet_desktop.training.fuse import FOLDS_NAME as FUSION_FOLDS_NAME
from gauntlet_desktop.training.fuse import FUSION_NAME
from gauntlet_patch_evidence.recipe import HELD_OUT

CAUTION = (
    "The sources held out from training: every image is judged by a calibration, and a fusion, without its source."
)


def main(data: Path, out: Path, fused_run: Path, runs: Sequence[Path]) -> None:
    registry = load()
    installed = {entry.detector.id: entry for entry in registry.detectors}
    fusion = read_fusion((fused_run / FUSION_NAME).read_text(encoding="utf-8"))
    singles = [
        detector_system(
            Scorer(entry.detector, entry.weights_sha256, False), entry.calibration, read_folds(run / FOLDS_NAME)
        )
        for entry, run in zip((installed[name] for name in fusion.detectors), runs, strict=True)
    ]
    fused = fusion_system(fusion, singles, read_fusion_folds(fused_run / FUSION_FOLDS_NAME))
    plan = Plan(sources=HELD_OUT, caution=CAUTION, judges=registry.judges)
    evaluate_systems([*singles, fused], data, out, plan, TaskContext())


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), Path(sys.argv[3]), [Path(name) for name in sys.argv[4:]])
