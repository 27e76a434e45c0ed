"""A home that may not be written to: everything works but keeping, and what cannot be kept is said."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from gauntlet_desktop.api.folders import state_folder
from gauntlet_desktop.app.doctor import State, examine
from gauntlet_desktop.app.home import cannot_be_kept, kept_folders
from gauntlet_desktop.app.plugin_check import check_plugin, remembered
from gauntlet_desktop.app.plugins import set_enabled
from gauntlet_desktop.app.settings import change_settings
from gauntlet_desktop.core.errors import EnvironmentFault
from tests.images import jpeg, picture

VARIABLES = ("GAUNTLET_CONFIG_DIR", "GAUNTLET_MODELS_DIR", "GAUNTLET_STATE_DIR")


@pytest.fixture
def read_only(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A home on a drive that is mounted read-only; for users that permissions bind, a folder without the permission."""
    home = tmp_path / "home"
    home.mkdir()
    for name in VARIABLES:
        monkeypatch.setenv(name, str(home / name.lower()))
    if os.geteuid() != 0:
        home.chmod(0o555)
        yield home
        home.chmod(0o755)
        return
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "ro", "tmpfs", home], capture_output=True, check=False)
    if mounted.returncode:
        pytest.skip("this user may write everywhere, and nothing may be mounted here")
    yield home
    subprocess.run(["umount", home], check=True)


def test_each_folder_says_what_it_cannot_keep(read_only: Path) -> None:
    sentences = [str(fault) for fault in cannot_be_kept()]
    assert len(sentences) == len(kept_folders()) == 3
    for sentence, name in zip(sentences, VARIABLES, strict=True):
        assert f"{read_only}" in sentence and name in sentence
    assert sentences[0].startswith("Settings, recent files and the choice of plugins cannot be kept:")


def test_in_a_writable_home_nothing_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in VARIABLES:
        monkeypatch.setenv(name, str(tmp_path / "not" / "there" / "yet"))
    assert cannot_be_kept() == ()
    assert not (tmp_path / "not").exists(), "asking makes nothing"


def test_without_the_variable_the_state_is_where_the_system_wants_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("GAUNTLET_STATE_DIR")
    assert state_folder().name == "gauntlet-desktop"


def test_a_file_in_place_of_the_folder_cannot_hold_anything(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").write_text("no folder")
    monkeypatch.setenv("GAUNTLET_CONFIG_DIR", str(tmp_path / "file"))
    assert any("file may not be written to" in str(fault) for fault in cannot_be_kept())


def test_the_doctor_warns_and_calls_the_program_healthy(read_only: Path) -> None:
    folders = [check for check in examine() if check.topic == "Folders"]
    assert {check.state for check in folders} == {State.WARNING}
    assert all("(read-only)" in check.value and check.remedy for check in folders)


def test_choices_are_refused_with_the_reason(read_only: Path) -> None:
    for keep in (lambda: change_settings({"theme": "dark"}), lambda: set_enabled("basic-findings", False)):
        with pytest.raises(EnvironmentFault) as caught:
            keep()
        assert caught.value.code == "not_writable"


def test_a_plugin_is_checked_though_the_result_cannot_be_kept(read_only: Path) -> None:
    assert check_plugin("template-narrator").passed
    assert remembered() == ()


def test_the_command_line_analyses_as_ever(read_only: Path, tmp_path: Path) -> None:
    photo = tmp_path / "photo.jpg"
    photo.write_bytes(jpeg(picture(320, 480)))
    command = [sys.executable, "-m", "gauntlet_desktop", "analyze", photo, "--json"]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert json.loads(done.stdout)["status"] == "ok"
