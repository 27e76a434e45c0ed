"""Loads plugins one by one, each guarded, and collects what they register, with calibrations and fusions; then the
models that the user imported, each through the format that recognised it.

pluggy's own entry-point loader stops at the first plugin that raises; here a bad plugin costs itself only.
"""

from __future__ import annotations

import contextlib
import importlib
import traceback
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pluggy

from gauntlet_desktop.api import (
    Attack,
    Detector,
    Explainer,
    ExplanationMethod,
    FindingRule,
    GauntletSpec,
    LanguageModel,
    ModelFormat,
    Narrator,
    ReportSection,
    ScopeJudge,
    TrainingRecipe,
)
from gauntlet_desktop.api.discovery import Discovered, discover
from gauntlet_desktop.api.hookspecs import PROJECT
from gauntlet_desktop.api.manifest import DetectorEntry, Manifest, content_sha256, verify_files
from gauntlet_desktop.api.model_store import model_folders, models_folder, read_model, verify_model
from gauntlet_desktop.core.calibration import Calibration, read_calibration
from gauntlet_desktop.core.errors import PluginFault
from gauntlet_desktop.core.fusion import Fusion, read_fusion
from gauntlet_desktop.core.phrases import phrase
from gauntlet_desktop.core.records import UsedPlugin
from gauntlet_desktop.inference.shared_state import kept

CALIBRATION_NAME = "calibration.json"
_TRACEBACK_CHARACTERS = 20_000


@dataclass(frozen=True, slots=True)
class LoadedDetector:
    """A detector with what its manifest says of it; without a calibration it runs, and is called uncalibrated.

    `own_calibration` says that the user calibrated it: that one then stands in place of the shipped one. `imported`
    says that the user brought the weights along.
    """

    detector: Detector
    plugin: str
    version: str
    weights_sha256: str
    calibration: Calibration | None
    experimental: bool
    own_calibration: bool = False
    imported: bool = False


@dataclass(slots=True)
class Registry:
    """What the loaded plugins registered, and the plugins that failed, as (plugin, reason). `used` are those of
    `plugins` that can shape a record. `tracebacks` are of those whose code raised what was not expected."""

    plugins: list[UsedPlugin] = field(default_factory=list)
    used: list[UsedPlugin] = field(default_factory=list)
    detectors: list[LoadedDetector] = field(default_factory=list)
    fusions: list[Fusion] = field(default_factory=list)
    explainers: list[Explainer] = field(default_factory=list)
    methods: list[ExplanationMethod] = field(default_factory=list)
    formats: list[ModelFormat] = field(default_factory=list)
    rules: list[FindingRule] = field(default_factory=list)
    attacks: list[Attack] = field(default_factory=list)
    judges: list[ScopeJudge] = field(default_factory=list)
    narrators: list[Narrator] = field(default_factory=list)
    recipes: list[TrainingRecipe] = field(default_factory=list)
    language_models: list[LanguageModel] = field(default_factory=list)
    report_sections: list[ReportSection] = field(default_factory=list)
    failures: list[tuple[str, str]] = field(default_factory=list)
    tracebacks: dict[str, str] = field(default_factory=dict)


def load(
    found: Iterable[Discovered] | None = None, own_calibrations: Path | None = None, models: Path | None = None
) -> Registry:
    """Import and register every plugin that can be; what fails is listed in `failures`.

    `own_calibrations` is the folder of the user's calibrations: <detector id>/calibration.json.
    `models` is the folder of imported models, by default the user's own.
    """
    registry = Registry()
    plugins = list(discover() if found is None else found)
    for plugin in plugins:
        with _listed(plugin.name, registry):
            _load_one(plugin, registry)
    for folder in model_folders(models or models_folder()):
        with _listed(f"model {folder.name}", registry):
            registry.detectors.append(_imported(folder, registry))
    if own_calibrations is not None:
        for index, loaded in enumerate(registry.detectors):
            with _listed(loaded.plugin, registry):
                registry.detectors[index] = _own(loaded, own_calibrations)
    for plugin in plugins:
        with _listed(plugin.name, registry):
            _load_fusion(plugin, registry)
    return registry


