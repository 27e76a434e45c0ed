"""Transforms: the shapes of wavelet and block cosine coefficients, and their first digits."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from gauntlet_desktop.core.planes import BLOCK, Plane
from gauntlet_measured_features.feature import Feature, Group
from gauntlet_measured_features.window import Window, correlation, log_ratio

_GGD = "Mallat, A theory for multiresolution signal decomposition, IEEE PAMI 11, 1989: generalised Gaussian"
_PARENTS = "Simoncelli, Modeling the joint statistics of images in the wavelet domain, SPIE 3813, 1999"
_FARID = "Lyu and Farid, How realistic is photorealistic?, IEEE TSP 53, 2005"
_BENFORD = "Fu et al., A generalized Benford's law for JPEG coefficients, SPIE 6505, 2007; Bonettini et al., ICPR 2020"
_LAPLACE = "Lam and Goodman, A mathematical analysis of the DCT coefficient distributions, IEEE TIP 9, 2000"
_LEVELS = (1, 2, 3)
_CUTS = ("middle", "high")

FEATURES = (
    *(
        Feature(f"wavelet.shape.{n}", f"Mean over root mean square of the Haar details of level {n}.", "log2", _GGD)
        for n in (1, 3)
    ),
    *(
        Feature(f"wavelet.diagonal.{n}", f"Diagonal over straight Haar details of level {n}.", "log2", _FARID)
        for n in _LEVELS
    ),
    *(
        Feature(f"wavelet.fall.{n}", f"Haar details of level {n} over those of level {n + 1}.", "log2", _FARID)
        for n in _LEVELS[:2]
    ),
    Feature("wavelet.parents.2", "Correlation of the sizes of details of level 2 and 3 at a place.", "-1..1", _PARENTS),
    *(
        Feature(
            f"cosine.shape.{c}", f"Mean over root mean square of the {c} block cosine coefficients.", "log2", _LAPLACE
        )
        for c in _CUTS
    ),
    Feature("cosine.digits", "Distance of the coefficients' first digits from Benford's law.", "log2", _BENFORD),
)


def measure(window: Window) -> Sequence[float]:
    """The values of FEATURES."""
    return *_wavelet(window), *_cosine(window.luma)


def _wavelet(window: Window) -> tuple[float, ...]:
    levels = [_haar(plane) for plane in window.pyramid]
    straight = [(np.abs(across) + np.abs(down)) * np.float32(0.5) for across, down, _ in levels]
    diagonal = [np.abs(corner) for _, _, corner in levels]
    sizes = [float(plane.mean()) for plane in straight]
    shapes = [log_ratio(float(np.abs(a).mean()), _root_mean_square(a)) for a in map(np.stack, levels[::2])]
    corners = [log_ratio(float(d.mean()), size) for d, size in zip(diagonal, sizes, strict=True)]
    falls = [log_ratio(fine, coarse) for fine, coarse in pairwise(sizes)]
    return *shapes, *corners, *falls, _with_parents(straight[1], straight[2])


def _haar(plane: Plane) -> tuple[Plane, Plane, Plane]:
    """Details across, down and along the diagonals, each half the plane's size, in grey levels."""
    rows, columns = plane.shape[0] // 2 * 2, plane.shape[1] // 2 * 2
    a, b = plane[:rows:2, :columns:2], plane[:rows:2, 1:columns:2]
    c, d = plane[1:rows:2, :columns:2], plane[1:rows:2, 1:columns:2]
    half = np.float32(0.5)
    return (a - b + c - d) * half, (a + b - c - d) * half, (a - b - c + d) * half


def _with_parents(fine: Plane, coarse: Plane) -> float:
    children = np.log2(fine + np.float32(0.5))
    above = np.log2(coarse + np.float32(0.5)).repeat(2, axis=0).repeat(2, axis=1)
    rows, columns = (min(sides) for sides in zip(children.shape, above.shape, strict=True))
    return correlation(children[:rows, :columns], above[:rows, :columns])


def _root_mean_square(values: Plane) -> float:
    return float(np.sqrt(np.mean(values * values, dtype=np.float64)))


def _cosine(luma: Plane) -> tuple[float, ...]:
    coefficients = np.abs(_block_cosines(luma))
    cuts = [coefficients[:, cut] for cut in _frequency_cuts()]
    # Each frequency has a scale of its own: shapes are taken one by one, then averaged.
    shapes = [float(np.mean(np.log2((c.mean(axis=0) + 0.05) / (np.sqrt((c * c).mean(axis=0)) + 0.05)))) for c in cuts]
    return *shapes, _digits(coefficients[:, 1:])


def _block_cosines(luma: Plane) -> Plane:
    """Orthonormal cosine coefficients of the 8 x 8 blocks, (blocks, 64), first the constant."""
    rows, columns = luma.shape[0] // BLOCK, luma.shape[1] // BLOCK
    stacked = luma[: rows * BLOCK, : columns * BLOCK].reshape(rows, BLOCK, columns, BLOCK).transpose(0, 2, 1, 3)
    basis = _cosine_basis()
    return np.asarray(basis @ stacked @ basis.T, dtype=np.float32).reshape(rows * columns, BLOCK * BLOCK)


@cache
def _cosine_basis() -> Plane:
    place, frequency = np.arange(BLOCK), np.arange(BLOCK)[:, None]
    basis: NDArray[np.float64] = np.cos(np.pi * (2 * place + 1) * frequency / (2 * BLOCK)) * np.sqrt(2.0 / BLOCK)
    basis[0] /= np.sqrt(2.0)
    return basis.astype(np.float32)


@cache
def _frequency_cuts() -> tuple[NDArray[np.intp], ...]:
    """Places of the middle and high frequencies among the 64 coefficients."""
    order = np.add.outer(np.arange(BLOCK), np.arange(BLOCK)).ravel()
    return tuple(np.flatnonzero((order >= low) & (order <= high)) for low, high in ((4, 7), (8, 14)))


def _digits(coefficients: Plane) -> float:
    """Symmetric distance of first digits from Benford's law, as log2."""
    large = coefficients[coefficients >= 1.0]
    digits = (large / np.power(np.float32(10.0), np.floor(np.log10(large)))).astype(np.intp).clip(1, 9)
    shares = (np.bincount(digits, minlength=10)[1:] + 1.0) / (digits.size + 9.0)
    expected = np.log10(1.0 + 1.0 / np.arange(1, 10))
    distance = float(((shares - expected) * np.log(shares / expected)).sum())
    return float(np.log2(distance + 1e-4))


TRANSFORMS = Group("transforms", FEATURES, measure)
