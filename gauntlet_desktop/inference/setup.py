"""Tells what the records of this process depend on besides the image, so that a result need not be computed twice."""

from __future__ import annotations

from gauntlet_desktop.api.tasks import Setup
from gauntlet_desktop.inference.loader import Registry
from gauntlet_desktop.inference.pipeline import environment


def describe(registry: Registry) -> Setup:
    """The setup of a registry."""
    calibrations = [(each.detector.id, each.calibration.sha256) for each in registry.detectors if each.calibration]
    calibrations += [("+".join(fusion.detectors), fusion.sha256) for fusion in registry.fusions]
    return Setup(
        plugins=tuple((plugin.id, plugin.version, plugin.sha256) for plugin in registry.plugins),
        weights=tuple((each.detector.id, each.weights_sha256) for each in registry.detectors),
        calibrations=tuple(calibrations),
        packages=environment(),
    )
