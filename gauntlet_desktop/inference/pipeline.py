"""The analysis of one decoded image: scope, scores, verdict, heatmaps, findings, text, in that order.

The verdict is fixed before anything that explains or narrates runs, and nothing later can change it. Each plugin call
is guarded: a plugin that raises, or gives a number that is not finite, costs its own contribution only.
"""

from __future__ import annotations

import functools
import importlib.metadata
import math
import platform
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import ParamSpec, TypeVar

import numpy as np
from numpy.typing import NDArray

from gauntlet_desktop import __version__
from gauntlet_desktop.api import DetectorOutput, Explainer, ImageInput
from gauntlet_desktop.core.calibration import Calibration
from gauntlet_desktop.core.errors import Cancelled, GauntletError, PluginFault
from gauntlet_desktop.core.findings import examine
from gauntlet_desktop.core.heatmaps import view_sum
from gauntlet_desktop.core.planes import Planes
from gauntlet_desktop.core.records import (
    AnalysisRecord,
    DetectorResult,
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
from gauntlet_desktop.inference.loader import LoadedDetector, Registry

PROGRAM = f"Gauntlet Desktop {__version__}"
MAX_PLUGIN_FAILURES = 3
SUM_TOLERANCE = 1e-3
ASSUMED_QUALITY = "The file does not tell how strongly it was compressed: high quality is assumed."

T = TypeVar("T")
P = ParamSpec("P")


@dataclass(frozen=True, slots=True)
class Picture:
    """A decoded image on its way through the pipeline; pixels are uint8 (height, width, 3)."""

    source: FileIdentity
    facts: ImageFacts
    pixels: NDArray[np.uint8]
    provenance: Provenance


@dataclass(frozen=True, slots=True)
class _Scored:
    loaded: LoadedDetector
    output: DetectorOutput
    result: DetectorResult
    verdict: Verdict | None


class Pipeline:
    """Runs the plugins of a registry over images; a plugin that failed three times is left out from then on."""

    def __init__(self, registry: Registry) -> None:
        self._registry = registry
        self._strikes: Counter[str] = Counter()
        self._failures: list[PluginFailure] = []

    def analyse(self, picture: Picture, context: TaskContext) -> Iterator[AnalysisRecord]:
        """Yield the record as it grows; the last one is complete. Raises Cancelled at the next checkpoint."""
        self._failures = [PluginFailure(plugin, "load", why) for plugin, why in self._registry.failures]
        image = ImageInput(picture.pixels, picture.facts)
        reasons = scope_reasons(picture.pixels, picture.facts)
        context.report(0.05, "Scoring")
        scored = [] if reasons else self._detect(image, context)
        record = self._verdict_record(picture, reasons, scored)
        yield record
        context.report(0.6, "Explaining")
        record = replace(record, heatmaps=self._explain(image, scored, context))
        yield record
        context.report(0.7, "Measuring artifacts")
        record = replace(record, findings=self._examine(picture, context))
        yield record
        context.report(0.95, "Writing the text")
        text = self._narrate(record)
        yield replace(record, text=text, failures=tuple(self._failures), complete=True)

    def _detect(self, image: ImageInput, context: TaskContext) -> list[_Scored]:
        scored = []
        for loaded in self._registry.detectors:
            one = self._guarded(loaded.plugin, "detect", _score, loaded, image, context)
            if one is not None:
                scored.append(one)
        return scored

    def _verdict_record(self, picture: Picture, reasons: tuple[str, ...], scored: list[_Scored]) -> AnalysisRecord:
        """The record with its verdict: that of the first calibrated detector. Scores are never fused silently."""
        verdict = next((one.verdict for one in scored if one.verdict is not None), None)
        if not reasons and scored and verdict is None:
            reasons = ("No calibration covers this image: the scores stand without a likelihood ratio.",)
        if not reasons and not scored:
            reasons = ("No detector could score this image: see the failures.",)
        return AnalysisRecord(
            program=PROGRAM,
            source=picture.source,
            status=Status.OUT_OF_SCOPE if reasons else Status.OK,
            image=picture.facts,
            scope_reasons=reasons,
            verdict=verdict,
            detectors=tuple(one.result for one in scored),
            provenance=picture.provenance,
            failures=tuple(self._failures),
            environment=environment(),
        )

    def _explain(self, image: ImageInput, scored: list[_Scored], context: TaskContext) -> tuple[Heatmap, ...]:
        """One heatmap a detector: of the first explainer that supports it."""
        heatmaps = []
        for one in scored:
            explainer = next((e for e in self._registry.explainers if e.supports(one.loaded.detector)), None)
            if explainer is None:
                continue
            heatmap = self._guarded(explainer.id, "explain", _heatmap, explainer, image, one, context)
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
        if self._strikes[plugin] >= MAX_PLUGIN_FAILURES:
            self._failures.append(PluginFailure(plugin, step, "Left out: it failed three times."))
            return None
        try:
            return call(*args, **kwargs)
        except Cancelled:
            raise
        except (Exception, SystemExit) as error:  # noqa: BLE001 - the plugin call: third-party code may raise anything
            self._strikes[plugin] += 1
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


def _score(loaded: LoadedDetector, image: ImageInput, context: TaskContext) -> _Scored:
    output = loaded.detector.detect(image, context)
    if not math.isfinite(output.score):
        raise PluginFault(
            "score_not_finite", f"{loaded.detector.id} gave {output.score} as a score.", "Verify its weights."
        )
    verdict = _verdict(loaded.calibration, output.score, image.facts) if loaded.calibration else None
    result = DetectorResult(
        id=loaded.detector.id,
        version=loaded.version,
        score=output.score,
        bias=output.bias,
        log10_lr=verdict.log10_lr if verdict else None,
        calibrated=verdict is not None,
        weights_sha256=loaded.weights_sha256,
        backend=output.backend,
        experimental=loaded.experimental,
    )
    return _Scored(loaded, output, result, verdict)


def _verdict(calibration: Calibration, score: float, facts: ImageFacts) -> Verdict | None:
    stratum = calibration.stratum_for(facts)
    if stratum is None:
        return None
    verdict = calibration.assess(score, stratum)
    if facts.quality_is_assumed:
        return replace(verdict, reasons=(*verdict.reasons, ASSUMED_QUALITY))
    return verdict


def _heatmap(explainer: Explainer, image: ImageInput, one: _Scored, context: TaskContext) -> Heatmap:
    """The explainer's heatmap, its sum check computed here; an exact one that does not add up is refused."""
    heatmap = explainer.explain(image, one.loaded.detector, one.output, context)
    if not all(np.isfinite(view.values).all() for view in heatmap.views):
        raise PluginFault("map_not_finite", f"{heatmap.method} gave values that are not finite.", "")
    difference = abs(heatmap.score - view_sum(heatmap.views, heatmap.bias))
    if heatmap.exact and difference > SUM_TOLERANCE:
        raise PluginFault("map_not_exact", f"{heatmap.method} misses the score by {difference:.2g}.", "")
    return replace(heatmap, sum_check=difference)
