"""The program's own model folders, as training recipes write them: config.json and model.safetensors."""

from __future__ import annotations

import shutil
from math import prod
from pathlib import Path

from gauntlet_desktop.api import Choices, Detector, Recognised, StoredModel
from gauntlet_desktop.core.errors import UserError
from gauntlet_desktop.core.phrases import phrase
from gauntlet_desktop.core.task import TaskContext
from gauntlet_source_systems.detector import NetworkDetector
from gauntlet_source_systems.models import CONFIG_NAME, WEIGHTS_NAME, load_model, read_config

LABELS = ("camera", "generated")


class ModelFolder:
    """A folder that `save_model` wrote."""

    id = "model-folder"

    def recognise(self, path: Path) -> Recognised | None:
        config = read_config(path) if path.is_dir() else None
        if config is None:
            return None
        labels = LABELS if config.generated == 1 else LABELS[::-1]
        return Recognised(
            self.id,
            config.entry.name,
            count_parameters(path / WEIGHTS_NAME),
            "A model that a training recipe of this program made.",
            labels=labels,
            generated=config.generated,
        )

    def convert(self, path: Path, choices: Choices, out: Path, context: TaskContext) -> str:
        config = read_config(path)
        assert config is not None
        context.report(0.1, "Checking the weights")
        load_model(path, config)
        context.report(0.6, "Copying the weights")
        for name in (CONFIG_NAME, WEIGHTS_NAME):
            shutil.copyfile(path / name, out / name)
        return WEIGHTS_NAME

    def detector(self, model: StoredModel) -> Detector:
        return NetworkDetector(model.id, model.folder)


def count_parameters(path: Path) -> int:
    """How many numbers a safetensors file holds. Raises as `tensor_sizes`."""
    return sum(tensor_sizes(path))


def tensor_sizes(path: Path) -> list[int]:
    """How many numbers each tensor of a safetensors file holds, from its header alone. Raises UserError for a damaged
    file."""
    from safetensors import SafetensorError, safe_open

    try:
        with safe_open(str(path), framework="numpy") as file:
            return [prod(file.get_slice(name).get_shape()) for name in file.keys()]  # noqa: SIM118 - it is no mapping
    except (OSError, SafetensorError) as error:
        raise UserError(
            "weights_unusable",
            phrase("The weights {file} cannot be read ({reason}).", file=path.name, reason=str(error)),
            "Get a complete copy of the file.",
        ) from error
