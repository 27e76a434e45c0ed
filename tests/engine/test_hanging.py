"""Plugins that never answer, in real processes: each costs its own picture, and cancelling still works.

Time is not waited for: the engine's clock is put forward once a plugin is known to hang.
"""

from __future__ import annotations

import os
import select
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from gauntlet_desktop.app.batch.book import Book, MemoryBook
from gauntlet_desktop.app.batch.engine import BatchEngine
from gauntlet_desktop.app.batch.events import State
from gauntlet_desktop.app.batch.settings import BatchSettings
from gauntlet_desktop.app.events import Decoded, Done, EngineLost, JobCancelled
from gauntlet_desktop.app.folders import FolderScan
from gauntlet_desktop.app.lane import CANCEL_SECONDS, START_SECONDS
from gauntlet_desktop.app.service import AnalysisService, EngineSettings
from gauntlet_desktop.core.records import ErrorRecord, PluginFailure
from gauntlet_desktop.engine import worker
from gauntlet_desktop.store import Case
from tests.contract.plugin_project import write_package
from tests.contract.test_discovery import install
from tests.engine.conftest import PATIENCE_SECONDS, Recorder, save_png
from tests.engine.test_batch import Listener, case_book

ONE = BatchSettings(jobs=1, decoders=1)
HANGS_AT, HARMLESS = 301, 300  # widths of pictures in pixels

# The detector tells through a pipe with a name that it hangs.
CODE = """
import threading
from pathlib import Path

from gauntlet_desktop.api import DetectorOutput, hookimpl


class Hanging:
    id = "hanging-plugin"

    def detect(self, image, context):
        if image.facts.width == {width}:
            with Path({pipe!r}).open("w") as pipe:
                pipe.write("!")
            threading.Event().wait()
        return DetectorOutput(0.0)


@hookimpl
def gauntlet_detectors():
    return [Hanging()]
"""


class Clock:
    """The monotonic clock, put forward at will."""

    def __init__(self) -> None:
        self.ahead = 0.0

    def __call__(self) -> float:
        return time.monotonic() + self.ahead


@dataclass
class Hang:
    """An installed plugin that hangs at pictures of one width, and the clock of the engine that it hangs in."""

    pipe: int
    clock: Clock

    def wait(self) -> None:
        """Until the plugin hangs."""
        assert select.select([self.pipe], [], [], PATIENCE_SECONDS)[0]
        assert os.read(self.pipe, 1) == b"!"

    def pass_time(self, seconds: float, wake: Callable[[], None]) -> None:
        self.clock.ahead += seconds
        wake()


@pytest.fixture
def hang(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Hang]:
    site = tmp_path / "site"
    name = tmp_path / "hangs"
    os.mkfifo(name)
    write_package(site, "hanging_plugin", "hanging-plugin", CODE.format(width=HANGS_AT, pipe=str(name)))
    install(site, "hanging-plugin", "hanging_plugin")
    monkeypatch.syspath_prepend(str(site))
    pipe = os.open(name, os.O_RDONLY | os.O_NONBLOCK)
    keep_open = os.open(name, os.O_WRONLY)  # so that it is not at its end before the plugin writes
    yield Hang(pipe, Clock())
    os.close(pipe)
    os.close(keep_open)


def pictures(folder: Path, *widths: int) -> Path:
    folder.mkdir()
    for number, width in enumerate(widths):
        save_png(folder / f"{number}.png", 260 + number, width)
    return folder


def batch(folder: Path, book: Book, listener: Listener, clock: Clock) -> BatchEngine:
    raw = os.fsencode(folder)
    return BatchEngine(raw, FolderScan(raw), book, listener, ONE, clock=clock)


def errors(listener: Listener) -> dict[str, ErrorRecord]:
    records = {name: event.record for name, event in listener.done.items()}
    return {name: record.error for name, record in records.items() if record is not None and record.error is not None}


def test_a_picture_at_which_a_plugin_hangs_fails_and_the_rest_of_a_batch_goes_on(tmp_path: Path, hang: Hang) -> None:
    folder = pictures(tmp_path / "photos", HARMLESS, HANGS_AT, HARMLESS)
    listener = Listener()
    with batch(folder, case_book(folder), listener, hang.clock) as engine:
        hang.wait()
        before = engine._lanes[0].pid
        hang.pass_time(ONE.analysis_seconds, lambda: engine.prioritise([]))
        listener.state(State.FINISHED)
        assert engine._lanes[0].pid != before
    assert listener.hows() == {"0.png": "analysed", "1.png": "failed", "2.png": "analysed"}
    error = errors(listener)["1.png"]
    assert error.code == "engine_crashed"
    assert "longer than 600 seconds" in error.message and "“hanging-plugin”" in error.message
    assert "--limit-analysis-seconds" in error.remedy
    with Case.open(folder.parent / "c.gauntlet") as case:
        assert case.queue_counts() == {"waiting": 0, "done": 2, "failed": 1}
        assert case.retry_failed() == 1


