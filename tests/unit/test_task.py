"""The task context reports, bounds and cancels; what an explanation will take."""

from __future__ import annotations

import pytest

from gauntlet_desktop.api.tasks import Explainable
from gauntlet_desktop.core.errors import Cancelled
from gauntlet_desktop.core.task import TaskContext


def test_progress_is_bounded() -> None:
    seen: list[tuple[float, str]] = []
    context = TaskContext(report=lambda fraction, what: seen.append((fraction, what)))
    context.report(-1.0, "a")
    context.report(2.0, "b")
    assert seen == [(0.0, "a"), (1.0, "b")]


def test_a_checkpoint_raises_once_cancelled() -> None:
    cancelled = False
    context = TaskContext(is_cancelled=lambda: cancelled)
    context.checkpoint()
    context.report(0.5, "nobody listens")
    cancelled = True
    with pytest.raises(Cancelled):
        context.checkpoint()
    with pytest.raises(Cancelled):
        context.report(0.6, "x")


def test_an_empty_context_does_nothing() -> None:
    TaskContext().report(0.1, "x")
    TaskContext().say("step", "text")


def test_a_growing_text_is_told_from_every_part_and_stops_when_cancelled() -> None:
    said: list[tuple[str, str]] = []
    context = TaskContext(say=lambda step, text: said.append((step, text)), is_cancelled=lambda: len(said) > 1)
    context.part(0.0, 0.5).part(0.5, 1.0).say("one", "t")
    context.silent().say("one", "unheard")
    context.say("one", "te")
    assert said == [("one", "t"), ("one", "te")]
    with pytest.raises(Cancelled):
        context.say("one", "text")


def test_the_plugin_that_is_asked_is_told_from_every_part() -> None:
    asked: list[tuple[str, str]] = []
    context = TaskContext(calling=lambda plugin, step: asked.append((plugin, step)))
    context.part(0.0, 0.5).calling("a", "detect")
    context.silent().calling("b", "measure")
    TaskContext().calling("nobody", "hears")
    assert asked == [("a", "detect"), ("b", "measure")]


def test_a_part_reports_its_place_in_the_whole_and_is_cancelled_with_it() -> None:
    seen: list[tuple[float, str]] = []
    cancelled = False
    whole = TaskContext(lambda fraction, what: seen.append((fraction, what)), lambda: cancelled)
    part = whole.part(0.5, 0.75)
    part.report(0.0, "begins")
    part.report(1.0, "ends")
    part.silent().report(0.5, "unheard")
    assert seen == [(0.5, "begins"), (0.75, "ends")]
    cancelled = True
    for context in (part, part.silent(), whole.silent().silent()):
        with pytest.raises(Cancelled):
            context.checkpoint()


@pytest.mark.parametrize(("layers", "passes"), [((), 9.0), (("a",), 3.0), (("b",), 5.0), (("a", "b"), 7.0)])
def test_layers_that_are_explained_together_share_their_first_pass(layers: tuple[str, ...], passes: float) -> None:
    pair = Explainable("detector", "method", "Method", ("a", "b"), passes=9.0, layer_passes=(3.0, 5.0))
    assert pair.passes_of(layers) == passes
