"""Runs a published recipe: builds the network on its pretrained part, trains its stages, and writes a model folder."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from gauntlet_desktop.api import Parameter
from gauntlet_desktop.api.parameters import complete
from gauntlet_desktop.core.errors import UserError
from gauntlet_source_systems.attacks import ATTACKS
from gauntlet_source_systems.models import ModelConfig, save_model
from gauntlet_source_systems.recipes.augment import prepare
from gauntlet_source_systems.recipes.catalogue import COMMON, Spec, Stage

if TYPE_CHECKING:
    from torch import nn

FIGURES_NAME = "figures.json"


class NetworkRecipe:
    """One entry of the catalogue as a training recipe over whole images."""

    needs_test = False

    def __init__(self, spec: Spec) -> None:
        self._spec = spec

    @property
    def id(self) -> str:
        return self._spec.id

    @property
    def side(self) -> int:
        return int(self._spec.defaults.get("side", 224))

    @property
    def parameters(self) -> Sequence[Parameter]:
        return tuple(_with_default(each, self._spec.defaults) for each in COMMON) + tuple(self._spec.extra)

    @property
    def trial(self) -> Mapping[str, Any]:
        """One epoch of a tiny network on small images, on one thread: several only wait for each other."""
        return {"epochs": 1, "side": 32, "batch": 8, "threads": 1, **self._spec.trial}

    def train(
        self, data: Any, out: Path, parameters: Mapping[str, Any], progress: Callable[[float, str], None]
    ) -> None:
        """Train the stages, or go on with what `out` holds, and write config.json, model.safetensors and figures.json
        there. The figures are of the validation split, and of the data's own test split where there is one."""
        import torch

        from gauntlet_source_systems.classifier import Classifier

        torch.manual_seed(data.seed)
        config, core = self._network(parameters)
        network = Classifier(core, config.entry.norm, config.generated)
        loss = self._loss(parameters)
        schedule = {
            "epochs": parameters["epochs"],
            "batch": parameters["batch"],
            "learning_rate": parameters["learning_rate"],
            "decay_every": parameters["decay_every"],
            "patience": parameters["patience"],
            "watch": "accuracy" if self._spec.id == "clip-vit" else "loss",
            "threads": parameters["threads"],
        }
        figures = {}
        for stage in self._spec.stages:
            _choose_learnt(core, stage, self._spec.frozen)
            figures[stage.name] = data.fit_epochs(
                network,
                prepare(self._spec.augmentation, config.entry.input_side(config.settings)),
                loss,
                schedule,
                out,
                stage=stage.name,
                validation_share=parameters["validation"],
            )
        save_model(out, config, core)
        document = {"paper": self._spec.paper, "pretrained": bool(parameters.get("trunk")), "stages": figures}
        (out / FIGURES_NAME).write_text(json.dumps(document, indent=2) + "\n", encoding="utf-8")
        last = figures[self._spec.stages[-1].name]["validation"]
        progress(1.0, f"Accuracy on the validation split: {last['accuracy']:.4f}")

    def _loss(self, parameters: Mapping[str, Any]) -> Any:
        from gauntlet_source_systems.recipes import losses

        loss = losses.with_contrast(parameters["xi"]) if self._spec.contrastive else losses.classification
        if parameters["adversarial"] == "none":
            return loss
        attack = next(each for each in ATTACKS if each.id == parameters["adversarial"])
        settings = complete(attack.parameters, parameters["attack_settings"])
        return losses.hardened(loss, attack, settings, parameters["attacked"])

    def _network(self, parameters: Mapping[str, Any]) -> tuple[ModelConfig, nn.Module]:
        """The network with its pretrained part, and what is written of it."""
        settings = dict(parameters["settings"])
        for name in ("hidden", "dropout"):
            if name in parameters:
                settings.setdefault(name, parameters[name])
        if self._spec.architecture in ("vit", "clip", "rine"):
            return self._on_tower(settings, str(parameters["trunk"]))
        key = "side" if self._spec.architecture.endswith("-cnn") else "crop"
        config = ModelConfig(self._spec.architecture, {**settings, key: parameters["side"]})
        core = config.entry.build(config.settings)
        if parameters.get("trunk"):
            _load_body(core, Path(str(parameters["trunk"])))
        return config, core

    def _on_tower(self, settings: dict[str, Any], trunk: str) -> tuple[ModelConfig, nn.Module]:
        from gauntlet_source_systems.formats.towers import read_tower, read_vit

        if not trunk:
            config = ModelConfig(self._spec.architecture, settings)
            return config, config.entry.build(config.settings)
        prefix, read = ("model.vit.", read_vit) if self._spec.architecture == "vit" else ("tower.", read_tower)
        settings["tower"], weights = read(Path(trunk))
        config = ModelConfig(self._spec.architecture, settings)
        core = config.entry.build(config.settings)
        state = {**core.state_dict(), **{f"{prefix}{name}": value for name, value in weights.items()}}
        core.load_state_dict(state)
        return config, core


def _with_default(parameter: Parameter, defaults: Mapping[str, Any]) -> Parameter:
    from dataclasses import replace

    return replace(parameter, default=defaults[parameter.name]) if parameter.name in defaults else parameter


def _choose_learnt(core: nn.Module, stage: Stage, frozen: tuple[str, ...]) -> None:
    for name, parameter in core.named_parameters():
        learns = (not stage.learnt or name.startswith(stage.learnt)) and not name.startswith(frozen or "\0")
        parameter.requires_grad_(learns)


def _load_body(core: nn.Module, path: Path) -> None:
    """Pretrained weights of everything but the last layers. Raises UserError where they do not fit."""
    from gauntlet_source_systems.formats.weights import read_tensors

    tensors = {name: value for name, value in read_tensors(path).items() if not name.startswith("fc.")}
    expected = {name: value.shape for name, value in core.state_dict().items() if not name.startswith("fc.")}
    if {name: value.shape for name, value in tensors.items()} != expected:
        raise UserError(
            "trunk_unusable", f"{path.name} is no ResNet-50 in torchvision's names.", "Choose its weight file."
        )
    core.load_state_dict({**core.state_dict(), **tensors})
