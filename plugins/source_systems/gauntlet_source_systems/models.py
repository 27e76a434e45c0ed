"""The architectures by name: how each is built from its settings, what it is given of an image, and where to look.

A model folder holds `config.json` (architecture, settings) and `model.safetensors` (the network's weights under its own
names). Nothing here imports torch until a network is built.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from gauntlet_desktop.api import NATIVE, SQUASHED, TargetLayer
from gauntlet_desktop.core.errors import UserError
from gauntlet_desktop.core.library_errors import library_errors
from gauntlet_desktop.core.phrases import phrase

if TYPE_CHECKING:
    from torch import nn

CONFIG_NAME = "config.json"
WEIGHTS_NAME = "model.safetensors"
FORMAT = "gauntlet"
_CONFIG_BYTES = 1 << 20
_MOST_LAYERS = 1000

Settings = Mapping[str, Any]
Norm = tuple[tuple[float, float, float], tuple[float, float, float]]

IMAGENET: Norm = ((0.485, 0.456, 0.406), (0.229, 0.224, 0.225))
CLIP: Norm = ((0.48145466, 0.4578275, 0.40821073), (0.26862954, 0.26130258, 0.27577711))
PLAIN: Norm = ((0.0, 0.0, 0.0), (1.0, 1.0, 1.0))
HALF: Norm = ((0.5, 0.5, 0.5), (0.5, 0.5, 0.5))

VIT_B16 = {
    "hidden_size": 768,
    "intermediate_size": 3072,
    "num_hidden_layers": 12,
    "num_attention_heads": 12,
    "image_size": 224,
    "patch_size": 16,
}
VIT_S16_384 = {
    **VIT_B16,
    "hidden_size": 384,
    "intermediate_size": 1536,
    "num_attention_heads": 6,
    "image_size": 384,
    "layer_norm_eps": 1e-6,
}


def _clip(width: int, layers: int, patch: int, projection: int, **other: Any) -> dict[str, Any]:
    return {
        "hidden_size": width,
        "intermediate_size": 4 * width,
        "num_hidden_layers": layers,
        "num_attention_heads": width // 64,
        "image_size": 224,
        "patch_size": patch,
        "projection_dim": projection,
        **other,
    }


# Vision towers of CLIP (Radford et al., ICML 2021) and TinyCLIP (Wu et al., ICCV 2023).
CLIP_TOWERS: Mapping[str, Mapping[str, Any]] = {
    "ViT-B/32": _clip(768, 12, 32, 512),
    "ViT-B/16": _clip(768, 12, 16, 512),
    "ViT-L/14": _clip(1024, 24, 14, 768),
    "TinyCLIP-8M/16": _clip(256, 10, 16, 512),
    "TinyCLIP-40M/32": _clip(512, 12, 32, 512),
}


@dataclass(frozen=True, slots=True)
class Architecture:
    """One architecture. `module` and `maker` name the function that builds it; `norm` is mean and spread of its inputs;
    `resize` is how many pixels the short side gets before a central crop, or `SQUASHED` or `NATIVE`; `head` is the
    module whose input are the latent features; `layers` gives the target layers for settings."""

    id: str
    name: str
    defaults: Settings
    module: str
    maker: str
    norm: Norm
    resize: int
    head: str
    layers: Callable[[Settings], Sequence[TargetLayer]]

    def complete(self, settings: Settings) -> dict[str, Any]:
        """Settings with defaults for what is missing. Raises UserError for an unknown one."""
        if unknown := sorted(settings.keys() - self.defaults.keys()):
            raise UserError(
                "model_settings",
                phrase("{name} has no settings {unknown}.", name=self.name, unknown=", ".join(unknown)),
                "Import it again.",
            )
        return {**self.defaults, **settings}

    def build(self, settings: Settings) -> nn.Module:
        """The network with random weights: normalised images to one or two logits. Raises UserError for settings that
        none can be built from."""
        import importlib

        makers = importlib.import_module(f"gauntlet_source_systems.networks.{self.module}")
        chosen = {name: value for name, value in self.complete(settings).items() if name not in ("crop", "resize")}
        message = phrase("No {name} can be built from these settings", name=self.name)
        with library_errors(UserError, "model_settings", message, "Import it again."):
            layers = max(chosen.get("projections", 0), chosen.get("tower", {}).get("num_hidden_layers", 0))
            if layers > _MOST_LAYERS:
                raise ValueError(f"{layers} layers")
            network: nn.Module = getattr(makers, self.maker)(**chosen)
        return network

    def input_side(self, settings: Settings) -> int:
        """Width and height of what the network is given, in pixels."""
        chosen = self.complete(settings)
        return int(chosen["tower"]["image_size"] if "tower" in chosen else chosen.get("crop") or chosen["side"])

    def short_side(self, settings: Settings) -> int:
        """What the short side is resized to before the crop, or `SQUASHED` or `NATIVE`."""
        return int(self.complete(settings).get("resize", self.resize))


def _stages(prefix: str, names: Sequence[str]) -> Callable[[Settings], list[TargetLayer]]:
    return lambda settings: [TargetLayer(name, f"{prefix}{name}") for name in names]


def _blocks(settings: Settings, default: int) -> list[TargetLayer]:
    count = len(settings.get("blocks") or settings.get("widths") or range(default))
    return [TargetLayer(f"block {number}", f"blocks.{number - 1}") for number in range(1, count + 1)]


def _tokens(path: str, norm: str) -> Callable[[Settings], list[TargetLayer]]:
    """What enters each transformer block: after the last one, the class token alone has a gradient."""

    def layers(settings: Settings) -> list[TargetLayer]:
        count = int(settings["tower"]["num_hidden_layers"])
        return [TargetLayer(f"block {i + 1}", f"{path}.{i}.{norm}", tokens=True, prefix=1) for i in range(count)]

    return layers


_CLIP_LAYERS = _tokens("tower.vision_model.encoder.layers", "layer_norm1")
_RESNET_LAYERS = _stages("", ("layer1", "layer2", "layer3", "layer4"))

ARCHITECTURES: Mapping[str, Architecture] = {
    architecture.id: architecture
    for architecture in (
        Architecture(
            "vit",
            "Vision transformer",
            {"tower": VIT_B16, "outputs": 2, "resize": SQUASHED},
            "transformer",
            "vit_classifier",
            HALF,
            SQUASHED,
            "model.classifier",
            _tokens("model.vit.layers", "layernorm_before"),
        ),
        Architecture(
            "clip",
            "CLIP vision tower with a head",
            {"tower": CLIP_TOWERS["ViT-B/16"], "hidden": (), "outputs": 2, "projected": False},
            "transformer",
            "ClipClassifier",
            CLIP,
            224,
            "head",
            _CLIP_LAYERS,
        ),
        Architecture(
            "rine",
            "RINE",
            {"tower": CLIP_TOWERS["TinyCLIP-8M/16"], "projections": 2, "width": 128},
            "transformer",
            "Rine",
            CLIP,
            224,
            "head",
            _CLIP_LAYERS,
        ),
        Architecture(
            "artbench-cnn",
            "AI-ArtBench CNN",
            {"side": 256, "blocks": ((128, 128), (64, 64), (32, 32), (16, 16), (8,))},
            "convolutional",
            "ArtBenchCnn",
            HALF,
            SQUASHED,
            "head",
            lambda settings: _blocks(settings, 5),
        ),
        Architecture(
            "baseline-cnn",
            "Baseline CNN",
            {"side": 32, "widths": (32, 64, 128)},
            "convolutional",
            "BaselineCnn",
            HALF,
            SQUASHED,
            "head",
            lambda settings: _blocks(settings, 3),
        ),
        Architecture(
            "resnet50",
            "ResNet-50",
            {"outputs": 2, "crop": 224, "resize": SQUASHED},
            "convolutional",
            "resnet50",
            IMAGENET,
            SQUASHED,
            "fc",
            _RESNET_LAYERS,
        ),
        Architecture(
            "modresnet",
            "ModResNet",
            {"hidden": (1024, 512, 256), "dropout": 0.0, "crop": 224, "resize": SQUASHED},
            "convolutional",
            "modified_resnet50",
            IMAGENET,
            SQUASHED,
            "fc",
            _RESNET_LAYERS,
        ),
        Architecture(
            "npr",
            "NPR",
            {"crop": 256, "resize": NATIVE},
            "residual",
            "Npr",
            IMAGENET,
            NATIVE,
            "fc1",
            _stages("", ("layer1", "layer2")),
        ),
        Architecture(
            "safe",
            "SAFE",
            {"crop": 256, "resize": NATIVE},
            "residual",
            "Safe",
            PLAIN,
            NATIVE,
            "fc1",
            _stages("", ("layer1", "layer2")),
        ),
    )
}


@dataclass(frozen=True, slots=True)
class ModelConfig:
    """What config.json of a model folder says. `generated` is the output for "made by a generative model" of a network
    with two; with one, the logit speaks for it."""

    architecture: str
    settings: Settings
    generated: int = 1

    @property
    def entry(self) -> Architecture:
        return ARCHITECTURES[self.architecture]


def save_model(folder: Path, config: ModelConfig, network: nn.Module) -> None:
    """Write config.json and model.safetensors; `network` is what `Architecture.build` made."""
    from safetensors.torch import save_file

    state = {name: value.detach().cpu().contiguous().clone() for name, value in network.state_dict().items()}
    save_file(state, str(folder / WEIGHTS_NAME))
    document = {
        "format": FORMAT,
        "architecture": config.architecture,
        "settings": config.entry.complete(config.settings),
        "generated": config.generated,
    }
    (folder / CONFIG_NAME).write_text(json.dumps(document, indent=2) + "\n", encoding="utf-8")


def read_config(folder: Path) -> ModelConfig | None:
    """The configuration of a model folder; None where there is none of ours. Raises UserError for a damaged one."""
    try:
        with (folder / CONFIG_NAME).open("rb") as file:
            document = json.loads(file.read(_CONFIG_BYTES))
    except (OSError, ValueError, RecursionError):
        return None
    if not isinstance(document, dict) or document.get("format") != FORMAT:
        return None
    try:
        architecture, generated = str(document["architecture"]), int(document["generated"])
        if generated not in (0, 1):
            raise ValueError(f"output {generated}")
        config = ModelConfig(architecture, config_settings(architecture, document["settings"]), generated)
    except (KeyError, OverflowError, TypeError, ValueError, AttributeError) as error:
        raise _unusable(
            folder, phrase("its {file} is damaged ({reason})", file=CONFIG_NAME, reason=repr(error))
        ) from error
    return config


def config_settings(architecture: str, settings: Settings) -> dict[str, Any]:
    """Settings checked against those that the architecture has."""
    if architecture not in ARCHITECTURES:
        raise UserError(
            "model_architecture",
            phrase("{architecture!r} is no architecture of this program.", architecture=architecture),
            "Update the program.",
        )
    return ARCHITECTURES[architecture].complete(settings)


def load_model(folder: Path, config: ModelConfig) -> nn.Module:
    """The network of a model folder, strictly: raises UserError that names what does not fit."""
    from safetensors import SafetensorError
    from safetensors.torch import load_file

    try:
        state = load_file(str(folder / WEIGHTS_NAME))
    except (OSError, SafetensorError) as error:
        raise _unusable(folder, phrase("its weights cannot be read ({reason})", reason=str(error))) from error
    return with_weights(config, state, folder.name)


def with_weights(config: ModelConfig, state: Mapping[str, Any], name: str) -> nn.Module:
    """The network with weights under its very names and shapes; raises UserError that names what differs. They are
    compared without memory first: settings of a stranger may ask for any amount."""
    import torch

    with torch.device("meta"):
        check_fits(config.entry.build(config.settings), state, name)
    network = config.entry.build(config.settings)
    network.load_state_dict(dict(state))
    return network


def check_fits(network: nn.Module, state: Mapping[str, Any], name: str) -> None:
    """Raises UserError that names what differs between weights and the names and shapes of the network."""
    expected = {key: tuple(value.shape) for key, value in network.state_dict().items()}
    given = {key: tuple(value.shape) for key, value in state.items()}
    if expected != given:
        wrong = [
            f"{key}: {_shape(given.get(key))} instead of {_shape(expected.get(key))}"
            for key in sorted(expected.keys() | given.keys())
            if expected.get(key) != given.get(key)
        ]
        more = phrase(", and {count} more", count=len(wrong) - 3) if len(wrong) > 3 else ""
        raise UserError(
            "model_shapes",
            phrase(
                "The weights of {name} do not fit: {wrong}{more}.", name=name, wrong="; ".join(wrong[:3]), more=more
            ),
            "Choose the architecture and the tower that the weights were trained with.",
        )


def _shape(shape: tuple[int, ...] | None) -> str:
    return "nothing" if shape is None else " x ".join(map(str, shape)) or "a number"


def _unusable(folder: Path, why: str) -> UserError:
    return UserError(
        "model_unusable",
        phrase("The model {folder} cannot be used: {why}.", folder=folder.name, why=why),
        "Import or train it again.",
    )
