"""A folder of 100,000 images, opened as a list and analysed into a case, in the real window with its real processes.

`python -m bench.folder [--images 100000]`. Of each: until all is listed, until the first result, memory of the window's
process, and how long its event loop did not come round. The images are small and out of scope, so that results come as
fast as they can. Drawn offscreen where there is no display.
"""

from __future__ import annotations

import argparse
import io
import os
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
from PIL import Image
from PySide6.QtCore import QEventLoop, QTimer

from bench.case import resident_mib
from bench.common import peak_mib, row
from gauntlet_desktop.ui.application import make_application, make_window
from gauntlet_desktop.ui.garbage import GarbageCollector
from gauntlet_desktop.ui.main_window import MainWindow
from tests.factories import make_pixels

BEAT_MS = 2
FOR_MS = 20_000  # how long results come in while the window is watched


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--images", type=int, default=100_000)
    images = parser.parse_args().images
    if "DISPLAY" not in os.environ and "WAYLAND_DISPLAY" not in os.environ:
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
    with tempfile.TemporaryDirectory() as scratch:
        for name in ("CONFIG", "MODELS", "STATE"):
            os.environ[f"GAUNTLET_{name}_DIR"] = str(Path(scratch) / name.lower())
        folder = _pictures(Path(scratch) / "pictures", images)
        app = make_application()
        garbage = GarbageCollector(app)
        window = make_window()
        window.show()
        row("memory before", resident_mib(), "MiB")
        window.session.start_service()
        _batch(window, folder, Path(scratch) / "bench.gauntlet")
        _list(window, folder, images)
        window.close()
        garbage.stop()


def _pictures(folder: Path, count: int) -> Path:
    """Distinct files: the bytes after the end of each differ."""
    folder.mkdir()
    data = io.BytesIO()
    Image.fromarray(make_pixels(60, 80, 1)).save(data, "PNG")
    for number in range(count):
        (folder / f"{number:06}.png").write_bytes(data.getvalue() + str(number).encode())
    return folder


def _batch(window: MainWindow, folder: Path, case: Path) -> None:
    window.cases.create(case)
    (review,) = window.cases.windows.values()
    batch = review.batch
    _pass(1000)  # until it is painted: what opening a window costs is measured by bench.review
    began = time.perf_counter()
    with _turns("analysed into a case"):
        batch.add(os.fsencode(folder))
        _until(lambda: batch.progress is not None and batch.progress.done > 0)
        row("until the first result", time.perf_counter() - began, "s")
        _until(lambda: batch.progress is not None and not batch.progress.listing)
        row("until all is listed", time.perf_counter() - began, "s")
        _pass(FOR_MS)
    row("results by then", 0 if batch.progress is None else batch.progress.done, "")
    with _turns("stopped and closed"):
        batch.cancel()
        _until(lambda: not batch.active)
        review.close()
        _until(lambda: not window.cases.windows)
    row("peak memory", peak_mib(os.getpid()), "MiB")


def _list(window: MainWindow, folder: Path, images: int) -> None:
    began = time.perf_counter()
    with _turns("opened as a list"):
        window.opener.open_paths([os.fsencode(folder)])
        _until(lambda: len(window.session.model.items) > 0)
        window.images.choose(window.session.model.items[0])
        _until(lambda: window.session.current is not None and window.session.current.complete)
        row("until the first result of the list", time.perf_counter() - began, "s")
        _until(lambda: len(window.session.model.items) == images)
        row("until all is in the list", time.perf_counter() - began, "s")
        _pass(FOR_MS)
    row("peak memory with the list", peak_mib(os.getpid()), "MiB")


@contextmanager
def _turns(what: str) -> Iterator[None]:
    """How far apart the turns of the event loop are, beyond the beat that is asked for, and the CPU time between them,
    which unlike the former does not grow with what else the machine is doing."""
    beats = [(time.perf_counter(), time.thread_time())]
    heart = QTimer()
    heart.timeout.connect(lambda: beats.append((time.perf_counter(), time.thread_time())))
    heart.start(BEAT_MS)
    yield
    beats.append((time.perf_counter(), time.thread_time()))
    heart.stop()
    gaps, busy = 1000 * np.diff(np.array(beats), axis=0).T
    row(f"{what}: longest stall", max(0.0, float(gaps.max()) - BEAT_MS), "ms")
    row(f"{what}: most CPU time between two turns", float(busy.max()), "ms")
    row(f"{what}: 99th percentile of that", float(np.quantile(busy, 0.99)), "ms")


def _until(there: Callable[[], bool]) -> None:
    while not there():
        _pass(5 * BEAT_MS)


def _pass(milliseconds: int) -> None:
    loop = QEventLoop()
    QTimer.singleShot(milliseconds, loop.quit)
    loop.exec()


if __name__ == "__main__":
    main()
