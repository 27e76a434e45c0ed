"""What the benchmarks share: a large test picture, CPU time of other processes, and the figures that they tell."""

from __future__ import annotations

import json
import os
from pathlib import Path

import numpy as np
from PIL import Image

# In the environment: a file that every figure is added to as a line of JSON, beside the table on standard output.
ROWS_VARIABLE = "GAUNTLET_BENCH_ROWS"
LESS, MORE = "less", "more"
# Which way a figure should go, by its unit; the others are facts, or held by tests.
_BETTER = {
    **dict.fromkeys(("s", "ms", "CPU s", "bytes", "MB", "MiB", "forwards"), LESS),
    **dict.fromkeys(("images/s", "records/s", "files/s"), MORE),
}
_TICKS = os.sysconf("SC_CLK_TCK")


def twelve_megapixel_jpeg(path: Path) -> Path:
    """A 4000 x 3000 JPEG with structure at all scales and sensor-like noise; the same bytes at every call."""
    rng = np.random.default_rng(12)
    picture = np.zeros((3000, 4000, 3), dtype=np.float32)
    for cells in (4, 16, 64, 256, 1000):
        coarse = rng.normal(0, 255 / cells**0.45, (cells * 3 // 4, cells, 3)).astype(np.float32)
        channels = [
            np.asarray(Image.fromarray(coarse[..., c]).resize((4000, 3000), Image.Resampling.BICUBIC)) for c in range(3)
        ]
        picture += np.stack(channels, axis=-1)
    picture += 128 + rng.normal(0, 4, picture.shape).astype(np.float32)
    Image.fromarray(picture.clip(0, 255).astype(np.uint8)).save(path, quality=92)
    return path


def cpu_seconds(pid: int) -> float:
    """User and system CPU seconds that a running process has used so far (Linux)."""
    fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / _TICKS


def descendants(pid: int) -> list[int]:
    """The processes that a process started, and those that these did; one that ends meanwhile is none (Linux)."""
    try:
        tasks = list(Path(f"/proc/{pid}/task").iterdir())
        own = [int(child) for task in tasks for child in (task / "children").read_text().split()]
    except OSError:
        return []
    return own + [below for child in own for below in descendants(child)]


def peak_mib(pid: int) -> float:
    """The largest resident size that a running process has had, in MiB (Linux)."""
    status = Path(f"/proc/{pid}/status").read_text()
    return int(status.split("VmHWM:")[1].split()[0]) / 1024


def row(name: str, value: float, unit: str, *, better: str | None = None) -> None:
    """Tell a figure. A name that begins with spaces belongs to the last one above it with fewer; `better` (LESS or
    MORE) is for units that do not say by themselves which way is better."""
    print(f"{name:<58} {value:>10.3f} {unit}", flush=True)
    if ROWS_VARIABLE in os.environ:
        line = {"name": name, "value": float(value), "unit": unit, "better": better or _BETTER.get(unit, "")}
        with Path(os.environ[ROWS_VARIABLE]).open("a", encoding="utf-8") as file:
            file.write(json.dumps(line) + "\n")
