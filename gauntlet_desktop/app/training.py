"""Training as the command line asks for it."""

from __future__ import annotations

import importlib.util
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, Protocol, runtime_checkable

from gauntlet_desktop.api.parameters import Parameter, parse_values
from gauntlet_desktop.core.errors import UserError
from gauntlet_desktop.evaluation.trained import evaluate_trained
from gauntlet_desktop.training import runner
from gauntlet_desktop.training.checkpoint import CHECKPOINT_NAME
from gauntlet_desktop.training.files import write_sums
from gauntlet_desktop.training.recipes import find_recipe, scope_judges

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
) -> Sequence[str]:
    """Train, calibrate and evaluate on held-out sources, and write the model card: all that is shipped, into `out`.

    `assignments` are "key=value", in the words of the recipe's parameters. Returns sentences on what is to be known of
    the run. Raises UserError, also in the light install.
    """
    _require_torch()
    recipe = find_recipe(recipe_id)
    chosen = parse_values(recipe.parameters, map(split_assignment, assignments))
    judges = scope_judges()
    trained = runner.train(recipe, data, out, seed=seed, parameters=chosen, judges=judges, progress=progress)
    if isinstance(recipe, StatedRecipe) and trained.calibrated:
        evaluate_trained(recipe.detector(out), recipe.statement, data, out, judges=judges, progress=progress)
    write_sums(out, leave_out=[CHECKPOINT_NAME])
    return trained.notes


def recipe_parameters(recipe_id: str) -> Sequence[Parameter]:
    """What a recipe lets its user choose; raises UserError where there is no such recipe."""
    return find_recipe(recipe_id).parameters


def split_assignment(assignment: str) -> tuple[str, str]:
    """Key and value of "key=value"; raises UserError."""
    key, equals, value = assignment.partition("=")
    if not key or not equals:
        raise UserError("bad_assignment", f"{assignment!r} is not of the form KEY=VALUE.", "For example: steps=500")
    return key, value


def _require_torch() -> None:
    if importlib.util.find_spec("torch") is None:
        raise UserError(
            "full_install_needed",
            "Training needs the full install.",
            "Run: pip install 'gauntlet-desktop[full]'",
        )
