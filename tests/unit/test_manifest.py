"""Manifests are read without code, and every way to be wrong is refused."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from gauntlet_desktop.api.manifest import (
    detectors_with_weights,
    file_sha256,
    parse_manifest,
    read_card,
    read_manifest,
    verify_files,
)
from gauntlet_desktop.core.errors import PluginFault

GOOD = """
id = "my-plugin"
name = "My plugin"
version = "1.2.0"
api = ["1"]
kinds = ["detector"]
entry = "my_plugin"
licence = "MIT"

[[files]]
path = "weights/w.onnx"
sha256 = "{digest}"
bytes = 5
licence = "MIT"

[[detectors]]
id = "mine"
weights = "weights/w.onnx"
"""


def test_a_good_manifest_is_read() -> None:
    manifest = parse_manifest(GOOD)
    assert (manifest.id, manifest.kinds, manifest.detectors[0].weights) == (
        "my-plugin",
        ("detector",),
        "weights/w.onnx",
    )


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ('id = "my-plugin"', 'id = "My Plugin"', "id"),
        ('kinds = ["detector"]', 'kinds = ["spell"]', "Kinds"),
        ('kinds = ["detector"]', "kinds = []", "Kinds"),
        ('path = "weights/w.onnx"', 'path = "../w.onnx"', "leads out"),
        ('weights = "weights/w.onnx"', 'weights = "/etc/passwd"', "leads out"),
        ('version = "1.2.0"', "version = 1", "malformed"),
        ('version = "1.2.0"', "", "malformed"),
        ('licence = "MIT"\n\n', 'licence = "MIT"\nsurprise = 1\n', "malformed"),
        ("[[files]]", "[files", "malformed"),
    ],
)
def test_a_bad_manifest_is_refused(old: str, new: str, problem: str) -> None:
    with pytest.raises(PluginFault, match=problem):
        parse_manifest(GOOD.replace(old, new, 1))


def test_a_missing_file_and_another_api_are_refused(tmp_path: Path) -> None:
    with pytest.raises(PluginFault, match="cannot be read"):
        read_manifest(tmp_path / "plugin.toml", "1")
    (tmp_path / "plugin.toml").write_text(GOOD)
    assert read_manifest(tmp_path / "plugin.toml", "1").id == "my-plugin"
    with pytest.raises(PluginFault, match="API"):
        read_manifest(tmp_path / "plugin.toml", "2")
    (tmp_path / "plugin.toml").write_bytes(b"\xff\xfe")
    with pytest.raises(PluginFault, match="cannot be read"):
        read_manifest(tmp_path / "plugin.toml", "1")


def test_one_flipped_bit_in_the_weights_is_found(tmp_path: Path) -> None:
    weights = tmp_path / "weights" / "w.onnx"
    weights.parent.mkdir()
    weights.write_bytes(b"12345")
    manifest = parse_manifest(GOOD.replace("{digest}", hashlib.sha256(b"12345").hexdigest()))
    verify_files(manifest, tmp_path)
    assert file_sha256(weights) == hashlib.sha256(b"12345").hexdigest()
    weights.write_bytes(b"12344")
    with pytest.raises(PluginFault, match="SHA-256"):
        verify_files(manifest, tmp_path)
    weights.unlink()
    with pytest.raises(PluginFault, match="cannot be read"):
        verify_files(manifest, tmp_path)


def test_a_fusion_is_a_declared_file() -> None:
    assert parse_manifest(GOOD).fusion == ""
    assert parse_manifest('fusion = "weights/w.onnx"' + GOOD).fusion == "weights/w.onnx"
    with pytest.raises(PluginFault, match="not among the files"):
        parse_manifest('fusion = "weights/fusion.json"' + GOOD)


def test_a_detector_is_named_like_a_plugin_for_its_id_names_a_folder() -> None:
    with pytest.raises(PluginFault, match="lower-case letters"):
        parse_manifest(GOOD.replace('"mine"', '"../mine"'))


def test_a_detector_goes_with_the_file_of_its_weights_or_with_the_plugins_licence_alone() -> None:
    other = '\n[[detectors]]\nid = "other"\nweights = "weights/undeclared.onnx"\n'
    pairs = detectors_with_weights(
        parse_manifest(GOOD.replace('licence = "MIT"\n\n', 'licence = "BSD-3-Clause"\n\n', 1) + other)
    )
    told = [(detector.id, weights.licence, weights.sha256, weights.bytes) for detector, weights in pairs]
    assert told == [("mine", "MIT", "{digest}", 5), ("other", "BSD-3-Clause", "", 0)]


def test_a_card_is_read_as_far_as_it_goes(tmp_path: Path) -> None:
    card = tmp_path / "MODEL_CARD.md"
    assert read_card(card) == ""
    card.write_bytes(b"# Mine\xff" + b"x" * (1 << 20))
    text = read_card(card)
    assert text.startswith("# Mine\N{REPLACEMENT CHARACTER}") and len(text) == 1 << 18


def test_a_path_that_no_file_can_have_is_a_missing_file(tmp_path: Path) -> None:
    manifest = parse_manifest(GOOD.replace("weights/w.onnx", "weights/w\\u0000.onnx"))
    with pytest.raises(PluginFault) as caught:
        verify_files(manifest, tmp_path)
    assert caught.value.code == "file_missing"
    assert read_card(tmp_path / "card\0.md") == ""
