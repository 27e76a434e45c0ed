"""Explanations on demand of the current image: choose them, watch them being made, keep or remove their maps."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton

from gauntlet_desktop.core.records import Heatmap, Status
from gauntlet_desktop.ui.dialogs import as_sentence
from gauntlet_desktop.ui.explanation_form import ExplanationForm
from gauntlet_desktop.ui.explanation_rows import JobRows, MapRows, task_name
from gauntlet_desktop.ui.explanations import Asked, Explanations
from gauntlet_desktop.ui.help_places import set_place
from gauntlet_desktop.ui.items import ImageItem
from gauntlet_desktop.ui.language import marked, tr
from gauntlet_desktop.ui.widgets import Notice, ScrollPanel, breakable, plain_label

INTRO = marked(
    "Other methods can show what moved a detector. They take longer than the analysis and run beside it. Their maps "
    "join the heatmaps of the image, its report and its export; the verdict does not change."
)


class ExplanationsPanel(ScrollPanel):
    """Shows what `Explanations` knows of one image. `heatmap_chosen` and `grid_requested` are for the viewer."""

    heatmap_chosen = Signal(object)
    grid_requested = Signal()

    def __init__(self, explanations: Explanations) -> None:
        super().__init__(tr("Explanations"))
        set_place(self, "user-guide.md#explanations-by-other-methods")
        self._explanations = explanations
        self._item: ImageItem | None = None
        self.notice, self.error = Notice(), Notice("error")
        self.again = QPushButton(tr("Try again"))
        self.form = ExplanationForm(explanations.estimate)
        self.jobs, self.maps = JobRows(), MapRows()
        for widget in (plain_label(tr(INTRO), "muted"), self.notice, self.error, self.again):
            self.body.addWidget(widget)
        for part in (self.jobs, self.maps, self.form):
            self.body.addWidget(part)
        self.body.addStretch(1)
        self.again.clicked.connect(explanations.renew_offer)
        self.form.asked.connect(self._ask)
        self.jobs.cancelled.connect(explanations.cancel)
        self.maps.chosen.connect(self.heatmap_chosen)
        self.maps.compared.connect(self.grid_requested)
        self.maps.removed.connect(self._remove)
        explanations.changed.connect(self._show)
        self.show_item(None)

    def show_item(self, item: ImageItem | None) -> None:
        """Show an image; what can explain it is found out when the panel is first seen."""
        self._item = item
        if self.isVisible() and _explainable(item):
            self._explanations.offer.want()
        self._show()

    def _show(self) -> None:
        item, pairs = self._item, self._explanations.pairs
        error = self._explanations.offer.error
        ready = _explainable(item) and pairs is not None
        self.notice.show_text(_why_not(item) or ("" if pairs is not None or error else tr("Looking for methods …")))
        self.again.setVisible(error is not None and _explainable(item))
        failed = [asked for asked in self._explanations.failed if asked.item is item]
        self.error.show_text("\n".join([*map(_failure, failed), *([as_sentence(error)] if error else [])]))
        self.form.setVisible(ready)
        if pairs is not None and ready:
            self.form.set_pairs(pairs)
            self.form.show_times()
        self.jobs.show_jobs(self._explanations.under_way(item))
        record = item.record if item is not None and item.complete else None
        self.maps.show_maps(record.heatmaps if record else (), item.explanations if item else ())

    def _ask(self, tasks: object) -> None:
        if self._item is not None and isinstance(tasks, list):
            self._explanations.ask(self._item, tasks)

    def _remove(self, heatmap: Heatmap) -> None:
        if self._item is not None:
            self._explanations.remove(self._item, heatmap)


def _explainable(item: ImageItem | None) -> bool:
    return item is not None and item.complete and item.record is not None and item.record.status is not Status.FAILED


def _why_not(item: ImageItem | None) -> str:
    if item is None:
        return tr("Choose an image in the list to explain it.")
    if not item.complete:
        return tr("It can be explained as soon as its analysis is complete.")
    return "" if _explainable(item) else tr("This file could not be analysed, so there is nothing to explain.")


def _failure(asked: Asked) -> str:
    assert asked.error is not None
    return breakable(f"{task_name(asked.task)}: {as_sentence(asked.error)}", 600)
