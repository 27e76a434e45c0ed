"""What a report on the case shall hold: whose it is, which images get pages of their own, and which sections it has."""

from __future__ import annotations

import getpass
from dataclasses import replace

from PySide6.QtCore import QThreadPool
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from gauntlet_desktop.app.case_report import DEFAULT_PAGES, MOST_PAGES, CaseReportRequest
from gauntlet_desktop.app.report_memory import load_remembered
from gauntlet_desktop.app.settings import load_settings
from gauntlet_desktop.core.errors import EnvironmentFault, GauntletError
from gauntlet_desktop.core.readers import Reader
from gauntlet_desktop.reporting.case_report import CASE_SECTIONS
from gauntlet_desktop.reporting.sections import SECTIONS
from gauntlet_desktop.store import Filter, Sort
from gauntlet_desktop.ui.dialogs import as_sentence
from gauntlet_desktop.ui.flow import button_row
from gauntlet_desktop.ui.help_places import set_place
from gauntlet_desktop.ui.language import tr
from gauntlet_desktop.ui.report_form import ReportForm
from gauntlet_desktop.ui.report_tools import ReportTools
from gauntlet_desktop.ui.theme import SPACE
from gauntlet_desktop.ui.widgets import Notice, open_at, plain_label

# Those on the whole case, then those on the pages of each image.
SWITCHES = (
    *((section.id, section.title, section.required) for section in CASE_SECTIONS),
    *((section.id, f"Of each image: {section.title}", section.required) for section in SECTIONS if not section.shared),
)


class ReportDialog(QDialog):
    """Asks what a report on the case shall say; `request` says what was chosen, `tools` and `passphrase` who signs
    it."""

    def __init__(self, parent: QWidget | None, pool: QThreadPool, about: str, selected: tuple[int, ...]) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Report on the case"))
        set_place(self, "user-guide.md#reports")
        open_at(self, 560, 720)
        settings = load_settings()
        settings = replace(settings, report_examiner=settings.report_examiner or getpass.getuser())
        self.form = ReportForm(settings, load_remembered(), (), SWITCHES)
        self.tools = ReportTools(self, pool, self.form)
        self.passphrase = ""
        self.notice = Notice("error")
        self.pages = QComboBox()
        self.pages.addItem(tr("The bookmarked images"), ())
        if selected:
            self.pages.addItem(tr("The %Ln selected image(s)", "", len(selected)), selected)
        self.most = QSpinBox()
        self.most.setRange(0, MOST_PAGES)
        self.most.setValue(DEFAULT_PAGES)
        self.most.setSpecialValueText("none")
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Save | QDialogButtonBox.StandardButton.Cancel)
        self.buttons.button(QDialogButtonBox.StandardButton.Save).setText(tr("Save as…"))
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)
        self.tools.complained.connect(self._complain)
        self._build(about)
        self.tools.read_template(settings.report_template)

    def _build(self, about: str) -> None:
        images = QFormLayout()
        images.addRow(tr("&Pages of their own for"), self.pages)
        images.addRow(tr("at &most"), self.most)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(SPACE * 2, SPACE * 2, SPACE * 2, SPACE * 2)
        layout.setSpacing(SPACE * 3 // 2)
        layout.addWidget(plain_label(about))
        layout.addLayout(images)
        layout.addWidget(self.form, 1)
        note = tr("The case is checked first. What examiners decided stands apart from the program's answers.")
        layout.addWidget(plain_label(note, "muted"))
        layout.addWidget(self.notice)
        layout.addLayout(button_row((self.tools.keep, self.tools.sign), self.buttons))

    def accept(self) -> None:
        """Remember the choices for the next report, and ask for the passphrase where it is to be signed."""
        try:
            self.form.remember()
        except EnvironmentFault as fault:
            self._complain(fault)
        else:
            self.tools.with_passphrase(self._end)

    def _end(self, passphrase: str) -> None:
        self.passphrase = passphrase
        super().accept()

    def request(self, wanted: Filter, sort: Sort, reader: Reader) -> CaseReportRequest:
        """The report that was asked for, of the images of a filter in their order, for a reader, unsigned."""
        return CaseReportRequest(
            wanted=wanted,
            sort=sort,
            pages=self.pages.currentData(),
            most_pages=self.most.value(),
            options=replace(self.form.options, reader=reader),
            html=self.form.html.isChecked(),
        )

    def _complain(self, error: GauntletError) -> None:
        self.notice.show_text(as_sentence(error))
