"""What a clustering of images gives: points, clusters, examples and the space in which neighbours are near.

Clusters say which images a detector sees as alike. They are no evidence of where an image comes from.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

Space = NDArray[np.float32]

CAVEAT = (
    "Clusters show which images the detector sees as alike. They are no evidence of an image's origin: what an image "
    "shows, its size and its compression make clusters too."
)
# Shown for the two labels of data; "" is no label.
LABEL_WORDS = {"real": "camera", "fake": "generated", "": "no label"}


@dataclass(frozen=True, slots=True)
class ClusterPoint:
    """One image: its cluster (from 0), its first two principal components, its Euclidean distance to the centre of its
    cluster in the space of all components, and the detector's score.

    `label` is "real", "fake" or "" (none known); `log10_lr` and `tier` are None where no calibration covers the image.
    `raw_path` is empty for an image that lies in an archive.
    """

    name: str
    raw_path: bytes
    sha256: str
    label: str
    source: str
    generator: str
    cluster: int
    x: float
    y: float
    distance: float
    score: float
    log10_lr: float | None = None
    tier: str | None = None

    @property
    def correct(self) -> bool | None:
        """Whether the more probable side is that of the label: by log10 LR over 0, else by a score over 0; None without
        a label."""
        if not self.label:
            return None
        return ((self.score if self.log10_lr is None else self.log10_lr) > 0) == (self.label == "fake")


@dataclass(frozen=True, slots=True)
class Cluster:
    """One cluster: how many images, by label, by source (most frequent first) and by generator, the mean score, and the
    share of the more frequent label among the labelled (None: none is labelled).

    `nearest`, `correct` and `misclassified` are images by index, nearest to the centre first: of all, and of those
    whose label is known. `wrong` is the number of misclassified images.
    """

    number: int
    size: int
    labels: tuple[tuple[str, int], ...]
    sources: tuple[tuple[str, int], ...]
    generators: tuple[tuple[str, int], ...]
    mean_score: float
    purity: float | None
    wrong: int
    nearest: tuple[int, ...]
    correct: tuple[int, ...]
    misclassified: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class ClusterExample:
    """A picture shown for its cluster, and the same with the heatmap over it, both as JPEG; `shown` is empty where the
    image could not be explained, and `note` says why."""

    index: int
    picture: bytes
    shown: bytes
    note: str = ""


@dataclass(frozen=True, slots=True)
class Neighbour:
    """An image near another one: its index and their Euclidean distance in the space."""

    index: int
    distance: float


@dataclass(frozen=True, slots=True)
class Clustering:
    """A whole clustering. `chosen` says that k was chosen by silhouette; `silhouettes` are then (k, silhouette) of each
    k tried. `explained` is the share of the variance that all components hold, `explained_shown` of the first two.

    `space` float32 (images, components) is read-only; `thumbnails` are small JPEGs, one an image. `failures` are (name,
    reason) of images that were left out, `reused` how many images' features were known already.
    """

    program: str
    detector: str
    weights_sha256: str
    seed: int
    k: int
    chosen: bool
    silhouette: float
    silhouettes: tuple[tuple[int, float], ...]
    features: int
    explained: float
    explained_shown: tuple[float, float]
    purity: float | None
    method: str
    points: tuple[ClusterPoint, ...]
    clusters: tuple[Cluster, ...]
    failures: tuple[tuple[str, str], ...]
    reused: int
    space: Space = field(repr=False)
    thumbnails: tuple[bytes, ...] = field(repr=False)
    examples: tuple[ClusterExample, ...] = field(repr=False)
    asked: str = ""
    neighbours: tuple[Neighbour, ...] = ()

    @property
    def labelled(self) -> bool:
        return any(point.label for point in self.points)


def nearest(space: Space, place: NDArray[np.float32], count: int, without: int = -1) -> tuple[Neighbour, ...]:
    """The images nearest to a place (components,) of the space, nearest first and equals in their order; `without` is
    left out."""
    distances = np.linalg.norm(space.astype(np.float64) - place.astype(np.float64), axis=1)
    order = [int(index) for index in np.argsort(distances, kind="stable") if index != without]
    return tuple(Neighbour(index, float(distances[index])) for index in order[:count])


def purity(labels: Sequence[str], clusters: Sequence[int]) -> float | None:
    """The share of labelled images that bear the most frequent label of their cluster (Manning et al. 2008, 16.3); None
    where none is labelled. It is never under the share of the most frequent label of all."""
    counts: dict[int, dict[str, int]] = {}
    for label, cluster in zip(labels, clusters, strict=True):
        if label:
            of_cluster = counts.setdefault(cluster, {})
            of_cluster[label] = of_cluster.get(label, 0) + 1
    total = sum(sum(each.values()) for each in counts.values())
    return sum(max(each.values()) for each in counts.values()) / total if total else None
