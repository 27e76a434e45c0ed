"""Times of explanations: learnt, bounded, and honest about what was never measured."""

from __future__ import annotations

import math
from pathlib import Path

import pytest

from gauntlet_desktop.app.timings import Timing, learnt, seconds_per_pass
from gauntlet_desktop.app.window_state import WindowState, load_state, save_state


def test_what_was_never_measured_is_not_known() -> None:
    assert seconds_per_pass((), "net", "lime", False) is None


def test_other_methods_of_the_detector_stand_in_but_no_other_detector_and_no_audit() -> None:
    known = (Timing("net", "lime", False, 2.0), Timing("net", "rise", False, 4.0))
    assert seconds_per_pass(known, "net", "lime", False) == 2.0
    assert seconds_per_pass(known, "net", "grad-cam", False) == 3.0
    assert seconds_per_pass(known, "other", "lime", False) is None
    assert seconds_per_pass(known, "net", "lime", True) is None


def test_new_measurements_move_the_estimate_half_way() -> None:
    timings = learnt((), Timing("net", "lime", False, 2.0))
    timings = learnt(timings, Timing("net", "lime", False, 4.0))
    assert timings == (Timing("net", "lime", False, 3.0),)


@pytest.mark.parametrize("seconds", [0.0, -1.0, math.inf, math.nan])
def test_nonsense_is_not_learnt(seconds: float) -> None:
    known = (Timing("net", "lime", False, 2.0),)
    assert learnt(known, Timing("net", "lime", False, seconds)) == known
    assert seconds_per_pass((Timing("net", "lime", False, seconds),), "net", "lime", False) is None


def test_the_list_is_bounded_and_the_newest_stays() -> None:
    timings: tuple[Timing, ...] = ()
    for number in range(300):
        timings = learnt(timings, Timing(f"net {number}", "lime", False, 1.0))
    assert len(timings) == 200
    assert timings[0].detector == "net 299"


def test_they_are_kept_with_what_the_window_remembers(tmp_path: Path) -> None:
    state = WindowState(timings=(Timing("net", "lime", True, 0.25),))
    save_state(state, tmp_path)
    assert load_state(tmp_path) == state
