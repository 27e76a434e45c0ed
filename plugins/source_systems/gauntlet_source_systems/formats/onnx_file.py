"""ONNX files with one image as input and one or two logits as output, run by ONNX Runtime."""

from __future__ import annotations

import shutil
import threading
from pathlib import Path
from typing import Any

import numpy as np

from gauntlet_desktop.api import (
    Choices,
    Detector,
    DetectorOutput,
    ImageInput,
    OnnxNote,
    Preparation,
    Prepared,
    Recognised,
    StoredModel,
    prepared,
)
from gauntlet_desktop.api.portable import MAX_SIDE, NOTE_KEY, read_note
from gauntlet_desktop.api.threads import processor_threads
from gauntlet_desktop.core.errors import EnvironmentFault, UserError
from gauntlet_desktop.core.library_errors import library_errors
from gauntlet_desktop.core.phrases import phrase
from gauntlet_desktop.core.task import TaskContext
from gauntlet_source_systems.formats.folder import LABELS

WEIGHTS_NAME = "model.onnx"
OUTPUT_NAME = "generated.txt"
DEFAULT_SIDE = 224
MAX_BYTES = 4 << 30


class OnnxFile:
    """A classifier as one ONNX file: input (N, 3, H, W), RGB in 0..1, output (N, 1) or (N, 2)."""

    id = "onnx"

    def recognise(self, path: Path) -> Recognised | None:
        if not path.is_file() or path.suffix.lower() != ".onnx":
            return None
        session = open_session(path)
        outputs = _outputs(session, path.name)
        note = note_of(session, path.name)
        if note is not None and note.preparation is not None and outputs == 2:
            return Recognised(
                self.id,
                f"{note.architecture} in ONNX",
                note.parameters,
                "A network that this program exported; it says itself how images are prepared for it.",
                labels=LABELS if note.generated == 1 else LABELS[::-1],
                generated=note.generated,
            )
        return Recognised(
            self.id,
            "ONNX classifier",
            path.stat().st_size // 4,
            "A network in ONNX: RGB in 0..1 in, logits out. Whatever normalisation it needs must be part of it.",
            labels=("output 0", "output 1")[:outputs],
            generated=1 if outputs == 1 else None,
        )

    def convert(self, path: Path, choices: Choices, out: Path, context: TaskContext) -> str:
        session = open_session(path)
        note = note_of(session, path.name)
        if _outputs(session, path.name) == 2 and choices.generated is None and note is None:
            raise UserError(
                "label_needed",
                "Nothing says which output means “made by a generative model”.",
                "Use --generated 0 or 1.",
            )
        shutil.copyfile(path, out / WEIGHTS_NAME)
        noted = note.generated if note else 1
        chosen = noted if choices.generated is None else choices.generated
        (out / OUTPUT_NAME).write_text(f"{chosen}\n", encoding="ascii")
        return WEIGHTS_NAME

    def detector(self, model: StoredModel) -> Detector:
        return OnnxFileDetector(model.id, model.folder)


class OnnxFileDetector:
    """Scores the image as the file's note has it prepared; without a note, the whole of it at the network's own size.
    It is an `OnnxDetector`."""

    def __init__(self, detector_id: str, folder: Path) -> None:
        self._id = detector_id
        self._folder = folder
        self._lock = threading.Lock()
        self._session: Any = None
        self._preparation = Preparation(DEFAULT_SIDE)

    @property
    def id(self) -> str:
        return self._id

    @property
    def onnx_file(self) -> Path:
        return self._folder / WEIGHTS_NAME

    @property
    def generated(self) -> int:
        return int((self._folder / OUTPUT_NAME).read_text(encoding="ascii"))

    def prepare(self, image: ImageInput) -> Prepared:
        self._open()
        return prepared(image, self._preparation)

    def detect(self, image: ImageInput, context: TaskContext) -> DetectorOutput:
        context.checkpoint()
        session = self._open()
        planes = self.prepare(image).pixels
        (values, *_) = session.run(None, {session.get_inputs()[0].name: planes[None]})
        logits = np.asarray(values, dtype=np.float64).reshape(-1)
        score = logits[0] if len(logits) == 1 else logits[self.generated] - logits[1 - self.generated]
        return DetectorOutput(float(score), backend="ONNX Runtime, CPU")

    def _open(self) -> Any:
        with self._lock:
            if self._session is None:
                self._session = open_session(self.onnx_file)
                note = note_of(self._session, self._id)
                side = self._session.get_inputs()[0].shape[2]
                noted = note.preparation if note else None
                self._preparation = noted or Preparation(_as_side(side))
            return self._session


def note_of(session: Any, name: str) -> OnnxNote | None:
    """What a file says of itself, None where it does not. Raises UserError for a damaged note."""
    try:
        text = session.get_modelmeta().custom_metadata_map.get(NOTE_KEY)
        return None if text is None else read_note(text)
    except (ValueError, RecursionError) as error:
        raise UserError(
            "onnx_note",
            phrase("{name} says of itself what cannot be ({reason}).", name=name, reason=str(error)),
            "Export the network again.",
        ) from error


def _as_side(untrusted_side: object) -> int:
    return untrusted_side if isinstance(untrusted_side, int) and 1 <= untrusted_side <= MAX_SIDE else DEFAULT_SIDE


def open_session(path: Path) -> Any:
    """A session on the processor; raises EnvironmentFault for what ONNX Runtime does not take."""
    import onnxruntime

    if path.stat().st_size > MAX_BYTES:
        raise UserError(
            "weights_too_large", phrase("{file} is larger than 4 GiB.", file=path.name), "Choose another file."
        )
    options = onnxruntime.SessionOptions()
    options.log_severity_level = 4
    options.intra_op_num_threads = processor_threads()
    message, remedy = phrase("{file} cannot be loaded", file=path.name), "Get a complete copy of the file."
    with library_errors(EnvironmentFault, "weights_unusable", message, remedy):
        return onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])


def _outputs(session: Any, name: str) -> int:
    """How many logits the network gives; raises UserError where its input or output is of another kind."""
    taken = [each.shape for each in session.get_inputs()]
    result = session.get_outputs()[0].shape
    if len(taken) != 1 or len(taken[0]) != 4 or taken[0][1] != 3 or len(result) not in (1, 2):
        raise UserError(
            "onnx_shape",
            phrase("{name} does not take one image (N, 3, H, W) and give logits.", name=name),
            "Export the classifier alone.",
        )
    count = 1 if len(result) == 1 else result[1]
    if count not in (1, 2):
        raise UserError(
            "onnx_shape",
            phrase("{name} gives {count} outputs, not one or two.", name=name, count=count),
            "Export a two-class model.",
        )
    return int(count)
