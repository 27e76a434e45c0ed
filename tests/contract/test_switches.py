"""A plugin that the user disabled is nowhere: not loaded, not listed, in no record."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gauntlet_desktop.api.discovery import Discovered, discover, installed
from gauntlet_desktop.api.folders import FOLDER_VARIABLE
from gauntlet_desktop.api.switches import SWITCHES_NAME, read_switches
from gauntlet_desktop.app.catalogue import list_models, list_plugins
from gauntlet_desktop.app.doctor import examine
from gauntlet_desktop.app.installation import installation
from gauntlet_desktop.app.model_list import all_models
from gauntlet_desktop.app.plugins import limited, set_enabled, survey
from gauntlet_desktop.core.errors import Cancelled, EnvironmentFault, PluginFault, UserError
from gauntlet_desktop.inference.loader import load
from gauntlet_desktop.inference.setup import describe
from tests.contract.plugin_project import detector_code, install, write_package
from tests.images import jpeg, picture

NAME = "quiet-plugin"


@pytest.fixture
def config(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "config"
    monkeypatch.setenv(FOLDER_VARIABLE, str(folder))
    return folder


@pytest.fixture
def site(tmp_path: Path, config: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder of installed packages with one good plugin, for this process and those that it starts."""
    folder = tmp_path / "site"
    put(folder, NAME, detector_code(NAME))
    monkeypatch.syspath_prepend(str(folder))
    monkeypatch.setenv("PYTHONPATH", str(folder))
    yield folder
    sys.modules.pop(NAME.replace("-", "_"), None)


def put(site: Path, name: str, code: str) -> None:
    package = name.replace("-", "_")
    write_package(site, package, name, code)
    install(site, name, package)


def found(name: str = NAME) -> Discovered:
    return next(plugin for plugin in installed() if plugin.name == name)


def gauntlet(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "gauntlet_desktop", *arguments]
    return subprocess.run(command, capture_output=True, encoding="utf-8", check=False)


def test_a_disabled_plugin_is_loaded_by_nothing_and_comes_back(site: Path) -> None:
    before = installation()
    assert NAME in {each.detector.id for each in load().detectors}
    set_enabled(NAME, False)
    registry = load()
    assert found().disabled and NAME not in {plugin.name for plugin in discover()}
    assert NAME not in {each.detector.id for each in registry.detectors}
    assert NAME not in dict(registry.failures)
    assert NAME not in {plugin for plugin, _, _ in describe(registry).plugins}
    assert NAME not in {model.id for model in (*list_models(), *all_models())}
    assert next(info for info in list_plugins() if info.id == NAME).state == "disabled"
    set_enabled(NAME, True)
    assert NAME in {each.detector.id for each in load().detectors}
    assert installation() == before


def test_a_worker_with_another_choice_is_another_installation(site: Path) -> None:
    here = installation()
    set_enabled(NAME, False)
    assert here.differences(installation())[0].startswith(f"plugin {NAME}: disabled there")


def test_a_built_in_plugin_can_be_disabled_and_the_doctor_says_so(config: Path) -> None:
    set_enabled("basic-findings", False)
    assert load().rules == []
    (check,) = [check for check in examine() if check.name == "basic-findings"]
    assert check.value == "disabled" and "gauntlet plugins enable basic-findings" in check.remedy


def test_an_unknown_plugin_cannot_be_disabled_but_one_that_is_gone_can_be_enabled(config: Path) -> None:
    with pytest.raises(UserError, match="patch-evidence"):
        set_enabled("no-such-plugin", False)
    assert not config.exists()
    config.mkdir()
    (config / SWITCHES_NAME).write_text('{"disabled": ["gone"]}')
    set_enabled("gone", True)
    assert read_switches().disabled == ()


@pytest.mark.parametrize("content", [b"", b"[]", b'{"disabled": "x"}', b'{"more": 1}', b"\xff", b"[" * 60_000])
def test_a_damaged_choice_loads_no_third_party_until_a_new_one_is_made(
    site: Path, config: Path, content: bytes
) -> None:
    config.mkdir()
    (config / SWITCHES_NAME).write_bytes(content)
    with pytest.raises(PluginFault, match=SWITCHES_NAME):
        read_switches()
    assert SWITCHES_NAME in found().problem
    assert found("patch-evidence").problem == ""
    assert NAME in dict(load().failures)
    set_enabled(NAME, True)
    assert found().problem == ""


@given(st.binary(max_size=200))
def test_no_file_of_choices_does_more_than_name_plugins(content: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / SWITCHES_NAME).write_bytes(content)
        try:
            switches = read_switches(Path(folder))
        except PluginFault:
            return
        assert all(isinstance(name, str) for name in switches.disabled)


def test_the_record_of_an_analysis_knows_nothing_of_a_disabled_plugin(site: Path, tmp_path: Path) -> None:
    photo = tmp_path / "photo.jpg"
    photo.write_bytes(jpeg(picture(320, 480)))
    put(site, "other-plugin", detector_code("other-plugin"))
    assert gauntlet("plugins", "disable", NAME).returncode == 0
    record = json.loads(gauntlet("analyze", photo, "--json").stdout)
    assert "other-plugin" in {detector["id"] for detector in record["detectors"]}
    assert NAME not in json.dumps(record)


def test_what_fails_is_listed_with_its_traceback(site: Path) -> None:
    put(site, "broken-plugin", "print('noise')\nraise RuntimeError('broken at import')")
    done = gauntlet("plugins", "list", "--json")
    listed = {plugin["id"]: plugin for plugin in json.loads(done.stdout)}
    broken = listed["broken-plugin"]
    assert (broken["state"], broken["reason"]) == ("failed", "RuntimeError: broken at import")
    assert "broken_plugin/__init__.py" in broken["traceback"]
    assert (listed[NAME]["state"], listed[NAME]["traceback"], len(listed[NAME]["sha256"])) == ("ready", "", 64)
    assert "RuntimeError: broken at import" in gauntlet("plugins").stdout


def test_a_plugin_that_ends_its_process_is_named_and_the_others_are_as_they_were(site: Path) -> None:
    put(site, "ending-plugin", "import os\nos._exit(3)")
    put(site, "broken-plugin", "1 / 0")
    infos = {info.id: info for info in survey()}
    assert "ended with status 3" in infos["ending-plugin"].reason
    assert "ZeroDivisionError" in infos["broken-plugin"].traceback
    assert {info.id for info in infos.values() if info.state == "failed"} == {"ending-plugin", "broken-plugin"}


def test_work_with_plugins_ends_at_its_limit_of_time_and_when_it_is_cancelled() -> None:
    with pytest.raises(EnvironmentFault, match="stopped after"):
        limited(time.sleep, 3600, seconds=0.0)
    with pytest.raises(Cancelled):
        limited(time.sleep, 3600, seconds=3600.0, is_cancelled=lambda: True)


def test_the_command_line_refuses_a_plugin_that_there_is_not(site: Path) -> None:
    done = gauntlet("plugins", "disable", "no-such-plugin")
    assert done.returncode == 2
    assert "[no_such_plugin]" in done.stderr
