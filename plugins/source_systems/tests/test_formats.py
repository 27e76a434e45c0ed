"""The formats recognise what people bring, convert it strictly, and the detectors give what the networks give."""

from __future__ import annotations

import json
import pickle
from pathlib import Path
from typing import Any

import numpy as np
import pytest

torch = pytest.importorskip("torch")
transformers = pytest.importorskip("transformers")

from safetensors.torch import save_file  # noqa: E402

from gauntlet_desktop.api import CAMERA, GENERATED, Choices, FeatureSource, ImageInput, StoredModel, TorchDetector  # noqa: E402
from gauntlet_desktop.api.manifest import DataFile  # noqa: E402
from gauntlet_desktop.core.errors import EnvironmentFault, UserError  # noqa: E402
from gauntlet_desktop.core.records import Box, ImageFacts  # noqa: E402
from gauntlet_desktop.core.task import TaskContext  # noqa: E402
from gauntlet_source_systems.detector import NetworkDetector  # noqa: E402
from gauntlet_source_systems.formats import formats  # noqa: E402
from gauntlet_source_systems.formats.hugging_face import generated_label, load_classifier  # noqa: E402
from gauntlet_source_systems.formats.timm_vit import from_timm  # noqa: E402
from gauntlet_source_systems.formats.towers import read_tower  # noqa: E402
from gauntlet_source_systems.models import ARCHITECTURES, CLIP_TOWERS, ModelConfig, check_fits, save_model  # noqa: E402

TOWER = {
    "hidden_size": 32,
    "intermediate_size": 64,
    "num_hidden_layers": 3,
    "num_attention_heads": 2,
    "image_size": 32,
    "patch_size": 8,
    "projection_dim": 16,
}


def image(height: int = 90, width: int = 120, seed: int = 0, scale: float = 1.0) -> ImageInput:
    pixels = np.random.default_rng(seed).integers(0, 256, (height, width, 3), dtype=np.uint8)
    size = round(width / scale), round(height / scale)
    return ImageInput(pixels, ImageFacts("PNG", "RGB", 8, *size, 1, 1, False, "", scale, None))


def tower_folder(folder: Path, **changes: Any) -> Path:
    torch.manual_seed(3)
    config = transformers.CLIPVisionConfig(**{**TOWER, **changes})
    transformers.CLIPVisionModelWithProjection(config).save_pretrained(folder)
    return folder


def convert(path: Path, out: Path, choices: Choices = Choices()) -> Any:  # noqa: B008 - immutable
    """The detector on what the first format that recognises the path makes of it."""
    chosen = next(each for each in formats() if each.recognise(path) is not None)
    out.mkdir()
    weights = chosen.convert(path, choices, out, TaskContext())
    files = (DataFile(weights, "0" * 64, 1, ""),)
    return chosen.detector(
        StoredModel("mine", "Mine", chosen.id, "", "", "", path.name, "", weights, files, folder=out)
    )


def check(detector: Any, seed: int = 1) -> float:
    """A detector's score is the difference of its network's logits, the same every time."""
    assert isinstance(detector, TorchDetector)
    picture = image(seed=seed)
    prepared = detector.prepare(picture)
    with torch.no_grad():
        logits = detector.network()(torch.from_numpy(prepared.pixels)[None])[0]
    score = detector.detect(picture, TaskContext()).score
    assert score == pytest.approx(float(logits[GENERATED] - logits[CAMERA]), abs=1e-5)
    assert score == detector.detect(picture, TaskContext()).score
    assert isinstance(detector, FeatureSource)
    features = detector.features(picture, TaskContext())
    assert features.ndim == 1
    assert len(features) == len(detector.features(image(seed=9), TaskContext()))
    for layer in detector.target_layers:
        detector.network().get_submodule(layer.module)
    return score


