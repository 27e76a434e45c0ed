"""Calibrates and measures the detector of a finished training run again, without training it again.

Usage: python scripts/recalibrate.py RECIPE DATA RUN_FOLDER, after a change of what is in scope, of the calibration or
of the recipe's statement. Scores that the run's evaluation has are used again; scope is asked anew.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from gauntlet_desktop.api.manifest import file_sha256
from gauntlet_desktop.app.training import StatedRecipe
from gauntlet_desktop.evaluation.journal import JOURNAL_NAME
from gauntlet_desktop.evaluation.trained import evaluate_trained
from gauntlet_desktop.inference.loader import load
from gauntlet_desktop.training.calibrate import calibrate
from gauntlet_desktop.training.files import write_sums
from gauntlet_desktop.training.fit import Identity


def main(recipe_id: str, data: Path, run: Path) -> None:
    registry = load()
    recipe = next(recipe for recipe in registry.recipes if recipe.id == recipe_id)
    assert isinstance(recipe, StatedRecipe)
    trained = json.loads((run / "training.json").read_text(encoding="utf-8"))
    detector = recipe.detector(run)
    identity = Identity(detector.id, recipe.version, file_sha256(run / recipe.weights_name))
    held_out = trained["parameters"]["held_out"]
    calibrate(detector, identity, data, held_out, run, seed=trained["seed"], judges=registry.judges)
    _forget_scope(run / JOURNAL_NAME)
    evaluate_trained(detector, recipe.statement, data, run, judges=registry.judges)
    write_sums(run)


def _forget_scope(journal: Path) -> None:
    """Keep the scores of a journal and drop what it knows of scope."""
    if journal.is_file():
        lines = journal.read_text(encoding="utf-8").splitlines(keepends=True)
        journal.write_text("".join(line for line in lines if "out_of_scope" not in json.loads(line)), encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3]))
