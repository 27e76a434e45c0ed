"""LIME and Score-CAM on photographs of scikit-image, ResNet-50 at 224 pixels: CPU time, stability, agreement, memory.

The stock LIME is the published library with its own defaults: 1,000 samples in batches of ten, its own segments. Passes
of the other side, which take minutes, are timed on a part and multiplied; its maps are made of all passes, in ONNX
Runtime, whose logits differ by less than 1e-4. Give a model folder, or random weights are explained.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from PIL import Image

from bench.common import LESS, MORE, peak_mib, row
from bench.explainers import METHODS, PICTURE, SIDE, Still, cpu
from gauntlet_desktop.api import ExplainRequest, Prepared, TargetLayer
from gauntlet_desktop.api.threads import limit_threads
from gauntlet_desktop.core.records import Box
from gauntlet_desktop.core.task import TaskContext
from gauntlet_explanations.many_passes import exported
from gauntlet_explanations.method import Case, open_case
from gauntlet_explanations.scored import masked_scores, normalised, score_cam
from gauntlet_source_systems.classifier import Classifier
from gauntlet_source_systems.models import ARCHITECTURES

NAMES = ("coffee", "chelsea", "astronaut", "rocket")
LAYER = TargetLayer("layer4", "core.layer4")
STOCK_SAMPLES, STOCK_BATCH = 1000, 10
TIMED = 40
SEEDS = (1, 2)
GENERATED = ExplainRequest("generated")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("part", nargs="?", choices=["lime", "score-cam", "memory", "forward", "masked"])
    parser.add_argument("--model", type=Path)
    parser.add_argument("--photographs", nargs="+", default=list(NAMES))
    chosen = parser.parse_args()
    torch.set_num_threads(1)
    limit_threads(1)
    network = _network(chosen.model)
    if chosen.part in ("forward", "masked"):
        growth(network, chosen.part)
    if chosen.part in (None, "memory"):
        memory(chosen.model)
    for part, run in (("lime", lime), ("score-cam", scored)):
        for name in chosen.photographs if chosen.part in (None, part) else ():
            run(name, network)


def lime(name: str, network: Classifier) -> None:
    detector = _detector(name, network)
    ours = [
        timed(lambda s=seed: METHODS["lime"].explain(PICTURE, detector, _seeded(s), TaskContext())) for seed in SEEDS
    ]
    stock = [timed(lambda s=seed: _stock(detector, s)) for seed in SEEDS]
    images = torch.from_numpy(detector.prepared.pixels)[None].repeat(STOCK_BATCH, 1, 1, 1)
    pass_seconds = cpu(lambda: _forward(network, images), TIMED // STOCK_BATCH) / STOCK_BATCH
    seconds = float(np.mean([spent - passes for (_, passes, _), spent in stock])) + STOCK_SAMPLES * pass_seconds
    whole = float(np.mean([spent for _, spent in ours]))
    row(f"LIME, {name}: ours", whole, "CPU s")
    row(f"  stock, {TIMED} of {STOCK_SAMPLES:,} passes timed", seconds, "CPU s")
    row("  stock over ours", seconds / whole, "times", better=MORE)
    row("  rank correlation of two seeds: ours", _rank(*(found.views[0].values for found, _ in ours)), "")
    row("  stock", _rank(*(values for (values, _, _), _ in stock)), "")
    row("  segments of the stock library", stock[0][0][2], "")
    print("  ", *ours[0][0].notes, flush=True)


def scored(name: str, network: Classifier) -> None:
    case = _case(name, network)
    few, seconds = timed(lambda: score_cam(case, LAYER))
    masks = normalised(case.seen[LAYER.name].activations[0])
    some = masks[:: len(masks) // TIMED]
    whole = timed(lambda: masked_scores(case, some))[1] / len(some) * len(masks)
    quick = replace(case, network=_Exported(case))
    exact = score_cam(quick, LAYER, clusters=0)
    row(f"Score-CAM, {name}: ours", seconds, "CPU s")
    row(f"  every channel, {len(some)} of {len(masks):,} passes timed", whole, "CPU s")
    row("  every channel over ours", whole / seconds, "times", better=MORE)
    row("  rank correlation of the two maps", _rank(few.numpy(), exact.numpy()), "")
    row(
        "  linear correlation of the two maps", float(np.corrcoef(few.numpy().ravel(), exact.numpy().ravel())[0, 1]), ""
    )


def memory(model: Path | None) -> None:
    """How much the resident size grows at most (Linux), each in a process of its own that has loaded the network and
    the libraries."""
    told = [] if model is None else ["--model", str(model)]
    grown = [
        float(
            subprocess.run(
                [sys.executable, "-m", "bench.photographs", part, *told], capture_output=True, check=True
            ).stdout
        )
        for part in ("forward", "masked")
    ]
    row("Memory of a forward", grown[0], "MiB")
    row("  of Score-CAM, with the pass that gives the score", grown[1], "MiB")
    row("  over a forward", grown[1] / grown[0], "times", better=LESS)


def growth(network: Classifier, part: str) -> None:
    import sklearn.cluster  # noqa: F401 - so that loading it counts as nothing

    image = torch.from_numpy(_pixels(NAMES[0]))[None]
    Path("/proc/self/clear_refs").write_text("5")
    before = peak_mib(os.getpid())
    if part == "forward":
        _forward(network, image)
    else:
        score_cam(_case(NAMES[0], network), LAYER)
    print(peak_mib(os.getpid()) - before)


def timed(call: Callable[[], Any]) -> tuple[Any, float]:
    started = time.process_time()
    result = call()
    return result, time.process_time() - started


class _Exported(torch.nn.Module):
    """The case's network in ONNX Runtime."""

    def __init__(self, case: Case) -> None:
        super().__init__()
        self._passes = exported(case.network, case.image)

    def forward(self, images: torch.Tensor) -> torch.Tensor:
        return torch.from_numpy(self._passes(images).astype(np.float32))


