"""The networks are what the papers describe: shapes, parameter counts, and what a residual sees."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

torch = pytest.importorskip("torch")

from gauntlet_desktop.core.errors import UserError  # noqa: E402
from gauntlet_source_systems.models import ARCHITECTURES, CLIP_TOWERS, ModelConfig, load_model, read_config, save_model  # noqa: E402

TOWER = {
    "hidden_size": 32,
    "intermediate_size": 64,
    "num_hidden_layers": 3,
    "num_attention_heads": 2,
    "image_size": 32,
    "patch_size": 8,
    "projection_dim": 16,
}
VIT = {key: value for key, value in TOWER.items() if key != "projection_dim"}
TINY = {
    "vit": {"tower": VIT},
    "clip": {"tower": TOWER},
    "rine": {"tower": TOWER, "width": 8},
    "artbench-cnn": {"side": 32, "blocks": [[4, 4], [4], [2]]},
    "baseline-cnn": {},
    "resnet50": {"crop": 64},
    "modresnet": {"crop": 64, "hidden": [16, 8, 4]},
    "npr": {"crop": 64},
    "safe": {"crop": 64},
}


def parameters(architecture: str, settings: dict | None = None) -> int:
    """Counted without memory for them."""
    with torch.device("meta"):
        network = ARCHITECTURES[architecture].build(settings or {})
    return sum(parameter.numel() for parameter in network.parameters())


def linear(inputs: int, outputs: int) -> int:
    return inputs * outputs + outputs


def transformer(width: int, layers: int, tokens: int) -> int:
    """Weights of the blocks, the class token and the positions of a ViT whose MLP is four times as wide."""
    attention, mlp = 4 * linear(width, width), linear(width, 4 * width) + linear(4 * width, width)
    return layers * (attention + mlp + 4 * width) + width + (tokens + 1) * width


def clip_tower(width: int, layers: int, patch: int, projection: int) -> int:
    tokens = (224 // patch) ** 2
    return transformer(width, layers, tokens) + 3 * patch * patch * width + 4 * width + width * projection


def test_vit_b16_with_two_classes() -> None:
    """Dosovitskiy et al. give 86 million for B/16."""
    expected = transformer(768, 12, 196) + linear(3 * 16 * 16, 768) + 2 * 768 + linear(768, 2)
    assert parameters("vit") == expected == 85_800_194


@pytest.mark.parametrize(
    ("name", "shape", "millions"),
    [
        ("ViT-B/32", (768, 12, 32, 512), 87.8),
        ("ViT-L/14", (1024, 24, 14, 768), 304.0),
        ("TinyCLIP-8M/16", (256, 10, 16, 512), 8.3),
        ("TinyCLIP-40M/32", (512, 12, 32, 512), 39.7),
    ],
)
def test_clip_towers(name: str, shape: tuple[int, int, int, int], millions: float) -> None:
    width = shape[0]
    with_linear_head = parameters("clip", {"tower": CLIP_TOWERS[name]})
    assert with_linear_head == clip_tower(*shape) + linear(width, 2)
    assert clip_tower(*shape) / 1e6 == pytest.approx(millions, abs=0.3)
    with_sequential_head = parameters("clip", {"tower": CLIP_TOWERS[name], "hidden": [256, 64]})
    assert with_sequential_head == clip_tower(*shape) + linear(width, 256) + linear(256, 64) + linear(64, 2)


def test_rine_over_vit_l14_has_the_published_head() -> None:
    """Four layers a projection and a width of 128: the checkpoint for two classes."""
    tower = CLIP_TOWERS["ViT-L/14"]
    trained = 24 * 128 + linear(1024, 128) + 3 * linear(128, 128) + 4 * linear(128, 128)
    trained += 2 * linear(128, 128) + linear(128, 1)
    whole = parameters("rine", {"tower": tower, "projections": 4, "width": 128})
    assert whole == clip_tower(1024, 24, 14, 768) + trained


def test_artbench_cnn() -> None:
    widths = [3, 128, 128, 64, 64, 32, 32, 16, 16, 8]
    convolutions = sum(9 * a * b + b + 2 * b for a, b in pairwise(widths))
    assert parameters("artbench-cnn") == convolutions + linear(8 * 8 * 8, 512) + linear(512, 2)


def test_baseline_cnn() -> None:
    widths = [3, 32, 64, 128]
    convolutions = sum(9 * a * b + b + 2 * b for a, b in pairwise(widths))
    dense = linear(128 * 4 * 4, 512) + linear(512, 256) + linear(256, 2)
    assert parameters("baseline-cnn") == convolutions + dense


def test_resnets() -> None:
    """25,557,032 parameters are torchvision's for 1,000 classes."""
    body = 25_557_032 - linear(2048, 1000)
    assert parameters("resnet50") == body + linear(2048, 2)
    heads = linear(2048, 1024) + linear(1024, 512) + linear(512, 256) + linear(256, 2)
    assert parameters("modresnet") == body + heads
    assert parameters("modresnet", {"dropout": 0.5}) == body + heads


