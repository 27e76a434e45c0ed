"""The language models that the user named: folders of weights on this machine, and servers on it, in one JSON file.

Weights of language models take gigabytes, so that they stay where they are; their sums are kept and checked before use.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from gauntlet_desktop.api.manifest import DataFile, file_sha256
from gauntlet_desktop.api.model_store import models_folder
from gauntlet_desktop.api.whole_files import write_whole
from gauntlet_desktop.core.deserialise import from_plain
from gauntlet_desktop.core.errors import EnvironmentFault, PluginFault, UserError
from gauntlet_desktop.core.phrases import phrase, system_reason
from gauntlet_desktop.core.serialise import to_plain
from gauntlet_desktop.core.task import TaskContext

LIST_NAME = "language-models.json"
FOLDER, SERVER = "folder", "server"
CONFIG_NAME = "config.json"
MAX_FILES = 300
_LIST_BYTES = 1 << 20
_CONFIG_BYTES = 1 << 22
_ID = re.compile(r"[a-z0-9][a-z0-9-]{0,63}")
_KEPT = (".safetensors", ".json", ".txt", ".model", ".jinja")


@dataclass(frozen=True, slots=True)
class StoredLanguageModel:
    """A language model that the user named. Of kind "folder", `raw_folder` is the path as the file system's own bytes,
    `architecture` the model type in its config.json and `files` all that it is loaded from. Of kind "server", `url` is
    the address and `served` the name by which the server knows the model."""

    id: str
    name: str
    kind: str
    sees_images: bool
    licence: str
    origin: str
    architecture: str = ""
    raw_folder: bytes = b""
    files: tuple[DataFile, ...] = ()
    url: str = ""
    served: str = ""

    @property
    def folder(self) -> Path:
        return Path(os.fsdecode(self.raw_folder))

    @property
    def weights_sha256(self) -> str:
        """SHA-256 over the sums of the weight files; empty for a server."""
        lines = [f"{data.sha256}  {data.path}\n" for data in self.files if data.path.endswith(".safetensors")]
        return hashlib.sha256("".join(lines).encode()).hexdigest() if lines else ""


class NamedModel:
    """The part of a LanguageModel that says what the user named; the plugins' models extend it."""

    def __init__(self, stored: StoredLanguageModel) -> None:
        self._stored = stored

    @property
    def id(self) -> str:
        return self._stored.id

    @property
    def name(self) -> str:
        return self._stored.name

    @property
    def sees_images(self) -> bool:
        return self._stored.sees_images

    @property
    def weights_sha256(self) -> str:
        return self._stored.weights_sha256


def read_language_models(folder: Path | None = None) -> tuple[StoredLanguageModel, ...]:
    """The language models of the list, by id. Raises PluginFault when the list is damaged."""
    path = (folder or models_folder()) / LIST_NAME
    try:
        with path.open("rb") as file:
            models = from_plain(tuple[StoredLanguageModel, ...], json.loads(file.read(_LIST_BYTES)))
    except FileNotFoundError:
        return ()
    except (OSError, ValueError, RecursionError) as error:
        raise PluginFault(
            "list_damaged",
            phrase("The list of language models cannot be read ({reason}).", reason=str(error)),
            phrase("Remove {file}.", file=LIST_NAME),
        ) from error
    return models


def find_language_model(model_id: str, folder: Path | None = None) -> StoredLanguageModel:
    """The model of that id. Raises UserError that names those there are."""
    models = read_language_models(folder)
    for model in models:
        if model.id == model_id:
            return model
    known = ", ".join(model.id for model in models) or phrase("none; see gauntlet models language")
    raise UserError(
        "no_language_model",
        phrase("There is no language model {model!r}.", model=model_id),
        phrase("There are: {known}.", known=known),
    )


def put_language_model(model: StoredLanguageModel, folder: Path | None = None) -> None:
    """Add a model to the list. Raises UserError for an id that is taken or cannot be one."""
    _write([*_free_for(model.id, folder), model], folder)


def remove_language_model(model_id: str, folder: Path | None = None) -> None:
    """Take a model off the list; its files are not touched."""
    gone = find_language_model(model_id, folder)
    _write([each for each in read_language_models(folder) if each != gone], folder)


def recognise_language_model(folder: Path) -> tuple[str, bool]:
    """The model type of a folder in Hugging Face's layout, and whether it sees pictures, from config.json alone.

    Raises UserError for a folder that holds no language model, or weights that are not safetensors.
    """
    config = _config(folder)
    architecture = config.get("model_type")
    names = config.get("architectures") or []
    if not isinstance(architecture, str) or not isinstance(names, list):
        raise _unknown(folder, phrase("its config.json names no model type"))
    if not any(folder.glob("*.safetensors")):
        raise _unknown(folder, phrase("it has no safetensors weights"))
    if "vision_config" in config and any("Generation" in str(name) for name in names):
        return architecture, True
    if any(str(name).endswith("ForCausalLM") for name in names):
        return architecture, False
    raise _unknown(folder, phrase("a {architecture} is no model that writes text", architecture=architecture))


