"""Rules on traces of a camera: what a sensor and its colour filters leave, and what the file says beside them."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np

from gauntlet_basic_findings.derived import NATIVE, Values, fit_blocks, mean_where, smooth_blocks
from gauntlet_basic_findings.rule import TileRule
from gauntlet_desktop.api import FindingRule, Measurement, RuleSpec
from gauntlet_desktop.core.planes import Planes, block_means, second_difference
from gauntlet_desktop.core.records import Reference

CAMERA_TABLES = Path(__file__).with_name("camera_tables.json")
_EDGE = np.float32(20.0)
# Of Immerkaer's mask on white noise: the correlation of the residual with its neighbour.
_WHITE = -2.0 / 3.0
_EDITORS = ("photoshop", "lightroom", "gimp", "affinity", "snapseed", "picsart", "canva", "pixelmator", "paint")


def filter_phases(planes: Planes) -> Values:
    """log2 of the largest over the smallest residual of red minus green over the phases of 2 x 2 pixels."""
    difference = planes.stack(planes.rgb8[..., 0].astype(np.int16) - planes.rgb8[..., 1])
    residual = second_difference(second_difference(difference, 1), 2) / np.float32(6.0)
    size = np.minimum(np.abs(residual), _EDGE)
    means = np.array([size[:, i::2, j::2].mean(axis=(1, 2)) for i in (0, 1) for j in (0, 1)])
    span: Values = np.log2((means.max(axis=0) + 0.05) / (means.min(axis=0) + 0.05))
    return span


def noise_colour(planes: Planes) -> Values:
    """Correlation of neighbouring noise residuals in smooth blocks beyond that of white noise: 0 is white."""
    noise, flat = planes.noise, planes.once(smooth_blocks)
    square = block_means(noise * noise)
    level = mean_where(square, fit_blocks(flat, square))
    across = block_means(np.ascontiguousarray(noise[:, :, 1:] * noise[:, :, :-1]))
    down = block_means(np.ascontiguousarray(noise[:, 1:] * noise[:, :-1]))
    beside = (mean_where(across, fit_blocks(flat, across)) + mean_where(down, fit_blocks(flat, down))) / 2.0
    return np.where(level > 0.02, beside / np.maximum(level, 1e-6) - _WHITE, np.nan)


def camera_tables(planes: Planes) -> float | None:
    """1 where the quantisation tables are among those of the reference cameras and no example tables, else 0."""
    jpeg = planes.facts.jpeg
    if jpeg is None:
        return None
    return float(not jpeg.standard_tables and jpeg.table_sha256 in known_tables())


@cache
def known_tables() -> frozenset[str]:
    """SHA-256 of the quantisation tables of the camera files behind the references, as JpegFacts states them."""
    return frozenset(json.loads(CAMERA_TABLES.read_text(encoding="utf-8"))["table_sha256"])


def contradictions(planes: Planes) -> float | None:
    """How many statements of the EXIF block contradict each other or the picture; None without a stated camera."""
    provenance = planes.provenance
    if provenance is None or not provenance.camera:
        return None
    stated = {field.name: field.value for field in provenance.fields}
    return float(sum(bool(check(stated, planes)) for _, check in EXIF_CHECKS))


def _other_size(stated: dict[str, str], planes: Planes) -> bool:
    sides = [stated.get(name, "") for name in ("Stated width", "Stated height")]
    if not all(side.isascii() and side.isdigit() for side in sides):
        return False
    actual = sorted((planes.facts.width, planes.facts.height))
    return sorted(int(side) for side in sides if len(side) < 8) != actual


def _no_exposure(stated: dict[str, str], planes: Planes) -> bool:
    return not any(name in stated for name in ("Exposure time", "Aperture", "Sensitivity"))


def _no_date(stated: dict[str, str], planes: Planes) -> bool:
    return "Date taken" not in stated and "Date digitised" not in stated


def _changed_later(stated: dict[str, str], planes: Planes) -> bool:
    taken, changed = stated.get("Date taken", ""), stated.get("Date changed", "")
    return bool(taken and changed) and changed < taken


def _editor(stated: dict[str, str], planes: Planes) -> bool:
    return any(editor in stated.get("Software", "").lower() for editor in _EDITORS)


EXIF_CHECKS: tuple[tuple[str, Callable[[dict[str, str], Planes], bool]], ...] = (
    ("the stated size is not the picture's", _other_size),
    ("a camera is named but no exposure", _no_exposure),
    ("a camera is named but no date of capture", _no_date),
    ("the date of change lies before the date of capture", _changed_later),
    ("the software named is an editing program", _editor),
)


@dataclass(frozen=True, slots=True)
class FileRule:
    """Measures the file as a whole. No held-out images of this kind are there, so that it has no reference."""

    spec: RuleSpec
    value: Callable[[Planes], float | None]
    threshold: float = 0.5

    def measure(self, planes: Planes) -> Measurement | None:
        value = self.value(planes)
        return None if value is None else Measurement(value)

    def reference(self, value: float) -> Reference | None:
        return None


RULES: tuple[TileRule, ...] = (
    TileRule(
        RuleSpec(
            id="finding:filter-phases",
            artifact="Demosaicing pattern in red and green",
            unit="log2",
            method="Largest over smallest residual of red minus green over the four phases of a colour filter array",
            source="Gallagher and Chen, Image authentication by detecting traces of demosaicing, CVPRW 2008",
            fires_when="high",
            towards="camera",
            native_only=True,
            min_quality=90,
            conditions=(NATIVE, "JPEG quality 90 or more; resizing removes the trace, halved chroma weakens it"),
            subject="camera",
        ),
        filter_phases,
    ),
    TileRule(
        RuleSpec(
            id="finding:noise-whiteness",
            artifact="Sensor noise: departure from white",
            unit="correlation",
            method="Correlation of neighbouring noise residuals in smooth blocks, less that of white noise",
            source="Fridrich and Kodovsky, Rich models for steganalysis, IEEE TIFS 7, 2012",
            fires_when="low",
            towards="camera",
            native_only=True,
            min_quality=85,
            conditions=(NATIVE, "JPEG quality 85 or more; denoising, demosaicing and enlarging colour the noise"),
            subject="camera",
        ),
        noise_colour,
    ),
)

FILE_RULES: tuple[FindingRule, ...] = (
    FileRule(
        RuleSpec(
            id="finding:jpeg-tables",
            artifact="JPEG tables of a known camera",
            unit="1 is known",
            method="Digest of the quantisation tables among those of the reference camera files",
            source="Farid, Digital image ballistics from JPEG quantization, Dartmouth TR 2006-583",
            fires_when="high",
            towards="neither",
            min_short_side=1,
            conditions=("JPEG files; editing programs write such tables too, and any file can be made to carry them",),
            subject="camera",
        ),
        camera_tables,
    ),
    FileRule(
        RuleSpec(
            id="finding:exif-consistency",
            artifact="EXIF that contradicts itself or the picture",
            unit="contradictions",
            method="Count among: " + "; ".join(name for name, _ in EXIF_CHECKS),
            source="Kee, Johnson, Farid, Digital image authentication from JPEG headers, IEEE TIFS 6, 2011",
            fires_when="high",
            towards="neither",
            min_short_side=1,
            conditions=("files that name a camera; EXIF can be edited, and editing is no sign of generation",),
            subject="camera",
        ),
        contradictions,
    ),
)
