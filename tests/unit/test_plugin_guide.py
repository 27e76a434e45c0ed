"""The plugin guide says what is: its examples are those that the acceptance kit is run on, its lists are complete."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

from gauntlet_desktop import api
from gauntlet_desktop.api.manifest import KINDS
from gauntlet_desktop.app.plugin_project import HOOKS, make_project, template

GUIDE = (Path(__file__).resolve().parents[2] / "docs" / "plugin-guide.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("kind", KINDS)
def test_the_example_of_each_kind_is_the_one_that_is_tested(kind: str) -> None:
    assert f"\n### {kind}\n\n```python\n{template(kind)}```\n" in GUIDE


def test_the_guide_names_every_kind_and_every_hook() -> None:
    for kind, hook in HOOKS.items():
        assert f"`{kind}`" in GUIDE
        assert f"| `{hook}` |" in GUIDE


def test_the_manifest_in_the_guide_is_that_of_a_made_detector(tmp_path: Path) -> None:
    made = make_project("detector", "neighbour-difference", tmp_path) / "neighbour_difference" / "plugin.toml"
    (shown,) = re.findall(r'```toml\n(id = "neighbour-difference".*?)```', GUIDE, re.DOTALL)
    written = tomllib.loads(made.read_text(encoding="utf-8"))
    told = tomllib.loads(shown)
    (weights,) = told.pop("files")
    assert {**written["files"][0], "sha256": "..."} == weights
    assert {name: value for name, value in written.items() if name != "files"} == told


def test_examples_import_only_what_plugins_may() -> None:
    for kind in KINDS:
        for name in re.findall(r"^\s*from (gauntlet_desktop[\w.]*) import", template(kind), re.MULTILINE):
            assert name == "gauntlet_desktop.api" or name.startswith(
                ("gauntlet_desktop.api.", "gauntlet_desktop.core.")
            )


def test_the_guide_states_the_version_of_the_api() -> None:
    assert f"now {api.API_VERSION}, in `gauntlet_desktop.api.API_VERSION`" in GUIDE
