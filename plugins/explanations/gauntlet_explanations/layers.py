"""Looks into a network at its layers in one pass: their activations, the gradient there, and what came before.

Activations are handled as maps (N, C, h, w) everywhere; the tokens of a transformer become a map here, and nowhere
else.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from gauntlet_desktop.api import TargetLayer

if TYPE_CHECKING:
    import torch
    from torch import Tensor


@dataclass(frozen=True, slots=True)
class Seen:
    """What a pass of an image showed at a layer: its `activations` (1, C, h, w), the class's `logit`, where asked for
    its gradient there, and what the modules `before` the layer gave, for `gauntlet_explanations.rest`."""

    activations: Tensor
    logit: Tensor
    gradient: Tensor | None
    before: Mapping[torch.nn.Module, Any]


@dataclass(frozen=True, slots=True)
class Look:
    """One pass: the logits (2,), the explained class, and what each layer showed, by its name."""

    logits: Tensor
    target: int
    seen: Mapping[str, Seen]


def to_map(layer: TargetLayer, output: Any) -> Tensor:
    """The output of a layer as a map (N, C, h, w). Tokens lie on a grid as near to a square as their number allows."""
    tensor: Tensor = output[0] if isinstance(output, tuple) else output
    if not layer.tokens:
        return tensor
    tokens = tensor[:, layer.prefix :]
    rows = _rows(tokens.shape[1])
    return tokens.transpose(1, 2).reshape(tokens.shape[0], tokens.shape[2], rows, -1)


def from_map(layer: TargetLayer, maps: Tensor, output: Any) -> Any:
    """The layer's output (of one image) with `maps` (B, C, h, w) in place of its map: a batch of B outputs."""
    tensor: Tensor = output[0] if isinstance(output, tuple) else output
    replaced = maps
    if layer.tokens:
        import torch

        prefix = tensor[:, : layer.prefix].expand(maps.shape[0], -1, -1)
        replaced = torch.cat([prefix, maps.flatten(2).transpose(1, 2)], dim=1)
    return (replaced, *output[1:]) if isinstance(output, tuple) else replaced


def look(
    network: torch.nn.Module,
    image: Tensor,
    layers: Sequence[TargetLayer],
    choose: Callable[[Tensor], int],
    *,
    gradient: bool = False,
    rest: bool = False,
) -> Look:
    """Pass the image (1, 3, H, W) once and look at all layers; `choose` tells the class from the logits (2,).

    The gradient runs back from the logit to the first of the layers and no further, so that a late layer costs hardly
    more than the pass. With `rest`, what was computed before a layer is kept.
    """
    import torch

    watch = _Watch(gradient, {module for layer in layers for module in beside(network, layer)} if rest else set())
    with watch.hooked(network, layers), torch.set_grad_enabled(gradient):
        logits = network(image)[0]
    target = choose(logits.detach())
    leaves = [watch.leaves[layer.name] for layer in layers]
    found = torch.autograd.grad(logits[target], leaves) if gradient and leaves else [None] * len(leaves)
    seen = {
        layer.name: Seen(
            to_map(layer, leaf.detach()),
            logits[target].detach(),
            None if slope is None else to_map(layer, slope),
            watch.before(layer.name, beside(network, layer)) if rest else {},
        )
        for layer, leaf, slope in zip(layers, leaves, found, strict=True)
    }
    return Look(logits.detach(), target, seen)


def beside(network: torch.nn.Module, layer: TargetLayer) -> set[torch.nn.Module]:
    """The modules beside the way to a layer: children of those that hold it which do not hold it themselves."""
    steps = layer.module.split(".")
    way = [network.get_submodule(".".join(steps[:depth])) for depth in range(len(steps) + 1)]
    return {child for module in way[:-1] for child in module.children()} - set(way)


class _Watch:
    """Hooks for one pass: `leaves` are the outputs of the layers, by name; `done`, in order, what modules gave."""

    def __init__(self, gradient: bool, modules: set[torch.nn.Module]) -> None:
        self._gradient, self._modules = gradient, modules
        self.leaves: dict[str, Tensor] = {}
        self._done: list[tuple[torch.nn.Module, Any]] = []
        self._reached: dict[str, int] = {}

    @contextmanager
    def hooked(self, network: torch.nn.Module, layers: Sequence[TargetLayer]) -> Iterator[None]:
        hooks = [module.register_forward_hook(self._module_done) for module in self._modules]
        for layer in layers:
            reached = partial(self._layer_reached, layer.name)
            hooks.append(network.get_submodule(layer.module).register_forward_hook(reached))
        try:
            yield
        finally:
            for hook in hooks:
                hook.remove()

    def before(self, name: str, modules: set[torch.nn.Module]) -> dict[torch.nn.Module, Any]:
        """What those of the modules gave that were run before the layer, and at no other time."""
        runs = Counter(module for module, _ in self._done)
        done = self._done[: self._reached[name]]
        return {module: output for module, output in done if module in modules and runs[module] == 1}

    def _module_done(self, module: torch.nn.Module, inputs: Any, output: Any) -> None:
        self._done.append((module, output))

    def _layer_reached(self, name: str, module: torch.nn.Module, inputs: Any, output: Any) -> Any:
        """Cuts the graph at the first layer; goes on with a copy, which what follows may change in place."""
        tensor: Tensor = output[0] if isinstance(output, tuple) else output
        leaf = tensor if self.leaves else tensor.detach()
        if self._gradient and not leaf.requires_grad:
            leaf.requires_grad_()
        self.leaves[name] = leaf
        self._reached[name] = len(self._done)
        copy = leaf.clone()
        return (copy, *output[1:]) if isinstance(output, tuple) else copy


def _rows(count: int) -> int:
    rows = math.isqrt(count)
    while count % rows:
        rows -= 1
    return rows
