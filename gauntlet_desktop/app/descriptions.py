"""Language models as the command line and the window use them: which there are, and what they say of a picture."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from gauntlet_desktop.api import ImageInput
from gauntlet_desktop.api.language_store import (
    FOLDER,
    SERVER,
    StoredLanguageModel,
    put_language_model,
    read_language_models,
    remove_language_model,
    stored_folder,
)
from gauntlet_desktop.app.questions import Question, with_remarks
from gauntlet_desktop.app.service import iterate
from gauntlet_desktop.core.errors import UserError
from gauntlet_desktop.core.phrases import phrase
from gauntlet_desktop.core.records import AnalysisRecord
from gauntlet_desktop.core.task import TaskContext
from gauntlet_desktop.evaluation.describe import Describer, describe, describers, open_model

__all__ = [
    "Describer",
    "ListedLanguageModel",
    "Question",
    "add_folder",
    "add_server",
    "analyse_and_describe",
    "describers",
    "listed_models",
    "remove_language_model",
    "survey",
]


@dataclass(frozen=True, slots=True)
class ListedLanguageModel:
    """A language model as the window lists it. `memory_bytes` is an estimate, 0 where it runs elsewhere; `problem` says
    why it cannot run now (empty: it can); `stored` is None for one that a plugin brings along."""

    id: str
    name: str
    sees_images: bool
    memory_bytes: int
    problem: str
    stored: StoredLanguageModel | None


Progress = Callable[[float, str], None]


def analyse_and_describe(
    raw_path: bytes,
    question: Question,
    *,
    on_text: Callable[[str, str], None],
    progress: Progress | None = None,
    is_cancelled: Callable[[], bool] | None = None,
) -> tuple[AnalysisRecord, NDArray[np.uint8]]:
    """Analyse a file, have the model describe it, and give the record with the remarks, and the pixels. Raises
    UserError for a file that could not be analysed, or what cannot be asked."""
    context = TaskContext(progress, is_cancelled)
    model = open_model(question.model)
    request = question.request(model.parameters)
    context.report(0.0, "Analysing")
    record, pixels = _analysed(raw_path)
    if pixels is None or record.image is None:
        why = record.error.message if record.error else phrase("It was not decoded.")
        raise UserError(
            "not_analysed",
            phrase("{file} cannot be described. {why}", file=record.source.name, why=why),
            "See gauntlet analyze.",
        )
    image = ImageInput(pixels, record.image)
    remarks = describe(model, image, record, request, context.part(0.2, 1.0), on_text=on_text)
    return with_remarks(record, remarks), pixels


def listed_models() -> tuple[StoredLanguageModel, ...]:
    """The language models that the user named."""
    return read_language_models()


def survey() -> tuple[ListedLanguageModel, ...]:
    """All language models by id, whether they can run, and what the user told of them. Loads the plugins."""
    stored = {model.id: model for model in read_language_models()}
    found = {model.id: model for model in describers()}
    return tuple(_listed(name, stored.get(name), found.get(name)) for name in sorted({*stored, *found}))


def _listed(name: str, stored: StoredLanguageModel | None, found: Describer | None) -> ListedLanguageModel:
    gone = stored is not None and stored.kind == FOLDER and not stored.folder.is_dir()
    missing = phrase("Its folder is not there: connect its drive, or remove the model.") if gone else ""
    if found is not None:
        problem = missing or found.problem
        return ListedLanguageModel(name, found.name, found.sees_images, found.memory_bytes, problem, stored)
    assert stored is not None
    problem = missing or phrase("No plugin that is loaded can run it: the page of plugins says why.")
    return ListedLanguageModel(name, stored.name, stored.sees_images, 0, problem, stored)


def add_folder(
    folder: Path,
    *,
    model_id: str = "",
    name: str = "",
    licence: str = "not stated",
    origin: str = "not stated",
    progress: Progress | None = None,
) -> StoredLanguageModel:
    """Name a folder of weights. Raises UserError for one that holds no language model."""
    model = stored_folder(folder, TaskContext(progress), model_id=model_id, name=name, licence=licence, origin=origin)
    put_language_model(model)
    return model


def add_server(
    url: str,
    served: str,
    *,
    model_id: str,
    name: str = "",
    sees_images: bool = False,
    licence: str = "not stated",
    origin: str = "a local server",
) -> StoredLanguageModel:
    """Name a model of a server on this machine. Raises UserError for any other address."""
    model = StoredLanguageModel(
        model_id, name or model_id, SERVER, sees_images, licence, origin, url=url, served=served
    )
    put_language_model(model)
    problem = next((each.problem for each in describers() if each.id == model_id), "")
    if problem:
        remove_language_model(model_id)
        raise UserError("server_refused", problem, "Name a server on this machine: http://127.0.0.1:PORT/v1")
    return model


def _analysed(raw_path: bytes) -> tuple[AnalysisRecord, NDArray[np.uint8] | None]:
    for record, pixels in iterate([raw_path], keep_pixels=True):
        found = record, None if pixels is None else pixels.copy()
    return found