def language_model_files(folder: Path, licence: str, context: TaskContext) -> tuple[DataFile, ...]:
    """All files that a model may be loaded from, with their sums. Code and pickles are left alone: nothing loads
    them."""
    found = (path for path in folder.rglob("*") if path.suffix in _KEPT and path.is_file())
    paths = sorted(path for path in found if not any(part.startswith(".") for part in path.relative_to(folder).parts))
    if len(paths) > MAX_FILES:
        raise _unknown(folder, phrase("it holds {count} files", count=len(paths)))
    return tuple(_hashed(folder, paths, licence, context))


def verify_language_model(model: StoredLanguageModel, context: TaskContext) -> None:
    """Hash all files anew. Raises PluginFault on the first that differs or is new among what is loaded."""
    if not model.folder.is_dir():
        raise EnvironmentFault(
            "folder_missing", phrase("The folder of {model} is not there.", model=model.id), "Connect its drive."
        )
    now = language_model_files(model.folder, model.licence, context)
    before = {data.path: data.sha256 for data in model.files}
    for data in now:
        if before.pop(data.path, None) != data.sha256:
            raise PluginFault(
                "file_altered",
                phrase("{model}: {file} is not as it was when the model was added.", model=model.id, file=data.path),
                "Remove the model and add it again, if you trust its files.",
            )
    if before:
        raise PluginFault(
            "file_missing",
            phrase("{model}: {file} is missing.", model=model.id, file=min(before)),
            "Bring it back, or add it anew.",
        )


def stored_folder(
    folder: Path, context: TaskContext, *, model_id: str, name: str, licence: str, origin: str
) -> StoredLanguageModel:
    """What the list keeps of a folder: its kind, its files and their sums. Raises UserError for what is no model, and
    for an id that is taken or cannot be one."""
    architecture, sees_images = recognise_language_model(folder)
    chosen = model_id or re.sub(r"[^a-z0-9]+", "-", folder.name.lower()).strip("-")[:64] or "model"
    _free_for(chosen)  # before gigabytes are hashed
    return StoredLanguageModel(
        chosen,
        name or chosen,
        FOLDER,
        sees_images,
        licence,
        origin,
        architecture,
        os.fsencode(folder.resolve()),
        language_model_files(folder, licence, context),
    )


def _free_for(model_id: str, folder: Path | None = None) -> tuple[StoredLanguageModel, ...]:
    """The models of the list, where the id can be a new one's among them; raises UserError where not."""
    if not _ID.fullmatch(model_id):
        raise UserError(
            "model_id",
            phrase("{model!r} cannot be an id.", model=model_id),
            "Use lower-case letters, digits and hyphens, 64 at most.",
        )
    models = read_language_models(folder)
    if any(each.id == model_id for each in models):
        raise UserError(
            "model_exists", phrase("There is a language model {model!r} already.", model=model_id), "Remove it first."
        )
    return models


def _config(folder: Path) -> dict[str, Any]:
    try:
        with (folder / CONFIG_NAME).open("rb") as file:
            config = json.loads(file.read(_CONFIG_BYTES))
    except (OSError, ValueError, RecursionError) as error:
        raise _unknown(folder, phrase("its config.json cannot be read")) from error
    if not isinstance(config, dict):
        raise _unknown(folder, phrase("its config.json is no object"))
    return config


def _hashed(folder: Path, paths: Sequence[Path], licence: str, context: TaskContext) -> Iterator[DataFile]:
    for number, path in enumerate(paths):
        context.report(number / len(paths), f"Hashing: {path.name}")
        yield DataFile(path.relative_to(folder).as_posix(), file_sha256(path), path.stat().st_size, licence)


def _write(models: Sequence[StoredLanguageModel], folder: Path | None) -> None:
    target = folder or models_folder()
    plain = [to_plain(model) for model in sorted(models, key=lambda each: each.id)]
    try:
        target.mkdir(parents=True, exist_ok=True)
        write_whole(target / LIST_NAME, (json.dumps(plain, indent=1) + "\n").encode())
    except OSError as error:
        raise EnvironmentFault(
            "not_written",
            phrase("The list of language models cannot be written ({reason}).", reason=system_reason(error)),
            "Free some space, or see that the folder of models may be written to.",
        ) from error


def _unknown(folder: Path, why: str) -> UserError:
    return UserError(
        "language_model_unknown",
        phrase("{folder} is no folder of a language model: {why}.", folder=folder.name, why=why),
        "It needs config.json, a tokenizer and safetensors weights, as Hugging Face lays them out.",
    )
