"""Training and evaluation as the command line asks for them."""

from __future__ import annotations

import importlib.util
import json
import tempfile
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any, Protocol, runtime_checkable

from gauntlet_desktop.core.errors import UserError
from gauntlet_desktop.evaluation.installed import evaluate_installed
from gauntlet_desktop.evaluation.trained import evaluate_trained
from gauntlet_desktop.training import runner
from gauntlet_desktop.training.calibrate import CALIBRATION_NAME
from gauntlet_desktop.training.recipes import find_recipe

Progress = Callable[[float, str], None]


@runtime_checkable
class StatedRecipe(runner.DetectorRecipe, Protocol):
    """A detector's recipe that says enough of itself for a model card."""

    @property
    def statement(self) -> Mapping[str, Any]:
        """The fields of `gauntlet_desktop.evaluation.card.Statement`."""
        ...


def train(
    recipe_id: str, data: Path, out: Path, assignments: Iterable[str] = (), *, seed: int = 1, progress: Progress
) -> None:
    """Train, calibrate and evaluate on held-out sources, and write the model card: all that is shipped, into `out`.

    `assignments` are "key=value" with values in JSON or plain text. Raises UserError, also in the light install.
    """
    _require_torch()
    recipe = find_recipe(recipe_id)
    runner.train(recipe, data, out, seed=seed, parameters=parse_assignments(assignments), progress=progress)
    if isinstance(recipe, StatedRecipe) and (out / CALIBRATION_NAME).exists():
        evaluate_trained(recipe.detector(out), recipe.statement, data, out, progress=progress)


def evaluate(data: Path, out: Path | None, *, progress: Progress) -> str:
    """Measure every calibrated detector on labelled images; returns the tables, and writes them into `out`."""
    if out is not None:
        return "\n".join(evaluate_installed(data, out, progress=progress).values())
    with tempfile.TemporaryDirectory(prefix="gauntlet-") as folder:
        return "\n".join(evaluate_installed(data, Path(folder), progress=progress).values())


def parse_assignments(assignments: Iterable[str]) -> dict[str, Any]:
    """The parameters in "key=value" texts: a value is JSON where it can be, else plain text."""
    parameters: dict[str, Any] = {}
    for assignment in assignments:
        key, equals, value = assignment.partition("=")
        if not key or not equals:
            raise UserError("bad_assignment", f"{assignment!r} is not of the form KEY=VALUE.", "For example: steps=500")
        parameters[key] = _value(value)
    return parameters


def _value(text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError:
        return text


def _require_torch() -> None:
    if importlib.util.find_spec("torch") is None:
        raise UserError(
            "full_install_needed",
            "Training needs the full install.",
            "Run: pip install 'gauntlet-desktop[full]'",
        )
