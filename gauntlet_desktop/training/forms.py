"""Makes the ONNX or int8 file of a detector of any kind, with what is needed to run both forms side by side."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from gauntlet_desktop.api import (
    GENERATED,
    OnnxDetector,
    OnnxNote,
    OnnxViewsDetector,
    PortableDetector,
    TorchDetector,
)
from gauntlet_desktop.api.protocols import Detector, ImageInput
from gauntlet_desktop.core.errors import UserError
from gauntlet_desktop.core.phrases import phrase
from gauntlet_desktop.core.task import TaskContext
from gauntlet_desktop.inference.compare import Form
from gauntlet_desktop.inference.onnx_export import export_network, torch_network
from gauntlet_desktop.inference.onnx_files import copy_noted, file_network
from gauntlet_desktop.inference.onnx_int8 import quantise
from gauntlet_desktop.inference.preparation import find_preparation
from gauntlet_desktop.training.sources import Source

# The output that holds the score of a network which is run on views.
SCORE = "score"
_ON_ONNX = "ONNX Runtime, as it is"

Planes = NDArray[np.float32]


class Variant(StrEnum):
    """The forms that can be made of a detector."""

    ONNX = "onnx"
    INT8 = "int8"


@dataclass(frozen=True, slots=True)
class Made:
    """A file, the form that it was made from, the name of its output ("": the first), which of two logits means
    "generated", what both are run on for an image, and what is to be known of the making."""

    file: Path
    before: Form
    views: Callable[[ImageInput], Sequence[Planes]]
    output: str = ""
    generated: int = GENERATED
    note: str = ""


def make_form(source: Source, detector: Detector, variant: Variant, out: Path, context: TaskContext) -> Made:
    """Make the form in the folder `out`. Raises UserError for a detector that has no such form and says why."""
    if isinstance(detector, TorchDetector):
        return _of_torch(source, detector, variant, out, context)
    if isinstance(detector, OnnxDetector):
        return _of_onnx(source, detector, variant, out, context)
    if isinstance(detector, OnnxViewsDetector):
        return _of_views(source, detector, variant, out, context)
    raise UserError(
        "no_network",
        phrase(
            "{detector} cannot be written as {variant}: it is no network that its plugin lets others "
            "read. Measurements that are weighed, for example, have no layers to quantise.",
            detector=source.id,
            variant=variant,
        ),
        "Use it as it is, or choose a detector that is a network in PyTorch or ONNX.",
    )


def _of_torch(source: Source, detector: TorchDetector, variant: Variant, out: Path, context: TaskContext) -> Made:
    context.report(0.05, "Loading the network")
    how = (
        detector.preparation
        if isinstance(detector, PortableDetector)
        else find_preparation(source.id, detector.prepare)
    )
    network = detector.network().cpu()
    size = source.bytes or sum(each.numel() * each.element_size() for each in network.parameters())
    before = Form("PyTorch, float32", size, torch_network(network))
    file = out / f"{source.id}.onnx"
    context.report(0.15, "Writing it as ONNX")
    difference = export_network(detector, how, source.architecture, file)
    note = f"As ONNX it agrees with PyTorch to {difference:.0e} on random images."
    file = _reduced(source, file, variant, out, context)
    return Made(file, before, lambda image: [detector.prepare(image).pixels], note=note)


def _of_onnx(source: Source, detector: OnnxDetector, variant: Variant, out: Path, context: TaskContext) -> Made:
    generated = detector.generated
    before = Form(_ON_ONNX, detector.onnx_file.stat().st_size, file_network(detector.onnx_file), generated)
    file = out / f"{source.id}.onnx"

    def note(weights: int) -> OnnxNote:
        return OnnxNote(source.architecture, weights, find_preparation(source.id, detector.prepare), generated)

    copy_noted(detector.onnx_file, file, note)
    file = _reduced(source, file, variant, out, context)
    return Made(file, before, lambda image: [detector.prepare(image).pixels], generated=generated)


def _of_views(source: Source, detector: OnnxViewsDetector, variant: Variant, out: Path, context: TaskContext) -> Made:
    before = Form(_ON_ONNX, detector.onnx_file.stat().st_size, file_network(detector.onnx_file, SCORE))
    file = out / f"{source.id}.onnx"
    copy_noted(detector.onnx_file, file, lambda weights: OnnxNote(source.architecture, weights))
    file = _reduced(source, file, variant, out, context)
    return Made(file, before, detector.views, SCORE)


def _reduced(source: Source, file: Path, variant: Variant, out: Path, context: TaskContext) -> Path:
    """The int8 form of the file where that is wanted, else the file."""
    if variant is Variant.ONNX:
        return file
    context.report(0.5, "Quantising the layers")
    reduced = out / f"{source.id}-int8.onnx"
    quantise(file, reduced)
    return reduced
