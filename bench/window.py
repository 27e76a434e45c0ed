"""Starts the real window several times: time to visible, launch to first verdict on 12 megapixels, longest stall.

Each run is a process of its own; without a display it draws offscreen.
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from bench.common import row, twelve_megapixel_jpeg

RUNS = 5
_TICK_MS = 2


def main() -> None:
    if len(sys.argv) > 1:
        run_window(os.fsencode(sys.argv[1]), float(sys.argv[2]))
        return
    with tempfile.TemporaryDirectory() as folder:
        photo = twelve_megapixel_jpeg(Path(folder) / "12mp.jpg")
        runs = [_measure(photo, Path(folder)) for _ in range(RUNS)]
    for key, (name, unit) in _ROWS.items():
        row(name, statistics.median(run[key] for run in runs), unit)
    row("most CPU time between two turns of the event loop, median", 1000 * statistics.median(_busy(runs)), "ms")
    row("longest stall of any run", 1000 * max(run["stall"] for run in runs), "ms")


def _busy(runs: list[dict[str, float]]) -> list[float]:
    """CPU time, unlike the stall itself, does not grow with what else the machine is doing."""
    return [run["busy"] for run in runs]


_ROWS = {
    "visible": ("launch to window visible", "s"),
    "visible_cpu": ("launch to window visible, CPU of the window's process", "CPU s"),
    "verdict": ("launch to first verdict on 12 megapixels", "s"),
    "done": ("launch to complete record", "s"),
    "stall": ("longest stall of the event loop, first paint to done", "s"),
}


def _measure(photo: Path, folder: Path) -> dict[str, float]:
    environment = {"QT_QPA_PLATFORM": "offscreen", **os.environ, "GAUNTLET_CONFIG_DIR": str(folder / "config")}
    finished = subprocess.run(
        [sys.executable, "-m", "bench.window", str(photo), repr(time.time())],
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )
    result: dict[str, float] = json.loads(finished.stdout.splitlines()[-1])
    return result


def run_window(photo: bytes, launched: float) -> None:
    """One run inside the window's process; prints its moments, in seconds since the launch, as JSON."""
    from PySide6.QtCore import QTimer

    from gauntlet_desktop.app.events import Done, Partial
    from gauntlet_desktop.ui import application
    from gauntlet_desktop.ui.session import Session

    app = application.make_application()
    moments: dict[str, float] = {}
    last = [0.0, 0.0]

    def note(event: Any) -> None:
        if isinstance(event, Partial):
            moments.setdefault("verdict", time.time() - launched)
        elif isinstance(event, Done):
            moments.setdefault("done", time.time() - launched)

    def observed(listener: Any) -> Any:
        return application.analysis_service(lambda event: (note(event), listener(event)))

    window = application.MainWindow(Session(observed), application.load_settings(), application.ViewerPanel())

    def painted() -> None:
        moments["visible"] = time.time() - launched
        moments["visible_cpu"] = time.process_time()
        moments["stall"] = moments["busy"] = 0.0
        last[:] = time.perf_counter(), time.thread_time()
        window.opener.open_paths([photo])
        importing.start(window.pool)
        tick.start(_TICK_MS)

    def beat() -> None:
        now, used = time.perf_counter(), time.thread_time()
        moments["stall"] = max(moments["stall"], now - last[0])
        moments["busy"] = max(moments["busy"], used - last[1])
        last[:] = now, used
        if "done" in moments:
            window.close()
            app.quit()

    importing = application.Task(application._import_service)
    importing.finished.connect(lambda _: window.session.start_service())
    tick = QTimer()
    tick.timeout.connect(beat)
    window.first_painted.connect(painted)
    window.show()
    app.exec()
    print(json.dumps(moments), flush=True)


if __name__ == "__main__":
    main()