def test_a_model_folder_of_a_training_run(tmp_path: Path) -> None:
    torch.manual_seed(1)
    config = ModelConfig("baseline-cnn", {"widths": [4, 4, 4]})
    (tmp_path / "run").mkdir()
    network = config.entry.build(config.settings).eval()
    save_model(tmp_path / "run", config, network)
    detector = convert(tmp_path / "run", tmp_path / "out")
    score = check(detector)
    assert [layer.name for layer in detector.target_layers] == ["block 1", "block 2", "block 3"]
    flipped = ModelConfig("baseline-cnn", {"widths": [4, 4, 4]}, generated=0)
    (tmp_path / "other").mkdir()
    save_model(tmp_path / "other", flipped, network)
    assert check(convert(tmp_path / "other", tmp_path / "out2")) == pytest.approx(-score, abs=1e-6)


def test_rine_over_a_tower_that_is_brought_along(tmp_path: Path) -> None:
    torch.manual_seed(2)
    whole = ARCHITECTURES["rine"].build({"tower": TOWER, "width": 8, "projections": 2})
    head = {name: value for name, value in whole.state_dict().items() if not name.startswith("tower.")}
    torch.save(head, tmp_path / "rine.pth")
    found = next(each for each in formats() if each.id == "checkpoint").recognise(tmp_path / "rine.pth")
    assert found is not None
    assert found.needs_trunk == "CLIP ViT-L/14"
    with pytest.raises(UserError, match="needs its pretrained tower"):
        convert(tmp_path / "rine.pth", tmp_path / "without")
    detector = convert(tmp_path / "rine.pth", tmp_path / "out", Choices(tower_folder(tmp_path / "tower")))
    check(detector)
    assert detector.target_layers[-1].tokens
    narrow = tower_folder(tmp_path / "narrow", hidden_size=16)
    with pytest.raises(UserError, match=r"proj1\.1\.weight: 8 x 32 instead of 8 x 16"):
        convert(tmp_path / "rine.pth", tmp_path / "wrong", Choices(narrow))


def test_the_published_rine_checkpoint_fits_a_vit_l14_tower(shared_dir: Path) -> None:
    """Strictly, by every name and shape; the tower's own numbers are left out of memory."""
    from gauntlet_source_systems.formats.checkpoint import LAYOUTS
    from gauntlet_source_systems.formats.weights import read_tensors

    path = shared_dir / "fixtures" / "weights" / "rine_2class_trainable.pth"
    tensors = read_tensors(path)
    shapes = {name: tuple(value.shape) for name, value in tensors.items()}
    layout = next(each for each in LAYOUTS if each.matches(shapes))
    settings = {**layout.settings(shapes), "tower": CLIP_TOWERS["ViT-L/14"]}
    assert (settings["projections"], settings["width"]) == (4, 128)
    with torch.device("meta"):
        network = ARCHITECTURES["rine"].build(settings)
    tower = {name: value for name, value in network.state_dict().items() if name.startswith("tower.")}
    expected = {name: tuple(v.shape) for name, v in network.state_dict().items() if name not in tower}
    assert expected == shapes
    small = ARCHITECTURES["rine"].build({**settings, "tower": {**TOWER, "hidden_size": 1024, "num_hidden_layers": 24}})
    state = {name: value for name, value in small.state_dict().items() if name.startswith("tower.")}
    check_fits(small, {**state, **tensors}, path.name)
    small.load_state_dict({**state, **tensors})
    np.testing.assert_array_equal(small.alpha.detach().numpy(), tensors["alpha"].numpy())


def test_universal_fake_detect_is_a_linear_head_on_the_embedding(tmp_path: Path) -> None:
    torch.manual_seed(4)
    weights = {"weight": torch.randn(1, 768), "bias": torch.randn(1)}
    torch.save(weights, tmp_path / "fc_weights.pth")
    tower = tower_folder(tmp_path / "tower", projection_dim=768)
    detector = convert(tmp_path / "fc_weights.pth", tmp_path / "out", Choices(tower))
    score = check(detector, seed=5)
    embedding = detector.features(image(seed=5), TaskContext())
    assert score == pytest.approx(
        float(embedding @ weights["weight"][0].numpy() + weights["bias"].numpy()[0]), abs=1e-3
    )


