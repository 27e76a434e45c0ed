"""Runs one training recipe: a folder of labelled images in, a folder with weights, manifest and log out."""

from __future__ import annotations

import json
import platform
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Protocol, runtime_checkable

from gauntlet_desktop.api.manifest import file_sha256
from gauntlet_desktop.api.protocols import Detector, TrainingRecipe
from gauntlet_desktop.core.errors import UserError
from gauntlet_desktop.core.task import TaskContext
from gauntlet_desktop.imaging.packs import Sample, open_pack
from gauntlet_desktop.training.calibrate import Identity, calibrate
from gauntlet_desktop.training.data import TrainingData, read_crops
from gauntlet_desktop.training.loop import last_entry

MANIFEST_NAME = "training.json"
HELD_OUT_KEY = "held_out"
PAIRS_KEY = "pairs"


@runtime_checkable
class DetectorRecipe(TrainingRecipe, Protocol):
    """A recipe whose weights make a detector: such a run is calibrated on its held-out sources."""

    @property
    def version(self) -> str: ...

    @property
    def weights_name(self) -> str:
        """Name of the weights file that the detector loads."""
        ...

    def detector(self, out: Path) -> Detector:
        """The detector on the weights that `train` wrote into `out`."""
        ...


def train(
    recipe: TrainingRecipe,
    data_dir: Path,
    out_dir: Path,
    *,
    seed: int = 1,
    parameters: Mapping[str, Any] | None = None,
    progress: Callable[[float, str], None] | None = None,
    is_cancelled: Callable[[], bool] | None = None,
) -> None:
    """Train `recipe` on the labelled images of `data_dir` and write into `out_dir`, going on where a run stopped there.

    `parameters` replace the recipe's defaults. Sources under `held_out` (label to names) are never trained on; a
    `DetectorRecipe` is then calibrated on them (calibration.json). Raises UserError for data or parameters that cannot
    be used, Cancelled when asked to stop; a checkpoint then remains.
    """
    chosen = _merge(recipe, parameters or {})
    held_out = chosen.get(HELD_OUT_KEY, {})
    context = TaskContext(progress, is_cancelled)
    out_dir.mkdir(parents=True, exist_ok=True)
    with open_pack(data_dir) as pack:
        crops = read_crops(pack, _training_samples(pack.samples, held_out), context)
    data = TrainingData(crops, seed, int(chosen.get(PAIRS_KEY, 16)), context)
    recipe.train(data, out_dir, chosen, context.report)
    manifest = {
        "recipe": recipe.id,
        "parameters": chosen,
        "machine": platform.machine(),
        "effort": last_entry(out_dir),
        **data.describe(),
    }
    text = json.dumps(manifest, indent=2, sort_keys=True) + "\n"
    (out_dir / MANIFEST_NAME).write_text(text, encoding="utf-8")
    if held_out and isinstance(recipe, DetectorRecipe):
        detector = recipe.detector(out_dir)
        identity = Identity(detector.id, recipe.version, file_sha256(out_dir / recipe.weights_name))
        calibrate(
            detector, identity, data_dir, held_out, out_dir, seed=seed, progress=progress, is_cancelled=is_cancelled
        )


def _merge(recipe: TrainingRecipe, changes: Mapping[str, Any]) -> dict[str, Any]:
    if unknown := set(changes) - set(recipe.parameters):
        raise UserError(
            "unknown_parameter",
            f"The recipe {recipe.id} has no parameter {', '.join(sorted(unknown))}.",
            f"It has: {', '.join(sorted(recipe.parameters))}.",
        )
    return {**recipe.parameters, **changes}


def _training_samples(samples: tuple[Sample, ...], held_out: Mapping[str, Any]) -> list[Sample]:
    return [sample for sample in samples if sample.source not in held_out.get(sample.label, ())]
