"""Kills a batch with -9 at random moments, again and again, and counts what is lost and what is computed twice: the
command, a process that decodes or infers for it, which it is to survive, or both at once (Linux).

`python -m bench.batch_kills [--kills 50] [--count 2000] [--seed 1]`. The pictures are small and out of scope, so that
they come fast and most kills fall into reading, deciding and writing. At the end a file counts as lost when it was told
as done and has no record, as computed twice when it has two.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from pathlib import Path

import numpy as np
from PIL import Image

from bench.common import descendants, row
from gauntlet_desktop.store import Case

# Kills count from the first line, while processes still start, or from the first file that is done.
STARTS = ("", '"event": "file"', '"event": "file"')


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=50)
    parser.add_argument("--count", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    rng, told, twice, unclean = random.Random(options.seed), Counter[str](), 0, 0
    killed = Counter[str]()
    scratch = Path(tempfile.mkdtemp())
    try:
        folder, case = _pictures(scratch / "photos", options.count), scratch / "c.gauntlet"
        while killed.total() < options.kills:
            kill, moment = partial(_kill, rng=rng, killed=killed), (rng.uniform(0.0, 6.0), rng.choice(STARTS))
            ended = _run(folder, case, told, kill, moment)
            unclean += bool(case.exists() and _problems(case))
            if ended:
                case.unlink()  # everything was done: begin anew
                twice += sum(count - 1 for count in told.values())
                told.clear()
            print(f"{killed.total()} kills, {told.total()} files were told as done", file=sys.stderr, flush=True)
        _run(folder, case, told)
        twice += sum(count - 1 for count in told.values())
        with Case.open(case) as opened:
            kept = Counter(os.fsdecode(record.raw_path) for record in opened.records(include_maps=False))
        for what, count in sorted(killed.items()):
            row(f"kills of {what}", count, "")
        row("checks of the case that found a problem", unclean + bool(_problems(case)), "")
        row("files told as done that have no record", len(set(told) - set(kept)), "")
        row("files told as done twice", twice, "")
        row("files without a record at the end", options.count - len(kept), "")
        row("records more than files", sum(kept.values()) - len(kept), "")
    finally:
        shutil.rmtree(scratch)


def _pictures(folder: Path, count: int) -> Path:
    folder.mkdir()
    rng = np.random.default_rng(1)
    for number in range(count):
        pixels = rng.integers(0, 256, (40, 50, 3), dtype=np.uint8)
        Image.fromarray(pixels).save(folder / f"{number:05}.png")
    return folder


def _kill(pid: int, rng: random.Random, killed: Counter[str]) -> None:
    """Kill the command, a process below it, or both; the command is killed in the end."""
    below = descendants(pid)
    chosen = [rng.choice(below)] * rng.randrange(2) if below else []
    if chosen and rng.randrange(2):
        killed["a process below it"] += 1
        _end(chosen.pop())
        threading.Event().wait(rng.uniform(0.0, 3.0))
    killed["both" if chosen else "the command"] += 1
    for each in (*chosen, pid):
        _end(each)


def _end(pid: int) -> None:
    with suppress(ProcessLookupError):  # it has just come to its end
        os.kill(pid, signal.SIGKILL)


def _run(
    folder: Path,
    case: Path,
    told: Counter[str],
    kill: Callable[[int], None] | None = None,
    moment: tuple[float, str] = (0.0, ""),
) -> bool:
    """Run the batch and have it killed, at a moment of so many seconds after it told the first of a kind of line, ""
    for any; True when it came to its end before."""
    after_first, start = moment
    command = [sys.executable, "-m", "gauntlet_desktop", "batch", str(folder), "--case", str(case), "--json"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, encoding="utf-8") as process:
        assert process.stdout is not None
        timer: threading.Timer | None = None
        for text in process.stdout:
            if timer is None and kill is not None and start in text:
                timer = threading.Timer(after_first, kill, [process.pid])
                timer.start()
            if text.endswith("\n"):
                line = json.loads(text)
                if line["event"] == "file":
                    told[line["path"]] += 1
        if timer is not None:
            timer.cancel()
            timer.join()
    return process.returncode == 0


def _problems(case: Path) -> tuple[str, ...]:
    with Case.open(case) as opened:
        return opened.verify_log().problems


if __name__ == "__main__":
    main()