@pytest.mark.parametrize("name", ["npr", "safe", "resnet50"])
@pytest.mark.parametrize("wrapped", [False, True])
def test_whole_networks_in_and_out_of_their_wrappers(name: str, wrapped: bool, tmp_path: Path) -> None:
    torch.manual_seed(6)
    state = ARCHITECTURES[name].build({}).state_dict()
    stored = {"model": {f"module.{key}": value for key, value in state.items()}, "epoch": 3} if wrapped else state
    torch.save(stored, tmp_path / "net.pth")
    choices = Choices(generated=1)
    check(convert(tmp_path / "net.pth", tmp_path / "out", choices))


def test_community_forensics_comes_in_the_names_of_timm(tmp_path: Path) -> None:
    """A ViT written in timm's names gives, renamed, what the same ViT of the transformers library gives."""
    torch.manual_seed(7)
    vit = {key: value for key, value in TOWER.items() if key != "projection_dim"}
    network = ARCHITECTURES["vit"].build({"tower": vit, "outputs": 1})
    state = network.state_dict()
    renamed = from_timm({f"vit.{name}": value for name, value in in_timm_names(state, 3).items()})
    assert set(renamed) == set(state)
    for name, value in state.items():
        torch.testing.assert_close(renamed[name], value, rtol=0, atol=0)


def in_timm_names(state: dict[str, Any], blocks: int) -> dict[str, Any]:
    """The inverse, written independently: from the transformers library's names to timm's."""
    pairs = {
        "vit.embeddings.cls_token": "cls_token",
        "vit.embeddings.position_embeddings": "pos_embed",
        "vit.embeddings.patch_embeddings.projection": "patch_embed.proj",
        "vit.layernorm": "norm",
        "classifier": "head",
    }
    result = {}
    for theirs, timm in pairs.items():
        for suffix in ("", ".weight", ".bias"):
            if f"model.{theirs}{suffix}" in state:
                result[f"{timm}{suffix}"] = state[f"model.{theirs}{suffix}"]
    for block in range(blocks):
        prefix = f"model.vit.layers.{block}"
        for kind in ("weight", "bias"):
            parts = [state[f"{prefix}.attention.{part}_proj.{kind}"] for part in "qkv"]
            result[f"blocks.{block}.attn.qkv.{kind}"] = torch.cat(parts)
            result[f"blocks.{block}.attn.proj.{kind}"] = state[f"{prefix}.attention.o_proj.{kind}"]
            result[f"blocks.{block}.norm1.{kind}"] = state[f"{prefix}.layernorm_before.{kind}"]
            result[f"blocks.{block}.norm2.{kind}"] = state[f"{prefix}.layernorm_after.{kind}"]
            for layer in ("fc1", "fc2"):
                result[f"blocks.{block}.mlp.{layer}.{kind}"] = state[f"{prefix}.mlp.{layer}.{kind}"]
    return result


def classifier_folder(folder: Path, labels: dict[int, str]) -> Path:
    torch.manual_seed(8)
    vit = {key: value for key, value in TOWER.items() if key != "projection_dim"}
    config = transformers.ViTConfig(**vit, num_labels=len(labels), id2label=labels)
    transformers.ViTForImageClassification(config).save_pretrained(folder)
    return folder


def test_a_classifier_of_the_transformers_library(tmp_path: Path) -> None:
    folder = classifier_folder(tmp_path / "hf", {0: "artificial", 1: "human"})
    detector = convert(folder, tmp_path / "out")
    check(detector)
    assert [layer.name for layer in detector.target_layers] == ["block 1", "block 2", "block 3"]
    picture = image(seed=1)
    model = transformers.AutoModelForImageClassification.from_pretrained(folder, local_files_only=True)
    prepared = torch.from_numpy(detector.prepare(picture).pixels)[None]
    with torch.no_grad():
        logits = model((prepared - 0.5) / 0.5).logits[0]
    assert detector.detect(picture, TaskContext()).score == pytest.approx(float(logits[0] - logits[1]), abs=1e-4)


