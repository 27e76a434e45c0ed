"""ONNX files as such: the libraries that write them, their notes, and running them on one thread."""

from __future__ import annotations

import io
import logging
import warnings
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from math import prod
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from gauntlet_desktop.api.portable import NOTE_KEY, OnnxNote, note_as_text, read_note
from gauntlet_desktop.core.errors import EnvironmentFault
from gauntlet_desktop.core.phrases import phrase, system_reason

Network = Callable[[NDArray[np.float32]], NDArray[np.float64]]


def file_network(path: Path, output: str = "") -> Network:
    """The network of an ONNX file on one thread: images (N, 3, H, W) to its output of that name, or its first."""
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.log_severity_level = 4
    session = onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
    name = session.get_inputs()[0].name
    wanted = [output] if output else None
    return lambda images: np.asarray(session.run(wanted, {name: images})[0], dtype=np.float64)


def note_in(model: Any) -> OnnxNote | None:
    """What a model says of itself. Raises ValueError for a damaged note."""
    text = properties_of(model).get(NOTE_KEY)
    return None if text is None else read_note(text)


def properties_of(model: Any) -> dict[str, str]:
    """The entries of a model's metadata."""
    return {entry.key: entry.value for entry in model.metadata_props}


def count_weights(model: Any) -> int:
    """How many numbers a model's tensors hold, but for whole numbers, which are shapes and the like."""
    onnx, _ = onnx_libraries()
    real = {onnx.TensorProto.FLOAT, onnx.TensorProto.FLOAT16, onnx.TensorProto.DOUBLE}
    return sum(prod(tensor.dims) for tensor in model.graph.initializer if tensor.data_type in real)


def copy_noted(source: Path, path: Path, make_note: Callable[[int], OnnxNote]) -> None:
    """Copy an ONNX file; one without a note gets the one that is made of how many weights it has."""
    onnx, _ = onnx_libraries()
    model = onnx.load(source)
    save(model, path, note_in(model) or make_note(count_weights(model)), properties_of(model))


def save(model: Any, path: Path, note: OnnxNote | None, properties: Mapping[str, str] | None = None) -> None:
    """Write a model with its note and other metadata. Raises EnvironmentFault when the disk takes no more."""
    onnx, _ = onnx_libraries()
    entries = {name: value for name, value in (properties or {}).items() if name != NOTE_KEY}
    if note is not None:
        entries[NOTE_KEY] = note_as_text(note)
    onnx.helper.set_model_props(model, entries)
    try:
        path.write_bytes(model.SerializeToString())
    except OSError as error:
        raise EnvironmentFault(
            "not_written",
            phrase("{file} cannot be written ({reason}).", file=path.name, reason=system_reason(error)),
            "Free some space on the disk.",
        ) from error


def onnx_libraries() -> tuple[Any, Any]:
    """`onnx` and `onnxruntime.quantization`; raises EnvironmentFault without the full install."""
    try:
        import onnx
        from onnxruntime import quantization
    except ImportError as error:
        raise EnvironmentFault(
            "full_install_needed",
            phrase("Export and quantisation need the full install ({reason}).", reason=str(error)),
            "Run: pip install 'gauntlet-desktop[full]'",
        ) from error
    return onnx, quantization


@contextmanager
def quiet() -> Iterator[None]:
    """Without what exporters and quantisers print and log: it is not for users."""
    logging.disable(logging.WARNING)
    nowhere = io.StringIO()
    try:
        with warnings.catch_warnings(), redirect_stdout(nowhere), redirect_stderr(nowhere):
            warnings.simplefilter("ignore")
            yield
    finally:
        logging.disable(logging.NOTSET)
