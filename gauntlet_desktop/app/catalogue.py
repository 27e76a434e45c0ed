"""What plugins are installed and in which state, from their manifests alone."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from gauntlet_desktop.api.discovery import Discovered, discover, installed
from gauntlet_desktop.api.manifest import content_sha256, detectors_with_weights, read_card, verify_files
from gauntlet_desktop.core.errors import PluginFault

READY, FAILED, DISABLED = "ready", "failed", "disabled"


@dataclass(frozen=True, slots=True)
class PluginInfo:
    """One installed plugin as lists show it. `state` is "ready", "failed" or "disabled"; `reason` says why it failed,
    with the `traceback` of what its code raised when that was tried. `sha256` is over all files of its package, empty
    where these cannot be read."""

    id: str
    name: str
    version: str
    kinds: tuple[str, ...]
    licence: str
    description: str
    distribution: str
    built_in: bool
    state: str
    reason: str
    folder: Path | None
    sha256: str = ""
    traceback: str = ""


@dataclass(frozen=True, slots=True)
class ModelInfo:
    """One installed detector: its weights' SHA-256, whether it is calibrated, whether its measured figures make it
    experimental, and its model card (Markdown; empty: none)."""

    id: str
    plugin: str
    version: str
    weights: str
    weights_sha256: str
    calibrated: bool
    model_card: str
    experimental: bool = False


def list_plugins(*, verify: bool = True) -> tuple[PluginInfo, ...]:
    """All installed plugins; with `verify` their declared files are hashed too."""
    return tuple(_plugin_info(plugin, verify) for plugin in installed())


def list_models() -> tuple[ModelInfo, ...]:
    """The detectors that the plugins in use declare."""
    return tuple(model for plugin in discover() for model in _models(plugin))


def _plugin_info(plugin: Discovered, verify: bool) -> PluginInfo:
    problem = "" if plugin.disabled else plugin.problem or (_damage(plugin) if verify else "")
    manifest = plugin.manifest
    return PluginInfo(
        id=plugin.name,
        name=manifest.name if manifest else plugin.name,
        version=manifest.version if manifest else "",
        kinds=manifest.kinds if manifest else (),
        licence=manifest.licence if manifest else "",
        description=manifest.description if manifest else "",
        distribution=plugin.distribution,
        built_in=plugin.built_in,
        state=DISABLED if plugin.disabled else FAILED if problem else READY,
        reason=problem,
        folder=plugin.folder,
        sha256=_digest(plugin) if verify else "",
    )


def _damage(plugin: Discovered) -> str:
    if plugin.manifest is None or plugin.folder is None:
        return ""
    try:
        verify_files(plugin.manifest, plugin.folder)
    except PluginFault as fault:
        return fault.sentence
    return ""


def _digest(plugin: Discovered) -> str:
    if plugin.manifest is None or plugin.folder is None:
        return ""
    try:
        return content_sha256(plugin.manifest, plugin.folder)
    except OSError:
        return ""


def _models(plugin: Discovered) -> list[ModelInfo]:
    if plugin.manifest is None or plugin.folder is None:
        return []
    return [
        ModelInfo(
            id=detector.id,
            plugin=plugin.name,
            version=plugin.manifest.version,
            weights=detector.weights,
            weights_sha256=weights.sha256,
            calibrated=bool(detector.calibration),
            model_card=read_card(plugin.folder / detector.model_card) if detector.model_card else "",
            experimental=detector.experimental,
        )
        for detector, weights in detectors_with_weights(plugin.manifest)
    ]
