"""What the program is doing is said in the language of the window, by its own parts and by the plugins beside it."""

from __future__ import annotations

import runpy
from pathlib import Path

import pytest

from gauntlet_desktop.api import ExplainRequest
from gauntlet_desktop.core.records import C2paResult, C2paState, Provenance
from gauntlet_desktop.core.task import MINUTES_LEFT, TaskContext, with_estimate
from gauntlet_desktop.evaluation.kit.networks import one_thread
from gauntlet_desktop.inference.ladder import CHANGES
from gauntlet_desktop.inference.loader import load
from gauntlet_desktop.inference.pipeline import Picture, Pipeline
from gauntlet_desktop.ui.language import BETWEEN, share, work_words
from gauntlet_explanations import gauntlet_explanation_methods
from scripts.window_words import PLUGINS, steps_told, working_modules
from tests.factories import make_facts, make_pixels, make_record

# Called the same in German.
pytestmark = pytest.mark.usefixtures("german")

_NAMES = {"LIME", "RISE", "Ablation-CAM", "Score-CAM", "JPEG 7"}
# Where what others say is handed on, or a note about a training, which no window shows.
_HANDED_ON = {"task.py", "apart.py", "lane.py", "runner.py", "explanations.py"}


def english(step: str) -> set[str]:
    """The parts of a step that hold words and stay as they are."""
    return {part for part in BETWEEN.split(step) if any(map(str.isalpha, part)) and work_words(part) == part}


def test_every_step_of_the_program_and_its_plugins_has_a_translation() -> None:
    left = {
        f"{path.name}:{line}: {part}"
        for path in working_modules()
        for line, phrases in steps_told(path)
        for phrase in phrases
        for part in english(phrase.replace("{}", "7")) - _NAMES
    }
    assert left == set(), "say names behind a colon or a comma, and run `make translations`"


def test_no_step_escapes_the_translators() -> None:
    silent = {path.name for path in working_modules() for _, phrases in steps_told(path) if not phrases}
    assert silent - _HANDED_ON == set(), "a step is told as a literal, so that scripts/window_words.py finds it"


def test_an_analysis_by_all_plugins_says_its_steps_in_german(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GAUNTLET_CONFIG_DIR", str(tmp_path))
    monkeypatch.setenv("GAUNTLET_MODELS_DIR", str(tmp_path))
    steps: list[str] = []
    picture = Picture(
        make_record().source, make_facts(480, 320), make_pixels(320, 480, 5), Provenance(C2paResult(C2paState.ABSENT))
    )
    *_, record = Pipeline(load()).analyse(picture, TaskContext(lambda _, step: steps.append(step)))
    assert record.failures == () and len(steps) > 10
    assert {part for step in steps for part in english(step)} - {change.name for change in CHANGES} == set()


def test_every_method_of_explanation_says_its_steps_in_german() -> None:
    pytest.importorskip("torch")
    tiny = runpy.run_path(str(PLUGINS / "explanations" / "tests" / "tiny.py"))
    steps: list[str] = []
    detector = tiny["transformer"]()
    for method in gauntlet_explanation_methods():
        with one_thread():
            method.explain(tiny["image"](), detector, ExplainRequest(), TaskContext(lambda _, step: steps.append(step)))
        names = {method.name, *method.layers(detector)}
        assert {part for step in steps for part in english(step)} - names == set(), method.id
        steps.clear()


def test_names_stay_and_figures_follow_the_language() -> None:
    assert work_words("Reading: IMG_0001.jpg") == "Wird gelesen: IMG_0001.jpg"
    assert work_words("Reading: Image of 7.jpg") == "Wird gelesen: Image of 7.jpg"
    assert work_words("Accuracy on the test split: 0.9312") == "Genauigkeit auf dem Testteil: 0,9312"
    assert work_words("Audit: shuffled weights, layer4.1") == "Prüfung der Karte: vertauschte Gewichte, layer4.1"
    what = with_estimate("Looking at image 7 of 1200", 60.0, done=6, left=1194)
    assert what == f"Looking at image 7 of 1200, {MINUTES_LEFT.format(199)}"
    assert work_words(what) == "Bild 7 von 1200 wird betrachtet, noch etwa 199 min"
    assert share(0.4) == "40\u00a0%"
