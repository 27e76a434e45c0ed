"""Asks where results shall go and writes them in the background; originals are never among the choices."""

from __future__ import annotations

import getpass
import os
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject, QThreadPool, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from gauntlet_desktop.app.settings import load_settings, start_folder
from gauntlet_desktop.core.checklist import Answer
from gauntlet_desktop.core.records import AnalysisRecord
from gauntlet_desktop.core.safe_text import visible_path
from gauntlet_desktop.ui.background import Task
from gauntlet_desktop.ui.dialogs import as_sentence
from gauntlet_desktop.ui.language import tr

Pixels = NDArray[np.uint8] | None


class Exporter(QObject):
    """Heatmaps and cases. `finished` carries a sentence for the status bar, `failed` one for a message."""

    finished = Signal(str)
    failed = Signal(str)

    def __init__(self, window: QWidget, pool: QThreadPool) -> None:
        super().__init__(window)
        self._window = window
        self._pool = pool
        self._tasks: set[Task] = set()

    def export_heatmap(self, record: AnalysisRecord, pixels: Pixels, colour_map: str, opacity: float) -> None:
        """Ask for a folder and write every heatmap as a picture and as values."""
        folder = QFileDialog.getExistingDirectory(self._window, tr("Export heatmap to folder"))
        if not folder:
            return

        def work(_: Task) -> str:
            from gauntlet_desktop.app.export import export_heatmaps
            from gauntlet_desktop.reporting.options import ReportOptions

            options = ReportOptions(colour_map=colour_map, opacity=opacity)
            written = export_heatmaps(record, pixels, Path(folder), options)
            return tr("%Ln file(s) written to {folder}", "", len(written)).format(folder=_shown(Path(folder)))

        self._start(work)

    def save_case(self, records: Sequence[AnalysisRecord], answers: Mapping[str, Sequence[Answer]]) -> None:
        """Ask for a case file, new or existing, and add records to it, with the examiner's answers by SHA-256."""
        name = str(Path(start_folder(load_settings().case_folder), "case.gauntlet"))
        path = self._ask(tr("Save results to case"), name, tr("Case (*.gauntlet)"), ".gauntlet", append=True)
        if path is None:
            return

        def work(_: Task) -> str:
            from gauntlet_desktop.app.cases import save_records

            when = datetime.now(UTC).isoformat(timespec="seconds")
            added = save_records(path, records, getpass.getuser(), when, answers)
            return tr("%Ln result(s) added to {path}", "", added).format(path=_shown(path))

        self._start(work)

    def _ask(self, title: str, name: str, pattern: str, suffix: str, *, append: bool = False) -> Path | None:
        options = QFileDialog.Option.DontConfirmOverwrite if append else QFileDialog.Option(0)
        chosen, _ = QFileDialog.getSaveFileName(self._window, title, name, pattern, options=options)
        if not chosen:
            return None
        path = Path(chosen)
        return path if path.suffix.lower() == suffix else path.with_name(path.name + suffix)

    def _start(self, work: Callable[[Task], Any]) -> None:
        task = Task(work)
        self._tasks.add(task)
        task.finished.connect(self.finished.emit)
        task.failed.connect(lambda error: self.failed.emit(as_sentence(error)))
        for signal in (task.finished, task.failed):
            signal.connect(lambda _: self._tasks.discard(task))
        task.start(self._pool)


def _shown(path: Path) -> str:
    return visible_path(os.fsencode(path))
