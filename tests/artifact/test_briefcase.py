"""What Briefcase packs is configured as the project is, from files that exist; its start does an interpreter's work."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tomllib
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from installer.build_deb import MAINTAINER
from installer.desktop_files import APP_ID
from installer.licences import misfit

ROOT = Path(__file__).resolve().parents[2]
PYPROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
PROJECT, BRIEFCASE = PYPROJECT["project"], PYPROJECT["tool"]["briefcase"]
APP = BRIEFCASE["app"]["gauntlet"]
# Stands in for the executable of Briefcase: it knows no option of an interpreter, and is what `sys.executable` names.
STUB = """#!{python}
import runpy, sys
sys.executable = {stub!r}
sys.path.insert(0, {sources!r})
runpy.run_module("gauntlet", run_name="__main__", alter_sys=True)
"""


@pytest.fixture(scope="module")
def stub(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("stub") / "Gauntlet Desktop"
    sources = str(ROOT / "installer" / "briefcase")
    path.write_text(STUB.format(python=sys.executable, stub=str(path), sources=sources), encoding="utf-8")
    path.chmod(0o755)
    return path


def run(stub: Path, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    return subprocess.run([stub, *arguments], env=environment, capture_output=True, encoding="utf-8", check=False)


def test_names_versions_and_licences_are_those_of_the_project() -> None:
    assert f"{BRIEFCASE['bundle']}.gauntlet" == APP_ID
    assert APP["requires"] == [f"./dist/gauntlet_desktop-{PROJECT['version']}-py3-none-any.whl"]
    assert misfit(BRIEFCASE.get("license", PROJECT["license"])) == ""
    assert f"{BRIEFCASE['author']} <{BRIEFCASE['author_email']}>" == MAINTAINER
    assert urlsplit(BRIEFCASE["url"]).scheme == "https"
    for value in (APP["description"], APP["formal_name"]):
        assert value and "\n" not in value


def test_the_files_that_it_names_exist() -> None:
    for path in BRIEFCASE["license-files"]:
        assert (ROOT / path).is_file(), path
    (sources,) = APP["sources"]
    assert (ROOT / sources / "__main__.py").is_file()
    for icon in (APP["icon"], APP["document_type"]["case"]["icon"]):
        for ending in (".ico", ".icns", "-16.png", "-32.png", "-64.png", "-128.png", "-256.png", "-512.png"):
            assert (ROOT / f"{icon}{ending}").is_file(), ending


def test_case_files_belong_to_it_and_the_sandbox_has_no_network() -> None:
    case = APP["document_type"]["case"]
    assert (case["extension"], case["mime_type"]) == ("gauntlet", "application/x-gauntlet-case")
    assert APP["linux"]["flatpak"]["finish_arg"]["share=network"] is False
    assert set(APP) >= {"windows", "macOS", "linux"}


@pytest.mark.skipif(sys.platform == "win32", reason="the stand-in for the executable is a script with a #! line")
def test_the_program_runs_with_an_executable_that_is_no_interpreter(stub: Path) -> None:
    done = run(stub, "analyze", ROOT / "gauntlet_desktop" / "resources" / "samples" / "01-still-life.jpg", "--json")
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["verdict"]["tier"]


@pytest.mark.skipif(sys.platform == "win32", reason="the stand-in for the executable is a script with a #! line")
def test_questions_to_an_interpreter_are_answered(stub: Path) -> None:
    assert run(stub, "-B", "-s", "-c", "import sys; print(sys.argv[1:])", "a b").stdout == "['a b']\n"
    assert run(stub, "-m", "gauntlet_desktop", "--version").stdout == run(stub, "--version").stdout != ""
    assert run(stub, "--no-such-option").returncode == 2
