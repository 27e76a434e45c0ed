"""The analysis of one decoded image: scope, scores, stability, verdict, heatmaps, findings, text, in that order.

The verdict is fixed before anything that explains or narrates runs, and nothing later can change it. Each plugin call
is guarded: a plugin that raises, or gives a number that is not finite, costs its own contribution only.
"""

from __future__ import annotations

import functools
import importlib.metadata
import platform
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import ParamSpec, TypeVar

import numpy as np
from numpy.typing import NDArray

from gauntlet_desktop import __version__
from gauntlet_desktop.api import Explainer, ImageInput
from gauntlet_desktop.core.errors import Cancelled, GauntletError, PluginFault
from gauntlet_desktop.core.findings import examine
from gauntlet_desktop.core.heatmaps import view_sum
from gauntlet_desktop.core.ladder import settled
from gauntlet_desktop.core.planes import Planes
from gauntlet_desktop.core.records import (
    AnalysisRecord,
    FileIdentity,
    Finding,
    Heatmap,
    ImageFacts,
    PluginFailure,
    Provenance,
    Sentence,
    Status,
    Verdict,
)
from gauntlet_desktop.core.scope import scope_reasons
from gauntlet_desktop.core.task import TaskContext
from gauntlet_desktop.inference.ladder import climb
from gauntlet_desktop.inference.loader import LoadedDetector, Registry
from gauntlet_desktop.inference.verdict import Answer, ask, decide

PROGRAM = f"Gauntlet Desktop {__version__}"
MAX_PLUGIN_FAILURES = 3
SUM_TOLERANCE = 1e-3

T = TypeVar("T")
P = ParamSpec("P")


@dataclass(frozen=True, slots=True)
class Picture:
    """A decoded image on its way through the pipeline; pixels are uint8 (height, width, 3)."""

    source: FileIdentity
    facts: ImageFacts
    pixels: NDArray[np.uint8]
    provenance: Provenance


