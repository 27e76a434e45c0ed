"""Reads pretrained towers, CLIP's and ViT's, from local folders of the transformers library."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from gauntlet_desktop.core.errors import UserError
from gauntlet_desktop.core.library_errors import library_errors
from gauntlet_desktop.core.phrases import phrase
from gauntlet_source_systems.formats.pretrained import load_pretrained

# What decides a tower's shape and what it computes.
TOWER_KEYS = (
    "hidden_size",
    "intermediate_size",
    "num_hidden_layers",
    "num_attention_heads",
    "image_size",
    "patch_size",
    "projection_dim",
    "hidden_act",
    "layer_norm_eps",
)


# Classifiers have none.
_POOLER = "pooler."
VIT_KEYS = tuple(key for key in TOWER_KEYS if key != "projection_dim")


def read_tower(folder: Path) -> tuple[dict[str, Any], dict[str, Any]]:
    """Settings and tensors of the tower in a folder with config.json and weights, of CLIP as a whole or of its vision
    part. Nothing is fetched. Raises UserError."""
    return _read("CLIPVisionModelWithProjection", folder, TOWER_KEYS)


def read_vit(folder: Path) -> tuple[dict[str, Any], dict[str, Any]]:
    """The same of a ViT, without its pooling layer, which classifiers do not have."""
    settings, tensors = _read("ViTModel", folder, VIT_KEYS, (_POOLER,))
    return settings, {name: value for name, value in tensors.items() if not name.startswith(_POOLER)}


def _read(
    class_name: str, folder: Path, keys: tuple[str, ...], may_lack: tuple[str, ...] = ()
) -> tuple[dict[str, Any], dict[str, Any]]:
    remedy = "Choose a folder with config.json and model.safetensors of the transformers library."
    with library_errors(
        UserError, "tower_unusable", phrase("{folder} holds no such tower", folder=folder.name), remedy
    ):
        model = load_pretrained(class_name, folder, may_lack)
    return {key: getattr(model.config, key) for key in keys}, dict(model.state_dict())
