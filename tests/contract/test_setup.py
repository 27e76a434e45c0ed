"""What a record depends on, as the inference process tells it: anything that changes a result changes it."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from gauntlet_desktop.api import threads
from gauntlet_desktop.api.discovery import discover
from gauntlet_desktop.api.manifest import content_sha256, file_sha256
from gauntlet_desktop.inference.loader import load
from gauntlet_desktop.inference.setup import describe
from tests.contract.plugin_project import detector_code, discovered


def test_the_installed_setup_names_every_plugin_and_detector() -> None:
    registry = load()
    setup = describe(registry)
    assert {name for name, _, _ in setup.plugins} == {plugin.name for plugin in discover()}
    assert dict(setup.weights) == {each.detector.id: each.weights_sha256 for each in registry.detectors}
    assert {each.detector.id for each in registry.detectors if each.calibration} <= set(dict(setup.calibrations))
    assert "numpy" in dict(setup.packages)
    assert setup == describe(load())


def test_another_calibration_is_another_setup(tmp_path: Path) -> None:
    before = describe(load())
    plugin, entry = next((p, d) for p in discover() if p.manifest for d in p.manifest.detectors if d.calibration)
    assert plugin.folder is not None
    own = tmp_path / entry.id / "calibration.json"
    own.parent.mkdir()
    own.write_bytes((plugin.folder / entry.calibration).read_bytes() + b"\n")
    after = describe(load(own_calibrations=tmp_path))
    assert dict(before.calibrations)[entry.id] == file_sha256(plugin.folder / entry.calibration)
    assert dict(after.calibrations)[entry.id] == file_sha256(own)
    assert after != before


def test_a_plugin_that_no_record_depends_on_is_loaded_and_not_named_by_records() -> None:
    registry = load()
    used = {plugin.id for plugin in registry.used}
    assert {"deep-evidence", "basic-findings", "template-narrator", "explanations"} <= used
    assert used < {plugin.id for plugin in registry.plugins}
    assert "language-models" not in used


def test_a_plugins_code_and_the_files_that_it_lists_count_and_its_cache_does_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    plugin = discovered(monkeypatch, tmp_path, "counted", detector_code("counted"))
    assert plugin.manifest is not None and plugin.folder is not None
    before = content_sha256(plugin.manifest, plugin.folder)
    cache = plugin.folder / "__pycache__"
    cache.mkdir(exist_ok=True)
    (cache / "x.pyc").write_bytes(b"x")
    assert content_sha256(plugin.manifest, plugin.folder) == before
    (plugin.folder / "more.py").write_text("MORE = 1")
    after = content_sha256(plugin.manifest, plugin.folder)
    assert after != before
    assert content_sha256(plugin.manifest, plugin.folder, anew=True) == after
    (plugin.folder / "weights.bin").write_bytes(b"1235")
    assert content_sha256(plugin.manifest, plugin.folder) == after  # loading would have refused it
    assert content_sha256(plugin.manifest, plugin.folder, anew=True) != after


@pytest.mark.parametrize(("count", "told"), [(0, 0), (1, 1), (3, 3)])
def test_threads_are_limited_for_all_libraries_or_left_alone(
    count: int, told: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "environ", {})
    threads.limit_threads(count)
    assert threads.processor_threads() == told
    assert os.environ == (
        {name: str(count) for name in (threads.THREADS_VARIABLE, *threads._LIBRARIES)} if count else {}
    )


def test_nonsense_in_the_environment_leaves_the_threads_to_the_library(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(threads.THREADS_VARIABLE, "many")
    assert threads.processor_threads() == 0
