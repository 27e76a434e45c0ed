"""Averages the weights of runs that differ in their seed alone (Wortsman et al., "Model soups", ICML 2022)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from gauntlet_desktop.core.errors import UserError

if TYPE_CHECKING:
    from torch import Tensor

State = Mapping[str, "Tensor"]


def average_weights(states: Sequence[State]) -> dict[str, Tensor]:
    """The equal mean of the floating-point tensors of `states`; other tensors (counters) are those of the first.

    Raises UserError when there is none, or when names, shapes or types differ.
    """
    if not states:
        raise _fault("there is none to average")
    first, *others = states
    for other in others:
        if other.keys() != first.keys():
            raise _fault("they have tensors of other names")
        if any(other[name].shape != value.shape or other[name].dtype != value.dtype for name, value in first.items()):
            raise _fault("their tensors differ in shape or type")
    return {name: _mean([state[name] for state in states]) for name in first}


def _mean(tensors: Sequence[Tensor]) -> Tensor:
    import torch

    if not tensors[0].is_floating_point():
        return tensors[0].clone()
    # In double precision, so that the order of the seeds does not show.
    return torch.stack([tensor.double() for tensor in tensors]).mean(dim=0).to(tensors[0].dtype)


def _fault(reason: str) -> UserError:
    return UserError("not_averageable", f"The weights cannot be averaged: {reason}.", "Give runs of one recipe.")
