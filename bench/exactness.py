"""How exactly the evidence map is the score, and how closely ONNX Runtime agrees with torch, on fifty photographs."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import torch
from numpy.typing import NDArray
from safetensors.torch import load_file

from bench.common import row
from gauntlet_desktop.api import ImageInput
from gauntlet_desktop.core.heatmaps import view_sum
from gauntlet_desktop.core.records import ImageFacts
from gauntlet_desktop.core.task import TaskContext
from gauntlet_patch_evidence.detector import WEIGHTS, MapDetector
from gauntlet_patch_evidence.network import PatchEvidenceNet
from gauntlet_patch_evidence.views import choose_views

COUNT = 50


def main() -> None:
    detector = MapDetector()
    network = PatchEvidenceNet().eval()
    network.load_state_dict(load_file(WEIGHTS.with_suffix(".safetensors")))
    sums, maps = [], []
    for pixels in photographs():
        height, width = pixels.shape[:2]
        facts = ImageFacts("PNG", "RGB", 8, width, height, 1, 1, False, "", 1.0, None)
        output = detector.detect(ImageInput(pixels, facts), TaskContext())
        sums.append(abs(output.score - view_sum(output.views, output.bias)))
        for view, evidence in zip(choose_views(pixels, 8), output.views, strict=True):
            batch = np.ascontiguousarray(view.pixels.transpose(2, 0, 1)[None], dtype=np.float32) / np.float32(255.0)
            with torch.no_grad():
                expected = network(torch.from_numpy(batch))[0][0, 0].numpy()
            maps.append(np.abs(expected - evidence.values).max())
    row(f"largest |score - bias - sum| over {len(sums)} images", float(max(sums)) * 1e6, "1e-6")
    row(f"largest |onnx - torch| of a cell over {len(maps)} views", float(max(maps)) * 1e6, "1e-6")


def photographs() -> Iterator[NDArray[np.uint8]]:
    """Fifty pieces of scikit-image's public-domain photographs, of many sizes."""
    from skimage import data

    sources = [data.astronaut(), data.coffee(), data.chelsea(), data.rocket()]
    rng = np.random.default_rng(50)
    for index in range(COUNT):
        picture = sources[index % len(sources)]
        height, width = (int(rng.integers(200, side + 1)) for side in picture.shape[:2])
        top, left = (int(rng.integers(s - n + 1)) for s, n in zip(picture.shape, (height, width), strict=False))
        piece = picture[top : top + height, left : left + width]
        yield np.ascontiguousarray(np.tile(piece, (1 + index % 3, 1 + index % 2, 1)))


if __name__ == "__main__":
    main()
