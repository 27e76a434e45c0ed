"""Errors that nobody foresaw in the threads that everybody waits for: each is told, nothing hangs, the rest goes on."""

from __future__ import annotations

import os
import signal
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from multiprocessing import util
from pathlib import Path

import pytest
from PIL import Image

from gauntlet_desktop.api.tasks import ListExplainable
from gauntlet_desktop.app.batch import bookkeeper
from gauntlet_desktop.app.batch.engine import BatchEngine
from gauntlet_desktop.app.batch.events import State
from gauntlet_desktop.app.events import Done, EngineLost, EngineReady, Progress, TaskFailed, Thumbnail
from gauntlet_desktop.app.folders import FolderScan
from gauntlet_desktop.app.service import AnalysisService, EngineSettings
from gauntlet_desktop.core.errors import GauntletError
from gauntlet_desktop.core.records import ErrorRecord, Status
from gauntlet_desktop.store import Case, FoundFile
from tests.engine.conftest import Recorder, save_png
from tests.engine.test_batch import ONE, Listener, case_book, engine, folder, listener, run
from tests.engine.test_service import no_more_processes
from tests.factories import make_pixels

__all__ = ["folder", "listener"]  # fixtures

resource = pytest.importorskip("resource", reason="the system's own bounds of a process exist on Unix")

# More than a service waits on at a time, which the system refuses beyond the bound, and less than a test has open.
_WAITED_ON = 10


@contextmanager
def no_more_files() -> Iterator[None]:
    """This process opens nothing more, also not where it closes something; what is open stays."""
    lowest_free = os.open(os.devnull, os.O_RDONLY)
    os.close(lowest_free)
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(lowest_free, _WAITED_ON), hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))


