"""Score-CAM (Wang et al., CVPR Workshops 2020): a channel weighs what the class's logit becomes when the image is
masked by it. With clusters, of channels that look alike one is passed for all; masks are made and passed one at a time,
so that they hold little more memory than a pass of the image."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gauntlet_desktop.api import TargetLayer
from gauntlet_explanations.method import Case

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from torch import Tensor

# Channels that are passed: a 26th of them, which with the clustering takes less than a twentieth of the time, and at
# least these.
SHARE, LEAST_CLUSTERS = 26, 32
# Of a layer whose channels are not known yet; layers have some hundred to 2,048.
ABOUT = 48.0
# So that flat maps alone can be clustered too.
_LEAST = 1e-9


def score_cam(case: Case, layer: TargetLayer, clusters: int | None = None) -> Tensor:
    """The map (h, w): channels weighted by the softmax of their scores. `clusters` of 0 passes every channel, none
    given as many as suit the layer."""
    import torch

    maps = case.seen[layer.name].activations[0]
    masks = normalised(maps)
    if clusters is None:
        clusters = max(LEAST_CLUSTERS, len(maps) // SHARE)
    if not 0 < clusters < len(maps):
        scores = masked_scores(case, masks)
    else:
        asked, stands_for = representatives(masks, maps, clusters, case.seed)
        scores = masked_scores(case, masks[asked])[stands_for]
    weights = torch.softmax(scores, dim=0)
    return (weights[:, None, None] * maps).sum(dim=0).relu()


def score_cost(part: float) -> float:
    """Passes at a layer, about: each mask goes through the whole network."""
    return ABOUT


def normalised(maps: Tensor) -> Tensor:
    """Each map (C, h, w) scaled to 0..1; a flat one is 0."""
    low, high = maps.amin(dim=(1, 2), keepdim=True), maps.amax(dim=(1, 2), keepdim=True)
    return (maps - low) / (high - low).clamp(min=1e-12)


def representatives(masks: Tensor, maps: Tensor, clusters: int, seed: int) -> tuple[Tensor, Tensor]:
    """The channels to pass (K,), at most `clusters`, and for every channel which of them stands for it (C,).

    They are those nearest to the centres of a k-means of the masks (C, h, w) in which a channel counts by the range of
    its map, for that is what its score is multiplied with; the nearest of them stands for a channel.
    """
    import numpy as np
    import torch
    from sklearn.cluster import KMeans

    points = masks.flatten(1).double().cpu().numpy()
    ranges = (maps.amax(dim=(1, 2)) - maps.amin(dim=(1, 2))).double().cpu().numpy()
    distinct = len(np.unique(points, axis=0))
    means = KMeans(min(clusters, distinct), n_init=1, max_iter=20, random_state=seed)
    centres = means.fit(points, sample_weight=ranges + _LEAST).cluster_centers_
    asked = np.unique(_distances(points, centres).argmin(axis=0))
    stands_for = _distances(points, points[asked]).argmin(axis=1)
    return torch.from_numpy(asked), torch.from_numpy(stands_for)


def _distances(points: NDArray[np.float64], others: NDArray[np.float64]) -> NDArray[np.float64]:
    """Squared distances (N, M) of points (N, D) from others (M, D), up to rounding."""
    squares = (points**2).sum(axis=1)[:, None] + (others**2).sum(axis=1)[None]
    distances: NDArray[np.float64] = squares - 2.0 * points @ others.T
    return distances


def masked_scores(case: Case, masks: Tensor) -> Tensor:
    """The class's logit (K,) of the image under each mask (K, h, w), enlarged to the image."""
    import torch
    import torch.nn.functional as F

    scores = []
    for number, mask in enumerate(masks):
        case.context.report(number / len(masks), f"Score-CAM: mask {number} of {len(masks)}")
        enlarged = F.interpolate(mask[None, None], size=case.image.shape[2:], mode="bilinear", align_corners=False)
        with torch.no_grad():
            scores.append(case.network(case.image * enlarged)[0, case.target])
    return torch.stack(scores)
