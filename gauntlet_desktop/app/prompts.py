"""The prompt templates and the list of artifacts: the program's own, or those that the user put in their place."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from functools import cache
from importlib.resources import files
from pathlib import Path

from gauntlet_desktop.app.settings import config_folder
from gauntlet_desktop.core.artifacts import Artifact, parse_artifacts
from gauntlet_desktop.core.errors import UserError
from gauntlet_desktop.core.phrases import phrase
from gauntlet_desktop.core.prompts import Prompts

FOLDER_NAME = "prompts"
_TEMPLATE_BYTES = 1 << 16
_RESOURCES = "gauntlet_desktop.resources"


def prompts_folder() -> Path:
    """Where the user's own templates stand, NAME.txt each; it need not be there."""
    return config_folder() / FOLDER_NAME


def load_prompts(folder: Path | None = None) -> Prompts:
    """Each template from the user's folder where it is there, else the program's own. Raises UserError for one that
    lacks a placeholder or cannot be read."""
    own = folder or prompts_folder()
    texts = {field.name: _own(own / f"{field.name}.txt") or _shipped(field.name) for field in fields(Prompts)}
    try:
        return Prompts(**texts)
    except ValueError as error:
        raise UserError(
            "bad_prompt",
            phrase("A prompt cannot be used: {reason}.", reason=str(error)),
            phrase("See the templates in {folder}.", folder=own.name),
        ) from error


def load_artifacts() -> tuple[Artifact, ...]:
    """The closed list of artifacts."""
    return parse_artifacts(files(_RESOURCES).joinpath("artifacts.json").read_text(encoding="utf-8"))


@cache
def artifact_names() -> Mapping[str, str]:
    """The name of each artifact by its id."""
    return {artifact.id: artifact.name for artifact in load_artifacts()}


def _shipped(name: str) -> str:
    return files(_RESOURCES).joinpath("prompts", f"{name}.txt").read_text(encoding="utf-8")


def _own(path: Path) -> str:
    try:
        with path.open("rb") as file:
            return file.read(_TEMPLATE_BYTES).decode("utf-8")
    except FileNotFoundError:
        return ""
    except (OSError, UnicodeDecodeError) as error:
        raise UserError(
            "bad_prompt",
            phrase("The prompt {file} cannot be read ({reason}).", file=path.name, reason=str(error)),
            "Remove it.",
        ) from error
