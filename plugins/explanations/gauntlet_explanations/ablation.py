"""Ablation-CAM (Ramaswamy and Desai, WACV 2020): a channel weighs what the class's logit loses without it.

Where everything after the layer is linear in it, as a mean and a linear layer are, the loss of channel k is the sum of
gradient times activation over it: exact, in one pass. Whether that is so is measured on a few channels. At the last
block of a transformer an update of rank one is exact too (`gauntlet_explanations.last_block`). Elsewhere the channels
are taken away in batches, and only what follows the layer is computed for each.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from gauntlet_desktop.api import TargetLayer
from gauntlet_explanations.last_block import drops, find_block
from gauntlet_explanations.layers import Seen
from gauntlet_explanations.method import Case
from gauntlet_explanations.rest import Rest, rest_of, rounding

if TYPE_CHECKING:
    from torch import Tensor

BATCH = 32
PROBES = 4
# Of a layer in the middle of a network, for an estimate.
TYPICAL_CHANNELS = 512
# What a shortcut may be off, as a part of the greatest loss, besides rounding.
_RELATIVE = 1e-5


def ablation_cam(case: Case, layer: TargetLayer) -> Tensor:
    """The map (h, w). The paper divides by the logit, which turns the map around where that is negative: here its
    absolute value divides."""
    seen = case.seen[layer.name]
    weights = channel_drops(case, layer) / seen.logit.abs().clamp(min=1e-12)
    return (weights[:, None, None] * seen.activations[0]).sum(dim=0).relu()


def ablation_cost(part: float) -> float:
    """Passes at a layer that `part` of the network follows, as if only the last layer had a shortcut."""
    return 1.0 if part == 0 else 1.0 + TYPICAL_CHANNELS * part


def channel_drops(case: Case, layer: TargetLayer) -> Tensor:
    """What the logit loses without each channel (C,), by the quickest way that a few channels confirm."""
    seen, block = case.seen[layer.name], find_block(case, layer)
    found: Tensor | None
    if block is None:
        rest, found = rest_of(case.network, case.image, layer, case.target, seen), closed_form(seen)
    else:
        with block.entered() as entry:
            rest = rest_of(case.network, case.image, layer, case.target, seen)
        found = drops(case, layer, block, entry)
    if found is not None and agrees(rest, seen, case.target, found, together=block is None):
        return found
    return measured_drops(case, rest, seen)


def closed_form(seen: Seen) -> Tensor:
    """What the logit loses without each channel (C,), if the rest is linear; summed in double precision."""
    assert seen.gradient is not None
    return (seen.gradient[0].double() * seen.activations[0].double()).sum(dim=(1, 2)).float()


def agrees(rest: Rest, seen: Seen, target: int, found: Tensor, *, together: bool) -> bool:
    """Whether `found` is what taking away each of a few channels gives, and, `together`, all of them."""
    import torch

    maps = seen.activations
    count = maps.shape[1]
    channels = torch.tensor(sorted({round(part * (count - 1) / (PROBES - 1)) for part in range(PROBES)}))
    tried = maps.repeat(len(channels) + together, 1, 1, 1)
    for row, channel in enumerate(channels):
        tried[row, channel] = 0
    if together:
        tried[-1] = 0
    measured = seen.logit - rest.logits(tried)[:, target]
    expected = torch.cat([found[channels], found.sum()[None]]) if together else found[channels]
    return bool((measured - expected).abs().max() <= _RELATIVE * expected.abs().max() + rounding(seen.logit))


def measured_drops(case: Case, rest: Rest, seen: Seen) -> Tensor:
    """The same by taking the channels away one by one, `BATCH` at a time."""
    import torch

    count = seen.activations.shape[1]
    drops = []
    for start in range(0, count, BATCH):
        case.context.report(start / count, f"Ablation-CAM: channel {start} of {count}")
        channels = torch.arange(start, min(start + BATCH, count))
        tried = seen.activations.repeat(len(channels), 1, 1, 1)
        tried[torch.arange(len(channels)), channels] = 0
        drops.append(seen.logit - rest.logits(tried)[:, case.target])
    return torch.cat(drops)
