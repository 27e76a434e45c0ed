"""The service with real decode and inference processes: results, failures, cancellation, crashes, no orphans."""

from __future__ import annotations

import errno
import os
import signal
import subprocess
import sys
from multiprocessing import util
from pathlib import Path

import numpy as np
import pytest

from gauntlet_desktop.app.events import (
    Decoded,
    Done,
    EngineLost,
    EngineReady,
    JobCancelled,
    Partial,
    Progress,
    Thumbnail,
)
from gauntlet_desktop.app.service import AnalysisService, EngineSettings, iterate
from gauntlet_desktop.core.errors import NO_DECODER, InputCode, InputError
from gauntlet_desktop.core.records import Status
from gauntlet_desktop.engine import decoder, worker
from gauntlet_desktop.imaging.decode import decode
from gauntlet_desktop.imaging.limits import Limits
from tests.engine.conftest import PATIENCE_SECONDS, Recorder, save_png


def done(recorder: Recorder, job: int) -> Done:
    event = recorder.until(lambda e: isinstance(e, Done) and e.job == job)
    assert isinstance(event, Done)
    return event


def test_an_image_goes_from_file_to_record(service: AnalysisService, recorder: Recorder, photo: Path) -> None:
    job = service.submit(os.fsencode(photo))
    record = done(recorder, job).record
    assert record.complete
    assert record.status is Status.OK
    assert record.verdict is not None
    assert record.heatmaps[0].sum_check < 1e-4
    kinds = [type(event) for event in recorder.seen]
    assert kinds.index(Decoded) < kinds.index(Partial) < kinds.index(Done)
    assert Progress in kinds
    partials = [event.record for event in recorder.seen if isinstance(event, Partial)]
    assert partials[0].verdict == record.verdict
    assert partials[0].heatmaps == ()


def test_bad_files_fail_with_a_code_and_the_others_go_on(
    service: AnalysisService, recorder: Recorder, photo: Path, tmp_path: Path
) -> None:
    (tmp_path / "empty.jpg").write_bytes(b"")
    (tmp_path / "text.png").write_text("not an image")
    (tmp_path / "cut.jpg").write_bytes(photo.read_bytes()[:2000])
    os.mkfifo(tmp_path / "pipe.jpg")
    expected = {
        "empty.jpg": "empty",
        "text.png": "unsupported_format",
        "cut.jpg": "damaged",
        "pipe.jpg": "not_a_file",
        "absent.jpg": "not_found",
        ".": "not_a_file",
        "photo.jpg": None,
    }
    jobs = {service.submit(os.fsencode(tmp_path / name)): code for name, code in expected.items()}
    outcomes = {}
    while len(outcomes) < len(jobs):
        event = recorder.until(lambda e: isinstance(e, Done))
        assert isinstance(event, Done)
        outcomes[event.job] = event.record.error.code if event.record.error else None
    assert outcomes == jobs


def test_a_picture_and_a_thumbnail_can_be_had_without_analysis(
    service: AnalysisService, recorder: Recorder, photo: Path, tmp_path: Path
) -> None:
    service.open_picture(os.fsencode(photo))
    decoded = recorder.until(lambda e: isinstance(e, Decoded))
    assert isinstance(decoded, Decoded)
    assert (decoded.facts.width, decoded.facts.height) == (640, 480)
    service.request_thumbnail(os.fsencode(photo), 96)
    thumbnail = recorder.until(lambda e: isinstance(e, Thumbnail))
    assert isinstance(thumbnail, Thumbnail)
    assert thumbnail.pixels is not None
    assert max(thumbnail.pixels.shape) == 96
    service.request_thumbnail(os.fsencode(tmp_path / "absent.jpg"), 96)
    missing = recorder.until(lambda e: isinstance(e, Thumbnail))
    assert isinstance(missing, Thumbnail)
    assert missing.pixels is None


def test_a_waiting_job_can_be_cancelled_and_the_rest_is_done(
    service: AnalysisService, recorder: Recorder, photo: Path
) -> None:
    jobs = [service.submit(os.fsencode(photo)) for _ in range(6)]
    service.cancel(jobs[-1])
    service.cancel(9999)
    cancelled = recorder.until(lambda e: isinstance(e, JobCancelled))
    assert isinstance(cancelled, JobCancelled)
    assert cancelled.job == jobs[-1]
    done(recorder, jobs[-2])


