"""The methods that only ask for scores of altered images, LIME and RISE: they explain any detector.

A network is given batches of its own prepared input, by ONNX Runtime where that is faster; any other detector, the
whole altered image, one at a time.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from gauntlet_desktop.api import CAMERA, GENERATED, Detector, ExplainRequest, ImageInput, TorchDetector
from gauntlet_desktop.core.records import Box, EvidenceView, Heatmap
from gauntlet_desktop.core.task import TaskContext
from gauntlet_explanations.many_passes import many_passes
from gauntlet_explanations.method import FloatMap, open_case, relative

# On a processor larger batches take longer for each image: what a layer gives no longer fits its cache.
BATCH = 8
LIME_SAMPLES, RISE_SAMPLES = 256, 400
# Of detectors that are asked one image at a time.
FEW_SAMPLES = 96
# Some 18 are found in a photograph of 224 pixels: of more, each weighs less and is known less well.
SEGMENTS, GRID = 30, 5
RISE_CELLS, RISE_SHARE = 7, 0.5
_KERNEL_WIDTH = 0.25
_RIDGE = 1.0
# Samples for each number that is fitted, at least, where the products of neighbours are fitted too.
_SAMPLES_EACH = 3

Masks = NDArray[np.float32]
Scores = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Subject:
    """What is altered: `pixels` float32 (H, W, 3) in 0..1 showing `region`, how masks (N, H, W) of it are scored (N,),
    the score as it is, and whether many may be asked."""

    pixels: FloatMap
    region: Box
    scores: Callable[[Masks], Scores]
    score: float
    quick: bool


def subject(image: ImageInput, detector: Detector, request: ExplainRequest, context: TaskContext) -> Subject:
    """The network's own input, or the image; what a mask hides is replaced by the image's mean colour."""
    if isinstance(detector, TorchDetector):
        return _network_subject(image, detector, request, context)
    pixels = image.pixels.astype(np.float32) / np.float32(255.0)
    mean = pixels.mean(axis=(0, 1))

    def scores(masks: Masks) -> Scores:
        found = []
        for mask in masks:
            context.checkpoint()
            mixed = pixels * mask[..., None] + mean * (1.0 - mask[..., None])
            altered = np.ascontiguousarray(np.round(mixed * 255.0), dtype=np.uint8)
            found.append(detector.detect(ImageInput(altered, image.facts), context.silent()).score)
        return np.array(found)

    score = detector.detect(image, context.silent()).score
    return Subject(pixels, Box(0, 0, image.facts.width, image.facts.height), scores, score, quick=False)


def _network_subject(
    image: ImageInput, detector: TorchDetector, request: ExplainRequest, context: TaskContext
) -> Subject:
    import torch

    case = open_case(image, detector, request, context)
    mean = case.image.mean(dim=(2, 3), keepdim=True)
    passes = many_passes(case.network, case.image)

    def scores(masks: Masks) -> Scores:
        found = []
        for start in range(0, len(masks), BATCH):
            context.checkpoint()
            some = torch.from_numpy(masks[start : start + BATCH, None]).to(case.image.device)
            logits = passes(mean + (case.image - mean) * some)
            found.append(logits[:, GENERATED] - logits[:, CAMERA])
        return np.concatenate(found)

    pixels = np.ascontiguousarray(case.prepared.pixels.transpose(1, 2, 0))
    return Subject(pixels, case.prepared.region, scores, case.score, quick=True)


class Lime:
    """LIME (Ribeiro et al., KDD 2016): a weighted linear model of the score over superpixels that are there or not; its
    weights are freed of what neighbours do together.

    Its notes tell R2, how well the linear model fits, and the rank correlation of the weights of two independent halves
    of the samples, how far they can be relied on.
    """

    id = "lime"
    name = "LIME"

    def supports(self, detector: Detector) -> bool:
        return isinstance(detector, Detector)

    def layers(self, detector: Detector) -> Sequence[str]:
        return []

    def passes(self, detector: Detector, request: ExplainRequest) -> float:
        return 1.0 + (LIME_SAMPLES if isinstance(detector, TorchDetector) else FEW_SAMPLES)

    def explain(self, image: ImageInput, detector: Detector, request: ExplainRequest, context: TaskContext) -> Heatmap:
        shown = subject(image, detector, request, context)
        segments = superpixels(shown.pixels)
        count = int(segments.max()) + 1
        samples = LIME_SAMPLES if shown.quick else FEW_SAMPLES
        draws = np.random.default_rng(request.seed).random((samples, count)) < 0.5
        draws[0] = True
        scores = np.empty(samples)
        for start in range(0, samples, BATCH):
            context.report(start / samples, f"LIME: sample {start} of {samples}")
            part = draws[start : start + BATCH]
            scores[start : start + BATCH] = shown.scores(part[:, segments].astype(np.float32))
        beside = neighbours(segments)
        weights = steady_weights(draws, scores, beside)
        half = samples // 2
        agreement = _rank_correlation(
            steady_weights(draws[:half], scores[:half], beside), steady_weights(draws[half:], scores[half:], beside)
        )
        fit = surrogate(draws, scores)[1]
        notes = (
            f"R2 of the linear model over {count} segments and {samples} samples: {fit:.2f}.",
            f"Rank correlation of two halves of the samples: {agreement:.2f}.",
        )
        return _heatmap(self.id, detector, shown, weights[segments], notes)


class Rise:
    """RISE (Petsiuk et al., BMVC 2018): the mean of random smooth masks, weighted by the score under each."""

    id = "rise"
    name = "RISE"

    def supports(self, detector: Detector) -> bool:
        return isinstance(detector, Detector)

    def layers(self, detector: Detector) -> Sequence[str]:
        return []

    def passes(self, detector: Detector, request: ExplainRequest) -> float:
        return 1.0 + (RISE_SAMPLES if isinstance(detector, TorchDetector) else FEW_SAMPLES)

    def explain(self, image: ImageInput, detector: Detector, request: ExplainRequest, context: TaskContext) -> Heatmap:
        shown = subject(image, detector, request, context)
        rng = np.random.default_rng(request.seed)
        samples = RISE_SAMPLES if shown.quick else FEW_SAMPLES
        weighted = np.zeros(shown.pixels.shape[:2])
        total = np.zeros(shown.pixels.shape[:2])
        found: list[float] = []
        for start in range(0, samples, BATCH):
            context.report(start / samples, f"RISE: mask {start} of {samples}")
            masks = rise_masks(rng, min(BATCH, samples - start), shown.pixels.shape[:2])
            scores = shown.scores(masks)
            found += list(scores)
            weighted += np.tensordot(scores, masks, axes=1)
            total += masks.sum(axis=0)
        # Against the mean score, so that a place that never matters gets nothing.
        values = weighted / np.maximum(total, 1e-6) - float(np.mean(found))
        return _heatmap(self.id, detector, shown, values, (f"{samples} masks.",))


def superpixels(pixels: FloatMap) -> NDArray[np.intp]:
    """SLIC segments (Achanta et al., IEEE TPAMI 2012), about `SEGMENTS`, or a grid; numbered from 0 without gaps."""
    from skimage.segmentation import slic

    found = slic(pixels.astype(np.float64), n_segments=SEGMENTS, compactness=10.0, start_label=0, channel_axis=2)
    if found.max() < SEGMENTS // 4:  # noise has no regions to find: a grid then
        rows, columns = (np.arange(side) * GRID // side for side in pixels.shape[:2])
        found = rows[:, None] * GRID + columns
    numbered: NDArray[np.intp] = np.unique(found, return_inverse=True)[1].reshape(found.shape).astype(np.intp)
    return numbered


def neighbours(segments: NDArray[np.intp]) -> NDArray[np.intp]:
    """The pairs (P, 2) of segments that share a border."""
    across = np.stack([segments[:, :-1].ravel(), segments[:, 1:].ravel()], axis=1)
    below = np.stack([segments[:-1].ravel(), segments[1:].ravel()], axis=1)
    pairs = np.sort(np.concatenate([across, below]), axis=1)
    return np.unique(pairs[pairs[:, 0] != pairs[:, 1]], axis=0)


def surrogate(draws: NDArray[np.bool_], scores: Scores) -> tuple[Scores, float]:
    """Weights (segments,) of a ridge regression of the scores on what is there, and its weighted R2, as the paper's
    code computes them."""
    weight = _closeness(draws)
    weights, residual = _ridge(draws.astype(np.float64), scores, weight)
    spread = float(weight @ (scores - np.average(scores, weights=weight)) ** 2)
    fit = 1.0 - float(weight @ residual**2) / spread if spread > 0 else 0.0
    return weights, fit


def steady_weights(draws: NDArray[np.bool_], scores: Scores, pairs: NDArray[np.intp]) -> Scores:
    """The same weights with less noise. What two neighbours do together besides what each does is fitted with them:
    a product of -1 and 1, which on average tells nothing of either alone. Left out where samples are few."""
    signs = draws * 2.0 - 1.0
    columns = np.concatenate([draws, signs[:, pairs[:, 0]] * signs[:, pairs[:, 1]]], axis=1)
    if len(draws) < _SAMPLES_EACH * columns.shape[1]:
        return surrogate(draws, scores)[0]
    return _ridge(columns, scores, _closeness(draws))[0][: draws.shape[1]]


def _closeness(draws: NDArray[np.bool_]) -> Scores:
    """How much samples weigh (N,): an exponential kernel of their cosine distance to the whole image."""
    distance = 1.0 - np.sqrt(np.maximum(draws.mean(axis=1), 1e-12))
    closeness: Scores = np.sqrt(np.exp(-(distance**2) / _KERNEL_WIDTH**2))
    return closeness


def _ridge(columns: Scores, scores: Scores, weight: Scores) -> tuple[Scores, Scores]:
    """What each column (N, C) weighs in the scores (N,), and what is left of these."""
    share = weight / weight.sum()
    centred, target = columns - share @ columns, scores - share @ scores
    scaled = centred * weight[:, None]
    weights = np.linalg.solve(scaled.T @ centred + _RIDGE * np.eye(columns.shape[1]), scaled.T @ target)
    return weights, target - centred @ weights


def rise_masks(rng: np.random.Generator, count: int, size: tuple[int, int]) -> Masks:
    """Masks (count, H, W) in 0..1: random cells, enlarged smoothly and shifted by part of a cell."""
    height, width = size
    cell = -(-height // RISE_CELLS), -(-width // RISE_CELLS)
    large = (width + 2 * cell[1], height + 2 * cell[0])
    masks = np.empty((count, height, width), dtype=np.float32)
    for index in range(count):
        coarse = (rng.random((RISE_CELLS + 2, RISE_CELLS + 2)) < RISE_SHARE).astype(np.float32)
        smooth = np.asarray(Image.fromarray(coarse).resize(large, Image.Resampling.BILINEAR))
        top, left = rng.integers(cell[0] + 1), rng.integers(cell[1] + 1)
        masks[index] = smooth[top : top + height, left : left + width]
    return masks


def _heatmap(method: str, detector: Detector, shown: Subject, values: Scores, notes: tuple[str, ...]) -> Heatmap:
    """Both sides in one map: the values are in the direction of the score already, and belong to no class."""
    view = EvidenceView(shown.region, 1.0, relative(values.astype(np.float32)))
    return Heatmap(method, detector.id, False, 0.0, shown.score, (view,), 0.0, unit="relative", notes=notes)


def _rank_correlation(first: Scores, second: Scores) -> float:
    ranks = [np.argsort(np.argsort(values)).astype(np.float64) for values in (first, second)]
    if any(each.std() == 0 for each in ranks):
        return 0.0
    return float(np.corrcoef(ranks[0], ranks[1])[0, 1])
