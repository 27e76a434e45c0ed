"""Sdist and wheel are the same bytes for the same sources; the wheel holds all that is needed, and runs by itself."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest

from gauntlet_desktop import __version__
from installer.build_dist import build, last_commit_time, unpack_sdist, wheel_of
from installer.smoke import SmokeError, smoke
from tests.wheels import light_environment

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    return build(tmp_path_factory.mktemp("dist"))


@pytest.fixture(scope="module")
def wheel(built: tuple[Path, Path]) -> Path:
    return built[1]


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    return light_environment(tmp_path_factory.mktemp("light"), wheel)


def test_another_build_has_the_same_bytes(built: tuple[Path, Path], tmp_path: Path) -> None:
    """By the command, under other rights for new files and in another time zone."""
    command = [sys.executable, "-m", "installer.build_dist", tmp_path]
    environment = {**os.environ, "TZ": "Asia/Tokyo"}
    subprocess.run(command, cwd=ROOT, env=environment, umask=0o077, stdout=subprocess.DEVNULL, check=True)
    for path in built:
        assert (tmp_path / path.name).read_bytes() == path.read_bytes(), path.name


def test_the_wheel_of_the_sdist_is_the_wheel_of_the_sources(built: tuple[Path, Path], tmp_path: Path) -> None:
    sdist, wheel = built
    again = wheel_of(unpack_sdist(sdist, tmp_path / "sdist"), tmp_path, last_commit_time())
    assert again.read_bytes() == wheel.read_bytes()


def test_members_are_sorted_and_have_fixed_modes_owners_and_times(built: tuple[Path, Path]) -> None:
    with tarfile.open(built[0]) as archive:
        members = archive.getmembers()
    assert [member.name for member in members] == sorted(member.name for member in members)
    assert {(member.uid, member.gid, member.uname, member.gname) for member in members} == {(0, 0, "", "")}
    assert {member.mode for member in members} <= {0o644, 0o755}
    assert {member.mtime for member in members} == {last_commit_time()}
    assert len({entry.date_time for entry in zipfile.ZipFile(built[1]).infolist()}) == 1


def test_the_sdist_holds_the_sources_of_tests_docs_and_installers(built: tuple[Path, Path]) -> None:
    with tarfile.open(built[0]) as archive:
        names = {name.split("/", 1)[1] for name in archive.getnames()}
    assert {"tests/wheels.py", "docs/index.md", "installer/smoke.py", "Makefile", "CHANGELOG.md"} <= names
    assert f"gauntlet_desktop-{__version__}.tar.gz" == built[0].name


def test_it_holds_the_data_of_the_program_and_its_plugins(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    for start, end in (
        ("gauntlet_desktop/resources/samples/", ".webp"),
        ("gauntlet_desktop/resources/samples/", "README.md"),
        ("gauntlet_desktop/resources/fonts/", ".ttf"),
        ("gauntlet_desktop/resources/icons/", ".svg"),
        ("gauntlet_desktop/resources/prompts/", "artifacts.txt"),
        ("gauntlet_desktop/resources/docs/", "user-guide.md"),
        ("gauntlet_desktop/resources/docs/adr/", ".md"),
        ("gauntlet_desktop/resources/docs/pictures/", ".webp"),
        ("gauntlet_desktop/resources/", "artifacts.json"),
        ("gauntlet_desktop/resources/plugin_kinds/", "detector.py"),
        ("gauntlet_desktop/", "py.typed"),
        ("gauntlet_patch_evidence/weights/", ".onnx"),
        ("gauntlet_patch_evidence/weights/", ".safetensors"),
        ("gauntlet_patch_evidence/", "plugin.toml"),
        ("gauntlet_basic_findings/", "plugin.toml"),
        ("gauntlet_template_narrator/", "plugin.toml"),
        ("gauntlet_desktop-", "licenses/installer/notices/THIRD-PARTY.md"),
    ):
        assert any(name.startswith(start) and name.endswith(end) for name in names), f"{start}...{end}"
    assert not [name for name in names if name.startswith(("tests/", "bench/", "scripts/", "docs/"))]


def test_it_runs_in_an_environment_that_holds_nothing_else(installed: tuple[Path, Path]) -> None:
    for step, seconds in smoke(*installed):
        print(f"{step}: {seconds:.1f} s")


def test_all_built_in_plugins_are_ready_there(installed: tuple[Path, Path]) -> None:
    gauntlet, _ = installed
    listed = json.loads(subprocess.check_output([gauntlet, "plugins", "--json"]))
    assert {plugin["id"] for plugin in listed} == {
        "basic-findings",
        "deep-evidence",
        "explanations",
        "language-models",
        "loopback-server",
        "measured-features",
        "patch-evidence",
        "small-image",
        "source-systems",
        "template-narrator",
    }
    assert {plugin["state"] for plugin in listed} == {"ready"}
    assert all(Path(plugin["folder"]).is_relative_to(gauntlet.parents[1]) for plugin in listed)


def test_the_help_of_an_installed_program_is_its_own(installed: tuple[Path, Path], tmp_path: Path) -> None:
    gauntlet, python = installed
    code = "from gauntlet_desktop.app.help_pages import contents, pages_folder; print(pages_folder(), len(contents()))"
    folder, chapters = subprocess.check_output([python, "-c", code], cwd=tmp_path, encoding="utf-8").rsplit(" ", 1)
    assert Path(folder).is_relative_to(gauntlet.parents[1])
    assert int(chapters) > 3


def test_a_step_that_fails_is_named(installed: tuple[Path, Path]) -> None:
    _, python = installed
    with pytest.raises(SmokeError, match="version"):
        list(smoke(python, python))
