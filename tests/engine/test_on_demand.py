"""Tasks on demand with real processes: they keep no analysis waiting, can be stopped, and a crash costs them alone."""

from __future__ import annotations

import os
import select
import signal
from collections.abc import Iterator
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

import pytest

from gauntlet_desktop.api.tasks import Explain, Explainables, Explained, ListExplainable
from gauntlet_desktop.app.events import (
    Answered,
    Decoded,
    Done,
    EngineLost,
    EngineReady,
    JobCancelled,
    Progress,
    TaskFailed,
)
from gauntlet_desktop.app.service import AnalysisService
from gauntlet_desktop.core.records import Status
from gauntlet_desktop.engine import worker
from gauntlet_desktop.engine.messages import WorkerSettings
from tests.engine.conftest import PATIENCE_SECONDS, Recorder

# Hundreds of passes: it does not end by itself before these tests do.
SLOW = Explain("patch-evidence", "rise", audited=True)


def last(recorder: Recorder, job: int) -> Answered | TaskFailed | JobCancelled:
    event = recorder.until(lambda e: isinstance(e, Answered | TaskFailed | JobCancelled) and e.job == job)
    assert isinstance(event, Answered | TaskFailed | JobCancelled)
    return event


def works(recorder: Recorder, *jobs: int) -> None:
    """Wait until a process is at the method's own work for one of the jobs: which picture is decoded first is open."""
    recorder.until(lambda e: isinstance(e, Progress) and e.job in jobs and "RISE" in e.step)


def kill(service: AnalysisService) -> None:
    pid = service._on_demand.pid
    assert pid is not None
    os.kill(pid, signal.SIGKILL)


def analysed(service: AnalysisService, recorder: Recorder, photo: Path) -> Status:
    job = service.submit(os.fsencode(photo))
    event = recorder.until(lambda e: isinstance(e, Done) and e.job == job)
    assert isinstance(event, Done)
    return event.record.status


def test_a_task_without_a_picture_is_answered(service: AnalysisService, recorder: Recorder) -> None:
    assert service._on_demand.pid is None  # started with its first job
    answer = last(recorder, service.ask(ListExplainable()))
    assert isinstance(answer, Answered)
    assert isinstance(answer.value, Explainables)
    assert ("patch-evidence", "rise") in {(pair.detector, pair.method) for pair in answer.value.pairs}
    assert answer.source.sha256 == ""
    assert service._on_demand.pid is not None


def test_an_analysis_finishes_while_an_explanation_runs_and_that_can_be_stopped(
    service: AnalysisService, recorder: Recorder, photo: Path
) -> None:
    first = service.ask(SLOW, os.fsencode(photo))
    works(recorder, first)
    second = service.ask(SLOW, os.fsencode(photo))
    assert analysed(service, recorder, photo) is Status.OK
    assert not any(isinstance(event, Answered) for event in recorder.seen)
    service.cancel(second)
    assert isinstance(last(recorder, second), JobCancelled)
    service.cancel(first)
    assert isinstance(last(recorder, first), JobCancelled)
    assert isinstance(last(recorder, service.ask(ListExplainable())), Answered)
    assert sum(isinstance(event, Decoded) for event in recorder.seen) == 1  # the analysis alone shows its picture


def test_cancelling_everything_stops_tasks_too(service: AnalysisService, recorder: Recorder, photo: Path) -> None:
    jobs = [service.ask(SLOW, os.fsencode(photo)) for _ in range(4)]
    works(recorder, *jobs)
    service.cancel_all()
    ended = [recorder.until(lambda e: isinstance(e, JobCancelled)) for _ in jobs]
    assert {event.job for event in ended if isinstance(event, JobCancelled)} == set(jobs)


