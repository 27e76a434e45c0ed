"""What an inference process tells of a job while it works: its steps where somebody wants them, its plugins always."""

from __future__ import annotations

import os
from itertools import pairwise
from pathlib import Path

import pytest

from gauntlet_desktop.api.tasks import Analyse
from gauntlet_desktop.engine.messages import (
    AboutJob,
    Calling,
    Ready,
    Result,
    Run,
    SharedPicture,
    StepReached,
    WorkerSettings,
)
from gauntlet_desktop.engine.pixels import discard, write_pixels
from gauntlet_desktop.engine.supervisor import InferenceProcess
from gauntlet_desktop.imaging.limits import Limits
from gauntlet_desktop.imaging.opened import open_image


@pytest.fixture
def picture(photo: Path) -> SharedPicture:
    image = open_image(os.fsencode(photo), Limits())
    height, width = image.pixels.shape[:2]
    return SharedPicture(
        image.identity, image.facts, image.provenance, f"gauntlet-test-{os.urandom(6).hex()}", height, width
    )


def told(picture: SharedPicture, photo: Path, settings: WorkerSettings) -> list[AboutJob]:
    """All that a process tells of one analysis as far as the verdict."""
    write_pixels(picture.pixels_name, open_image(os.fsencode(photo), Limits()).pixels)
    process = InferenceProcess(settings)
    messages: list[AboutJob] = []
    try:
        assert isinstance(process.receive(), Ready)
        process.send(Run(7, Analyse(verdict_only=True), picture))
        while not messages or not isinstance(messages[-1], Result):
            message = process.receive()
            assert not isinstance(message, Ready)
            messages.append(message)
    finally:
        process.stop()
        discard(picture.pixels_name)
    return messages


@pytest.mark.parametrize("quiet", [False, True])
def test_a_quiet_process_tells_no_steps_and_no_plugin_twice_in_a_row(
    picture: SharedPicture, photo: Path, tmp_path: Path, *, quiet: bool
) -> None:
    messages = told(picture, photo, WorkerSettings(tmp_path, threads=1, quiet=quiet))
    asked = [(message.plugin, message.step) for message in messages if isinstance(message, Calling)]
    assert ("deep-evidence", "detect") in asked
    assert ("deep-evidence", "test stability") in asked  # once for all rungs of the ladder
    assert all(before != after for before, after in pairwise(asked))
    assert any(isinstance(message, StepReached) for message in messages) is not quiet
    assert {message.job for message in messages} == {7}
