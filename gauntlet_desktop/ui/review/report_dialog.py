"""What a report on the case shall hold: whose it is, and which images get pages of their own."""

from __future__ import annotations

import getpass

from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QLineEdit,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from gauntlet_desktop.app.case_report import DEFAULT_PAGES, MOST_PAGES, CaseReportRequest
from gauntlet_desktop.store import Filter, Sort
from gauntlet_desktop.ui.theme import SPACE
from gauntlet_desktop.ui.widgets import plain_label


class ReportDialog(QDialog):
    """Asks for the texts of a report; `request` says what was chosen."""

    def __init__(self, parent: QWidget | None, about: str, selected: tuple[int, ...]) -> None:
        super().__init__(parent)
        self.setWindowTitle("Report on the case")
        self.setMinimumWidth(460)
        self._selected = selected
        self.number, self.examiner, self.agency = QLineEdit(), QLineEdit(getpass.getuser()), QLineEdit()
        self.pages = QComboBox()
        self.pages.addItem("The bookmarked images", ())
        if selected:
            noun = "image" if len(selected) == 1 else "images"
            self.pages.addItem(f"The {len(selected):,} selected {noun}", selected)
        self.most = QSpinBox()
        self.most.setRange(0, MOST_PAGES)
        self.most.setValue(DEFAULT_PAGES)
        self.most.setSpecialValueText("none")
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Save | QDialogButtonBox.StandardButton.Cancel)
        self.buttons.button(QDialogButtonBox.StandardButton.Save).setText("Save as…")
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)
        form = QFormLayout()
        for text, field in (
            ("Case &number", self.number),
            ("&Examiner", self.examiner),
            ("&Agency", self.agency),
            ("&Pages of their own for", self.pages),
            ("at &most", self.most),
        ):
            form.addRow(text, field)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(SPACE * 2, SPACE * 2, SPACE * 2, SPACE * 2)
        layout.setSpacing(SPACE * 3 // 2)
        layout.addWidget(plain_label(about))
        layout.addLayout(form)
        note = "The case is checked first. What examiners decided stands apart from the program's answers."
        layout.addWidget(plain_label(note, "muted"))
        layout.addWidget(self.buttons)

    def request(self, wanted: Filter, sort: Sort) -> CaseReportRequest:
        """The report that was asked for, of the images of a filter in their order."""
        return CaseReportRequest(
            wanted=wanted,
            sort=sort,
            pages=self.pages.currentData(),
            most_pages=self.most.value(),
            case_number=self.number.text().strip(),
            examiner=self.examiner.text().strip(),
            agency=self.agency.text().strip(),
        )
