"""Kills a batch with -9 at random moments, again and again, and counts what is lost and what is computed twice.

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
import subprocess
import sys
import tempfile
import threading
from collections import Counter
from pathlib import Path

import numpy as np
from PIL import Image

from bench.common import row
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
    scratch = Path(tempfile.mkdtemp())
    try:
        folder, case = _pictures(scratch / "photos", options.count), scratch / "c.gauntlet"
        kills = 0
        while kills < options.kills:
            ended = _run(folder, case, rng.uniform(0.0, 6.0), told, rng.choice(STARTS))
            unclean += bool(case.exists() and _problems(case))
            if ended:
                case.unlink()  # everything was done: begin anew
                twice += sum(count - 1 for count in told.values())
                told.clear()
            else:
                kills += 1
                print(f"kill {kills}: {sum(told.values())} files were told as done", file=sys.stderr, flush=True)
        _run(folder, case, None, told)
        twice += sum(count - 1 for count in told.values())
        with Case.open(case) as opened:
            kept = Counter(os.fsdecode(record.raw_path) for record in opened.records(include_maps=False))
        row("kills", kills, "")
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


def _run(folder: Path, case: Path, after_first: float | None, told: Counter[str], start: str = "") -> bool:
    """Run the batch and kill it so many seconds after it told the first of a kind of line, "" for any; True when it
    came to its end before."""
    command = [sys.executable, "-m", "gauntlet_desktop", "batch", str(folder), "--case", str(case), "--json"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, encoding="utf-8") as process:
        assert process.stdout is not None
        timer: threading.Timer | None = None
        for text in process.stdout:
            if timer is None and after_first is not None and start in text:
                timer = threading.Timer(after_first, process.kill)
                timer.start()
            if text.endswith("\n"):
                line = json.loads(text)
                if line["event"] == "file":
                    told[line["path"]] += 1
        if timer is not None:
            timer.cancel()
    return process.returncode == 0


def _problems(case: Path) -> tuple[str, ...]:
    with Case.open(case) as opened:
        return opened.verify_log().problems


if __name__ == "__main__":
    main()
