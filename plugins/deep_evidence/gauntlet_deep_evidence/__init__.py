"""The deep-evidence net: a trunk that learned what pictures show, and a linear head that weighs generated against real.

It runs and is explained as every net whose map is its score: see the patch-evidence plugin, which it builds on.
"""

from __future__ import annotations

from collections.abc import Sequence

from gauntlet_desktop.api import Detector, TrainingRecipe, hookimpl


@hookimpl
def gauntlet_detectors() -> Sequence[Detector]:
    from gauntlet_deep_evidence.recipe import deep_detector

    return [deep_detector()]


@hookimpl
def gauntlet_training_recipes() -> Sequence[TrainingRecipe]:
    from gauntlet_deep_evidence.recipe import DeepEvidenceRecipe

    return [DeepEvidenceRecipe()]
