"""Example pictures of clusters with heatmaps over them, by the method that fits the detector."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from gauntlet_desktop.api.protocols import Detector, ExplainRequest, ImageInput
from gauntlet_desktop.api.torch_models import TorchDetector
from gauntlet_desktop.core import colormaps, heatmaps
from gauntlet_desktop.core.clustering import ClusterExample, Clustering
from gauntlet_desktop.core.errors import Cancelled, GauntletError, UserError
from gauntlet_desktop.core.phrases import phrase
from gauntlet_desktop.core.records import Heatmap
from gauntlet_desktop.core.safe_text import visible
from gauntlet_desktop.core.task import TaskContext
from gauntlet_desktop.evaluation.cluster_inputs import LIMITS, ClusterInput
from gauntlet_desktop.imaging.decode import decode
from gauntlet_desktop.inference.loader import Registry

EXAMPLE_SIDE = 256
OPACITY = 0.65
NONE = "none"
GRAD_CAM, LIME = "grad-cam", "lime"
_QUALITY = 85

Pixels = NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class Method:
    """A way to explain one detector."""

    id: str
    explain: Callable[[ImageInput, TaskContext], Heatmap]


def method_for(registry: Registry, detector: Detector, wanted: str) -> Method | None:
    """The wanted method; with "" the exact map of a detector that has one, Grad-CAM for PyTorch networks, else LIME.
    None for "none", or where nothing supports the detector. Raises UserError for a method that cannot explain it."""
    if wanted == NONE:
        return None
    able = _able(registry, detector)
    if wanted and wanted not in able:
        known = ", ".join(able) or phrase("nothing")
        raise UserError(
            "no_such_method",
            phrase("{method!r} cannot explain {detector}.", method=wanted, detector=detector.id),
            phrase("What can: {known}, {none}.", known=known, none=NONE),
        )
    exact = [explainer.id for explainer in registry.explainers if explainer.id in able]
    usual = [*exact, *([GRAD_CAM] if isinstance(detector, TorchDetector) else []), LIME]
    chosen = wanted or next((name for name in usual if name in able), "")
    return Method(chosen, able[chosen]) if chosen else None


def explain_examples(
    result: Clustering,
    inputs: Sequence[ClusterInput],
    detector: Detector,
    method: Method | None,
    context: TaskContext,
) -> tuple[ClusterExample, ...]:
    """The pictures of all examples of all clusters, each once, in order of their indices."""
    wanted = sorted(
        {index for each in result.clusters for index in (*each.nearest, *each.correct, *each.misclassified)}
    )
    shown = []
    for number, index in enumerate(wanted):
        context.report(number / len(wanted), f"Explaining example {number + 1} of {len(wanted)}")
        shown.append(_example(index, inputs[index], method, context))
    context.report(1.0, "Done")
    return tuple(shown)


def jpeg(pixels: Pixels, side: int) -> bytes:
    """A copy whose long side is at most `side` pixels, as JPEG without metadata."""
    picture = Image.fromarray(pixels)
    picture.thumbnail((side, side), Image.Resampling.BOX, reducing_gap=3.0)
    stream = io.BytesIO()
    picture.save(stream, "JPEG", quality=_QUALITY)
    return stream.getvalue()


def _able(registry: Registry, detector: Detector) -> dict[str, Callable[[ImageInput, TaskContext], Heatmap]]:
    """What can explain the detector, by id: the explainers that run with every analysis, then the methods."""
    able: dict[str, Callable[[ImageInput, TaskContext], Heatmap]] = {}
    for explainer in registry.explainers:
        if explainer.supports(detector):
            able[explainer.id] = lambda image, context, how=explainer: how.explain(  # type: ignore[misc]
                image, detector, detector.detect(image, context), context
            )
    for method in registry.methods:
        if method.supports(detector):
            able[method.id] = lambda image, context, how=method: how.explain(  # type: ignore[misc]
                image, detector, ExplainRequest(), context
            )
    return able


def _example(index: int, each: ClusterInput, method: Method | None, context: TaskContext) -> ClusterExample:
    """The picture and its explanation; one that fails costs itself only."""
    try:
        image = ImageInput(*decode(each.read(), LIMITS))
    except GauntletError as error:
        return ClusterExample(index, b"", b"", visible(error.message))
    picture = jpeg(image.pixels, EXAMPLE_SIDE)
    if method is None:
        return ClusterExample(index, picture, b"")
    try:
        heatmap = method.explain(image, context.silent())
    except Cancelled:
        raise
    except (Exception, SystemExit) as error:  # noqa: BLE001 - the plugin call: third-party code may raise anything
        return ClusterExample(index, picture, b"", visible(f"It could not be explained: {error}"))
    return ClusterExample(index, picture, _overlaid(image, heatmap))


def _overlaid(image: ImageInput, heatmap: Heatmap) -> bytes:
    coloured = colormaps.colourise(heatmaps.compose(heatmap, image.facts.width, image.facts.height))
    picture = Image.fromarray(image.pixels)
    picture.thumbnail((EXAMPLE_SIDE, EXAMPLE_SIDE), Image.Resampling.BOX, reducing_gap=3.0)
    # Nearest neighbour: a cell keeps its exact colour, so that it can be compared with the legend.
    cells = Image.fromarray(coloured).resize(picture.size, Image.Resampling.NEAREST)
    return jpeg(colormaps.blend(np.asarray(picture), np.asarray(cells), OPACITY), EXAMPLE_SIDE)
