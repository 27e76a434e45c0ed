"""The whole main job, as commands and in the window, watched from outside: evidence is only read, and nothing leaves
this machine."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests import main_job

ROOT = Path(__file__).resolve().parents[2]
# Whatever opens, makes, moves, removes or marks a file, and whatever reaches for a network.
CALLS = (
    "open,openat,openat2,creat,truncate,rename,renameat,renameat2,unlink,unlinkat,link,linkat,symlink,symlinkat,mkdir,"
    "mkdirat,rmdir,chmod,fchmodat,chown,lchown,fchownat,utime,utimes,utimensat,futimesat,setxattr,lsetxattr,fsetxattr,"
    "removexattr,lremovexattr,socket,connect,sendto"
)


@dataclass(frozen=True)
class Watched:
    """The evidence, what was known of it before, and every call that was made."""

    evidence: Path
    before: dict[str, tuple[Any, ...]]
    calls: tuple[str, ...]


def all_of(folder: Path) -> dict[str, tuple[Any, ...]]:
    """Content, times and extended attributes of everything below a folder."""
    return {
        str(path): (
            path.read_bytes() if path.is_file() else b"",
            path.stat().st_mtime_ns,
            path.stat().st_ctime_ns,
            tuple((name, os.getxattr(path, name)) for name in sorted(os.listxattr(path))),
        )
        for path in [folder, *sorted(folder.rglob("*"))]
    }


def commands(evidence: Path, out: Path, under: Sequence[str]) -> None:
    done = main_job.run(evidence, out, under=under)
    assert "Overall: identical." in done[1].stderr
    assert "The case is intact" in done[3].stdout


def window(evidence: Path, out: Path, under: Sequence[str]) -> None:
    out.mkdir()
    command = [*under, sys.executable, "-m", "tests.window_session", str(evidence), str(out)]
    environment = {**main_job.users_environment(), "QT_QPA_PLATFORM": "offscreen"}
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stderr
    assert sorted(json.loads(done.stdout)["outcomes"].values()) == ["damaged", "ok", "ok"]


@pytest.fixture(scope="module", params=[commands, window])
def watched(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Watched]:
    if shutil.which("strace") is None:
        pytest.skip("strace is not installed")
    folder = tmp_path_factory.mktemp("watched")
    trace = folder / "trace"
    tried = subprocess.run(["strace", "-o", os.devnull, "true"], capture_output=True, check=False)
    if tried.returncode:
        pytest.skip("tracing is not permitted here")
    evidence = main_job.lay_out(folder)
    before = all_of(evidence)
    strace = ["strace", "-f", "-qq", "-A", "-y", "-e", f"trace={CALLS}", "-o", str(trace)]
    request.param(evidence, folder / "out", strace)
    yield Watched(evidence, before, tuple(trace.read_text(encoding="utf-8", errors="replace").splitlines()))


def test_evidence_is_as_it_was(watched: Watched) -> None:
    assert all_of(watched.evidence) == watched.before


def test_nothing_under_the_evidence_is_opened_to_be_written_moved_or_marked(watched: Watched) -> None:
    ours = [call for call in watched.calls if f"{watched.evidence}" in call]
    assert len({name for name in main_job.SAMPLES for call in ours if name in call}) == len(main_job.SAMPLES)
    opened = re.compile(r"\d+ +(open|openat|openat2)\(.*O_RDONLY")
    resumed = re.compile(r"\d+ +<\.\.\. open(at2?)? resumed>")  # its flags stand in the line before
    assert [call for call in ours if not opened.match(call) and not resumed.match(call)] == []
    assert not [call for call in ours if re.search(r"O_(WRONLY|RDWR|CREAT|TRUNC|APPEND)", call)]


@pytest.mark.parametrize("job", [commands, window])
def test_it_is_done_where_there_are_no_network_interfaces(
    tmp_path: Path, job: Callable[[Path, Path, Sequence[str]], None]
) -> None:
    apart = ("unshare", "-rn")
    if shutil.which(apart[0]) is None:
        pytest.skip("unshare is not installed")
    tried = subprocess.run([*apart, "true"], capture_output=True, encoding="utf-8", check=False)
    if tried.returncode:
        pytest.skip(f"this system gives nobody a network namespace of their own: {tried.stderr.strip()}")
    look = "import socket; print(socket.if_nameindex()); socket.create_connection(('127.0.0.1', 9))"
    seen = subprocess.run([*apart, sys.executable, "-c", look], capture_output=True, encoding="utf-8", check=False)
    assert seen.stdout == "[(1, 'lo')]\n" and "Network is unreachable" in seen.stderr, "not even loopback is up"
    job(main_job.lay_out(tmp_path), tmp_path / "out", apart)


def test_no_call_reaches_for_a_network(watched: Watched) -> None:
    reaching = [call for call in watched.calls if re.search(r"\b(socket|connect|sendto)\(", call)]
    assert [call for call in reaching if not re.search(r"AF_UNIX|UNIX", call)] == []