@pytest.mark.parametrize("architecture", TINY)
def test_every_network_gives_logits_and_survives_the_disk(architecture: str, tmp_path: Path) -> None:
    torch.manual_seed(1)
    config = ModelConfig(architecture, TINY[architecture])
    network = config.entry.build(config.settings).eval()
    side = config.entry.input_side(config.settings)
    images = torch.rand(2, 3, side, side)
    with torch.no_grad():
        logits = network(images)
    assert logits.shape in ((2, 1), (2, 2))
    save_model(tmp_path, config, network)
    again = read_config(tmp_path)
    assert again is not None
    with torch.no_grad():
        torch.testing.assert_close(load_model(tmp_path, again).eval()(images), logits, rtol=0, atol=0)
    for layer in config.entry.layers(config.entry.complete(config.settings)):
        assert network.get_submodule(layer.module) is not None
    assert network.get_submodule(config.entry.head) is not None


def test_weights_of_another_shape_are_refused_by_name(tmp_path: Path) -> None:
    config = ModelConfig("baseline-cnn", {"widths": [4, 4, 4]})
    save_model(tmp_path, config, config.entry.build(config.settings))
    with pytest.raises(UserError, match=r"blocks\.0\.0\.bias: 4 instead of 8"):
        load_model(tmp_path, ModelConfig("baseline-cnn", {"widths": [8, 4, 4]}))


@pytest.mark.parametrize("widths", [[1 << 40], [1 << 17, 1 << 17]])
def test_settings_that_ask_for_more_than_the_weights_hold_take_no_memory(tmp_path: Path, widths: list[int]) -> None:
    config = ModelConfig("baseline-cnn", {"widths": [4]})
    save_model(tmp_path, config, config.entry.build(config.settings))
    with pytest.raises(UserError, match="do not fit"):
        load_model(tmp_path, ModelConfig("baseline-cnn", {"widths": widths}))


@pytest.mark.parametrize(
    ("architecture", "settings"),
    [
        ("baseline-cnn", {"widths": [-1]}),
        ("artbench-cnn", {"blocks": [["4"]]}),
        ("vit", {"tower": {**VIT, "hidden_size": "wide"}}),
        ("vit", {"tower": {**VIT, "num_attention_heads": 0}}),
        ("vit", {"tower": {**VIT, "num_hidden_layers": 1_000_000_000}}),
        ("vit", {"tower": [1]}),
        ("rine", {"projections": 1_000_000_000}),
        ("rine", {"projections": "two"}),
    ],
)
def test_settings_that_none_can_be_built_from_are_refused(architecture: str, settings: dict) -> None:
    with pytest.raises(UserError, match="can be built from these settings"):
        ARCHITECTURES[architecture].build(settings)


def test_unknown_settings_and_architectures_are_refused(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="no settings depth"):
        ARCHITECTURES["vit"].build({"depth": 3})
    (tmp_path / "config.json").write_text('{"format": "gauntlet", "architecture": "x", "settings": {}, "generated": 1}')
    with pytest.raises(UserError, match="no architecture"):
        read_config(tmp_path)
    damaged = '{"format": "gauntlet", "architecture": "vit"'
    for rest in ("}", *(f', "settings": {{}}, "generated": {output}}}' for output in ("1e999", "-1", "2", "null"))):
        (tmp_path / "config.json").write_text(damaged + rest)
        with pytest.raises(UserError, match="damaged"):
            read_config(tmp_path)


def test_rine_weighs_the_class_tokens_of_every_block() -> None:
    torch.manual_seed(2)
    network = ARCHITECTURES["rine"].build(TINY["rine"]).eval()
    tokens = network.class_tokens(torch.rand(2, 3, 32, 32))
    assert tokens.shape == (2, 3, 32)
    with torch.no_grad():
        network.alpha.copy_(torch.tensor([0.0, 50.0, 0.0])[None, :, None].expand_as(network.alpha))
        only_second = network.proj2(network.proj1(tokens)[:, 1])
        torch.testing.assert_close(network.embedding(torch.rand(2, 3, 32, 32)).shape, only_second.shape)
        weighed = torch.softmax(network.alpha, dim=1) * network.proj1(tokens)
        torch.testing.assert_close(network.proj2(weighed.sum(dim=1)), only_second)


def test_npr_sees_nothing_in_what_a_reduction_keeps() -> None:
    blocks = torch.rand(1, 3, 16, 16).repeat_interleave(2, 2).repeat_interleave(2, 3)
    network = ARCHITECTURES["npr"].build({"crop": 32})
    assert network.residual(blocks).abs().max() == 0
    assert network.residual(torch.rand(1, 3, 32, 32)).abs().max() > 0


def test_safe_sees_the_diagonal_detail_alone() -> None:
    network = ARCHITECTURES["safe"].build({"crop": 32})
    rows = torch.rand(1, 3, 32, 1).expand(1, 3, 32, 32)
    assert network.residual(rows).abs().max() < 1e-6
    board = (torch.arange(32)[:, None] + torch.arange(32)) % 2 * 1.0
    np.testing.assert_allclose(network.residual(board.expand(1, 3, 32, 32))[0, 0, 8:24, 8:24].abs(), 1.0, atol=1e-6)