@contextlib.contextmanager
def _listed(plugin: str, registry: Registry) -> Iterator[None]:
    """Whatever is raised inside is a failure of the plugin, and no more."""
    try:
        with kept(plugin):
            yield
    except PluginFault as fault:
        registry.failures.append((plugin, fault.sentence))
    except (Exception, SystemExit) as error:  # noqa: BLE001 - third-party code may raise anything at import
        registry.failures.append((plugin, f"{type(error).__name__}: {error}".strip()))
        registry.tracebacks[plugin] = traceback.format_exc()[-_TRACEBACK_CHARACTERS:]


def _load_one(plugin: Discovered, registry: Registry) -> None:
    """Register one plugin wholly or not at all."""
    if plugin.manifest is None or plugin.folder is None or plugin.problem:
        raise PluginFault("not_loadable", plugin.problem, "")
    verify_files(plugin.manifest, plugin.folder)
    manager = pluggy.PluginManager(PROJECT)
    manager.add_hookspecs(GauntletSpec)
    manager.register(importlib.import_module(plugin.manifest.entry), plugin.name)
    manager.check_pending()
    hook: Any = manager.hook
    detectors = [_with_manifest(d, plugin.manifest, plugin.folder) for d in _gather(hook.gauntlet_detectors())]
    explainers = _checked(Explainer, hook.gauntlet_explainers())
    methods = _checked(ExplanationMethod, hook.gauntlet_explanation_methods())
    formats = _checked(ModelFormat, hook.gauntlet_model_formats())
    rules = _checked(FindingRule, hook.gauntlet_finding_rules())
    attacks = _checked(Attack, hook.gauntlet_attacks())
    judges = _checked(ScopeJudge, hook.gauntlet_scope_judges())
    narrators = _checked(Narrator, hook.gauntlet_narrators())
    recipes = _checked(TrainingRecipe, hook.gauntlet_training_recipes())
    language_models = _checked(LanguageModel, hook.gauntlet_language_models())
    report_sections = _checked(ReportSection, hook.gauntlet_report_sections())
    loaded = UsedPlugin(plugin.name, plugin.manifest.version, content_sha256(plugin.manifest, plugin.folder))
    registry.plugins.append(loaded)
    if detectors or explainers or methods or formats or rules or judges or narrators:
        registry.used.append(loaded)
    registry.detectors += detectors
    registry.explainers += explainers
    registry.methods += methods
    registry.formats += formats
    registry.rules += rules
    registry.attacks += attacks
    registry.judges += judges
    registry.narrators += narrators
    registry.recipes += recipes
    registry.language_models += language_models
    registry.report_sections += report_sections


def _gather(results: Sequence[Sequence[Any]]) -> list[Any]:
    return [item for result in results for item in result]


def _checked(protocol: type, results: Sequence[Sequence[Any]]) -> list[Any]:
    items = _gather(results)
    for item in items:
        if not isinstance(item, protocol):
            raise PluginFault(
                "contract",
                phrase("{kind} is no {protocol}.", kind=type(item).__name__, protocol=protocol.__name__),
                "See docs/plugin-guide.md.",
            )
    return items


def _with_manifest(detector: Any, manifest: Manifest, folder: Path) -> LoadedDetector:
    _checked(Detector, [[detector]])
    entry = next((e for e in manifest.detectors if e.id == detector.id), None)
    if entry is None:
        raise PluginFault(
            "contract",
            phrase("The detector {detector!r} is not in the manifest.", detector=detector.id),
            "Add it under [[detectors]].",
        )
    digest = next((data.sha256 for data in manifest.files if data.path == entry.weights), "")
    calibration = _calibration(entry, folder, digest)
    return LoadedDetector(detector, manifest.id, manifest.version, digest, calibration, entry.experimental)


