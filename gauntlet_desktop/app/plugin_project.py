"""Makes a plugin project that works as it is: manifest, code, what the kind needs beside it, tests and a CI file."""

from __future__ import annotations

import hashlib
import importlib.util
import keyword
import re
import shutil
import sys
import tomllib
from collections.abc import Iterator, Mapping
from importlib import resources
from pathlib import Path
from typing import Any

from gauntlet_desktop.api.discovery import API_VERSION
from gauntlet_desktop.api.hookspecs import ENTRY_POINT_GROUP
from gauntlet_desktop.api.manifest import KINDS, MANIFEST_NAME
from gauntlet_desktop.app.files import make_folder, write_atomically
from gauntlet_desktop.core.errors import UserError

HOOKS = {
    "attacks": "gauntlet_attacks",
    "detector": "gauntlet_detectors",
    "explainer": "gauntlet_explainers",
    "explanation-methods": "gauntlet_explanation_methods",
    "model-formats": "gauntlet_model_formats",
    "finding-rules": "gauntlet_finding_rules",
    "language-models": "gauntlet_language_models",
    "scope-judge": "gauntlet_scope_judges",
    "narrator": "gauntlet_narrators",
    "report-sections": "gauntlet_report_sections",
    "training-recipe": "gauntlet_training_recipes",
}
_TEMPLATE_ID = "example-plugin"
_NAME = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
_NAME_CHARACTERS = 40
_DEVICES = re.compile(r"con|prn|aux|nul|com[0-9]|lpt[0-9]")  # no file can be named so on Windows
_PROJECT_BYTES = 1 << 20
_WEIGHTS_NAME, _CARD_NAME = "weights.safetensors", "MODEL_CARD.md"

_PYPROJECT = """[build-system]
requires = ["setuptools>=77"]
build-backend = "setuptools.build_meta"

[project]
name = "{name}"
version = "0.1.0"
description = "A plugin of Gauntlet Desktop: {kind}"
license = "MIT"
requires-python = ">=3.11"
dependencies = ["gauntlet-desktop"]

[project.optional-dependencies]
dev = ["pytest>=8"]

[project.entry-points."{group}"]
{name} = "{package}"

[tool.setuptools]
packages = ["{package}"]

[tool.setuptools.package-data]
{package} = ["*.toml", "*.md", "*.safetensors", "*.json"]

[tool.pytest.ini_options]
testpaths = ["tests"]
pythonpath = ["."]
"""
_MANIFEST = """id = "{name}"
name = "{name}"
version = "0.1.0"
api = ["{api}"]
kinds = ["{kind}"]
entry = "{package}"
licence = "MIT"
description = "Made by gauntlet plugins new: say here what it does."
"""
_FILE = """
[[files]]
path = "{path}"
sha256 = "{sha256}"
bytes = {bytes}
licence = "MIT"
"""
_DETECTOR = """
[[detectors]]
id = "{name}"
weights = "{weights}"
model_card = "{card}"
experimental = true
"""
_README = """# {name}

A plugin of Gauntlet Desktop of the kind `{kind}`.

- `{package}/__init__.py`: the code. Import from `gauntlet_desktop.api` and `gauntlet_desktop.core` only.
- `{package}/plugin.toml`: what the plugin declares of itself. A data file that changes needs its new SHA-256 there.
- `tests/`: run them with `python -m pytest`.

`gauntlet plugins check .` runs the acceptance kit; `python -m pip install .` installs the plugin, and
`gauntlet plugins` lists it then. The licence is MIT as made: choose your own, in both toml files, and add its text.
"""
_TESTS = '''"""The plugin passes the acceptance kit of Gauntlet Desktop, and its hook makes new objects at each call."""

import json
import subprocess
import sys
from pathlib import Path

import {package}

PROJECT = Path(__file__).resolve().parents[1]


def test_it_passes_the_acceptance_kit() -> None:
    command = [sys.executable, "-m", "gauntlet_desktop", "plugins", "check", str(PROJECT), "--json"]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "contract" in {{row["check"] for row in json.loads(done.stdout)["rows"]}}


def test_its_hook_makes_new_objects() -> None:
    first, second = {package}.{hook}(), {package}.{hook}()
    assert first
    assert not {{id(each) for each in first}} & {{id(each) for each in second}}
'''
_CI = """name: tests
on: [push, pull_request]
permissions:
  contents: read
jobs:
  tests:
    runs-on: ubuntu-latest
    strategy:
      matrix:
        python: ["3.11", "3.13"]
    steps:
      - uses: actions/checkout@v4
      - uses: actions/setup-python@v5
        with:
          python-version: ${{{{ matrix.python }}}}
      - run: python -m pip install ".[dev]"
      - run: python -m pytest
      - run: gauntlet plugins check .
"""
_CARD = """# {name} 0.1.0

## Intended use

None: this is the example of the plugin kit. Say here what the detector is for, and what it is not for.

## Data

It was trained on nothing: its two weights were made up.

## Figures

None were measured. Without a calibration the detector is called uncalibrated and gives no likelihood ratio;
`gauntlet calibrate {name} DATA` makes one, `gauntlet evaluate DATA --detector {name}` measures.

## Limits

Its score says nothing about the origin of a picture.
"""


