"""Decodes hostile files in the real, limited processes: of each corpus its files, outcomes, slowest and most memory.

Usage: python -m bench.hostile [FOLDER ...]. Without folders: what the suite makes itself (tests/hostile.py), by family,
and, where the shared fixtures lie beside the checkout, what their generator makes and the collected files.
`--whole` sends them through the whole analysis, which takes long for what is a picture. `--mutants N [--seed S]` takes
N sound files with changed bytes, of all formats in turn.
"""

from __future__ import annotations

import argparse
import os
import queue
import random
import subprocess
import sys
import tempfile
import time
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from multiprocessing.connection import wait
from pathlib import Path

from bench.common import LESS, peak_mib, row
from fuzz.mutations import mutated
from gauntlet_desktop.app.events import Decoded, Done, EngineLost, EngineReady, Event
from gauntlet_desktop.app.service import AnalysisService
from gauntlet_desktop.core.safe_text import visible_path
from gauntlet_desktop.engine.decode_pool import DecodePool
from gauntlet_desktop.engine.decoder import DecodeRequest
from gauntlet_desktop.engine.pixels import discard
from gauntlet_desktop.imaging.limits import Limits
from tests.hostile import CONTAINERS, FAMILIES, write_corpus, write_no_files
from tests.images import encoded, picture

SHARED = Path(__file__).resolve().parents[2] / "shared" / "fixtures" / "hostile"
_SLOWEST = 3
_PIXELS = "gauntlet-bench-hostile"

# Of one file: its outcome, and the most memory (MiB) that any process of ours had meanwhile.
Examine = Callable[[bytes], tuple[str, float]]


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", nargs="*", type=Path)
    parser.add_argument("--whole", action="store_true", help="analyse, rather than decode alone")
    parser.add_argument("--mutants", type=int, default=0, help="so many changed files in place of the others")
    parser.add_argument("--seed", type=int, default=1, help="of the changes (1)")
    chosen = parser.parse_args()
    with (_analysing if chosen.whole else _decoding)() as examine, tempfile.TemporaryDirectory() as scratch:
        if chosen.folder:
            for folder in chosen.folder:
                _measure(folder.name, _files(folder), examine)
            return
        if chosen.mutants:
            _measure("mutants", _mutants(Path(scratch), chosen.mutants, random.Random(chosen.seed)), examine)
            return
        for name, paths in _corpora(Path(scratch)):
            _measure(name, paths, examine)


def _corpora(scratch: Path) -> Iterator[tuple[str, list[bytes]]]:
    for family in FAMILIES:
        yield f"own {family}", [each.raw_path for each in write_corpus(scratch, [family])]
    yield "own no-files", [each.raw_path for each in write_no_files(scratch / "no-files")]
    if not SHARED.is_dir():
        print("The shared fixtures are not beside this checkout: only what the suite makes itself was measured.")
        return
    generated, collected = scratch / "generated", scratch / "collected"
    subprocess.run([sys.executable, SHARED / "make_hostile.py", generated], check=True, stdout=subprocess.DEVNULL)
    yield "generated", _files(generated)
    with zipfile.ZipFile(SHARED / "corpus.zip") as archive:
        archive.extractall(collected)
    yield "collected", _files(collected)


def _mutants(folder: Path, count: int, rng: random.Random) -> list[bytes]:
    sound = [encoded(picture(120, 160), container) for container in CONTAINERS]
    for number in range(count):
        (folder / f"{number}.jpg").write_bytes(mutated(sound[number % len(sound)], rng))
    return _files(folder)


def _files(folder: Path) -> list[bytes]:
    return [os.fsencode(path) for path in sorted(folder.rglob("*")) if not path.is_dir() or path.is_symlink()]


def _measure(corpus: str, paths: Sequence[bytes], examine: Examine) -> None:
    """One file at a time, so that each one's time and memory are its own."""
    outcomes: Counter[str] = Counter()
    times: list[tuple[float, str]] = []
    most = (0.0, "")
    for raw_path in paths:
        name = visible_path(raw_path.rsplit(b"/", 1)[-1])
        begun = time.perf_counter()
        outcome, memory = examine(raw_path)
        times.append((time.perf_counter() - begun, name))
        outcomes[outcome] += 1
        most = max(most, (memory, name))
    row(corpus, len(paths), "files")
    for outcome, count in outcomes.most_common():
        row(f"  outcome {outcome}", count, "files")
    for seconds, name in sorted(times, reverse=True)[:_SLOWEST]:
        row(f"  slow: {name[:46]}", seconds, "s")
    row(f"  most memory: {most[1][:40]}", most[0], "MiB", better=LESS)


@contextmanager
def _decoding() -> Iterator[Examine]:
    """Decoding alone, in a warm process that is started anew after a file that ended it."""
    pool = DecodePool(1, Limits())
    pool.start()

    def examine(raw_path: bytes) -> tuple[str, float]:
        pids = pool.pids()
        _forget_peaks(pids)
        pool.submit(DecodeRequest(1, raw_path, _PIXELS))
        while True:
            ready = wait(pool.connections(), max(0.0, pool.deadline() - time.monotonic()))
            memory = max(map(_peak, pids))
            for answer in [*pool.collect(ready), *pool.expire()]:
                discard(_PIXELS)
                return answer.error_code or "ok", memory

    try:
        yield examine
    finally:
        pool.close()


@contextmanager
def _analysing() -> Iterator[Examine]:
    """The whole analysis; an inference process that is lost counts as an outcome of its own."""
    events: queue.Queue[Event] = queue.Queue()
    with AnalysisService(events.put) as service:
        while not isinstance(events.get(), EngineReady):
            pass

        def examine(raw_path: bytes) -> tuple[str, float]:
            pids = service._pool.pids()
            _forget_peaks(pids)
            job, lost = service.submit(raw_path), False
            while True:
                event = events.get()
                if isinstance(event, Decoded):
                    event.pixels.close()
                lost = lost or isinstance(event, EngineLost)
                if isinstance(event, Done) and event.job == job:
                    break
            memory = max(map(_peak, pids))
            error = event.record.error
            return "inference lost" if lost else str(error.code) if error else event.record.status.value, memory

        yield examine


def _forget_peaks(pids: Sequence[int]) -> None:
    """Have the processes' largest resident sizes begin anew (Linux)."""
    for pid in pids:
        with suppress(OSError):  # it was replaced meanwhile
            Path(f"/proc/{pid}/clear_refs").write_text("5")


def _peak(pid: int) -> float:
    try:
        return peak_mib(pid)
    except (OSError, IndexError):  # it was replaced meanwhile
        return 0.0


if __name__ == "__main__":
    main()
