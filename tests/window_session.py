"""A whole session in the real window, for tests that watch it from outside: python -m tests.window_session EVIDENCE OUT

Opens the folder, looks at each image and waits for its result, analyses one again, writes a report, and analyses the
folder into a case in the triage window. Prints as JSON each path, in
hexadecimal, with its outcome, and the longest stall of the window.
"""

from __future__ import annotations

import itertools
import json
import os
import sys
import time
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtWidgets import QFileDialog

from gauntlet_desktop.ui.application import ExceptionHook, make_application, make_window
from gauntlet_desktop.ui.garbage import GarbageCollector
from gauntlet_desktop.ui.items import ImageItem
from gauntlet_desktop.ui.report_dialog import ReportDialog
from tests.engine.conftest import PATIENCE_SECONDS

_BEAT_MS = 2


def main() -> None:
    evidence, out = Path(sys.argv[1]), Path(sys.argv[2])
    app = make_application()
    ExceptionHook().install()
    garbage = GarbageCollector(app)
    window = make_window()
    session = window.session
    window.show()
    session.start_service()
    beats = [time.perf_counter()]
    heart = QTimer()
    heart.timeout.connect(lambda: beats.append(time.perf_counter()))
    heart.start(_BEAT_MS)

    window.opener.open_paths([os.fsencode(evidence)])
    until(lambda: not window.opener.busy)
    items = list(session.model.items)
    for item in items:
        window.images.choose(item)
        until(lambda item=item: item.complete and (session.picture or session.picture_error or item.record.error))
    stall = max(after - before for before, after in itertools.pairwise(beats))

    good = next(item for item in items if item.record is not None and item.record.error is None)
    window.images.choose(good)
    window.actions_by_id["analyse_again"].trigger()
    until(lambda: good.complete)
    report = out / "report.pdf"
    QFileDialog.getSaveFileName = lambda *_, **__: (str(report), "")
    window.actions_by_id["export_report"].trigger()
    builder = window.findChild(ReportDialog)
    builder.export.click()
    until(lambda: report.exists() and not builder.busy)

    window.cases.create(out / "case.gauntlet")
    (review,) = window.cases.windows.values()
    review.batch.add(os.fsencode(evidence))
    until(lambda: not review.batch.active)
    window.close()
    garbage.stop()
    print(json.dumps({"outcomes": {item.raw_path.hex(): outcome(item) for item in items}, "stall": stall}))


def outcome(item: ImageItem) -> str:
    assert item.record is not None
    return str(item.record.error.code if item.record.error else item.record.status)


def until(there: Callable[[], object]) -> None:
    """Let the event loop turn until something is so."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not there():
        assert time.monotonic() < deadline
        loop = QEventLoop()
        QTimer.singleShot(10, loop.quit)
        loop.exec()


if __name__ == "__main__":
    main()
