"""The command line where the system refuses it something: room for its output, standard streams, files to open."""

from __future__ import annotations

import errno
import subprocess
import sys
from pathlib import Path

import pytest

from gauntlet_desktop.cli import run
from tests.images import jpeg, picture
from tests.unit.test_cli import GAUNTLET, no_window

unix = pytest.mark.skipif(sys.platform == "win32", reason="a shell of Unix")


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """Too small for a detector, so quickly done."""
    path = tmp_path / "small.jpg"
    path.write_bytes(jpeg(picture(60, 80)))
    return path


def shell(script: str, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
    """Run a line of shell in which "$@" is the command."""
    command = ["sh", "-c", script, "sh", *GAUNTLET, *arguments]
    return subprocess.run(command, capture_output=True, encoding="utf-8", check=False, timeout=120)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
@pytest.mark.parametrize("arguments", [("analyze",), ("analyze", "--json"), ("plugins", "list")])
def test_output_that_finds_no_room_is_said_in_a_sentence(arguments: tuple[str, ...], small: Path) -> None:
    files = [small] if arguments[0] == "analyze" else []
    done = shell('"$@" >/dev/full', *arguments, *files)
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1
    assert "could not be written (No space left on device). Free some space" in done.stderr
    assert "[output_failed]" in done.stderr


@unix
@pytest.mark.parametrize("closed", [">&-", "2>&-", "<&-", "<&- >&- 2>&-"])
def test_a_program_without_standard_streams_works(closed: str, small: Path, tmp_path: Path) -> None:
    report = tmp_path / "report.pdf"
    done = shell(f'"$@" {closed}', "analyze", small, "--report", report)
    assert done.returncode == 0
    assert ("wrote" in done.stderr) == ("2>&-" not in closed.split())
    assert ("small.jpg" in done.stdout) == (">&-" not in closed.split())
    assert report.read_bytes().startswith(b"%PDF")


@unix
@pytest.mark.parametrize("files", [7, 9, 13])
def test_a_limit_of_open_files_is_said_with_what_to_do_wherever_it_is_met(files: int, small: Path) -> None:
    """In loading a module of the program, in a pipe to a process or in one of those."""
    done = shell(f'ulimit -n {files}; "$@"', "analyze", small)
    assert done.returncode in (1, 3)
    assert "ulimit -n" in (done.stderr if done.returncode == 1 else done.stdout)
    assert "bug" not in done.stderr


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (OSError(errno.EMFILE, "Too many open files", "module.py"), "ulimit -n"),
        (MemoryError(), "(MemoryError()). Close other programs"),
    ],
)
def test_what_the_system_refuses_is_no_bug(
    error: Exception, said: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def refused(*_: object) -> int:
        raise error

    monkeypatch.setattr("gauntlet_desktop.cli._doctor", refused)
    assert run(["doctor"], no_window) == 1
    told = capsys.readouterr().err
    assert said in told and "[broken_down]" in told and "bug" not in told


def test_any_other_error_is_a_bug_and_shown_whole(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def broken(*_: object) -> int:
        raise LookupError("nobody foresaw this")

    monkeypatch.setattr("gauntlet_desktop.cli._doctor", broken)
    assert run(["doctor"], no_window) == 1
    told = capsys.readouterr().err
    assert "This is a bug" in told and "LookupError: nobody foresaw this" in told
