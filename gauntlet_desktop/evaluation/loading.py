"""Loads the installed plugins to find out what fails; run in a process of its own, for a plugin may end it."""

from __future__ import annotations

from dataclasses import dataclass

from gauntlet_desktop.api.discovery import discover
from gauntlet_desktop.inference.loader import load


@dataclass(frozen=True, slots=True)
class LoadFailure:
    """Why a plugin, or a part of it, was not loaded; `traceback` is empty where its code raised nothing unexpected."""

    plugin: str
    reason: str
    traceback: str = ""


def load_failures() -> tuple[LoadFailure, ...]:
    """What fails when the plugins in use are loaded as an analysis loads them."""
    registry = load()
    return tuple(LoadFailure(name, why, registry.tracebacks.get(name, "")) for name, why in registry.failures)


def load_failure_of(plugin_id: str) -> LoadFailure | None:
    """What fails when one plugin is loaded alone; None where it loads."""
    registry = load([plugin for plugin in discover() if plugin.name == plugin_id])
    if registry.plugins:
        return None
    why = next((why for name, why in registry.failures if name == plugin_id), "")
    return LoadFailure(plugin_id, why, registry.tracebacks.get(plugin_id, ""))
