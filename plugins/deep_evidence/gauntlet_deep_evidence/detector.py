"""The deep-evidence net at run time: a net whose map is its score, and whose trunk tells features besides."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from gauntlet_desktop.api import Detector, ImageInput, StoredModel
from gauntlet_desktop.core.task import TaskContext
from gauntlet_patch_evidence.detector import MapDetector
from gauntlet_patch_evidence.map_file import WEIGHTS_NAME, MapFile, stored_stride


class DeepDetector(MapDetector):
    """A `MapDetector` on a net with the output "features" as well."""

    def features(self, image: ImageInput, context: TaskContext) -> NDArray[np.float32]:
        """The trunk's features, float32 (320,): the mean over the places of each view, and over the views; the score is
        linear in them."""
        session = self._ready_session()
        means = []
        for view in self.views(image):
            context.checkpoint()
            (features,) = session.run(["features"], {"image": view[None]})
            means.append(features[0].mean(axis=(1, 2)))
        result: NDArray[np.float32] = np.mean(means, axis=0, dtype=np.float32)
        return result


class DeepMapFile(MapFile):
    """An ONNX file of such a net, the shipped one or another form of it."""

    id = "deep-evidence-map"

    @property
    def outputs(self) -> frozenset[str]:
        return frozenset({"features", "evidence", "score"})

    def detector(self, model: StoredModel) -> Detector:
        return DeepDetector(model.id, model.folder / WEIGHTS_NAME, stored_stride(model.folder))
