"""The folder of models that the user has imported: one folder a model, told by its model.json, checked by SHA-256."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import platformdirs

from gauntlet_desktop.api.manifest import DataFile, verify_data
from gauntlet_desktop.core.deserialise import from_plain
from gauntlet_desktop.core.errors import PluginFault
from gauntlet_desktop.core.phrases import phrase
from gauntlet_desktop.core.serialise import to_plain

FOLDER_VARIABLE = "GAUNTLET_MODELS_DIR"
DESCRIPTION_NAME = "model.json"
_DESCRIPTION_BYTES = 1 << 20


@dataclass(frozen=True, slots=True)
class StoredModel:
    """An imported model. `weights` is one of `files`; `origin` is where it came from and `licence` what it may be used
    for, in the importer's words; `imported_sha256` is of the file it was made from, or of a folder's list of sums.
    `imported_at` is ISO 8601 in UTC; empty in models of before this was kept."""

    id: str
    name: str
    format: str
    architecture: str
    licence: str
    origin: str
    imported_name: str
    imported_sha256: str
    weights: str
    files: tuple[DataFile, ...]
    version: str = "1"
    imported_at: str = ""
    folder: Path = Path()

    @property
    def weights_sha256(self) -> str:
        return next(data.sha256 for data in self.files if data.path == self.weights)


def models_folder() -> Path:
    """The user's folder of models, or the one that GAUNTLET_MODELS_DIR names; it need not be there."""
    chosen = os.environ.get(FOLDER_VARIABLE)
    return Path(chosen) if chosen else platformdirs.user_data_path("gauntlet-desktop", appauthor=False) / "models"


def model_folders(folder: Path) -> Iterator[Path]:
    """The folders of models in `folder`, by name; unfinished imports begin with a dot and are left out."""
    if not folder.is_dir():
        return
    for path in sorted(folder.iterdir()):
        if path.is_dir() and not path.name.startswith("."):
            yield path


def read_model(folder: Path) -> StoredModel:
    """The description in a model's folder. Raises PluginFault when it is missing or malformed."""
    try:
        with (folder / DESCRIPTION_NAME).open("rb") as file:
            plain = json.loads(file.read(_DESCRIPTION_BYTES))
        model = replace(from_plain(StoredModel, plain), folder=folder)
        if model.id != folder.name or model.weights not in {data.path for data in model.files}:
            raise ValueError("its id or its weights are not what the folder holds")
    except (OSError, ValueError, TypeError, RecursionError) as error:
        raise PluginFault(
            "model_damaged",
            phrase("The imported model {folder} cannot be read ({reason}).", folder=folder.name, reason=str(error)),
            "Import it again.",
        ) from error
    return model


def write_description(model: StoredModel) -> None:
    """Write model.json into the model's folder."""
    plain = {name: value for name, value in to_plain(model).items() if name != "folder"}
    (model.folder / DESCRIPTION_NAME).write_text(json.dumps(plain, indent=2) + "\n", encoding="utf-8")


def verify_model(model: StoredModel) -> None:
    """Check every file of a model against its SHA-256. Raises PluginFault on the first that differs."""
    verify_data(model.id, model.files, model.folder)
