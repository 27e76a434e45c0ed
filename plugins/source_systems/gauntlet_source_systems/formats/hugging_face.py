"""Folders of the transformers library that hold an image classifier, whatever its architecture."""

from __future__ import annotations

import json
import math
import re
import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from gauntlet_desktop.api import SQUASHED, Choices, Detector, Preparation, Recognised, StoredModel, TargetLayer
from gauntlet_desktop.api.portable import MAX_SIDE
from gauntlet_desktop.core.errors import EnvironmentFault, UserError
from gauntlet_desktop.core.library_errors import library_errors
from gauntlet_desktop.core.phrases import phrase
from gauntlet_desktop.core.task import TaskContext
from gauntlet_source_systems.detector import NetworkDetector
from gauntlet_source_systems.formats.folder import count_parameters
from gauntlet_source_systems.formats.pretrained import CONFIG_NAME, MOST_LABELS, document, load_pretrained
from gauntlet_source_systems.models import HALF, Norm

if TYPE_CHECKING:
    import torch

WEIGHTS_NAME = "model.safetensors"
PREPROCESSOR_NAME = "preprocessor_config.json"
CHOICE_NAME = "gauntlet.json"
# What labels call the class of generated images, and the other one.
GENERATED_WORDS = re.compile(r"\b(ai|fake|artificial|generated|synthetic|deepfake|sd|diffusion|computer)\b")
CAMERA_WORDS = re.compile(r"\b(real|human|hum|camera|photo|photograph|natural|authentic|original)\b")


class HuggingFaceFolder:
    """A folder with config.json and model.safetensors of some `...ForImageClassification`."""

    id = "hugging-face"

    def recognise(self, path: Path) -> Recognised | None:
        config = document(path / CONFIG_NAME)
        names = config.get("architectures")
        name = str(names[0]) if isinstance(names, list) and names else ""
        if not path.is_dir() or not name.endswith("ForImageClassification"):
            return None
        labels = labels_of(config, path.name)
        if len(labels) < 2:
            raise UserError(
                "one_class",
                phrase("{file} tells one class from nothing.", file=path.name),
                "Choose a model of two classes.",
            )
        return Recognised(
            self.id,
            name.removesuffix("ForImageClassification"),
            count_parameters(path / WEIGHTS_NAME),
            "An image classifier of the transformers library.",
            labels=labels,
            generated=generated_label(labels),
        )

    def convert(self, path: Path, choices: Choices, out: Path, context: TaskContext) -> str:
        labels = labels_of(document(path / CONFIG_NAME), path.name)
        generated = generated_label(labels) if choices.generated is None else choices.generated
        if generated is None or not 0 <= generated < len(labels):
            raise UserError(
                "label_needed",
                phrase("Nothing says which of {labels} means “made by a generative model”.", labels=", ".join(labels)),
                "Name it with --generated.",
            )
        context.report(0.2, "Copying the weights")
        for name in (CONFIG_NAME, WEIGHTS_NAME, PREPROCESSOR_NAME):
            if (path / name).is_file():
                shutil.copyfile(path / name, out / name)
        (out / CHOICE_NAME).write_text(json.dumps({"generated": generated}) + "\n", encoding="utf-8")
        context.report(0.6, "Checking the weights")
        load_classifier(out)
        return WEIGHTS_NAME

    def detector(self, model: StoredModel) -> Detector:
        return HuggingFaceDetector(model.id, model.folder)


class HuggingFaceDetector(NetworkDetector):
    """A `TorchDetector` on a stored classifier, which prepares images as the folder's own configuration says."""

    features_of = "core.model.classifier"

    @property
    def target_layers(self) -> Sequence[TargetLayer]:
        return target_layers(self.network())

    @property
    def preparation(self) -> Preparation:
        return input_size(document(self._folder / PREPROCESSOR_NAME), document(self._folder / CONFIG_NAME))

    def build(self) -> torch.nn.Module:
        from gauntlet_source_systems.classifier import Classifier
        from gauntlet_source_systems.networks.transformer import LogitsOf

        try:
            model = load_classifier(self._folder)
        except UserError as error:
            raise EnvironmentFault(error.code, error.message, error.remedy) from error
        generated = int(document(self._folder / CHOICE_NAME)["generated"])
        return Classifier(LogitsOf(model), normalisation(document(self._folder / PREPROCESSOR_NAME)), generated)


