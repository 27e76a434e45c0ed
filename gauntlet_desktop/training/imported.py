"""Imports weights that were trained elsewhere: recognised by a plugin's format, converted, hashed, stored as a model.

An import is made in a folder of its own that begins with a dot, and renamed when it is whole: one that is broken off
leaves nothing that the program would load.
"""

from __future__ import annotations

import hashlib
import re
import secrets
import shutil
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path

from gauntlet_desktop.api.manifest import DataFile, file_sha256
from gauntlet_desktop.api.model_formats import Choices, ModelFormat, Recognised
from gauntlet_desktop.api.model_store import (
    DESCRIPTION_NAME,
    StoredModel,
    model_folders,
    models_folder,
    read_model,
    verify_model,
    write_description,
)
from gauntlet_desktop.core.calibration import read_calibration
from gauntlet_desktop.core.errors import EnvironmentFault, PluginFault, UserError
from gauntlet_desktop.core.phrases import phrase, system_reason
from gauntlet_desktop.core.task import TaskContext
from gauntlet_desktop.inference.loader import CALIBRATION_NAME, load

CARD_NAME = "MODEL_CARD.md"
NOT_STATED = "not stated"
MAX_FILES = 1000
_ID = re.compile(r"[a-z0-9][a-z0-9-]{0,63}")


@dataclass(frozen=True, slots=True)
class ImportRequest:
    """What a person says of a model: its id and name (empty: made from the file's), licence and origin in words, what
    the format still has to know, whether a model of that id is replaced, and its card (Markdown; empty: the one that
    lies beside the weights)."""

    id: str = ""
    name: str = ""
    licence: str = NOT_STATED
    origin: str = NOT_STATED
    choices: Choices = field(default_factory=Choices)
    replace: bool = False
    card: str = ""


def recognise(path: Path) -> Recognised:
    """What a file or folder holds. Raises UserError for what no format recognises."""
    return _recognised(path, load().formats)[1]


def import_model(path: Path, request: ImportRequest, context: TaskContext, folder: Path | None = None) -> StoredModel:
    """Convert the weights at `path` and keep them in the store (`folder`: by default the user's). A training run brings
    its calibration and card along where they are of the very weights.

    Raises UserError for what cannot be imported, EnvironmentFault when the disk takes no more; nothing is kept then.
    """
    registry = load(models=folder)
    chosen, found = _recognised(path, registry.formats)
    model_id = request.id or _id_from(path)
    _check_id(model_id, [loaded.detector.id for loaded in registry.detectors if not loaded.imported])
    store = folder or models_folder()
    target = store / model_id
    if target.exists() and not request.replace:
        raise UserError(
            "model_exists",
            phrase("There is a model {model!r} already.", model=model_id),
            "Choose another id, or replace it.",
        )
    unfinished = store / f".import-{secrets.token_hex(6)}"
    try:
        unfinished.mkdir(parents=True)
        weights = chosen.convert(path, request.choices, unfinished, context.part(0.0, 0.8))
        _bring_along(path, unfinished, weights, model_id)
        if request.card:
            (unfinished / CARD_NAME).write_text(request.card, encoding="utf-8")
        context.report(0.85, "Computing the sums")
        model = StoredModel(
            id=model_id,
            name=request.name or model_id,
            format=chosen.id,
            architecture=found.architecture,
            licence=request.licence,
            origin=request.origin,
            imported_name=path.name,
            imported_sha256=digest_of(path),
            weights=weights,
            files=tuple(_described(unfinished, request.licence)),
            imported_at=datetime.now(UTC).isoformat(timespec="seconds"),
            folder=unfinished,
        )
        write_description(model)
        context.checkpoint()
        _put(unfinished, target)
    except OSError as error:
        raise EnvironmentFault(
            "not_written",
            phrase("The model {model} cannot be stored ({reason}).", model=model_id, reason=system_reason(error)),
            "Free some space, or see that the folder of models may be written to.",
        ) from error
    finally:
        shutil.rmtree(unfinished, ignore_errors=True)
    return replace(model, folder=target)


def list_imported(folder: Path | None = None) -> tuple[list[StoredModel], list[tuple[str, str]]]:
    """The models of the store, and those that cannot be read as (id, why)."""
    models, broken = [], []
    for each in model_folders(folder or models_folder()):
        try:
            models.append(read_model(each))
        except PluginFault as fault:
            broken.append((each.name, fault.message))
    return models, broken


