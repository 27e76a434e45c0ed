"""Finds installed plugins by their entry points and reads their manifests; no code of a plugin runs here."""

from __future__ import annotations

import importlib.metadata
import importlib.util
import os
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from gauntlet_desktop.api.hookspecs import ENTRY_POINT_GROUP
from gauntlet_desktop.api.manifest import MANIFEST_NAME, Manifest, read_manifest
from gauntlet_desktop.api.switches import read_switches
from gauntlet_desktop.core.errors import PluginFault
from gauntlet_desktop.core.phrases import phrase

API_VERSION = "1"
SAFE_MODE_VARIABLE = "GAUNTLET_SAFE_MODE"
_OWN_DISTRIBUTION = "gauntlet-desktop"


@dataclass(frozen=True, slots=True)
class Discovered:
    """An installed plugin: where it is, what it declares, why it cannot be loaded (empty text: it can), and whether the
    user disabled it."""

    name: str
    distribution: str
    folder: Path | None
    manifest: Manifest | None
    problem: str
    disabled: bool = False

    @property
    def built_in(self) -> bool:
        return self.distribution == _OWN_DISTRIBUTION


def safe_mode(environment: Mapping[str, str] = os.environ) -> bool:
    """Whether only built-in plugins are loaded (GAUNTLET_SAFE_MODE set to anything but 0)."""
    return environment.get(SAFE_MODE_VARIABLE, "0") not in ("", "0")


def discover() -> tuple[Discovered, ...]:
    """The plugins that are in use: those of `installed` that the user did not disable."""
    return tuple(plugin for plugin in installed() if not plugin.disabled)


def installed() -> tuple[Discovered, ...]:
    """All plugins of this environment, built-in ones first, then by name; the same one twice is a problem.

    Where it cannot be read which ones are disabled, no third-party plugin is loaded: it may be one of these.
    """
    disabled, problem = _choice()
    found = [_inspect(entry) for entry in importlib.metadata.entry_points(group=ENTRY_POINT_GROUP)]
    found.sort(key=lambda plugin: (not plugin.built_in, plugin.name))
    seen: set[str] = set()
    plugins = (_first_of_its_id(plugin, seen) for plugin in found)
    return tuple(_with_choice(plugin, disabled, problem) for plugin in plugins)


def _choice() -> tuple[tuple[str, ...], str]:
    """The ids of the disabled plugins, and why no third-party plugin is loaded (empty: they are)."""
    try:
        disabled, problem = read_switches().disabled, ""
    except PluginFault as fault:
        disabled, problem = (), phrase("Not loaded: {why}", why=fault.sentence)
    return disabled, phrase("Not loaded: safe mode is on.") if safe_mode() else problem


def _with_choice(plugin: Discovered, disabled: tuple[str, ...], problem: str) -> Discovered:
    refused = plugin.problem or ("" if plugin.built_in else problem)
    return replace(plugin, problem=refused, disabled=plugin.name in disabled)


def _inspect(entry: importlib.metadata.EntryPoint) -> Discovered:
    distribution = entry.dist.name if entry.dist else ""
    try:
        folder = _package_folder(entry.value)
        manifest = read_manifest(folder / MANIFEST_NAME, API_VERSION)
    except PluginFault as fault:
        return Discovered(entry.name, distribution, None, None, fault.sentence)
    problem = ""
    if manifest.entry != entry.value:
        problem = phrase(
            "The manifest's entry {own!r} is not the entry point {entry!r}.", own=manifest.entry, entry=entry.value
        )
    return Discovered(manifest.id, distribution, folder, manifest, problem)


def _package_folder(entry_value: str) -> Path:
    """The folder of a package, found without importing it: only a top-level package can be, so it must be one."""
    if not entry_value.isidentifier():
        raise PluginFault(
            "entry_invalid",
            phrase("The entry {package!r} is no top-level package.", package=entry_value),
            "See the guide.",
        )
    try:
        spec = importlib.util.find_spec(entry_value)
    except (ImportError, ValueError):  # a module that is loaded already and tells nothing of itself, as __main__
        spec = None
    if spec is None or not spec.submodule_search_locations:
        raise PluginFault(
            "entry_missing",
            phrase("The package {package!r} is not there.", package=entry_value),
            "Install the plugin again.",
        )
    return Path(next(iter(spec.submodule_search_locations)))


def _first_of_its_id(plugin: Discovered, seen: set[str]) -> Discovered:
    if plugin.manifest is None or plugin.name not in seen:
        seen.add(plugin.name)
        return plugin
    return Discovered(
        plugin.name,
        plugin.distribution,
        plugin.folder,
        plugin.manifest,
        f"Another plugin has the id {plugin.name!r} already.",
    )
