"""The prompts of language models: templates whose placeholders the program fills, never with text from a file."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, fields
from string import Template

# What each template must hold; without it the model would not be told what it is about.
PLACEHOLDERS = {
    "heatmap": ("side",),
    "artifacts": ("artifacts",),
    "json_step": ("artifacts", "answer"),
    "repair": ("problem", "answer"),
    "rephrase": ("sentences",),
}


@dataclass(frozen=True, slots=True)
class Prompts:
    """The five templates: `heatmap` asks what a heatmap marks (five rules: input, context, objective, format, example),
    `artifacts` for the artifacts that apply, `json_step` turns an answer into JSON, `repair` asks for it once more, and
    `rephrase` for the record's sentences in other words."""

    heatmap: str
    artifacts: str
    json_step: str
    repair: str
    rephrase: str

    def __post_init__(self) -> None:
        for field in fields(self):
            template = Template(getattr(self, field.name))
            missing = set(PLACEHOLDERS[field.name]) - set(template.get_identifiers())
            if missing or not template.is_valid():
                raise ValueError(f"the template {field.name} lacks ${', $'.join(sorted(missing)) or 'a name'}")

    def fill(self, name: str, **values: str) -> str:
        """A template with its placeholders filled in."""
        template: str = getattr(self, name)
        return Template(template).safe_substitute(values)

    @property
    def sha256(self) -> str:
        """SHA-256 over all templates."""
        whole = "\0".join(getattr(self, field.name) for field in fields(self))
        return hashlib.sha256(whole.encode("utf-8")).hexdigest()
