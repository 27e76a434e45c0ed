"""Runs the benchmarks, each in a process of its own, and writes the report of all figures.

`python -m bench [NAME ...] [--out FOLDER] [--against FILE]`; without names, all of them. What is not run again keeps
the figures of its last run. The new ones are compared with those that the folder held before, or with FILE.
"""

from __future__ import annotations

import argparse
import datetime
import os
import subprocess
import sys
import tempfile
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
    options = parser.parse_args(arguments)
    if unknown := sorted(set(options.names) - set(NAMES)):
        parser.error(f"no such benchmark: {', '.join(unknown)}; there are {', '.join(NAMES)}")
    runs = read_runs(options.out / FILE_NAME)
    last = read_runs(options.against) if options.against else dict(runs)
    failed = []
    for name in options.names or NAMES:
        print(f"== {name}", flush=True)
        run = _run(name)
        if run is None:
            failed.append(name)
        elif run.figures:  # one that lacked its data told why, and leaves the figures that there are
            runs[name] = run
            write_runs(options.out / FILE_NAME, runs)  # after each: what was measured is there, whatever comes
    text = page(runs, last, failed)
    (options.out / PAGE_NAME).write_text(text, encoding="utf-8")
    worse = sum(each.is_regression for name, run in runs.items() for each in compared(run, last.get(name)))
    print(f"{options.out / PAGE_NAME}: worse than the last time: {worse}; failed: {', '.join(failed) or 'none'}")
    return 1 if failed else 0


def _run(name: str) -> Run | None:
    """One benchmark; None when it fails, whose error it has printed itself."""
    loaded = os.getloadavg()[0]
    with tempfile.TemporaryDirectory() as folder:
        rows = Path(folder) / "rows"
        rows.touch()
        done = subprocess.run(
            [sys.executable, "-m", f"bench.{name}"], env={**os.environ, ROWS_VARIABLE: str(rows)}, check=False
        )
        figures = figures_of(rows.read_text(encoding="utf-8").splitlines())
    if done.returncode != 0:
        return None
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / (1 << 30)
    machine = {**dict(environment()), "memory": f"{memory:.0f} GiB", "load average before": f"{loaded:.2f}"}
    when = datetime.datetime.now().astimezone().isoformat(timespec="minutes")
    return Run(when, _commit(), processor(), machine, figures)


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