def test_everything_can_be_cancelled_and_work_goes_on_afterwards(
    service: AnalysisService, recorder: Recorder, photo: Path
) -> None:
    jobs = {service.submit(os.fsencode(photo)) for _ in range(8)}
    service.cancel_all()
    ended: set[int] = set()
    while ended < jobs:
        event = recorder.until(lambda e: isinstance(e, JobCancelled | Done))
        assert isinstance(event, JobCancelled | Done)
        ended.add(event.job)
    assert any(isinstance(event, JobCancelled) for event in recorder.seen)
    assert done(recorder, service.submit(os.fsencode(photo))).record.complete


def test_the_job_on_screen_is_taken_first(service: AnalysisService, recorder: Recorder, photo: Path) -> None:
    jobs = service.submit_all([os.fsencode(photo)] * 8)
    service.prioritise(jobs[-1])
    order = []
    while len(order) < len(jobs):
        event = recorder.until(lambda e: isinstance(e, Done))
        assert isinstance(event, Done)
        order.append(event.job)
    assert order.index(jobs[-1]) < order.index(jobs[-2])


def inference_pid(service: AnalysisService) -> int:
    pid = service._analysis.pid
    assert pid is not None
    return pid


def test_an_inference_process_that_is_killed_is_started_again(
    service: AnalysisService, recorder: Recorder, photo: Path
) -> None:
    os.kill(inference_pid(service), signal.SIGKILL)
    lost = recorder.until(lambda e: isinstance(e, EngineLost))
    assert isinstance(lost, EngineLost)
    assert "signal 9" in lost.reason
    recorder.until(lambda e: isinstance(e, EngineReady))
    assert done(recorder, service.submit(os.fsencode(photo))).record.status is Status.OK


def test_a_file_whose_analysis_ends_the_process_twice_is_given_up(
    service: AnalysisService, recorder: Recorder, photo: Path, tmp_path: Path
) -> None:
    job = service.submit(os.fsencode(save_png(tmp_path / "large.png", 2500, 3000)))
    for _ in range(2):
        recorder.until(lambda e: isinstance(e, Progress) and e.job == job)
        os.kill(inference_pid(service), signal.SIGKILL)
        recorder.until(lambda e: isinstance(e, EngineLost))
    record = done(recorder, job).record
    assert record.error is not None
    assert record.error.code == "engine_crashed"
    assert record.source.sha256
    assert done(recorder, service.submit(os.fsencode(photo))).record.status is Status.OK


def end_at_once(*_: object) -> None:
    """An inference process that never gets ready."""
    os._exit(7)


