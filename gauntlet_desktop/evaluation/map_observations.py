"""What is measured of one method's map of one image, and the file that keeps it."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from gauntlet_desktop.api.protocols import ImageInput
from gauntlet_desktop.core.deserialise import from_plain
from gauntlet_desktop.core.errors import PluginFault
from gauntlet_desktop.core.map_audit import nissim, pixel_auc, pointing
from gauntlet_desktop.core.records import FloatMap, Heatmap, HeatmapAudit
from gauntlet_desktop.core.serialise import to_plain
from gauntlet_desktop.core.task import TaskContext
from gauntlet_desktop.evaluation.composites import Composite
from gauntlet_desktop.evaluation.journal import LineJournal
from gauntlet_desktop.inference.audit import Chance, audit, unit_map
from gauntlet_desktop.inference.explaining import Explaining

# Strengths of an attack, in steps of 255.
STEPS = (1, 2, 4, 8)
NOISE = "random signs"
_COMPOSITE_CELLS = 64
_KEPT_CELLS = 16

# Kind, subject, detector, weights, method, seed.
MapKey = tuple[str, str, str, str, str, int]


@dataclass(frozen=True, slots=True)
class MapOfImage:
    """The audit of a map, NISSIM under attacks of the strengths `STEPS`, and the map itself on a coarse grid."""

    audit: HeatmapAudit
    by_strength: tuple[float, ...]
    rows: tuple[tuple[float, ...], ...]

    @property
    def values(self) -> FloatMap:
        return np.array(self.rows, dtype=np.float32)


@dataclass(frozen=True, slots=True)
class MapOfComposite:
    """How a map finds the generated part of a composite: pixel AUC, pointing game, and the part's share of it."""

    pixel_auc: float
    pointing: float
    share: float


def measure_image(explaining: Explaining, image: ImageInput, chance: Chance, context: TaskContext) -> MapOfImage:
    """Explain, audit and attack. Raises what the method raises."""
    heatmap = explaining.of(image, context.part(0.0, 0.1))
    seed = explaining.request.seed
    asked = explaining.audited(heatmap, image)
    found = audit(heatmap, image, asked, context.part(0.1, 0.6), seed, chance=chance).audit
    assert found is not None
    if not math.isfinite(found.deletion):
        raise PluginFault("score_not_finite", "The detector gave a score that is not finite.", "See its own failures.")
    before = unit_map(heatmap, image)
    same = explaining.again(heatmap)
    strengths = []
    for number, steps in enumerate(STEPS):
        context.report(0.6 + 0.4 * number / len(STEPS), f"Strength {steps}/255")
        name, explain = same.attacked(image, steps) or (NOISE, _noisy(same, image, steps))
        known = dict(found.nissim).get(name)
        strengths.append(nissim(before, unit_map(explain(context.silent()), image)) if known is None else known)
    rows = np.round(unit_map(heatmap, image, _KEPT_CELLS), 4).tolist()
    return MapOfImage(found, tuple(strengths), tuple(tuple(row) for row in rows))


def measure_composite(explaining: Explaining, composite: Composite, context: TaskContext) -> MapOfComposite:
    """Explain for the generated class and compare with the region. Raises what the method raises."""
    heatmap = explaining.of(composite.image, context)
    values = unit_map(heatmap, composite.image, _COMPOSITE_CELLS)
    region = composite.region(values.shape)
    return MapOfComposite(pixel_auc(values, region), pointing(values, region), float(region.mean()))


def noisy(pixels: NDArray[np.uint8], steps: int, seed: int) -> NDArray[np.uint8]:
    """Each value moved by so many steps up or down at random: what an attack without a gradient comes to."""
    signs = np.random.default_rng([seed, steps]).integers(0, 2, pixels.shape) * 2 - 1
    moved: NDArray[np.uint8] = np.clip(pixels.astype(np.int16) + steps * signs, 0, 255).astype(np.uint8)
    return moved


class MapJournal(LineJournal):
    """Measurements of maps by key."""

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        self._images: dict[MapKey, MapOfImage] = {}
        self._composites: dict[MapKey, MapOfComposite] = {}

    def image(self, key: MapKey) -> MapOfImage | None:
        return self._images.get(key)

    def composite(self, key: MapKey) -> MapOfComposite | None:
        return self._composites.get(key)

    def add(self, key: MapKey, found: MapOfImage | MapOfComposite) -> None:
        if isinstance(found, MapOfImage):
            self._images[key] = found
        else:
            self._composites[key] = found
        self._write({"key": list(key), "found": to_plain(found)})

    def _take(self, entry: Any) -> None:
        kind, subject, detector, weights, method, seed = entry["key"]
        key = str(kind), str(subject), str(detector), str(weights), str(method), int(seed)
        if kind == "image":
            self._images[key] = from_plain(MapOfImage, entry["found"])
        else:
            self._composites[key] = from_plain(MapOfComposite, entry["found"])


def _noisy(explaining: Explaining, image: ImageInput, steps: int) -> Callable[[TaskContext], Heatmap]:
    changed = ImageInput(noisy(image.pixels, steps, explaining.request.seed), image.facts)
    return lambda context: explaining.of(changed, context)
