"""What `gauntlet plugins new` makes passes the acceptance kit as it is, and never touches what is there."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gauntlet_desktop.api.hookspecs import GauntletSpec
from gauntlet_desktop.api.manifest import KINDS, read_manifest
from gauntlet_desktop.app.plugin_check import check_plugin
from gauntlet_desktop.app.plugin_project import HOOKS, make_project, package_of
from gauntlet_desktop.core.errors import EnvironmentFault, UserError
from tests.wheels import build_wheel

ALWAYS = {"files", "licence", "contract", "time", "determinism", "memory"}
MORE = {
    "detector": {"calibration", "card", "cancellation"},
    "explainer": {"cancellation"},
    "explanation-methods": {"cancellation"},
    "language-models": {"cancellation"},
    "model-formats": {"cancellation"},
    "report-sections": {"cancellation"},
    "scope-judge": {"cancellation"},
    "training-recipe": {"training", "cancellation"},
}


def run(folder: Path, *command: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, *command], cwd=folder, capture_output=True, encoding="utf-8", check=False)


@pytest.mark.parametrize("kind", KINDS)
def test_a_project_of_each_kind_passes_the_kit_as_it_is_made(kind: str, tmp_path: Path) -> None:
    pytest.importorskip("torch")
    folder = make_project(kind, f"made-{kind}", tmp_path)
    before = sorted(path.relative_to(folder) for path in folder.rglob("*"))
    report = check_plugin(str(folder))
    assert [row for row in report.rows if row.outcome != "passed"] == []
    assert {row.check for row in report.rows} == ALWAYS | MORE.get(kind, set())
    assert (report.plugin, report.version, len(report.sha256)) == (f"made-{kind}", "0.1.0", 64)
    assert sorted(path.relative_to(folder) for path in folder.rglob("*")) == before


def test_every_kind_has_its_hook() -> None:
    assert set(HOOKS) == set(KINDS)
    assert set(HOOKS.values()) == {name for name in vars(GauntletSpec) if name.startswith("gauntlet_")}


def test_the_tests_of_a_made_project_pass(tmp_path: Path) -> None:
    folder = make_project("finding-rules", "clipped-pixels", tmp_path)
    done = run(folder, "-m", "pytest", "-q", "-p", "no:cacheprovider")
    assert done.returncode == 0, done.stdout
    assert "2 passed" in done.stdout


def test_a_made_project_builds_into_a_wheel_with_its_data_and_its_entry_point(tmp_path: Path) -> None:
    folder = make_project("detector", "made-detector", tmp_path)
    with zipfile.ZipFile(build_wheel(folder, tmp_path / "dist")) as wheel:
        names = set(wheel.namelist())
        entry = wheel.read("made_detector-0.1.0.dist-info/entry_points.txt").decode()
    assert {f"made_detector/{name}" for name in ("plugin.toml", "weights.safetensors", "MODEL_CARD.md")} <= names
    assert "[gauntlet_desktop.plugins]\nmade-detector = made_detector" in entry


def test_the_same_name_makes_the_same_project(tmp_path: Path) -> None:
    one, other = (make_project("detector", "made-detector", tmp_path / each) for each in ("a", "b"))
    for path in one.rglob("*"):
        if path.is_file():
            assert path.read_bytes() == (other / path.relative_to(one)).read_bytes()
    assert read_manifest(one / "made_detector" / "plugin.toml", "1").kinds == ("detector",)


@pytest.mark.parametrize("there", ["folder", "file", "link"])
def test_nothing_that_exists_is_touched(there: str, tmp_path: Path) -> None:
    target = tmp_path / "made-detector"
    if there == "folder":
        target.mkdir()
        (target / "pyproject.toml").write_text("mine")
    elif there == "file":
        target.write_text("mine")
    else:
        target.symlink_to(tmp_path / "nowhere")
    with pytest.raises(UserError, match="nothing is overwritten"):
        make_project("detector", "made-detector", tmp_path)
    assert not (tmp_path / "nowhere").exists()
    if there != "link":
        assert (target / "pyproject.toml" if there == "folder" else target).read_text() == "mine"


def test_a_folder_that_cannot_be_written_to_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    with pytest.raises(EnvironmentFault):
        make_project("detector", "made-detector", tmp_path / "file")


@pytest.mark.parametrize(
    "name",
    [
        "",
        "../outside",
        "/etc/passwd",
        "a/b",
        "Upper",
        "1st",
        "-x",
        "x-",
        "a--b",
        "a_b",
        "a b",
        "a\nb",
        "naïve",
        "con",
        "lpt1",
        "class",
        "json",
        "tests",
        "numpy",
        "gauntlet-desktop",
        "x" * 41,
        'a"\n[project.scripts]\nx = "y',
        "\u202egpj",
    ],
)
def test_a_name_that_cannot_be_one_makes_nothing(name: str, tmp_path: Path) -> None:
    with pytest.raises(UserError):
        make_project("detector", name, tmp_path)
    assert list(tmp_path.iterdir()) == []


@given(st.text(max_size=60))
def test_a_name_is_refused_or_makes_an_import_name(name: str) -> None:
    try:
        package = package_of(name)
    except UserError:
        return
    assert package.isidentifier() and package.isascii() and package == package.lower()


def test_an_unknown_kind_names_all_there_are(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="report-sections"):
        make_project("oracle", "made-oracle", tmp_path)
    assert list(tmp_path.iterdir()) == []
