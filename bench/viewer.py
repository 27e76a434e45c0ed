"""How long the viewer keeps the event loop busy: opening, painting, panning and the heatmap, for large pictures."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from functools import partial

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QEventLoop, Qt, QThreadPool, QTimer
from PySide6.QtWidgets import QApplication

from bench.common import LESS, row
from gauntlet_desktop.ui.viewer import ViewerPanel
from tests.factories import make_heatmap

RUNS = 7
_TICK_MS = 2
SIZES = {"12 MP": (3000, 4000), "64 MP": (8000, 8000)}


def main() -> None:
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    app = QApplication([])
    panel = ViewerPanel()
    panel.resize(1280, 900)
    panel.show()
    for name, (height, width) in SIZES.items():
        pixels = np.tile(np.random.default_rng(1).integers(0, 256, (500, 500, 3), dtype=np.uint8), (16, 16, 1))
        opening(panel, name, np.ascontiguousarray(pixels[:height, :width]))
        panel.set_heatmaps([])
        painting(panel, name)
        row(f"{name}: call of set_heatmaps", elapsed(partial(panel.set_heatmaps, [make_heatmap(width, height)])), "ms")
        painting(panel, f"{name}, heatmap")
    visible_part(panel)
    QThreadPool.globalInstance().waitForDone()
    app.sendPostedEvents()


def opening(panel: ViewerPanel, name: str, pixels: NDArray[np.uint8]) -> None:
    runs = [_open(panel, pixels) for _ in range(RUNS)]
    call, best, gap = (float(np.median(column)) for column in zip(*runs, strict=True))
    row(f"{name}: call of set_picture, median", call, "ms")
    row(f"{name}: until drawn at its best, median", best, "ms")
    row(f"{name}: longest gap in the event loop while opening, median", gap, "ms")


def _open(panel: ViewerPanel, pixels: NDArray[np.uint8]) -> tuple[float, float, float]:
    """Milliseconds of the call, until the picture is drawn at its best, and of the longest gap until then."""
    gaps: list[float] = []
    last = begun = time.perf_counter()

    def tick() -> None:
        nonlocal last
        now = time.perf_counter()
        gaps.append(now - last)
        last = now

    ticker = QTimer()
    ticker.timeout.connect(tick)
    ticker.setTimerType(Qt.TimerType.PreciseTimer)
    ticker.start(_TICK_MS)
    panel.set_picture(pixels, None)
    call = time.perf_counter() - begun
    loop = QEventLoop()
    while not panel.canvas.sharp:
        loop.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)
    return 1000 * call, 1000 * (time.perf_counter() - begun), 1000 * max(gaps) - _TICK_MS


def painting(panel: ViewerPanel, name: str) -> None:
    canvas = panel.canvas
    canvas.fit()
    row(f"{name}: paint, fitted", fastest(canvas.repaint), "ms")
    for zoom in (0.7, 1.0, 16.0):
        canvas.zoom_to(zoom)
        row(f"{name}: paint at {100 * zoom:.0f} %", fastest(canvas.repaint), "ms")
    canvas.zoom_to(0.7)
    steps = [elapsed(lambda: pan(panel)) for _ in range(60)]
    row(f"{name}: pan at 70 %, median step", float(np.median(steps)), "ms")
    row(f"{name}: pan at 70 %, slowest of 60 steps", max(steps), "ms")


def pan(panel: ViewerPanel) -> None:
    panel.canvas.pan(-7, -5)
    panel.canvas.repaint()


def visible_part(panel: ViewerPanel) -> None:
    """Painting at 1:1 must cost the same however much of the picture is out of sight."""
    times = []
    for side in (2000, 8000):
        panel.set_picture(np.full((side, side, 3), 90, dtype=np.uint8), None)
        panel.canvas.zoom_to(1.0)
        times.append(fastest(panel.canvas.repaint, 25))
    row("paint at 1:1, time for 64 MP over time for 4 MP", times[1] / times[0], "times", better=LESS)


def fastest(work: Callable[[], object], runs: int = RUNS) -> float:
    return min(elapsed(work) for _ in range(runs))


def elapsed(work: Callable[[], object]) -> float:
    """Milliseconds that one call takes."""
    begun = time.perf_counter()
    work()
    return 1000 * (time.perf_counter() - begun)


if __name__ == "__main__":
    main()
