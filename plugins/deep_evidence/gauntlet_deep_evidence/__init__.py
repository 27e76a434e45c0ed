"""The deep-evidence net: a trunk that learned what pictures show, and a linear head that weighs generated against real.

It runs and is explained as every net whose map is its score: see the patch-evidence plugin, which it builds on.
"""

from __future__ import annotations

from collections.abc import Sequence

from gauntlet_desktop.api import Detector, ModelFormat, ScopeJudge, TrainingRecipe, hookimpl


@hookimpl
def gauntlet_detectors() -> Sequence[Detector]:
    from gauntlet_deep_evidence.recipe import deep_detector

    return [deep_detector()]


@hookimpl
def gauntlet_training_recipes() -> Sequence[TrainingRecipe]:
    from gauntlet_deep_evidence.recipe import DeepEvidenceRecipe

    return [DeepEvidenceRecipe()]


@hookimpl
def gauntlet_scope_judges() -> Sequence[ScopeJudge]:
    from gauntlet_deep_evidence.art import ArtJudge

    return [ArtJudge()]


@hookimpl
def gauntlet_model_formats() -> Sequence[ModelFormat]:
    from gauntlet_deep_evidence.detector import DeepMapFile

    return [DeepMapFile()]
