"""Carries out the tasks of an inference process: one function a kind of task."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator
from typing import assert_never

from gauntlet_desktop.api.protocols import ImageInput
from gauntlet_desktop.api.tasks import (
    Analyse,
    Describe,
    Described,
    Describers,
    Explain,
    Explainables,
    Explained,
    ListDescribers,
    ListExplainable,
    Task,
    Value,
    Viewed,
    ViewFinding,
)
from gauntlet_desktop.core.errors import UserError
from gauntlet_desktop.core.records import AnalysisRecord
from gauntlet_desktop.core.task import TaskContext
from gauntlet_desktop.inference.describe import describe
from gauntlet_desktop.inference.describers import describers, find_model
from gauntlet_desktop.inference.explaining import chosen, explain_image, explainable
from gauntlet_desktop.inference.finding_views import view_finding
from gauntlet_desktop.inference.loader import Registry
from gauntlet_desktop.inference.pipeline import Picture, Pipeline

# Characters of a growing text that are passed on: what a window shows of it.
_TAIL = 4000


class Tasks:
    """Does what a process is asked, with the plugins of a registry."""

    def __init__(self, registry: Registry, left_out: Iterable[tuple[str, str]] = ()) -> None:
        """`left_out` are the (plugin, step) that analyses do without."""
        self._registry = registry
        self._pipeline = Pipeline(registry, left_out)
        self._warm: set[str] = set()  # detectors that have run in this process

    def perform(self, task: Task, picture: Picture | None, context: TaskContext) -> Iterator[AnalysisRecord | Value]:
        """What there is to tell, as it comes. Raises Cancelled at the next checkpoint, and what the task raises."""
        match task:
            case Analyse():
                yield from self._pipeline.analyse(_needed(picture), context, verdict_only=task.verdict_only)
            case Explain():
                yield self._explain(task, _needed(picture), context)
            case ListExplainable():
                yield Explainables(tuple(explainable(self._registry)))
            case Describe():
                yield self._describe(task, _needed(picture), context)
            case ViewFinding():
                yield Viewed(view_finding(self._registry.rules, task.finding, _needed(picture)))
            case ListDescribers():
                yield Describers(tuple(describers(self._registry)))
            case _:
                assert_never(task)

    def _explain(self, task: Explain, picture: Picture, context: TaskContext) -> Explained:
        """A detector loads its weights with its first image: it is given one before the time is taken."""
        image = ImageInput(picture.pixels, picture.facts)
        detector, method = chosen(self._registry, task)
        if detector.id not in self._warm:
            context.report(0.0, "Loading the detector")
            detector.detect(image, context.silent())
            self._warm.add(detector.id)
        passes = method.passes(detector, task.request)
        start = time.perf_counter()
        heatmap = explain_image(self._registry, image, task, context)
        return Explained(heatmap, time.perf_counter() - start, passes)

    def _describe(self, task: Describe, picture: Picture, context: TaskContext) -> Described:
        if task.record.source.sha256 != picture.source.sha256:
            raise UserError(
                "file_changed",
                "The file is not the one that was analysed: its content has changed.",
                "Analyse it again.",
            )
        model = find_model(self._registry, task.request.model)
        image = ImageInput(picture.pixels, picture.facts)

        def tell(step: str, text: str) -> None:
            context.say(step, text[-_TAIL:])

        return Described(describe(model, image, task.record, task.request, context, on_text=tell))


def _needed(picture: Picture | None) -> Picture:
    if picture is None:
        raise UserError("no_picture", "This needs a picture.", "Choose an image first.")
    return picture