def test_labels_that_say_nothing_have_to_be_chosen(tmp_path: Path) -> None:
    folder = classifier_folder(tmp_path / "hf", {0: "LABEL_0", 1: "LABEL_1", 2: "LABEL_2"})
    with pytest.raises(UserError, match="which of LABEL_0, LABEL_1, LABEL_2"):
        convert(folder, tmp_path / "undecided")
    check(convert(folder, tmp_path / "out", Choices(generated=2)))


@pytest.mark.parametrize(
    ("labels", "expected"),
    [
        (("REAL", "FAKE"), 1),
        (("ai-generated", "human"), 0),
        (("Realism", "Deepfake"), 1),
        (("real", "sd", "midjourney"), 1),
        (("cat", "dog"), None),
        (("ai", "fake"), None),
    ],
)
def test_the_generated_label(labels: tuple[str, ...], expected: int | None) -> None:
    assert generated_label(labels) == expected


def test_onnx(tmp_path: Path) -> None:
    onnx = pytest.importorskip("onnx")
    helper, numpy_helper = onnx.helper, onnx.numpy_helper
    weights = np.array([[1.0, 2.0, -1.0], [0.5, 0.0, 3.0]], dtype=np.float32)
    graph = helper.make_graph(
        [
            helper.make_node("ReduceMean", ["image", "axes"], ["mean"], keepdims=0),
            helper.make_node("Gemm", ["mean", "weights"], ["logits"], transB=1),
        ],
        "g",
        [helper.make_tensor_value_info("image", 1, ["n", 3, 48, 48])],
        [helper.make_tensor_value_info("logits", 1, ["n", 2])],
        [numpy_helper.from_array(weights, "weights"), numpy_helper.from_array(np.array([2, 3]), "axes")],
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 18)], ir_version=9)
    onnx.save(model, tmp_path / "net.onnx")
    with pytest.raises(UserError, match="which output"):
        convert(tmp_path / "net.onnx", tmp_path / "undecided")
    detector = convert(tmp_path / "net.onnx", tmp_path / "out", Choices(generated=0))
    flat = ImageInput(np.full((60, 80, 3), (51, 102, 204), dtype=np.uint8), image(60, 80).facts)
    expected = weights @ np.array([0.2, 0.4, 0.8])
    assert detector.detect(flat, TaskContext()).score == pytest.approx(expected[0] - expected[1], abs=1e-5)


class Payload:
    def __reduce__(self) -> tuple[Any, ...]:
        return (print, ("executed",))


def test_a_pickle_is_never_executed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "evil.pth").write_bytes(pickle.dumps({"alpha": Payload()}))
    torch.save({"alpha": Payload()}, tmp_path / "evil2.pth")
    for name in ("evil.pth", "evil2.pth"):
        with pytest.raises(UserError, match="could run code"):
            next(each for each in formats() if each.id == "checkpoint").recognise(tmp_path / name)
    assert "executed" not in capsys.readouterr().out


@pytest.mark.parametrize("share", [0.0, 0.3, 0.9])
def test_what_is_cut_off_is_refused(share: float, tmp_path: Path) -> None:
    state = {name: value.contiguous() for name, value in ARCHITECTURES["npr"].build({}).state_dict().items()}
    save_file(state, str(tmp_path / "whole.safetensors"))
    torch.save(state, tmp_path / "whole.pth")
    for suffix in ("safetensors", "pth"):
        data = (tmp_path / f"whole.{suffix}").read_bytes()
        (tmp_path / f"cut.{suffix}").write_bytes(data[: int(len(data) * share)])
        with pytest.raises(UserError):
            next(each for each in formats() if each.id == "checkpoint").recognise(tmp_path / f"cut.{suffix}")


