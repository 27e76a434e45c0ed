"""Evaluation from the command line's side: the installed detectors on a user's own labelled images."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from gauntlet_desktop.app.evaluation import EvaluationRequest, evaluate, page_of
from gauntlet_desktop.core.errors import Cancelled, UserError
from gauntlet_desktop.evaluation.installed import CAUTION
from tests.images import jpeg, picture

INSTALLED = "patch-evidence"
ONE = EvaluationRequest(detectors=(INSTALLED,), conditions=("clean", "web"))


def quiet(fraction: float, what: str) -> None:
    assert 0 <= fraction <= 1
    assert what


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
    table = evaluate(labelled, tmp_path / "out", ONE, progress=quiet)
    assert CAUTION in table
    assert f"## {INSTALLED}" in table
    assert page_of(tmp_path / "out").read_text(encoding="utf-8").startswith("<!doctype html>")
    again = evaluate(labelled, tmp_path / "out", ONE, progress=quiet)
    first, second = (text[text.index("## Leak") : text.index("## Time")] for text in (table, again))
    assert first == second
    assert "16 scores are of an earlier run" in again


def test_without_a_folder_the_tables_are_all_there_is(labelled: Path) -> None:
    assert f"## {INSTALLED}" in evaluate(labelled, None, ONE, progress=quiet)


def test_ten_crop_and_a_limit(labelled: Path, tmp_path: Path) -> None:
    request = EvaluationRequest(ONE.detectors, ("clean",), limit=2, ten_crop=True)
    evaluate(labelled, tmp_path / "out", request, progress=quiet)
    document = json.loads((tmp_path / "out" / "evaluation.json").read_text(encoding="utf-8"))
    assert list(document["systems"]) == [INSTALLED, f"{INSTALLED} (ten-crop)"]
    assert document["images"]["found"] == 4
    assert document["systems"][f"{INSTALLED} (ten-crop)"]["note"]


def test_a_detector_that_is_not_installed_is_said(labelled: Path) -> None:
    with pytest.raises(UserError) as refused:
        evaluate(labelled, None, EvaluationRequest(detectors=("no-such-detector",)), progress=quiet)
    assert INSTALLED in refused.value.remedy


def test_an_evaluation_can_be_cancelled(labelled: Path, tmp_path: Path) -> None:
    with pytest.raises(Cancelled):
        evaluate(labelled, tmp_path / "out", ONE, progress=quiet, is_cancelled=lambda: True)


def test_a_folder_without_labelled_images_is_said(tmp_path: Path) -> None:
    with pytest.raises(UserError):
        evaluate(tmp_path, None, progress=quiet)
