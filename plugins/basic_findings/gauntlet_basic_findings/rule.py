"""A finding rule made of a specification and a function that measures every tile of a picture."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from gauntlet_basic_findings.references import load_references
from gauntlet_desktop.api import Measurement, RuleSpec
from gauntlet_desktop.core.planes import Planes
from gauntlet_desktop.core.records import Reference

# One value a tile of planes.tiles; NaN where a tile gives no measurement.
TileMeasure = Callable[[Planes], NDArray[np.floating]]


@dataclass(frozen=True, slots=True)
class TileRule:
    """Measures the median over the picture's tiles, so that the value means the same at any picture size.

    The region is the tile whose value is most extreme in the direction in which the rule fires.
    """

    spec: RuleSpec
    tile_values: TileMeasure

    @property
    def threshold(self) -> float:
        """Value beyond which the rule fires, set on the training sources."""
        return load_references()[self.spec.id].threshold

    def measure(self, planes: Planes) -> Measurement | None:
        """The median over the tiles, or None where no tile can be measured. One tile alone is no place."""
        values = np.asarray(self.tile_values(planes), dtype=np.float64)
        usable = np.flatnonzero(np.isfinite(values))
        if usable.size == 0:
            return None
        extreme = np.argmax(values[usable]) if self.spec.fires_when == "high" else np.argmin(values[usable])
        region = planes.tile_region(int(usable[extreme])) if usable.size > 1 else None
        return Measurement(float(np.median(values[usable])), region)

    def reference(self, value: float) -> Reference:
        return load_references()[self.spec.id].at(value)