def test_an_inference_process_that_never_starts_is_given_up(
    recorder: Recorder, photo: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(worker, "main", end_at_once)
    with AnalysisService(recorder) as service:
        for _ in range(2):  # the second file comes when there is no inference process any more
            record = done(recorder, service.submit(os.fsencode(photo))).record
            assert record.error is not None
            assert record.error.code == "engine_crashed"
            assert "status 7" in record.error.message
    assert sum(isinstance(event, EngineLost) for event in recorder.seen) == 4


def test_a_decoder_that_takes_too_long_is_ended(recorder: Recorder, tmp_path: Path) -> None:
    slow = save_png(tmp_path / "slow.png", 4000, 5000)
    quick = save_png(tmp_path / "quick.png", 300, 300)
    with AnalysisService(recorder, EngineSettings(Limits(seconds=0), decoders=1)) as service:
        service._pool._wall_seconds = lambda: 0.001  # type: ignore[method-assign]
        record = done(recorder, service.submit(os.fsencode(slow))).record
        assert record.error is not None
        assert record.error.code == "decode_timeout"
        service._pool._wall_seconds = lambda: PATIENCE_SECONDS  # type: ignore[method-assign]
        assert done(recorder, service.submit(os.fsencode(quick))).record.complete


def test_a_decoder_that_never_starts_is_said_and_no_file_is_blamed(
    recorder: Recorder, photo: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(decoder, "main", end_at_once)
    with AnalysisService(recorder) as service:
        for ask in (service.submit, service.open_picture):
            error = done(recorder, ask(os.fsencode(photo))).record.error
            assert error == InputError(InputCode.ENGINE_CRASHED, NO_DECODER).record()
            assert "install the program again" in error.remedy


def no_more_processes(*_: object) -> int:
    raise BlockingIOError(errno.EAGAIN, "Resource temporarily unavailable")


def test_a_system_without_processes_to_spare_is_said(
    recorder: Recorder, photo: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither process can be started; the service lives and answers."""
    with AnalysisService(recorder) as service, monkeypatch.context() as short:
        short.setattr(util, "spawnv_passfds", no_more_processes)
        service.reload()
        recorder.until(lambda event: isinstance(event, EngineLost) and "Resource temporarily" in event.reason)
        service.set_limits(Limits(pixels=7), 1.0)
        error = done(recorder, service.submit(os.fsencode(photo))).record.error
        assert error == InputError(InputCode.ENGINE_CRASHED, NO_DECODER).record()


def test_a_decoder_that_needs_too_much_memory_is_refused(recorder: Recorder, tmp_path: Path) -> None:
    big = save_png(tmp_path / "big.png", 6000, 8000)
    limits = Limits(memory_bytes=320 << 20)
    with AnalysisService(recorder, EngineSettings(limits, decoders=1)) as service:
        record = done(recorder, service.submit(os.fsencode(big))).record
    assert record.error is not None
    assert record.error.code in ("decode_memory", "damaged")


def test_limits_that_change_count_for_what_is_not_begun(recorder: Recorder, tmp_path: Path) -> None:
    path = os.fsencode(save_png(tmp_path / "large.png", 300, 300))
    with AnalysisService(recorder, EngineSettings(Limits(pixels=50_000), decoders=1)) as service:
        refused = done(recorder, service.submit(path)).record
        assert refused.error is not None and refused.error.code == "dimensions"
        service.set_limits(Limits(), 700)
        assert done(recorder, service.submit(path)).record.complete
        assert service._analysis.seconds == 700


def test_iterate_keeps_the_order_and_gives_the_analysed_pixels(photo: Path, tmp_path: Path) -> None:
    paths = [photo, tmp_path / "absent.jpg", save_png(tmp_path / "b.png", 256, 256)]
    results = list(iterate((os.fsencode(p) for p in paths), keep_pixels=True))
    assert [record.source.name for record, _ in results] == ["photo.jpg", "absent.jpg", "b.png"]
    assert results[1][1] is None
    for index in (0, 2):
        pixels = results[index][1]
        assert pixels is not None
        np.testing.assert_array_equal(pixels, decode(paths[index].read_bytes(), Limits())[0])


ENDED_EARLY = """
import os, sys
from gauntlet_desktop.app.service import iterate
if __name__ == "__main__":
    results = iterate([os.fsencode(sys.argv[1])] * 5, keep_pixels=True)
    next(results)
    results.close()
"""


def test_iterate_leaves_nothing_behind_when_it_is_ended_early(photo: Path, tmp_path: Path) -> None:
    script = tmp_path / "program.py"
    script.write_text(ENDED_EARLY)
    ended = subprocess.run([sys.executable, script, photo], capture_output=True, text=True, check=False)
    assert (ended.returncode, ended.stderr) == (0, "")


def test_iterate_gives_the_same_record_twice(photo: Path) -> None:
    (one, pixels), (other, none) = list(iterate([os.fsencode(photo)] * 2))
    assert one == other
    assert pixels is None
    assert none is None
    np.testing.assert_array_equal(one.heatmaps[0].views[0].values, other.heatmaps[0].views[0].values)


def test_models_are_loaded_anew_by_a_new_process_and_no_job_is_lost(
    service: AnalysisService, recorder: Recorder, photo: Path
) -> None:
    before = service._analysis.pid
    job = service.submit(os.fsencode(photo))
    recorder.until(lambda e: isinstance(e, Progress) and e.job == job)
    service.reload()
    recorder.until(lambda e: isinstance(e, EngineReady))
    assert service._analysis.pid not in (before, None)
    assert done(recorder, job).record.complete
    assert not any(isinstance(event, EngineLost) for event in recorder.seen)


ORPHANS = """
import os, sys
from gauntlet_desktop.app.events import EngineReady
from gauntlet_desktop.app.service import AnalysisService
import threading
if __name__ == "__main__":
    ready = threading.Event()
    service = AnalysisService(lambda event: ready.set() if isinstance(event, EngineReady) else None)
    service.start()
    ready.wait()
    pids = [service._analysis.pid, *service._pool.pids()]
    print(*pids, flush=True)
    sys.stdin.read()
"""


def test_no_process_outlives_a_killed_program(tmp_path: Path) -> None:
    script = tmp_path / "program.py"
    script.write_text(ORPHANS)
    program = subprocess.Popen([sys.executable, script], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    assert program.stdout is not None
    assert program.stdin is not None
    pids = [int(pid) for pid in program.stdout.readline().split()]
    assert len(pids) >= 2
    handles = [os.pidfd_open(pid) for pid in pids]
    program.kill()
    program.wait()
    import select

    for handle in handles:  # a pidfd is readable once its process has ended
        assert select.select([handle], [], [], PATIENCE_SECONDS)[0]
        os.close(handle)
    program.stdout.close()
    program.stdin.close()
