"""Imported models as the command line and the window manage them."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path

from gauntlet_desktop.api.model_formats import Recognised
from gauntlet_desktop.api.model_store import StoredModel
from gauntlet_desktop.api.protocols import ImageInput
from gauntlet_desktop.app.folders import scan
from gauntlet_desktop.app.samples import sample_files
from gauntlet_desktop.core.task import TaskContext
from gauntlet_desktop.engine.one_picture import decode_each
from gauntlet_desktop.training import imported, variants
from gauntlet_desktop.training.imported import ImportRequest
from gauntlet_desktop.training.variants import Candidate, Comparison, Variant, default_id

__all__ = [
    "Candidate",
    "Comparison",
    "ImportRequest",
    "Variant",
    "default_id",
    "import_model",
    "imported_models",
    "keep_variant",
    "make_variant",
    "recognise",
    "remove",
    "verify",
    "write_variant",
]

MAX_COMPARED = 100

Progress = Callable[[float, str], None]


def recognise(path: Path) -> Recognised:
    """What a file or folder holds; raises UserError for what no plugin recognises."""
    return imported.recognise(path)


def import_model(
    path: Path,
    request: ImportRequest,
    *,
    progress: Progress | None = None,
    is_cancelled: Callable[[], bool] | None = None,
) -> StoredModel:
    """Import weights into the user's store; nothing is kept of an import that fails or is cancelled."""
    return imported.import_model(path, request, TaskContext(progress, is_cancelled))


def imported_models() -> tuple[list[StoredModel], list[tuple[str, str]]]:
    """The user's models, and those that cannot be read as (id, why)."""
    return imported.list_imported()


def verify(model_id: str) -> StoredModel:
    """Hash a model's files anew; raises PluginFault where one differs."""
    return imported.verify_imported(model_id)


def remove(model_id: str) -> None:
    """Take a model out of the store."""
    imported.remove_imported(model_id)


def make_variant(
    model_id: str,
    variant: Variant,
    out: Path,
    images: Path | None = None,
    *,
    progress: Progress | None = None,
    is_cancelled: Callable[[], bool] | None = None,
) -> Candidate:
    """Make a detector's ONNX or int8 form in the folder `out` and compare both on the images of a folder, at most 100,
    by default on the samples. Nothing is kept of it but that file."""
    paths = scan(os.fsencode(images)) if images else map(os.fsencode, sample_files())
    pictures = _decoded(islice(paths, MAX_COMPARED))
    return variants.make_variant(model_id, variant, pictures, out, TaskContext(progress, is_cancelled))


def keep_variant(
    candidate: Candidate,
    model_id: str = "",
    *,
    progress: Progress | None = None,
    is_cancelled: Callable[[], bool] | None = None,
) -> StoredModel:
    """Store a form that was made, uncalibrated, under an id of its own."""
    return variants.keep_variant(candidate, model_id, TaskContext(progress, is_cancelled))


def write_variant(candidate: Candidate, folder: Path) -> tuple[Path, Path]:
    """Write a form that was made and its model card into a folder; returns both files."""
    return variants.write_variant(candidate, folder)


def _decoded(raw_paths: Iterator[bytes]) -> Iterator[ImageInput]:
    for facts, pixels in decode_each(raw_paths):
        yield ImageInput(pixels, facts)
