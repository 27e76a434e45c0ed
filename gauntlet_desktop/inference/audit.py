"""Audits a heatmap: does what it marks move the score more than anything else would, does the map stay when the image
hardly changes, and does it depend on what the network has learnt?

A map that fails says so. The limits, each with its reason:
- a faithful map lowers the explained class's score further than 95 % of random rankings do;
- a stable one keeps an SSIM of one half, midway between the same map and an unrelated one. Under an attack this is
  asked only where the answer stays: a map of another answer may be another map (Ghorbani et al., AAAI 2019);
- one that depends on the model (Adebayo et al., NeurIPS 2018) loses its order when all weights are shuffled: a rank
  correlation of one half at most, for the picture's own structure shows in the maps of any network; and it does not
  stay exactly as it was when the last layer, which makes the decision, is shuffled.
Agreement with other methods is told and has no limit, for no method is the truth for another.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from gauntlet_desktop.api.protocols import ImageInput
from gauntlet_desktop.core.heatmaps import compose
from gauntlet_desktop.core.map_audit import AGREEMENT_CELLS, mean_agreement, nissim, rank_correlation, replace_cells
from gauntlet_desktop.core.records import FloatMap, Heatmap, HeatmapAudit
from gauntlet_desktop.core.task import TaskContext
from gauntlet_desktop.inference.variants import ALL_LAYERS, LAST_LAYER

CELLS = 16
SHARES = (0.05, 0.1, 0.2, 0.3)
RANDOM_RANKINGS = 20
MOST_NISSIM = 0.25
JPEG_QUALITY = 90
MOST_CORRELATION = {LAST_LAYER: 0.999, ALL_LAYERS: 0.5}
MAP_CELLS = AGREEMENT_CELLS

Pixels = NDArray[np.uint8]
MakeMap = Callable[[TaskContext], Heatmap]


@dataclass(frozen=True, slots=True)
class Audited:
    """What an audit asks: `explain` makes the heatmap of an image by the same method and request, `score` is the
    detector's score of one.

    `others` are other methods' maps of the image. `attacked` are (attack, how to explain the attacked image), and
    `shuffled` (part of the network, how to explain with this part's weights shuffled; the same part several times gives
    their mean): both empty where there is no network to change.
    """

    explain: Callable[[ImageInput, TaskContext], Heatmap]
    score: Callable[[ImageInput, TaskContext], float]
    others: Sequence[Heatmap] = ()
    attacked: Sequence[tuple[str, MakeMap]] = ()
    shuffled: Sequence[tuple[str, MakeMap]] = ()


@dataclass(frozen=True, slots=True)
class Chance:
    """The score of an image, and how far it falls with random rankings: the same for any map of the image."""

    score: float
    falls: tuple[float, ...]


def audit(
    heatmap: Heatmap,
    image: ImageInput,
    asked: Audited,
    context: TaskContext,
    seed: int = 1,
    *,
    chance: Chance | None = None,
) -> Heatmap:
    """The heatmap with its audit. `chance` is what `measure_chance` gave for this image and seed, where it did."""
    known = chance or measure_chance(image, asked.score, context.part(0.0, 0.6), seed)
    side = _side(heatmap)
    scored = _Scored(image, asked.score, seed)
    deletion = side * scored.fall(known.score, side * _grid(heatmap, image, CELLS), context)
    low, high = np.quantile([side * fall for fall in known.falls], (0.05, 0.95))
    before = unit_map(heatmap, image)
    changes = [*_changes(before, image, asked, context.part(0.6, 0.75))]
    attacks = [*_attacks(before, image, asked, context.part(0.75, 0.85))]
    found = HeatmapAudit(
        deletion,
        (float(low), float(high)),
        mean_agreement(heatmap, asked.others, image.facts.width, image.facts.height),
        tuple(changes + [(name, value) for name, value, _ in attacks]),
        (),
        tuple(_shuffled(before, image, asked, context.part(0.85, 1.0))),
    )
    stayed = {name for name, _ in changes} | {name for name, _, after in attacks if after * heatmap.score > 0}
    return replace(heatmap, audit=replace(found, reasons=tuple(_reasons(found, stayed))))


def measure_chance(
    image: ImageInput, score: Callable[[ImageInput, TaskContext], float], context: TaskContext, seed: int = 1
) -> Chance:
    """The score, and its falls when cells are replaced in `RANDOM_RANKINGS` random orders."""
    scored = _Scored(image, score, seed)
    before = score(image, context.silent())
    shape = _grid_shape(image)
    rng = np.random.default_rng(seed)
    falls = []
    for number in range(RANDOM_RANKINGS):
        context.report(number / RANDOM_RANKINGS, f"Audit: random ranking {number + 1} of {RANDOM_RANKINGS}")
        ranking = rng.permutation(shape[0] * shape[1]).reshape(shape).astype(np.float32)
        falls.append(scored.fall(before, ranking, context))
    return Chance(before, tuple(falls))


def unit_map(heatmap: Heatmap, image: ImageInput, cells: int = MAP_CELLS) -> FloatMap:
    """The signed map over the whole image, `cells` to its long side, scaled to -1..1."""
    values = _grid(heatmap, image, cells)
    top = float(np.abs(values).max(initial=0.0))
    return values / np.float32(top) if top > 0 else values


@dataclass(frozen=True, slots=True)
class _Scored:
    image: ImageInput
    score: Callable[[ImageInput, TaskContext], float]
    seed: int

    def fall(self, before: float, order: FloatMap, context: TaskContext) -> float:
        """How far the score falls when the first cells of an order are replaced, the mean over the shares."""
        scores = []
        for share in SHARES:
            rng = np.random.default_rng([self.seed, round(1000 * share)])
            altered = replace_cells(self.image.pixels, order, share, rng)
            scores.append(self.score(ImageInput(altered, self.image.facts), context.silent()))
        return before - float(np.mean(scores))


def _changes(before: FloatMap, image: ImageInput, asked: Audited, context: TaskContext) -> Iterator[tuple[str, float]]:
    """NISSIM of the maps before and after changes that say nothing about the image's origin."""
    context.report(0.0, f"Audit: JPEG {JPEG_QUALITY}")
    coded = asked.explain(ImageInput(_jpeg(image.pixels), image.facts), context.silent())
    yield f"JPEG {JPEG_QUALITY}", nissim(before, unit_map(coded, image))
    context.report(0.5, "Audit: shift")
    step = max(1, round(max(image.pixels.shape[:2]) / MAP_CELLS))
    moved = asked.explain(ImageInput(np.roll(image.pixels, step, axis=1), image.facts), context.silent())
    yield f"shift of {step} px", nissim(before[:, :-1], unit_map(moved, image)[:, 1:])


