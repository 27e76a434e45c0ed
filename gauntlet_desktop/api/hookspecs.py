"""The hooks of plugin API 1. They only register things; work on images goes through the protocols."""

from __future__ import annotations

from collections.abc import Sequence

import pluggy

from gauntlet_desktop.api.language_models import LanguageModel
from gauntlet_desktop.api.model_formats import ModelFormat
from gauntlet_desktop.api.protocols import (
    Attack,
    Detector,
    Explainer,
    ExplanationMethod,
    FindingRule,
    Narrator,
    ScopeJudge,
    TrainingRecipe,
)
from gauntlet_desktop.api.report_sections import ReportSection

PROJECT = "gauntlet_desktop"
ENTRY_POINT_GROUP = "gauntlet_desktop.plugins"

hookspec = pluggy.HookspecMarker(PROJECT)
hookimpl = pluggy.HookimplMarker(PROJECT)


class GauntletSpec:
    """What a plugin module may implement; every hook returns new objects, cheap to make: load weights on first use."""

    @hookspec
    def gauntlet_detectors(self) -> Sequence[Detector]:
        """Detectors that score an image."""
        raise NotImplementedError

    @hookspec
    def gauntlet_explainers(self) -> Sequence[Explainer]:
        """Explainers that show what moved a detector's score."""
        raise NotImplementedError

    @hookspec
    def gauntlet_explanation_methods(self) -> Sequence[ExplanationMethod]:
        """Methods of explanation that a person asks for."""
        raise NotImplementedError

    @hookspec
    def gauntlet_model_formats(self) -> Sequence[ModelFormat]:
        """Layouts of weights that a user may import."""
        raise NotImplementedError

    @hookspec
    def gauntlet_finding_rules(self) -> Sequence[FindingRule]:
        """Rules that measure one artifact each, independently of any detector."""
        raise NotImplementedError

    @hookspec
    def gauntlet_attacks(self) -> Sequence[Attack]:
        """Adversarial attacks, for evaluation."""
        raise NotImplementedError

    @hookspec
    def gauntlet_scope_judges(self) -> Sequence[ScopeJudge]:
        """Judges of what the detectors were not validated on."""
        raise NotImplementedError

    @hookspec
    def gauntlet_narrators(self) -> Sequence[Narrator]:
        """Writers of sentences that are bound to records."""
        raise NotImplementedError

    @hookspec
    def gauntlet_language_models(self) -> Sequence[LanguageModel]:
        """Language models that the user may ask for text."""
        raise NotImplementedError

    @hookspec
    def gauntlet_report_sections(self) -> Sequence[ReportSection]:
        """Sections that are added to reports."""
        raise NotImplementedError

    @hookspec
    def gauntlet_training_recipes(self) -> Sequence[TrainingRecipe]:
        """Recipes for `gauntlet train`."""
        raise NotImplementedError
