"""What differs between families of models: how a prompt is written, how they generate by default, what they need.

Sources of the defaults: Castellano et al., XAI.it 2024 (CEUR Vol-3839): InstructBLIP num_beams 5, max_new_tokens 250,
min_length 1, top_p 0.9, temperature 1; KOSMOS-2 max_new_tokens 1024.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Any

from gauntlet_desktop.api import Parameter


@dataclass(frozen=True, slots=True)
class Family:
    """One family: its name, what differs from the common defaults, and the layout of a prompt where the folder brings
    no chat template. `own_layout` keeps to that layout in any case. `needs_picture` families answer about pictures
    only; `grounds` ones tie phrases to places."""

    name: str
    defaults: Mapping[str, Any] = field(default_factory=dict)
    with_picture: str = "USER: <image>\n{prompt} ASSISTANT:"
    without_picture: str = "{prompt}"
    own_layout: bool = False
    needs_picture: bool = False
    grounds: bool = False


_OTHER = Family("transformers")
FAMILIES: Mapping[str, Family] = MappingProxyType(
    {
        "llava_next": Family(
            "LLaVA-NeXT", with_picture="[INST] <image>\n{prompt} [/INST]", without_picture="[INST] {prompt} [/INST]"
        ),
        "instructblip": Family(
            "InstructBLIP",
            {"num_beams": 5, "max_new_tokens": 250, "min_length": 1, "top_p": 0.9, "temperature": 1.0},
            with_picture="{prompt}",
            own_layout=True,
            needs_picture=True,
        ),
        "kosmos-2": Family(
            "KOSMOS-2",
            {"max_new_tokens": 1024},
            with_picture="<grounding> Question: {prompt} Answer:",
            own_layout=True,
            needs_picture=True,
            grounds=True,
        ),
        "mistral": Family("Mistral", without_picture="[INST] {prompt} [/INST]"),
    }
)


def family_of(architecture: str) -> Family:
    """The family of a model type in config.json."""
    return FAMILIES.get(architecture, _OTHER)


def parameters_of(family: Family) -> tuple[Parameter, ...]:
    """How a family generates, with its own defaults."""
    common = (
        Parameter("max_new_tokens", 512, "at most so many tokens an answer", 1, 8192),
        Parameter("min_length", 0, "at least so many tokens", 0, 1024),
        Parameter("num_beams", 1, "beams that are searched", 1, 16),
        Parameter("sample", False, "draw tokens at random instead of taking the most probable"),
        Parameter("top_p", 1.0, "when sampling: from the most probable tokens of this total probability", 0.01, 1.0),
        Parameter("temperature", 1.0, "when sampling: below 1 more even, above more random", 0.01, 5.0),
        Parameter("seed", 1, "of the sampling", 0, 2**31 - 1),
        Parameter("seconds", 600.0, "time budget; the text is cut off there", 1.0, 86400.0),
        Parameter("device", "auto", "where it runs", choices=("auto", "cpu", "cuda")),
        Parameter("dtype", "auto", "number format of the weights", choices=("auto", "float32", "bfloat16", "float16")),
    )
    return tuple(_with_default(parameter, family.defaults) for parameter in common)


def _with_default(parameter: Parameter, defaults: Mapping[str, Any]) -> Parameter:
    return replace(parameter, default=defaults.get(parameter.name, parameter.default))
