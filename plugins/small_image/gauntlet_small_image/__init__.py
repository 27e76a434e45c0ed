"""A residual net for images of 32 x 32 px: a training recipe that checks published figures at that size."""

from __future__ import annotations

from collections.abc import Sequence

from gauntlet_desktop.api import TrainingRecipe, hookimpl


@hookimpl
def gauntlet_training_recipes() -> Sequence[TrainingRecipe]:
    from gauntlet_small_image.recipe import SmallImageRecipe

    return [SmallImageRecipe()]