def test_a_plugin_that_hung_three_times_is_left_out(tmp_path: Path, hang: Hang) -> None:
    folder = pictures(tmp_path / "photos", HANGS_AT, HANGS_AT, HANGS_AT, HANGS_AT)
    listener = Listener()
    with batch(folder, MemoryBook(), listener, hang.clock) as engine:
        for _ in range(3):
            hang.wait()
            hang.pass_time(ONE.analysis_seconds, lambda: engine.prioritise([]))
        listener.state(State.FINISHED)
    assert sorted(errors(listener)) == ["0.png", "1.png", "2.png"]
    record = listener.done["3.png"].record
    assert record is not None
    assert PluginFailure("hanging-plugin", "detect", "Left out: it failed three times.") in record.failures


def test_a_picture_at_which_a_plugin_hangs_is_given_up_in_the_window_too(
    tmp_path: Path, hang: Hang, recorder: Recorder
) -> None:
    folder = pictures(tmp_path / "photos", HANGS_AT, HARMLESS)
    settings = EngineSettings(decoders=1, analysis_seconds=90.0)
    with AnalysisService(recorder, settings, clock=hang.clock) as service:
        hanging, harmless = (service.submit(os.fsencode(folder / f"{n}.png"), verdict_only=True) for n in range(2))
        hang.wait()
        hang.pass_time(90.0, lambda: service.prioritise(0))
        failed = recorder.until(lambda event: isinstance(event, Done))
        assert isinstance(failed, Done) and failed.job == hanging
        assert failed.record.error is not None and "longer than 90 seconds" in failed.record.error.message
        done = recorder.until(lambda event: isinstance(event, Done))
        assert isinstance(done, Done) and done.job == harmless and done.record.error is None


def test_a_plugin_that_hangs_does_not_keep_a_cancelled_analysis(tmp_path: Path, hang: Hang, recorder: Recorder) -> None:
    folder = pictures(tmp_path / "photos", HANGS_AT, HARMLESS)
    with AnalysisService(recorder, EngineSettings(decoders=1), clock=hang.clock) as service:
        job = service.submit(os.fsencode(folder / "0.png"))
        hang.wait()
        service.cancel(job)
        absent = service.open_picture(os.fsencode(folder / "absent.png"))
        recorder.until(lambda event: isinstance(event, Done) and event.job == absent)  # so is the cancellation taken in
        hang.pass_time(CANCEL_SECONDS, lambda: service.cancel(job))
        cancelled = recorder.until(lambda event: isinstance(event, JobCancelled))
        assert isinstance(cancelled, JobCancelled) and cancelled.job == job
        done_job = service.submit(os.fsencode(folder / "1.png"), verdict_only=True)
        done = recorder.until(lambda event: isinstance(event, Done))
        assert isinstance(done, Done) and done.job == done_job and done.record.error is None
    assert any(isinstance(event, EngineLost) for event in recorder.seen)


def never_ready(*_: object) -> None:
    """An inference process whose plugins never finish loading."""
    threading.Event().wait()


def test_plugins_that_hang_at_loading_are_given_up(
    tmp_path: Path, recorder: Recorder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(worker, "main", never_ready)
    folder = pictures(tmp_path / "photos", HARMLESS)
    clock = Clock()
    with AnalysisService(recorder, EngineSettings(decoders=1), clock=clock) as service:
        job = service.submit(os.fsencode(folder / "0.png"))
        recorder.until(lambda event: isinstance(event, Decoded))  # the process was started before
        for _ in range(4):
            clock.ahead += START_SECONDS
            service.prioritise(job)
            lost = recorder.until(lambda event: isinstance(event, EngineLost))
            assert isinstance(lost, EngineLost) and "not ready after 300 seconds" in lost.reason
        done = recorder.until(lambda event: isinstance(event, Done))
    assert isinstance(done, Done) and done.record.error is not None
    assert done.record.error.code == "engine_crashed"
