"""The main job as a shell does it: analyse, report, verify, batch, check and report a case. For tests that watch it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

GAUNTLET = (sys.executable, "-m", "gauntlet_desktop")
SAMPLES = ("01-still-life.jpg", "07-declares-a-generator.png", "10-cut-off.jpg")
# What each command ends with: one sample is cut off on purpose, and "some inputs failed" is 3.
EXPECTED = (3, 0, 3, 0, 0)


def users_environment() -> dict[str, str]:
    """The environment without what keeps libraries from telling their makers where tests run: users have no such."""
    return {name: value for name, value in os.environ.items() if name != "CI" and not name.startswith("ORT_")}


def lay_out(folder: Path) -> Path:
    """A folder of evidence: a photograph-like picture, one that declares a generator, one that is cut off."""
    evidence = folder / "evidence"
    (evidence / "below").mkdir(parents=True)
    source = Path(__file__).parents[1] / "gauntlet_desktop" / "resources" / "samples"
    for name in SAMPLES:
        shutil.copy(source / name, evidence / name)
    shutil.move(evidence / SAMPLES[1], evidence / "below" / SAMPLES[1])
    return evidence


def commands(evidence: Path, out: Path) -> list[list[str]]:
    """The command lines, in their order; everything is written below `out`."""
    report, case, batch = str(out / "report.pdf"), str(out / "case.gauntlet"), str(out / "batch.gauntlet")
    return [
        ["analyze", str(evidence), "--report", report, "--heatmap", str(out / "maps"), "--case", case],
        ["verify", str(out / "report-1.pdf"), "--case", case, "--rerun"],
        ["batch", str(evidence), "--case", batch, "--jobs", "1"],
        ["case", "check", batch],
        ["case", "report", batch, "--out", str(out / "case.pdf")],
    ]


def run(
    evidence: Path, out: Path, *, under: Sequence[str] = (), environment: Mapping[str, str] | None = None
) -> list[subprocess.CompletedProcess[str]]:
    """Run all of them, each `under` another program where one is given, up to the first that ends otherwise than
    expected."""
    out.mkdir()
    done: list[subprocess.CompletedProcess[str]] = []
    for arguments, status in zip(commands(evidence, out), EXPECTED, strict=True):
        done.append(
            subprocess.run(
                [*under, *GAUNTLET, *arguments],
                capture_output=True,
                encoding="utf-8",
                env={**users_environment(), **(environment or {})},
                check=False,
            )
        )
        assert done[-1].returncode == status, (arguments, done[-1].stdout, done[-1].stderr)
    return done
