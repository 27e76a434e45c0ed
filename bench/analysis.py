"""How long one 12-megapixel JPEG takes through the real processes, cold and warm, and what it costs."""

from __future__ import annotations

import os
import queue
import statistics
import tempfile
import time
from pathlib import Path

from bench.common import cpu_seconds, peak_mib, row, twelve_megapixel_jpeg
from gauntlet_desktop.app.events import Decoded, Done, EngineReady, Event, Partial
from gauntlet_desktop.app.service import AnalysisService

WARM_RUNS = 7


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        photo = os.fsencode(twelve_megapixel_jpeg(Path(folder) / "12mp.jpg"))
        events: queue.Queue[Event] = queue.Queue()
        started = time.perf_counter()
        with AnalysisService(events.put) as service:
            cold = _analyse(service, events, photo)
            row("service start to engine ready", cold["ready"] - started, "s")
            row("service start to first verdict, cold", cold["verdict"] - started, "s")
            row("service start to complete record, cold", cold["done"] - started, "s")
            _warm(service, events, photo)


def _warm(service: AnalysisService, events: queue.Queue[Event], photo: bytes) -> None:
    assert service._analysis.pid is not None
    pids = {"inference": [service._analysis.pid], "decoders": service._pool.pids()}
    runs = []
    for _ in range(WARM_RUNS):
        before = {name: sum(map(cpu_seconds, group)) for name, group in pids.items()}
        begun = time.perf_counter()
        moments = _analyse(service, events, photo)
        cpu = {name: sum(map(cpu_seconds, group)) - before[name] for name, group in pids.items()}
        runs.append({**cpu, **{key: moments[key] - begun for key in ("verdict", "heatmap", "done")}})
    for key, name in (
        ("verdict", "submit to verdict, warm"),
        ("heatmap", "submit to heatmap, warm"),
        ("done", "submit to complete record, warm"),
    ):
        row(name, statistics.median(run[key] for run in runs), "s")
    for key in pids:
        row(f"CPU of {key}, warm, one analysis", statistics.median(run[key] for run in runs), "CPU s")
    for name, group in pids.items():
        row(f"peak memory of one of the {name}", max(map(peak_mib, group)), "MiB")


def _analyse(service: AnalysisService, events: queue.Queue[Event], photo: bytes) -> dict[str, float]:
    """Analyse once; monotonic times of what happened."""
    job = service.submit(photo)
    moments: dict[str, float] = {}
    while "done" not in moments:
        event = events.get()
        now = time.perf_counter()
        if isinstance(event, EngineReady):
            moments["ready"] = now
        elif isinstance(event, Decoded):
            event.pixels.close()
        elif isinstance(event, Partial) and event.job == job:
            moments.setdefault("verdict", now)
            if event.record.heatmaps:
                moments.setdefault("heatmap", now)
        elif isinstance(event, Done) and event.job == job:
            moments["done"] = now
    return moments


if __name__ == "__main__":
    main()
