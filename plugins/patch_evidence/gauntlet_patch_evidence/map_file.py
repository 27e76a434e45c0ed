"""ONNX files of nets whose map is their score: recognised by their outputs, and checked to be what they say."""

from __future__ import annotations

import math
import shutil
from pathlib import Path
from typing import Any

import numpy as np

from gauntlet_desktop.api import Choices, Detector, Recognised, StoredModel
from gauntlet_desktop.api.portable import NOTE_KEY, read_note
from gauntlet_desktop.core.errors import EnvironmentFault, UserError
from gauntlet_desktop.core.phrases import phrase
from gauntlet_desktop.core.task import TaskContext
from gauntlet_patch_evidence.detector import BIAS_KEY, MapDetector, open_session
from gauntlet_patch_evidence.views import GRID

WEIGHTS_NAME = "model.onnx"
STRIDE_NAME = "stride.txt"
MAX_BYTES = 4 << 30
_PROBE_SIDE = 4 * GRID
_TOLERANCE = 1e-3


class MapFile:
    """A net with the outputs "evidence" and "score" and the bias of score = bias + mean(evidence) in its metadata."""

    id = "evidence-map"

    @property
    def outputs(self) -> frozenset[str]:
        return frozenset({"evidence", "score"})

    def recognise(self, path: Path) -> Recognised | None:
        session = self._session(path)
        if session is None:
            return None
        stride = probed_stride(session, path.name)
        note = session.get_modelmeta().custom_metadata_map.get(NOTE_KEY)
        try:
            said = read_note(note) if note else None
        except (ValueError, RecursionError) as error:
            raise _unusable(path.name, phrase("says of itself what cannot be ({reason})", reason=str(error))) from error
        return Recognised(
            self.id,
            f"{said.architecture} in ONNX" if said else "Evidence net in ONNX",
            said.parameters if said else path.stat().st_size // 4,
            f"A net whose map is its score, with one cell for {stride} x {stride} px.",
            generated=1,
        )

    def convert(self, path: Path, choices: Choices, out: Path, context: TaskContext) -> str:
        session = self._session(path)
        assert session is not None
        (out / STRIDE_NAME).write_text(f"{probed_stride(session, path.name)}\n", encoding="ascii")
        shutil.copyfile(path, out / WEIGHTS_NAME)
        return WEIGHTS_NAME

    def detector(self, model: StoredModel) -> Detector:
        return MapDetector(model.id, model.folder / WEIGHTS_NAME, stored_stride(model.folder))

    def _session(self, path: Path) -> Any:
        """A session on a file with these outputs, None for any other path."""
        if not path.is_file() or path.suffix.lower() != ".onnx" or path.stat().st_size > MAX_BYTES:
            return None
        try:
            session = open_session(path)
        except EnvironmentFault:
            return None
        return session if {output.name for output in session.get_outputs()} == self.outputs else None


def probed_stride(session: Any, name: str) -> int:
    """How many pixels a cell of the map is wide, from a run on a made-up picture. Raises UserError where the map is not
    the score."""
    picture = np.random.default_rng(1).random((1, 3, _PROBE_SIDE, _PROBE_SIDE), dtype=np.float32)
    try:
        bias = float(session.get_modelmeta().custom_metadata_map[BIAS_KEY])
        evidence, score = session.run(["evidence", "score"], {"image": picture})
        sum_of_map = bias + float(evidence.mean(dtype=np.float64))
    except Exception as error:  # onnxruntime raises types of its own, without a common public base
        raise _unusable(name, phrase("cannot be run on a picture ({reason})", reason=str(error))) from error
    cells = int(evidence.shape[-1])
    if evidence.shape != (1, 1, cells, cells) or cells * (stride := _PROBE_SIDE // max(1, cells)) != _PROBE_SIDE:
        raise _unusable(name, phrase("gives a map of the shape {shape}", shape=str(evidence.shape)))
    if GRID % stride or score.shape != (1,) or not math.isclose(sum_of_map, float(score[0]), abs_tol=_TOLERANCE):
        raise _unusable(name, phrase("gives a score that is not the mean of its map"))
    return stride


def stored_stride(folder: Path) -> int:
    """The stride of a stored net."""
    return int((folder / STRIDE_NAME).read_text(encoding="ascii"))


def _unusable(name: str, why: str) -> UserError:
    return UserError("evidence_map", phrase("{name} {why}.", name=name, why=why), "Export the net again.")