def _attacks(
    before: FloatMap, image: ImageInput, asked: Audited, context: TaskContext
) -> Iterator[tuple[str, float, float]]:
    """Name, NISSIM of the maps before and after, and the score after each attack."""
    for number, (name, explain) in enumerate(asked.attacked):
        context.report(number / len(asked.attacked), f"Audit: {name}")
        after = explain(context.silent())
        yield name, nissim(before, unit_map(after, image)), after.score


def _shuffled(before: FloatMap, image: ImageInput, asked: Audited, context: TaskContext) -> Iterator[tuple[str, float]]:
    for part, named in groupby(asked.shuffled, key=lambda pair: pair[0]):
        found = []
        for _, explain in named:
            context.report(0.0, f"Audit: shuffled weights, {part}")
            found.append(rank_correlation(before, unit_map(explain(context.silent()), image)))
        yield part, float(np.mean(found))


def _reasons(found: HeatmapAudit, stayed: set[str]) -> Iterator[str]:
    """Why the map fails; `stayed` are the changes after which the answer is still the same."""
    if found.deletion <= found.deletion_random[1]:
        yield (
            f"What it marks moves the score by {found.deletion:.2f}, no more than random places do "
            f"(up to {found.deletion_random[1]:.2f})."
        )
    for change, value in found.nissim:
        if value > MOST_NISSIM and change in stayed:
            yield f"It changes with the image's {change}: NISSIM {value:.2f}, at most {MOST_NISSIM} is stable."
    for part, value in found.randomised:
        if value > MOST_CORRELATION[part]:
            yield (
                f"It hardly depends on what the network has learnt: with the weights of its {part} shuffled the rank "
                f"correlation is {value:.2f}, at most {MOST_CORRELATION[part]} shows dependence."
            )


def _side(heatmap: Heatmap) -> float:
    return -1.0 if heatmap.target == "camera" else 1.0


def _grid(heatmap: Heatmap, image: ImageInput, cells: int) -> FloatMap:
    """The map over the whole image, at least two cells to a side."""
    grid = compose(heatmap, image.facts.width, image.facts.height, cells)
    return np.repeat(np.repeat(grid, 2, axis=0), 2, axis=1) if min(grid.shape) < 2 else grid


def _grid_shape(image: ImageInput) -> tuple[int, int]:
    """The shape of any map of the image at `CELLS`."""
    blank = Heatmap("", "", False, 0.0, 0.0, (), 0.0)
    rows, columns = _grid(blank, image, CELLS).shape
    return rows, columns


def _jpeg(pixels: Pixels) -> Pixels:
    stream = io.BytesIO()
    Image.fromarray(np.ascontiguousarray(pixels)).save(stream, "JPEG", quality=JPEG_QUALITY)
    with Image.open(stream) as coded:
        return np.asarray(coded.convert("RGB"))
