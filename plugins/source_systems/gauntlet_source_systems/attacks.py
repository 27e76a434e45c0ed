"""Adversarial attacks on a network: small changes of the pixels that move its answer to the other class.

Networks take RGB in 0..1 and give logits (N, 2); attacked images stay in 0..1. Labels are the true classes (N,).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from gauntlet_desktop.api import Parameter

if TYPE_CHECKING:
    from torch import Tensor

_EPSILON = Parameter("epsilon", 8.0 / 255.0, "largest change of a value in 0..1", minimum=0.0, maximum=1.0)
_STEPS = Parameter("steps", 10, "steps", minimum=1, maximum=1000)

Perturb = Callable[[Any, Any, Any, Mapping[str, Any], int], Any]


class PixelAttack:
    """One attack with its parameters."""

    def __init__(self, attack_id: str, name: str, parameters: Sequence[Parameter], perturb: Perturb) -> None:
        self._id, self._name, self._parameters, self._perturb = attack_id, name, tuple(parameters), perturb

    @property
    def id(self) -> str:
        return self._id

    @property
    def name(self) -> str:
        return self._name

    @property
    def parameters(self) -> Sequence[Parameter]:
        return self._parameters

    def perturb(self, network: Any, images: Any, labels: Any, parameters: Mapping[str, Any], seed: int) -> Any:
        """The attacked images (N, 3, H, W), detached."""
        return self._perturb(network, images, labels, parameters, seed)


def fgsm(network: Any, images: Tensor, labels: Tensor, parameters: Mapping[str, Any], seed: int) -> Tensor:
    """Fast gradient sign method (Goodfellow et al., ICLR 2015): one step of epsilon along the sign of the gradient."""
    moved: Tensor = images + parameters["epsilon"] * _gradient(network, images, labels).sign()
    clamped: Tensor = moved.clamp(0.0, 1.0)
    return clamped


def pgd(network: Any, images: Tensor, labels: Tensor, parameters: Mapping[str, Any], seed: int) -> Tensor:
    """Projected gradient descent (Madry et al., ICLR 2018) in the largest change, from a random start; the step is 2.5
    epsilon over the number of steps, as in the paper's code."""
    import torch

    epsilon, steps = parameters["epsilon"], parameters["steps"]
    noise = torch.rand(images.shape, generator=torch.Generator().manual_seed(seed)).to(images.device)
    moved: Tensor = (images + epsilon * (2.0 * noise - 1.0)).clamp(0.0, 1.0)
    for _ in range(steps):
        moved = moved + 2.5 * epsilon / steps * _gradient(network, moved, labels).sign()
        moved = torch.minimum(torch.maximum(moved, images - epsilon), images + epsilon).clamp(0.0, 1.0)
    return moved


def carlini_wagner(network: Any, images: Tensor, labels: Tensor, parameters: Mapping[str, Any], seed: int) -> Tensor:
    """Carlini and Wagner's L2 attack (IEEE S&P 2017): the nearest image of the other class, by Adam on its inverse
    hyperbolic tangent; the weight of the class term is searched by halving and doubling. Images that resist stay."""
    import torch

    start = torch.atanh((images.clamp(0.0, 1.0) * 2.0 - 1.0) * 0.999999)
    weight = torch.full((len(images),), float(parameters["weight"]), device=images.device)
    low, high = torch.zeros_like(weight), torch.full_like(weight, torch.inf)
    best, nearest = images.clone(), torch.full_like(weight, torch.inf)
    for _ in range(parameters["searches"]):
        shifted = start.clone().requires_grad_(True)
        optimiser = torch.optim.Adam([shifted], lr=parameters["learning_rate"])
        fooled = torch.zeros(len(images), dtype=torch.bool, device=images.device)
        for _ in range(parameters["steps"]):
            moved = (torch.tanh(shifted) + 1.0) / 2.0
            distance = (moved - images).square().sum(dim=(1, 2, 3))
            margin = _margin(network(moved), labels)
            found = (margin < 0) & (distance.detach() < nearest)
            best[found], nearest[found] = moved.detach()[found], distance.detach()[found]
            fooled |= margin.detach() < 0
            loss = (distance + weight * margin.clamp(min=-parameters["confidence"])).sum()
            optimiser.zero_grad()
            loss.backward()  # type: ignore[no-untyped-call]
            optimiser.step()
        high = torch.where(fooled, torch.minimum(high, weight), high)
        low = torch.where(fooled, low, torch.maximum(low, weight))
        weight = torch.where(high.isinf(), weight * 10.0, (low + high.where(~high.isinf(), weight)) / 2.0)
    return best


def _margin(logits: Tensor, labels: Tensor) -> Tensor:
    """How far the true class's logit is above the other's (N,)."""
    true = logits.gather(1, labels[:, None])[:, 0]
    return 2.0 * true - logits.sum(dim=1)


def _gradient(network: Any, images: Tensor, labels: Tensor) -> Tensor:
    """The gradient of the cross-entropy of the true classes by the pixels."""
    import torch
    import torch.nn.functional as F

    leaf = images.detach().requires_grad_(True)
    with torch.enable_grad():
        (gradient,) = torch.autograd.grad(F.cross_entropy(network(leaf), labels, reduction="sum"), leaf)
    return gradient


ATTACKS = (
    PixelAttack("fgsm", "FGSM", (_EPSILON,), fgsm),
    PixelAttack("pgd", "PGD", (_EPSILON, _STEPS), pgd),
    PixelAttack(
        "cw",
        "Carlini-Wagner L2",
        (
            Parameter("steps", 60, "steps of Adam in a search", minimum=1, maximum=10_000),
            Parameter("searches", 3, "weights of the class term that are tried", minimum=1, maximum=20),
            Parameter("weight", 1.0, "the first of them", minimum=1e-6, maximum=1e6),
            Parameter("confidence", 0.0, "how far into the other class", minimum=0.0, maximum=100.0),
            Parameter("learning_rate", 0.05, "learning rate of Adam", minimum=1e-6, maximum=1.0),
        ),
        carlini_wagner,
    ),
)
