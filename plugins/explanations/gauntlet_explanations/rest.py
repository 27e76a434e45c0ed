"""What follows a layer, for altered maps: what comes before the layer is taken from an earlier pass instead of computed
again."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from gauntlet_desktop.api import TargetLayer
from gauntlet_explanations.layers import Seen, from_map

if TYPE_CHECKING:
    import torch
    from torch import Tensor

# What two ways to compute the same logit may differ by, as a part of it (at least of 1), in float32.
ROUNDING = 4e-6


@dataclass(frozen=True, slots=True)
class Rest:
    """The network from a layer on, for one image (1, 3, H, W); `before` are the outputs that stand in for modules."""

    network: torch.nn.Module
    image: Tensor
    layer: TargetLayer
    before: Mapping[torch.nn.Module, Any]

    def logits(self, maps: Tensor) -> Tensor:
        """Logits (B, 2) when the layer gives each of `maps` (B, C, h, w). Networks that join the layer with something
        of the batch's size elsewhere are passed whole."""
        import torch

        with torch.no_grad(), self._layer_gives(maps):
            try:
                with standing_in(self.before):
                    logits: Tensor = self.network(self.image)
            except RuntimeError:
                logits = self.network(self.image.expand(maps.shape[0], -1, -1, -1))
        return logits

    @contextmanager
    def _layer_gives(self, maps: Tensor) -> Iterator[None]:
        def hook(module: Any, inputs: Any, output: Any) -> Any:
            return from_map(self.layer, maps, output)

        handle = self.network.get_submodule(self.layer.module).register_forward_hook(hook)
        try:
            yield
        finally:
            handle.remove()


def rest_of(network: torch.nn.Module, image: Tensor, layer: TargetLayer, target: int, seen: Seen) -> Rest:
    """What follows the layer. Where a network looks into modules itself, as RINE does, nothing may stand in for them:
    whether it does is seen from the logit of the image as it is."""
    rest = Rest(network, image, layer, seen.before)
    logits = rest.logits(seen.activations)
    same = logits.shape[0] == 1 and bool((logits[0, target] - seen.logit).abs() <= rounding(seen.logit))
    return rest if same else Rest(network, image, layer, {})


def rounding(logit: Tensor) -> Tensor:
    """How far apart two ways to compute a logit may be."""
    return ROUNDING * logit.abs().clamp(min=1.0)


@contextmanager
def standing_in(outputs: Mapping[torch.nn.Module, Any]) -> Iterator[None]:
    """Each of the modules gives a copy of its output here, whatever it is given, without computing anything."""
    replaced = {module: module.__dict__.get("forward") for module in outputs}
    for module, output in outputs.items():
        module.__dict__["forward"] = _gives(output)
    try:
        yield
    finally:
        for module, forward in replaced.items():
            if forward is None:
                del module.__dict__["forward"]
            else:
                module.__dict__["forward"] = forward


def _gives(output: Any) -> Any:
    return lambda *inputs, **options: _copied(output)


def _copied(output: Any) -> Any:
    if isinstance(output, tuple):
        return tuple(_copied(each) for each in output)
    return output.clone() if hasattr(output, "clone") else output