def make_project(kind: str, name: str, out: Path) -> Path:
    """Make the project folder `out`/`name` of a plugin of that kind; returns it. Nothing that exists is touched.

    Raises UserError for an unknown kind, a name that cannot be one, and a folder that is there already;
    EnvironmentFault when it cannot be written, and nothing is left behind then.
    """
    if kind not in KINDS:
        raise UserError("no_such_kind", f"There is no kind {kind!r}.", f"Kinds: {', '.join(KINDS)}.")
    package = package_of(name)
    folder = out / name
    make_folder(out)
    try:
        folder.mkdir()
    except FileExistsError as error:
        raise UserError(
            "exists", f"There is {name!r} already, and nothing is overwritten.", "Choose another name or folder."
        ) from error
    try:
        for path, content in _files(kind, name, package):
            make_folder((folder / path).parent)
            write_atomically(folder / path, content)
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise
    return folder


def package_of(name: str) -> str:
    """The import name of a plugin. Raises UserError for a name that cannot be one of a distribution and a package."""
    package = name.replace("-", "_")
    if not _NAME.fullmatch(name) or len(name) > _NAME_CHARACTERS or _DEVICES.fullmatch(name):
        raise UserError(
            "bad_name",
            f"{name[:100]!r} cannot be the name of a plugin.",
            f"Use lower-case letters, digits and single hyphens, a letter first, {_NAME_CHARACTERS} at most.",
        )
    if keyword.iskeyword(package) or package in (*sys.stdlib_module_names, "tests") or _is_importable(package):
        raise UserError("name_taken", f"There is a Python package {package!r} already.", "Choose another name.")
    return package


def _is_importable(package: str) -> bool:
    try:
        return importlib.util.find_spec(package) is not None
    except (ImportError, ValueError):  # something half imported has that name
        return True


def _files(kind: str, name: str, package: str) -> Iterator[tuple[str, bytes]]:
    """The files of a project, by their paths in it."""
    data = dict(_data(kind, name))
    words = {
        "name": name,
        "kind": kind,
        "package": package,
        "group": ENTRY_POINT_GROUP,
        "api": API_VERSION,
        "hook": HOOKS[kind],
    }
    yield "pyproject.toml", _PYPROJECT.format(**words).encode()
    yield "README.md", _README.format(**words).encode()
    yield ".github/workflows/tests.yml", _CI.format(**words).encode()
    yield f"tests/test_{package}.py", _TESTS.format(**words).encode()
    yield f"{package}/__init__.py", template(kind).replace(_TEMPLATE_ID, name).encode()
    yield f"{package}/{MANIFEST_NAME}", _manifest(words, data).encode()
    for path, content in data.items():
        yield f"{package}/{path}", content
    if kind == "model-formats":
        yield "tests/examples/example.brightness.json", b'{"bias": -1.0, "slope": 2.0}\n'


def template(kind: str) -> str:
    """The code of a plugin of that kind, with the id "example-plugin"."""
    folder = resources.files("gauntlet_desktop.resources") / "plugin_kinds"
    return (folder / f"{kind.replace('-', '_')}.py").read_text(encoding="utf-8")


def _data(kind: str, name: str) -> Iterator[tuple[str, bytes]]:
    """The data files of the package: a detector has weights and a model card."""
    if kind == "detector":
        import numpy as np
        from safetensors.numpy import save

        weights = {"bias": np.array([-1.0], dtype=np.float32), "slope": np.array([0.1], dtype=np.float32)}
        yield _WEIGHTS_NAME, save(weights)
        yield _CARD_NAME, _CARD.format(name=name).encode()


def _manifest(words: Mapping[str, str], data: Mapping[str, bytes]) -> str:
    parts = [_MANIFEST.format(**words)]
    for path, content in data.items():
        parts.append(_FILE.format(path=path, sha256=hashlib.sha256(content).hexdigest(), bytes=len(content)))
    if data:
        parts.append(_DETECTOR.format(name=words["name"], weights=_WEIGHTS_NAME, card=_CARD_NAME))
    return "".join(parts)


def read_project(folder: Path) -> dict[str, Any]:
    """The pyproject.toml of a folder. Raises UserError for a folder without one, or one that cannot be read."""
    try:
        with (folder / "pyproject.toml").open("rb") as file:
            return tomllib.loads(file.read(_PROJECT_BYTES).decode("utf-8"))
    except (OSError, ValueError, RecursionError) as error:
        raise UserError(
            "no_project", f"{folder.name} holds no pyproject.toml that can be read.", "Name the folder of a project."
        ) from error
