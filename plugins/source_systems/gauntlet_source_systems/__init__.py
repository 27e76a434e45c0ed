"""The networks, training recipes and weight formats of published detection systems."""

from __future__ import annotations

from collections.abc import Sequence

from gauntlet_desktop.api import Attack, ModelFormat, TrainingRecipe, hookimpl


@hookimpl
def gauntlet_model_formats() -> Sequence[ModelFormat]:
    from gauntlet_source_systems.formats import formats

    return formats()


@hookimpl
def gauntlet_training_recipes() -> Sequence[TrainingRecipe]:
    from gauntlet_source_systems.recipes import recipes

    return recipes()


@hookimpl
def gauntlet_attacks() -> Sequence[Attack]:
    from gauntlet_source_systems.attacks import ATTACKS

    return ATTACKS
