"""The contract of language models: text from a prompt and, where the model sees, a picture. It is never evidence."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol, runtime_checkable

import numpy as np
from numpy.typing import NDArray

from gauntlet_desktop.api.parameters import Parameter
from gauntlet_desktop.core.artifacts import Artifact
from gauntlet_desktop.core.prompts import Prompts
from gauntlet_desktop.core.task import TaskContext

OnText = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Grounding:
    """A phrase that the model itself tied to a place: fractions (left, top, right, bottom) of the picture it saw."""

    phrase: str
    place: tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Generated:
    """What a model wrote. `stopped` is "end" where it came to its end, "length" or "time" where a limit cut it off."""

    text: str
    groundings: tuple[Grounding, ...] = ()
    stopped: str = "end"


@dataclass(frozen=True, slots=True)
class DescribeRequest:
    """What a person asks of a language model about an analysed picture.

    `settings` are changes to the model's own. `subject` is what it is shown: "picture", or "heatmap" for the picture
    under the heatmap of the verdict's detector. `remark` asks for remarks, `rephrase` for the record's text in other
    words. `artifacts` is the closed list that remarks may name.
    """

    model: str
    prompts: Prompts
    artifacts: tuple[Artifact, ...]
    settings: tuple[tuple[str, Any], ...] = ()
    subject: str = "picture"
    remark: bool = True
    rephrase: bool = False


@runtime_checkable
class LanguageModel(Protocol):
    """One language model. Making one is cheap; weights are loaded on first use."""

    @property
    def id(self) -> str: ...

    @property
    def name(self) -> str: ...

    @property
    def sees_images(self) -> bool: ...

    @property
    def weights_sha256(self) -> str:
        """SHA-256 over the weights; empty where a server keeps them."""
        ...

    @property
    def parameters(self) -> Sequence[Parameter]:
        """How it generates: names, defaults (those of the model's paper) and ranges."""
        ...

    def memory_bytes(self, settings: Mapping[str, Any]) -> int:
        """An estimate of the memory that loading and running it takes; 0 where it runs elsewhere."""
        ...

    def generate(
        self,
        prompt: str,
        images: Sequence[NDArray[np.uint8]],
        settings: Mapping[str, Any],
        context: TaskContext,
        on_text: OnText,
    ) -> Generated:
        """Answer a prompt about at most one picture, uint8 (height, width, 3), in sRGB.

        `settings` holds a value for each of `parameters`. `on_text` is given all of the text so far, again and again.
        Raises Cancelled at a token, EnvironmentFault where weights, memory or the server are missing.
        """
        ...
