"""The doctor finds what is there, what is missing, and how to get it; heavy libraries stay unloaded."""

from __future__ import annotations

import errno
import importlib.metadata
import json
import subprocess
import sys
from pathlib import Path

import pytest

from gauntlet_desktop.app import doctor
from gauntlet_desktop.app.doctor import Check, State, examine, is_healthy
from gauntlet_desktop.engine import decoder
from gauntlet_desktop.imaging.limits import Limits
from tests.engine.test_service import end_at_once


@pytest.fixture(scope="module")
def checks() -> tuple[Check, ...]:
    return examine()


def named(checks: tuple[Check, ...], topic: str) -> dict[str, Check]:
    return {check.name: check for check in checks if check.topic == topic}


def test_every_required_package_is_listed_with_its_version(checks: tuple[Check, ...]) -> None:
    packages = named(checks, "Packages")
    for name in ("PySide6-Essentials", "onnxruntime", "numpy", "pillow", "c2pa-python"):
        assert packages[name] == Check("Packages", name, importlib.metadata.version(name))
    assert "torch" in packages
    assert "pytest" not in packages


def test_back_ends_formats_machine_and_limits_are_stated(checks: tuple[Check, ...]) -> None:
    assert "CPUExecutionProvider" in named(checks, "Back ends")["ONNX Runtime"].value
    assert {"JPEG", "PNG, TIFF", "WebP", "AVIF", "HEIC", "BMP, GIF"} <= set(named(checks, "Formats"))
    assert named(checks, "Formats")["a process that decodes"].value == "works"
    assert int(named(checks, "Machine")["processors"].value) >= 1
    assert named(checks, "Limits")["pixels"].value == f"{Limits().pixels:,}"
    assert named(checks, "Window")["Qt"].value == "loads"


def test_limits_are_those_of_the_settings_and_a_bad_setting_is_a_warning(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GAUNTLET_CONFIG_DIR", str(tmp_path))
    (tmp_path / "settings.json").write_text('{"settings": {"limit_seconds": 33, "theme": "pink"}}')
    assert named(tuple(doctor._limits()), "Limits")["seconds"].value == "33"
    told = named(tuple(doctor._folders()), "Folders")["settings"]
    assert "theme cannot be 'pink'" in told.value and told.state is State.WARNING
    assert told.remedy == "Change it with `gauntlet settings`."


def test_what_is_missing_comes_with_the_command_that_brings_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        importlib.metadata,
        "requires",
        lambda name: ["no-such-package>=1", 'no-such-extra>=2 ; extra == "full"', 'no-such-tool ; extra == "dev"'],
    )
    packages = named(tuple(doctor._packages()), "Packages")
    assert packages["no-such-package"].state is State.MISSING
    assert packages["no-such-package"].remedy.startswith("pip install")
    assert packages["no-such-extra"].state is State.OPTIONAL
    assert packages["no-such-extra"].remedy == "pip install 'gauntlet-desktop[full]'"
    assert "no-such-tool" not in packages


def test_without_shared_memory_nothing_can_be_analysed(monkeypatch: pytest.MonkeyPatch) -> None:
    assert named(tuple(doctor._machine()), "Machine")["shared memory"].state is State.OK

    def refused(**_: object) -> None:
        raise PermissionError(errno.EACCES, "Permission denied")

    monkeypatch.setattr(doctor, "SharedMemory", refused)
    check = named(tuple(doctor._machine()), "Machine")["shared memory"]
    assert (check.state, check.value) == (State.MISSING, "cannot be written to (Permission denied)")
    assert "/dev/shm" in check.remedy


def test_a_decoder_that_does_not_start_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(decoder, "main", end_at_once)
    check = named(tuple(doctor._formats()), "Formats")["a process that decodes"]
    assert check.state is State.MISSING
    assert "does not start" in check.value and "install the program again" in check.remedy


def test_only_what_is_needed_makes_it_unhealthy() -> None:
    fine = (Check("a", "b", "c"), Check("a", "b", "c", State.OPTIONAL), Check("a", "b", "c", State.WARNING))
    assert is_healthy(fine)
    assert not is_healthy((*fine, Check("a", "b", "c", State.MISSING)))


def test_a_probe_that_fails_says_its_last_line() -> None:
    assert doctor._probe("print('one'); print('two')") == (True, "two")
    assert doctor._probe("raise ImportError('libEGL.so.1 is not there')") == (
        False,
        "ImportError: libEGL.so.1 is not there",
    )
    assert doctor._probe("import os; os._exit(7)") == (False, "ended with status 7")


def test_a_display_is_a_matter_of_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.delenv("DISPLAY", raising=False)
    monkeypatch.setenv("WAYLAND_DISPLAY", "wayland-7")
    assert named(tuple(doctor._window()), "Window")["display"] == Check("Window", "display", "wayland-7")
    monkeypatch.delenv("WAYLAND_DISPLAY")
    assert named(tuple(doctor._window()), "Window")["display"].state is State.WARNING


def test_the_command_prints_json_and_loads_nothing_heavy() -> None:
    heavy = "('torch', 'onnxruntime', 'PySide6', 'reportlab', 'c2pa')"
    code = (
        "import sys; from gauntlet_desktop.cli import run; status = run(['doctor', '--json'], print); "
        f"print([name for name in {heavy} if name in sys.modules], file=sys.stderr); sys.exit(status)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.stderr == "[]\n"
    answer = json.loads(done.stdout)
    assert done.returncode == (0 if answer["healthy"] else 1)
    assert {"topic", "name", "value", "state", "remedy"} == set(answer["checks"][0])
