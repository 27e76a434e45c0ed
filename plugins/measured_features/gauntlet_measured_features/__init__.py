"""Measured features: a second opinion that is independent of the patch-evidence net, and its training recipe."""

from __future__ import annotations

from collections.abc import Sequence

from gauntlet_desktop.api import Detector, TrainingRecipe, hookimpl


@hookimpl
def gauntlet_detectors() -> Sequence[Detector]:
    from gauntlet_measured_features.detector import MeasuredFeaturesDetector

    return [MeasuredFeaturesDetector()]


@hookimpl
def gauntlet_training_recipes() -> Sequence[TrainingRecipe]:
    from gauntlet_measured_features.recipe import MeasuredFeaturesRecipe

    return [MeasuredFeaturesRecipe()]