def _stock(detector: Still, seed: int) -> tuple[NDArray[np.float64], float, int]:
    """The map, the CPU seconds of its passes, and the number of its segments."""
    from lime.lime_image import LimeImageExplainer

    image = torch.from_numpy(detector.prepared.pixels)[None]
    passes, spent = exported(detector.network(), image), [0.0]

    def probabilities(images: NDArray[Any]) -> NDArray[Any]:
        started = time.process_time()
        batch = torch.from_numpy(np.ascontiguousarray(images.transpose(0, 3, 1, 2), dtype=np.float32))
        logits = passes(batch)
        spent[0] += time.process_time() - started
        return np.asarray(torch.from_numpy(logits).softmax(dim=1).numpy())

    pixels = detector.prepared.pixels.transpose(1, 2, 0).astype(np.double)
    found = LimeImageExplainer(random_state=seed).explain_instance(
        pixels, probabilities, top_labels=2, num_samples=STOCK_SAMPLES, batch_size=STOCK_BATCH
    )
    weights = np.zeros(found.segments.max() + 1)
    for segment, weight in found.local_exp[1]:
        weights[segment] = weight
    return weights[found.segments], spent[0], len(np.unique(found.segments))


def _seeded(seed: int) -> ExplainRequest:
    return replace(GENERATED, seed=seed)


def _network(model: Path | None) -> Classifier:
    torch.manual_seed(1)
    entry = ARCHITECTURES["resnet50"]
    core = entry.build({})
    if model is not None:
        from safetensors.torch import load_file

        core.load_state_dict(load_file(model / "model.safetensors"))
    return Classifier(core, entry.norm).eval().requires_grad_(False)


def _detector(name: str, network: Classifier) -> Still:
    return Still(network, Prepared(_pixels(name), Box(0, 0, SIDE, SIDE)), (LAYER,))


def _case(name: str, network: Classifier) -> Case:
    return open_case(PICTURE, _detector(name, network), GENERATED, TaskContext(), [LAYER])  # type: ignore[arg-type]


def _pixels(name: str) -> NDArray[np.float32]:
    """The central square of a photograph whose short side is 256 pixels, as (3, 224, 224) in 0..1."""
    from skimage import data

    picture = Image.fromarray(getattr(data, name)())
    scale = 256 / min(picture.size)
    picture = picture.resize((round(picture.width * scale), round(picture.height * scale)), Image.Resampling.BICUBIC)
    left, top = (picture.width - SIDE) // 2, (picture.height - SIDE) // 2
    square = np.asarray(picture.crop((left, top, left + SIDE, top + SIDE)), dtype=np.float32)
    return np.ascontiguousarray(square.transpose(2, 0, 1)) / np.float32(255.0)


def _forward(network: Classifier, images: torch.Tensor) -> None:
    with torch.no_grad():
        network(images)


def _rank(first: NDArray[Any], second: NDArray[Any]) -> float:
    """Of values of which many are equal, as those of the pixels of a segment are."""
    from scipy.stats import spearmanr

    return float(spearmanr(first.ravel(), second.ravel()).statistic)


if __name__ == "__main__":
    main()
