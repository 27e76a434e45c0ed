"""One bad plugin costs itself only."""

from __future__ import annotations

from pathlib import Path

import pytest

from gauntlet_desktop.api.discovery import Discovered, discover
from gauntlet_desktop.inference.loader import load
from gauntlet_desktop.inference.setup import describe
from tests.contract.plugin_project import detector_code, discovered

HOOK = "from gauntlet_desktop.api import hookimpl\n@hookimpl\ndef gauntlet_{}():\n    return {}\n"
BAD_CODE = {
    "raises_at_import": "raise RuntimeError('broken at import')",
    "exits_at_import": "import sys; sys.exit(3)",
    "syntax_error": "def (",
    "unknown_hook": detector_code("unknown-hook") + "\n@hookimpl\ndef gauntlet_unheard_of():\n    return []\n",
    "no_detector": HOOK.format("detectors", "[object()]"),
    "no_rule": HOOK.format("finding_rules", "[1]"),
    "raises_in_hook": HOOK.format("detectors", "[][1]"),
    "undeclared": detector_code("another-id"),
}


@pytest.mark.parametrize("package", sorted(BAD_CODE))
def test_a_bad_plugin_is_listed_and_the_good_one_is_loaded(
    package: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bad = discovered(monkeypatch, tmp_path / "bad", package, BAD_CODE[package])
    good = discovered(monkeypatch, tmp_path / "good", "good_plugin", detector_code("good-plugin"))
    registry = load([bad, good])
    ((name, version, digest),) = describe(registry).plugins
    assert (name, version) == ("good-plugin", "0.3.0") and len(digest) == 64
    assert [one.detector.id for one in registry.detectors] == ["good-plugin"]
    assert registry.rules == []
    ((name, reason),) = registry.failures
    assert name == bad.name
    assert reason


def test_altered_weights_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    plugin = discovered(monkeypatch, tmp_path, "altered", detector_code("altered"))
    (tmp_path / "altered" / "weights.bin").write_bytes(b"1235")
    registry = load([plugin])
    assert registry.detectors == []
    assert "SHA-256" in registry.failures[0][1]


def test_a_detector_without_calibration_is_called_uncalibrated(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    plugin = discovered(monkeypatch, tmp_path, "plain", detector_code("plain"))
    (loaded,) = load([plugin]).detectors
    assert loaded.calibration is None
    assert loaded.weights_sha256


def test_a_calibration_of_other_weights_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    discovered(monkeypatch, tmp_path, "other", detector_code("other"))
    root = tmp_path / "other"
    with (root / "plugin.toml").open("a") as manifest:
        manifest.write('calibration = "calibration.json"\n')
    (root / "calibration.json").write_text(
        '{"schema": 1, "detector": "other", "weights_sha256": "ff", "alpha": 0.05, "strata": []}'
    )
    from gauntlet_desktop.api.manifest import read_manifest

    again = Discovered("other", "third-party", root, read_manifest(root / "plugin.toml", "1"), "")
    assert "other weights" in load([again]).failures[0][1]


def test_a_plugin_with_a_problem_is_not_imported(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    plugin = discovered(monkeypatch, tmp_path, "unwanted", "raise SystemExit('imported')")
    refused = Discovered(plugin.name, "x", plugin.folder, plugin.manifest, "Not loaded: safe mode is on.")
    assert load([refused]).failures == [("unwanted", "Not loaded: safe mode is on.")]


def test_the_built_in_plugins_are_found_first() -> None:
    found = discover()
    assert {"patch-evidence", "basic-findings", "template-narrator"} <= {p.name for p in found if p.built_in}
    assert found[0].built_in
    assert all(p.problem == "" for p in found if p.built_in)
