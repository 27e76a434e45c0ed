"""What a process holds and may hold, as the system tells it."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from gauntlet_desktop.engine import memory


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells what a process holds")
def test_what_a_process_holds_grows_with_what_it_writes_and_not_with_what_it_reserves() -> None:
    before = memory.held_bytes(os.getpid())
    reserved = bytes(64 << 20)
    assert before > 0 and memory.held_bytes(os.getpid()) - before < 32 << 20
    written = b"x" * (64 << 20)
    assert memory.held_bytes(os.getpid()) - before >= 60 << 20
    assert len(reserved) == len(written)


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells what a process holds")
def test_a_process_that_holds_more_than_it_may_is_told_so() -> None:
    assert memory.excess(os.getpid(), 1 << 20) == "it held more than 0.0 GiB of memory"
    assert memory.excess(os.getpid(), memory.held_bytes(os.getpid()) + (512 << 20)) == ""


def test_of_a_process_that_is_gone_nothing_is_told() -> None:
    gone = subprocess.Popen([sys.executable, "-c", ""])
    gone.wait()
    assert memory.held_bytes(gone.pid) == 0
    assert memory.excess(gone.pid, 0) == ""


def test_a_process_may_hold_most_of_the_machine_and_anything_where_that_is_unknown(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert memory.most_bytes() == pytest.approx(0.9 * memory.machine_bytes() or float("inf"))
    monkeypatch.setattr(memory, "machine_bytes", lambda: 0)
    assert memory.most_bytes() == float("inf")


def test_a_system_that_cannot_tell_its_memory_is_no_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(name: str) -> int:
        raise ValueError(name)

    monkeypatch.setattr(os, "sysconf", refuse)
    assert memory.machine_bytes() == 0
