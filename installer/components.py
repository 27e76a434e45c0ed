"""What an install brings along: the distributions that `gauntlet-desktop` and its extras require."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from importlib import metadata
from pathlib import Path

from packaging.requirements import Requirement

PROJECT = "gauntlet-desktop"
# The extras of the full install, in the order in which the documentation names them; "dev" is never shipped.
FULL = ("full", "cluster", "sign")


@dataclass
class Component:
    """A distribution, and the normalised names of those that it requires with the extras that are asked of it."""

    dist: metadata.Distribution
    requires: set[str] = field(default_factory=set)


def components(extras: Sequence[str] = (), path: Iterable[Path] | None = None) -> dict[str, Component]:
    """The project with some extras, and all that it requires, by normalised name and sorted by it.

    `path` holds the folders to look in, instead of this environment. Raises PackageNotFoundError where one is missing.
    """
    found: dict[str, Component] = {}
    asked: set[tuple[str, str]] = set()
    waiting = [(PROJECT, extra) for extra in ("", *extras)]
    while waiting:
        name, extra = each = waiting.pop()
        if each in asked:
            continue
        asked.add(each)
        if name not in found:
            found[name] = Component(_distribution(name, path))
        required = _required(found[name].dist, extra)
        found[name].requires |= {wanted for wanted, _ in required}
        waiting += required
    return dict(sorted(found.items()))


def closure(extras: Sequence[str] = (), path: Iterable[Path] | None = None) -> dict[str, metadata.Distribution]:
    """The distributions of `components` without the project itself."""
    return {name: each.dist for name, each in components(extras, path).items() if name != PROJECT}


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
        (_normalised(each.name), wanted)
        for each in requirements
        if each.marker is None or each.marker.evaluate({"extra": extra})
        for wanted in ("", *each.extras)
    ]


def _normalised(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()
