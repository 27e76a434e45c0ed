"""The soak: growth is found where there is some, and a short run in the real window ends well."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

import pytest

from bench.soak import Bounds, Sample, beyond, growth

ROOT = Path(__file__).resolve().parents[2]


def samples(leak: float = 0.0, loading: float = 100.0, handles: int = 0) -> list[Sample]:
    """A run whose memory rises while it loads, by the first fifth, and then by `leak` MiB a sample."""
    return [
        Sample(number / 60, number, 0, 0, min(number, 20) * loading / 20 + leak * number, 300.0, 20 + handles, 6, 3)
        for number in range(100)
    ]


def test_what_is_loaded_at_the_start_is_no_growth() -> None:
    assert growth(samples()) == dict.fromkeys(Bounds.__dataclass_fields__, 0.0)
    assert beyond(growth(samples()), Bounds()) == []


def test_a_leak_is_found_and_named() -> None:
    grown = growth(samples(leak=1.0))
    assert grown["window_mib"] == pytest.approx(60.0)
    assert beyond(grown, Bounds()) == ["window mib grew by 60.0, more than 8.0"]


def test_handles_that_stay_open_are_found() -> None:
    run = samples()[:60] + samples(handles=9)[60:]
    assert beyond(growth(run), Bounds()) == ["handles grew by 9.0, more than 8.0"]


def test_few_samples_are_compared_as_they_are() -> None:
    assert growth(samples()[:1])["handles"] == 0.0
    assert growth(samples()[:3])["window_mib"] > 0


@pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="processes are looked at as Linux shows them")
def test_a_short_run_in_the_real_window_writes_table_and_curves(tmp_path: Path) -> None:
    counts = ["--switches", "12", "--analyses", "2", "--cancels", "1", "--images", "3"]
    command = [sys.executable, "-m", "bench.soak", *counts, "--out", str(tmp_path / "soak"), "--window-mib", "500"]
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "Nothing grew beyond its bound." in done.stdout
    table = (tmp_path / "soak" / "soak.md").read_text()
    last = [row for row in table.splitlines() if row.startswith("| 0.")][-1].strip("| ").split(" | ")
    assert last[1:4] == ["12", "2", "1"]
    for name in ("memory.svg", "handles.svg"):
        drawing = ElementTree.parse(tmp_path / "soak" / name).getroot()
        assert len([each for each in drawing.iter() if each.tag.endswith("polyline")]) == 2