def test_a_task_whose_process_is_killed_is_tried_once_more_then_fails(
    service: AnalysisService, recorder: Recorder, photo: Path
) -> None:
    job = service.ask(SLOW, os.fsencode(photo))
    works(recorder, job)
    kill(service)
    again = recorder.until(lambda e: isinstance(e, Progress) and e.step == "Starting again")
    assert isinstance(again, Progress)
    works(recorder, job)
    kill(service)
    failed = last(recorder, job)
    assert isinstance(failed, TaskFailed)
    assert failed.error.code == "task_crashed"
    assert "signal 9" in failed.error.message
    assert analysed(service, recorder, photo) is Status.OK
    assert not any(isinstance(event, EngineLost) for event in recorder.seen)
    assert isinstance(last(recorder, service.ask(ListExplainable())), Answered)


def test_what_cannot_be_done_fails_with_its_reason(service: AnalysisService, recorder: Recorder, photo: Path) -> None:
    there, absent = os.fsencode(photo), os.fsencode(photo.parent / "absent.jpg")
    expected = {
        service.ask(Explain("nobody", "rise"), there): "no_such_detector",
        service.ask(Explain("patch-evidence", "magic"), there): "no_such_method",
        service.ask(SLOW, absent): "not_found",
        service.ask(SLOW): "no_picture",
    }
    codes: dict[int, str] = {}
    while len(codes) < len(expected):
        event = recorder.until(lambda e: isinstance(e, TaskFailed))
        assert isinstance(event, TaskFailed)
        codes[event.job] = event.error.code
    assert codes == expected


def end_when_yielding(connection: Connection[Any, Any], settings: WorkerSettings) -> None:
    """A worker whose on-demand kind never gets ready."""
    if settings.yielding:
        os._exit(7)
    worker.Worker(connection, settings).serve()


def test_a_process_that_never_starts_fails_its_tasks_and_no_analysis(
    recorder: Recorder, photo: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(worker, "main", end_when_yielding)
    with AnalysisService(recorder) as service:
        recorder.until(lambda event: isinstance(event, EngineReady))
        for _ in range(2):  # the second comes when the process is given up
            failed = last(recorder, service.ask(ListExplainable()))
            assert isinstance(failed, TaskFailed)
            assert "status 7" in failed.error.message
        assert analysed(service, recorder, photo) is Status.OK


def test_closing_leaves_no_process(recorder: Recorder, photo: Path) -> None:
    with AnalysisService(recorder) as service:
        works(recorder, service.ask(SLOW, os.fsencode(photo)))
        pid = service._on_demand.pid
        assert pid is not None
        handle = os.pidfd_open(pid)
    assert select.select([handle], [], [], PATIENCE_SECONDS)[0]
    os.close(handle)


@pytest.fixture
def tiny(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """A small convolutional net among the detectors."""
    torch = pytest.importorskip("torch")
    from gauntlet_desktop.core.task import TaskContext
    from gauntlet_desktop.training.imported import ImportRequest, import_model
    from gauntlet_source_systems.models import ModelConfig, save_model

    (tmp_path / "run").mkdir()
    torch.manual_seed(1)
    config = ModelConfig("baseline-cnn", {"widths": [4, 6, 8]})
    save_model(tmp_path / "run", config, config.entry.build(config.settings))
    monkeypatch.setenv("GAUNTLET_MODELS_DIR", str(tmp_path / "store"))
    import_model(tmp_path / "run", ImportRequest(id="tiny"), TaskContext())
    yield "tiny"


def test_an_explanation_comes_back_with_the_bytes_that_it_is_of(tiny: str, recorder: Recorder, photo: Path) -> None:
    with AnalysisService(recorder) as service:
        answer = last(recorder, service.ask(Explain(tiny, "grad-cam"), os.fsencode(photo)))
        assert isinstance(answer, Answered)
        assert isinstance(answer.value, Explained)
        assert (answer.value.heatmap.detector, answer.value.heatmap.method) == (tiny, "grad-cam")
        assert answer.value.seconds > 0
        assert answer.source.name == "photo.jpg"
        assert answer.source.sha256
