"""The training recipes of the five source systems, with the papers' hyper-parameters as defaults."""

from __future__ import annotations

from collections.abc import Sequence

from gauntlet_desktop.api import TrainingRecipe
from gauntlet_source_systems.recipes.catalogue import RECIPES
from gauntlet_source_systems.recipes.recipe import NetworkRecipe


def recipes() -> Sequence[TrainingRecipe]:
    """All of them."""
    return [NetworkRecipe(spec) for spec in RECIPES]
