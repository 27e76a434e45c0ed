"""The bundled samples analysed with one thread, with several, and with PyTorch in place of ONNX Runtime: the largest
difference of any number, and whether `gauntlet verify --rerun` would call the results identical."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

from bench.common import row
from gauntlet_desktop.api.runtime import ONNX, TORCH
from gauntlet_desktop.api.threads import limit_threads
from gauntlet_desktop.app.samples import sample_files
from gauntlet_desktop.app.service import EngineSettings, iterate
from gauntlet_desktop.core.serialise import record_to_json
from gauntlet_desktop.reporting.compare import differences

SAMPLES, MANY = 3, 4


def main() -> None:
    if len(sys.argv) > 1:
        analyse(int(sys.argv[1]), sys.argv[2])
        return
    one = analysed(1, ONNX)
    for other, records in ((f"{MANY} threads", analysed(MANY, ONNX)), ("PyTorch", analysed(1, TORCH))):
        for before, after in zip(one, records, strict=True):
            beyond = list(differences(before, after))
            largest, place = max(numbers_apart(before, after), default=(0.0, "no number differs"))
            row(f"{before['name']}, {other}: largest difference ({place})", 1e6 * largest, "millionths")
            row(f"{before['name']}, {other}: differences beyond the tolerances", len(beyond), "")
            print(*(f"  {each}\n" for each in beyond[:5]), sep="", end="", flush=True)


def analyse(threads: int, runtime: str) -> None:
    """Print the records of some samples, one a line, as this process finds them."""
    limit_threads(threads)
    paths = [os.fsencode(path) for path in sample_files()[:SAMPLES]]
    for record, _ in iterate(paths, settings=EngineSettings(runtime=runtime)):
        print(json.dumps(record_to_json(record, include_maps=True)), flush=True)


def analysed(threads: int, runtime: str) -> list[dict[str, Any]]:
    """The same from a process of its own, whose libraries read the number of threads when they are loaded."""
    command = [sys.executable, "-m", "bench.rerun", str(threads), runtime]
    printed = subprocess.run(command, capture_output=True, check=True, text=True).stdout
    return [json.loads(line) for line in printed.splitlines()]


def numbers_apart(before: Any, after: Any, place: str = "") -> Iterator[tuple[float, str]]:
    """How far each number of two records is apart where it is apart at all, and where it stands."""
    if isinstance(before, dict) and isinstance(after, dict):
        for name in before.keys() & after.keys():
            yield from numbers_apart(before[name], after[name], f"{place}.{name}".lstrip("."))
    elif isinstance(before, list) and isinstance(after, list):
        for one, other in zip(before, after, strict=False):
            yield from numbers_apart(one, other, place)
    elif isinstance(before, int | float) and isinstance(after, int | float) and before != after:
        yield abs(before - after), place


if __name__ == "__main__":
    main()
