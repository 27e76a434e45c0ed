"""Clusters the images of a folder by what a detector sees in them: latent features, principal components, k-means."""

from __future__ import annotations

import hashlib
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from gauntlet_desktop import __version__
from gauntlet_desktop.api.protocols import FeatureSource, ImageInput
from gauntlet_desktop.core.clustering import Cluster, Clustering, ClusterPoint, Neighbour, nearest, purity
from gauntlet_desktop.core.errors import Cancelled, EnvironmentFault, GauntletError, InputError, UserError
from gauntlet_desktop.core.phrases import phrase
from gauntlet_desktop.core.safe_text import visible
from gauntlet_desktop.core.task import TaskContext, with_estimate
from gauntlet_desktop.evaluation.cluster_examples import explain_examples, jpeg, method_for
from gauntlet_desktop.evaluation.cluster_inputs import LIMITS, ClusterInput, file_input, open_inputs
from gauntlet_desktop.evaluation.cluster_maths import Axes, Grouping, choose_k, distinct, group, principal_axes
from gauntlet_desktop.evaluation.feature_journal import FeatureJournal, Seen
from gauntlet_desktop.imaging.decode import decode
from gauntlet_desktop.inference.features import feature_source
from gauntlet_desktop.inference.loader import LoadedDetector, Registry, load
from gauntlet_desktop.inference.verdict import ask

MAX_VALUES = 128_000_000
THUMBNAIL_SIDE = 96
NEIGHBOURS = 10
_MIX = 5
_LOOKING, _GROUPING = 0.8, 0.85


@dataclass(frozen=True, slots=True)
class ClusterRequest:
    """What to do: a detector, k (None: chosen by silhouette), how many examples of each kind a cluster shows, the
    method that explains them ("": the detector's own, "none": none), at most `limit` images of a source, an image whose
    neighbours are wanted, the seed, and the folder of the user's calibrations."""

    detector: str = "deep-evidence"
    k: int | None = 10
    examples: int = 3
    explain: str = ""
    limit: int | None = None
    neighbours: Path | None = None
    seed: int = 1
    own_calibrations: Path | None = None


@dataclass(frozen=True, slots=True)
class Looked:
    """The images that features are known of, one row each: `features` float32 (N, D)."""

    inputs: tuple[ClusterInput, ...]
    digests: tuple[str, ...]
    seen: tuple[Seen, ...]
    failures: tuple[tuple[str, str], ...]
    reused: int

    @property
    def features(self) -> NDArray[np.float32]:
        return np.stack([each.features for each in self.seen])


def cluster_images(
    data: Path | Sequence[bytes], journal: Path | None, request: ClusterRequest, context: TaskContext
) -> Clustering:
    """Cluster a folder, a pack, or files; what the journal knows is not looked at again. Raises UserError for a
    detector without features, too few images, or a k that there is no room for."""
    registry = load(own_calibrations=request.own_calibrations)
    loaded = _detector(registry, request.detector)
    source = feature_source(loaded.detector)
    method = method_for(registry, loaded.detector, request.explain)
    weights = loaded.weights_sha256 or f"version {loaded.version}"
    with open_inputs(data, request.limit) as inputs, FeatureJournal(journal, request.detector, weights) as known:
        looked = look(loaded, source, inputs, known, context.part(0.0, _LOOKING))
        axes = principal_axes(looked.features)
        space = axes.place(looked.features)
        found, silhouettes = _grouped(space, request, context.part(_LOOKING, _GROUPING))
        result = _result(request, loaded, looked, (axes, space, found))
        result = replace(result, silhouettes=tuple(silhouettes), method="" if method is None else method.id)
        if request.neighbours is not None:
            asked = _asked(request.neighbours, result, axes, lambda data: _look_at(loaded, source, data, context))
            result = replace(result, asked=asked[0], neighbours=asked[1])
        shown = explain_examples(result, looked.inputs, loaded.detector, method, context.part(_GROUPING, 1.0))
    return replace(result, examples=shown)


