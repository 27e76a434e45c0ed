"""Tells what the records of this process depend on besides the image, so that a result need not be computed twice."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

from gauntlet_desktop.api.discovery import Discovered, discover
from gauntlet_desktop.api.manifest import content_sha256
from gauntlet_desktop.api.tasks import Setup
from gauntlet_desktop.core.serialise import dumps, to_plain
from gauntlet_desktop.inference.loader import Registry
from gauntlet_desktop.inference.pipeline import environment


def describe(registry: Registry, found: Iterable[Discovered] | None = None) -> Setup:
    """The setup of a registry; `found` are the plugins that it was loaded from, by default those installed."""
    loaded = {name.partition(" ")[0] for name in registry.plugins}
    plugins = [
        (plugin.manifest.id, plugin.manifest.version, content_sha256(plugin.manifest, plugin.folder))
        for plugin in (discover() if found is None else found)
        if plugin.manifest is not None and plugin.folder is not None and plugin.name in loaded
    ]
    calibrations = [(each.detector.id, _digest(each.calibration)) for each in registry.detectors if each.calibration]
    calibrations += [("+".join(fusion.detectors), _digest(fusion)) for fusion in registry.fusions]
    return Setup(
        plugins=tuple(plugins),
        weights=tuple((each.detector.id, each.weights_sha256) for each in registry.detectors),
        calibrations=tuple(calibrations),
        packages=environment(),
    )


def _digest(value: object) -> str:
    return hashlib.sha256(dumps(to_plain(value)).encode("utf-8", "backslashreplace")).hexdigest()