@pytest.mark.parametrize(
    "tensors",
    [
        {"layer4.2.conv3.weight": (1,), "fc.weight": ()},
        {"alpha": (4,), "proj1.1.weight": (1,), "proj2.1.weight": (1,), "head.6.weight": (1,)},
    ],
)
def test_shapes_of_no_known_network_are_not_recognised(tensors: dict[str, tuple[int, ...]], tmp_path: Path) -> None:
    save_file({name: torch.zeros(shape) for name, shape in tensors.items()}, str(tmp_path / "odd.safetensors"))
    assert not [each.id for each in formats() if each.recognise(tmp_path / "odd.safetensors") is not None]


@pytest.mark.parametrize("shape", [(), (1,), (4, 2)])
def test_what_is_no_fused_projection_fits_no_network(shape: tuple[int, ...], tmp_path: Path) -> None:
    tensors = {"head.weight": torch.zeros(1, 384), "blocks.0.attn.qkv.weight": torch.zeros(shape)}
    save_file(tensors, str(tmp_path / "vit.safetensors"))
    with pytest.raises(UserError, match="do not fit"):
        convert(tmp_path / "vit.safetensors", tmp_path / "out")


@pytest.mark.parametrize(
    ("change", "code", "reason"),
    [
        ({"hidden_size": 10**6}, "config_too_large", "a larger network than its weights are for"),
        ({"intermediate_size": 10**7}, "config_too_large", "a larger network than its weights are for"),
        ({"image_size": 10**6}, "config_too_large", "a larger network than its weights are for"),
        ({"num_hidden_layers": 10**9}, "config_too_large", "a larger network than its weights are for"),
        ({"num_hidden_layers": 4}, "weights_incomplete", "lacks 16 tensors, among them .*layers.3"),
        ({"intermediate_size": 128}, "weights_other", "9 have another shape, among them .*layers.0.mlp.fc1.bias"),
        ({"num_labels": 10**9}, "config_too_large", "more than 100,000 outputs"),
        ({"text_config": {"num_labels": 10**9}}, "config_too_large", "more than 100,000 outputs"),
    ],
    ids=[
        "width",
        "inside",
        "positions",
        "layers",
        "a layer more",
        "other shapes",
        "outputs",
        "of a part",
    ],
)
def test_a_configuration_that_asks_for_more_than_the_weights_hold_takes_no_memory(
    change: dict[str, Any], code: str, reason: str, tmp_path: Path
) -> None:
    classifier, tower = classifier_folder(tmp_path / "hf", {0: "ai", 1: "human"}), tower_folder(tmp_path / "tower")
    for folder in (classifier, tower):
        config = folder / "config.json"
        config.write_text(json.dumps({**json.loads(config.read_text(encoding="utf-8")), **change}), encoding="utf-8")
    for load in (lambda: load_classifier(classifier), lambda: read_tower(tower)):
        with pytest.raises(UserError, match=reason) as caught:
            load()
        assert caught.value.code == code


@pytest.mark.parametrize("change", [{"hidden_size": "wide"}, {"num_attention_heads": 0}, {"num_channels": None}])
def test_folders_whose_configuration_no_network_has_are_refused(change: dict[str, Any], tmp_path: Path) -> None:
    classifier, tower = classifier_folder(tmp_path / "hf", {0: "ai", 1: "human"}), tower_folder(tmp_path / "tower")
    for folder in (classifier, tower):
        config = folder / "config.json"
        config.write_text(json.dumps({**json.loads(config.read_text(encoding="utf-8")), **change}), encoding="utf-8")
    with pytest.raises(UserError, match="cannot be loaded"):
        convert(classifier, tmp_path / "out")
    with pytest.raises(UserError, match="tower holds no such tower"):
        read_tower(tower)


