"""The papers' losses, in torch: cross-entropy of the two classes, and supervised contrastive loss beside it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import torch  # noqa: TID253 - imported lazily: only training reaches this module
import torch.nn.functional as F  # noqa: TID253
from torch import Tensor  # noqa: TID253

from gauntlet_desktop.api import Attack

TEMPERATURE = 0.07
Loss = Callable[[Any, Tensor, Tensor], tuple[Tensor, Tensor]]


def classification(network: Any, images: Tensor, labels: Tensor) -> tuple[Tensor, Tensor]:
    """Logits (N, 2) and their cross-entropy: for a network with one logit, its binary cross-entropy."""
    logits: Tensor = network(images)
    return logits, F.cross_entropy(logits, labels)


def with_contrast(xi: float) -> Loss:
    """Cross-entropy + xi times the supervised contrastive loss of the embedding that RINE's head sees."""

    def loss(network: Any, images: Tensor, labels: Tensor) -> tuple[Tensor, Tensor]:
        embedded = network.core.embedding((images - network.mean) / network.spread)
        logit = network.core.head(embedded)
        logits = torch.cat([-logit / 2.0, logit / 2.0], dim=1)
        return logits, F.cross_entropy(logits, labels) + xi * supervised_contrast(embedded, labels)

    return loss


def supervised_contrast(embedded: Tensor, labels: Tensor) -> Tensor:
    """Khosla et al., NeurIPS 2020, equation 2 (L_out), of embeddings (N, d) with labels (N,); 0 where no image has
    another of its class."""
    unit = F.normalize(embedded)
    similar = unit @ unit.T / TEMPERATURE
    others = ~torch.eye(len(labels), dtype=torch.bool)
    positive = (labels[:, None] == labels[None]) & others
    log_share = similar - similar.masked_fill(~others, -torch.inf).logsumexp(dim=1, keepdim=True)
    counts = positive.sum(dim=1)
    means = (log_share * positive).sum(dim=1) / counts.clamp(min=1)
    return -means[counts > 0].mean() if bool((counts > 0).any()) else embedded.sum() * 0.0


def hardened(loss: Loss, attack: Attack, parameters: Mapping[str, Any], share: float) -> Loss:
    """The loss of adversarial training (Madry et al., ICLR 2018): while the network trains, the first `share` of each
    batch is attacked first. The attack sees the network as in evaluation, so that it leaves no trace in the statistics
    of normalisation layers; its seed comes from torch's own generator, which a checkpoint holds."""

    def harder(network: Any, images: Tensor, labels: Tensor) -> tuple[Tensor, Tensor]:
        count = round(share * len(images)) if network.training else 0
        if count:
            seed = int(torch.randint(2**31, ()))
            network.eval()
            moved = attack.perturb(network, images[:count], labels[:count], parameters, seed)
            network.train()
            images = torch.cat([moved, images[count:]])
        return loss(network, images, labels)

    return harder
