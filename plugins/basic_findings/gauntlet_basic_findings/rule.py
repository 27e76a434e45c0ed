"""A finding rule made of a specification and a function that measures every tile, and families of specifications."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from gauntlet_basic_findings.derived import NATIVE
from gauntlet_basic_findings.drawing import PLACE_ALONE, Drawing, reference_plot, tile_map, view_of
from gauntlet_basic_findings.references import load_references
from gauntlet_desktop.api import Measurement, RuleSpec
from gauntlet_desktop.core.finding_views import FindingView
from gauntlet_desktop.core.planes import Planes
from gauntlet_desktop.core.records import Reference

# One value a tile of planes.tiles; NaN where a tile gives no measurement.
TileMeasure = Callable[[Planes], NDArray[np.floating]]


@dataclass(frozen=True, slots=True)
class Family:
    """What the specifications of rules of one kind have in common: the side they speak for, a condition, the subject,
    the strength, and whether the names of the rules are those of the closed list of artifacts."""

    towards: str
    condition: str
    subject: str = "artifact"
    strength: str = "direct"
    listed: bool = True

    def spec(
        self, name: str, artifact: str, unit: str, *conditions: str, method: str, source: str, fires_when: str = "high"
    ) -> RuleSpec:
        return RuleSpec(
            id=f"finding:{name}",
            artifact=artifact,
            unit=unit,
            method=method,
            source=source,
            fires_when=fires_when,
            towards=self.towards,
            native_only=True,
            conditions=(NATIVE, self.condition, *conditions),
            subject=self.subject,
            strength=self.strength,
            listed=name if self.listed else "",
        )


@dataclass(frozen=True, slots=True)
class TileRule:
    """Measures the median over the picture's tiles, so that the value means the same at any picture size.

    The region is the tile whose value is most extreme in the direction in which the rule fires. `declared` names the
    side that the artifact would speak for; whether it does is what the references measured. `drawing` shows what
    was measured, with its name.
    """

    declared: RuleSpec
    tile_values: TileMeasure
    drawing: tuple[str, Drawing | None] = (PLACE_ALONE, None)

    @property
    def spec(self) -> RuleSpec:
        """What the rule measures, with the side that it was found to speak for and the name of its view."""
        side = load_references()[self.declared.id].speaks_for
        return replace(self.declared, towards=side, view=self.drawing[0])

    @property
    def threshold(self) -> float:
        """Value beyond which the rule fires, set on the training sources."""
        return load_references()[self.declared.id].threshold

    def measure(self, planes: Planes) -> Measurement | None:
        """The median over the tiles, or None where no tile can be measured. One tile alone is no place."""
        values = np.asarray(self.tile_values(planes), dtype=np.float64)
        usable = np.flatnonzero(np.isfinite(values))
        if usable.size == 0:
            return None
        extreme = np.argmax(values[usable]) if self.declared.fires_when == "high" else np.argmin(values[usable])
        region = planes.tile_region(int(usable[extreme])) if usable.size > 1 else None
        return Measurement(float(np.median(values[usable])), region)

    def reference(self, value: float) -> Reference:
        return load_references()[self.declared.id].at(value)

    def view(self, planes: Planes) -> FindingView | None:
        """The value's place among held-out images, what it was measured on, and its value in every tile."""
        measured, draw = self.measure(planes), self.drawing[1]
        if measured is None:
            return None
        reference, unit = load_references()[self.declared.id], self.declared.unit
        place = reference_plot(reference.real, reference.generated, measured.value, reference.threshold, unit)
        values = np.asarray(self.tile_values(planes), dtype=np.float64)
        drawn = draw(planes) if draw else None
        return view_of(self.declared.id, drawn, (place,), tile_map(planes, values, unit))
