"""What a measured feature declares of itself, and the groups that features are measured in."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from gauntlet_measured_features.window import Window


@dataclass(frozen=True, slots=True)
class Feature:
    """A named measurement: what it means, its unit and the work that it goes back to."""

    name: str
    meaning: str
    unit: str
    source: str


@dataclass(frozen=True, slots=True)
class Group:
    """Features that share their intermediate results; `measure` gives one finite value for each, in their order."""

    name: str
    features: tuple[Feature, ...]
    measure: Callable[[Window], Sequence[float]]
