"""Installs the wheel into empty environments from the package index and tries it: try_installs [light] [full] [--write]

`python -m installer.try_installs light` is `make smoke`. With --write, the sizes and times that were measured go into
docs/install-sizes.md, which nobody edits by hand.
"""

from __future__ import annotations

import os
import platform
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib import metadata
from pathlib import Path

from installer.build_dist import ROOT, build, last_commit_time
from installer.components import FULL, components
from installer.smoke import smoke

PAGE = ROOT / "docs" / "install-sizes.md"
_EXTRAS = {"light": (), "full": FULL}
_LARGEST = 12  # distributions that the table names; the others are added up
_MB = 1_000_000


@dataclass(frozen=True)
class Install:
    """What was measured of one install: seconds, bytes by distribution, and the seconds of the smoke test's steps."""

    seconds: float
    sizes: Mapping[str, int]
    steps: Mapping[str, float]


def main() -> None:
    names = [name for name in sys.argv[1:] if name in _EXTRAS]
    measured = {}
    with tempfile.TemporaryDirectory() as folder:
        _, wheel = build(Path(folder))
        for name in names:
            measured[name] = try_install(name, wheel, Path(folder) / name)
        page = as_page(measured, wheel.stat().st_size)
    print(page)
    if "--write" in sys.argv:
        PAGE.write_text(page, encoding="utf-8")


def try_install(name: str, wheel: Path, folder: Path) -> Install:
    """Install into a new environment and run the smoke test; raises CalledProcessError or SmokeError where it fails."""
    subprocess.run([sys.executable, "-m", "venv", folder], check=True)
    scripts = folder / ("Scripts" if os.name == "nt" else "bin")
    python = next(scripts.glob("python*"))
    extras = f"[{','.join(_EXTRAS[name])}]" if _EXTRAS[name] else ""
    start = time.perf_counter()
    subprocess.run([python, "-m", "pip", "install", "--quiet", f"{wheel}{extras}"], check=True)
    seconds = time.perf_counter() - start
    steps = {}
    for step, took in smoke(scripts / "gauntlet", python, full=name == "full"):
        print(f"{name}: {step}: {took:.1f} s", file=sys.stderr, flush=True)
        steps[step] = took
    where = subprocess.check_output(
        [python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"], encoding="utf-8"
    )
    found = components(_EXTRAS[name], [Path(where.strip())])
    return Install(seconds, {part: size_of(each.dist) for part, each in found.items()}, steps)


def size_of(dist: metadata.Distribution) -> int:
    """The bytes of a distribution's files as they are installed, the compiled modules among them."""
    paths = [Path(str(dist.locate_file(path))) for path in dist.files or []]
    return sum(path.stat().st_size for path in paths if path.is_file())


def as_page(measured: Mapping[str, Install], wheel_bytes: int) -> str:
    """The page of the documentation, in Markdown."""
    day = datetime.fromtimestamp(last_commit_time(), UTC).date().isoformat()
    lines = [
        "# Sizes and times of the installs",
        "",
        "Written by `make sizes`, which installs the wheel into empty environments and tries it there; not edited by",
        f"hand. Measured for the commit of {day}: {platform.system()} {platform.machine()}, Python",
        f"{platform.python_version()}, {os.cpu_count()} processors, which other work may have kept busy. Downloads",
        "come from a nearby index.",
        f"The wheel has {_mb(wheel_bytes)} MB.",
        "",
        "| | " + " | ".join(measured) + " |",
        "| --- |" + " ---: |" * len(measured),
    ]
    rows = [("distributions", [str(len(each.sizes)) for each in measured.values()])]
    rows.append(("installed, MB", [_mb(sum(each.sizes.values())) for each in measured.values()]))
    rows.append(("`pip install`, s", [f"{each.seconds:.0f}" for each in measured.values()]))
    for step in dict.fromkeys(step for each in measured.values() for step in each.steps):
        took = [each.steps.get(step) for each in measured.values()]
        rows.append((f"{step}, s", ["" if seconds is None else f"{seconds:.1f}" for seconds in took]))
    lines += [f"| {label} | {' | '.join(cells)} |" for label, cells in rows]
    for name, each in measured.items():
        lines += ["", f"## The {name} install by distribution", "", "| distribution | MB |", "| --- | ---: |"]
        largest = sorted(each.sizes.items(), key=lambda part: -part[1])
        lines += [f"| {part} | {_mb(size)} |" for part, size in largest[:_LARGEST]]
        if others := largest[_LARGEST:]:
            lines.append(f"| {len(others)} others | {_mb(sum(size for _, size in others))} |")
    return "\n".join(lines) + "\n"


def _mb(size: int) -> str:
    return f"{size / _MB:.1f}"


if __name__ == "__main__":
    main()
