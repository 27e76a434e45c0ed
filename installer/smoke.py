"""Tries out an installed program as a user would, without the sources: smoke.py GAUNTLET PYTHON [--full]

GAUNTLET is the installed command, PYTHON the interpreter that it runs on. Needs the standard library alone, so that it
can be copied to where the program was installed. Prints the seconds of each step; what fails is raised.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

STEP_SECONDS = 600
_VERSION = "from importlib import metadata; print(metadata.version('gauntlet-desktop'))"
_SAMPLES = "from importlib import resources as r; print(r.files('gauntlet_desktop.resources') / 'samples')"
# The real window, which closes itself as soon as the verdict on the image that it was opened with is shown; without an
# image, as soon as it is painted.
_WINDOW = """
import os, sys
from PySide6.QtCore import Qt
from gauntlet_desktop.ui import application

def make_window(make=application.make_window):
    window = make()
    session = window.session
    def close_when_answered():
        if session.current is not None and session.current.record is not None:
            print("shown:", session.current.record.verdict.tier)
            window.close()
    session.current_changed.connect(close_when_answered)
    if not sys.argv[1:]:
        window.first_painted.connect(window.close, Qt.ConnectionType.QueuedConnection)
    return window

application.make_window = make_window
sys.exit(application.run([os.fsencode(path) for path in sys.argv[1:]]))
"""


class SmokeError(Exception):
    """A step did otherwise than expected; its text has the step, the status and the output."""


def smoke(gauntlet: Path, python: Path, *, full: bool = False) -> Iterator[tuple[str, float]]:
    """Run step by step; yields the name of each with its seconds. Raises SmokeError at the first that fails."""
    with tempfile.TemporaryDirectory() as name:
        home = Path(name)
        sample = Path(_run([python, "-c", _SAMPLES], home).strip()) / "01-still-life.jpg"
        report = home / "report.pdf"
        version = _run([python, "-c", _VERSION], home).strip()
        steps: dict[str, tuple[Sequence[str | Path], str]] = {
            "version": ([gauntlet, "--version"], version),
            "doctor": ([gauntlet, "doctor"], "Everything that is needed is there."),
            "analyse and report": ([gauntlet, "analyze", sample, "--report", report], "wrote"),
            "verify the report": ([gauntlet, "verify", report, "--rerun"], "Overall: identical."),
            "show the window and close it": ([python, "-c", _WINDOW], ""),
            "open an image in the window, show its verdict": ([python, "-c", _WINDOW, sample], "shown:"),
        }
        if full:
            repeat: list[str | Path] = [gauntlet, "verify", report, "--rerun", "--runtime", "torch"]
            steps["repeat it on torch"] = (repeat, "Overall: identical.")
        for step, (command, expected) in steps.items():
            start = time.perf_counter()
            output = _run(command, home)
            if expected not in output:
                raise SmokeError(f"{step}: {expected!r} is not in what it says:\n{output}")
            yield step, time.perf_counter() - start


def _run(command: Sequence[str | Path], home: Path) -> str:
    """The output of a command that knows nothing of this environment; its folders are made below `home`."""
    kept = {name: os.environ[name] for name in ("PATH", "SYSTEMROOT", "TEMP") if name in os.environ}
    environment = {**kept, "HOME": str(home), "LANG": "C.UTF-8", "QT_QPA_PLATFORM": "offscreen"}
    done = subprocess.run(
        command,
        cwd=home,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        timeout=STEP_SECONDS,
        check=False,
    )
    if done.returncode != 0:
        raise SmokeError(f"{command} ended with {done.returncode}:\n{done.stdout}")
    return done.stdout


def main() -> None:
    gauntlet, python, *options = sys.argv[1:]
    for step, seconds in smoke(Path(gauntlet), Path(python), full="--full" in options):
        print(f"{step}: {seconds:.1f} s", flush=True)


if __name__ == "__main__":
    main()