def look(
    loaded: LoadedDetector,
    source: FeatureSource,
    inputs: Sequence[ClusterInput],
    known: FeatureJournal,
    context: TaskContext,
) -> Looked:
    """Features and score of every image; those that cannot be had are left out and named. Raises UserError when fewer
    than three images are left, or all of their features take too much memory."""
    kept: list[tuple[ClusterInput, str, Seen]] = []
    failures: list[tuple[str, str]] = []
    reused, started = 0, time.monotonic()
    for index, each in enumerate(inputs):
        what = with_estimate(
            f"Looking at image {index + 1} of {len(inputs)}",
            time.monotonic() - started,
            done=index - reused,
            left=len(inputs) - index,
        )
        context.report(index / len(inputs), what)
        try:
            untrusted = each.read()
            digest = hashlib.sha256(untrusted).hexdigest()
            seen = known.get(digest)
            reused += seen is not None
            if seen is None:
                seen = _look_at(loaded, source, untrusted, context)
                known.add(digest, seen)
        except (InputError, EnvironmentFault) as error:
            failures.append((each.name, error.message))
            continue
        except _Unseen as error:
            failures.append((each.name, error.args[0]))
            continue
        if kept and seen.features.shape != kept[0][2].features.shape:
            failures.append(
                (
                    each.name,
                    phrase("The detector gave {count} features, not as for the others.", count=seen.features.size),
                )
            )
            continue
        kept.append((each, digest, seen))
        _check_memory(len(kept) * seen.features.size)
    if len(kept) < 3:
        why = phrase(" {name}: {reason}", name=failures[0][0], reason=failures[0][1]) if failures else ""
        raise UserError(
            "too_few_images",
            phrase("Only {kept} of {count} images can be clustered.{why}", kept=len(kept), count=len(inputs), why=why),
            "Add images: 3 at least.",
        )
    taken, digests, views = zip(*kept, strict=True)
    return Looked(taken, digests, views, tuple(failures), reused)


class _Unseen(Exception):
    """Why a detector has no features or no score of an image."""


def _look_at(loaded: LoadedDetector, source: FeatureSource, untrusted: bytes, context: TaskContext) -> Seen:
    image = ImageInput(*decode(untrusted, LIMITS))
    try:
        features = np.asarray(source.features(image, context.silent()), dtype=np.float32)
        answer = ask(loaded, image, context.silent())
    except Cancelled:
        raise
    except GauntletError as error:
        raise _Unseen(error.message) from error
    except (Exception, SystemExit) as error:
        raise _Unseen(f"{type(error).__name__}: {error}") from error
    if features.ndim != 1 or not features.size or not np.isfinite(features).all():
        raise _Unseen(phrase("The detector's features are not finite numbers."))
    result = answer.result
    tier = None if result.tier is None else result.tier.value
    return Seen(features, result.score, result.log10_lr, tier, jpeg(image.pixels, THUMBNAIL_SIDE))


def _grouped(
    space: NDArray[np.float32], request: ClusterRequest, context: TaskContext
) -> tuple[Grouping, list[tuple[int, float]]]:
    if request.k is None:
        return choose_k(space, request.seed, context)
    context.report(0.0, f"Finding {request.k} clusters")
    room = distinct(space)
    if not 1 <= request.k <= room:
        raise UserError(
            "k_impossible",
            phrase(
                "{count} images, {room} of them different, do not make {k} clusters.",
                count=len(space),
                room=room,
                k=request.k,
            ),
            phrase("Choose k from 1 to {room}, or auto.", room=room),
        )
    return group(space, request.k, request.seed), []


def _result(
    request: ClusterRequest,
    loaded: LoadedDetector,
    looked: Looked,
    maths: tuple[Axes, NDArray[np.float32], Grouping],
) -> Clustering:
    axes, space, found = maths
    space.flags.writeable = False
    points = tuple(_points(looked, space, found))
    explained = (*axes.explained, 0.0, 0.0)
    return Clustering(
        program=f"Gauntlet Desktop {__version__}",
        detector=request.detector,
        weights_sha256=loaded.weights_sha256,
        seed=request.seed,
        k=found.k,
        chosen=request.k is None,
        silhouette=found.silhouette,
        silhouettes=(),
        features=looked.seen[0].features.size,
        explained=sum(axes.explained),
        explained_shown=(explained[0], explained[1]),
        purity=purity([point.label for point in points], [point.cluster for point in points]),
        method="",
        points=points,
        clusters=tuple(summary(points, number, request.examples) for number in range(found.k)),
        failures=tuple((visible(name), visible(reason)) for name, reason in looked.failures),
        reused=looked.reused,
        space=space,
        thumbnails=tuple(seen.thumbnail for seen in looked.seen),
        examples=(),
    )


