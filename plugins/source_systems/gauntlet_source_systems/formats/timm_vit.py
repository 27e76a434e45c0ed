"""Gives the tensors of a ViT in timm's layout the names of the transformers library."""

from __future__ import annotations

import re

from gauntlet_source_systems.formats.weights import Tensors

_NAMES = (
    (r"^patch_embed\.proj\.", "vit.embeddings.patch_embeddings.projection."),
    (r"^cls_token$", "vit.embeddings.cls_token"),
    (r"^pos_embed$", "vit.embeddings.position_embeddings"),
    (r"^blocks\.(\d+)\.norm1\.", r"vit.layers.\1.layernorm_before."),
    (r"^blocks\.(\d+)\.norm2\.", r"vit.layers.\1.layernorm_after."),
    (r"^blocks\.(\d+)\.attn\.proj\.", r"vit.layers.\1.attention.o_proj."),
    (r"^blocks\.(\d+)\.mlp\.", r"vit.layers.\1.mlp."),
    (r"^norm\.", "vit.layernorm."),
    (r"^head\.", "classifier."),
)
_FUSED = re.compile(r"^blocks\.(\d+)\.attn\.qkv\.(weight|bias)$")


def from_timm(tensors: Tensors) -> Tensors:
    """The same tensors for `vit_classifier`: the fused projections of query, key and value are taken apart. What is no
    three of them keeps its name, which then fits no network."""
    renamed = {}
    for prefixed, value in tensors.items():
        name = prefixed.removeprefix("vit.")
        if (fused := _FUSED.match(name)) and value.dim() and len(value) % 3 == 0:
            for part, tensor in zip("qkv", value.chunk(3), strict=True):
                renamed[f"model.vit.layers.{fused[1]}.attention.{part}_proj.{fused[2]}"] = tensor.contiguous()
            continue
        renamed[f"model.{_renamed(name)}"] = value
    return renamed


def _renamed(name: str) -> str:
    for pattern, replacement in _NAMES:
        if re.match(pattern, name):
            return re.sub(pattern, replacement, name)
    return name
