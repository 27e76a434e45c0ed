"""An embedded detector at run time: an exported net on ONNX Runtime, over the views of an image.

score = bias + mean over the views of mean(evidence map): see docs/adr for why the map is the score.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from gauntlet_desktop.api import DetectorOutput, ImageInput, Prepared, planes_of
from gauntlet_desktop.api.runtime import ONNX, TORCH, chosen_runtime
from gauntlet_desktop.api.threads import processor_threads
from gauntlet_desktop.core.errors import EnvironmentFault
from gauntlet_desktop.core.phrases import phrase
from gauntlet_desktop.core.records import Box, EvidenceView
from gauntlet_desktop.core.task import TaskContext
from gauntlet_patch_evidence.views import View, choose_views

PATCH_EVIDENCE = "patch-evidence"
WEIGHTS = Path(__file__).parent / "weights" / "patch_evidence.onnx"
BIAS_KEY = "bias"
_BACKENDS = {ONNX: "ONNX Runtime, CPU", TORCH: "PyTorch, CPU"}


class MapDetector:
    """Scores images with an exported net whose output "evidence" has one cell for `stride` x `stride` pixels, and whose
    metadata has the bias; the session is made on first use. It is an `OnnxViewsDetector` and, where PyTorch is
    installed, a `DifferentiableDetector`."""

    def __init__(self, detector_id: str = PATCH_EVIDENCE, weights: Path = WEIGHTS, stride: int = 8) -> None:
        self._id = detector_id
        self._weights = weights
        self._stride = stride
        self._session: Any = None
        self._network: Any = None
        self._bias = 0.0
        self._lock = threading.Lock()

    @property
    def id(self) -> str:
        return self._id

    @property
    def onnx_file(self) -> Path:
        return self._weights

    def views(self, image: ImageInput) -> list[NDArray[np.float32]]:
        """The views of an image, each float32 (3, height, width), RGB in 0..1."""
        return [planes_of(view.pixels) for view in choose_views(image.pixels, self._stride)]

    def detect(self, image: ImageInput, context: TaskContext) -> DetectorOutput:
        session = self._ready_session()
        views = list(choose_views(image.pixels, self._stride))
        evidence = []
        for index, view in enumerate(views):
            context.report(0.05 + 0.5 * index / len(views), f"Scoring view {index + 1} of {len(views)}")
            evidence.append(_evidence_view(view, _evidence(session, view.pixels), len(views), image.facts.scale))
        score = self._bias + sum(e.weight * float(e.values.mean(dtype=np.float64)) for e in evidence)
        return DetectorOutput(score, self._bias, tuple(evidence), _BACKENDS[chosen_runtime()])

    def network(self) -> Any:
        """The net of one view as PyTorch runs it (full install); see `DifferentiableDetector`."""
        with self._lock:
            if self._network is None:
                self._network = _opened(_score_network, self._weights)
            return self._network

    def prepare(self, image: ImageInput) -> Prepared:
        """The first view: the whole of an image of up to 640 px, the overview of a larger one."""
        view = next(choose_views(image.pixels, self._stride))
        return Prepared(planes_of(view.pixels), view.region)

    def _ready_session(self) -> Any:
        with self._lock:
            if self._session is None:
                self._session = open_session(self._weights)
                self._bias = float(self._session.get_modelmeta().custom_metadata_map[BIAS_KEY])
            return self._session


def open_session(weights: Path) -> Any:
    """A session on the processor, of the chosen runtime; raises EnvironmentFault when the weights cannot be loaded."""
    return _opened(_torch_session if chosen_runtime() == TORCH else _onnx_session, weights)


def _opened(make: Callable[[Path], Any], weights: Path) -> Any:
    try:
        return make(weights)
    except Exception as error:  # the libraries raise types of their own, without a common public base
        raise EnvironmentFault(
            "weights_unusable",
            phrase("The weights {file} cannot be loaded ({reason}).", file=weights.name, reason=str(error)),
            "Install the plugin again.",
        ) from error


def _torch_session(weights: Path) -> Any:
    from gauntlet_patch_evidence.torch_session import TorchSession

    return TorchSession(weights)


def _score_network(weights: Path) -> Any:
    from gauntlet_patch_evidence.torch_session import ScoreNetwork, TorchSession

    return ScoreNetwork(TorchSession(weights))


def _onnx_session(weights: Path) -> Any:
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.log_severity_level = 3
    options.intra_op_num_threads = processor_threads()
    # Threads that wait actively burn a third more CPU time here and gain nothing on one image at a time.
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    return onnxruntime.InferenceSession(str(weights), options, providers=["CPUExecutionProvider"])


def _evidence(session: Any, pixels: NDArray[np.uint8]) -> NDArray[np.float32]:
    """The evidence map, float32 (rows, columns), of uint8 pixels (height, width, 3)."""
    (evidence,) = session.run(["evidence"], {"image": planes_of(pixels)[None]})
    result: NDArray[np.float32] = evidence[0, 0]
    return result


def _evidence_view(view: View, values: NDArray[np.float32], count: int, scale: float) -> EvidenceView:
    """The evidence with its region in pixels of the original image."""
    box = view.region
    region = Box(*(round(side / scale) for side in (box.x, box.y, box.width, box.height)))
    return EvidenceView(region, 1.0 / count, values)
