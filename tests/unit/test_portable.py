"""What an exported file says of itself: round trip, and nothing but ValueError for anything else."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gauntlet_desktop.api import NATIVE, SQUASHED, OnnxNote, Preparation
from gauntlet_desktop.api.portable import MAX_SIDE, note_as_text, read_note

NOTES = st.builds(
    OnnxNote,
    architecture=st.text(max_size=100),
    parameters=st.integers(0, 1 << 40),
    preparation=st.none() | st.builds(Preparation, st.integers(1, MAX_SIDE), st.integers(NATIVE, MAX_SIDE)),
    generated=st.integers(0, 1),
)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(
        ["architecture", "parameters", "preparation", "side", "short"]), inner, max_size=5),
    max_leaves=8,
)  # fmt: skip


@given(NOTES)
def test_a_note_is_read_as_it_was_written(note: OnnxNote) -> None:
    assert read_note(note_as_text(note)) == note


@given(st.text(max_size=200) | JSON.map(json.dumps))
def test_anything_else_is_refused(text: str) -> None:
    with pytest.raises(ValueError):
        read_note(text)


@pytest.mark.parametrize("preparation", [(0, 0), (MAX_SIDE + 1, 0), (8, NATIVE - 1), (8, MAX_SIDE + 1)])
def test_sizes_that_no_network_has_are_refused(preparation: tuple[int, int]) -> None:
    with pytest.raises(ValueError, match="sizes that no network has"):
        read_note(note_as_text(OnnxNote("x", 1, Preparation(*preparation))))


def test_an_output_that_no_network_here_has_is_refused() -> None:
    with pytest.raises(ValueError, match="output that is not there"):
        read_note(note_as_text(OnnxNote("x", 1, None, 2)))


def test_a_long_note_is_refused_unread() -> None:
    with pytest.raises(ValueError, match="too long"):
        read_note(note_as_text(OnnxNote("x" * 20_000, 1, Preparation(8, SQUASHED))))
