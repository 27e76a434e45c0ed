"""A lane's process loses no time between two jobs."""

from __future__ import annotations

import os
from multiprocessing.connection import wait
from pathlib import Path

from gauntlet_desktop.api.tasks import Analyse
from gauntlet_desktop.app.events import Done, Event
from gauntlet_desktop.app.jobs import Job
from gauntlet_desktop.app.lane import Lane
from gauntlet_desktop.engine.decoder import DecodeAnswer
from gauntlet_desktop.engine.pixels import PixelBuffer, write_pixels
from gauntlet_desktop.imaging.limits import Limits
from gauntlet_desktop.imaging.opened import open_image
from tests.engine.conftest import PATIENCE_SECONDS


def decoded_job(number: int, photo: Path) -> Job:
    path = os.fsencode(photo)
    image = open_image(path, Limits())
    height, width = image.pixels.shape[:2]
    job = Job(number, path, f"gauntlet-test-{os.urandom(6).hex()}", Analyse(verdict_only=True))
    write_pixels(job.pixels_name, image.pixels)
    answer = DecodeAnswer(number, image.identity, height, width, image.facts, image.provenance)
    job.keep(answer, PixelBuffer(job.pixels_name, height, width, unlink=True))
    return job


def test_the_process_has_its_next_job_before_anybody_hears_of_the_last_one(photo: Path) -> None:
    """Whoever hears of a result writes it, frees its pixels and more; the process has begun with another picture."""
    had_begun: dict[int, list[int]] = {}

    def told(event: Event) -> None:
        if isinstance(event, Done):
            had_begun[event.job] = [job.id for job in lane.jobs if job.tries]

    lane = Lane(told, threads=1, quiet=True)
    lane.start()
    try:
        for number in (1, 2, 3):
            lane.add(decoded_job(number, photo))
        assert lane.pictures_waiting == 3 and not lane.is_ready
        while len(had_begun) < 3:
            ready = wait(lane.connections(), PATIENCE_SECONDS)
            assert ready, "the process told nothing"
            lane.handle(ready)
            lane.dispatch()
    finally:
        lane.close()
    assert had_begun == {1: [2], 2: [3], 3: []}
