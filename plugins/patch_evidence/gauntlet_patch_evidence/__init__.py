"""The patch-evidence net: an embedded detector, its recipe, and the exact explainer of nets whose map is the score."""

from __future__ import annotations

from collections.abc import Sequence

from gauntlet_desktop.api import Detector, Explainer, ModelFormat, TrainingRecipe, hookimpl


@hookimpl
def gauntlet_detectors() -> Sequence[Detector]:
    from gauntlet_patch_evidence.detector import MapDetector

    return [MapDetector()]


@hookimpl
def gauntlet_explainers() -> Sequence[Explainer]:
    from gauntlet_patch_evidence.explainer import EvidenceMapExplainer

    return [EvidenceMapExplainer()]


@hookimpl
def gauntlet_training_recipes() -> Sequence[TrainingRecipe]:
    from gauntlet_patch_evidence.recipe import PatchEvidenceRecipe

    return [PatchEvidenceRecipe()]


@hookimpl
def gauntlet_model_formats() -> Sequence[ModelFormat]:
    from gauntlet_patch_evidence.map_file import MapFile

    return [MapFile()]
