"""Targets for what plugins read: weights of strangers, folders of models, and the files of their own packages."""

from __future__ import annotations

import functools
import json
import struct
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np

from fuzz.target import Target, in_file, in_json, in_text
from gauntlet_basic_findings.references import REFERENCES_PATH, parse_references
from gauntlet_desktop.api import Choices
from gauntlet_desktop.api.portable import MAX_SIDE
from gauntlet_desktop.core.errors import EnvironmentFault, PluginFault, UserError
from gauntlet_desktop.core.task import TaskContext
from gauntlet_language_models.memory import estimate, parameter_count
from gauntlet_measured_features.model import SCHEMA, read_model
from gauntlet_source_systems.formats.checkpoint import Checkpoint
from gauntlet_source_systems.formats.folder import ModelFolder
from gauntlet_source_systems.formats.hugging_face import (
    PREPROCESSOR_NAME,
    HuggingFaceDetector,
    HuggingFaceFolder,
    normalisation,
)
from gauntlet_source_systems.formats.onnx_file import OnnxFile
from gauntlet_source_systems.formats.weights import read_tensors
from gauntlet_source_systems.models import ARCHITECTURES, FORMAT

_REFUSED = (UserError, EnvironmentFault, PluginFault)
_SMALL = {"side": 8, "blocks": [[4, 4], [2]]}


def _weights(path: Path) -> None:
    assert read_tensors(path)
    Checkpoint().recognise(path)


def _parameters(path: Path) -> None:
    assert estimate(parameter_count(path.parent), "float16") >= 0


def _onnx(path: Path) -> None:
    found = OnnxFile().recognise(path)
    assert found is not None and len(found.labels) in (1, 2)


def _hugging_face(path: Path) -> None:
    """A folder with that configuration and sound weights."""
    (path.parent / "model.safetensors").write_bytes(_safetensors())
    HuggingFaceFolder().recognise(path.parent)


def _preparation(path: Path) -> None:
    """How a stored classifier has images prepared."""
    how = HuggingFaceDetector("a", path.parent).preparation
    assert 1 <= how.side <= MAX_SIDE and how.short <= MAX_SIDE


def _normalisation(plain: Any) -> None:
    if isinstance(plain, dict):
        assert len(normalisation(plain)) == 2


def _model_folder(path: Path) -> None:
    """A folder with that configuration and the weights of a small network."""
    (path.parent / "model.safetensors").write_bytes(_small_network())
    if ModelFolder().recognise(path.parent) is not None:
        (path.parent / "out").mkdir()
        ModelFolder().convert(path.parent, Choices(), path.parent / "out", TaskContext())


@functools.cache
def _safetensors() -> bytes:
    from safetensors.numpy import save

    return bytes(save({"fc.weight": np.zeros((1, 768), np.float32), "fc.bias": np.zeros(1, np.float32)}))


@functools.cache
def _small_network() -> bytes:
    from safetensors.torch import save

    return bytes(save(ARCHITECTURES["artbench-cnn"].build(_SMALL).state_dict()))


def _headers() -> Iterator[bytes]:
    """Sound weights, and headers that lie about sizes."""
    yield _safetensors()
    for header in (
        {"a": {"dtype": "F32", "shape": [1 << 62, 4], "data_offsets": [0, 4]}},
        {"a": {"dtype": "F32", "shape": ["x", 10], "data_offsets": [0, 4]}},
        {"a": {"dtype": "BF16", "shape": [2], "data_offsets": [0, 4]}, "__metadata__": {"format": "pt"}},
    ):
        text = json.dumps(header).encode()
        yield struct.pack("<Q", len(text)) + text + bytes(4)


def _checkpoints() -> Iterator[bytes]:
    """The two layouts of PyTorch: a zip, and the older one of pickles."""
    import torch

    state = {"state_dict": {"module.fc.weight": torch.zeros(1, 768), "module.fc.bias": torch.zeros(1)}}
    for is_zip in (True, False):
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "a.pt"
            torch.save(state, path, _use_new_zipfile_serialization=is_zip)
            yield path.read_bytes()


