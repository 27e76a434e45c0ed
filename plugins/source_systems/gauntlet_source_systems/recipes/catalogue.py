"""What each published recipe is: its architecture, stages, augmentation and hyper-parameters, with their source."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from gauntlet_desktop.api import Parameter


@dataclass(frozen=True, slots=True)
class Stage:
    """One training stage: which parameters learn, by the beginnings of their names (none: all)."""

    name: str
    learnt: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Spec:
    """A recipe: `frozen` parts never learn; `augmentation` is a function of `augment`; `contrastive` adds the
    supervised contrastive loss. `defaults` replace those of the parameters that all recipes have; `extra` are its
    own. `trial` are parameters of a tiny network, on which the code of the recipe is tried in a second."""

    id: str
    architecture: str
    paper: str
    stages: Sequence[Stage]
    augmentation: str
    defaults: Mapping[str, Any]
    trial: Mapping[str, Any]
    frozen: tuple[str, ...] = ()
    contrastive: bool = False
    extra: Sequence[Parameter] = field(default_factory=tuple)


_TOWER = Parameter("trunk", "", "a local folder of the transformers library with the pretrained tower; random if empty")

_TINY_VIT = {
    "hidden_size": 16,
    "intermediate_size": 32,
    "num_hidden_layers": 2,
    "num_attention_heads": 2,
    "image_size": 32,
    "patch_size": 8,
}
_TINY_CLIP = {**_TINY_VIT, "projection_dim": 8}

_BODY = Parameter("trunk", "", "a file of pretrained ResNet-50 weights in torchvision's names; random if empty")

COMMON = (
    Parameter("epochs", 30, "epochs at most", minimum=1, maximum=10_000),
    Parameter("batch", 32, "images in a batch", minimum=2, maximum=4096),
    Parameter("learning_rate", 1e-3, "learning rate of the first epoch", minimum=1e-8, maximum=1.0),
    Parameter("decay_every", 0, "epochs after which the rate falls to a tenth, again and again; never if 0", minimum=0),
    Parameter("patience", 0, "epochs without a gain on the validation split that end a stage; never if 0", minimum=0),
    Parameter("validation", 0.2, "share of the images set aside to choose the epoch", minimum=0.01, maximum=0.5),
    Parameter("side", 224, "width and height of what the network is given, in pixels", minimum=16, maximum=1024),
    Parameter("threads", 2, "processor threads", minimum=1, maximum=256),
    Parameter("settings", {}, "settings of the architecture other than the published ones"),
    Parameter(
        "adversarial",
        "none",
        "the attack on the network as it is that training images go through",
        choices=("none", "fgsm", "pgd", "cw"),
    ),
    Parameter("attacked", 0.5, "share of each batch that is attacked", minimum=0.0, maximum=1.0),
    Parameter(
        "attack_settings", {}, "parameters of the attack other than its own, such as epsilon; gauntlet attack --help"
    ),
)

RECIPES = (
    Spec(
        "vit-gradcam",
        "vit",
        "source system 000: the last layer of a pretrained ViT-B/16",
        (Stage("head", ("model.classifier",)),),
        "plain",
        {"epochs": 30, "learning_rate": 1e-3, "decay_every": 7, "patience": 3},
        {"settings": {"tower": _TINY_VIT}},
        extra=(_TOWER,),
    ),
    Spec(
        "clip-vit",
        "clip",
        "source system 001: a CLIP vision tower with a linear head, or with hidden layers",
        (Stage("all"),),
        "random_resized_crop",
        {"epochs": 20, "batch": 8, "learning_rate": 1e-4, "patience": 3},
        {"settings": {"tower": _TINY_CLIP}, "hidden": [8]},
        extra=(_TOWER, Parameter("hidden", [], "widths of the layers of a Sequential head; a linear head if empty")),
    ),
    Spec(
        "rine",
        "rine",
        "source system 002: projections, importance estimator and head over a frozen CLIP tower",
        (Stage("head"),),
        "delivery",
        {"epochs": 10, "batch": 64, "learning_rate": 1e-4, "decay_every": 6},
        {"settings": {"tower": _TINY_CLIP, "width": 8}},
        frozen=("tower.",),
        contrastive=True,
        extra=(
            _TOWER,
            Parameter("xi", 0.1, "weight of the supervised contrastive loss", minimum=0.0, maximum=10.0),
        ),
    ),
    Spec(
        "artbench-cnn",
        "artbench-cnn",
        "source system 003: a convolutional net from nothing",
        (Stage("all"),),
        "plain",
        {"epochs": 50, "side": 256},
        {"settings": {"blocks": [[4, 4], [4]]}},
    ),
    Spec(
        "resnet50",
        "resnet50",
        "source system 004: a pretrained ResNet-50, its last layer first, then all of it",
        (Stage("probe", ("fc.",)), Stage("fine-tune")),
        "turns_and_flips",
        {"epochs": 10, "batch": 128, "learning_rate": 3e-4, "patience": 3},
        {},
        extra=(_BODY,),
    ),
    Spec(
        "modresnet",
        "modresnet",
        "source system 004, appendix A: ResNet-50 with three more linear layers",
        (Stage("probe", ("fc.",)), Stage("fine-tune")),
        "turns_and_flips",
        {"epochs": 10, "batch": 128, "learning_rate": 3e-4, "patience": 3},
        {"settings": {"hidden": [8, 8, 8]}, "dropout": 0.1},
        extra=(
            _BODY,
            Parameter("dropout", 0.0, "dropout after each of the added layers", minimum=0.0, maximum=0.9),
        ),
    ),
    Spec(
        "baseline-cnn",
        "baseline-cnn",
        "source system 004: three convolutions from nothing",
        (Stage("all"),),
        "turns_and_flips",
        {"epochs": 20, "batch": 128, "learning_rate": 3e-4, "patience": 5, "side": 32},
        {"settings": {"widths": [4, 4, 4]}},
    ),
)
