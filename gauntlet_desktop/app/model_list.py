"""All detectors in one list, those of plugins and imported ones, from descriptions alone: no plugin is loaded."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from gauntlet_desktop.api.discovery import Discovered, discover
from gauntlet_desktop.api.manifest import detectors_with_weights
from gauntlet_desktop.api.model_store import StoredModel
from gauntlet_desktop.app.settings import own_calibrations
from gauntlet_desktop.training.calibrate import CALIBRATION_NAME
from gauntlet_desktop.training.imported import list_imported


@dataclass(frozen=True, slots=True)
class ListedModel:
    """One detector. `calibration` is "shipped", "own" or "" for none; `problem` says why it cannot be read."""

    id: str
    architecture: str
    version: str
    licence: str
    origin: str
    sha256: str
    bytes: int
    calibration: str
    experimental: bool
    imported: bool
    format: str = ""
    problem: str = ""


def all_models() -> tuple[ListedModel, ...]:
    """The detectors of the plugins, then the imported ones, then imported ones that are damaged."""
    own = own_calibrations()
    stored, broken = list_imported()
    return (
        *(model for plugin in discover() for model in _of_plugin(plugin, own)),
        *(_imported(model, own) for model in stored),
        *(_broken(model_id, why) for model_id, why in broken),
    )


def _of_plugin(plugin: Discovered, own: Path) -> list[ListedModel]:
    manifest = plugin.manifest
    if manifest is None or plugin.folder is None:
        return []
    return [
        ListedModel(
            id=detector.id,
            architecture=manifest.description,
            version=manifest.version,
            licence=weights.licence,
            origin=f"the plugin {plugin.name} of {plugin.distribution}",
            sha256=weights.sha256,
            bytes=weights.bytes,
            calibration=_calibration(detector.id, bool(detector.calibration), own),
            experimental=detector.experimental,
            imported=False,
        )
        for detector, weights in detectors_with_weights(manifest)
    ]


def _imported(model: StoredModel, own: Path) -> ListedModel:
    return ListedModel(
        id=model.id,
        architecture=model.architecture,
        version=model.version,
        licence=model.licence,
        origin=f"{model.origin}; imported from {model.imported_name}",
        sha256=model.weights_sha256,
        bytes=sum(data.bytes for data in model.files),
        calibration=_calibration(model.id, CALIBRATION_NAME in {data.path for data in model.files}, own),
        experimental=True,
        imported=True,
        format=model.format,
    )


def _broken(model_id: str, why: str) -> ListedModel:
    return ListedModel(model_id, "", "", "", "", "", 0, "", experimental=True, imported=True, problem=why)


def _calibration(model_id: str, shipped: bool, own: Path) -> str:
    if (own / model_id / CALIBRATION_NAME).is_file():
        return "own"
    return "shipped" if shipped else ""
