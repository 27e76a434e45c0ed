"""Our explainers against the stock libraries in one run: CPU time, and how far the maps agree. Random weights.

Ours are timed as whole requests, with the pass that gives the score. What takes the stock library minutes is timed on a
part of its channels and multiplied; such rows say so.
"""

from __future__ import annotations

import copy
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch

from bench.common import MORE, row
from gauntlet_desktop.api import (
    CAMERA,
    GENERATED,
    DetectorOutput,
    ExplainRequest,
    ImageInput,
    Prepared,
    TargetLayer,
)
from gauntlet_desktop.core.records import Box, ImageFacts
from gauntlet_desktop.core.task import TaskContext
from gauntlet_explanations import gauntlet_explanation_methods
from gauntlet_explanations.ablation import ablation_cam, channel_drops
from gauntlet_explanations.layers import look, to_map
from gauntlet_explanations.method import Case, open_case
from gauntlet_explanations.rest import rest_of
from gauntlet_source_systems.classifier import Classifier
from gauntlet_source_systems.models import ARCHITECTURES

SIDE = 224
STOCK_CHANNELS = 32
PROBED = 16
METHODS = {method.id: method for method in gauntlet_explanation_methods()}
PICTURE = ImageInput(
    np.zeros((SIDE, SIDE, 3), np.uint8), ImageFacts("PNG", "RGB", 8, SIDE, SIDE, 1, 1, False, "", 1.0, None)
)


@dataclass(frozen=True, slots=True)
class Subject:
    """A network, an image in it, and its last layer."""

    case: Case
    layer: TargetLayer
    detector: Any

    def explain(self, method: str) -> None:
        METHODS[method].explain(PICTURE, self.detector, ExplainRequest("generated"), TaskContext())

    def forward(self) -> None:
        with torch.no_grad():
            self.case.network(self.case.image)


def main() -> None:
    torch.set_num_threads(1)
    resnet, vit = _subject("resnet50", {}), _subject("vit", {})
    grad_cams(resnet, vit)
    ablation(resnet, vit)


def grad_cams(resnet: Subject, vit: Subject) -> None:
    for name, subject in (("ResNet-50", resnet), ("ViT-B/16", vit)):
        forward = cpu(subject.forward, 5)
        ours = cpu(lambda s=subject: s.explain("grad-cam"), 5)
        stock = cpu(lambda s=subject: _stock("GradCAM", s), 3)
        row(f"Grad-CAM {name}: ours", ours / forward, "forwards")
        row(f"Grad-CAM {name}: stock", stock / forward, "forwards")


def ablation(resnet: Subject, vit: Subject) -> None:
    for name, subject in (("ResNet-50 layer4", resnet), ("ViT-B/16, last block", vit)):
        whole = cpu(lambda s=subject: s.explain("ablation-cam"), 3)
        beside = cpu(lambda s=subject: ablation_cam(s.case, s.layer), 3)
        stock, channels = _stock_ablation(subject)
        row(f"Ablation-CAM {name}: ours", whole, "CPU s")
        row("  of which beside the pass that gives the score", beside, "CPU s")
        row(f"  stock, {STOCK_CHANNELS} of {channels:,} channels timed", stock, "CPU s")
        row("  stock over ours", stock / whole, "times", better=MORE)
        row("  stock over ours beside the pass", stock / beside, "times", better=MORE)
        row("  error, of the greatest loss", 1e6 * _ablation_error(subject), "1e-6")


def _ablation_error(subject: Subject) -> float:
    """The greatest difference from taking `PROBED` of the channels away in double precision, as a part of the greatest
    loss."""
    case, layer = subject.case, subject.layer
    found = channel_drops(case, layer).double()
    network, image = copy.deepcopy(case.network).double(), case.image.double()
    seen = look(network, image, [layer], lambda logits: case.target, rest=True).seen[layer.name]
    rest = rest_of(network, image, layer, case.target, seen)
    channels = torch.arange(0, len(found), len(found) // PROBED)
    tried = seen.activations.repeat(len(channels), 1, 1, 1)
    tried[torch.arange(len(channels)), channels] = 0
    exact = seen.logit - rest.logits(tried)[:, case.target]
    return float((found[channels] - exact).abs().max() / found.abs().max())


def cpu(call: Callable[[], Any], repeats: int) -> float:
    """Median CPU seconds of a call, after one that does not count where it is repeated."""
    if repeats > 1:
        call()
    seconds = []
    for _ in range(repeats):
        started = time.process_time()
        call()
        seconds.append(time.process_time() - started)
    return float(np.median(seconds))


def _subject(architecture: str, settings: dict[str, Any]) -> Subject:
    torch.manual_seed(1)
    entry = ARCHITECTURES[architecture]
    network = Classifier(entry.build(settings), entry.norm).eval().requires_grad_(False)
    smooth = np.random.default_rng(1).random((3, 14, 14), dtype=np.float32)
    image = torch.nn.functional.interpolate(torch.from_numpy(smooth)[None], size=(SIDE, SIDE), mode="bicubic").clamp(
        0, 1
    )
    prepared = Prepared(image[0].numpy(), Box(0, 0, SIDE, SIDE))
    layer = list(entry.layers(entry.complete(settings)))[-1]
    chosen = TargetLayer(layer.name, f"core.{layer.module}", layer.tokens, layer.prefix)
    detector = Still(network, prepared, (chosen,))
    request = ExplainRequest("generated")
    case = open_case(PICTURE, detector, request, TaskContext(), [chosen], gradient=True, rest=True)
    return Subject(case, chosen, detector)


@dataclass(frozen=True, slots=True)
class Still:
    """A detector on a network that is always given the same."""

    model: torch.nn.Module
    prepared: Prepared
    target_layers: tuple[TargetLayer, ...]
    id: str = "still"

    def network(self) -> torch.nn.Module:
        return self.model

    def prepare(self, image: ImageInput) -> Prepared:
        return self.prepared

    def detect(self, image: ImageInput, context: TaskContext) -> DetectorOutput:
        with torch.no_grad():
            logits = self.model(torch.from_numpy(self.prepared.pixels)[None])[0]
        return DetectorOutput(float(logits[GENERATED] - logits[CAMERA]))


def _stock(name: str, subject: Subject) -> Any:
    import pytorch_grad_cam
    from pytorch_grad_cam.utils.model_targets import ClassifierOutputTarget

    network, layer = subject.case.network, subject.layer
    reshape = (lambda output: to_map(layer, output)) if layer.tokens else None
    network.requires_grad_(True)
    try:
        module = network.get_submodule(layer.module)
        with getattr(pytorch_grad_cam, name)(network, [module], reshape_transform=reshape) as cam:
            return cam(input_tensor=subject.case.image, targets=[ClassifierOutputTarget(1)])
    finally:
        network.requires_grad_(False)


def _stock_ablation(subject: Subject) -> tuple[float, int]:
    """CPU seconds of the stock library for all channels, and their number, from passing some of them as it does: whole
    passes in batches of 32 with one channel taken away in each."""
    channels = int(subject.case.seen[subject.layer.name].activations.shape[1])
    images = subject.case.image.repeat(32, 1, 1, 1)

    def some() -> None:
        with torch.no_grad():
            for _ in range(STOCK_CHANNELS // 32):
                subject.case.network(images)

    return cpu(some, 1) / STOCK_CHANNELS * channels, channels


if __name__ == "__main__":
    main()
