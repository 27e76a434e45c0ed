"""What becomes of a batch when things go wrong: what came of each trouble. `python -m bench.batch_faults` (Linux).

A full disk and a read-only drive are small tmpfs mounts, which takes root's rights; without them they are left out.
"""

from __future__ import annotations

import json
import os
import queue
import random
import shutil
import signal
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from PIL import Image

from bench.common import row
from gauntlet_desktop.app.batch.book import MemoryBook
from gauntlet_desktop.app.batch.engine import BatchEngine
from gauntlet_desktop.app.batch.events import BatchEvent, FileDone
from gauntlet_desktop.app.batch.settings import BatchSettings
from gauntlet_desktop.app.folders import FolderScan
from gauntlet_desktop.store import Case
from tests.factories import make_pixels

KILLS = 20


def main() -> None:
    scratch = Path(tempfile.mkdtemp())
    try:
        if os.geteuid() == 0:
            _full_disk(scratch)
            _read_only(scratch)
        _changes(scratch)
        _killed_processes(scratch)
    finally:
        shutil.rmtree(scratch)


def _full_disk(scratch: Path) -> None:
    """A case on a drive of 640 KiB, which is enlarged once the batch paused."""
    folder = _pictures(scratch / "full", 300, 40)
    with _tmpfs(scratch / "small-drive", "640k") as drive:
        codes: list[str] = []
        with _started(folder, drive / "c.gauntlet") as process:
            assert process.stdout is not None
            for text in process.stdout:
                line = json.loads(text)
                if line["event"] == "state":
                    codes.append(line["code"])
                    subprocess.run(["mount", "-o", "remount,size=64m", str(drive)], check=True)
                last = line
        print(f"full disk: paused with {codes}", flush=True)
        _tell("full disk", process.returncode, {"files of 300 done": _done(drive / "c.gauntlet")})
        assert last["event"] == "end"


def _read_only(scratch: Path) -> None:
    """Images on a drive that cannot be written to; then a case that cannot."""
    with _tmpfs(scratch / "drive", "8m") as drive:
        folder = _pictures(drive / "photos", 50, 40)
        before = {path: path.stat() for path in folder.iterdir()}
        subprocess.run(["mount", "-o", "remount,ro", str(drive)], check=True)
        case = scratch / "read-only.gauntlet"
        status = _to_the_end(folder, case)
        touched = sum(path.stat() != before[path] for path in before)
        _tell("read-only folder", status, {"files of 50 done": _done(case), "files touched": touched})
        refused = subprocess.run(
            [*_command(folder, drive / "c.gauntlet")], capture_output=True, encoding="utf-8", check=False
        )
        print(f"case on a read-only drive: {refused.stderr.strip().splitlines()[-1]}", flush=True)
        _tell("case on a read-only drive", refused.returncode, {})


def _changes(scratch: Path) -> None:
    """While the batch runs, files go, and others get other content."""
    folder, case, rng = _pictures(scratch / "changing", 400, 40), scratch / "changing.gauntlet", random.Random(1)
    left = [path for path in sorted(folder.iterdir()) if rng.random() < 0.5]
    told: Counter[str] = Counter()
    with _started(folder, case) as process:
        assert process.stdout is not None
        for text in process.stdout:
            line = json.loads(text)
            if line["event"] == "file":
                told[line["error"]["code"] if line["error"] else line["how"]] += 1
                if left:
                    _spoil(left.pop(), rng)
    _tell("200 files deleted or changed", process.returncode, told)
    again = _to_the_end(folder, case)
    with Case.open(case) as opened:
        without = set(map(os.fsencode, folder.iterdir())) - {record.raw_path for record in opened.records()}
    _tell("the same batch once more", again, {"files without a result": len(without), "files done": _done(case)})


def _spoil(path: Path, rng: random.Random) -> None:
    if rng.random() < 0.5:
        path.unlink()
    else:
        Image.fromarray(make_pixels(40, 50, rng.randrange(10**6))).save(path)


def _killed_processes(scratch: Path) -> None:
    """Each time that a file is done, the process that infers is killed."""
    folder = _pictures(scratch / "killed", KILLS + 20, 256)
    raw, events = os.fsencode(folder), queue.SimpleQueue[BatchEvent]()
    hows: Counter[str] = Counter()
    kills = 0
    with BatchEngine(raw, FolderScan(raw), MemoryBook(), events.put, BatchSettings(jobs=1)) as engine:
        while not (engine.wait(0.1) and events.empty()):
            while not events.empty():
                event = events.get()
                if isinstance(event, FileDone):
                    hows[event.how.value] += 1
                    pid = engine._lanes[0].pid
                    if kills < KILLS and pid is not None:
                        os.kill(pid, signal.SIGKILL)
                        kills += 1
    row("inference process killed: kills", kills, "")
    for how, files in sorted(hows.items()):
        row(f"inference process killed: files {how}", files, "")


def _pictures(folder: Path, count: int, side: int) -> Path:
    folder.mkdir()
    for number in range(count):
        Image.fromarray(make_pixels(side, side + 10, number)).save(folder / f"{number:04}.png")
    return folder


def _command(folder: Path, case: Path) -> list[str]:
    return [sys.executable, "-m", "gauntlet_desktop", "batch", str(folder), "--case", str(case), "--json"]


def _started(folder: Path, case: Path) -> subprocess.Popen[str]:
    return subprocess.Popen(_command(folder, case), stdout=subprocess.PIPE, encoding="utf-8")


def _to_the_end(folder: Path, case: Path) -> int:
    return subprocess.run(_command(folder, case), stdout=subprocess.DEVNULL, check=False).returncode


def _done(case: Path) -> int:
    """The files of a case that are done. A case that is not intact ends the benchmark."""
    with Case.open(case) as opened:
        assert opened.verify_log().intact, opened.verify_log().problems
        return opened.queue_counts()["done"]


def _tell(trouble: str, status: int, figures: Mapping[str, int]) -> None:
    row(f"{trouble}: exit status", status, "")
    for name, value in sorted(figures.items()):
        row(f"{trouble}: {name}", value, "")


@contextmanager
def _tmpfs(folder: Path, size: str) -> Iterator[Path]:
    folder.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(folder)], check=True)
    try:
        yield folder
    finally:
        subprocess.run(["umount", str(folder)], check=True)


if __name__ == "__main__":
    main()
