"""What is behind the numbers of findings: asked of the service on demand, and shown in a dialog."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QFrame, QScrollArea, QVBoxLayout, QWidget

from gauntlet_desktop.api.tasks import Viewed, ViewFinding
from gauntlet_desktop.app.events import Answered, Event, JobCancelled, JobId, Progress, TaskFailed
from gauntlet_desktop.core.finding_views import FindingView
from gauntlet_desktop.core.records import Finding
from gauntlet_desktop.reporting import wording
from gauntlet_desktop.ui.dialogs import as_sentence
from gauntlet_desktop.ui.items import ImageItem
from gauntlet_desktop.ui.language import figures, tr
from gauntlet_desktop.ui.plot import MapView, PlotView
from gauntlet_desktop.ui.service import Service
from gauntlet_desktop.ui.theme import SPACE
from gauntlet_desktop.ui.widgets import open_at, plain_label


class FindingViews(QObject):
    """Asks for views, one at a time: a newer wish takes the place of an older one."""

    arrived = Signal(object)  # a FindingView
    failed = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._service: Service | None = None
        self._job: JobId | None = None
        self._sha256 = ""

    def start(self, service: Service) -> None:
        self._service = service

    def ask(self, item: ImageItem, finding: str) -> None:
        """Have the view of a finding made; one that is under way is dropped."""
        if self._service is None or item.record is None:
            return
        self.stop()
        self._sha256 = item.record.source.sha256
        self._job = self._service.ask(ViewFinding(finding), item.raw_path)

    def stop(self) -> None:
        """Nothing is waited for any more."""
        if self._job is not None and self._service is not None:
            self._service.cancel(self._job)
        self._job = None

    def handle(self, event: Event) -> bool:
        """Take in an event; False when it is about something else."""
        if not isinstance(event, Answered | TaskFailed | JobCancelled | Progress) or event.job != self._job:
            return False
        match event:
            case Answered(value=Viewed() as viewed):
                self._job = None
                if event.source.sha256 == self._sha256:
                    self.arrived.emit(viewed.view)
                else:
                    self.failed.emit(tr("The file has changed since it was analysed. Analyse it again."))
            case TaskFailed():
                self._job = None
                self.failed.emit(as_sentence(event.error))
            case JobCancelled():
                self._job = None
        return True


class FindingViewDialog(QDialog):
    """The plots and maps of one finding; it stays open beside the window."""

    def __init__(
        self, parent: QWidget | None, finding: Finding, picture: NDArray[np.uint8] | None = None, scale: float = 1.0
    ) -> None:
        super().__init__(parent)
        self.finding = finding
        self._picture, self._scale = picture, scale
        self._drawn: list[PlotView | MapView] = []
        self.setWindowTitle(tr("Behind the number: {artifact}").format(artifact=tr(finding.artifact)))
        open_at(self, 640, 720)
        self.remark = plain_label(tr("Measuring …"), "muted")
        self._value = plain_label(f"{figures(f'{finding.value:.4g}')} {finding.unit}", "title")
        self._subject = plain_label(tr(wording.SUBJECTS.get(finding.subject, "")), "muted")
        self._body = QWidget()
        self._column = QVBoxLayout(self._body)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(SPACE * 2)
        self._column.addStretch(1)
        self._lay_out()

    def _lay_out(self) -> None:
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(self._body)
        area.setAccessibleName(tr("Plots and maps, scrolled"))
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(SPACE * 2, SPACE * 2, SPACE * 2, SPACE * 2)
        layout.setSpacing(SPACE)
        for widget in (self._value, self._subject, self.remark):
            layout.addWidget(widget)
        layout.addWidget(area, 1)
        layout.addWidget(buttons)

    @property
    def shown(self) -> list[PlotView | MapView]:
        """The plots and maps, from top to bottom."""
        return self._drawn

    def show_view(self, view: FindingView) -> None:
        """Show the view of this finding; that of another is left alone."""
        if view.finding != self.finding.id or self.shown:
            return
        self.remark.setText(view.text)
        self._drawn = [PlotView(plot) for plot in view.plots]
        self._drawn += [MapView(field, self._picture, self._scale) for field in view.maps]
        for index, widget in enumerate(self._drawn):
            self._column.insertWidget(index, widget)

    def show_failure(self, text: str) -> None:
        """Say why there is nothing to see."""
        if not self.shown:
            self.remark.setText(text)
