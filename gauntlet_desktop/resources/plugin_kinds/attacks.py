"""An attack, for `gauntlet attack`: noise of the greatest size that the parameter allows, in the colour channels."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from gauntlet_desktop.api import Attack, Parameter, hookimpl


class SignNoise:
    id = "example-plugin"
    name = "Noise of one size"
    parameters = (Parameter("epsilon", 8.0 / 255.0, "change of each value in 0..1", minimum=0.0, maximum=1.0),)

    def perturb(self, network: Any, images: Any, labels: Any, parameters: Mapping[str, Any], seed: int) -> Any:
        """The same noise for the same seed; the network is not asked."""
        import torch

        signs = torch.randint(0, 2, images.shape, generator=torch.Generator().manual_seed(seed)) * 2 - 1
        return (images + parameters["epsilon"] * signs.to(images)).clamp(0.0, 1.0)


@hookimpl
def gauntlet_attacks() -> Sequence[Attack]:
    return [SignNoise()]
