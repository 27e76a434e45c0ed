"""A third party's plugin, built as a wheel and installed with pip into an environment, is found, listed and run."""

from __future__ import annotations

import json
import subprocess
import sys
import sysconfig
import venv
from pathlib import Path
from typing import Any

import pytest

from tests.contract.plugin_project import detector_code, write_package
from tests.images import jpeg, picture
from tests.wheels import build_wheel

PYPROJECT = """
[build-system]
requires = ["setuptools>=77"]
build-backend = "setuptools.build_meta"

[project]
name = "{name}"
version = "0.3.0"

[project.entry-points."gauntlet_desktop.plugins"]
{name} = "{package}"

[tool.setuptools]
packages = ["{package}"]

[tool.setuptools.package-data]
{package} = ["plugin.toml", "weights.bin"]
"""


def run(*command: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, capture_output=True, encoding="utf-8", check=False)


def plugin_wheel(folder: Path, package: str, code: str) -> Path:
    """A wheel of a plugin project."""
    name = package.replace("_", "-")
    write_package(folder, package, name, code)
    (folder / "pyproject.toml").write_text(PYPROJECT.format(name=name, package=package))
    return build_wheel(folder, folder / "dist")


@pytest.fixture(scope="module")
def python(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The interpreter of a new environment: it sees what this one has installed, and two more plugins."""
    root = tmp_path_factory.mktemp("environment")
    venv.create(root / "venv", with_pip=False)
    python = root / "venv" / ("Scripts" if sys.platform == "win32" else "bin") / "python"
    paths = json.loads(run(python, "-c", "import json, sysconfig; print(json.dumps(sysconfig.get_paths()))").stdout)
    ours = sysconfig.get_paths()["purelib"]
    (Path(paths["purelib"]) / "ours.pth").write_text(f"import site; site.addsitedir({ours!r})\n")
    wheels = [
        plugin_wheel(root / "good", "brightness_detector", detector_code("brightness-detector")),
        plugin_wheel(root / "bad", "broken_detector", "raise RuntimeError('broken at import')"),
    ]
    pip = [sys.executable, "-m", "pip", "--python", str(python)]
    done = run(*pip, "install", "--no-index", "--no-deps", "--quiet", *wheels)
    assert done.returncode == 0, done.stderr
    return python


def plugins(python: Path) -> dict[str, dict[str, Any]]:
    listed = json.loads(run(python, "-m", "gauntlet_desktop", "plugins", "--json").stdout)
    return {plugin["id"]: plugin for plugin in listed}


def test_it_is_listed_as_a_third_partys(python: Path) -> None:
    found = plugins(python)
    assert found["brightness-detector"]["state"] == "ready"
    assert not found["brightness-detector"]["built_in"]
    assert found["brightness-detector"]["distribution"] == "brightness-detector"
    assert found["patch-evidence"]["built_in"]
    assert "brightness-detector" not in {
        plugin["id"] for plugin in json.loads(run(sys.executable, "-m", "gauntlet_desktop", "plugins", "--json").stdout)
    }


def test_its_detector_runs_and_its_neighbours_failure_is_recorded(python: Path, tmp_path: Path) -> None:
    photo = tmp_path / "photo.jpg"
    photo.write_bytes(jpeg(picture(320, 480)))
    done = run(python, "-m", "gauntlet_desktop", "analyze", photo, "--json")
    record = json.loads(done.stdout)
    answers = {detector["id"]: detector for detector in record["detectors"]}
    assert 0 < answers["brightness-detector"]["score"] < 1
    assert answers["brightness-detector"]["calibrated"] is False
    assert answers["brightness-detector"]["log10_lr"] is None
    failures = {failure["plugin"]: failure["message"] for failure in record["failures"]}
    assert "broken at import" in failures["broken-detector"]
    assert record["status"] == "ok"
