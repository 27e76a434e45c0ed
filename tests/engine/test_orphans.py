"""However the real window ends, nothing that it started goes on, nor what a plugin started that never answers; and the
shared memory is free again."""

from __future__ import annotations

import os
import select
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from bench.common import descendants
from tests.contract.plugin_project import detector_code, write_package
from tests.contract.test_discovery import install
from tests.engine.conftest import PATIENCE_SECONDS

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="processes are watched as Linux shows them")

# Starts a process of its own, tells both, and then keeps the interpreter to itself, longer than anybody lives.
HANGS = r"""with open({pipe!r}, "w") as told:
            print(os.getpid(), subprocess.Popen(["sleep", "1000000"]).pid, file=told)
        re.match(r"(a+)+$", "a" * 60 + "b")"""


@dataclass
class Window:
    """The process, handles of all those below it, and the blocks of shared memory that its inference process maps."""

    process: subprocess.Popen[bytes]
    below: list[int]
    blocks: set[Path]


@pytest.fixture
def window(tmp_path: Path, photo: Path) -> Iterator[Window]:
    """The real window while that plugin hangs in its inference process."""
    site, pipe = tmp_path / "site", tmp_path / "told"
    os.mkfifo(pipe)
    code = "import os, re, subprocess\n" + detector_code("hanging-plugin", HANGS.format(pipe=str(pipe)))
    write_package(site, "hanging_plugin", "hanging-plugin", code)
    install(site, "hanging-plugin", "hanging_plugin")
    environment = {**os.environ, "PYTHONPATH": str(site), "QT_QPA_PLATFORM": "offscreen"}
    command = [sys.executable, "-m", "gauntlet_desktop", "open", str(photo)]
    with subprocess.Popen(command, env=environment, stderr=subprocess.DEVNULL) as process:
        told = [int(pid) for pid in pipe.read_text().split()]
        below = descendants(process.pid)
        assert len(told) == 2 and set(told) < set(below), "and decoders"
        handles = [os.pidfd_open(pid) for pid in below]
        maps = Path(f"/proc/{told[0]}/maps").read_text().splitlines()
        yield Window(process, handles, {Path(line.split()[5]) for line in maps if "/dev/shm/" in line})
        process.kill()
    for handle in handles:
        os.close(handle)


@pytest.mark.parametrize("end", [signal.SIGKILL, signal.SIGSEGV, signal.SIGINT], ids=["killed", "crashed", "closed"])
def test_no_process_and_no_memory_outlives_the_window(window: Window, end: signal.Signals) -> None:
    assert window.blocks and all(block.exists() for block in window.blocks)
    window.process.send_signal(end)
    for handle in window.below:  # readable once its process has ended
        assert select.select([handle], [], [], PATIENCE_SECONDS)[0]
    assert [block for block in window.blocks if block.exists()] == []