def _points(looked: Looked, space: NDArray[np.float32], found: Grouping) -> list[ClusterPoint]:
    rows = zip(looked.inputs, looked.digests, looked.seen, strict=True)
    return [
        ClusterPoint(
            name=visible(each.name),
            raw_path=each.raw_path,
            sha256=digest,
            label=each.label,
            source=visible(each.source),
            generator=visible(each.generator),
            cluster=int(found.clusters[index]),
            x=float(space[index, 0]),
            y=float(space[index, 1]) if space.shape[1] > 1 else 0.0,
            distance=float(found.distances[index]),
            score=seen.score,
            log10_lr=seen.log10_lr,
            tier=seen.tier,
        )
        for index, (each, digest, seen) in enumerate(rows)
    ]


def summary(points: Sequence[ClusterPoint], number: int, examples: int) -> Cluster:
    """The figures of one cluster."""
    members = [index for index, point in enumerate(points) if point.cluster == number]
    inside = [points[index] for index in members]
    near = sorted(members, key=lambda index: (points[index].distance, index))
    wrong = [index for index in near if points[index].correct is False]
    right = [index for index in near if points[index].correct]
    return Cluster(
        number=number,
        size=len(members),
        labels=_counted([point.label for point in inside if point.label]),
        sources=_counted([point.source for point in inside if point.source])[:_MIX],
        generators=_counted([point.generator for point in inside if point.generator])[:_MIX],
        mean_score=float(np.mean([point.score for point in inside])),
        purity=purity([point.label for point in inside], [number] * len(inside)),
        wrong=len(wrong),
        nearest=tuple(near[:examples]),
        correct=tuple(right[:examples]),
        misclassified=tuple(wrong[:examples]),
    )


def _asked(
    path: Path, result: Clustering, axes: Axes, look_at: Callable[[bytes], Seen]
) -> tuple[str, tuple[Neighbour, ...]]:
    """The name of the image that was asked about, which need not be among the others, and those nearest to it."""
    each = file_input(path)
    untrusted = each.read()
    digest = hashlib.sha256(untrusted).hexdigest()
    own = next((index for index, point in enumerate(result.points) if point.sha256 == digest), -1)
    if own >= 0:
        return each.name, nearest(result.space, result.space[own], NEIGHBOURS, without=own)
    try:
        place = axes.place(look_at(untrusted).features[None])[0]
    except _Unseen as error:
        raise UserError(
            "no_neighbours", phrase("{name}: {reason}", name=each.name, reason=error.args[0]), "Choose another image."
        ) from error
    return each.name, nearest(result.space, place, NEIGHBOURS)


def _detector(registry: Registry, detector_id: str) -> LoadedDetector:
    found = next((entry for entry in registry.detectors if entry.detector.id == detector_id), None)
    if found is None:
        known = ", ".join(entry.detector.id for entry in registry.detectors) or phrase("none")
        raise UserError(
            "no_such_detector",
            phrase("No detector {detector!r} is installed.", detector=detector_id),
            phrase("Installed: {known}.", known=known),
        )
    return found


def _counted(values: Sequence[str]) -> tuple[tuple[str, int], ...]:
    """Most frequent first, equals by name."""
    return tuple(sorted(Counter(values).items(), key=lambda item: (-item[1], item[0])))


def _check_memory(values: int) -> None:
    if values > MAX_VALUES:
        raise UserError(
            "too_many_features",
            phrase("The images' features come to more than {most:,} numbers.", most=MAX_VALUES),
            "Take fewer images (--limit), or a detector with fewer features.",
        )
