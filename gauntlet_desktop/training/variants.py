"""Makes a detector's ONNX or int8 form, compares it with what it came from, and keeps it where a person says so.

What is kept is an imported model like any other: with its own id and SHA-256, uncalibrated, its origin noted.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from gauntlet_desktop.api.model_formats import Choices
from gauntlet_desktop.api.model_store import StoredModel
from gauntlet_desktop.api.protocols import Detector, ImageInput
from gauntlet_desktop.core.errors import EnvironmentFault, UserError
from gauntlet_desktop.core.phrases import phrase, system_reason
from gauntlet_desktop.core.task import TaskContext
from gauntlet_desktop.inference.compare import Comparison, Form, Views, compare
from gauntlet_desktop.inference.loader import load
from gauntlet_desktop.inference.onnx_files import file_network
from gauntlet_desktop.training.forms import Made, Variant, make_form
from gauntlet_desktop.training.imported import CARD_NAME, ImportRequest, import_model
from gauntlet_desktop.training.sources import Source, find_source

__all__ = [
    "Candidate",
    "Comparison",
    "Variant",
    "default_id",
    "keep_variant",
    "make_variant",
    "write_variant",
]

Report = Callable[[float, str], None]

_MADE = {Variant.ONNX: "exported to ONNX", Variant.INT8: "quantised to int8"}


@dataclass(frozen=True, slots=True)
class Candidate:
    """A form that was made and not kept yet: a file, how it compares, what it was made of, and its model card."""

    source: str
    variant: Variant
    file: Path
    generated: int
    comparison: Comparison
    card: str = ""


def make_variant(
    model_id: str, variant: Variant, images: Iterable[ImageInput], out: Path, context: TaskContext
) -> Candidate:
    """Make the form in the folder `out` and compare it on the images. Raises UserError for what has no such form and
    where there is no image, EnvironmentFault when the export is not exact."""
    source = find_source(model_id)
    made = make_form(source, _detector(model_id), variant, out, context)
    kind = "int8" if variant is Variant.INT8 else "exported"
    network = file_network(made.file, made.output)
    after = Form(f"ONNX Runtime, {kind}", made.file.stat().st_size, network, made.generated)
    comparison = _compared(made, after, images, context.report)
    return Candidate(source.id, variant, made.file, made.generated, comparison, _card(source, variant, comparison))


def keep_variant(candidate: Candidate, model_id: str, context: TaskContext, *, replaced: bool = False) -> StoredModel:
    """Store a candidate as a model of its own; `model_id` empty: the source's id and the form."""
    source = find_source(candidate.source)
    request = ImportRequest(
        id=model_id or default_id(candidate.source, candidate.variant),
        licence=source.licence,
        origin=f"{_origin(source, candidate.variant)}, whose origin is: {source.origin}",
        choices=Choices(generated=candidate.generated),
        replace=replaced,
        card=candidate.card,
    )
    return import_model(candidate.file, request, context)


def write_variant(candidate: Candidate, folder: Path) -> tuple[Path, Path]:
    """Write a candidate and its model card into a folder, which is made; returns both files. Raises UserError where
    one of them is there already, EnvironmentFault when the disk takes no more."""
    model, card = folder / f"{default_id(candidate.source, candidate.variant)}.onnx", folder / CARD_NAME
    if model.exists() or card.exists():
        raise UserError(
            "file_exists",
            phrase("{folder} holds such a file already.", folder=folder.name),
            "Choose an empty folder, or a new one.",
        )
    try:
        folder.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(candidate.file, model)
        card.write_text(candidate.card, encoding="utf-8")
    except OSError as error:
        raise EnvironmentFault(
            "not_written",
            phrase("{folder} cannot be written to ({reason}).", folder=folder.name, reason=system_reason(error)),
            "Choose another folder.",
        ) from error
    return model, card


def default_id(model_id: str, variant: Variant) -> str:
    return f"{model_id[: 63 - len(variant)]}-{variant}"


def _detector(model_id: str) -> Detector:
    for loaded in load().detectors:
        if loaded.detector.id == model_id:
            return loaded.detector
    raise UserError(
        "unusable_model",
        phrase("The detector {model} cannot be loaded.", model=model_id),
        "`gauntlet plugins` says why.",
    )


def _compared(made: Made, after: Form, images: Iterable[ImageInput], report: Report) -> Comparison:
    def viewed() -> Iterator[Views]:
        for number, image in enumerate(images, 1):
            report(0.8, f"Comparing on image {number}")
            yield made.views(image)

    comparison = compare(made.before, after, viewed())
    if comparison is None:
        raise UserError("no_images", "There is no image to compare on.", "Choose a folder of images.")
    return replace(comparison, notes=(made.note,)) if made.note else comparison


def _origin(source: Source, variant: Variant) -> str:
    return f"{_MADE[variant]} from {source.id} (weights SHA-256 {source.weights_sha256 or 'not known'})"


def _card(source: Source, variant: Variant, comparison: Comparison) -> str:
    """The card of a form: what it was made of and how it compares, then the original's own card."""
    (before, after), (slow, fast) = comparison.bytes, comparison.cpu_ms
    drift = f"{comparison.mean_drift:.2g} in the mean and {comparison.max_drift:.2g} at most"
    lines = [
        f"# {source.id}, {variant}",
        f"This form was {_origin(source, variant)}.",
        f"Licence: {source.licence}. Origin of the original: {source.origin}.",
        "It is uncalibrated until it is calibrated itself.",
        "## Beside the original",
        f"On {comparison.images} images: size {before / 1e6:.1f} MB before and {after / 1e6:.1f} MB after; CPU time of "
        f"an image {slow:.1f} ms before and {fast:.1f} ms after; difference of the score {drift}; "
        f"{comparison.changed} predictions changed.",
        *comparison.notes,
    ]
    if source.card:
        lines += ["## The card of the original", "All figures below are of the original, and none of this form."]
        lines.append(source.card)
    return "\n\n".join(lines) + "\n"
