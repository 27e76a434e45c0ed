"""What a record depends on, as the inference process tells it: anything that changes a result changes it."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

import pytest

from gauntlet_desktop.api import threads
from gauntlet_desktop.api.manifest import content_sha256
from gauntlet_desktop.inference.loader import load
from gauntlet_desktop.inference.setup import describe
from tests.contract.plugin_project import detector_code, discovered


def test_the_installed_setup_names_every_plugin_and_detector() -> None:
    registry = load()
    setup = describe(registry)
    assert {name for name, _, _ in setup.plugins} == {name.partition(" ")[0] for name in registry.plugins}
    assert dict(setup.weights) == {each.detector.id: each.weights_sha256 for each in registry.detectors}
    assert {each.detector.id for each in registry.detectors if each.calibration} <= set(dict(setup.calibrations))
    assert "numpy" in dict(setup.packages)
    assert setup == describe(load())


def test_another_calibration_is_another_setup() -> None:
    registry = load()
    before = describe(registry)
    index = next(i for i, each in enumerate(registry.detectors) if each.calibration is not None)
    calibration = registry.detectors[index].calibration
    assert calibration is not None
    registry.detectors[index] = replace(registry.detectors[index], calibration=replace(calibration, alpha=0.1))
    assert describe(registry) != before


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
    assert content_sha256(plugin.manifest, plugin.folder) != before


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
