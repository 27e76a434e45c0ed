"""A window of native pixels and the planes that several groups of features measure on, each computed once."""

from __future__ import annotations

from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from gauntlet_desktop.core.planes import BLOCK, Plane, block_means, second_difference

# Natural images span a few thousand grey levels squared of variance: what is under these floors counts as nothing.
LEVEL_FLOOR = 0.05
POWER_FLOOR = 1e-3
_SAMPLED = 10_000


class Window:
    """Planes of a window of uint8 pixels (height, width, 3), both sides multiples of 8 and at least 64.

    Planes are float32 on the scale 0..255, of the window's shape unless said otherwise.
    """

    def __init__(self, pixels: NDArray[np.uint8]) -> None:
        self.rgb = np.ascontiguousarray(pixels.transpose(2, 0, 1), dtype=np.float32)

    @cached_property
    def luma(self) -> Plane:
        """Rec. 601 luma, as JPEG defines it."""
        return _mix(self.rgb, (0.299, 0.587, 0.114))

    @cached_property
    def chroma(self) -> Plane:
        """Cb and Cr of JPEG around zero, (2, height, width)."""
        return np.stack([_mix(self.rgb, (-0.1687, -0.3313, 0.5)), _mix(self.rgb, (0.5, -0.4187, -0.0813))])

    @cached_property
    def saturation(self) -> Plane:
        """Length of the chroma vector of every pixel, 0..128 and a little more."""
        return _length(self.chroma[0], self.chroma[1])

    @cached_property
    def pyramid(self) -> tuple[Plane, Plane, Plane]:
        """Luma at full, half and quarter size, by means of 2 x 2 pixels."""
        half = halve(self.luma)
        return self.luma, half, halve(half)

    @cached_property
    def noise(self) -> tuple[Plane, Plane, Plane]:
        """Noise residuals of the pyramid, two pixels less a side."""
        full, half, quarter = (residual(plane) for plane in self.pyramid)
        return full, half, quarter

    @cached_property
    def colour_noise(self) -> Plane:
        """Noise residuals of red, green and blue, (3, height - 2, width - 2)."""
        return residual(self.rgb)

    @cached_property
    def gradients(self) -> tuple[Plane, Plane, Plane]:
        """Gradient magnitudes of the pyramid, two pixels less a side, in grey levels a pixel of that level."""
        full, half, quarter = (gradient(plane) for plane in self.pyramid)
        return full, half, quarter

    @cached_property
    def block_mean(self) -> Plane:
        """Means of luma in the 8 x 8 blocks, (height / 8, width / 8)."""
        return blocks(self.luma)

    @cached_property
    def block_deviation(self) -> Plane:
        """Standard deviations of luma in the 8 x 8 blocks, in grey levels."""
        deviation: Plane = np.sqrt(np.maximum(blocks(self.luma**2) - self.block_mean**2, 0.0))
        return deviation

    @cached_property
    def block_noise(self) -> Plane:
        """Standard deviations of the noise residual in the 8 x 8 blocks, in grey levels, (height / 8, width / 8)."""
        noise: Plane = np.sqrt(blocks(np.pad(self.noise[0] ** 2, 1, mode="edge")))
        return noise


def residual(planes: Plane) -> Plane:
    """Immerkaer's noise residual of planes (..., height, width), two pixels less a side: blind to gradients and to
    straight edges along the axes, scaled so that white noise keeps its standard deviation (CVIU 64, 1996)."""
    rows = planes.ndim - 2
    return second_difference(second_difference(planes, rows), rows + 1) / np.float32(6.0)


def gradient(plane: Plane) -> Plane:
    """Gradient magnitude by central differences, two pixels less a side."""
    half = np.float32(0.5)
    return _length(half * (plane[2:, 1:-1] - plane[:-2, 1:-1]), half * (plane[1:-1, 2:] - plane[1:-1, :-2]))


def halve(plane: Plane) -> Plane:
    """Means of 2 x 2 pixels; an odd last row or column is left out."""
    rows, columns = plane.shape[0] // 2 * 2, plane.shape[1] // 2 * 2
    even, odd = plane[:rows:2, :columns], plane[1:rows:2, :columns]
    pairs = even + odd
    mean: Plane = (pairs[:, ::2] + pairs[:, 1::2]) * np.float32(0.25)
    return mean


def blocks(plane: Plane) -> Plane:
    """Means of the 8 x 8 blocks of a plane."""
    means: Plane = block_means(plane[None], BLOCK)[0]
    return means


def log_level(value: float) -> float:
    """log2 of an amplitude in grey levels; under a twentieth of a level counts as that."""
    return float(np.log2(max(float(value), LEVEL_FLOOR)))


def log_ratio(upper: float, lower: float, floor: float = LEVEL_FLOOR) -> float:
    """log2 of a ratio of two values that are never negative, `floor` added to both."""
    return float(np.log2((float(upper) + floor) / (float(lower) + floor)))


def correlation(one: Plane, other: Plane) -> float:
    """Pearson's correlation, -1..1, of two planes of the same shape; 0 where either is flat."""
    a, b = (plane - np.float32(plane.mean()) for plane in (one, other))
    spread = float(np.sqrt(np.float64(np.vdot(a, a)) * np.vdot(b, b))) / a.size
    return float(np.vdot(a, b)) / a.size / spread if spread > 1e-4 else 0.0


def quantiles(plane: Plane, *shares: float) -> tuple[float, ...]:
    """Quantiles of a plane, taken over some 10,000 of its values: that tells the same at a fraction of the cost."""
    return tuple(float(value) for value in np.quantile(_some(plane), shares))


def size_quantiles(plane: Plane, *shares: float) -> tuple[float, ...]:
    """Quantiles of the absolute values of a plane, taken as `quantiles` does."""
    return tuple(float(value) for value in np.quantile(np.abs(_some(plane)), shares))


def _some(plane: Plane) -> Plane:
    """Evenly spread values: an odd step comes by all phases of an even period."""
    some: Plane = plane.ravel()[:: max(1, plane.size // _SAMPLED) | 1]
    return some


def _length(one: Plane, other: Plane) -> Plane:
    # Far quicker than np.hypot, whose care for overflow grey levels do not need.
    length: Plane = np.sqrt(one * one + other * other)
    return length


def _mix(rgb: Plane, weights: tuple[float, float, float]) -> Plane:
    red, green, blue = (np.float32(weight) for weight in weights)
    mixed: Plane = red * rgb[0] + green * rgb[1] + blue * rgb[2]
    return mixed
