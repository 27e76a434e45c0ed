"""Evaluates the detectors of the installed plugins on a user's own labelled images."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from gauntlet_desktop.core.errors import UserError
from gauntlet_desktop.core.task import TaskContext
from gauntlet_desktop.evaluation.evaluate import Plan, evaluate_systems
from gauntlet_desktop.evaluation.scores import Scorer
from gauntlet_desktop.evaluation.systems import System, detector_system, fusion_system
from gauntlet_desktop.inference.loader import LoadedDetector, Registry, load

CAUTION = (
    "Images of sources that a detector was trained or calibrated on flatter it: compare with those that its model "
    "card names before quoting a figure."
)


def evaluate_installed(
    data_dir: Path,
    out_dir: Path,
    plan: Plan,
    context: TaskContext,
    *,
    detectors: Sequence[str] = (),
    ten_crop: bool = False,
    own_calibrations: Path | None = None,
) -> dict[str, Any]:
    """Measure the named detectors (none: all installed ones), calibrated or not, and the fusions of these; returns
    evaluation.json.

    With `ten_crop` each is measured a second time on the mean of ten crops. `own_calibrations` is the folder of the
    user's calibrations. Raises UserError when a named detector is
    not installed, or none is.
    """
    registry = load(own_calibrations=own_calibrations)
    singles = {loaded.detector.id: _system(loaded, ten_crop=False) for loaded in _chosen(registry, detectors)}
    systems = [*singles.values(), *_fusions(registry, singles)]
    if ten_crop:
        systems += [_system(loaded, ten_crop=True) for loaded in _chosen(registry, detectors)]
    return evaluate_systems(systems, data_dir, out_dir, replace(plan, caution=CAUTION, judges=registry.judges), context)


def _chosen(registry: Registry, ids: Sequence[str]) -> list[LoadedDetector]:
    installed = {loaded.detector.id: loaded for loaded in registry.detectors}
    missing = [name for name in ids if name not in installed]
    if missing or not installed:
        raise UserError(
            "no_such_detector",
            f"No detector {', '.join(missing)} is installed." if missing else "No detector is installed.",
            f"Installed: {', '.join(installed) or 'none'}; `gauntlet plugins` says what failed and why.",
        )
    return [installed[name] for name in dict.fromkeys(ids)] if ids else list(installed.values())


def _fusions(registry: Registry, singles: Mapping[str, System]) -> list[System]:
    """The fusions all of whose detectors are measured."""
    return [
        fusion_system(fusion, [singles[name] for name in fusion.detectors])
        for fusion in registry.fusions
        if all(name in singles for name in fusion.detectors)
    ]


def _system(loaded: LoadedDetector, *, ten_crop: bool) -> System:
    # Without weights of its own a detector is told apart by its version: its scores are those of its code.
    weights = loaded.weights_sha256 or f"version {loaded.version}"
    return detector_system(Scorer(loaded.detector, weights, ten_crop), loaded.calibration)
