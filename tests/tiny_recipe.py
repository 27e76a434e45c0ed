"""A recipe with a net of a few numbers, its images, and a process that trains it: `python -m tests.tiny_recipe`."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image

from gauntlet_desktop.api import Parameter
from gauntlet_desktop.core.errors import GauntletError
from gauntlet_desktop.training.runner import train


def picture(seed: int, smooth: bool) -> Image.Image:
    noise = np.random.default_rng(seed).integers(0, 256, (200, 200, 3), dtype=np.uint8)
    image = Image.fromarray(noise)
    return image.resize((50, 50)).resize((200, 200), Image.Resampling.BICUBIC) if smooth else image


def write_images(root: Path) -> None:
    """Camera images are noise, generated ones smooth; two sources of six images each."""
    for place, (label, source) in enumerate((("real", "phone"), ("real", "slr"), ("fake", "old"), ("fake", "new"))):
        (root / label / source).mkdir(parents=True)
        for index in range(6):
            name = f"{index}.{'png' if index % 2 else 'jpg'}"
            picture(10 * place + index, label == "fake").save(root / label / source / name)


LOOP = {"steps": 6, "checkpoint_every": 2, "validate_every": 3, "patience": 10, "learning_rate": 2e-3, "threads": 1}


class TinyRecipe:
    """A recipe with a net of a few numbers."""

    id = "tiny"

    def __init__(self, stop_at: int | None = None, breaks_at: int | None = None) -> None:
        self.stop_at = stop_at
        self.breaks_at = breaks_at

    @property
    def parameters(self) -> Sequence[Parameter]:
        defaults = {**LOOP, "pairs": 2, "held_out": {}, "selection": {}}
        return [Parameter(name, value, name) for name, value in defaults.items()]

    def train(
        self, data: Any, out: Path, parameters: Mapping[str, Any], progress: Callable[[float, str], None]
    ) -> None:
        import torch

        torch.manual_seed(data.seed)
        network = torch.nn.Sequential(
            torch.nn.Conv2d(3, 4, 3, 2), torch.nn.BatchNorm2d(4), torch.nn.ReLU(), torch.nn.Conv2d(4, 1, 3, 2)
        )
        settings = {key: parameters[key] for key in LOOP}

        def watch(fraction: float, what: str) -> None:
            progress(fraction, what)
            if self.stop_at is not None and what.startswith(f"Step {self.stop_at} "):
                raise KeyboardInterrupt

        calls = 0

        def loss(net: Any, images: Any, labels: Any, cells: Any) -> tuple[Any, Any]:
            nonlocal calls
            calls += net.training
            scores, value = tiny_loss(net, images, labels, cells)
            return scores, value * float("nan") if net.training and calls == self.breaks_at else value

        averaged = data.optimise(network, loss, settings, out, watch)
        torch.save(averaged.state_dict(), out / "weights.pt")


def tiny_loss(network: Any, images: Any, labels: Any, cells: Any) -> tuple[Any, Any]:
    from torch.nn.functional import binary_cross_entropy_with_logits

    scores = network(images).mean(dim=(1, 2, 3))
    return scores, binary_cross_entropy_with_logits(scores, labels)


def main(data: str, out: str, parameters: str) -> int:
    """Train, and say each step on standard output; an expected error is said and is status 1."""

    def say(fraction: float, what: str) -> None:
        print(what, flush=True)

    try:
        train(TinyRecipe(), Path(data), Path(out), parameters=json.loads(parameters), progress=say)
    except GauntletError as error:
        print(f"[{error.code}] {error.message}", flush=True)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
