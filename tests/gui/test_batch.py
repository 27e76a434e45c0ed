"""Progress and the estimate of the time left."""

from __future__ import annotations

import pytest

from gauntlet_desktop.ui.batch import BatchProgress, in_words


class Clock:
    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


def test_the_estimate_follows_the_pace() -> None:
    clock = Clock()
    progress = BatchProgress(clock)
    assert not progress.active
    progress.begin(10)
    assert progress.seconds_left() is None
    clock.now += 8
    progress.finish(2)
    assert progress.seconds_left() == pytest.approx(32)


def test_more_images_join_a_running_batch_and_start_a_new_one_afterwards() -> None:
    progress = BatchProgress(Clock())
    progress.begin(2)
    progress.finish()
    progress.begin(1)
    assert (progress.done, progress.total) == (1, 3)
    progress.finish(2)
    assert not progress.active
    progress.begin(4)
    assert (progress.done, progress.total) == (0, 4)


@pytest.mark.parametrize(
    ("seconds", "words"), [(0.2, "about 1 s"), (42, "about 42 s"), (150, "about 2 min"), (9000, "about 2.5 h")]
)
def test_durations_in_words(seconds: float, words: str) -> None:
    assert in_words(seconds) == words
