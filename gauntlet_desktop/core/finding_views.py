"""What stands behind the number of a finding: plots and maps, made on demand from the pixels and never stored."""

from __future__ import annotations

import math
from dataclasses import dataclass

from gauntlet_desktop.core.records import Box, FloatMap

MAX_POINTS = 2048


@dataclass(frozen=True, slots=True)
class Curve:
    """Points (x, y) in order. `role` is "value" for what was measured in this picture, "other" for a second curve of
    it, "camera" or "generated" for held-out images of either class."""

    name: str
    x: tuple[float, ...]
    y: tuple[float, ...]
    role: str = "value"

    def __post_init__(self) -> None:
        if len(self.x) != len(self.y) or not 2 <= len(self.x) <= MAX_POINTS:
            raise ValueError(f"a curve of {len(self.x)} and {len(self.y)} points")
        if not all(map(math.isfinite, (*self.x, *self.y))):
            raise ValueError("a curve with a point that is not finite")


@dataclass(frozen=True, slots=True)
class Mark:
    """A place on the x axis with its name: a peak, a threshold, the measured value."""

    x: float
    name: str


@dataclass(frozen=True, slots=True)
class Plot:
    """Curves over one x axis; axis names include their units. `marks` are drawn as named vertical lines."""

    title: str
    x_axis: str
    y_axis: str
    curves: tuple[Curve, ...]
    marks: tuple[Mark, ...] = ()

    @property
    def x_range(self) -> tuple[float, float]:
        """From the least to the greatest x of curves and marks, never empty."""
        return _range([x for curve in self.curves for x in curve.x] + [mark.x for mark in self.marks])

    @property
    def y_range(self) -> tuple[float, float]:
        return _range([y for curve in self.curves for y in curve.y])


@dataclass(frozen=True, slots=True)
class FieldMap:
    """Values over the picture, or over something else where `region` is None: shifts, frequencies. The scale runs from
    `low` to `high`; places that were not measured are NaN."""

    title: str
    unit: str
    values: FloatMap
    low: float
    high: float
    region: Box | None = None

    def __post_init__(self) -> None:
        if self.values.ndim != 2 or self.values.size == 0 or not self.low < self.high:
            raise ValueError(f"a map of shape {self.values.shape} from {self.low} to {self.high}")


@dataclass(frozen=True, slots=True)
class FindingView:
    """All that is shown of one finding. `text` says in words what to see, for those who do not see it."""

    finding: str
    text: str
    plots: tuple[Plot, ...] = ()
    maps: tuple[FieldMap, ...] = ()


def ticks(low: float, high: float, most: int = 6) -> tuple[float, ...]:
    """Round numbers within a range, at most `most` of them: steps of 1, 2 or 5 times a power of ten."""
    if not (math.isfinite(low) and math.isfinite(high)) or high <= low:
        return ()
    rough = (high - low) / most
    power = 10.0 ** math.floor(math.log10(rough))
    step = next(power * factor for factor in (1.0, 2.0, 5.0, 10.0, 20.0) if (high - low) / (power * factor) < most)
    first = math.ceil(low / step - 1e-9)
    return tuple(round(index * step, 12) + 0.0 for index in range(first, math.floor(high / step + 1e-9) + 1))


def _range(values: list[float]) -> tuple[float, float]:
    low, high = min(values), max(values)
    return (low, high) if high > low else (low - 0.5, low + 0.5)
