"""Sentences with values: English as they stand, and known by their templates wherever they are carried."""

from __future__ import annotations

import pickle

import pytest

from gauntlet_desktop.core.errors import UserError
from gauntlet_desktop.core.phrases import Phrase, phrase, recognised, system_reason


def test_a_phrase_is_a_text_that_knows_what_it_was_made_of() -> None:
    inner = phrase("a number up to {most}", most=9)
    outer = phrase("It is to be {allowed}.", allowed=inner)
    assert outer == "It is to be a number up to 9."
    assert (outer.template, outer.values) == ("It is to be {allowed}.", {"allowed": inner})


def test_what_stands_in_a_value_is_never_filled_in() -> None:
    assert phrase("{name} is there.", name="{name.__class__}") == "{name.__class__} is there."


def test_a_phrase_crosses_a_pipe_with_its_error() -> None:
    error = UserError("code", phrase("{file} is empty.", file="a.jpg"), "")
    message = pickle.loads(pickle.dumps(error)).message
    assert isinstance(message, Phrase)
    assert (message, message.template, message.values) == (error.message, "{file} is empty.", {"file": "a.jpg"})
    assert str(error) == "a.jpg is empty."


def test_without_values_braces_stand_as_they_are() -> None:
    assert phrase("{a} or {") == "{a} or {"


@pytest.mark.parametrize(
    ("text", "template", "values"),
    [
        ("It has 1,200 bytes.", "It has {size:,} bytes.", {"size": 1200}),
        ("The decoder says: {0}\nbad", "The decoder says: {reason}", {"reason": "{0}\nbad"}),
        ("It has 12,00 bytes.", "It has 12,00 bytes.", {}),
        ("It has {size:,} bytes.", "It has {size:,} bytes.", {}),
        ("It has , bytes.", "It has , bytes.", {}),
    ],
)
def test_a_text_that_was_written_down_is_known_again_by_its_template(
    text: str, template: str, values: dict[str, object]
) -> None:
    made = recognised(text, ["It has {size:,} bytes.", "The decoder says: {reason}"])
    assert (made, made.template, made.values) == (text, template, values)


def test_what_is_a_phrase_stays_the_one_it_is() -> None:
    made = phrase("It has {amount} bytes.", amount="7")
    assert recognised(made, ["It has {size:,} bytes."]) is made


def test_the_system_says_why_where_it_knows() -> None:
    assert system_reason(FileNotFoundError(2, "No such file or directory")) == "No such file or directory"
    assert system_reason(ValueError("embedded null byte")) == "embedded null byte"
