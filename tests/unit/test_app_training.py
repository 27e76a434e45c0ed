"""Training and evaluation from the command line's side: parameters, what is missing, and tables of real detectors."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gauntlet_desktop.app.training import evaluate, parse_assignments, train
from gauntlet_desktop.core.errors import UserError
from gauntlet_desktop.core.serialise import dumps
from gauntlet_desktop.evaluation.installed import CAUTION
from gauntlet_desktop.training.recipes import find_recipe
from tests.images import jpeg, picture

VALUES = st.one_of(st.integers(), st.booleans(), st.none(), st.lists(st.integers()), st.text())


def quiet(fraction: float, what: str) -> None:
    assert 0 <= fraction <= 1
    assert what


@given(st.dictionaries(st.text("abcdefgh_", min_size=1), VALUES))
def test_json_values_come_back(parameters: dict[str, Any]) -> None:
    assert parse_assignments(f"{key}={dumps(value)}" for key, value in parameters.items()) == parameters


def test_plain_text_stands_for_itself_and_later_ones_win() -> None:
    assert parse_assignments(["a=b=c", "rate=2e-3", "a=x", "empty="]) == {"a": "x", "rate": 0.002, "empty": ""}


@pytest.mark.parametrize("assignment", ["steps", "=5", ""])
def test_what_is_no_assignment_is_refused(assignment: str) -> None:
    with pytest.raises(UserError) as refused:
        parse_assignments([assignment])
    assert refused.value.code == "bad_assignment"


def test_the_light_install_names_the_full_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    with pytest.raises(UserError) as refused:
        train("patch-evidence", tmp_path, tmp_path / "out", progress=quiet)
    assert "pip install 'gauntlet-desktop[full]'" in refused.value.remedy
    assert not (tmp_path / "out").exists()


def test_recipes_are_those_of_the_installed_plugins() -> None:
    assert find_recipe("patch-evidence").id == "patch-evidence"
    with pytest.raises(UserError) as refused:
        find_recipe("no-such-recipe")
    assert "patch-evidence" in refused.value.remedy


@pytest.fixture
def labelled(tmp_path: Path) -> Path:
    """Four small pictures of either label."""
    for shift, label in enumerate(("real", "fake")):
        for number in range(4):
            path = tmp_path / "data" / label / f"{number}.jpg"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(jpeg(picture(256, 256, seed=4 * shift + number), quality=90))
    return tmp_path / "data"


def test_the_installed_detector_is_measured_on_a_users_images(labelled: Path, tmp_path: Path) -> None:
    table = evaluate(labelled, tmp_path / "out", progress=quiet)
    assert table.startswith(CAUTION)
    assert "Detector patch-evidence" in table
    assert (tmp_path / "out" / "patch-evidence" / "evaluation.json").is_file()
    assert evaluate(labelled, None, progress=quiet) == table


def test_a_folder_without_labelled_images_is_said(tmp_path: Path) -> None:
    with pytest.raises(UserError):
        evaluate(tmp_path, None, progress=quiet)