def find_imported(model_id: str, folder: Path | None = None) -> StoredModel:
    """The model of that id. Raises UserError that names those there are."""
    models, _ = list_imported(folder)
    for model in models:
        if model.id == model_id:
            return model
    known = ", ".join(model.id for model in models) or phrase("none")
    raise UserError(
        "unknown_model",
        phrase("No model {model!r} was imported.", model=model_id),
        phrase("Imported: {known}.", known=known),
    )


def verify_imported(model_id: str, folder: Path | None = None) -> StoredModel:
    """Hash every file of a model anew. Raises PluginFault on the first that differs."""
    model = find_imported(model_id, folder)
    verify_model(model)
    return model


def remove_imported(model_id: str, folder: Path | None = None) -> None:
    """Take a model away, one that is damaged too. What it was imported from is not touched."""
    store = folder or models_folder()
    if model_id not in {each.name for each in model_folders(store)}:
        find_imported(model_id, store)
    try:
        shutil.rmtree(store / model_id)
    except OSError as error:
        raise EnvironmentFault(
            "not_removed",
            phrase("The model {model} cannot be removed ({reason}).", model=model_id, reason=system_reason(error)),
            "See who owns its folder.",
        ) from error


def digest_of(path: Path) -> str:
    """SHA-256 of a file; of a folder, that of the list of its files' sums in the order of their names."""
    if path.is_file():
        return file_sha256(path)
    files = sorted(each for each in path.rglob("*") if each.is_file())[:MAX_FILES]
    lines = (f"{file_sha256(each)}  {each.relative_to(path).as_posix()}\n" for each in files)
    return hashlib.sha256("".join(lines).encode("utf-8", "surrogateescape")).hexdigest()


def _recognised(path: Path, formats: Sequence[ModelFormat]) -> tuple[ModelFormat, Recognised]:
    if not path.exists():
        raise UserError("model_missing", phrase("{file} is not there.", file=path.name), "Check the path.")
    for each in formats:
        if (found := each.recognise(path)) is not None:
            return each, found
    known = ", ".join(each.id for each in formats) or phrase("none: `gauntlet plugins` says why")
    raise UserError(
        "model_unknown",
        phrase("{file} holds no weights of a kind that is known here.", file=path.name),
        phrase("Known formats: {known}. A plugin can add more.", known=known),
    )


def _id_from(path: Path) -> str:
    return re.sub(r"[^a-z0-9]+", "-", path.stem.lower()).strip("-")[:64] or "model"


def _check_id(model_id: str, taken: Sequence[str]) -> None:
    if not _ID.fullmatch(model_id):
        raise UserError(
            "model_id",
            phrase("{model!r} cannot be an id.", model=model_id),
            "Use lower-case letters, digits and hyphens, 64 at most.",
        )
    if model_id in taken:
        raise UserError(
            "model_id", phrase("{model!r} is the id of an installed detector.", model=model_id), "Choose another id."
        )


def _bring_along(source: Path, unfinished: Path, weights: str, model_id: str) -> None:
    """The card, and the calibration if it is of these weights, under the new id."""
    card, calibration = source / CARD_NAME, source / CALIBRATION_NAME
    if card.is_file():
        shutil.copyfile(card, unfinished / CARD_NAME)
    if not calibration.is_file():
        return
    try:
        text = calibration.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise UserError(
            "calibration_invalid",
            phrase("The calibration of {name} cannot be read ({reason}).", name=source.name, reason=str(error)),
            phrase("Calibrate the run anew, or take its {file} away.", file=CALIBRATION_NAME),
        ) from error
    fitted = read_calibration(text)
    if (fitted.detector, fitted.weights_sha256) == (model_id, file_sha256(unfinished / weights)):
        (unfinished / CALIBRATION_NAME).write_text(text, encoding="utf-8")


def _described(folder: Path, licence: str) -> Iterator[DataFile]:
    for path in sorted(folder.rglob("*")):
        if path.is_file() and path.name != DESCRIPTION_NAME:
            name = path.relative_to(folder).as_posix()
            yield DataFile(name, file_sha256(path), path.stat().st_size, licence)


def _put(unfinished: Path, target: Path) -> None:
    """Give a whole import its name; an earlier model of that name goes only once the new one is whole."""
    if target.exists():
        old = target.with_name(f".old-{secrets.token_hex(6)}")
        target.replace(old)
        unfinished.replace(target)
        shutil.rmtree(old, ignore_errors=True)
    else:
        unfinished.replace(target)
