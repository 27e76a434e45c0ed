"""Runs the benchmarks, each in a process of its own, and writes the report of all figures.

`python -m bench [NAME ...] [--out FOLDER] [--against FILE] [--minutes 30]`; without names, all of them. A name may
bring options of its benchmark ("batch --count 2000"), and is then one of its own in the report. What is not run again
keeps the figures of its last run. The new ones are compared with those that the folder held before, or with FILE. One
that fails, or takes longer than the minutes that each may take, is named in the report; the others are run all the
same.
"""

from __future__ import annotations

import argparse
import datetime
import os
import shlex
import signal
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from pathlib import Path

from bench.common import ROWS_VARIABLE
from bench.figures import FILE_NAME, PAGE_NAME, Run, compared, figures_of, page, read_runs, write_runs
from gauntlet_desktop.inference.pipeline import environment, processor

# No benchmarks themselves; `make soak` has a report of its own.
_OTHERS = {"__init__", "__main__", "common", "figures", "soak"}
NAMES = sorted(path.stem for path in Path(__file__).parent.glob("*.py") if path.stem not in _OTHERS)


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=", ".join(NAMES))
    parser.add_argument("--out", type=Path, default=Path("out/bench"), help="folder of the report (out/bench)")
    parser.add_argument("--against", type=Path, help="a figures.json to compare with (that of the folder)")
    parser.add_argument("--minutes", type=float, default=30.0, help="how long a benchmark may take (30)")
    options = parser.parse_args(arguments)
    names = options.names or NAMES
    if unknown := sorted({name.split()[0] for name in names} - set(NAMES)):
        parser.error(f"no such benchmark: {', '.join(unknown)}; there are {', '.join(NAMES)}")
    runs = read_runs(options.out / FILE_NAME)
    last = read_runs(options.against) if options.against else dict(runs)
    failed: list[str] = []
    without: dict[str, str] = {}
    for number, name in enumerate(names, 1):
        print(f"== {name} ({number} of {len(names)})", flush=True)
        run, problem = _run(name, 60 * options.minutes)
        print(f"== {name}: {run.seconds:.1f} s{problem and f', {problem}'}", flush=True)
        if problem:
            failed.append(name)
        if problem or not run.figures:
            without[name] = problem or "lacked what it needs"
        else:
            runs[name] = run
            write_runs(options.out / FILE_NAME, runs)  # after each: what was measured is there, whatever comes
        options.out.mkdir(parents=True, exist_ok=True)
        (options.out / PAGE_NAME).write_text(page(runs, last, without), encoding="utf-8")
    worse = sum(each.is_regression for name, run in runs.items() for each in compared(run, last.get(name)))
    print(f"{options.out / PAGE_NAME}: worse than the last time: {worse}; failed: {', '.join(failed) or 'none'}")
    return 1 if failed else 0


def _run(name: str, seconds: float) -> tuple[Run, str]:
    """One benchmark, and why it failed ("" where it did not; its error it has printed itself)."""
    loaded = os.getloadavg()[0]
    module, *options = shlex.split(name)
    # What one that is ended leaves lies in this folder too. A drive that it had mounted there cannot be taken away.
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        rows = Path(folder) / "rows"
        rows.touch()
        began = time.perf_counter()
        problem = _ended(
            [sys.executable, "-m", f"bench.{module}", *options],
            {**os.environ, ROWS_VARIABLE: str(rows), "TMPDIR": folder},
            seconds,
        )
        took = time.perf_counter() - began
        figures = figures_of(rows.read_text(encoding="utf-8").splitlines())
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / (1 << 30)
    machine = {**dict(environment()), "memory": f"{memory:.0f} GiB", "load average before": f"{loaded:.2f}"}
    when = datetime.datetime.now().astimezone().isoformat(timespec="minutes")
    return Run(when, _commit(), processor(), machine, took, figures), problem


def _ended(command: list[str], variables: dict[str, str], seconds: float) -> str:
    """Run a command to its end, or end it and all that it started after so many seconds; what was wrong with it."""
    with subprocess.Popen(command, env=variables, process_group=0) as process:
        try:
            status = process.wait(seconds)
        except subprocess.TimeoutExpired:
            return f"was ended after {seconds / 60:g} minutes"
        finally:
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
    return f"failed with exit status {status}" if status else ""


def _commit() -> str:
    """The commit that was measured, with a plus when files differ from it; empty outside a checkout."""
    try:
        done = subprocess.run(
            ["git", "describe", "--always", "--dirty=+"],
            cwd=Path(__file__).parent,
            capture_output=True,
            text=True,
            check=True,
        )
    except (OSError, subprocess.CalledProcessError):
        return ""
    return done.stdout.strip()


if __name__ == "__main__":
    sys.exit(main())