class Pipeline:
    """Runs the plugins of a registry over images; what failed three times in a plugin is left out from then on."""

    def __init__(self, registry: Registry) -> None:
        self._registry = registry
        self._strikes: Counter[tuple[str, str]] = Counter()
        self._failures: list[PluginFailure] = []

    def analyse(self, picture: Picture, context: TaskContext) -> Iterator[AnalysisRecord]:
        """Yield the record as it grows; the last one is complete. Raises Cancelled at the next checkpoint."""
        self._failures = [PluginFailure(plugin, "load", why) for plugin, why in self._registry.failures]
        image = ImageInput(picture.pixels, picture.facts)
        reasons = scope_reasons(picture.pixels, picture.facts)
        context.report(0.05, "Scoring")
        answers = [] if reasons else self._detect(image, self._registry.detectors, context.part(0.05, 0.5))
        verdict = self._stable_verdict(image, answers, context.part(0.5, 0.6))
        record = self._verdict_record(picture, reasons, answers, verdict)
        yield record
        context.report(0.6, "Explaining")
        record = replace(record, heatmaps=self._explain(image, answers, context))
        yield record
        context.report(0.7, "Measuring artifacts")
        record = replace(record, findings=self._examine(picture, context))
        yield record
        context.report(0.95, "Writing the text")
        text = self._narrate(record)
        yield replace(record, text=text, failures=tuple(self._failures), complete=True)

    def _detect(
        self, image: ImageInput, detectors: Sequence[LoadedDetector], context: TaskContext, step: str = "detect"
    ) -> list[Answer]:
        answers = []
        for number, loaded in enumerate(detectors):
            part = context.part(number / len(detectors), (number + 1) / len(detectors))
            answer = self._guarded(loaded.plugin, step, ask, loaded, image, part)
            if answer is not None:
                answers.append(answer)
        return answers

    def _stable_verdict(self, image: ImageInput, answers: Sequence[Answer], context: TaskContext) -> Verdict | None:
        """The verdict after the stability ladder: nothing is said of an image before, for it might not stand."""
        verdict = decide(answers, self._registry.fusions, image.facts)
        if verdict is None:
            return None
        detectors = [answer.loaded for answer in answers if answer.result.id in verdict.detectors]

        def judge(changed: ImageInput, quiet: TaskContext) -> Verdict | None:
            again = self._detect(changed, detectors, quiet, "test stability")
            found = decide(again, self._registry.fusions, changed.facts)
            return found if found and found.detectors == verdict.detectors else None

        return settled(verdict, climb(image.pixels, image.facts, judge, context))

    def _verdict_record(
        self, picture: Picture, reasons: tuple[str, ...], answers: Sequence[Answer], verdict: Verdict | None
    ) -> AnalysisRecord:
        """The record as far as the verdict."""
        if not reasons and answers and verdict is None:
            reasons = ("No calibration covers this image: the scores stand without a likelihood ratio.",)
        if not reasons and not answers:
            reasons = ("No detector could score this image: see the failures.",)
        return AnalysisRecord(
            program=PROGRAM,
            source=picture.source,
            status=Status.OUT_OF_SCOPE if reasons else Status.OK,
            image=picture.facts,
            scope_reasons=reasons,
            verdict=verdict,
            detectors=tuple(answer.result for answer in answers),
            provenance=picture.provenance,
            failures=tuple(self._failures),
            environment=environment(),
        )

    def _explain(self, image: ImageInput, answers: Sequence[Answer], context: TaskContext) -> tuple[Heatmap, ...]:
        """One heatmap a detector: of the first explainer that supports it."""
        heatmaps = []
        for answer in answers:
            explainer = next((e for e in self._registry.explainers if e.supports(answer.loaded.detector)), None)
            if explainer is None:
                continue
            heatmap = self._guarded(explainer.id, "explain", _heatmap, explainer, image, answer, context)
            if heatmap is not None:
                heatmaps.append(heatmap)
        return tuple(heatmaps)

    def _examine(self, picture: Picture, context: TaskContext) -> tuple[Finding, ...]:
        planes = Planes(picture.pixels, picture.facts)
        return examine(
            self._registry.rules,
            planes,
            picture.facts,
            context,
            lambda rule, error: self._fail(rule, "measure", error),
        )

    def _narrate(self, record: AnalysisRecord) -> tuple[Sentence, ...]:
        sentences: list[Sentence] = []
        for narrator in self._registry.narrators:
            written = self._guarded(narrator.id, "narrate", narrator.narrate, record)
            sentences += [sentence for sentence in written or () if sentence.records]
        return tuple(sentences)

    def _guarded(self, plugin: str, step: str, call: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T | None:
        if self._strikes[plugin, step] >= MAX_PLUGIN_FAILURES:
            self._failures.append(PluginFailure(plugin, step, "Left out: it failed three times."))
            return None
        try:
            return call(*args, **kwargs)
        except Cancelled:
            raise
        except (Exception, SystemExit) as error:  # noqa: BLE001 - the plugin call: third-party code may raise anything
            self._strikes[plugin, step] += 1
            self._fail(plugin, step, error)
            return None

    def _fail(self, plugin: str, step: str, error: BaseException) -> None:
        message = error.message if isinstance(error, GauntletError) else f"{type(error).__name__}: {error}"
        self._failures.append(PluginFailure(plugin, step, message))


@functools.cache
def environment() -> tuple[tuple[str, str], ...]:
    """The versions that a result depends on, as (name, version)."""
    packages = ("numpy", "onnxruntime", "pillow", "pi-heif", "c2pa-python", "exifread")
    versions = [(name, importlib.metadata.version(name)) for name in packages]
    return (("python", platform.python_version()), ("platform", platform.platform(terse=True)), *versions)


def _heatmap(explainer: Explainer, image: ImageInput, answer: Answer, context: TaskContext) -> Heatmap:
    """The explainer's heatmap, its sum check computed here; an exact one that does not add up is refused."""
    heatmap = explainer.explain(image, answer.loaded.detector, answer.output, context)
    if not all(np.isfinite(view.values).all() for view in heatmap.views):
        raise PluginFault("map_not_finite", f"{heatmap.method} gave values that are not finite.", "")
    difference = abs(heatmap.score - view_sum(heatmap.views, heatmap.bias))
    if heatmap.exact and difference > SUM_TOLERANCE:
        raise PluginFault("map_not_exact", f"{heatmap.method} misses the score by {difference:.2g}.", "")
    return replace(heatmap, sum_check=difference)
