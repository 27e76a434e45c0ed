"""The form in which every network is run: RGB in 0..1 to the logits of "captured by a camera" and "generated"."""

from __future__ import annotations

import torch  # noqa: TID253 - imported lazily: only a detector that is run, or trained, reaches this module
from torch import Tensor, nn  # noqa: TID253

from gauntlet_source_systems.models import Norm


class Classifier(nn.Module):
    """`core` with the normalisation of its inputs before it: images (N, 3, H, W), RGB in 0..1, to logits (N, 2) for
    camera and generated. `generated` is the core's output for the latter; a core with one output speaks for it.
    Of several other outputs the logarithm of the sum of their exponentials counts."""

    mean: Tensor
    spread: Tensor

    def __init__(self, core: nn.Module, norm: Norm, generated: int = 1) -> None:
        super().__init__()
        self.core = core
        self.generated = generated
        for name, values in zip(("mean", "spread"), norm, strict=True):
            self.register_buffer(name, torch.tensor(values).reshape(1, 3, 1, 1), persistent=False)

    def forward(self, images: Tensor) -> Tensor:
        logits: Tensor = self.core((images - self.mean) / self.spread)
        if logits.shape[1] == 1:
            return torch.cat([-logits / 2.0, logits / 2.0], dim=1)
        others = torch.cat([logits[:, : self.generated], logits[:, self.generated + 1 :]], dim=1)
        return torch.stack([others.logsumexp(dim=1), logits[:, self.generated]], dim=1)
