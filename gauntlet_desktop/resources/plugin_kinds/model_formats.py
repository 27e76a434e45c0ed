"""A layout of weights that users may import: a JSON file with a slope and a bias, *.brightness.json."""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from gauntlet_desktop.api import (
    Choices,
    Detector,
    DetectorOutput,
    ImageInput,
    ModelFormat,
    Recognised,
    StoredModel,
    hookimpl,
)
from gauntlet_desktop.core.errors import UserError
from gauntlet_desktop.core.task import TaskContext

WEIGHTS_NAME = "weights.safetensors"
KEYS = ("bias", "slope")
MOST_BYTES = 10_000


class BrightnessFormat:
    id = "example-plugin"

    def recognise(self, path: Path) -> Recognised | None:
        if not path.name.endswith(".brightness.json") or not path.is_file():
            return None
        _read(path)
        return Recognised(self.id, "Line over brightness", len(KEYS), "Scores by mean brightness.", generated=0)

    def convert(self, path: Path, choices: Choices, out: Path, context: TaskContext) -> str:
        from safetensors.numpy import save_file

        context.checkpoint()
        weights = _read(path)
        save_file({name: np.array([weights[name]], dtype=np.float32) for name in KEYS}, out / WEIGHTS_NAME)
        return WEIGHTS_NAME

    def detector(self, model: StoredModel) -> Detector:
        return Brightness(model.id, model.folder / model.weights)


class Brightness:
    """score = bias + slope x mean brightness, 0..1."""

    def __init__(self, detector_id: str, weights: Path) -> None:
        self.id = detector_id
        self._weights = weights

    def detect(self, image: ImageInput, context: TaskContext) -> DetectorOutput:
        from safetensors.numpy import load_file

        context.checkpoint()
        weights = load_file(self._weights)
        brightness = float(image.pixels.mean()) / 255.0
        return DetectorOutput(float(weights["bias"][0]) + float(weights["slope"][0]) * brightness)


def _read(path: Path) -> dict[str, float]:
    """The numbers in a file of this format; what a user brings along is hostile, so that everything is checked."""
    try:
        with path.open("rb") as file:
            values: Any = json.loads(file.read(MOST_BYTES))
        numbers = {name: float(values[name]) for name in KEYS}
    except (OSError, ValueError, TypeError, KeyError, RecursionError) as error:
        raise UserError("damaged", f"{path.name} holds no bias and slope.", "Export it again.") from error
    if not all(map(math.isfinite, numbers.values())):
        raise UserError("damaged", f"{path.name} holds a number that is not finite.", "Export it again.")
    return numbers


@hookimpl
def gauntlet_model_formats() -> Sequence[ModelFormat]:
    return [BrightnessFormat()]
