"""Finds the training recipes and the scope judges that the installed plugins register."""

from __future__ import annotations

from collections.abc import Sequence

from gauntlet_desktop.api.protocols import ScopeJudge, TrainingRecipe
from gauntlet_desktop.core.errors import UserError
from gauntlet_desktop.inference.loader import load


def find_recipe(recipe_id: str) -> TrainingRecipe:
    """The recipe of that id. Raises UserError that names the recipes there are."""
    recipes = {recipe.id: recipe for recipe in load().recipes}
    if recipe_id not in recipes:
        known = ", ".join(sorted(recipes)) or "none: `gauntlet plugins` says why"
        raise UserError("unknown_recipe", f"There is no training recipe {recipe_id!r}.", f"Installed: {known}.")
    return recipes[recipe_id]


def scope_judges() -> Sequence[ScopeJudge]:
    """The installed judges: what they call out of scope is left out of calibrations and figures."""
    return load().judges
