"""The layouts of weights that can be imported."""

from __future__ import annotations

from collections.abc import Sequence

from gauntlet_desktop.api import ModelFormat
from gauntlet_source_systems.formats.checkpoint import Checkpoint
from gauntlet_source_systems.formats.folder import ModelFolder
from gauntlet_source_systems.formats.hugging_face import HuggingFaceFolder
from gauntlet_source_systems.formats.onnx_file import OnnxFile


def formats() -> Sequence[ModelFormat]:
    """All of them; the first that recognises a path has it."""
    return [ModelFolder(), HuggingFaceFolder(), Checkpoint(), OnnxFile()]
