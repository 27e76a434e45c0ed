"""Weight files whose names and shapes tell a known network: published heads over CLIP towers, and whole networks."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from gauntlet_desktop.api import Choices, Detector, Recognised, StoredModel
from gauntlet_desktop.core.errors import UserError
from gauntlet_desktop.core.phrases import phrase
from gauntlet_desktop.core.task import TaskContext
from gauntlet_source_systems.detector import NetworkDetector
from gauntlet_source_systems.formats.timm_vit import from_timm
from gauntlet_source_systems.formats.towers import read_tower
from gauntlet_source_systems.formats.weights import Tensors, is_weights, read_tensors
from gauntlet_source_systems.models import VIT_S16_384, WEIGHTS_NAME, ModelConfig, save_model, with_weights

Shapes = Mapping[str, tuple[int, ...]]


@dataclass(frozen=True, slots=True)
class Layout:
    """A known layout: `matches` looks at names and shapes; `settings` makes those of the architecture from them;
    `renamed` gives the tensors the network's names; `tower` is where a CLIP tower goes that must be brought along."""

    architecture: str
    summary: str
    matches: Callable[[Shapes], bool]
    settings: Callable[[Shapes], dict[str, Any]]
    renamed: Callable[[Tensors], Tensors] = dict
    tower: str = ""


def _rine(shapes: Shapes) -> dict[str, Any]:
    layers = sum(name.startswith("proj1.") and name.endswith(".weight") for name in shapes)
    return {"projections": layers, "width": shapes["alpha"][-1]}


def _is_linear_head(shapes: Shapes) -> bool:
    return set(shapes) in ({"weight", "bias"}, {"fc.weight", "fc.bias"}) and (1, 768) in shapes.values()


def _head_alone(tensors: Tensors) -> Tensors:
    return {f"head.0.{name.removeprefix('fc.')}": value for name, value in tensors.items()}


def _is_half_resnet(outputs: int) -> Callable[[Shapes], bool]:
    return lambda shapes: (shapes.get("conv1.weight"), shapes.get("fc1.weight")) == ((64, 3, 3, 3), (outputs, 512))


LAYOUTS = (
    Layout(
        "rine",
        "The trained part of RINE (Koutlis and Papadopoulos, ECCV 2024): projections, importance estimator and head.",
        lambda shapes: (
            {"proj1.1.weight", "proj2.1.weight", "head.6.weight"} <= shapes.keys() and len(shapes.get("alpha", ())) == 3
        ),
        _rine,
        tower="CLIP ViT-L/14",
    ),
    Layout(
        "clip",
        "UniversalFakeDetect (Ojha et al., CVPR 2023): a linear head on the image embedding.",
        _is_linear_head,
        lambda shapes: {"outputs": 1, "projected": True},
        _head_alone,
        tower="CLIP ViT-L/14",
    ),
    Layout("npr", "NPR (Tan et al., CVPR 2024).", _is_half_resnet(1), lambda shapes: {}),
    Layout("safe", "SAFE (Li et al., KDD 2025).", _is_half_resnet(2), lambda shapes: {}),
    Layout(
        "vit",
        "Community Forensics (Park and Owens, CVPR 2025): ViT-S/16 at 384 px with one output.",
        lambda shapes: any(shapes.get(f"{prefix}head.weight") == (1, 384) for prefix in ("", "vit.")),
        lambda shapes: {"tower": VIT_S16_384, "outputs": 1, "resize": 440},
        from_timm,
    ),
    Layout(
        "resnet50",
        "A ResNet-50 in torchvision's layout.",
        lambda shapes: "layer4.2.conv3.weight" in shapes and shapes.get("fc.weight") in ((1, 2048), (2, 2048)),
        lambda shapes: {"outputs": shapes["fc.weight"][0]},
    ),
)


class Checkpoint:
    """A file of weights whose layout is known."""

    id = "checkpoint"

    def recognise(self, path: Path) -> Recognised | None:
        if not is_weights(path):
            return None
        shapes = _shapes(read_tensors(path))
        layout = _layout(shapes)
        if layout is None:
            return None
        config = ModelConfig(layout.architecture, {})
        two = config.architecture == "resnet50" and shapes["fc.weight"][0] == 2
        return Recognised(
            self.id,
            config.entry.name,
            sum(_size(shape) for shape in shapes.values()),
            layout.summary,
            needs_trunk=layout.tower,
            generated=None if two else 1,
        )

    def convert(self, path: Path, choices: Choices, out: Path, context: TaskContext) -> str:
        context.report(0.1, "Reading the weights")
        tensors = read_tensors(path)
        shapes = _shapes(tensors)
        layout = _layout(shapes)
        assert layout is not None
        settings = layout.settings(shapes)
        state = dict(layout.renamed(tensors))
        if layout.tower:
            if choices.trunk is None:
                raise UserError(
                    "tower_needed",
                    phrase(
                        "{file} is a head: it needs its pretrained tower, {tower}.", file=path.name, tower=layout.tower
                    ),
                    "Name the folder of the tower with --trunk.",
                )
            context.report(0.4, "Reading the tower")
            settings["tower"], tower = read_tower(choices.trunk)
            state |= {f"tower.{name}": value for name, value in tower.items()}
        config = ModelConfig(layout.architecture, settings, 1 if choices.generated is None else choices.generated)
        network = with_weights(config, state, path.name)
        context.report(0.8, "Writing the model")
        save_model(out, config, network)
        return WEIGHTS_NAME

    def detector(self, model: StoredModel) -> Detector:
        return NetworkDetector(model.id, model.folder)


def _shapes(tensors: Tensors) -> Shapes:
    return {name: tuple(value.shape) for name, value in tensors.items()}


def _layout(shapes: Shapes) -> Layout | None:
    return next((layout for layout in LAYOUTS if layout.matches(shapes)), None)


def _size(shape: tuple[int, ...]) -> int:
    size = 1
    for side in shape:
        size *= side
    return size
