"""Rows of the explanations panel: what is under way, and the maps that there are."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QProgressBar, QPushButton, QVBoxLayout, QWidget

from gauntlet_desktop.api.tasks import Explain
from gauntlet_desktop.app.events import JobId
from gauntlet_desktop.core.records import Heatmap
from gauntlet_desktop.ui.explanations import Asked
from gauntlet_desktop.ui.heatmap_words import details, has_failed, reliability, titles
from gauntlet_desktop.ui.language import share, tr, work_words
from gauntlet_desktop.ui.theme import SPACE
from gauntlet_desktop.ui.widgets import breakable, plain_label


def task_name(task: Explain) -> str:
    """What is asked for, with what tells it from others of the same method."""
    request = task.request
    asked = [tr("class “{target}”").format(target=tr(request.target))] if request.target != "predicted" else []
    asked += [tr("layers {layers}").format(layers=", ".join(request.layers))] if request.layers else []
    asked += [tr("audited")] if task.audited else []
    return f"{task.method} · {task.detector}" + (f" ({'; '.join(asked)})" if asked else "")


class _JobRow(QWidget):
    """One explanation under way: its name, how far it is, and a button that stops it."""

    def __init__(self, asked: Asked) -> None:
        super().__init__()
        name = task_name(asked.task)
        self.step = plain_label(role="muted")
        self.bar = QProgressBar()
        self.bar.setRange(0, 1000)
        self.bar.setTextVisible(False)
        self.bar.setMaximumHeight(SPACE)
        self.bar.setAccessibleName(tr("Progress of {name}").format(name=name))
        self.cancel = QPushButton(tr("Cancel"))
        self.cancel.setAccessibleName(tr("Cancel {name}").format(name=name))
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setVerticalSpacing(SPACE // 2)
        grid.addWidget(plain_label(breakable(name, 300)), 0, 0)
        grid.addWidget(self.cancel, 0, 1, 2, 1)
        grid.addWidget(self.step, 1, 0)
        grid.addWidget(self.bar, 2, 0, 1, 2)
        grid.setColumnStretch(0, 1)

    def show_progress(self, asked: Asked) -> None:
        self.bar.setValue(round(1000 * asked.fraction))
        step = breakable(work_words(asked.step), 120)
        self.step.setText(f"{step} ({share(asked.fraction)})" if asked.fraction else step)


class JobRows(QWidget):
    """What is under way for an image. Rows are kept while their jobs last, so that the focus stays where it is."""

    cancelled = Signal(object)  # a JobId

    def __init__(self) -> None:
        super().__init__()
        self.rows: dict[JobId, _JobRow] = {}
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(SPACE)
        self._layout.addWidget(plain_label(tr("Under way"), "title"))
        self.hide()

    def show_jobs(self, jobs: Sequence[tuple[JobId, Asked]]) -> None:
        for gone in self.rows.keys() - {job for job, _ in jobs}:
            row = self.rows.pop(gone)
            self._layout.removeWidget(row)
            row.deleteLater()
        for job, asked in jobs:
            if job not in self.rows:
                self._add(job, asked)
            self.rows[job].show_progress(asked)
        self.setVisible(bool(jobs))

    def _add(self, job: JobId, asked: Asked) -> None:
        row = self.rows[job] = _JobRow(asked)
        row.cancel.clicked.connect(lambda: self.cancelled.emit(job))
        self._layout.addWidget(row)


class MapRows(QWidget):
    """The heatmaps of an image; those that were made on demand can be removed."""

    chosen = Signal(object)  # a Heatmap
    removed = Signal(object)  # a Heatmap
    compared = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._shown: tuple[Heatmap, ...] = ()
        self._removable: tuple[Heatmap, ...] = ()
        self.compare = QPushButton(tr("Compare side by side"))
        self.compare.clicked.connect(self.compared)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(SPACE)
        layout.addWidget(plain_label(tr("Maps of this image"), "title"))
        self._rows = QVBoxLayout()
        self._rows.setSpacing(SPACE * 3 // 2)
        layout.addLayout(self._rows)
        buttons = QHBoxLayout()
        buttons.addWidget(self.compare)
        buttons.addStretch(1)
        layout.addLayout(buttons)
        self.hide()

    def show_maps(self, heatmaps: Sequence[Heatmap], on_demand: Sequence[Heatmap]) -> None:
        if _same(heatmaps, self._shown) and _same(on_demand, self._removable):
            return
        self._shown, self._removable = tuple(heatmaps), tuple(on_demand)
        while (item := self._rows.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        for heatmap, title in zip(heatmaps, titles(heatmaps), strict=True):
            self._rows.addWidget(self._row(heatmap, title, any(each is heatmap for each in on_demand)))
        self.setVisible(bool(heatmaps))
        self.compare.setVisible(len(heatmaps) > 1)

    def _row(self, heatmap: Heatmap, title: str, removable: bool) -> QWidget:
        row = QWidget()
        grid = QGridLayout(row)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setVerticalSpacing(SPACE // 2)
        grid.setColumnStretch(0, 1)
        grid.addWidget(plain_label(breakable(f"{heatmap.method} · {heatmap.detector}", 200)), 0, 0)
        grid.addLayout(self._buttons(heatmap, title, removable), 0, 1)
        request = details(heatmap)
        words = " ".join([f"{request[:1].upper()}{request[1:]}."] * bool(request) + [*heatmap.notes])
        if words:
            grid.addWidget(plain_label(breakable(words, 600), "muted"), 1, 0, 1, 2)
        role = "failed" if has_failed(heatmap) else "muted"
        grid.addWidget(plain_label(breakable(reliability(heatmap), 600), role), 2, 0, 1, 2)
        return row

    def _buttons(self, heatmap: Heatmap, title: str, removable: bool) -> QHBoxLayout:
        buttons = QHBoxLayout()
        buttons.setSpacing(SPACE)
        signals = [(tr("Show"), self.chosen), *([(tr("Remove"), self.removed)] if removable else [])]
        for text, signal in signals:
            button = QPushButton(text)
            button.setAccessibleName(f"{text} {title}")
            button.clicked.connect(lambda _=False, signal=signal: signal.emit(heatmap))
            buttons.addWidget(button)
        return buttons


def _same(some: Sequence[Heatmap], others: Sequence[Heatmap]) -> bool:
    return len(some) == len(others) and all(one is other for one, other in zip(some, others, strict=True))
