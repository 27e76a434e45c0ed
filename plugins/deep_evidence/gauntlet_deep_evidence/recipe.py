"""The training recipe of the deep-evidence net: the head in closed form over features of delivered training crops."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from gauntlet_deep_evidence.detector import DeepDetector
from gauntlet_deep_evidence.head import Moments, load_moments, save_moments, write_net, write_tensors
from gauntlet_deep_evidence.trunk import CHANNELS, ONNX_NAME, SAFETENSORS_NAME, STRIDE, WEIGHTS, Trunk
from gauntlet_desktop.api import Detector, Parameter
from gauntlet_patch_evidence.recipe import HELD_OUT

RECIPE_ID = "deep-evidence"
VERSION = "0.3.0"
STATEMENT = Path(__file__).with_name("statement.toml")
MOMENTS_NAME = "moments.npz"
PARAMETERS = (
    Parameter("batches", 600, "batches of crops whose features are taken", minimum=1),
    Parameter("pairs", 16, "pairs of a real and a generated crop in a batch", minimum=1, maximum=1024),
    Parameter("sides", [128, 160, 192, 224], "sides of the crops in pixels, one drawn for a batch"),
    Parameter("composites", 0.0, "share of composites (the closed form leaves them out)", minimum=0.0, maximum=1.0),
    Parameter("turned", False, "whether crops are turned by quarters: the trunk knows pictures upright"),
    Parameter("ridge", 25.0, "shrinkage of the features' correlations towards none", minimum=0.0, maximum=1e6),
    Parameter("checkpoint_every", 20, "batches between checkpoints", minimum=1),
    Parameter(
        "held_out",
        {label: list(sources) for label, sources in HELD_OUT.items()},
        "label to sources that are never trained on: calibration and figures rest on them",
    ),
)


def deep_detector(weights: Path = WEIGHTS) -> Detector:
    """The detector on a net that this recipe made."""
    return DeepDetector(RECIPE_ID, weights, STRIDE)


class DeepEvidenceRecipe:
    """Takes features of batches drawn by the shared sampler, fits the head and writes the net."""

    id = RECIPE_ID
    parameters = PARAMETERS
    version = VERSION
    weights_name = ONNX_NAME

    @property
    def statement(self) -> Mapping[str, Any]:
        """What the model card says beyond figures."""
        return tomllib.loads(STATEMENT.read_text(encoding="utf-8"))

    def detector(self, out: Path) -> Detector:
        return deep_detector(out / ONNX_NAME)

    def train(
        self, data: Any, out: Path, parameters: Mapping[str, Any], progress: Callable[[float, str], None]
    ) -> None:
        """Gather features, or go on with the sums that `out` holds, and write the net there as ONNX and safetensors."""
        import onnx

        moments = self._gathered(data, out / MOMENTS_NAME, parameters, progress)
        write_net(onnx.load(WEIGHTS), moments.head(parameters["ridge"]), out / ONNX_NAME)
        write_tensors(onnx.load(out / ONNX_NAME), out / SAFETENSORS_NAME)

    def _gathered(
        self, data: Any, path: Path, parameters: Mapping[str, Any], progress: Callable[[float, str], None]
    ) -> Moments:
        moments = load_moments(path) if path.is_file() else Moments.empty(CHANNELS)
        trunk = Trunk()
        batches, every = parameters["batches"], parameters["checkpoint_every"]
        for batch in data.batches(moments.step, batches):
            data.context.checkpoint()
            moments.add(trunk.mean_features(batch.images), batch.labels)
            if moments.step % every == 0 or moments.step == batches:
                save_moments(moments, path)
            progress(moments.step / batches, f"Batch {moments.step} of {batches}")
        return moments
