"""Training from the command line's side: parameters, and what is missing."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import pytest

from gauntlet_desktop.app.training import split_assignment, train
from gauntlet_desktop.core.errors import UserError
from gauntlet_desktop.training.recipes import find_recipe


def quiet(fraction: float, what: str) -> None:
    assert 0 <= fraction <= 1
    assert what


def test_an_assignment_is_cut_at_its_first_equals_sign() -> None:
    assert split_assignment("a=b=c") == ("a", "b=c")
    assert split_assignment("empty=") == ("empty", "")


@pytest.mark.parametrize("assignment", ["steps", "=5", ""])
def test_what_is_no_assignment_is_refused(assignment: str) -> None:
    with pytest.raises(UserError) as refused:
        split_assignment(assignment)
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
