"""Draws training batches: pairs of a real and a generated crop that share every augmentation, balanced by source.

A batch is a pure function of the seed and the step, so that a resumed run continues exactly where it stopped.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from gauntlet_desktop.core.errors import UserError
from gauntlet_desktop.imaging.composites import blend, draw_region
from gauntlet_desktop.imaging.delivery import Step, deliver, draw_delivery

Pixels = NDArray[np.uint8]
BySource = Mapping[str, Sequence[Pixels]]

CELL = 8
# Delivered crops are this much wider than the final one, so that its place on the codec's block grid is random.
_MARGIN = 8
MIN_SIDE = 160


@dataclass(frozen=True, slots=True)
class Batch:
    """`images` float32 (N, 3, S, S), RGB in 0..1; `labels` float32 (N,) and `cells` float32 (N, S/8, S/8): the share
    of generated pixels in the image and in each cell, 0..1."""

    images: NDArray[np.float32]
    labels: NDArray[np.float32]
    cells: NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Augmentation:
    """How crops are drawn: final sides in pixels (one a batch), the shares of composites and masked crops, and whether
    crops are turned by quarters."""

    sides: tuple[int, ...] = (96, 112, 128)
    composites: float = 0.25
    masked: float = 0.2
    turned: bool = True


class PairedSampler:
    """Batches of `pairs` pairs. Each class picks a source first, then a crop of it, both uniformly.

    Raises UserError when every image of a class is too small for the largest side.
    """

    def __init__(
        self, real: BySource, generated: BySource, seed: int, pairs: int, augmentation: Augmentation | None = None
    ) -> None:
        self._augmentation = augmentation or Augmentation()
        least = max(MIN_SIDE, max(self._augmentation.sides) + _MARGIN)
        self._classes = (_ordered(real, least), _ordered(generated, least))
        self._seed = seed
        self._pairs = pairs

    def batch(self, step: int) -> Batch:
        """The batch of a step, counted from 0: real (or mostly real) crops first, generated ones after them."""
        sides = self._augmentation.sides
        side = sides[int(np.random.default_rng([self._seed, step]).integers(len(sides)))]
        pairs = [self._pair(np.random.default_rng([self._seed, step, index]), side) for index in range(self._pairs)]
        members = [pair[0] for pair in pairs] + [pair[1] for pair in pairs]
        pixels = np.stack([member[0] for member in members])
        generated = np.stack([member[1] for member in members])
        cells = generated.reshape(len(members), side // CELL, CELL, side // CELL, CELL).mean(axis=(2, 4))
        return Batch(
            images=np.ascontiguousarray(pixels.transpose(0, 3, 1, 2), dtype=np.float32) / np.float32(255.0),
            labels=generated.mean(axis=(1, 2), dtype=np.float32),
            cells=cells.astype(np.float32),
        )

    def _pair(self, rng: np.random.Generator, side: int) -> tuple[tuple[Pixels, NDArray[np.float32]], ...]:
        """Two crops (S, S, 3) with the generated share of each pixel (S, S), through one and the same chain."""
        sources = [_pick(crops, rng) for crops in self._classes]
        shortest = min(min(pixels.shape[:2]) for pixels in sources)
        steps = draw_delivery(rng, min(1.0, (side + _MARGIN) / shortest))
        window = min(shortest, math.ceil((side + _MARGIN) / _factor(steps)))
        table = _jitter_table(rng)
        real, generated = (table[_window(pixels, window, rng)] for pixels in sources)
        if rng.random() < self._augmentation.composites:
            region = draw_region(window, rng)
        else:
            region = np.zeros((window, window), dtype=np.uint8)
        pair = (blend(real, generated, region), region), (blend(generated, real, region), 255 - region)
        placement = int(rng.integers(1 << 32))
        return tuple(self._finish(*member, steps, side, np.random.default_rng(placement)) for member in pair)

    def _finish(
        self, pixels: Pixels, region: Pixels, steps: Sequence[Step], side: int, rng: np.random.Generator
    ) -> tuple[Pixels, NDArray[np.float32]]:
        delivered = deliver(pixels, steps)
        height, width = delivered.shape[:2]
        followed = np.asarray(Image.fromarray(region).resize((width, height), Image.Resampling.BILINEAR))
        stacked = _window(np.dstack([delivered, followed]), side, rng)
        quarters = int(rng.integers(4))
        stacked = np.rot90(stacked, quarters if self._augmentation.turned else 0)
        if rng.random() < 0.5:
            stacked = stacked[:, ::-1]
        final = np.array(stacked[..., :3])
        if rng.random() < self._augmentation.masked:
            _mask(final, rng)
        return final, stacked[..., 3].astype(np.float32) / np.float32(255.0)


def _ordered(crops: BySource, least: int) -> tuple[Sequence[Pixels], ...]:
    """The crops of each source, in order of its name, whose sides are at least `least` pixels."""
    large = ([pixels for pixels in crops[name] if min(pixels.shape[:2]) >= least] for name in sorted(crops))
    kept = tuple(source for source in large if source)
    if not kept:
        raise UserError(
            "data_unusable",
            f"No image of a class has sides of {least} px.",
            "Add larger images, or draw smaller crops.",
        )
    return kept


def _pick(sources: Sequence[Sequence[Pixels]], rng: np.random.Generator) -> Pixels:
    crops = sources[int(rng.integers(len(sources)))]
    return crops[int(rng.integers(len(crops)))]


def _factor(steps: Sequence[Step]) -> float:
    return math.prod(getattr(step, "factor", 1.0) for step in steps)


def _window(pixels: Pixels, side: int, rng: np.random.Generator) -> Pixels:
    top = int(rng.integers(pixels.shape[0] - side + 1))
    left = int(rng.integers(pixels.shape[1] - side + 1))
    return pixels[top : top + side, left : left + side]


def _jitter_table(rng: np.random.Generator) -> Pixels:
    """Brightness, contrast and gamma as one table of 256 values; half of the pairs stay as they are."""
    levels = np.arange(256) / 255.0
    if rng.random() < 0.5:
        levels = levels ** rng.uniform(0.8, 1.25) * rng.uniform(0.85, 1.15) + rng.uniform(-0.05, 0.05)
    table: Pixels = np.clip(np.rint(levels * 255.0), 0, 255).astype(np.uint8)
    return table


def _mask(pixels: Pixels, rng: np.random.Generator) -> None:
    """Paint a rectangle of up to a quarter of the crop in the crop's mean colour, in place."""
    side = pixels.shape[0]
    height, width = (int(rng.integers(side // 8, side // 2)) for _ in range(2))
    top, left = int(rng.integers(side - height)), int(rng.integers(side - width))
    pixels[top : top + height, left : left + width] = pixels.mean(axis=(0, 1)).astype(np.uint8)
