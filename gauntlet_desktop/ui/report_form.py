"""The left side of the report builder: whose report it is, what people write, which sections and figures it has."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFormLayout,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPlainTextEdit,
    QScrollArea,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from gauntlet_desktop.app.report_memory import Remembered, save_remembered
from gauntlet_desktop.app.report_templates import Template, template_names
from gauntlet_desktop.app.setting import Value
from gauntlet_desktop.app.settings import change_settings
from gauntlet_desktop.app.settings_spec import SPEC, Settings
from gauntlet_desktop.core.safe_text import visible
from gauntlet_desktop.reporting.options import FigureBlock, ReportOptions
from gauntlet_desktop.reporting.sections import SECTIONS
from gauntlet_desktop.ui.language import marked, tr
from gauntlet_desktop.ui.theme import SPACE
from gauntlet_desktop.ui.widgets import plain_label

_NO_TEMPLATE = marked("None")
_EDITOR_HEIGHT = 84
_ID = Qt.ItemDataRole.UserRole
# The id of a section, its title, and whether it is in every report.
Switch = tuple[str, str, bool]
OF_IMAGES: tuple[Switch, ...] = tuple((section.id, section.title, section.required) for section in SECTIONS)


class ReportForm(QTabWidget):
    """`changed` after every change of what the report would say; `template_chosen` with a template's name, or ""."""

    changed = Signal()
    template_chosen = Signal(str)

    def __init__(
        self,
        settings: Settings,
        remembered: Remembered,
        figures: Sequence[FigureBlock],
        switches: Sequence[Switch] = OF_IMAGES,
    ) -> None:
        """`figures` are those to choose from; `switches` are those of the sections that there can be."""
        super().__init__()
        self.setDocumentMode(True)
        self.setAccessibleName(tr("What the report says"))
        self._figures = figures
        self.template = Template()
        self._case, self._words = QFormLayout(), QVBoxLayout()
        self.case_number = self._line(tr("Case number"))
        self.item_number = self._line(tr("Item number"))
        self.examiner = self._line(tr("Examiner"), settings.report_examiner)
        self.agency = self._line(tr("Agency"), settings.report_agency)
        self.address = self._line(tr("Address"), settings.report_address)
        self.dated = self._line(tr("Date"), placeholder=tr("as it shall be printed, with its zone"))
        self.reviewer = self._line(tr("Reviewer"))
        self.conclusion = self._editor(tr("Your conclusion, apart from the program's result"))
        self.remarks = self._editor(tr("Remarks"))
        self.review = self._editor(tr("Remarks of the reviewer"))
        self._words.addStretch(1)
        self.templates = self._template_box(settings.report_template)
        self.no_pictures = self._box(tr("Redacted: without pictures and paths"))
        self.no_names = self._box(tr("Without the names of the files as well"))
        self.no_names.setEnabled(False)
        self.no_pictures.toggled.connect(self._redaction_changed)
        self.no_pictures.setChecked(settings.report_redaction != "none")
        self.no_names.setChecked(settings.report_redaction == "names")
        self._paper = settings.report_paper
        self.html = self._box(tr("Also as a page of HTML"), settings.report_html)
        shown = [(key, title, key not in remembered.left_out, required) for key, title, required in switches]
        self.sections = self._list(tr("Sections"), shown)
        captions = [(str(number), visible(each.caption, 80), False, False) for number, each in enumerate(figures)]
        self.figures = self._list(tr("Figures"), captions)
        listed = {key for key, *_ in switches}
        self._left_out_elsewhere = tuple(key for key in remembered.left_out if key not in listed)
        self._build()

    @property
    def options(self) -> ReportOptions:
        """What the form says, with the template under it."""
        redacted = self.no_pictures.isChecked()
        chosen = ReportOptions(
            case_number=self.case_number.text(),
            item_number=self.item_number.text(),
            examiner=self.examiner.text(),
            agency=self.agency.text(),
            address=self.address.text().replace(", ", "\n"),
            dated=self.dated.text(),
            reviewer=self.reviewer.text(),
            conclusion=self.conclusion.toPlainText(),
            remarks=self.remarks.toPlainText(),
            review=self.review.toPlainText(),
            show_picture=not redacted,
            show_path=not redacted,
            show_name=not (redacted and self.no_names.isChecked()),
            left_out=self._left_out(),
            paper=self._paper,
            figures=tuple(self._figures[int(number)] for number in _ids(self.figures, Qt.CheckState.Checked)),
        )
        return self.template.applied(chosen)

    def remember(self) -> None:
        """Let the next report begin with this: as settings, but for the sections. Raises EnvironmentFault."""
        options = self.options
        chosen: dict[str, Value] = {
            "report_examiner": options.examiner,
            "report_agency": options.agency,
            "report_address": options.address.replace("\n", ", "),
            "report_template": self.templates.currentText() if self.templates.currentIndex() else "",
            "report_html": self.html.isChecked(),
        }
        change_settings({name: value for name, value in chosen.items() if SPEC[name].takes(value)})
        save_remembered(Remembered((*self._left_out(), *self._left_out_elsewhere)))

    def set_template(self, template: Template) -> None:
        """Use a template's agency, logo and sections."""
        self.template = template
        self.changed.emit()

    @property
    def as_template(self) -> Template:
        """What the form says of the agency and the sections, on top of the template that is chosen."""
        options = self.options
        return replace(
            self.template,
            agency=options.agency,
            address=options.address,
            examiner=options.examiner,
            left_out=options.left_out,
        )

    def list_template(self, name: str) -> None:
        """Offer a template that was just kept."""
        if self.templates.findText(name) < 0:
            self.templates.addItem(name)
        self.templates.setCurrentIndex(self.templates.findText(name))

    def _left_out(self) -> tuple[str, ...]:
        return tuple(_ids(self.sections, Qt.CheckState.Unchecked))

    def _build(self) -> None:
        self._case.setContentsMargins(SPACE * 2, SPACE * 2, SPACE * 2, SPACE)
        self._case.setVerticalSpacing(SPACE)
        self._case.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.ExpandingFieldsGrow)
        self._case.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)
        for row in (self.no_pictures, self.no_names, self.html):
            self._case.addRow(row)
        self._words.setContentsMargins(SPACE * 2, SPACE * 2, SPACE * 2, SPACE)
        parts = QVBoxLayout()
        parts.setContentsMargins(SPACE * 2, SPACE * 2, SPACE * 2, SPACE)
        parts.addWidget(plain_label(tr("Sections; those in grey are in every report"), "muted"))
        parts.addWidget(self.sections, 3)
        if self._figures:
            parts.addWidget(plain_label(tr("Figures to attach"), "muted"))
            parts.addWidget(self.figures, 2)
        for title, layout in ((tr("Case"), self._case), (tr("Words"), self._words), (tr("Parts"), parts)):
            page = QWidget()
            page.setLayout(layout)
            area = QScrollArea()
            area.setWidgetResizable(True)
            area.setWidget(page)
            area.setMinimumWidth(page.minimumSizeHint().width() + area.verticalScrollBar().sizeHint().width())
            area.setAccessibleName(title)
            self.addTab(area, title)

    def _line(self, name: str, text: str = "", placeholder: str = "") -> QLineEdit:
        line = QLineEdit(text)
        line.setAccessibleName(name)
        line.setPlaceholderText(placeholder)
        line.textChanged.connect(lambda _: self.changed.emit())
        self._case.addRow(name, line)
        return line

    def _editor(self, name: str) -> QPlainTextEdit:
        editor = QPlainTextEdit()
        editor.setProperty("role", "editor")
        editor.setAccessibleName(name)
        editor.setMinimumHeight(_EDITOR_HEIGHT)
        editor.setTabChangesFocus(True)
        editor.textChanged.connect(self.changed.emit)
        self._words.addWidget(plain_label(name, "title"))
        self._words.addWidget(editor)
        return editor

    def _box(self, name: str, checked: bool = False) -> QCheckBox:
        box = QCheckBox(name)
        box.setChecked(checked)
        box.toggled.connect(lambda _: self.changed.emit())
        return box

    def _template_box(self, chosen: str) -> QComboBox:
        box = QComboBox()
        box.setAccessibleName(tr("Template"))
        box.addItems([tr(_NO_TEMPLATE), *template_names()])
        box.setCurrentIndex(max(0, box.findText(chosen)) if chosen else 0)
        box.currentIndexChanged.connect(lambda index: self.template_chosen.emit(box.currentText() if index else ""))
        self._case.addRow(tr("Template"), box)
        return box

    def _list(self, name: str, entries: Sequence[tuple[str, str, bool, bool]]) -> QListWidget:
        """Entries with a switch each: key, title, whether it is on, and whether it always is."""
        view = QListWidget()
        view.setObjectName("switches")
        view.setAccessibleName(name)
        for key, title, on, required in entries:
            item = QListWidgetItem(tr(title), view)
            item.setData(_ID, key)
            item.setCheckState(Qt.CheckState.Checked if on or required else Qt.CheckState.Unchecked)
            if required:
                item.setFlags(Qt.ItemFlag.NoItemFlags)
        view.itemChanged.connect(lambda _: self.changed.emit())
        return view

    def _redaction_changed(self, on: bool) -> None:
        self.no_names.setEnabled(on)


def _ids(view: QListWidget, state: Qt.CheckState) -> list[str]:
    items = [view.item(row) for row in range(view.count())]
    return [item.data(_ID) for item in items if item.checkState() is state]
