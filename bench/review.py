"""The triage window over a case of 100,000 images: time to open, sort and filter, frames of scrolling, memory.

`python -m bench.review [--images 100000]`. The real window, drawn offscreen where there is no display, over a service
that answers nothing: pictures come from other processes and are not measured here. A frame is what one step of the
scroll bar costs until it is painted; a stall is how long the event loop did not come round while the window worked.
"""

from __future__ import annotations

import argparse
import multiprocessing
import os
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
from PySide6.QtCore import QEventLoop, Qt, QTimer
from PySide6.QtWidgets import QAbstractItemView, QApplication

from bench.case import fill, resident_mib
from bench.common import row
from gauntlet_desktop.store import Filter, SortColumn
from gauntlet_desktop.ui.review.columns import COLUMNS
from gauntlet_desktop.ui.review.window import ReviewWindow, open_review
from gauntlet_desktop.ui.session import Session
from tests.gui.fake_service import FakeService

FRAMES, BEAT_MS, RUNS, SETTLE_MS = 400, 5, 5, 1500
FILTERS = {
    "tier": Filter(tiers=("ai_supported",)),
    "text in names": Filter(text="holiday 42"),
    "conflict": Filter(conflict=True),
    "stacks once": Filter(stacked_once=True),
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--images", type=int, default=100_000)
    images = parser.parse_args().images
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "bench.gauntlet"
        fill(path, images)
        # In a process of its own, so that the memory of filling is not counted.
        process = multiprocessing.get_context("spawn").Process(target=_measure, args=(path,))
        process.start()
        process.join()
        sys.exit(process.exitcode)


def _measure(path: Path) -> None:
    if "DISPLAY" not in os.environ and "WAYLAND_DISPLAY" not in os.environ:
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
    app = QApplication([])
    session = Session(FakeService)
    session.start_service()
    small = Path(path.parent) / "small.gauntlet"
    fill(small, 10)
    _opened(small, session).close()  # what any window costs the first time
    before = resident_mib()
    began = time.perf_counter()
    with _stalls("opening"):
        window = _opened(path, session)
    row("open until the first rows are painted", 1000 * (time.perf_counter() - began), "ms")
    _scroll("table", window, window.table)
    window.review_actions["grid"].trigger()
    app.processEvents()
    _scroll("grid", window, window.grid)
    window.review_actions["table"].trigger()
    for number, column in enumerate(COLUMNS):
        if column.sort in (SortColumn.LOG10_LR, SortColumn.NAME):
            _ask(f"sort by {column.title}", window, lambda by=number: _turn(window, by), lambda: None)
    for name, wanted in FILTERS.items():
        _ask(
            f"filter by {name}",
            window,
            lambda f=wanted: window.filter.choose(f, "bench"),
            lambda: window.filter.choose(Filter(), ""),
        )
    row("resident memory growth", resident_mib() - before, "MiB")
    window.close()


def _opened(path: Path, session: Session) -> ReviewWindow:
    window = open_review(path, "bench", session)
    window.show()
    _until(lambda: window.model.rowCount() > 0)
    window.table.viewport().repaint()
    return window


def _scroll(name: str, window: ReviewWindow, view: QAbstractItemView) -> None:
    """By the wheel, three rows a step, and by dragging the bar, from the top to the bottom: other rows each time."""
    bar = view.verticalScrollBar()
    _until(lambda: bar.maximum() > 0)
    step = 3 * bar.singleStep()
    for kind, places in (
        ("wheel", [number * step for number in range(FRAMES)]),
        ("bar dragged", [bar.maximum() * number // FRAMES for number in range(FRAMES)]),
    ):
        frames = []
        for place in places:
            began = time.perf_counter()
            bar.setValue(place)
            QApplication.processEvents()
            frames.append(1000 * (time.perf_counter() - began))
        row(f"a frame of the {name}, {kind}, median", float(np.median(frames)), "ms")
        row(f"a frame of the {name}, {kind}, 95th percentile", float(np.quantile(frames, 0.95)), "ms")


def _turn(window: ReviewWindow, column: int) -> None:
    header = window.table.horizontalHeader()
    descending = header.sortIndicatorOrder() == Qt.SortOrder.DescendingOrder
    window.table.sortByColumn(column, Qt.SortOrder.AscendingOrder if descending else Qt.SortOrder.DescendingOrder)


def _ask(name: str, window: ReviewWindow, ask: Callable[[], None], again: Callable[[], None]) -> None:
    """From a click to the other list on the screen; facets and histogram follow."""
    shown: list[float] = []
    receiver = window.model.modelReset.connect(lambda: shown.append(time.perf_counter()))
    took, stalled = [], []
    for _ in range(RUNS):
        shown.clear()
        with _stalls() as stalls:
            began = time.perf_counter()
            ask()
            _until(lambda: bool(shown))
            QApplication.processEvents()
            took.append(1000 * (time.perf_counter() - began))
            _settle()
        stalled.append(max(stalls))
        again()
        _settle()
    window.model.modelReset.disconnect(receiver)
    row(f"{name}, until it is painted", float(np.median(took)), "ms")
    row(f"{name}, longest stall", max(stalled), "ms")


@contextmanager
def _stalls(name: str = "") -> Iterator[list[float]]:
    """How long the event loop did not come round, in milliseconds."""
    gaps: list[float] = []
    last = [time.perf_counter()]

    def beat() -> None:
        now = time.perf_counter()
        gaps.append(1000 * (now - last[0]) - BEAT_MS)
        last[0] = now

    timer = QTimer()
    timer.timeout.connect(beat)
    timer.start(BEAT_MS)
    yield gaps
    beat()
    timer.stop()
    if name:
        row(f"{name}, longest stall", max(gaps), "ms")


def _settle() -> None:
    """Until the counts have come, which are asked for last."""
    loop = QEventLoop()
    QTimer.singleShot(SETTLE_MS, loop.quit)
    loop.exec()


def _until(there: Callable[[], bool], patience_s: float = 30.0) -> bool:
    """The loop sleeps between events, as the window's does: one that spins would take the case's thread its turns."""
    end = time.perf_counter() + patience_s
    wake = QTimer()
    wake.start(BEAT_MS)
    while not there() and time.perf_counter() < end:
        QApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)
    return there()


if __name__ == "__main__":
    main()
