"""What a class's logit loses without each channel of what enters the last block of a transformer, all channels at once.

Only the class token leaves that block for the head. Its query is not of the map, so that taking a channel away changes
every key and value by one number times one column of their weights: an update of rank one, for which the attention of
the class token, and the rest of the block, are computed for all channels together. It is exact; the caller checks it on
a few channels, and falls back where a block is built otherwise.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from gauntlet_desktop.api import TargetLayer
from gauntlet_explanations.method import Case
from gauntlet_explanations.rest import standing_in

if TYPE_CHECKING:
    import torch
    from torch import Tensor


@dataclass(frozen=True, slots=True)
class Block:
    """The parts of a pre-norm transformer block, under the names that the transformers library gives them."""

    whole: torch.nn.Module
    normalised: torch.nn.Module
    attention: Any
    output: Any
    second_norm: Any
    mlp: Any
    heads: int

    @contextmanager
    def entered(self) -> Iterator[dict[str, Tensor]]:
        """A pass within notes the residual path of the class token (C,) as `hidden`, and the normalised `tokens`
        (T, C) that the attention is given."""
        held: dict[str, Tensor] = {}
        hooks = (
            self.whole.register_forward_pre_hook(lambda module, inputs: held.update(hidden=inputs[0][0, 0])),
            self.normalised.register_forward_hook(lambda module, inputs, output: held.update(tokens=output[0])),
        )
        try:
            yield held
        finally:
            for hook in hooks:
                hook.remove()


def find_block(case: Case, layer: TargetLayer) -> Block | None:
    """The block that the layer opens, if it is built as those of ViT or CLIP are."""
    if not layer.tokens or "." not in layer.module:
        return None
    block = case.network.get_submodule(layer.module.rsplit(".", 1)[0])
    attention = getattr(block, "attention", None) or getattr(block, "self_attn", None)
    output = getattr(attention, "o_proj", None) or getattr(attention, "out_proj", None)
    second = getattr(block, "layernorm_after", None) or getattr(block, "layer_norm2", None)
    heads = getattr(attention, "num_heads", None) or getattr(attention, "num_attention_heads", None)
    mlp = getattr(block, "mlp", None)
    if heads is None or None in (attention, output, second, mlp, getattr(attention, "q_proj", None)):
        return None
    return Block(block, case.network.get_submodule(layer.module), attention, output, second, mlp, int(heads))


def drops(case: Case, layer: TargetLayer, block: Block, entry: Mapping[str, Tensor]) -> Tensor | None:
    """What the logit loses without each channel (C,), of a block that was `entered`; None where it only looks like
    one."""
    import torch

    seen = case.seen[layer.name]
    try:
        with torch.no_grad():
            outputs = _class_tokens(entry["tokens"], entry["hidden"], layer, block)[:, None]
            with standing_in({**seen.before, block.whole: outputs}):
                logits: Tensor = case.network(case.image)
            return seen.logit - logits[:, case.target]
    except (KeyError, RuntimeError, AttributeError, TypeError):
        return None


def _class_tokens(tokens: Tensor, hidden: Tensor, layer: TargetLayer, block: Block) -> Tensor:
    """The class token after the block without each channel of the map, (C, C)."""
    import torch

    attention, heads = block.attention, block.heads
    map_values = tokens.clone()
    map_values[: layer.prefix] = 0
    query = attention.q_proj(tokens[0]).view(heads, -1)
    keys = attention.k_proj(tokens).view(len(tokens), heads, -1)
    values = attention.v_proj(tokens).view(len(tokens), heads, -1)
    columns = [each.weight.view(heads, -1, tokens.shape[1]) for each in (attention.k_proj, attention.v_proj)]
    scale = query.shape[1] ** -0.5
    whole = torch.einsum("hd,thd->ht", query, keys)
    slopes = torch.einsum("hd,hdk->kh", query, columns[0])
    scores = whole[None] - slopes[:, :, None] * map_values.T[:, None]
    shares = torch.softmax(scores * scale, dim=2)
    lost = torch.einsum("kht,tk->kh", shares, map_values)
    mixed = torch.einsum("kht,thd->khd", shares, values) - lost[:, :, None] * columns[1].permute(2, 0, 1)
    joined = hidden + block.output(mixed.flatten(1))
    result: Tensor = joined + block.mlp(block.second_norm(joined))
    return result
