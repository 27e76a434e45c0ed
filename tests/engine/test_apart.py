"""Use cases in real processes of their own: results, progress, errors, cancellation, death, no orphan."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from collections.abc import Callable
from multiprocessing import util
from pathlib import Path

import pytest

from gauntlet_desktop.app import apart
from gauntlet_desktop.app.apart import BrokenApart, run_apart
from gauntlet_desktop.core.errors import Cancelled, EnvironmentFault, UserError
from tests.engine import apart_work as work
from tests.engine.conftest import PATIENCE_SECONDS
from tests.engine.test_service import no_more_processes


def alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def test_the_result_comes_from_another_process_which_is_gone_then() -> None:
    total, pid = run_apart(work.add, 40, second=2)
    assert total == 42
    assert pid != os.getpid()
    assert not alive(pid)


def test_progress_arrives_in_order() -> None:
    seen: list[tuple[float, str]] = []
    result = run_apart(work.steps, 4, progress=lambda fraction, what: seen.append((fraction, what)))
    assert result == 4
    assert seen == [(0.25, "step 1"), (0.5, "step 2"), (0.75, "step 3"), (1.0, "step 4")]


def test_progress_that_nobody_asked_for_is_dropped() -> None:
    assert run_apart(work.steps, 3) == 3


def test_an_expected_error_is_raised_here_as_it_was_there() -> None:
    with pytest.raises(UserError) as caught:
        run_apart(work.refuse)
    assert (caught.value.code, caught.value.message, caught.value.remedy) == (
        "refused",
        "It is refused.",
        "Ask for less.",
    )
    with pytest.raises(UserError) as caught:
        run_apart(work.use_case)
    assert caught.value.code == "no_own_calibration"


def test_a_defect_brings_its_traceback() -> None:
    with pytest.raises(BrokenApart, match=r"in fail[\s\S]*ZeroDivisionError: a defect"):
        run_apart(work.fail)


def test_a_result_that_cannot_be_sent_is_refused() -> None:
    with pytest.raises(BrokenApart, match="The result cannot be sent"):
        run_apart(work.unsendable)


@pytest.mark.parametrize(("function", "how"), [(work.die, "signal 9"), (work.leave, "status 7")])
def test_a_death_is_a_fault_of_the_environment(function: Callable[[], None], how: str) -> None:
    with pytest.raises(EnvironmentFault, match=how) as caught:
        run_apart(function)
    assert caught.value.code == "process_lost"


def test_a_system_without_processes_to_spare_is_a_fault_of_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(util, "spawnv_passfds", no_more_processes)
    with pytest.raises(EnvironmentFault, match="could not be started"):
        run_apart(os.getpid)


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere the system does not tell")
def test_a_process_that_holds_too_much_memory_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(apart, "most_bytes", lambda: 256 << 20)
    with pytest.raises(EnvironmentFault, match=r"it held more than 0\.2 GiB of memory"):
        run_apart(work.hoard)


def test_a_cancelled_function_ends_at_its_next_report_and_cleans_up(tmp_path: Path) -> None:
    with pytest.raises(Cancelled):
        run_apart(work.until_cancelled, tmp_path, is_cancelled=(tmp_path / "begun").exists, grace=PATIENCE_SECONDS)
    assert (tmp_path / "cleaned").exists()


def test_a_function_that_does_not_look_is_ended_after_the_grace(tmp_path: Path) -> None:
    with pytest.raises(Cancelled):
        run_apart(work.stubborn, tmp_path, is_cancelled=lambda: _written(tmp_path / "pid"), grace=0.0)
    assert not alive(int((tmp_path / "pid").read_text()))


def test_an_error_in_the_listener_of_progress_ends_the_process(tmp_path: Path) -> None:
    def listener(fraction: float, what: str) -> None:
        raise KeyError(what)

    with pytest.raises(KeyError, match="half way"):
        run_apart(work.until_cancelled, tmp_path, progress=listener)


def test_a_use_case_may_start_processes_itself(photo: Path) -> None:
    assert run_apart(work.picture_size, os.fsencode(photo)) == (480, 640)


def test_several_run_at_once() -> None:
    results: list[int] = []
    threads = [threading.Thread(target=lambda n=n: results.append(run_apart(work.add, n)[0])) for n in (1, 2, 3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(results) == [1, 2, 3]


PROGRAM = """
import sys, threading
from pathlib import Path
from gauntlet_desktop.app.apart import run_apart
from tests.engine import apart_work

if __name__ == "__main__":
    marks = Path(sys.argv[1])
    threading.Thread(target=run_apart, args=(apart_work.stubborn, marks), daemon=True).start()
    while not (marks / "pid").exists() or not (marks / "pid").read_text():
        threading.Event().wait(0.02)
"""


def test_the_program_does_not_wait_for_what_runs_apart_when_it_ends(tmp_path: Path) -> None:
    script = tmp_path / "program.py"
    script.write_text(PROGRAM)
    root = str(Path(__file__).parents[2])
    environment = {**os.environ, "PYTHONPATH": root}
    subprocess.run([sys.executable, script, tmp_path], env=environment, timeout=PATIENCE_SECONDS, check=True)
    assert not alive(int((tmp_path / "pid").read_text()))


def _written(path: Path) -> bool:
    return path.exists() and bool(path.read_text())
