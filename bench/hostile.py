"""Sends a folder of hostile files through the real processes: outcomes by code, the slowest, the most memory.

Usage: python -m bench.hostile [FOLDER]; without one, the generator of the shared fixtures fills a temporary folder.
"""

from __future__ import annotations

import os
import queue
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from bench.common import peak_mib, row
from gauntlet_desktop.app.events import Decoded, Done, EngineLost, EngineReady, Event
from gauntlet_desktop.app.service import AnalysisService
from gauntlet_desktop.core.safe_text import visible_path

GENERATOR = Path(__file__).resolve().parents[2] / "shared" / "fixtures" / "hostile" / "make_hostile.py"


def main() -> None:
    if len(sys.argv) > 1:
        measure(Path(sys.argv[1]))
    elif GENERATOR.is_file():
        with tempfile.TemporaryDirectory() as folder:
            subprocess.run([sys.executable, GENERATOR, folder], check=True, stdout=subprocess.DEVNULL)
            measure(Path(folder))
    else:
        print("The shared fixtures are not beside this checkout: nothing was measured. Name a folder instead.")


def measure(folder: Path) -> None:
    paths = [os.fsencode(path) for path in sorted(folder.rglob("*")) if not path.is_dir() or path.is_symlink()]
    events: queue.Queue[Event] = queue.Queue()
    outcomes: Counter[str] = Counter()
    times: list[tuple[float, str]] = []
    peak = 0.0
    lost = 0
    with AnalysisService(events.put) as service:
        while not isinstance(events.get(), EngineReady):
            pass
        for path in paths:  # one at a time, so that each file's time and memory are its own
            begun = time.perf_counter()
            job = service.submit(path)
            while True:
                event = events.get()
                if isinstance(event, Decoded):
                    event.pixels.close()
                lost += isinstance(event, EngineLost)
                if isinstance(event, Done) and event.job == job:
                    break
            times.append((time.perf_counter() - begun, visible_path(path.rsplit(b"/", 1)[-1])))
            record = event.record
            outcomes[str(record.error.code) if record.error else record.status.value] += 1
            peak = max([peak, *map(_peak, service._pool.pids())])
    for outcome, count in outcomes.most_common():
        row(f"outcome {outcome}", count, "files")
    for seconds, name in sorted(times, reverse=True)[:5]:
        row(f"slow: {name[:48]}", seconds, "s")
    row("most memory of a decode process", peak, "MiB")
    row("inference processes lost", lost, "")


def _peak(pid: int) -> float:
    try:
        return peak_mib(pid)
    except (OSError, IndexError):  # it was replaced meanwhile
        return 0.0


if __name__ == "__main__":
    main()
