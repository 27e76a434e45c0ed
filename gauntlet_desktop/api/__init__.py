"""The plugin contract: all that a plugin may import besides gauntlet_desktop.core."""

from gauntlet_desktop.api.discovery import API_VERSION
from gauntlet_desktop.api.hookspecs import ENTRY_POINT_GROUP, GauntletSpec, hookimpl, hookspec
from gauntlet_desktop.api.protocols import (
    Detector,
    DetectorOutput,
    Explainer,
    FindingRule,
    ImageInput,
    Measurement,
    Narrator,
    Parameter,
    RuleSpec,
    TrainingRecipe,
)

__all__ = [
    "API_VERSION",
    "ENTRY_POINT_GROUP",
    "Detector",
    "DetectorOutput",
    "Explainer",
    "FindingRule",
    "GauntletSpec",
    "ImageInput",
    "Measurement",
    "Narrator",
    "Parameter",
    "RuleSpec",
    "TrainingRecipe",
    "hookimpl",
    "hookspec",
]
