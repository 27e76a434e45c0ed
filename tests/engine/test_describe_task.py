"""A language model in the second inference process: its text streams, it can be stopped, wrong bytes are refused."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

torch = pytest.importorskip("torch")
pytest.importorskip("transformers")

from gauntlet_desktop.api.tasks import Describe, Described, Describers, ListDescribers  # noqa: E402
from gauntlet_desktop.app.descriptions import add_folder  # noqa: E402
from gauntlet_desktop.app.events import Answered, Done, JobCancelled, TaskFailed, Writing  # noqa: E402
from gauntlet_desktop.app.questions import Question  # noqa: E402
from gauntlet_desktop.app.service import AnalysisService  # noqa: E402
from gauntlet_desktop.core.records import AnalysisRecord  # noqa: E402
from tests import tiny_language_models as tiny  # noqa: E402
from tests.engine.conftest import Recorder  # noqa: E402


@pytest.fixture(scope="module", autouse=True)
def language_model(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """A tiny vision-language model on the list that spawned processes read."""
    torch.manual_seed(1)
    folder = tiny.save_llava_next(tmp_path_factory.mktemp("weights") / "tiny")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("GAUNTLET_MODELS_DIR", str(tmp_path_factory.mktemp("models")))
        add_folder(folder)
        yield


def last(recorder: Recorder, job: int) -> Answered | TaskFailed | JobCancelled:
    event = recorder.until(lambda e: isinstance(e, Answered | TaskFailed | JobCancelled) and e.job == job)
    assert isinstance(event, Answered | TaskFailed | JobCancelled)
    return event


def analysed(service: AnalysisService, recorder: Recorder, photo: Path) -> AnalysisRecord:
    job = service.submit(os.fsencode(photo))
    event = recorder.until(lambda e: isinstance(e, Done) and e.job == job)
    assert isinstance(event, Done)
    return event.record


def test_a_model_is_listed_asked_stopped_and_refused(service: AnalysisService, recorder: Recorder, photo: Path) -> None:
    record = analysed(service, recorder, photo)
    listed = last(recorder, service.ask(ListDescribers()))
    assert isinstance(listed, Answered) and isinstance(listed.value, Describers)
    (model,) = listed.value.models
    assert (model.id, model.sees_images, model.problem) == ("tiny", True, "")

    short = Question("tiny", (("max_new_tokens", "3"), ("device", "cpu"))).request(model.parameters)
    job = service.ask(Describe(record, short), os.fsencode(photo))
    written = recorder.until(lambda e: isinstance(e, Writing) and e.job == job)
    assert isinstance(written, Writing)
    assert written.step == "View: original"
    answer = last(recorder, job)
    assert isinstance(answer, Answered) and isinstance(answer.value, Described)
    assert answer.value.remarks.model == "tiny"
    assert answer.source.sha256 == record.source.sha256

    long = Question("tiny", (("max_new_tokens", "8192"), ("device", "cpu"))).request(model.parameters)
    job = service.ask(Describe(record, long), os.fsencode(photo))
    recorder.until(lambda e: isinstance(e, Writing) and e.job == job)
    service.cancel(job)
    assert isinstance(last(recorder, job), JobCancelled)

    other = replace(record, source=replace(record.source, sha256="0" * 64))
    refused = last(recorder, service.ask(Describe(other, short), os.fsencode(photo)))
    assert isinstance(refused, TaskFailed)
    assert refused.error.code == "file_changed"