def test_a_configuration_that_is_too_long_to_be_looked_at_is_refused(tmp_path: Path) -> None:
    """The library would read all of it."""
    tower = tower_folder(tmp_path / "tower")
    config = tower / "config.json"
    long = {**json.loads(config.read_text(encoding="utf-8")), "note": "x" * (4 << 20)}
    config.write_text(json.dumps(long), encoding="utf-8")
    with pytest.raises(UserError, match=r"tower holds no such tower \(ValueError: there is no config.json that can be"):
        read_tower(tower)


def test_what_is_no_model_is_not_recognised(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("nothing")
    torch.save({"something": torch.zeros(3)}, tmp_path / "other.pth")
    (tmp_path / "empty").mkdir()
    for path in (tmp_path / "notes.txt", tmp_path / "other.pth", tmp_path / "empty"):
        assert not [each.id for each in formats() if each.recognise(path) is not None]


def test_a_full_cuda_device_hands_over_to_the_processor_and_says_so(tmp_path: Path) -> None:
    """With the error of the device itself, raised where its memory would be asked for."""

    class Hungry(torch.nn.Module):
        """Full until it is moved to the processor."""

        def __init__(self) -> None:
            super().__init__()
            self.weight = torch.nn.Parameter(torch.zeros(1))
            self.full = True
            self.raised = 0

        def to(self, *arguments: Any, **keywords: Any) -> Any:
            self.full = False
            return super().to(*arguments, **keywords)

        def forward(self, planes: Any) -> Any:
            if self.full:
                self.raised += 1
                raise torch.cuda.OutOfMemoryError("CUDA out of memory.")
            return torch.tensor([[1.0, 3.0]])

    (tmp_path / "whole").mkdir()
    save_model(tmp_path / "whole", ModelConfig("npr", {}), ARCHITECTURES["npr"].build({}))
    detector = NetworkDetector("hungry", tmp_path / "whole")
    network = Hungry()
    detector._network = network
    outputs = [detector.detect(image(), TaskContext()) for _ in range(2)]
    assert [output.score for output in outputs] == [2.0, 2.0]
    assert {output.backend for output in outputs} == {"PyTorch, CPU (CUDA memory was full)"}
    assert network.raised == 1


def test_a_detector_without_its_weights_says_so(tmp_path: Path) -> None:
    folder_format = next(each for each in formats() if each.id == "model-folder")
    model = StoredModel("gone", "Gone", "model-folder", "", "", "", "", "", "model.safetensors", (), folder=tmp_path)
    with pytest.raises(EnvironmentFault, match="holds no model"):
        folder_format.detector(model).detect(image(), TaskContext())


@pytest.mark.parametrize(
    ("settings", "expected"),
    [
        ({"crop": 64, "resize": 0}, Box(0, 0, 240, 180)),
        ({"crop": 64, "resize": 90}, Box(56, 26, 128, 128)),
        ({"crop": 64, "resize": -1}, Box(56, 26, 128, 128)),
    ],
)
def test_what_the_network_sees_is_told_in_pixels_of_the_original(
    settings: dict[str, int], expected: Box, tmp_path: Path
) -> None:
    """The picture was reduced to half before it came here."""
    config = ModelConfig("resnet50", settings)
    (tmp_path / "run").mkdir()
    with torch.device("meta"):
        network = config.entry.build(settings)
    save_model(tmp_path / "run", config, network.to_empty(device="cpu"))
    detector = formats()[0].detector(
        StoredModel("x", "X", "model-folder", "", "", "", "", "", "", (), folder=tmp_path / "run")
    )
    prepared = detector.prepare(image(90, 120, scale=0.5))
    assert prepared.region == expected
    assert prepared.pixels.shape == (3, 64, 64)
    assert prepared.pixels.dtype == np.float32
    assert 0.0 <= prepared.pixels.min() <= prepared.pixels.max() <= 1.0
