"""The training recipe for whole images of 32 x 32 px, for comparison with papers that work at that size (CIFAKE: Bird
and Lotfi, IEEE Access 2024). It makes weights and figures, no detector: such images are out of the program's scope.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from gauntlet_desktop.api import Parameter
from gauntlet_small_image.measures import by_source, figures

if TYPE_CHECKING:
    from torch import Tensor

RECIPE_ID = "small-image"
SIDE = 32
WEIGHTS_NAME = "small_image.safetensors"
FIGURES_NAME = "small_image.json"
_SCORED_AT_ONCE = 250
PARAMETERS = (
    Parameter("steps", 2200, "steps of the optimiser", minimum=1),
    Parameter("pairs", 64, "images of each class in a step", minimum=1, maximum=1024),
    Parameter("learning_rate", 4e-3, "highest learning rate, after the warm-up", minimum=1e-6, maximum=1.0),
    Parameter("weight_decay", 5e-2, "decay of the convolutions' weights (AdamW)", minimum=0.0, maximum=1.0),
    Parameter("checkpoint_every", 100, "steps between checkpoints", minimum=1),
    Parameter("validate_every", 200, "steps between lines of the log", minimum=1),
    Parameter("threads", 2, "processor threads", minimum=1, maximum=256),
    Parameter("also_test", "", "a folder or pack to test on as well, reduced to 32 px; none if empty", only_after=True),
)
_LOOP_KEYS = ("steps", "learning_rate", "weight_decay", "checkpoint_every", "validate_every", "threads")


class SmallImageRecipe:
    """Trains the net on the split train/ with the shared loop, and measures it on test/."""

    id = RECIPE_ID
    side = SIDE
    needs_test = True
    parameters = PARAMETERS

    def train(
        self, data: Any, out: Path, parameters: Mapping[str, Any], progress: Callable[[float, str], None]
    ) -> None:
        """Train, or go on with what `out` holds, and write small_image.safetensors and small_image.json there."""
        import torch
        from safetensors.torch import save

        from gauntlet_small_image.network import SmallImageNet

        torch.manual_seed(data.seed)
        settings = {key: parameters[key] for key in _LOOP_KEYS}
        network = data.optimise(SmallImageNet(), image_loss, settings, out, progress)
        state = {name: value.contiguous() for name, value in network.state_dict().items()}
        (out / WEIGHTS_NAME).write_bytes(save(state))
        report = {
            "parameters": sum(parameter.numel() for parameter in network.parameters()),
            "test": measure(network, data.test),
        }
        if parameters["also_test"]:
            report["also_test"] = measure(network, data.others(Path(parameters["also_test"])))
        (out / FIGURES_NAME).write_text(json.dumps(report, indent=2) + "\n", encoding="utf-8")
        progress(1.0, f"Accuracy on the test split: {report['test']['accuracy']:.4f}")


def image_loss(network: Any, images: Tensor, labels: Tensor, cells: Tensor) -> tuple[Tensor, Tensor]:
    """Scores (N,) and their cross-entropy."""
    from torch.nn.functional import binary_cross_entropy_with_logits

    scores = network(images)
    return scores, binary_cross_entropy_with_logits(scores, labels)


def measure(network: Any, images: Any) -> dict[str, Any]:
    """Figures of all images and of each source; `images` has pixels (N, 32, 32, 3), generated (N,) and sources."""
    scores = score(network, images.pixels)
    return {**figures(scores, images.generated), "by_source": by_source(scores, images.generated, images.sources)}


def score(network: Any, pixels: NDArray[np.uint8]) -> NDArray[np.float64]:
    """Scores (N,) of uint8 images (N, 32, 32, 3): the mean over each image and its mirror image."""
    import torch

    results = []
    with torch.no_grad():
        for start in range(0, len(pixels), _SCORED_AT_ONCE):
            part = pixels[start : start + _SCORED_AT_ONCE].transpose(0, 3, 1, 2).astype(np.float32) / np.float32(255.0)
            images = torch.from_numpy(part)
            results.append(((network(images) + network(images.flip(3))) / 2.0).numpy())
    return np.concatenate(results).astype(np.float64)
