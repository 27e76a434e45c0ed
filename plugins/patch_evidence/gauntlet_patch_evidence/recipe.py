"""The training recipe of the patch-evidence net: what it learns from, its loss and its budget."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from gauntlet_desktop.api import Detector, Parameter
from gauntlet_patch_evidence.detector import MapDetector
from gauntlet_patch_evidence.export import ONNX_NAME, export

if TYPE_CHECKING:
    from torch import Tensor

RECIPE_ID = "patch-evidence"
VERSION = "0.1.0"
STATEMENT = Path(__file__).parent / "statement.toml"
CELL_LOSS_WEIGHT = 0.3

# Never trained on: the calibration and every stated figure come from these sources alone.
HELD_OUT: Mapping[str, tuple[str, ...]] = {
    "real": ("bsds500", "dreambooth", "pexels", "urban100"),
    "fake": ("evolink", "picotrex", "supagruen"),
}
PARAMETERS = (
    Parameter("steps", 4000, "steps of the optimiser", minimum=1),
    Parameter("pairs", 16, "pairs of a real and a generated crop in a step", minimum=1, maximum=1024),
    Parameter("learning_rate", 2e-3, "highest learning rate, after the warm-up", minimum=1e-6, maximum=1.0),
    Parameter("weight_decay", 1e-2, "decay of the convolutions' weights (AdamW)", minimum=0.0, maximum=1.0),
    Parameter("checkpoint_every", 100, "steps between checkpoints", minimum=1),
    Parameter("validate_every", 200, "steps between lines of the log", minimum=1),
    Parameter("patience", 10, "lines of the log without a gain on the selection sources before it stops", minimum=1),
    Parameter("threads", 2, "processor threads", minimum=1, maximum=256),
    Parameter(
        "held_out",
        {label: list(sources) for label, sources in HELD_OUT.items()},
        "label to sources that are never trained on: calibration and figures rest on them",
    ),
    Parameter("selection", {}, "label to sources that choose the weights, none: the last ones are taken"),
)
_LOOP_KEYS = ("steps", "learning_rate", "weight_decay", "checkpoint_every", "validate_every", "patience", "threads")


class PatchEvidenceRecipe:
    """Trains the net with the shared loop and exports it."""

    id = RECIPE_ID
    parameters = PARAMETERS
    version = VERSION
    weights_name = ONNX_NAME

    @property
    def statement(self) -> Mapping[str, Any]:
        """What the model card says beyond figures."""
        return tomllib.loads(STATEMENT.read_text(encoding="utf-8"))

    def detector(self, out: Path) -> Detector:
        """The detector on the weights in `out`."""
        return MapDetector(weights=out / ONNX_NAME)

    def train(
        self, data: Any, out: Path, parameters: Mapping[str, Any], progress: Callable[[float, str], None]
    ) -> None:
        """Train, or go on with what `out` holds, and write patch_evidence.onnx and patch_evidence.safetensors there."""
        import torch

        from gauntlet_patch_evidence.network import PatchEvidenceNet

        torch.manual_seed(data.seed)
        settings = {key: parameters[key] for key in _LOOP_KEYS}
        export(data.optimise(PatchEvidenceNet(), evidence_loss, settings, out, progress), out)


def evidence_loss(network: Any, images: Tensor, labels: Tensor, cells: Tensor) -> tuple[Tensor, Tensor]:
    """Scores (N,), and cross-entropy on them plus 0.3 times that on each cell's own score, b + M.

    `labels` and `cells` are shares of generated pixels, so a composite is learnt as what it is: a part.
    """
    from torch.nn.functional import binary_cross_entropy_with_logits

    evidence, scores = network(images)
    of_images = binary_cross_entropy_with_logits(scores, labels)
    of_cells = binary_cross_entropy_with_logits(network.bias + evidence[:, 0], cells)
    return scores, of_images + CELL_LOSS_WEIGHT * of_cells
