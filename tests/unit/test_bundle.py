"""The diagnostic bundle holds what helps, and nothing of the images: no name, no path, no value of a message."""

from __future__ import annotations

import json
import logging
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from gauntlet_desktop.app import bundle
from gauntlet_desktop.app.bundle import LEFT_OUT, without_folders, without_values, write_bundle
from gauntlet_desktop.app.log import begin_log, end_log, log_path
from gauntlet_desktop.app.runs import LAST_CRASH_NAME
from gauntlet_desktop.app.settings import change_settings
from gauntlet_desktop.app.window_state import WindowState, save_state
from gauntlet_desktop.core.errors import EnvironmentFault

SECRET = "case-17 holiday of the witness"
LOGGER = logging.getLogger("gauntlet_desktop.tried")


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name, folder in (("CONFIG", "config"), ("STATE", "state"), ("MODELS", "models")):
        monkeypatch.setenv(f"GAUNTLET_{name}_DIR", str(tmp_path / folder))
    return tmp_path


@pytest.fixture
def log(capsys: pytest.CaptureFixture[str]) -> Iterator[None]:
    handlers = begin_log()
    yield
    end_log(handlers)


def fail_on(name: str) -> None:
    raise ValueError(f'/evidence/{name}.jpg\n  File "/evidence/{name}.py", line 1, in x\n    {name}')


def noted() -> None:
    """Two entries that quote the name of a file, one of them with a traceback."""
    LOGGER.warning("the file %s was not read", f"/evidence/{SECRET}.jpg\x1b[31m")
    try:
        fail_on(SECRET)
    except ValueError:
        LOGGER.exception("unexpected error")


def files_of(path: Path) -> dict[str, str]:
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name).decode() for name in archive.namelist()}


def test_it_holds_what_helps_and_nothing_of_the_images(log: None, home: Path) -> None:
    noted()
    path = f"/evidence/{SECRET}/a.jpg".encode()
    save_state(WindowState(recent=(path,), last_folder=path))
    change_settings({"theme": "dark", "report_examiner": SECRET, "case_folder": f"/evidence/{SECRET}"})
    crash = (
        f'Fatal Python error: Segmentation fault\n  File "{home}/{SECRET}.py", line 3 in f\n  File "{bundle.__file__}"'
    )
    (home / "state" / LAST_CRASH_NAME).write_text(f"{crash}, line 7 in g\n")
    write_bundle(home / "b.zip")
    files = files_of(home / "b.zip")
    assert set(files) == {"README.txt", "doctor.json", "plugins.json", "settings.json", "log.jsonl", "crash.txt"}
    whole = "".join(files.values())
    assert "holiday" not in whole and "/evidence" not in whole and str(home) not in whole
    assert json.loads(files["settings.json"])["theme"] == "dark"
    left_out = [name for name, value in json.loads(files["settings.json"]).items() if value == LEFT_OUT]
    assert left_out == ["report_examiner", "case_folder"]
    assert any(check["name"] == "numpy" for check in json.loads(files["doctor.json"]))
    assert "patch-evidence" in {plugin["id"] for plugin in json.loads(files["plugins.json"])}
    first, second = map(json.loads, files["log.jsonl"].splitlines())
    assert (first["form"], first["level"]) == ("the file %s was not read", "WARNING")
    assert "ValueError" in second["traceback"]
    assert "Segmentation fault" in files["crash.txt"]
    assert f'File "{LEFT_OUT}", line 3 in f' in files["crash.txt"]
    assert 'File "gauntlet_desktop/app/bundle.py", line 7 in g' in files["crash.txt"]


def test_the_same_state_gives_the_same_bytes(home: Path) -> None:
    for name in ("a.zip", "b.zip"):
        write_bundle(home / name)
    assert (home / "a.zip").read_bytes() == (home / "b.zip").read_bytes()


def test_a_traceback_keeps_its_places_and_the_kind_of_the_error() -> None:
    code = f'  File "/home/a/.venv/lib/site-packages/gauntlet_desktop/x.py", line 9, in f\n    open(path)\n    {SECRET}'
    shown = without_values(f"Traceback (most recent call last):\n{code}\na.b.SomeError: {SECRET}\n{SECRET}")
    assert shown.splitlines() == [
        "Traceback (most recent call last):",
        '  File "site-packages/gauntlet_desktop/x.py", line 9, in f',
        "    open(path)",
        "a.b.SomeError",
    ]


def test_own_folders_have_short_names(home: Path) -> None:
    assert without_folders(f"{home}/config/window.json in {Path.home()}") == "$GAUNTLET_CONFIG_DIR/window.json in ~"


def test_what_is_no_entry_of_the_log_is_left_out(home: Path) -> None:
    log_path().parent.mkdir()
    log_path().write_bytes(b"\xff\n{}\n[1]\n" + b"[" * 50_000 + b'\n{"time": "t", "level": "l"}\n')
    write_bundle(home / "b.zip")
    assert files_of(home / "b.zip")["log.jsonl"] == ""


def test_a_place_that_cannot_be_written_to_is_said(home: Path) -> None:
    with pytest.raises(EnvironmentFault) as caught:
        write_bundle(home / "absent" / "b.zip")
    assert caught.value.code == "folder_missing"


def test_the_command_writes_it(home: Path) -> None:
    command = [sys.executable, "-m", "gauntlet_desktop", "doctor", "--bundle", str(home / "b.zip")]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
    assert (done.returncode, done.stdout) == (0, "")
    assert "b.zip" in done.stderr
    assert "no image in it" in files_of(home / "b.zip")["README.txt"]


def test_the_log_is_one_object_a_line_and_is_shown_without_control_characters(
    log: None, capsys: pytest.CaptureFixture[str]
) -> None:
    noted()
    entries = [json.loads(line) for line in log_path().read_text("ascii").splitlines()]
    assert len(entries) == 2
    assert SECRET in entries[0]["message"] and SECRET in entries[1]["traceback"]
    assert "\x1b" not in capsys.readouterr().err


def test_a_log_that_cannot_be_written_disturbs_nothing(home: Path) -> None:
    (home / "state").write_text("no folder")
    handlers = begin_log()
    noted()
    end_log(handlers)
    assert len(handlers) == 1


def test_a_full_disk_costs_entries_alone(log: None) -> None:
    resource = pytest.importorskip("resource")
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (10, before[1]))
    try:
        noted()
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