def _imported(folder: Path, registry: Registry) -> LoadedDetector:
    """The detector on an imported model; its calibration, where one came along, must be of these very weights."""
    model = read_model(folder)
    verify_model(model)
    if any(loaded.detector.id == model.id for loaded in registry.detectors):
        raise PluginFault(
            "duplicate_id", phrase("There is a detector {model!r} already.", model=model.id), "Import the model anew."
        )
    found = next((each for each in registry.formats if each.id == model.format), None)
    if found is None:
        raise PluginFault(
            "format_missing",
            phrase("No plugin knows the format {format!r} of {model}.", format=model.format, model=model.id),
            "Install its plugin again.",
        )
    detector = found.detector(model)
    _checked(Detector, [[detector]])
    entry = DetectorEntry(model.id, model.weights, calibration=CALIBRATION_NAME)
    has_one = any(data.path == CALIBRATION_NAME for data in model.files)
    calibration = _calibration(entry, folder, model.weights_sha256) if has_one else None
    return LoadedDetector(
        detector,
        f"model {model.id}",
        model.version,
        model.weights_sha256,
        calibration,
        experimental=True,
        imported=True,
    )


def _calibration(entry: DetectorEntry, folder: Path, weights_sha256: str) -> Calibration | None:
    """The detector's calibration, which must have been fitted on these very weights."""
    if not entry.calibration:
        return None
    calibration = read_calibration((folder / entry.calibration).read_bytes().decode("utf-8"))
    if calibration.weights_sha256 != weights_sha256:
        raise PluginFault(
            "calibration_mismatch",
            phrase(
                "The calibration of {detector} was fitted on other weights ({digest}).",
                detector=entry.id,
                digest=calibration.weights_sha256[:12],
            ),
            "Calibrate the detector again, or install matching files.",
        )
    return calibration


def _own(loaded: LoadedDetector, folder: Path) -> LoadedDetector:
    """The detector with the user's calibration where there is one for these very weights."""
    path = folder / loaded.detector.id / CALIBRATION_NAME
    try:
        calibration = read_calibration(path.read_bytes().decode("utf-8"))
    except FileNotFoundError:
        return loaded
    except (OSError, UnicodeDecodeError) as error:
        raise PluginFault(
            "calibration_invalid",
            phrase("Your calibration {file} cannot be read ({reason}).", file=path.name, reason=str(error)),
            "",
        ) from error
    if (calibration.detector, calibration.weights_sha256) != (loaded.detector.id, loaded.weights_sha256):
        raise PluginFault(
            "calibration_mismatch",
            phrase("Your calibration of {detector} is for other weights and is not used.", detector=loaded.detector.id),
            phrase(
                "Calibrate it again, or remove it with “gauntlet calibrate {detector} --remove”.",
                detector=loaded.detector.id,
            ),
        )
    strata = tuple(
        replace(each, name=f"{each.name}; calibrated by the user on {each.n_real + each.n_fake} images")
        for each in calibration.strata
    )
    return replace(loaded, calibration=replace(calibration, strata=strata), own_calibration=True)


def _load_fusion(plugin: Discovered, registry: Registry) -> None:
    """Register a plugin's fusion where all of its inputs are there as they were when it was fitted."""
    if plugin.manifest is None or plugin.folder is None or not plugin.manifest.fusion or plugin.problem:
        return
    fusion = read_fusion((plugin.folder / plugin.manifest.fusion).read_bytes().decode("utf-8"))
    at_these_weights = {
        (loaded.detector.id, loaded.weights_sha256)
        for loaded in registry.detectors
        if loaded.calibration is not None and not loaded.own_calibration
    }
    for each in fusion.inputs:
        if (each.detector, each.weights_sha256) not in at_these_weights:
            raise PluginFault(
                "fusion_incomplete",
                phrase(
                    "The fusion is left out: {detector} is not there as it was fitted, with its own calibration.",
                    detector=each.detector,
                ),
                "The verdict rests on one detector alone.",
            )
    registry.fusions.append(fusion)
