"""The methods that weigh a layer's maps by gradients. `a` are the maps (C, h, w), `g` the gradient of the class's
logit.

All but EigenCAM show what speaks for the class (negative sums are cut off, as in the papers); the sign of the logit
itself never matters.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from gauntlet_desktop.api import TargetLayer
from gauntlet_explanations.method import Case

if TYPE_CHECKING:
    from torch import Tensor

_EPSILON = 1e-7


def grad_cam(a: Tensor, g: Tensor) -> Tensor:
    """Selvaraju et al., ICCV 2017: weights are the mean gradients."""
    return (g.mean(dim=(1, 2), keepdim=True) * a).sum(dim=0).relu()


def grad_cam_plus_plus(a: Tensor, g: Tensor) -> Tensor:
    """Chattopadhay et al., WACV 2018, equation 19, for the exponential of the logit."""
    square, cube = g.square(), g.pow(3)
    alpha = square / (2.0 * square + a.sum(dim=(1, 2), keepdim=True) * cube + _EPSILON)
    weights = (alpha.where(g != 0, alpha.new_zeros(())) * g.relu()).sum(dim=(1, 2), keepdim=True)
    return (weights * a).sum(dim=0).relu()


def hires_cam(a: Tensor, g: Tensor) -> Tensor:
    """Draelos and Carin, 2020: the product place by place, exact where a mean and a linear map follow."""
    return (g * a).sum(dim=0).relu()


def xgrad_cam(a: Tensor, g: Tensor) -> Tensor:
    """Fu et al., BMVC 2020: gradients weighted by normalised activations."""
    weights = (g * a).sum(dim=(1, 2), keepdim=True) / (a.sum(dim=(1, 2), keepdim=True) + _EPSILON)
    return (weights * a).sum(dim=0).relu()


def layer_cam(a: Tensor, g: Tensor) -> Tensor:
    """Jiang et al., IEEE TIP 2021: positive gradients weigh place by place."""
    return (g.relu() * a).sum(dim=0).relu()


def by_gradient(formula: Callable[[Tensor, Tensor], Tensor]) -> Callable[[Case, TargetLayer], Tensor]:
    def explain(case: Case, layer: TargetLayer) -> Tensor:
        seen = case.seen[layer.name]
        assert seen.gradient is not None
        return formula(seen.activations[0], seen.gradient[0])

    return explain


def gradient_cost(part: float) -> float:
    """Passes at a layer that `part` of the network follows: back through that part."""
    return part


def eigen_cam(case: Case, layer: TargetLayer) -> Tensor:
    """Muhammad and Yeasin, IJCNN 2020: the first principal component of the activations, without any class; its sign is
    that of the mean activation."""
    import torch

    maps = case.seen[layer.name].activations[0]
    points = maps.flatten(1).T
    centred = points - points.mean(dim=0)
    _, _, axes = torch.linalg.svd(centred, full_matrices=False)
    projection = centred @ axes[0]
    if (projection * points.mean(dim=1)).sum() < 0:
        projection = -projection
    found: Tensor = projection.reshape(maps.shape[1:]).relu()
    return found
