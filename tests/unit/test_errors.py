"""Every input error has a sentence and a remedy, and crosses a pipe."""

from __future__ import annotations

import errno
import pickle

import pytest

from gauntlet_desktop.core.errors import (
    BROKE_DOWN,
    BROKEN_REMEDIES,
    DECODER_TOLD,
    SIDES_TOLD,
    Cancelled,
    EnvironmentFault,
    GauntletError,
    InputCode,
    InputError,
    PluginFault,
    UserError,
    as_made,
    broken_down,
    is_refusal,
)
from gauntlet_desktop.core.library_errors import library_errors
from gauntlet_desktop.core.phrases import Phrase, phrase
from gauntlet_desktop.core.records import ErrorRecord


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


@pytest.mark.parametrize(
    "error",
    [
        InputError(InputCode.EMPTY),
        InputError(InputCode.DIMENSIONS, phrase(SIDES_TOLD, width=1200, height=3)),
        InputError(InputCode.DAMAGED, phrase(DECODER_TOLD, reason="{0} is bad"), "Do y."),
        InputError(InputCode.ENGINE_CRASHED, phrase(BROKE_DOWN, reason="Too many open files"), "Do y."),
        InputError(InputCode.UNREADABLE, "It has , bytes of  allowed."),
    ],
    ids=["none", "sides", "decoder", "breakdown", "other"],
)
def test_an_input_error_that_was_written_down_is_made_again_in_phrases(error: InputError) -> None:
    made = error.record()
    again = as_made(ErrorRecord(*map(str.__str__, (made.code, made.message, made.remedy))))
    assert again == made
    assert isinstance(again.message, Phrase)
    assert again.message.values == error.message.values  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    "error", [ErrorRecord("task_crashed", "It is gone.", ""), ErrorRecord("empty", "Another release said so.", "")]
)
def test_any_other_error_stays_as_it_was_written_down(error: ErrorRecord) -> None:
    assert as_made(error) is error


def test_what_happened_and_what_to_do_are_one_sentence() -> None:
    error = UserError("code", phrase("{file} is empty.", file="a.jpg"), "Get a copy.")
    assert error.sentence == "a.jpg is empty. Get a copy."
    assert error.sentence.values == {"what": error.message, "remedy": "Get a copy."}
    assert all(isinstance(each, Phrase) for each in error.sentence.values.values())
    assert UserError("code", "It is empty.", "").sentence == "It is empty."


@pytest.mark.parametrize(
    ("raised", "code", "message"),
    [
        (KeyError("vision"), "broken", "It cannot be read (KeyError: 'vision')."),
        (ValueError("two\nlines \x1b[2J"), "broken", "It cannot be read (ValueError: two lines ‹U+001B›[2J)."),
        (ValueError("x" * 9000), "broken", f"It cannot be read (ValueError: {'x' * 288}…)."),
        (
            ImportError("no torch"),
            "full_install_needed",
            "It cannot be read: that needs the full install (ImportError: ",
        ),
    ],
    ids=["a name", "two lines", "long", "missing"],
)
def test_an_error_of_a_library_is_one_of_the_program_with_its_words(raised: Exception, code: str, message: str) -> None:
    with (
        pytest.raises(EnvironmentFault) as caught,
        library_errors(EnvironmentFault, "broken", "It cannot be read", "Mend it."),
    ):
        raise raised
    assert caught.value.code == code
    assert caught.value.message.startswith(message)
    assert caught.value.remedy == ("Mend it." if code == "broken" else "Run: pip install 'gauntlet-desktop[full]'")
    assert caught.value.__cause__ is raised


def test_errors_of_the_program_pass_a_library_by() -> None:
    with pytest.raises(Cancelled), library_errors(UserError, "broken", "It cannot be read", "Mend it."):
        raise Cancelled


@pytest.mark.parametrize(
    ("error", "reason", "remedy"),
    [
        (OSError(errno.EMFILE, "Too many open files", "a.py"), "(Too many open files)", "ulimit -n"),
        (BlockingIOError(errno.EAGAIN, "Resource temporarily unavailable"), "temporarily", "Close other programs"),
        (MemoryError(), "(MemoryError())", "Close other programs"),
        (OSError(errno.EIO, "Input/output error"), "(Input/output error)", "gauntlet doctor --bundle"),
        (OSError("neither number nor reason"), "(neither number nor reason)", "gauntlet doctor --bundle"),
        (LookupError("nobody foresaw this"), "(LookupError('nobody foresaw this'))", "gauntlet doctor --bundle"),
    ],
)
def test_what_broke_down_is_said_with_its_reason_and_a_remedy(error: Exception, reason: str, remedy: str) -> None:
    fault = broken_down(error)
    assert fault.code == "broken_down"
    assert reason in fault.message and remedy in fault.remedy
    assert fault.remedy in BROKEN_REMEDIES
    assert is_refusal(error) == ("doctor" not in remedy)
