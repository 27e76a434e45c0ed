"""All detectors in one list, those of plugins and imported ones, from descriptions alone: no plugin is loaded."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from gauntlet_desktop.api.discovery import Discovered, discover
from gauntlet_desktop.api.manifest import DataFile, detectors_with_weights, file_sha256, read_card
from gauntlet_desktop.api.model_store import StoredModel
from gauntlet_desktop.app.model_cards import imported_card
from gauntlet_desktop.app.settings import own_calibrations
from gauntlet_desktop.training.calibrate import CALIBRATION_NAME
from gauntlet_desktop.training.imported import list_imported


@dataclass(frozen=True, slots=True)
class ListedModel:
    """One detector. `calibration` is "shipped", "own" or "" for none, with the SHA-256 of its file; `card` is the model
    card (Markdown; empty: none); `problem` says why the detector cannot be read."""

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
    card: str = ""
    problem: str = ""
    calibration_sha256: str = ""


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
    files = {data.path: data for data in manifest.files}
    models = []
    for detector, weights in detectors_with_weights(manifest):
        calibration, digest = _calibration(detector.id, files.get(detector.calibration), own)
        models.append(
            ListedModel(
                id=detector.id,
                architecture=manifest.description,
                version=manifest.version,
                licence=weights.licence,
                origin=f"the plugin {plugin.name} of {plugin.distribution}",
                sha256=weights.sha256,
                bytes=weights.bytes,
                calibration=calibration,
                experimental=detector.experimental,
                imported=False,
                card=read_card(plugin.folder / detector.model_card) if detector.model_card else "",
                calibration_sha256=digest,
            )
        )
    return models


def _imported(model: StoredModel, own: Path) -> ListedModel:
    shipped = next((data for data in model.files if data.path == CALIBRATION_NAME), None)
    calibration, digest = _calibration(model.id, shipped, own)
    return ListedModel(
        id=model.id,
        architecture=model.architecture,
        version=model.version,
        licence=model.licence,
        origin=f"{model.origin}; imported from {model.imported_name}",
        sha256=model.weights_sha256,
        bytes=sum(data.bytes for data in model.files),
        calibration=calibration,
        experimental=True,
        imported=True,
        format=model.format,
        calibration_sha256=digest,
        card=imported_card(model, calibration),
    )


def _broken(model_id: str, why: str) -> ListedModel:
    return ListedModel(model_id, "", "", "", "", "", 0, "", experimental=True, imported=True, problem=why)


def _calibration(model_id: str, shipped: DataFile | None, own: Path) -> tuple[str, str]:
    """Whose calibration is in use, and the SHA-256 of its file."""
    try:
        return "own", file_sha256(own / model_id / CALIBRATION_NAME)
    except OSError:
        return ("shipped", shipped.sha256) if shipped else ("", "")