def _networks() -> Iterator[bytes]:
    """A network of one layer, and one without any input."""
    import onnx
    from onnx import TensorProto, helper

    image = helper.make_tensor_value_info("image", TensorProto.FLOAT, [1, 3, 8, 8])
    for inputs, nodes in (
        ([image], [helper.make_node("ReduceMean", ["image"], ["flat"], keepdims=0)]),
        ([], [helper.make_node("Constant", [], ["flat"], value_floats=[0.5])]),
    ):
        shape = [] if inputs else [1]
        logits = helper.make_tensor_value_info("logits", TensorProto.FLOAT, [1])
        reshape = helper.make_node("Reshape", ["flat", "one"], ["logits"])
        one = helper.make_tensor("one", TensorProto.INT64, [1], [1])
        graph = helper.make_graph([*nodes, reshape], "g", inputs, [logits], [one])
        model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)
        onnx.helper.set_model_props(model, {"gauntlet": "{}"} if shape else {})
        yield model.SerializeToString()


def _classifiers() -> Iterator[bytes]:
    named = {"architectures": ["ViTForImageClassification"], "id2label": {"0": "real", "1": "fake"}}
    yield json.dumps(named).encode()
    yield b'{"architectures": ["ViTForImageClassification"], "num_labels": 2}'


def _preprocessors() -> Iterator[bytes]:
    shown = {"do_center_crop": True, "crop_size": {"height": 224, "width": 224}, "size": {"shortest_edge": 256}}
    yield json.dumps({**shown, "image_mean": [0.5, 0.5, 0.5], "image_std": [0.5, 0.5, 0.5]}).encode()
    yield json.dumps({"size": 384}).encode()


def _configurations() -> Iterator[bytes]:
    """Of model folders: of a network without settings, of a convolutional one, and of a transformer."""
    small = {"hidden_size": 8, "intermediate_size": 8, "num_hidden_layers": 1, "num_attention_heads": 1}
    for architecture, settings in (
        ("npr", {}),
        ("artbench-cnn", _SMALL),
        ("vit", {"tower": {**small, "image_size": 8, "patch_size": 4}, "outputs": 1}),
    ):
        document = {"format": FORMAT, "architecture": architecture, "settings": settings, "generated": 1}
        yield json.dumps(document).encode()


def _measured() -> Iterator[bytes]:
    from gauntlet_measured_features.features import NAMES

    term = {"name": NAMES[0], "centre": 0.0, "scale": 1.0, "coefficient": 0.5}
    yield json.dumps({"schema": SCHEMA, "version": "1", "limit": 4.0, "intercept": 0.0, "terms": [term]}).encode()


TARGETS = (
    Target("safetensors", in_file("a.safetensors", _weights), _headers, _REFUSED),
    Target("safetensors-header", in_file("a.safetensors", _parameters), _headers, _REFUSED),
    Target("checkpoint", in_file("a.pt", _weights), _checkpoints, _REFUSED),
    Target("onnx", in_file("a.onnx", _onnx), _networks, _REFUSED),
    Target("hugging-face-folder", in_file("config.json", _hugging_face), _classifiers, _REFUSED),
    Target("hugging-face-sizes", in_file(PREPROCESSOR_NAME, _preparation), _preprocessors, _REFUSED),
    Target("hugging-face-norm", in_json(_normalisation), _preprocessors, _REFUSED),
    Target(
        "model-folder",
        in_file("config.json", _model_folder),
        _configurations,
        _REFUSED,
    ),
    Target("measured-features", in_file("model.json", read_model), _measured, (ValueError,)),
    Target("references", in_text(parse_references), lambda: (REFERENCES_PATH.read_bytes(),), (ValueError,)),
)
