"""A batch on a Dask cluster of 1, 2 and 4 workers on this machine, against the same batch without one.

`python -m bench.cluster [--count 96] [--workers 1,2,4]`. JPEGs of 640 x 480; wall-clock from the first durable result
to the last, so that starting processes does not count. More workers than cores can gain nothing. That the
results are the same is checked on the way.
"""

from __future__ import annotations

import argparse
import os
import queue
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from bench.batch import WHEN, small_jpegs
from bench.common import MORE, row
from gauntlet_desktop.app.batch.events import BatchEvent, FileDone, StateChanged
from gauntlet_desktop.app.batch.settings import BatchSettings
from gauntlet_desktop.app.batch.start import BatchRequest, prepare
from gauntlet_desktop.app.cluster import Scheduler
from gauntlet_desktop.core.serialise import dumps
from gauntlet_desktop.store import Case


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=96, help="small JPEGs")
    parser.add_argument("--workers", default="1,2,4", help="numbers of workers")
    options = parser.parse_args()
    row("load average of the last minute at the start", os.getloadavg()[0], "")
    row("processor cores", os.cpu_count() or 1, "")
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch) / "images"
        folder.mkdir()
        small_jpegs(folder, options.count)
        local = _measure("here, one process a core", folder, Path(scratch) / "here.gauntlet", None, None)
        single = _measure("here, one process", folder, Path(scratch) / "one.gauntlet", None, 1)
        for workers in map(int, options.workers.split(",")):
            case = Path(scratch) / f"{workers}.gauntlet"
            with _cluster(workers) as address:
                rate = _measure(f"cluster, {workers} workers", folder, case, Scheduler(address), None)
            row(f"  cluster of {workers} / one process here", rate / single, "", better=MORE)
            row(f"  cluster of {workers} / one process a core here", rate / local, "", better=MORE)
            row("  results that differ from those here", _different(Path(scratch) / "here.gauntlet", case), "")
    row("load average of the last minute at the end", os.getloadavg()[0], "")


@contextmanager
def _cluster(workers: int) -> Iterator[str]:
    import dask
    from distributed import LocalCluster

    with (
        dask.config.set({"distributed.worker.daemon": False}),
        LocalCluster(n_workers=workers, threads_per_worker=1, dashboard_address=None, host="127.0.0.1") as cluster,
    ):
        yield cluster.scheduler_address


def _measure(name: str, folder: Path, case: Path, scheduler: Scheduler | None, jobs: int | None) -> float:
    events = queue.SimpleQueue[tuple[float, BatchEvent]]()
    settings = BatchSettings() if jobs is None else BatchSettings(jobs=jobs, decoders=1)
    request = BatchRequest(os.fsencode(folder), case, "bench", lambda: WHEN, settings=settings, scheduler=scheduler)
    start = time.perf_counter()
    batch, _ = prepare(request, lambda event: events.put((time.perf_counter(), event)))
    with batch:
        batch.wait()
    moments = list(_moments(events))
    row(f"{name}: start to the first result in the case", moments[0] - start, "s")
    after_first = sum(moment > moments[0] for moment in moments)
    rate = after_first / (moments[-1] - moments[0])
    row(f"{name}: images", rate, "images/s")
    return rate


def _moments(events: queue.SimpleQueue[tuple[float, BatchEvent]]) -> Iterator[float]:
    while not events.empty():
        moment, event = events.get()
        if isinstance(event, FileDone):
            yield moment
        elif isinstance(event, StateChanged) and event.error is not None:
            raise event.error


def _different(first: Path, second: Path) -> int:
    one, other = _results(first), _results(second)
    return sum(one.get(path) != other.get(path) for path in one.keys() | other.keys())


def _results(case: Path) -> dict[bytes, Any]:
    with Case.open(case, read_only=True) as opened:
        return {record.raw_path: dumps(record.body) for record in opened.records()}


if __name__ == "__main__":
    main()
