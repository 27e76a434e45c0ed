"""Variants of a network for an audit: attacked inputs and shuffled weights; the detector itself stays as it is."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest

torch = pytest.importorskip("torch")

from gauntlet_desktop.api import DetectorOutput, ImageInput, Prepared, TargetLayer, TorchDetector  # noqa: E402
from gauntlet_desktop.core.records import Box, ImageFacts  # noqa: E402
from gauntlet_desktop.core.task import TaskContext  # noqa: E402
from gauntlet_desktop.inference.loader import load  # noqa: E402
from gauntlet_desktop.inference.variants import ALL_LAYERS, LAST_LAYER, attacked, shuffled  # noqa: E402

SIDE = 16


class Network(torch.nn.Module):
    """The head is defined first and runs last."""

    def __init__(self) -> None:
        super().__init__()
        self.head = torch.nn.Linear(5, 2)
        self.body = torch.nn.Conv2d(3, 5, 3, 2)
        self.scale = torch.nn.Parameter(torch.tensor(2.0))

    def forward(self, images: torch.Tensor) -> torch.Tensor:
        logits: torch.Tensor = self.head((self.scale * self.body(images)).relu().mean(dim=(2, 3)))
        return logits


class Tiny:
    id = "tiny"
    target_layers: Sequence[TargetLayer] = (TargetLayer("body", "body"),)

    def __init__(self) -> None:
        torch.manual_seed(1)
        self._network = Network().eval().requires_grad_(False)

    def network(self) -> torch.nn.Module:
        return self._network

    def prepare(self, image: ImageInput) -> Prepared:
        planes = np.ascontiguousarray(image.pixels.transpose(2, 0, 1), dtype=np.float32) / np.float32(255.0)
        return Prepared(planes, Box(0, 0, SIDE, SIDE))

    def detect(self, image: ImageInput, context: TaskContext) -> DetectorOutput:
        with torch.no_grad():
            logits = self._network(torch.from_numpy(self.prepare(image).pixels)[None])[0]
        return DetectorOutput(float(logits[1] - logits[0]))


def picture() -> ImageInput:
    pixels = np.random.default_rng(2).integers(0, 256, (SIDE, SIDE, 3), dtype=np.uint8)
    return ImageInput(pixels, ImageFacts("PNG", "RGB", 8, SIDE, SIDE, 1, 1, False, "", 1.0, None))


def fgsm(seed: int = 1, steps: int = 2):  # type: ignore[no-untyped-def]
    attack = next(each for each in load().attacks if each.id == "fgsm")
    return attacked(Tiny(), picture(), attack, steps / 255.0, seed)


def test_an_attacked_detector_sees_what_the_attack_made_and_answers_less_surely() -> None:
    before, variant = Tiny(), fgsm()
    assert isinstance(variant, TorchDetector)
    original, moved = (each.prepare(picture()) for each in (before, variant))
    assert moved.region == original.region
    assert 0 < np.abs(moved.pixels - original.pixels).max() <= 2 / 255 + 1e-6
    score, attacked_score = (each.detect(picture(), TaskContext()).score for each in (before, variant))
    assert np.sign(score) * (score - attacked_score) > 0
    assert (variant.id, variant.target_layers, variant.network()) != (before.id, before.target_layers, None)


@pytest.mark.parametrize(("part", "changed"), [(LAST_LAYER, {"head"}), (ALL_LAYERS, {"head", "body"})])
def test_shuffled_weights_are_the_same_values_in_another_order(part: str, changed: set[str]) -> None:
    before = Tiny()
    variant = shuffled(before, picture(), part, seed=3)
    old, new = (dict(each.named_parameters()) for each in (before.network(), variant.network()))
    assert {name.split(".")[0] for name in old if not torch.equal(old[name], new[name])} == changed
    for name, values in old.items():
        assert torch.equal(values.flatten().sort().values, new[name].flatten().sort().values)
    assert variant.detect(picture(), TaskContext()).score != before.detect(picture(), TaskContext()).score


def test_a_seed_decides_and_the_detector_is_left_alone() -> None:
    before = Tiny()
    score = before.detect(picture(), TaskContext()).score
    first, again, other = (
        shuffled(before, picture(), ALL_LAYERS, seed).detect(picture(), TaskContext()).score for seed in (3, 3, 4)
    )
    assert first == again != other
    assert before.detect(picture(), TaskContext()).score == score
