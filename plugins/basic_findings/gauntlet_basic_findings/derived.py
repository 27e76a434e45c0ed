"""What several rules derive from the planes of a picture; use each through `planes.once`, which makes it once."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from gauntlet_desktop.core.planes import BLOCK, Plane, Planes

Values = NDArray[np.floating]

# Conditions that most rules share.
NATIVE = "native pixels: median over 256 px tiles of the central 1,024 px; the reference images are 256 px crops"
INDIRECT = "a weak indication: what is measured goes with the artifact and has many other causes"
# Blocks nearer to black or white than this are clipped: their noise is cut off and says nothing.
DARK, BRIGHT = 16.0, 239.0
EDGE_STEP = 40.0
MIN_EDGES = 60
# Transforms of blocks, and what needs the pixels of every tile many times over, look at this many tiles at most.
FEW_TILES = 4
RADIAL_BINS = 32
_MAX_EDGES = 1000
_REACH = 8


@dataclass(frozen=True, slots=True)
class Edges:
    """Profiles across the strong edges of one tile, dark side first: luma (n, 17) in grey levels with the edge at 8,
    and red minus blue (n, 17) at the same places."""

    luma: Plane
    colour: Plane


def edges(planes: Planes) -> list[Edges]:
    """The edges of every tile, across rows and columns."""
    colour = planes.stack(planes.rgb8[..., 0].astype(np.int16) - planes.rgb8[..., 2])
    return [
        _joined(_crossing(tile, tint), _crossing(tile.T, tint.T))
        for tile, tint in zip(planes.tiles, colour, strict=True)
    ]


def chroma(planes: Planes) -> Plane:
    """Cb and Cr of JPEG around zero as means of 2 x 2 pixels: (2, tiles, rows / 2, columns / 2)."""
    red, green, blue = (halve(planes.stack(planes.rgb8[..., i])) for i in range(3))
    return np.stack(
        [
            np.float32(-0.1687) * red - np.float32(0.3313) * green + np.float32(0.5) * blue,
            np.float32(0.5) * red - np.float32(0.4187) * green - np.float32(0.0813) * blue,
        ]
    )


def radial_power(planes: Planes) -> NDArray[np.float64]:
    """Mean power of the spectrum in 32 rings of equal width up to 0.5 cycles a pixel: (tiles, 32)."""
    rows, columns = planes.tile_shape
    ring = _rings(rows, columns)
    totals = np.maximum(np.bincount(ring, minlength=RADIAL_BINS + 1)[:RADIAL_BINS], 1)
    sums = [np.bincount(ring, tile.ravel(), RADIAL_BINS + 1)[:RADIAL_BINS] for tile in planes.spectrum]
    power: NDArray[np.float64] = np.array(sums) / totals + 1e-3
    return power


def halve(stack: Plane) -> Plane:
    """Means of 2 x 2 pixels of a stack; an odd last row or column is left out."""
    rows, columns = stack.shape[1] // 2 * 2, stack.shape[2] // 2 * 2
    pairs = stack[:, :rows:2, :columns] + stack[:, 1:rows:2, :columns]
    mean: Plane = (pairs[:, :, ::2] + pairs[:, :, 1::2]) * np.float32(0.25)
    return mean


def few_tiles(planes: Planes) -> NDArray[np.intp]:
    """Indices of at most four tiles, evenly spread."""
    count = len(planes.tiles)
    return np.unique(np.linspace(0, count - 1, min(count, FEW_TILES)).round().astype(np.intp))


def at_few_tiles(planes: Planes, values: Values | list[float]) -> Values:
    """Values of `few_tiles` as one value for every tile; the others are NaN."""
    every = np.full(len(planes.tiles), np.nan)
    every[planes.once(few_tiles)] = values
    return every


def cosines(planes: Planes) -> Plane:
    """Orthonormal cosine coefficients of the 8 x 8 blocks of `few_tiles`: (chosen tiles, blocks, 8, 8). Blocks lie on
    the JPEG grid of a picture that was not cropped or shifted."""
    return block_cosines(planes.tiles[planes.once(few_tiles)] - np.float32(128.0))


def block_cosines(stack: Plane) -> Plane:
    """Orthonormal cosine coefficients (tiles, blocks, 8, 8) of a stack; what fills no block is left out."""
    count, rows, columns = stack.shape[0], stack.shape[1] // BLOCK, stack.shape[2] // BLOCK
    cut = stack[:, : rows * BLOCK, : columns * BLOCK].reshape(count, rows, BLOCK, columns, BLOCK)
    basis = _cosine_basis()
    blocks = cut.transpose(0, 1, 3, 2, 4).reshape(count, rows * columns, BLOCK, BLOCK)
    return np.asarray(basis @ blocks @ basis.T, dtype=np.float32)


def smooth_blocks(planes: Planes) -> NDArray[np.bool_]:
    """Which 8 x 8 blocks belong to the smoother quarter of their tile and are not clipped: (tiles, rows, columns)."""
    detail, mean = planes.block_std, planes.block_mean
    quarter = np.quantile(detail.reshape(len(detail), -1), 0.25, axis=1)[:, None, None]
    return np.asarray((detail <= quarter) & (mean > DARK) & (mean < BRIGHT))


def fit_blocks(mask: NDArray[np.bool_], blocks: Plane) -> NDArray[np.bool_]:
    """A mask of blocks cut to the shape of a stack that lost a border."""
    return mask[:, : blocks.shape[1], : blocks.shape[2]]


def mean_where(values: Plane, chosen: NDArray[np.bool_], least: int = 16) -> Values:
    """Mean of the chosen values of every tile; NaN for a tile with fewer than `least` of them."""
    count = chosen.sum(axis=(1, 2))
    total = np.where(chosen, values, 0.0).sum(axis=(1, 2), dtype=np.float64)
    return np.where(count >= least, total / np.maximum(count, 1), np.nan)


@cache
def _rings(rows: int, columns: int) -> NDArray[np.intp]:
    radius = np.hypot(np.fft.fftfreq(rows)[:, None], np.fft.rfftfreq(columns)[None, :]).ravel()
    return np.asarray(np.minimum((radius * 2 * RADIAL_BINS).astype(np.intp), RADIAL_BINS))


@cache
def _cosine_basis() -> Plane:
    place, frequency = np.arange(BLOCK), np.arange(BLOCK)[:, None]
    basis = np.cos(np.pi * (2 * place + 1) * frequency / (2 * BLOCK)) * np.sqrt(2.0 / BLOCK)
    basis[0] /= np.sqrt(2.0)
    return np.asarray(basis, dtype=np.float32)


def _joined(one: Edges, other: Edges) -> Edges:
    return Edges(np.concatenate([one.luma, other.luma]), np.concatenate([one.colour, other.colour]))


def _crossing(tile: Plane, tint: Plane) -> Edges:
    """Profiles along the rows through the edges that cross them, evenly spread where there are many."""
    step = tile[:, 2:] - tile[:, :-2]
    strength = np.abs(step)
    inner = strength[:, 7:-7]
    peaks = (inner > EDGE_STEP) & (inner >= strength[:, 6:-8]) & (inner >= strength[:, 8:-6])
    rows, columns = np.nonzero(peaks)
    every = max(1, len(rows) // _MAX_EDGES)
    rows, columns = rows[::every], columns[::every] + _REACH
    rising = np.sign(step[rows, columns - 1])[:, None]
    places = rows[:, None], columns[:, None] + rising.astype(np.intp) * np.arange(-_REACH, _REACH + 1)
    luma = tile[places]
    sound = luma[:, 13:].mean(axis=1) - luma[:, :4].mean(axis=1) > EDGE_STEP / 2
    return Edges(luma[sound], tint[places][sound])
