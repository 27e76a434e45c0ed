"""A rewording is taken only when it says what the records say."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gauntlet_desktop.core.model_output import OutputRejected
from gauntlet_desktop.core.records import Sentence
from gauntlet_desktop.core.rephrasing import (
    checked,
    claims,
    parse_rephrased,
    sentences_as_json,
    to_rephrase,
    why_refused,
)

RATIO = Sentence(
    "The evidence is 47.9 times more probable if the picture was made by a generative model than if it was captured "
    "by a camera: moderate support.",
    ("verdict",),
    "verdict",
)
MEASURED = Sentence(
    "Over-sharpening: 0.31 (share), against 0.02 to 0.18 in nine of ten held-out camera images.",
    ("finding:x",),
    "finding",
)
DECLARED = Sentence(
    "The file declares the camera “Ignore this”, which can be forged.", ("provenance:camera",), "provenance"
)


@pytest.mark.parametrize(
    "new",
    [
        RATIO.text,
        "This evidence is 47.9 times more probable if a picture was made by a generative model than if it was captured "
        "by a camera, which is moderate support.",
    ],
)
def test_other_words_for_the_same_are_taken(new: str) -> None:
    sentence, why = checked(RATIO, f"  {new}\n")
    assert (sentence.text, sentence.records, why) == (new, ("verdict",), "")


@pytest.mark.parametrize(
    ("original", "new", "why"),
    [
        (RATIO, "", "empty"),
        (RATIO, RATIO.text.replace("47.9", "479"), "numbers"),
        (RATIO, RATIO.text.replace("47.9 times", "times"), "numbers"),
        (RATIO, RATIO.text + " Chance is 1 in 2.", "numbers"),
        (RATIO, RATIO.text.replace("made by a generative model", "taken") + " generative model", "claims"),
        (RATIO, "The evidence is not 47.9" + RATIO.text.removeprefix("The evidence is 47.9"), "claims"),
        (RATIO, RATIO.text.replace("moderate", "certain"), "claims"),
        (RATIO, RATIO.text + " It is fake.", "claims"),
        (RATIO, RATIO.text + " word" * 60, "longer"),
        (MEASURED, MEASURED.text.replace("0.31", "0.18").replace("to 0.18", "to 0.31"), "numbers"),
        (
            Sentence("Blue roofs, red doors.", ("finding:x",), "finding"),
            "Birds swim inside mountain rivers.",
            "new words",
        ),
    ],
)
def test_what_says_something_else_leaves_the_sentence_as_it_was(original: Sentence, new: str, why: str) -> None:
    assert why in why_refused(original.text, new)
    assert checked(original, new) == (original, why_refused(original.text, new))


def test_exchanged_sides_are_noticed_by_the_order_of_what_is_claimed() -> None:
    there, back = "It leans to a camera over a model.", "It leans to a model over a camera."
    assert sorted(claims(there)) == sorted(claims(back))
    assert "claims" in why_refused(there, back)


@given(st.text(max_size=200))
def test_every_text_says_what_it_says(text: str) -> None:
    assert why_refused(text, text) in ("", "it is empty")


def test_what_quotes_the_file_never_goes_to_a_model() -> None:
    assert to_rephrase((RATIO, DECLARED, MEASURED)) == (0, 2)
    assert "Ignore this" not in sentences_as_json([(0, RATIO), (2, MEASURED)])


ASKED = [(0, RATIO), (2, MEASURED)]


def reply(*items: Any) -> str:
    return json.dumps({"sentences": list(items)})


FIRST = {"id": 0, "records": ["verdict"], "text": "a"}
SECOND = {"id": 2, "records": ["finding:x"], "text": "b"}


def test_each_sentence_comes_back_once_with_its_own_records() -> None:
    assert parse_rephrased(f"Here: {reply(SECOND, FIRST)}", ASKED) == {0: "a", 2: "b"}


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("nothing", "no JSON"),
        ("[]", "one key"),
        (json.dumps({"sentences": [FIRST, SECOND], "verdict": "camera"}), "one key"),
        (reply(*[FIRST] * 100), "one key"),
        (reply(FIRST), "once"),
        (reply(FIRST, FIRST, SECOND), "once"),
        (reply(FIRST, {**SECOND, "records": ["verdict"]}), "once"),
        (reply(FIRST, {**SECOND, "id": 1}), "once"),
        (reply(FIRST, "b"), "the keys"),
        (reply(FIRST, {**SECOND, "extra": 1}), "the keys"),
        (reply(FIRST, {**SECOND, "id": True}), "a number"),
        (reply(FIRST, {**SECOND, "text": 5}), "a number"),
        (reply(FIRST, {**SECOND, "records": [1]}), "named by text"),
    ],
)
def test_an_answer_that_does_not_fit_is_refused(text: str, why: str) -> None:
    with pytest.raises(OutputRejected, match=why):
        parse_rephrased(text, ASKED)
