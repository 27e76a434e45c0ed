"""What the tests of the program and of the built-in plugins share."""

from __future__ import annotations

import gc
import ipaddress
import os
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

# A loaded machine is slow, and slowness is no failure: time is measured by the benchmarks. The examples are the same on
# each run, so that what fails once fails again, and what is covered stays covered.
settings.register_profile("gauntlet", deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("gauntlet")

# Libraries start one thread per core, in each process of tests; where these outnumber the cores, they wait for each
# other in busy loops: tests with torch took three times as long. Also read by the processes that tests start.
for _library in ("OMP", "MKL", "OPENBLAS"):
    os.environ.setdefault(f"{_library}_NUM_THREADS", "1")

# One process of tests with torch, and the program's own processes that a test starts.
_WORKER_BYTES = 3 << 30


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers() -> int:
    """`-n auto`: as many processes of tests as there are cores, and as the memory holds where the system tells."""
    from gauntlet_desktop.engine.memory import machine_bytes  # not before the tests: their coverage is not yet measured

    cores = os.cpu_count() or 1
    return max(1, min(cores, (machine_bytes() or cores * _WORKER_BYTES) // _WORKER_BYTES))


@pytest.fixture(scope="session", autouse=True)
def nothing_of_the_user(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Whoever runs the tests may have imported models and disabled plugins: these are theirs."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("GAUNTLET_MODELS_DIR", str(tmp_path_factory.mktemp("models")))
        patch.setenv("GAUNTLET_CONFIG_DIR", str(tmp_path_factory.mktemp("config")))
        patch.setenv("GAUNTLET_STATE_DIR", str(tmp_path_factory.mktemp("state")))
        yield


@pytest.fixture(scope="module", autouse=True)
def garbage_on_the_main_thread() -> Iterator[None]:
    """What a window leaves behind must not be collected on whichever thread allocates next: Qt's objects end on their
    own thread, or take the process along."""
    gc.disable()
    yield
    gc.collect()


class NetworkForbidden(OSError):
    """A test reached for another machine."""


def _is_local(family: int, address: Any) -> bool:
    """Whether an address is of this machine: a path of AF_UNIX, or loopback."""
    if family not in (socket.AF_INET, socket.AF_INET6):
        return True
    host = address[0]
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


@pytest.fixture(scope="session")
def _reached() -> Iterator[list[str]]:
    """What reached for a network so far. Sockets that connect, send or listen beyond loopback are refused, and so are
    look-ups of names, for the whole run: a test that serves itself does so on loopback."""
    attempts: list[str] = []

    def guarded(name: str) -> Any:
        real = getattr(socket.socket, name)

        def method(self: socket.socket, *arguments: Any) -> Any:
            if not _is_local(self.family, arguments[-1]):
                attempts.append(f"{name} {arguments[-1]}")
                raise NetworkForbidden(f"{name} to {arguments[-1]}: tests reach for no other machine")
            return real(self, *arguments)

        return method

    def look_up(host: Any, *arguments: Any, **keywords: Any) -> Any:
        shown = host.decode() if isinstance(host, bytes) else host
        if shown is not None and not _is_local(socket.AF_INET, (shown,)):
            attempts.append(f"getaddrinfo {shown}")
            raise NetworkForbidden(f"look-up of {shown}: tests reach for no other machine")
        return real_look_up(host, *arguments, **keywords)

    real_look_up = socket.getaddrinfo
    with pytest.MonkeyPatch.context() as patch:
        for name in ("connect", "connect_ex", "sendto", "bind"):
            patch.setattr(socket.socket, name, guarded(name))
        patch.setattr(socket, "getaddrinfo", look_up)
        yield attempts


@pytest.fixture(autouse=True)
def network_attempts(_reached: list[str]) -> Iterator[list[str]]:
    """Fails any test that reached for a network, also where the code caught the refusal."""
    _reached.clear()
    yield _reached
    assert _reached == [], "a test reached for another machine"


_SHARED = Path(__file__).resolve().parents[1] / "shared"


@pytest.fixture(scope="session")
def shared_dir() -> Path:
    """The folder of shared fixtures beside the checkout; tests that need it skip where it is absent."""
    if not _SHARED.is_dir():
        pytest.skip("the shared fixtures are not beside this checkout")
    return _SHARED