@pytest.fixture
def far_from_done(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A batch of the folder tells of its first file long before it is through."""
    monkeypatch.setattr(bookkeeper, "COMMIT_FILES", 1)
    for number in range(4, 12):
        Image.fromarray(make_pixels(256, 320, number)).save(folder / f"{number}.jpg", quality=92)


def assert_says_what_to_do(error: ErrorRecord | GauntletError | None) -> None:
    assert error is not None
    assert "broke down (Too many open files)" in error.message
    assert "ulimit -n" in error.remedy


def test_a_service_without_files_to_open_fails_what_is_asked_of_it_and_recovers(
    recorder: Recorder, service: AnalysisService, photo: Path
) -> None:
    raw_path = os.fsencode(photo)
    with no_more_files():
        for ask in (service.submit, service.open_picture):
            job = ask(raw_path)
            failed = recorder.until(lambda event, job=job: isinstance(event, Done) and event.job == job)
            assert isinstance(failed, Done)
            assert_says_what_to_do(failed.record.error)
        small = service.request_thumbnail(raw_path, 64)
        told = recorder.until(lambda event: isinstance(event, Thumbnail) and event.job == small)
        assert isinstance(told, Thumbnail) and told.pixels is None
        task = service.ask(ListExplainable())
        refused = recorder.until(lambda event: isinstance(event, TaskFailed) and event.job == task)
        assert isinstance(refused, TaskFailed)
        assert_says_what_to_do(refused.error)
    lost = [event for event in recorder.seen if isinstance(event, EngineLost)]
    assert lost and "Too many open files" in lost[0].reason
    job = service.submit(raw_path)
    recorder.until(lambda event: isinstance(event, EngineReady))
    done = recorder.until(lambda event: isinstance(event, Done) and event.job == job and event.record.complete)
    assert isinstance(done, Done) and done.record.status is Status.OK


def test_a_service_that_starts_without_files_to_open_recovers(recorder: Recorder, tmp_path: Path) -> None:
    small = os.fsencode(save_png(tmp_path / "small.png", 60, 80))
    service = AnalysisService(recorder, EngineSettings(decoders=1))
    try:
        with no_more_files():
            service.start()
            recorder.until(lambda event: isinstance(event, EngineLost))
            jobs = service.submit_all([small] * 3)
            for _ in jobs:
                failed = recorder.until(lambda event: isinstance(event, Done))
                assert isinstance(failed, Done)
                assert_says_what_to_do(failed.record.error)
        assert {event.job for event in recorder.seen if isinstance(event, Done)} == set(jobs)
        service.submit(small)
        done = recorder.until(lambda event: isinstance(event, Done) and event.record.complete)
        assert isinstance(done, Done) and done.record.error is None
    finally:
        service.close()


def test_a_command_that_breaks_costs_nothing_that_waits(recorder: Recorder, photo: Path) -> None:
    """What is to blame is the command, not a file."""

    def broken() -> None:
        raise LookupError("nobody foresaw this")

    with AnalysisService(recorder, EngineSettings(decoders=1)) as service:
        recorder.until(lambda event: isinstance(event, EngineReady))
        service._command(broken)
        lost = recorder.until(lambda event: isinstance(event, EngineLost))
        assert isinstance(lost, EngineLost) and "LookupError('nobody foresaw this')" in lost.reason
        service.submit(os.fsencode(photo))
        done = recorder.until(lambda event: isinstance(event, Done))
        assert isinstance(done, Done) and done.record.status is Status.OK


@pytest.mark.usefixtures("far_from_done")
def test_a_batch_without_files_to_open_ends_and_the_next_one_goes_on(folder: Path, listener: Listener) -> None:
    book = case_book(folder)
    with ExitStack() as stack, engine(folder, book, listener) as batch:
        listener.at_the_first_file(lambda: stack.enter_context(no_more_files()))
        error = listener.state(State.FAILED).error
        assert batch.wait(0.0)
    assert_says_what_to_do(error)
    assert error is not None and "What was done is kept." in error.message
    with Case.open(folder.parent / "c.gauntlet", read_only=True) as case:
        kept = case.queue_counts()["done"] + case.queue_counts()["failed"]
        assert kept == len(listener.done)
    later = run(folder, book)
    assert Counter(later.hows().values()) + Counter(listener.hows().values()) == {"analysed": 13, "failed": 1}


@pytest.mark.usefixtures("far_from_done")
def test_a_batch_that_loses_its_process_and_gets_no_other_ends_and_the_next_one_goes_on(
    folder: Path, listener: Listener, monkeypatch: pytest.MonkeyPatch
) -> None:
    book = case_book(folder)
    with monkeypatch.context() as short, engine(folder, book, listener) as batch:

        def lose() -> None:
            short.setattr(util, "spawnv_passfds", no_more_processes)
            pid = batch._lanes[0].pid
            assert pid is not None
            os.kill(pid, signal.SIGKILL)

        listener.at_the_first_file(lose)
        error = listener.state(State.FAILED).error
    assert error is not None and "(Resource temporarily unavailable). What was done is kept." in error.message
    assert error.remedy == "Close other programs, then try again."
    later = run(folder, book)
    assert Counter(later.hows().values()) + Counter(listener.hows().values()) == {"analysed": 13, "failed": 1}


def test_an_image_under_way_when_its_process_is_lost_and_there_is_no_other_fails(
    recorder: Recorder, service: AnalysisService, photo: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as short:
        short.setattr(util, "spawnv_passfds", no_more_processes)
        job = service.submit(os.fsencode(photo))
        recorder.until(lambda event: isinstance(event, Progress) and event.job == job)
        pid = service._analysis.pid
        assert pid is not None
        os.kill(pid, signal.SIGKILL)
        failed = recorder.until(lambda event: isinstance(event, Done) and event.job == job)
        assert isinstance(failed, Done) and failed.record.error is not None
        assert "(Resource temporarily unavailable)" in failed.record.error.message
    job = service.submit(os.fsencode(photo))
    done = recorder.until(lambda event: isinstance(event, Done) and event.job == job)
    assert isinstance(done, Done) and done.record.status is Status.OK


def test_a_bookkeeper_that_breaks_down_ends_the_batch(
    folder: Path, listener: Listener, caplog: pytest.LogCaptureFixture
) -> None:
    raw = os.fsencode(folder)

    def files() -> Iterator[FoundFile]:
        yield from list(FolderScan(raw))[:2]
        raise LookupError("nobody foresaw this")

    with BatchEngine(raw, files(), case_book(folder), listener, ONE):
        error = listener.state(State.FAILED).error
    assert error is not None and error.code == "broken_down"
    assert "LookupError('nobody foresaw this')" in error.message and "gauntlet doctor --bundle" in error.remedy
    assert any(record.exc_info for record in caplog.records), "the log has what mends it"
