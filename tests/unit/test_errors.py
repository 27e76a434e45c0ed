"""Every input error has a sentence and a remedy, and crosses a pipe."""

from __future__ import annotations

import pickle

import pytest

from gauntlet_desktop.core.errors import Cancelled, GauntletError, InputCode, InputError, PluginFault


def test_there_are_at_most_twelve_codes() -> None:
    assert len(InputCode) <= 12


@pytest.mark.parametrize("code", list(InputCode))
def test_every_code_says_what_happened_and_what_to_do(code: InputCode) -> None:
    error = InputError(code, "Detail.")
    assert error.message.endswith("Detail.")
    assert error.remedy
    record = error.record()
    assert (record.code, record.message, record.remedy) == (code.value, error.message, error.remedy)


@pytest.mark.parametrize(
    "error",
    [InputError(InputCode.EMPTY, "x", "do y"), PluginFault("c", "m", "r"), Cancelled(), GauntletError("a", "b", "c")],
)
def test_errors_cross_a_pipe_unchanged(error: GauntletError) -> None:
    copy = pickle.loads(pickle.dumps(error))
    assert type(copy) is type(error)
    assert copy.record() == error.record()
