"""The analysis of one decoded image: scope, scores, stability, verdict, heatmaps, findings, text, in that order.

The verdict is fixed before anything that explains or narrates runs, and nothing later can change it. Each plugin call
is guarded: a plugin that raises, or gives a number that is not finite, costs its own contribution only.
"""

from __future__ import annotations

import functools
import importlib.metadata
import os
import platform
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import ParamSpec, TypeVar

import numpy as np
from numpy.typing import NDArray

from gauntlet_desktop import __version__
from gauntlet_desktop.api import ImageInput, Narrator
from gauntlet_desktop.core.errors import Cancelled, GauntletError, PluginFault
from gauntlet_desktop.core.findings import examine
from gauntlet_desktop.core.ladder import settled
from gauntlet_desktop.core.phrases import phrase
from gauntlet_desktop.core.planes import Planes
from gauntlet_desktop.core.records import (
    EXPLAINING_STEPS,
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
from gauntlet_desktop.inference.explainers import explained
from gauntlet_desktop.inference.ladder import climb
from gauntlet_desktop.inference.loader import LoadedDetector, Registry
from gauntlet_desktop.inference.scope import judged
from gauntlet_desktop.inference.shared_state import kept
from gauntlet_desktop.inference.verdict import Answer, ask, decide

PROGRAM = f"Gauntlet Desktop {__version__}"
MAX_PLUGIN_FAILURES = 3

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
    """Runs the plugins of a registry over images; what failed three times in a plugin is left out from then on.

    `left_out` are the (plugin, step) that failed as often in other processes.
    """

    def __init__(self, registry: Registry, left_out: Iterable[tuple[str, str]] = ()) -> None:
        self._registry = registry
        self._strikes = Counter(dict.fromkeys(left_out, MAX_PLUGIN_FAILURES))
        self._context = TaskContext()
        self._failures: list[PluginFailure] = []

    def analyse(
        self, picture: Picture, context: TaskContext, *, verdict_only: bool = False
    ) -> Iterator[AnalysisRecord]:
        """Yield the record as it grows; the last one is complete. Raises Cancelled at the next checkpoint.

        With `verdict_only` there is one record, which names in `left_out` the steps behind the verdict.
        """
        self._context = context
        self._failures = [PluginFailure(plugin, "load", why) for plugin, why in self._registry.failures]
        image = ImageInput(picture.pixels, picture.facts)
        reasons = self._scope(image, context)
        context.report(0.05, "Scoring")
        answers = [] if reasons else self._detect(image, self._registry.detectors, context.part(0.05, 0.5))
        verdict = self._stable_verdict(image, answers, context.part(0.5, 0.6))
        record = self._verdict_record(picture, reasons, answers, verdict)
        if verdict_only:
            yield replace(record, complete=True, left_out=EXPLAINING_STEPS)
            return
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

    def _scope(self, image: ImageInput, context: TaskContext) -> tuple[str, ...]:
        """Why the image is out of scope; a judge that fails is left out, and listed."""
        if reasons := scope_reasons(image.pixels, image.facts):
            return reasons
        asked = [self._guarded(j.id, "judge scope", judged, image, [j], context) for j in self._registry.judges]
        return tuple(reason for reasons in asked for reason in reasons or ())

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
            plugins=tuple(self._registry.used),
            environment=(*environment(), ("processor", processor())),
        )

    def _explain(self, image: ImageInput, answers: Sequence[Answer], context: TaskContext) -> tuple[Heatmap, ...]:
        """One heatmap a detector: of the first explainer that supports it."""
        heatmaps = []
        for answer in answers:
            found = answer.loaded.detector, answer.output
            for explainer in self._registry.explainers:
                if not self._guarded(explainer.id, "explain", explainer.supports, found[0]):
                    continue
                heatmap = self._guarded(explainer.id, "explain", explained, explainer, image, *found, context)
                heatmaps += [heatmap] if heatmap is not None else []
                break
        return tuple(heatmaps)

    def _examine(self, picture: Picture, context: TaskContext) -> tuple[Finding, ...]:
        planes = Planes(picture.pixels, picture.facts, picture.provenance)
        return examine(
            [rule for rule in self._registry.rules if not self._is_left_out(rule.spec.id, "measure")],
            planes,
            picture.facts,
            context,
            lambda rule, error: self._fail(rule, "measure", error),
            around=kept,
        )

    def _narrate(self, record: AnalysisRecord) -> tuple[Sentence, ...]:
        sentences: list[Sentence] = []
        for narrator in self._registry.narrators:
            sentences += self._guarded(narrator.id, "narrate", _narrated, narrator, record) or ()
        return tuple(sentences)

    def _guarded(self, plugin: str, step: str, call: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T | None:
        if self._is_left_out(plugin, step):
            return None
        self._context.calling(plugin, step)
        try:
            with kept(plugin):
                return call(*args, **kwargs)
        except Cancelled:
            raise
        except (Exception, SystemExit) as error:  # noqa: BLE001 - the plugin call: third-party code may raise anything
            self._strikes[plugin, step] += 1
            self._fail(plugin, step, error)
            return None

    def _is_left_out(self, plugin: str, step: str) -> bool:
        """Whether a plugin has failed too often in a step to be asked again; if so, the record says it."""
        if self._strikes[plugin, step] < MAX_PLUGIN_FAILURES:
            return False
        self._failures.append(PluginFailure(plugin, step, "Left out: it failed three times."))
        return True

    def _fail(self, plugin: str, step: str, error: BaseException) -> None:
        message = error.message if isinstance(error, GauntletError) else f"{type(error).__name__}: {error}"
        self._failures.append(PluginFailure(plugin, step, message))


def _narrated(narrator: Narrator, record: AnalysisRecord) -> tuple[Sentence, ...]:
    """A narrator's sentences that rest on records. Raises PluginFault for anything else than sentences."""
    written = tuple(narrator.narrate(record))
    if not all(isinstance(sentence, Sentence) for sentence in written):
        raise PluginFault(
            "contract",
            phrase("{narrator} gave something else than sentences.", narrator=narrator.id),
            "See docs/plugin-guide.md.",
        )
    return tuple(sentence for sentence in written if sentence.records)


@functools.cache
def environment() -> tuple[tuple[str, str], ...]:
    """The versions that a result depends on, as (name, version)."""
    packages = ("numpy", "onnxruntime", "pillow", "pi-heif", "c2pa-python", "exifread")
    versions = [(name, importlib.metadata.version(name)) for name in packages]
    return (("python", platform.python_version()), ("platform", platform.platform(terse=True)), *versions)


@functools.cache
def processor() -> str:
    """What the processor calls itself, and how many it has."""
    try:
        with Path("/proc/cpuinfo").open(encoding="utf-8", errors="replace") as file:
            names = [line.partition(":")[2].strip() for line in file if line.startswith("model name")]
    except OSError:  # no Linux
        names = []
    return f"{(names or [platform.processor() or platform.machine()])[0]}, {os.cpu_count() or 1} logical processors"
