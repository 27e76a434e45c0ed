"""Notes on runs: a crash leaves its stacks and its open work, a run that closes leaves nothing."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gauntlet_desktop.api.folders import state_folder
from gauntlet_desktop.app.runs import OpenWork, Run, forget, keep_stacks, last_crash, unfinished

pytestmark = pytest.mark.skipif(os.name != "posix", reason="the processes here are ended by signals")

WORK = (OpenWork(b"/cases/a\xff.gauntlet", b"/photos"), OpenWork(b"/cases/b.gauntlet"))
RUN = f"""
import ctypes, os, sys
from gauntlet_desktop.app.runs import Run, OpenWork
run = Run.begin()
run.remember({WORK!r})
print("noted", flush=True)
sys.stdin.readline()
def the_place_of_the_crash():
    ctypes.string_at(0)
if sys.argv[1] == "crash":
    the_place_of_the_crash()
run.end()
"""


@pytest.fixture(autouse=True)
def state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("GAUNTLET_STATE_DIR", str(tmp_path / "state"))
    return tmp_path / "state"


@pytest.fixture
def child(request: pytest.FixtureRequest) -> Iterator[subprocess.Popen[str]]:
    """A run that has noted its work and waits for a line."""
    command = [sys.executable, "-c", RUN, request.param]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=subprocess.DEVNULL, encoding="utf-8") as process:
        assert process.stdout is not None and process.stdout.readline() == "noted\n"
        yield process


@pytest.mark.parametrize("child", ["close"], indirect=True)
def test_a_run_that_goes_on_is_not_told_and_one_that_closed_leaves_nothing(
    child: subprocess.Popen[str], state: Path
) -> None:
    assert unfinished() == ()
    child.communicate("\n")
    assert child.returncode == 0
    assert list(state.iterdir()) == []


@pytest.mark.parametrize("child", ["crash"], indirect=True)
def test_a_crash_leaves_the_place_and_the_open_work(child: subprocess.Popen[str], state: Path) -> None:
    child.communicate("\n")
    assert child.returncode == -signal.SIGSEGV
    (run,) = unfinished()
    assert "Segmentation fault" in run.stacks and "the_place_of_the_crash" in run.stacks
    assert run.work == WORK
    keep_stacks([run])
    forget([run])
    assert unfinished() == ()
    assert last_crash() == run.stacks
    assert [path.name for path in state.iterdir()] == ["last-crash.txt"]


@pytest.mark.parametrize("child", ["close"], indirect=True)
def test_a_killed_run_leaves_its_open_work_and_no_stacks(child: subprocess.Popen[str]) -> None:
    child.kill()
    child.wait()
    (run,) = unfinished()
    assert (run.stacks, run.work) == ("", WORK)
    keep_stacks([run])
    assert last_crash() == ""


def test_work_is_written_when_it_changes_and_goes_with_the_run(state: Path) -> None:
    run = Run.begin()
    run.remember(WORK)
    (note,) = state.glob("*.json")
    note.unlink()
    run.remember(WORK)
    assert not note.exists(), "the same work is not written again"
    run.remember(WORK[:1])
    assert note.exists()
    run.end()
    run.end()
    run.remember(WORK)
    assert list(state.iterdir()) == []


def test_where_nothing_can_be_kept_the_run_goes_on_without(state: Path, caplog: pytest.LogCaptureFixture) -> None:
    state.write_text("no folder")
    run = Run.begin()
    run.remember(WORK)
    run.end()
    assert unfinished() == ()
    assert "crashes of this run cannot be noted" in caplog.text


@given(st.binary(max_size=60), st.binary(max_size=60))
def test_damaged_notes_are_no_trouble(note: bytes, work: bytes) -> None:
    folder = state_folder()
    folder.mkdir(exist_ok=True)
    (folder / "run-1.txt").write_bytes(note)
    (folder / "run-1.json").write_bytes(work)
    (run,) = unfinished()
    assert isinstance(run.stacks, str)
    forget([run])
