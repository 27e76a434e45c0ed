"""The guard of the whole suite: no test reaches for another machine, not even one that catches the refusal."""

from __future__ import annotations

import contextlib
import os
import socket
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

ELSEWHERE = ("192.0.2.1", 80)  # an address that is set aside for documentation


def udp() -> socket.socket:
    return socket.socket(socket.AF_INET, socket.SOCK_DGRAM)


REACHING: dict[str, Callable[[], object]] = {
    "connect": lambda: socket.create_connection(ELSEWHERE, timeout=1),
    "connect_ex": lambda: socket.socket().connect_ex(ELSEWHERE),
    "sendto": lambda: udp().sendto(b"x", ELSEWHERE),
    "listen for all": lambda: socket.create_server(("0.0.0.0", 0)),
    "IPv6": lambda: socket.socket(socket.AF_INET6).connect(("2001:db8::1", 80)),
    "look-up": lambda: socket.getaddrinfo("example.invalid", 80),
}


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning", "ignore::ResourceWarning")
@pytest.mark.parametrize("name", sorted(REACHING))
def test_whatever_reaches_elsewhere_is_refused_and_remembered(name: str, network_attempts: list[str]) -> None:
    with contextlib.suppress(OSError):  # as code does that goes on without a network
        REACHING[name]()
        pytest.fail("it was let through")
    assert len(network_attempts) == 1
    network_attempts.clear()  # or the guard would fail this very test


def test_loopback_and_local_sockets_work(tmp_path: Path, network_attempts: list[str]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server, socket.create_connection(server.getsockname()) as client:
        client.sendall(b"x")
    path = str(tmp_path / "s")
    with socket.socket(socket.AF_UNIX) as server, socket.socket(socket.AF_UNIX) as client:
        server.bind(path)
        server.listen()
        client.connect(path)
    assert socket.getaddrinfo("localhost", 80)
    assert network_attempts == []


@pytest.mark.parametrize("module", ["gauntlet_desktop.api", "gauntlet_desktop.cli", "gauntlet_patch_evidence"])
def test_onnx_runtime_tells_nobody_anything_whatever_the_environment_says(module: str) -> None:
    look = f"import {module}, os; print(os.environ['ORT_DISABLE_TELEMETRY'])"
    environment = {**os.environ, "ORT_DISABLE_TELEMETRY": "0"}
    done = subprocess.run([sys.executable, "-c", look], env=environment, capture_output=True, text=True, check=True)
    assert done.stdout == "1\n"
