"""What an install brings along: the distributions that `gauntlet-desktop` and its extras require."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from importlib import metadata
from pathlib import Path

from packaging.requirements import Requirement

PROJECT = "gauntlet-desktop"
# The extras of the full install, in the order in which the documentation names them; "dev" is never shipped.
FULL = ("full", "cluster", "sign")


def closure(extras: Sequence[str] = (), path: Iterable[Path] | None = None) -> dict[str, metadata.Distribution]:
    """All that the project requires with some extras, and all that these require, by normalised name and sorted by it.

    `path` holds the folders to look in, instead of this environment. Raises PackageNotFoundError where one is missing.
    """
    found: dict[str, metadata.Distribution] = {}
    asked: set[tuple[str, str]] = set()
    waiting = [(PROJECT, extra) for extra in ("", *extras)]
    while waiting:
        name, extra = each = waiting.pop()
        if each in asked:
            continue
        asked.add(each)
        found[name] = found.get(name) or _distribution(name, path)
        waiting += _required(found[name], extra)
    del found[PROJECT]
    return dict(sorted(found.items()))


def normalised(name: str) -> str:
    """As package indexes compare names."""
    return re.sub(r"[-_.]+", "-", name).lower()


def _distribution(name: str, path: Iterable[Path] | None) -> metadata.Distribution:
    if path is None:
        return metadata.distribution(name)
    for dist in metadata.distributions(name=name, path=[str(folder) for folder in path]):
        return dist
    raise metadata.PackageNotFoundError(name)


def _required(dist: metadata.Distribution, extra: str) -> list[tuple[str, str]]:
    """Names with the extras that are asked of them; "" is what is required without any."""
    requirements = [Requirement(text) for text in dist.requires or []]
    return [
        (normalised(each.name), wanted)
        for each in requirements
        if each.marker is None or each.marker.evaluate({"extra": extra})
        for wanted in ("", *each.extras)
    ]
