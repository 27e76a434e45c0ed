"""The wheel holds everything that the program needs at run time, and runs from an empty place."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tests.wheels import build_wheel

ROOT = Path(__file__).resolve().parents[2]
BUILT_FROM = ("pyproject.toml", "README.md", "LICENSE", "gauntlet_desktop", "plugins", "installer")


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Built from links to the sources in a folder of its own: setuptools leaves its traces there."""
    folder = tmp_path_factory.mktemp("source")
    out = tmp_path_factory.mktemp("dist")
    for name in BUILT_FROM:
        (folder / name).symlink_to(ROOT / name)
    return build_wheel(folder, out)


def test_it_holds_the_data_of_the_program_and_its_plugins(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    for start, end in (
        ("gauntlet_desktop/resources/samples/", ".webp"),
        ("gauntlet_desktop/resources/samples/", "README.md"),
        ("gauntlet_desktop/resources/fonts/", ".ttf"),
        ("gauntlet_desktop/resources/icons/", ".svg"),
        ("gauntlet_desktop/resources/prompts/", "artifacts.txt"),
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


def test_it_runs_from_an_empty_place(wheel: Path, tmp_path: Path) -> None:
    place = tmp_path / "place"
    pip = [sys.executable, "-m", "pip", "install", "--no-index", "--no-deps", "--quiet", "--target", place]
    subprocess.run([*pip, wheel], check=True)

    def run(*arguments: str) -> str:
        """The output of Python in that place, which comes before the sources that this environment holds as well."""
        environment = {**os.environ, "PYTHONPATH": str(place)}
        command = [sys.executable, *arguments]
        return subprocess.run(
            command, cwd=tmp_path, env=environment, stdout=subprocess.PIPE, encoding="utf-8", check=False
        ).stdout

    assert run("-c", "import gauntlet_desktop; print(gauntlet_desktop.__file__)").startswith(str(place))
    listed = json.loads(run("-m", "gauntlet_desktop", "plugins", "--json"))
    assert {plugin["id"]: plugin["state"] for plugin in listed if plugin["folder"].startswith(str(place))} == {
        "basic-findings": "ready",
        "deep-evidence": "ready",
        "explanations": "ready",
        "language-models": "ready",
        "loopback-server": "ready",
        "measured-features": "ready",
        "patch-evidence": "ready",
        "small-image": "ready",
        "source-systems": "ready",
        "template-narrator": "ready",
    }
    assert "Everything that is needed is there." in run("-m", "gauntlet_desktop", "doctor")
