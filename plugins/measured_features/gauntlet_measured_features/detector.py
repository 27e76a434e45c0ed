"""The second opinion at run time: a logistic model on measured features, in numpy alone."""

from __future__ import annotations

import threading
from pathlib import Path

from gauntlet_desktop.api import DetectorOutput, ImageInput
from gauntlet_desktop.core.errors import EnvironmentFault
from gauntlet_desktop.core.phrases import phrase
from gauntlet_desktop.core.task import TaskContext
from gauntlet_measured_features.features import Values, choose_windows, combine, measure_window
from gauntlet_measured_features.model import Model, read_model

DETECTOR_ID = "measured-features"
WEIGHTS = Path(__file__).parent / "weights" / "model.json"


class MeasuredFeaturesDetector:
    """Measures the features of an image and scores them; the model is read on first use."""

    def __init__(self, weights: Path = WEIGHTS) -> None:
        self._weights = weights
        self._model: Model | None = None
        self._lock = threading.Lock()

    id = DETECTOR_ID

    @property
    def model(self) -> Model:
        """The fitted model; raises EnvironmentFault when its file cannot be used."""
        with self._lock:
            if self._model is None:
                self._model = _read(self._weights)
            return self._model

    def detect(self, image: ImageInput, context: TaskContext) -> DetectorOutput:
        model = self.model
        return DetectorOutput(model.score(self.features(image, context)), model.intercept, (), "NumPy, CPU")

    def features(self, image: ImageInput, context: TaskContext) -> Values:
        """The measured features of an image, in the order of `features.NAMES`."""
        windows = choose_windows(image.pixels)
        measured = []
        for index, window in enumerate(windows):
            context.report(0.05 + 0.9 * index / len(windows), f"Measuring window {index + 1} of {len(windows)}")
            measured.append(measure_window(window))
        return combine(measured)

    def contributions(self, features: Values) -> dict[str, float]:
        """What each feature adds to the score: the score is their sum and the model's intercept."""
        return self.model.contributions(features)


def _read(weights: Path) -> Model:
    try:
        return read_model(weights)
    except (OSError, ValueError) as error:
        raise EnvironmentFault(
            "weights_unusable",
            phrase("The model {file} cannot be read ({reason}).", file=weights.name, reason=str(error)),
            "Install the plugin again.",
        ) from error