def load_classifier(folder: Path) -> Any:
    """The network of a folder, from safetensors alone and without any code of the folder. Raises UserError."""
    message = phrase("{folder} cannot be loaded", folder=folder.name)
    with library_errors(UserError, "weights_unusable", message, "Get a complete copy of the folder."):
        return load_pretrained("AutoModelForImageClassification", folder, attn_implementation="eager")


def labels_of(config: dict[str, Any], name: str) -> tuple[str, ...]:
    """The names of the outputs, in order. Raises UserError where the configuration of the folder `name` has none."""
    named = config.get("id2label")
    try:
        if isinstance(named, dict) and named:
            return tuple(str(named[key]) for key in sorted(named, key=int))
        count = int(config.get("num_labels", 2))
        if count > MOST_LABELS:
            raise ValueError(f"{count} outputs")
    except (OverflowError, TypeError, ValueError) as error:
        raise UserError(
            "labels_unusable",
            phrase("The outputs of {name} cannot be told ({reason}).", name=name, reason=str(error)),
            phrase("Correct its {file}.", file=CONFIG_NAME),
        ) from error
    return tuple(f"output {index}" for index in range(count))


def generated_label(labels: Sequence[str]) -> int | None:
    """Which of two labels says "made by a generative model", by common words; None where that is not plain."""
    words = [re.sub(r"[^a-z]+", " ", label.lower()) for label in labels]
    hits = [bool(GENERATED_WORDS.search(word)) and not CAMERA_WORDS.search(word) for word in words]
    return hits.index(True) if sum(hits) == 1 else None


def target_layers(network: torch.nn.Module) -> list[TargetLayer]:
    """Transformer blocks, by what enters them, or the stages of a convolutional net, as far as names tell."""
    names = [name for name, _ in network.named_modules()]
    norms = [n for n in names if re.search(r"\.\d+\.(layernorm_before|layer_norm1|norm1)$", n)]
    if norms:
        return [TargetLayer(f"block {i}", name, tokens=True, prefix=1) for i, name in enumerate(norms, 1)]
    stages = [n for n in names if re.search(r"\.stages\.\d+$", n)]
    return [TargetLayer(f"stage {i}", name) for i, name in enumerate(stages, 1)]


def input_size(preprocessor: dict[str, Any], config: dict[str, Any]) -> Preparation:
    """How the folder's own configuration has images resized and cropped. Raises EnvironmentFault for sizes that no
    network has."""
    try:
        how = _declared_size(preprocessor, config)
    except (OverflowError, TypeError, ValueError) as error:
        raise _unprepared(str(error)) from error
    if not (1 <= how.side <= MAX_SIDE and SQUASHED <= how.short <= MAX_SIDE):
        raise _unprepared(phrase("{side} and {short} pixels", side=how.side, short=how.short))
    return how


def normalisation(preprocessor: dict[str, Any]) -> Norm:
    """Mean and spread of each channel. Raises EnvironmentFault for what cannot be divided by."""
    try:
        mean, spread = (
            tuple(map(float, preprocessor.get(key, usual)))
            for key, usual in zip(("image_mean", "image_std"), HALF, strict=True)
        )
    except (OverflowError, TypeError, ValueError) as error:
        raise _unprepared(str(error)) from error
    if not (len(mean) == len(spread) == 3 and all(map(math.isfinite, mean + spread)) and min(spread) > 0):
        raise _unprepared(phrase("a mean of {mean} and a spread of {spread}", mean=str(mean), spread=str(spread)))
    return mean, spread


def _declared_size(preprocessor: dict[str, Any], config: dict[str, Any]) -> Preparation:
    size, crop = preprocessor.get("size"), preprocessor.get("crop_size")
    side = _side(crop) if preprocessor.get("do_center_crop") and crop else 0
    short = size.get("shortest_edge") if isinstance(size, dict) else None
    if side and short:
        return Preparation(side, int(short))
    return Preparation(side or _side(size) or int(config.get("image_size", 224)), SQUASHED)


def _side(size: Any) -> int:
    if isinstance(size, dict):
        return int(size.get("height") or size.get("shortest_edge") or 0)
    return int(size or 0)


def _unprepared(why: str) -> EnvironmentFault:
    return EnvironmentFault(
        "preparation_unusable",
        phrase("How images are prepared for this model cannot be told ({why}).", why=why),
        phrase("Correct its {file}, then import it again.", file=PREPROCESSOR_NAME),
    )
