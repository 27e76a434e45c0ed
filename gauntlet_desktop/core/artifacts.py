"""The closed list of artifacts: what a person or a vision-language model may name, and nothing else."""

from __future__ import annotations

import re
from dataclasses import dataclass

from gauntlet_desktop.core.deserialise import from_plain, parse_json

MEASURED, SEEN = "measurement", "person"

_ID = re.compile(r"[a-z][a-z-]{1,39}")


@dataclass(frozen=True, slots=True)
class Artifact:
    """One artifact; `id` never changes. `judged_by` is "measurement" where rules can measure it without knowing what
    the picture shows, "person" where only somebody who understands the picture can judge it."""

    id: str
    group: str
    name: str
    judged_by: str
    description: str


def parse_artifacts(text: str) -> tuple[Artifact, ...]:
    """The list from its JSON text. Raises ValueError for one that is malformed or names an id twice."""
    artifacts = from_plain(tuple[Artifact, ...], parse_json(text))
    ids = [artifact.id for artifact in artifacts]
    if not ids or len(set(ids)) != len(ids):
        raise ValueError("the list is empty, or names an id twice")
    for artifact in artifacts:
        if not _ID.fullmatch(artifact.id) or artifact.judged_by not in (MEASURED, SEEN):
            raise ValueError(f"{artifact.id!r} is no id, or it is not said who judges it")
    return artifacts


def listed(artifacts: tuple[Artifact, ...]) -> str:
    """The list as prompts give it: a line for each, "id: name, description"."""
    return "\n".join(f"{each.id}: {each.name}, {each.description}" for each in artifacts)
