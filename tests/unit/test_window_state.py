"""What the window remembers by itself: round trips, damage and newer files."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gauntlet_desktop.app.timings import Timing
from gauntlet_desktop.app.window_state import RECENT_LIMIT, WindowState, load_state, save_state
from gauntlet_desktop.core.errors import EnvironmentFault

FULL = WindowState(
    (b"/a\xff.jpg", b"/b.jpg"), b"/folder", b"\x01\x00", b"\x02", b"\x03", (Timing("net", "lime", True, 0.5),), True
)


def test_it_comes_back_as_it_was(tmp_path: Path) -> None:
    save_state(FULL, tmp_path / "new" / "folder")
    assert load_state(tmp_path / "new" / "folder") == FULL


@given(st.binary(max_size=200) | st.text(max_size=80).map(lambda text: json.dumps([text]).encode()))
def test_damaged_files_give_nothing(tmp_path_factory: pytest.TempPathFactory, data: bytes) -> None:
    folder = tmp_path_factory.mktemp("config")
    (folder / "window.json").write_bytes(data)
    assert load_state(folder) == WindowState()


@pytest.mark.parametrize("plain", [{"recent": "zz"}, {"recent": ["not hexadecimal"]}, {"tour_seen": 1}])
def test_values_of_another_shape_are_not_taken(tmp_path: Path, plain: dict[str, object]) -> None:
    (tmp_path / "window.json").write_text(json.dumps(plain))
    assert load_state(tmp_path) == WindowState()


def test_keys_of_a_newer_release_are_passed_over(tmp_path: Path) -> None:
    (tmp_path / "window.json").write_text(json.dumps({"tour_seen": True, "brain": "x"}))
    assert load_state(tmp_path).tour_seen


def test_recent_files_are_few_and_newest_first(tmp_path: Path) -> None:
    state = WindowState()
    for number in [*range(20), 15]:
        state = state.with_recent(b"/%d.jpg" % number)
    assert len(state.recent) == RECENT_LIMIT
    assert state.recent[:3] == (b"/15.jpg", b"/19.jpg", b"/18.jpg")
    save_state(WindowState(recent=(b"/x",) * 40), tmp_path)
    assert len(load_state(tmp_path).recent) == RECENT_LIMIT


def test_a_folder_that_cannot_be_written_is_an_environment_fault(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(EnvironmentFault):
        save_state(WindowState(), tmp_path / "file")
