"""What each kind of answer of a plugin must be. Every function raises PluginFault that says what is wrong."""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence
from typing import Any, TypeVar

import numpy as np

from gauntlet_desktop.api import (
    DetectorOutput,
    Generated,
    ImageInput,
    Measurement,
    Parameter,
    Recognised,
)
from gauntlet_desktop.core.errors import PluginFault, UserError
from gauntlet_desktop.core.heatmaps import view_sum
from gauntlet_desktop.core.records import Box, EvidenceView, Heatmap, ImageFacts, Sentence
from gauntlet_desktop.inference.explainers import SUM_TOLERANCE, checked

SECTIONS = ("verdict", "detector", "finding", "provenance", "limits")
REGISTERS = ("", "plain", "technical")
SIDES = ("generated", "camera", "neither")
MOST_CHARACTERS = 2000
T = TypeVar("T")


def fault(message: str) -> PluginFault:
    return PluginFault("contract", message, "")


def of_kind(value: Any, kind: type[T], what: str) -> T:
    """The value itself, of that type."""
    if not isinstance(value, kind):
        raise fault(f"{what} is of the type {type(value).__name__}, not {kind.__name__}.")
    return value


def sequence(value: Any, kind: type[T], what: str) -> Sequence[T]:
    """A list or tuple of one type."""
    if not isinstance(value, list | tuple):
        raise fault(f"{what} is of the type {type(value).__name__}, not a list or tuple.")
    return [of_kind(item, kind, f"a part of {what}") for item in value]


def finite(value: Any, what: str) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float | np.floating) or not math.isfinite(value):
        raise fault(f"{what} is {value!r}, not a finite number.")
    return float(value)


def output(value: Any, image: ImageInput) -> None:
    """Of a detector: a finite score, and evidence views inside the picture that add up to it."""
    given = of_kind(value, DetectorOutput, "the output")
    finite(given.score, "the score")
    finite(given.bias, "the bias")
    _views(given.views, image.facts)
    if given.views and abs(view_sum(given.views, given.bias) - given.score) > SUM_TOLERANCE:
        raise fault("score and bias + sum of weight x mean of the views differ.")


def heatmap(value: Any, image: ImageInput) -> None:
    given = of_kind(value, Heatmap, "the heatmap")
    if not given.views:
        raise fault("the heatmap has no view.")
    if given.unit not in ("logit", "relative"):
        raise fault(f"the heatmap's unit is {given.unit!r}.")
    _views(given.views, image.facts)
    checked(given)


def _views(views: Any, facts: ImageFacts) -> None:
    for view in sequence(views, EvidenceView, "the views"):
        inside(view.region, facts)
        finite(view.weight, "the weight of a view")
        values = of_kind(view.values, np.ndarray, "the values of a view")
        if values.dtype != np.float32 or values.ndim != 2 or not values.size or not np.isfinite(values).all():
            raise fault("the values of a view are no finite float32 (rows, columns).")


def inside(region: Any, facts: ImageFacts) -> None:
    """A region in pixels of the original."""
    box = of_kind(region, Box, "a region")
    ends = box.x + box.width, box.y + box.height
    if box.x < 0 or box.y < 0 or min(box.width, box.height) < 1 or ends[0] > facts.width or ends[1] > facts.height:
        raise fault(f"the region {box} is not inside the picture of {facts.width} x {facts.height} px.")


def measurement(value: Any, facts: ImageFacts) -> None:
    if value is None:
        return
    given = of_kind(value, Measurement, "the measurement")
    finite(given.value, "the measured value")
    if given.region is not None:
        inside(given.region, facts)


def sentences(value: Any) -> None:
    for sentence in sequence(value, Sentence, "the sentences"):
        _text(sentence.text, "a sentence")
        if not sequence(sentence.records, str, "the records of a sentence"):
            raise fault(f"the sentence {sentence.text[:60]!r} names no record that it was built from.")
        if sentence.section not in SECTIONS or sentence.register not in REGISTERS:
            raise fault(f"section {sentence.section!r} or register {sentence.register!r} of a sentence is unknown.")


def reasons(value: Any) -> None:
    for reason in sequence(value, str, "the reasons"):
        _text(reason, "a reason")


def _text(text: Any, what: str) -> None:
    given = of_kind(text, str, what)
    if not given.strip() or len(given) > MOST_CHARACTERS:
        raise fault(f"{what} is empty or has more than {MOST_CHARACTERS} characters.")


def generated(value: Any, told: Sequence[str]) -> None:
    """Of a language model; `told` is what it said while it wrote: all of the text so far, again and again."""
    given = of_kind(value, Generated, "the answer")
    of_kind(given.text, str, "the text")
    if given.stopped not in ("end", "length", "time"):
        raise fault(f"the text stopped by {given.stopped!r}.")
    if any(not later.startswith(earlier) for earlier, later in itertools.pairwise(told)):
        raise fault("what is told while it writes is not all of the text so far.")


def recognised(value: Any, format_id: str) -> None:
    given = of_kind(value, Recognised, "what was recognised")
    if given.format != format_id or given.parameters < 0:
        raise fault(f"it names the format {given.format!r} with {given.parameters} parameters.")


def attacked(value: Any, images: Any) -> None:
    """Attacked images of the same shape, in 0..1."""
    if getattr(value, "shape", None) != images.shape:
        raise fault(f"the attacked images are {getattr(value, 'shape', type(value).__name__)}, not {images.shape}.")
    values = value.detach().cpu().numpy()
    if not np.isfinite(values).all() or values.min() < 0.0 or values.max() > 1.0:
        raise fault("attacked values are not in 0..1.")


def parameters(declared: Any) -> dict[str, Any]:
    """The defaults by name; each declared once, each within its own range."""
    found = sequence(declared, Parameter, "the parameters")
    names = [each.name for each in found]
    if len(set(names)) != len(names):
        raise fault(f"a parameter is declared twice: {sorted(names)}.")
    try:
        return {each.name: each.check(each.default) for each in found}
    except UserError as error:
        raise fault(f"a default is outside its own range: {error.message}") from error


def spec(rule: Any) -> None:
    """The specification and threshold of a finding rule."""
    given = rule.spec
    finite(rule.threshold, "the threshold")
    _one_of(given.fires_when, ("high", "low"), "fires_when")
    _one_of(given.towards, SIDES, "towards")
    _one_of(given.subject, ("artifact", "camera", "history"), "subject")
    _one_of(given.strength, ("direct", "weak"), "strength")
    for name in ("id", "artifact", "unit", "method", "source"):
        _text(getattr(given, name), f"the rule's {name}")


def _one_of(value: Any, known: Sequence[str], what: str) -> None:
    if value not in known:
        raise fault(f"{what} is {value!r}, not one of {', '.join(known)}.")
