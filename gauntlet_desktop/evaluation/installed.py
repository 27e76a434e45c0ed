"""Evaluates the calibrated detectors of the installed plugins on a user's own labelled images."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from gauntlet_desktop.core.errors import UserError
from gauntlet_desktop.evaluation.evaluate import TABLE_NAME, evaluate
from gauntlet_desktop.inference.loader import load

CAUTION = (
    "Images of sources that a detector was trained or calibrated on flatter it: compare with those that its model "
    "card names before quoting a figure."
)


def evaluate_installed(
    data_dir: Path, out_dir: Path, *, progress: Callable[[float, str], None] | None = None
) -> dict[str, str]:
    """Write evaluation.json and evaluation.md of each detector into a folder of its id; returns the tables by id.

    Raises UserError when no calibrated detector is installed: an uncalibrated one has no verdicts to be measured.
    """
    tables = {}
    for loaded in load().detectors:
        if loaded.calibration is not None:
            folder = out_dir / loaded.detector.id
            evaluate(loaded.detector, loaded.calibration, data_dir, folder, caution=CAUTION, progress=progress)
            tables[loaded.detector.id] = (folder / TABLE_NAME).read_text(encoding="utf-8")
    if not tables:
        raise UserError(
            "no_calibrated_detector",
            "No calibrated detector is installed.",
            "`gauntlet plugins` says what is installed, and what failed and why.",
        )
    return tables
