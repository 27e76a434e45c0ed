"""What is known of the image that the examiner stands on: picture with heatmap, and the panels of its record."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QSplitter, QTabWidget

from gauntlet_desktop.app.prompts import load_artifacts
from gauntlet_desktop.core.records import AnalysisRecord
from gauntlet_desktop.store import Row
from gauntlet_desktop.ui.body import in_body
from gauntlet_desktop.ui.checklist import connect_regions
from gauntlet_desktop.ui.checklist_panel import ChecklistPanel
from gauntlet_desktop.ui.findings_panel import FindingsPanel
from gauntlet_desktop.ui.items import ImageItem, ItemState
from gauntlet_desktop.ui.language import tr
from gauntlet_desktop.ui.provenance_panel import ProvenancePanel
from gauntlet_desktop.ui.reading import Reading
from gauntlet_desktop.ui.remarks import Remarks
from gauntlet_desktop.ui.review.marks_panel import MarksPanel
from gauntlet_desktop.ui.session import Picture
from gauntlet_desktop.ui.text_panel import TextPanel
from gauntlet_desktop.ui.verdict_panel import VerdictPanel
from gauntlet_desktop.ui.viewer import ViewerPanel

ResultPanel = VerdictPanel | FindingsPanel | ProvenancePanel | TextPanel


class Preview(QSplitter):
    """The viewer above, the examiner's marks and the record's panels below. Panels behind others are filled when they
    come to the front: laying out labels is slow, and the arrow keys go through many images."""

    card_requested = Signal(str)

    def __init__(self, remarks: Remarks, reading: Reading) -> None:
        super().__init__(Qt.Orientation.Vertical)
        self.setAccessibleName(tr("Image"))
        self.viewer = ViewerPanel()
        self.marks = MarksPanel()
        self.verdict, self.findings = VerdictPanel(), FindingsPanel()
        self.provenance, self.text = ProvenancePanel(), TextPanel(remarks, reading)
        self.checklist = ChecklistPanel(load_artifacts())
        connect_regions(self.checklist, self.viewer)
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        self.tabs.setAccessibleName(tr("About the image"))
        self._item: ImageItem | None = None
        self._panels: dict[int, ResultPanel] = {1: self.verdict, 2: self.findings, 3: self.provenance, 4: self.text}
        titles = (tr("Examiner"), tr("Verdict"), tr("Findings"), tr("Provenance"), tr("Text"), tr("Checklist"))
        for panel, title in zip((self.marks, *self._panels.values(), self.checklist), titles, strict=True):
            self.tabs.addTab(in_body(panel, title), title)
        self.addWidget(self.viewer)
        self.addWidget(self.tabs)
        self.setStretchFactor(0, 1)
        self.setChildrenCollapsible(False)
        self.tabs.currentChanged.connect(lambda _: self._fill())
        self.findings.region_requested.connect(self.viewer.show_region)
        self.verdict.card_requested.connect(self.card_requested)
        self.show_nothing()

    def show_nothing(self) -> None:
        """Nothing is selected."""
        self._item = None
        self.viewer.set_picture(None, None)
        self.viewer.show_message(tr("No image selected"), tr("Choose an image in the list."), "empty")
        self._fill()

    def show_waiting(self, row: Row) -> None:
        """Another image, whose picture and record are on their way."""
        self._item = None
        self.viewer.set_picture(None, None)
        self.viewer.show_message(tr("Opening the image"), row.name, "busy")

    def show_record(self, raw_path: bytes, record: AnalysisRecord | None) -> None:
        """The record of the image; None where this release cannot read it."""
        self._item = None if record is None else ImageItem(raw_path, state=ItemState.DONE, record=record)
        self._show_heatmaps()
        self._fill()

    def show_picture(self, picture: Picture | None, why: str) -> None:
        """The picture, or a sentence why there is none."""
        if picture is None:
            self.viewer.set_picture(None, None)
            self.viewer.show_message(tr("The picture cannot be shown"), why, "error")
        else:
            self.viewer.set_picture(*picture)
            self._show_heatmaps()

    def _show_heatmaps(self) -> None:
        record = self._item.record if self._item else None
        self.viewer.set_heatmaps(record.heatmaps if record else ())

    def _fill(self) -> None:
        panel = self._panels.get(self.tabs.currentIndex())
        if panel is not None:
            panel.show_item(self._item)
