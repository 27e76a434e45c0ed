"""Explains a detector's answer to one image by a method that a person chose, with the installed plugins."""

from __future__ import annotations

from gauntlet_desktop.api.protocols import ImageInput
from gauntlet_desktop.api.tasks import Explain, Explainable
from gauntlet_desktop.core.records import Heatmap
from gauntlet_desktop.core.task import TaskContext
from gauntlet_desktop.inference import explaining
from gauntlet_desktop.inference.loader import load


def explainable() -> list[Explainable]:
    """All pairs of an installed detector and a method that supports it."""
    return list(explaining.explainable(load()))


def explain_image(image: ImageInput, task: Explain, context: TaskContext) -> Heatmap:
    """The heatmap of one method, with its audit if that is asked for. Raises UserError for a detector, method, class or
    layer that there is not, PluginFault for a map with numbers that are not finite."""
    return explaining.explain_image(load(), image, task, context)
