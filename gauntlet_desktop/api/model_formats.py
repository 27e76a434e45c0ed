"""The contract by which plugins recognise, convert and run weights that a user brings along.

A format looks at a path (a file, or a folder such as Hugging Face's), says what it is, and converts it into a stored
model: a folder of safetensors and JSON, which it can make a detector of from then on. See
`gauntlet_desktop.api.model_store` for the folders.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Protocol, runtime_checkable

from gauntlet_desktop.api.model_store import StoredModel
from gauntlet_desktop.api.protocols import Detector
from gauntlet_desktop.core.task import TaskContext


@dataclass(frozen=True, slots=True)
class Recognised:
    """What a path holds: `architecture` in words ("RINE over CLIP ViT-L/14"), how many parameters, what is told of it
    in one sentence. `needs_trunk` says which pretrained tower must be given beside it ("" for none). `labels` are the
    names of the outputs, where the file tells them; `generated` is the index of the one for "made by a generative
    model", None where a person has to say."""

    format: str
    architecture: str
    parameters: int
    summary: str
    needs_trunk: str = ""
    labels: tuple[str, ...] = ()
    generated: int | None = None


@dataclass(frozen=True, slots=True)
class Choices:
    """What a person adds: the pretrained tower's folder or file, and the output for "made by a generative model"."""

    trunk: Path | None = None
    generated: int | None = None


@runtime_checkable
class ModelFormat(Protocol):
    """One layout of weights. Nothing is ever unpickled but with torch's `weights_only` loader."""

    @property
    def id(self) -> str: ...

    def recognise(self, path: Path) -> Recognised | None:
        """What `path` holds if it is of this format, from names and shapes alone; None if it is not.
        A file of this format that is damaged raises UserError."""
        ...

    def convert(self, path: Path, choices: Choices, out: Path, context: TaskContext) -> str:
        """Load strictly, check every shape, write safetensors and JSON into the empty folder `out`; returns the name of
        the weights file there. Raises UserError that says what does not fit or what choice is missing."""
        ...

    def detector(self, model: StoredModel) -> Detector:
        """The detector with the id `model.id` on a stored model's folder. Cheap: weights are loaded on first use."""
        ...
