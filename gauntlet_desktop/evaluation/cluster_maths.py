"""From features to clusters: standardised, on their principal components, k-means there. The same input and seed give
the same clusters."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from gauntlet_desktop.core.task import TaskContext

Floats = NDArray[np.float64]

MAX_COMPONENTS = 50
EXPLAINED = 0.95
STARTS = 10
LEAST_K, MOST_K = 2, 20
# A silhouette compares each image with every other one: of more images a sample is taken.
SILHOUETTE_SAMPLE = 2000


@dataclass(frozen=True, slots=True)
class Axes:
    """Standardisation and principal components: place = ((features - mean) / scale) @ components.T."""

    mean: Floats
    scale: Floats
    components: Floats
    explained: tuple[float, ...]

    def place(self, features: NDArray[np.float32]) -> NDArray[np.float32]:
        """Places (N, m) of features (N, D)."""
        standard = (features.astype(np.float64) - self.mean) / self.scale
        return np.asarray(standard @ self.components.T, dtype=np.float32)


@dataclass(frozen=True, slots=True)
class Grouping:
    """k-means at one k: each image's cluster, the distance to its centre, and the mean silhouette (0 for k = 1)."""

    k: int
    clusters: NDArray[np.intp]
    distances: Floats
    silhouette: float


def principal_axes(features: NDArray[np.float32]) -> Axes:
    """The principal components of standardised features (N, D), N at least 2: as many as hold 95 % of the variance, at
    least 2 and at most 50. Features that do not vary count for nothing."""
    from sklearn.decomposition import PCA

    wide = features.astype(np.float64)
    mean, scale = wide.mean(axis=0), wide.std(axis=0)
    scale[scale <= 1e-12 * np.maximum(1.0, np.abs(mean))] = np.inf
    most = min(MAX_COMPONENTS, *wide.shape)
    # The full solver is exact and the same in every run; the randomised one is neither.
    model = PCA(n_components=most, svd_solver="full")
    with np.errstate(invalid="ignore", divide="ignore"):
        model.fit((wide - mean) / scale)
    shares = np.nan_to_num(model.explained_variance_ratio_)
    enough = int(np.searchsorted(np.cumsum(shares), EXPLAINED)) + 1
    kept = min(most, max(2, enough))
    return Axes(mean, scale, model.components_[:kept], tuple(float(share) for share in shares[:kept]))


def group(space: NDArray[np.float32], k: int, seed: int) -> Grouping:
    """Clusters of places (N, m), numbered by size, the largest first, and equals by their first image."""
    from sklearn.cluster import KMeans

    model = KMeans(n_clusters=k, n_init=STARTS, random_state=seed).fit(space.astype(np.float64))
    clusters = _by_size(model.labels_)
    distances = np.linalg.norm(space - model.cluster_centers_[model.labels_], axis=1)
    return Grouping(len(set(clusters.tolist())), clusters, distances, _silhouette(space, clusters, seed))


def choose_k(space: NDArray[np.float32], seed: int, context: TaskContext) -> tuple[Grouping, list[tuple[int, float]]]:
    """The grouping of the greatest mean silhouette (Rousseeuw 1987) for k from 2 to 20, the least k of equals, and the
    silhouette of every k."""
    tried: list[Grouping] = []
    most = min(MOST_K, distinct(space) - 1)
    for k in range(LEAST_K, most + 1):
        context.report((k - LEAST_K) / (most - LEAST_K + 1), f"Trying {k} clusters")
        tried.append(group(space, k, seed))
    if not tried:
        tried.append(group(space, 1, seed))
    best = max(tried, key=lambda each: each.silhouette)
    return best, [(each.k, each.silhouette) for each in tried]


def distinct(space: NDArray[np.float32]) -> int:
    """How many different places there are: k-means finds no more clusters than that."""
    return len(np.unique(space, axis=0))


def _silhouette(space: NDArray[np.float32], clusters: NDArray[np.intp], seed: int) -> float:
    from sklearn.metrics import silhouette_score

    chosen = np.arange(len(space))
    if len(space) > SILHOUETTE_SAMPLE:
        chosen = np.sort(np.random.default_rng(seed).choice(len(space), SILHOUETTE_SAMPLE, replace=False))
    found = len(np.unique(clusters[chosen]))
    if not 2 <= found < len(chosen):
        return 0.0
    return float(silhouette_score(space[chosen], clusters[chosen]))


def _by_size(labels: NDArray[np.intp]) -> NDArray[np.intp]:
    """Labels renumbered: k-means numbers clusters as they come."""
    values, first, counts = np.unique(labels, return_index=True, return_counts=True)
    order = np.lexsort((first, -counts))
    number = np.empty(int(values.max()) + 1, dtype=np.intp)
    number[values[order]] = np.arange(len(values))
    return number[labels]
