"""Holds two analyses of the same file against each other, as JSON, number by number within stated tolerances."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

# Where a file lies and when it was copied is no part of what was found in it; neither is what the analysis ran on.
# What a language model remarked afterwards is no part of the analysis. The digests of plugins and calibrations are
# checked on their own: here it is told whether other ones come to another result.
_NOT_COMPARED = (
    "path", "name", "modified_ns", "environment", "backend", "program", "remarks", "schema", "plugins",
    "calibration_sha256", "fusion_sha256",
)  # fmt: skip
# Scores, maps and what follows from them: other thread counts and back ends round differently by up to 1e-4 a cell.
SCORE_TOLERANCE = 1e-3
# Everything else that is a number: relative, as measurements have units of any size.
RELATIVE_TOLERANCE = 1e-6
_OF_SCORES = ("detectors", "heatmaps", "verdict")


@dataclass(frozen=True, slots=True)
class Difference:
    """Where two analyses differ ("verdict.tier"), and what stands in either."""

    place: str
    before: str
    after: str


def differences(before: Any, after: Any, place: str = "") -> Iterator[Difference]:
    """All differences beyond the tolerances, in the order of the record."""
    if isinstance(before, dict) and isinstance(after, dict):
        for name in sorted(before.keys() | after.keys()):
            if name not in _NOT_COMPARED:
                yield from differences(before.get(name), after.get(name), f"{place}.{name}".lstrip("."))
    elif isinstance(before, list) and isinstance(after, list) and len(before) == len(after):
        for number, (one, other) in enumerate(zip(before, after, strict=True)):
            yield from differences(one, other, f"{place}[{number}]")
    elif not _same(before, after, place):
        yield Difference(place, _shown(before), _shown(after))


def _same(before: Any, after: Any, place: str) -> bool:
    if not (_is_number(before) and _is_number(after)):
        return type(before) is type(after) and before == after
    if place.startswith(_OF_SCORES):
        return math.isclose(before, after, rel_tol=SCORE_TOLERANCE, abs_tol=SCORE_TOLERANCE)
    return math.isclose(before, after, rel_tol=RELATIVE_TOLERANCE)


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _shown(value: Any) -> str:
    if isinstance(value, list):
        return f"a list of {len(value)}"
    text = str(value)
    return text if len(text) <= 80 else f"{text[:79]}…"
