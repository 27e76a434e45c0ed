"""Tests of a recipe's declared parameters: what they accept, what they say of what they refuse."""

from __future__ import annotations

import math
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gauntlet_desktop.api import Parameter
from gauntlet_desktop.api.parameters import complete, parse_values
from gauntlet_desktop.core.errors import UserError
from gauntlet_desktop.core.serialise import dumps

STEPS = Parameter("steps", 100, "steps", minimum=1, maximum=1000)
RATE = Parameter("learning_rate", 0.1, "rate", minimum=0.0, maximum=1.0)
MODE = Parameter("mode", "fast", "mode", choices=("fast", "slow"))
FLAG = Parameter("flag", False, "flag")
HELD = Parameter("held_out", {}, "sources")
ALL = (STEPS, RATE, MODE, FLAG, HELD)


def test_defaults_stand_where_nothing_is_changed() -> None:
    assert complete(ALL, {}) == {"steps": 100, "learning_rate": 0.1, "mode": "fast", "flag": False, "held_out": {}}
    assert complete(ALL, {"steps": 5})["steps"] == 5


@given(st.integers(1, 1000), st.floats(0.0, 1.0), st.booleans(), st.dictionaries(st.text(), st.lists(st.text())))
def test_what_is_allowed_comes_back_from_its_text(steps: int, rate: float, flag: bool, held: dict[str, Any]) -> None:
    values = {"steps": steps, "learning_rate": rate, "flag": flag, "held_out": held, "mode": "slow"}
    texts = [(name, value if isinstance(value, str) else dumps(value)) for name, value in values.items()]
    assert complete(ALL, parse_values(ALL, texts)) == values


@pytest.mark.parametrize(
    ("parameter", "value", "said"),
    [
        (STEPS, 0, "a whole number, 1 to 1000"),
        (STEPS, 1.5, "whole number"),
        (STEPS, True, "whole number"),
        (STEPS, "many", "whole number"),
        (RATE, math.nan, "a number, 0.0 to 1.0"),
        (RATE, 2.0, "0.0 to 1.0"),
        (Parameter("free", 0.5, "any"), math.inf, "a number"),
        (Parameter("least", 5, "any", minimum=2), 1, "2 or more"),
        (Parameter("most", 5, "any", maximum=9), 10, "9 or less"),
        (MODE, "medium", "one of fast, slow"),
        (FLAG, 1, "true or false"),
        (HELD, [], "a dict as JSON"),
    ],
)
def test_what_is_not_allowed_is_said_with_its_range(parameter: Parameter, value: Any, said: str) -> None:
    with pytest.raises(UserError) as refused:
        complete([parameter], {parameter.name: value})
    assert parameter.name in refused.value.message
    assert said in refused.value.remedy


def test_whole_numbers_are_numbers() -> None:
    value = complete([RATE], {"learning_rate": 1})["learning_rate"]
    assert (value, type(value)) == (1.0, float)


def test_an_unknown_name_meets_its_nearest() -> None:
    with pytest.raises(UserError, match="Did you mean learning_rate") as refused:
        parse_values(ALL, [("learnin_rate", "1")])
    assert "held_out" in refused.value.remedy
    with pytest.raises(UserError) as refused:
        complete(ALL, {"zzz": 1})
    assert "Did you mean" not in refused.value.remedy


def test_later_texts_win_and_plain_text_stands_for_itself() -> None:
    assert parse_values(ALL, [("steps", "1"), ("steps", "2"), ("mode", "5")]) == {"steps": 2, "mode": "5"}
    assert parse_values(ALL, [("steps", "soon")]) == {"steps": "soon"}
