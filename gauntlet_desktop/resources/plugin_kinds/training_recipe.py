"""A training recipe: a line through the mean brightness of both classes, by gradient descent."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from gauntlet_desktop.api import Parameter, TrainingRecipe, hookimpl

WEIGHTS_NAME = "weights.safetensors"


class BrightnessRecipe:
    id = "example-plugin"

    @property
    def parameters(self) -> Sequence[Parameter]:
        return (
            Parameter("steps", 20, "steps of the optimiser", minimum=1, maximum=100_000),
            Parameter("pairs", 4, "images of each class in a step", minimum=1, maximum=256),
            Parameter("learning_rate", 0.5, "learning rate", minimum=1e-6, maximum=10.0),
        )

    def train(
        self, data: Any, out: Path, parameters: Mapping[str, Any], progress: Callable[[float, str], None]
    ) -> None:
        """Logistic regression on one number; the batches are the same for the same seed."""
        from safetensors.numpy import save_file

        line = np.zeros(2)  # bias, slope
        steps = parameters["steps"]
        for step, batch in enumerate(data.batches(0, steps)):
            progress(step / steps, f"Step {step + 1} of {steps}")
            brightness = batch.images.mean(axis=(1, 2, 3)) - 0.5
            inputs = np.stack([np.ones_like(brightness), brightness], axis=1)
            errors = 1.0 / (1.0 + np.exp(-inputs @ line)) - batch.labels
            line -= parameters["learning_rate"] * (inputs * errors[:, None]).mean(axis=0)
        weights = {"bias": line[:1].astype(np.float32), "slope": line[1:].astype(np.float32)}
        save_file(weights, out / WEIGHTS_NAME)


@hookimpl
def gauntlet_training_recipes() -> Sequence[TrainingRecipe]:
    return [BrightnessRecipe()]
