"""Plugins are found by entry point, and their manifests are read without running their code."""

from __future__ import annotations

import sys
from pathlib import Path
from types import ModuleType

import pytest

from gauntlet_desktop.api.discovery import discover, safe_mode
from gauntlet_desktop.app.catalogue import list_models, list_plugins
from tests.contract.plugin_project import detector_code, install, write_package

EXPLODES = "raise SystemExit('the manifest is read without this')"


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.syspath_prepend(str(tmp_path))
    return tmp_path


def found(name: str):  # type: ignore[no-untyped-def]
    return next(plugin for plugin in discover() if plugin.name == name)


def test_an_installed_plugin_is_found_without_running_it(site: Path) -> None:
    write_package(site, "quiet_plugin", "quiet-plugin", EXPLODES)
    install(site, "quiet-plugin", "quiet_plugin")
    plugin = found("quiet-plugin")
    assert plugin.manifest is not None
    assert not plugin.built_in
    assert plugin.problem == ""


def test_safe_mode_leaves_third_parties_out(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_package(site, "quiet_plugin", "quiet-plugin", EXPLODES)
    install(site, "quiet-plugin", "quiet_plugin")
    monkeypatch.setenv("GAUNTLET_SAFE_MODE", "1")
    assert safe_mode({"GAUNTLET_SAFE_MODE": "1"})
    assert not safe_mode({"GAUNTLET_SAFE_MODE": "0"})
    assert not safe_mode({})
    assert "safe mode" in found("quiet-plugin").problem
    assert found("patch-evidence").problem == ""


@pytest.mark.parametrize(
    ("entry", "problem"),
    [("missing_package", "not there"), ("package.module", "top-level"), ("module:thing", "top-level")],
)
def test_an_entry_that_leads_nowhere_is_a_problem(site: Path, entry: str, problem: str) -> None:
    install(site, "lost-plugin", entry)
    assert problem in found("lost-plugin").problem


def test_an_entry_that_is_a_module_of_the_running_program_is_a_problem(
    site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A script's `__main__` tells nothing of where it comes from."""
    monkeypatch.setitem(sys.modules, "__main__", ModuleType("__main__"))
    install(site, "lost-plugin", "__main__")
    assert "not there" in found("lost-plugin").problem


def test_a_package_without_manifest_or_with_another_entry_is_a_problem(site: Path) -> None:
    bare = site / "bare_package"
    bare.mkdir()
    (bare / "__init__.py").write_text(EXPLODES)
    install(site, "bare", "bare_package")
    assert "plugin.toml" in found("bare").problem
    write_package(site, "impostor", "impostor", EXPLODES)
    manifest = site / "impostor" / "plugin.toml"
    manifest.write_text(manifest.read_text().replace('entry = "impostor"', 'entry = "elsewhere"'))
    install(site, "impostor", "impostor")
    assert "entry" in found("impostor").problem


def test_the_second_plugin_of_an_id_is_a_problem(site: Path) -> None:
    write_package(site, "copy_cat", "patch-evidence", EXPLODES)
    install(site, "copy-cat", "copy_cat")
    twins = [plugin for plugin in discover() if plugin.name == "patch-evidence"]
    assert [bool(plugin.problem) for plugin in twins] == [False, True]


def test_the_catalogue_lists_state_and_reason(site: Path) -> None:
    write_package(site, "quiet_plugin", "quiet-plugin", detector_code("quiet-plugin"))
    install(site, "quiet-plugin", "quiet_plugin")
    (site / "quiet_plugin" / "weights.bin").write_bytes(b"altered")
    install(site, "lost-plugin", "missing_package")
    infos = {info.id: info for info in list_plugins()}
    assert infos["patch-evidence"].state == "ready"
    assert infos["quiet-plugin"].state == "failed"
    assert "SHA-256" in infos["quiet-plugin"].reason
    assert infos["lost-plugin"].state == "failed"
    assert {info.id: info for info in list_plugins(verify=False)}["quiet-plugin"].state == "ready"
    models = {model.id: model for model in list_models()}
    assert models["quiet-plugin"].calibrated is False
    assert models["patch-evidence"].calibrated
    assert models["patch-evidence"].model_card.startswith("#")
