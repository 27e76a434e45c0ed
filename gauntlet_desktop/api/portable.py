"""The contract of detectors that can leave PyTorch: how their images are prepared, in a form that a file can hold."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol, runtime_checkable

import numpy as np
from numpy.typing import NDArray

from gauntlet_desktop.api.protocols import Detector, ImageInput
from gauntlet_desktop.api.torch_models import GENERATED, Prepared, TorchDetector
from gauntlet_desktop.core.deserialise import from_plain, parse_json
from gauntlet_desktop.core.serialise import to_plain

# In place of the pixels that the short side is resized to: the whole image becomes the input, whatever its shape; or a
# window of native pixels does, enlarged only where the image is smaller.
SQUASHED, NATIVE = 0, -1

# The entry of an ONNX file's metadata that holds a note, as JSON.
NOTE_KEY = "gauntlet"
MAX_SIDE = 8192
_NOTE_CHARACTERS = 10_000


@dataclass(frozen=True, slots=True)
class Preparation:
    """How an image becomes a network's input of `side` x `side` pixels: its short side is resized to `short` pixels
    before a central crop, or `short` is `SQUASHED` or `NATIVE`."""

    side: int
    short: int = SQUASHED


@dataclass(frozen=True, slots=True)
class OnnxNote:
    """What an ONNX file that this program wrote says of itself: what network it was, how images are prepared (None: as
    the detector does that it was taken from), and which of two logits is that of "made by a generative model"."""

    architecture: str
    parameters: int
    preparation: Preparation | None = None
    generated: int = GENERATED


@runtime_checkable
class PortableDetector(TorchDetector, Protocol):
    """A `TorchDetector` whose `prepare` is no more than its `preparation`."""

    @property
    def preparation(self) -> Preparation: ...


@runtime_checkable
class OnnxDetector(Detector, Protocol):
    """A detector that is one ONNX file: one image float32 (1, 3, H, W), RGB in 0..1, to one or two logits, of which
    `generated` is the index of the one for "made by a generative model"."""

    @property
    def onnx_file(self) -> Path: ...

    @property
    def generated(self) -> int: ...

    def prepare(self, image: ImageInput) -> Prepared: ...


@runtime_checkable
class OnnxViewsDetector(Detector, Protocol):
    """A detector that is one ONNX file, run on parts of an image: "image", float32 (N, 3, H, W), RGB in 0..1, to
    "score" (N,). The score of the image is the mean over its views."""

    @property
    def onnx_file(self) -> Path: ...

    def views(self, image: ImageInput) -> Sequence[NDArray[np.float32]]:
        """What the network is run on, one after the other, each float32 (3, H, W) with sides of its own."""
        ...


def note_as_text(note: OnnxNote) -> str:
    return json.dumps(to_plain(note))


def read_note(untrusted_text: str) -> OnnxNote:
    """The note in a file's metadata. Raises ValueError for anything else."""
    if len(untrusted_text) > _NOTE_CHARACTERS:
        raise ValueError("the note is too long")
    note = from_plain(OnnxNote, parse_json(untrusted_text))
    how = note.preparation
    if how is not None and not (1 <= how.side <= MAX_SIDE and NATIVE <= how.short <= MAX_SIDE):
        raise ValueError("the note names sizes that no network has")
    if note.generated not in (0, 1):
        raise ValueError("the note names an output that is not there")
    return note
