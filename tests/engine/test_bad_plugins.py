"""Plugins that end their process, leak, or print without end, in real processes: each costs itself only."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from gauntlet_desktop.app.events import Done, EngineLost, EngineReady
from gauntlet_desktop.app.service import AnalysisService, EngineSettings
from gauntlet_desktop.core.records import AnalysisRecord, PluginFailure
from tests.contract.plugin_project import detector_code, write_package
from tests.contract.test_discovery import install
from tests.engine.conftest import Recorder, save_png

NAME = "bad-plugin"
ONE = EngineSettings(decoders=1)
linux_only = pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells what a process holds")


@pytest.fixture
def put(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Installs a plugin of this code, for the processes that this one starts."""

    def write(code: str) -> None:
        site = tmp_path / "site"
        write_package(site, "bad_plugin", NAME, code)
        install(site, NAME, "bad_plugin")
        monkeypatch.syspath_prepend(str(site))
        monkeypatch.setenv("PYTHONPATH", str(site))

    return write


def in_use(body: str) -> str:
    """A detector that imports what it needs to be bad, and does it when it is asked."""
    return "import os, signal, sys\nKEPT = []\n" + detector_code(NAME, body)


def analysed(service: AnalysisService, recorder: Recorder, path: Path) -> AnalysisRecord:
    job = service.submit(os.fsencode(path), verdict_only=True)
    event = recorder.until(lambda each: isinstance(each, Done) and each.job == job)
    assert isinstance(event, Done)
    return event.record


@pytest.fixture
def pictures(tmp_path: Path) -> list[Path]:
    return [save_png(tmp_path / f"{number}.png", 260 + number, 300) for number in range(3)]


@pytest.mark.parametrize("end", ["os._exit(9)", "os.kill(os.getpid(), signal.SIGSEGV)"])
def test_a_plugin_that_ends_its_process_costs_one_picture_and_is_left_out_then(
    end: str, put: Callable[[str], None], pictures: list[Path], recorder: Recorder
) -> None:
    put(in_use(end))
    with AnalysisService(recorder, ONE) as service:
        first, second, third = (analysed(service, recorder, path) for path in pictures)
    assert first.error is not None and first.error.code == "engine_crashed"
    assert f"“{NAME}”" in first.error.message
    for record in (second, third):
        assert record.error is None and record.detectors
        assert PluginFailure(NAME, "detect", "Left out: it failed three times.") in record.failures


def test_a_plugin_whose_process_is_ended_by_the_system_at_every_picture_costs_three_and_is_left_out_then(
    put: Callable[[str], None], pictures: list[Path], recorder: Recorder, tmp_path: Path
) -> None:
    """As one that wants more memory than there is: it cannot be told from a kill by somebody else at once."""
    put(in_use("os.kill(os.getpid(), signal.SIGKILL)"))
    fourth = save_png(tmp_path / "fourth.png", 270, 300)
    with AnalysisService(recorder, ONE) as service:
        records = [analysed(service, recorder, path) for path in (*pictures, fourth)]
    assert [record.error.code if record.error else "" for record in records] == [*["engine_crashed"] * 3, ""]
    assert PluginFailure(NAME, "detect", "Left out: it failed three times.") in records[3].failures


def test_a_plugin_that_ends_its_process_at_import_is_left_out_with_all_third_parties(
    put: Callable[[str], None], pictures: list[Path], recorder: Recorder
) -> None:
    put("import os\nos._exit(3)")
    with AnalysisService(recorder, ONE) as service:
        record = analysed(service, recorder, pictures[0])
    assert sum(isinstance(event, EngineLost) for event in recorder.seen) == 2
    (ready,) = [event for event in recorder.seen if isinstance(event, EngineReady)]
    assert "safe mode" in dict(ready.failures)[NAME]
    assert record.error is None and record.detectors


def test_a_plugin_that_leaks_until_the_system_ends_its_process_costs_no_picture(
    put: Callable[[str], None], pictures: list[Path], recorder: Recorder
) -> None:
    """The system's killer gives its signal when the process holds the third block; a new process holds none."""
    leak = (
        "KEPT.append(bytes(8 << 20))\n"
        "        len(KEPT) == 3 and os.kill(os.getpid(), signal.SIGKILL)\n"
        "        return DetectorOutput(0.0)"
    )
    put(in_use(leak))
    with AnalysisService(recorder, ONE) as service:
        records = [analysed(service, recorder, path) for path in pictures]
    assert any(isinstance(event, EngineLost) and "signal 9" in event.reason for event in recorder.seen)
    assert [record.error for record in records] == [None, None, None]
    assert all(NAME in {detector.id for detector in record.detectors} for record in records)


@linux_only
def test_a_process_that_leaks_beyond_its_bound_is_started_again_and_costs_no_picture(
    put: Callable[[str], None], pictures: list[Path], recorder: Recorder, tmp_path: Path
) -> None:
    """A process holds some 200 MiB of its own: the third block is too much, and a new process holds none."""
    put(in_use("KEPT.append(b'x' * (150 << 20))\n        return DetectorOutput(0.0)"))
    fourth = save_png(tmp_path / "fourth.png", 270, 300)
    with AnalysisService(recorder, replace(ONE, memory_bytes=500 << 20)) as service:
        records = [analysed(service, recorder, path) for path in (*pictures, fourth)]
    reasons = [event.reason for event in recorder.seen if isinstance(event, EngineLost)]
    assert reasons and set(reasons) == {"it held more than 0.5 GiB of memory"}
    assert [record.error for record in records] == [None] * 4
    assert all(NAME in {detector.id for detector in record.detectors} for record in records)


@linux_only
def test_a_plugin_that_takes_more_than_its_process_may_hold_costs_its_picture_and_is_named(
    put: Callable[[str], None], pictures: list[Path], recorder: Recorder
) -> None:
    """It holds too much and goes on: nothing but the bound ends it."""
    put(in_use("KEPT.append(b'x' * (600 << 20))\n        while True: pass"))
    with AnalysisService(recorder, replace(ONE, memory_bytes=500 << 20)) as service:
        record = analysed(service, recorder, pictures[0])
    assert record.error is not None and record.error.code == "engine_crashed"
    assert "it held more than 0.5 GiB of memory" in record.error.message
    assert f"“{NAME}”" in record.error.message


def test_what_a_plugin_prints_reaches_no_output_of_the_program(
    put: Callable[[str], None], pictures: list[Path]
) -> None:
    noise = (
        "print('clamour' * 1000)\n"
        "        print('clamour' * 1000, file=sys.stderr)\n"
        "        [os.write(descriptor, b'clamour' * 100_000) for descriptor in (1, 2)]\n"
        "        return DetectorOutput(0.0)"
    )
    put(in_use(noise))
    command = [sys.executable, "-m", "gauntlet_desktop", "analyze", str(pictures[0]), "--json"]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stderr
    record = json.loads(done.stdout)
    assert NAME in {detector["id"] for detector in record["detectors"]}
    assert "clamour" not in done.stdout + done.stderr


def test_what_a_plugin_logs_is_shown_without_control_characters(
    put: Callable[[str], None], pictures: list[Path]
) -> None:
    body = "logging.getLogger('bad').warning('seen \\x1b[31m')\n        return DetectorOutput(0.0)"
    put("import logging\n" + in_use(body))
    command = [sys.executable, "-m", "gauntlet_desktop", "analyze", str(pictures[0]), "--json"]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 0
    assert "seen ‹U+001B›[31m" in done.stderr and "\x1b" not in done.stderr
