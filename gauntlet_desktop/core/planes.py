"""Shared views of an image's pixels that several finding rules measure on, each computed once on first use."""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import cached_property
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from gauntlet_desktop.core.records import Box, ImageFacts, Provenance

# Rules measure on at most this many pixels: a central native crop, never a resized copy.
MAX_SIDE = 1024
# Values are taken per tile and then combined, so that they mean the same on a small picture and on a large one.
TILE = 256
BLOCK = 8

Plane = NDArray[np.float32]
T = TypeVar("T")


class Planes:
    """A native central crop of an image (at most 1,024 px a side) and what is derived from it.

    All planes are float32 on the scale 0..255 with the crop's shape unless said otherwise. Stacks hold tiles, (tiles,
    rows, columns): 256 px a side or the largest multiple of 8 in a smaller picture, spread evenly over the crop on the
    JPEG block grid; they overlap where the crop is no multiple of their size. `provenance` is what the file declares,
    for rules that compare it with the picture; None where it is not known.
    """

    def __init__(self, pixels: NDArray[np.uint8], facts: ImageFacts, provenance: Provenance | None = None) -> None:
        height, width = pixels.shape[:2]
        rows, columns = min(height, MAX_SIDE), min(width, MAX_SIDE)
        # A multiple of 8 keeps the crop on the JPEG block grid of the original.
        self._top = (height - rows) // 2 // BLOCK * BLOCK
        self._left = (width - columns) // 2 // BLOCK * BLOCK
        self.rgb8 = pixels[self._top : self._top + rows, self._left : self._left + columns]
        self.facts = facts
        self.provenance = provenance
        self._made: dict[Callable[[Planes], Any], Any] = {}
        self.tile_shape = (_tile_side(rows), _tile_side(columns))
        self._origins = [
            (y, x) for y in _origins(rows, self.tile_shape[0]) for x in _origins(columns, self.tile_shape[1])
        ]

    def once(self, make: Callable[[Planes], T]) -> T:
        """What `make` derives from these planes: made on first use, then shared by the rules that ask for it."""
        if make not in self._made:
            self._made[make] = make(self)
        result: T = self._made[make]
        return result

    @cached_property
    def rgb(self) -> Plane:
        return self.rgb8.astype(np.float32)

    @cached_property
    def luma(self) -> Plane:
        """Rec. 601 luma, as JPEG defines it."""
        return (self.rgb @ np.array([0.299, 0.587, 0.114], dtype=np.float32)).astype(np.float32)

    @cached_property
    def tiles(self) -> Plane:
        """Stack of luma tiles."""
        return self.stack(self.luma)

    @cached_property
    def noise(self) -> Plane:
        """Stack of noise residuals, two pixels less a side: Immerkaer's mask, which is blind to gradients and to
        straight edges along the axes, scaled so that white noise keeps its standard deviation
        (J. Immerkaer, Fast noise variance estimation, CVIU 64, 1996)."""
        return second_difference(second_difference(self.tiles, 1), 2) / np.float32(6.0)

    @cached_property
    def gradient(self) -> Plane:
        """Stack of gradient magnitudes, two pixels less a side, in grey levels a pixel (central differences)."""
        down = self.tiles[:, 2:, 1:-1] - self.tiles[:, :-2, 1:-1]
        across = self.tiles[:, 1:-1, 2:] - self.tiles[:, 1:-1, :-2]
        magnitude: Plane = np.sqrt(down * down + across * across) / np.float32(2.0)
        return magnitude

    @cached_property
    def block_mean(self) -> Plane:
        """Stack of means of the 8 x 8 blocks: (tiles, rows / 8, columns / 8)."""
        return block_means(self.tiles)

    @cached_property
    def block_std(self) -> Plane:
        """Stack of standard deviations of the 8 x 8 blocks, in grey levels."""
        variance = block_means(self.tiles * self.tiles) - self.block_mean**2
        deviation: Plane = np.sqrt(np.maximum(variance, 0.0))
        return deviation

    @cached_property
    def spectrum(self) -> Plane:
        """Stack of power spectra of the Hann-windowed luma tiles, not shifted, columns 0..half: (tiles, rows,
        columns / 2 + 1), in squared grey levels per bin."""
        rows, columns = self.tiles.shape[1:]
        window = np.outer(np.hanning(rows), np.hanning(columns)).astype(np.float32)
        centred = self.tiles - self.tiles.mean(axis=(1, 2), keepdims=True)
        transform = np.fft.rfft2(centred * window)
        power: Plane = (transform.real**2 + transform.imag**2).astype(np.float32) / np.float32((window**2).sum())
        return power

    def stack(self, plane: NDArray[np.generic]) -> Plane:
        """A plane of the crop's shape (rows, columns) as a stack of tiles."""
        height, width = self.tile_shape
        return np.stack([plane[y : y + height, x : x + width] for y, x in self._origins]).astype(np.float32, copy=False)

    def lay_out(self, stack: Plane, side: int = BLOCK) -> Plane:
        """Blocks of the tiles (tiles, rows, columns), each `side` px wide, put back in their places: one plane over the
        whole crop, NaN where no tile lies."""
        height, width = self.rgb8.shape[:2]
        plane = np.full((max(1, height // side), max(1, width // side)), np.nan, dtype=np.float32)
        for (y, x), tile in zip(self._origins, stack, strict=True):
            part = plane[y // side : y // side + tile.shape[0], x // side : x // side + tile.shape[1]]
            part[:] = tile[: part.shape[0], : part.shape[1]]
        return plane

    def tile_region(self, index: int) -> Box:
        """The place of a tile in pixels of the oriented original."""
        y, x = self._origins[index]
        return self.region(x, y, self.tile_shape[1], self.tile_shape[0])

    def region(self, x: int, y: int, width: int, height: int) -> Box:
        """A box of the crop in pixels of the oriented original."""
        scale = 1.0 / self.facts.scale
        return Box(
            round((self._left + x) * scale),
            round((self._top + y) * scale),
            max(1, round(width * scale)),
            max(1, round(height * scale)),
        )


def _tile_side(side: int) -> int:
    return min(TILE, side // BLOCK * BLOCK) or side


def _origins(side: int, tile: int) -> list[int]:
    """Where the tiles along one side begin: as few as cover it, evenly spread, on the block grid."""
    count = math.ceil((side - BLOCK + 1) / tile) if side > tile else 1
    last = (side - tile) // BLOCK
    return [round(last * i / max(1, count - 1)) * BLOCK for i in range(count)]


def second_difference(stack: Plane, axis: int) -> Plane:
    """a[i-1] - 2 a[i] + a[i+1] along an axis, which loses two places."""
    moved = np.moveaxis(stack, axis, 0)
    difference = moved[:-2] + moved[2:] - np.float32(2.0) * moved[1:-1]
    return np.moveaxis(difference, 0, axis)


def block_means(stack: Plane, side: int = BLOCK) -> Plane:
    """Means of the side x side blocks of a stack (tiles, rows, columns); what fills no block is left out."""
    count, rows, columns = stack.shape[0], stack.shape[1] // side, stack.shape[2] // side
    blocks = stack[:, : rows * side, : columns * side].reshape(count, rows, side, columns, side)
    means: Plane = blocks.mean(axis=(2, 4), dtype=np.float32)
    return means
