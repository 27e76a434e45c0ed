"""The plugin contract: all that a plugin may import besides gauntlet_desktop.core."""

from gauntlet_desktop.api.discovery import API_VERSION
from gauntlet_desktop.api.hookspecs import ENTRY_POINT_GROUP, GauntletSpec, hookimpl, hookspec
from gauntlet_desktop.api.language_models import DescribeRequest, Generated, Grounding, LanguageModel
from gauntlet_desktop.api.model_formats import Choices, ModelFormat, Recognised
from gauntlet_desktop.api.model_store import StoredModel
from gauntlet_desktop.api.portable import (
    NATIVE,
    SQUASHED,
    OnnxDetector,
    OnnxNote,
    OnnxViewsDetector,
    PortableDetector,
    Preparation,
)
from gauntlet_desktop.api.preparing import planes_of, prepared
from gauntlet_desktop.api.protocols import (
    Attack,
    Detector,
    DetectorOutput,
    Explainer,
    ExplainRequest,
    ExplanationMethod,
    FeatureSource,
    FindingRule,
    ImageInput,
    Measurement,
    Narrator,
    Parameter,
    RuleSpec,
    ScopeJudge,
    TrainingRecipe,
)
from gauntlet_desktop.api.report_sections import ReportSection, SectionFigure, SectionTable, SectionText
from gauntlet_desktop.api.torch_models import (
    CAMERA,
    GENERATED,
    DifferentiableDetector,
    Prepared,
    TargetLayer,
    TorchDetector,
)

__all__ = [
    "API_VERSION",
    "CAMERA",
    "ENTRY_POINT_GROUP",
    "GENERATED",
    "NATIVE",
    "SQUASHED",
    "Attack",
    "Choices",
    "DescribeRequest",
    "Detector",
    "DetectorOutput",
    "DifferentiableDetector",
    "ExplainRequest",
    "Explainer",
    "ExplanationMethod",
    "FeatureSource",
    "FindingRule",
    "GauntletSpec",
    "Generated",
    "Grounding",
    "ImageInput",
    "LanguageModel",
    "Measurement",
    "ModelFormat",
    "Narrator",
    "OnnxDetector",
    "OnnxNote",
    "OnnxViewsDetector",
    "Parameter",
    "PortableDetector",
    "Preparation",
    "Prepared",
    "Recognised",
    "ReportSection",
    "RuleSpec",
    "ScopeJudge",
    "SectionFigure",
    "SectionTable",
    "SectionText",
    "StoredModel",
    "TargetLayer",
    "TorchDetector",
    "TrainingRecipe",
    "hookimpl",
    "hookspec",
    "planes_of",
    "prepared",
]
