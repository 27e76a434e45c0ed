"""Sentences with values: English as they stand, and known by their templates wherever they are carried."""

from __future__ import annotations

import pickle

from gauntlet_desktop.core.errors import UserError
from gauntlet_desktop.core.phrases import Phrase, phrase


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
