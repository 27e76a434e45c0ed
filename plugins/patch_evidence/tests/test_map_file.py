"""Files of nets whose map is their score: the shipped one is recognised and runs alike, what is none is refused."""

from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np
import pytest

onnx = pytest.importorskip("onnx")

from gauntlet_desktop.api import Choices, ImageInput, StoredModel  # noqa: E402
from gauntlet_desktop.api.portable import NOTE_KEY  # noqa: E402
from gauntlet_desktop.core.errors import UserError  # noqa: E402
from gauntlet_desktop.core.records import ImageFacts  # noqa: E402
from gauntlet_desktop.core.task import TaskContext  # noqa: E402
from gauntlet_patch_evidence.detector import BIAS_KEY, WEIGHTS, MapDetector  # noqa: E402
from gauntlet_patch_evidence.map_file import STRIDE_NAME, MapFile  # noqa: E402

PIXELS = np.random.default_rng(1).integers(0, 256, (96, 128, 3), dtype=np.uint8)
IMAGE = ImageInput(PIXELS, ImageFacts("PNG", "RGB", 8, 128, 96, 1, 1, False, "", 1.0, None))


def net(path: Path, stride: int = 8, bias: str = "0.5", added: float = 0.5, note: str | None = None) -> Path:
    """A map of one convolution with this stride; the score adds `added` to its mean, the metadata says `bias`."""
    make, tensor = onnx.helper.make_node, onnx.numpy_helper.from_array
    constants = {
        "w": np.full((1, 3, stride, stride), 0.01, np.float32),
        "axes": np.array([1, 2, 3], np.int64),
        "b": np.array(added, np.float32),
    }
    nodes = [
        make("Conv", ["image", "w"], ["evidence"], strides=[stride, stride]),
        make("ReduceMean", ["evidence", "axes"], ["mean"], keepdims=0),
        make("Add", ["mean", "b"], ["score"]),
    ]
    info = onnx.helper.make_tensor_value_info
    inputs = [info("image", 1, ["n", 3, "h", "w"])]
    outputs = [info("evidence", 1, ["n", 1, "r", "c"]), info("score", 1, ["n"])]
    graph = onnx.helper.make_graph(nodes, "net", inputs, outputs, [tensor(v, k) for k, v in constants.items()])
    model = onnx.helper.make_model(graph, opset_imports=[onnx.helper.make_opsetid("", 18)], ir_version=9)
    onnx.helper.set_model_props(model, {BIAS_KEY: bias} | ({NOTE_KEY: note} if note is not None else {}))
    onnx.save(model, path)
    return path


def test_the_shipped_file_can_be_imported_and_runs_alike(tmp_path: Path) -> None:
    source, out = shutil.copyfile(WEIGHTS, tmp_path / "shipped.onnx"), tmp_path / "out"
    out.mkdir()
    found = MapFile().recognise(source)
    assert found is not None
    assert (found.format, found.generated, "8 x 8 px" in found.summary) == ("evidence-map", 1, True)
    weights = MapFile().convert(source, Choices(), out, TaskContext())
    assert (out / STRIDE_NAME).read_text() == "8\n"
    model = StoredModel("mine", "mine", "evidence-map", "", "", "", "", "", weights, (), folder=out)
    scores = [each.detect(IMAGE, TaskContext()).score for each in (MapFile().detector(model), MapDetector())]
    assert scores[0] == scores[1]


def test_a_net_with_another_stride_is_taken_as_it_is(tmp_path: Path) -> None:
    found = MapFile().recognise(net(tmp_path / "net.onnx", stride=16))
    assert found is not None and "16 x 16 px" in found.summary


@pytest.mark.parametrize("changed", [{"added": 0.7}, {"bias": "nan"}, {"bias": "many"}, {"stride": 12}, {"stride": 64}])
def test_what_is_not_the_mean_of_its_map_is_refused(changed: dict[str, object], tmp_path: Path) -> None:
    with pytest.raises(UserError) as caught:
        MapFile().recognise(net(tmp_path / "net.onnx", **changed))  # type: ignore[arg-type]
    assert caught.value.code == "evidence_map"


def test_a_damaged_note_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="says of itself what cannot be"):
        MapFile().recognise(net(tmp_path / "net.onnx", note="{"))


def test_other_files_are_left_to_others(tmp_path: Path) -> None:
    (tmp_path / "junk.onnx").write_bytes(b"junk")
    model = onnx.load(net(tmp_path / "net.onnx"))
    del model.graph.output[0]
    onnx.save(model, tmp_path / "score.onnx")
    for name in ("junk.onnx", "score.onnx", "absent.onnx", "net.onnx.txt"):
        assert MapFile().recognise(tmp_path / name) is None
