"""What a person is asked about a model: before it is imported, and before another form of it is kept."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QFormLayout,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from gauntlet_desktop.api.model_formats import Choices, Recognised
from gauntlet_desktop.app.models import Candidate, ImportRequest, default_id
from gauntlet_desktop.ui.body import Body
from gauntlet_desktop.ui.language import figures, marked, size, tr
from gauntlet_desktop.ui.theme import SPACE
from gauntlet_desktop.ui.widgets import Notice, Section, breakable, plain_label

WIDTH = 560
NOT_STATED = "not stated"
_OUTPUTS = (marked("output 0"), marked("output 1"))


class ModelForm(QDialog):
    """A headline, what is told, fields, and two buttons."""

    def __init__(self, parent: QWidget | None, title: str, headline: str, accept: str) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.body = Body(title)
        self.column = self.body.column
        self.column.addWidget(plain_label(headline, "headline"))
        self.fields = QFormLayout()
        self.fields.setHorizontalSpacing(SPACE * 2)
        self.fields.setVerticalSpacing(SPACE)
        self.fields.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.ExpandingFieldsGrow)
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        self.accept_button = self.buttons.addButton(accept, QDialogButtonBox.ButtonRole.AcceptRole)
        self.accept_button.setDefault(True)
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)

    def finish(self) -> None:
        """Add the buttons, and take the height that the text needs at the width of the form."""
        self.column.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(SPACE * 2, SPACE * 2, SPACE * 2, SPACE * 2)
        layout.setSpacing(SPACE * 3 // 2)
        layout.addWidget(self.body, 1)
        layout.addWidget(self.buttons)
        self.buttons.setFocusProxy(None)  # type: ignore[arg-type] # by it Tab passes over buttons
        self.body.open_at(WIDTH)

    def field(self, name: str, text: str = "", placeholder: str = "") -> QLineEdit:
        line = QLineEdit(text)
        line.setPlaceholderText(placeholder)
        line.setAccessibleName(name)
        self.fields.addRow(name, line)
        return line

    def licence_field(self) -> QLineEdit:
        return self.field(tr("Licence"), placeholder=tr("what the weights may be used for, for example MIT"))

    def origin_field(self) -> QLineEdit:
        return self.field(tr("Origin"), placeholder=tr("where the weights come from"))


class ImportForm(ModelForm):
    """Says what a file or folder holds, and asks for what is missing."""

    def __init__(self, parent: QWidget | None, path: Path, found: Recognised) -> None:
        super().__init__(parent, tr("Import a model"), breakable(found.architecture, 200), tr("Import"))
        self._path, self._found = path, found
        parameters = tr("%Ln parameter(s).", "", found.parameters)
        self.column.addWidget(plain_label(f"{breakable(found.summary)} {parameters}"))
        self.id = self.field(tr("Id"), placeholder=tr("made from “{name}”").format(name=breakable(path.name, 60)))
        self.licence = self.licence_field()
        self.origin = self.origin_field()
        self.trunk = QLineEdit()
        self.generated = QComboBox()
        if found.needs_trunk:
            self._ask_for_trunk()
        if found.generated is None:
            self._ask_for_output()
        self.column.addLayout(self.fields)
        note = tr("It stays uncalibrated, and gives no likelihood ratio, until you calibrate it on images of your own.")
        self.column.addWidget(plain_label(note, "muted"))
        self.finish()
        self._check()

    def request(self) -> ImportRequest:
        """What was chosen."""
        generated = self.generated.currentIndex() - 1 if self._found.generated is None else None
        trunk = self.trunk.text().strip()
        return ImportRequest(
            id=self.id.text().strip(),
            licence=self.licence.text().strip() or NOT_STATED,
            origin=self.origin.text().strip() or NOT_STATED,
            choices=Choices(Path(trunk) if trunk else None, generated),
        )

    def _ask_for_trunk(self) -> None:
        name = tr("Folder of {tower}").format(tower=breakable(self._found.needs_trunk, 60))
        self.trunk.setAccessibleName(name)
        self.trunk.setPlaceholderText(tr("the pretrained tower that this head needs"))
        self.trunk.textChanged.connect(self._check)
        choose = QPushButton(tr("Choose…"))
        choose.setAutoDefault(False)
        choose.setAccessibleName(tr("Choose: {name}").format(name=name))
        choose.clicked.connect(self._choose_trunk)
        row = QHBoxLayout()
        row.addWidget(self.trunk, 1)
        row.addWidget(choose)
        self.fields.addRow(name, row)

    def _ask_for_output(self) -> None:
        name = tr("Means “generated”")
        self.generated.setAccessibleName(tr("Which output means made by a generative model"))
        self.generated.addItem(tr("Choose an output …"))
        self.generated.addItems([breakable(label, 80) for label in self._found.labels or map(tr, _OUTPUTS)])
        self.generated.currentIndexChanged.connect(self._check)
        self.fields.addRow(name, self.generated)

    def _choose_trunk(self) -> None:
        folder = QFileDialog.getExistingDirectory(
            self, tr("Folder of {tower}").format(tower=self._found.needs_trunk), str(self._path.parent)
        )
        if folder:
            self.trunk.setText(folder)

    def _check(self) -> None:
        """Import can be chosen once nothing is missing."""
        trunk_there = not self._found.needs_trunk or bool(self.trunk.text().strip())
        output_there = self._found.generated is not None or self.generated.currentIndex() > 0
        self.accept_button.setEnabled(trunk_there and output_there)


class KeepForm(ModelForm):
    """Shows how another form of a model compares with it, and asks whether to keep it."""

    def __init__(self, parent: QWidget | None, candidate: Candidate) -> None:
        super().__init__(
            parent, tr("Keep this form?"), tr("{source} and its new form").format(source=candidate.source), tr("Keep")
        )
        comparison = candidate.comparison
        table = Section(
            tr("Side by side", "comparison of two models"), (2, 2, 2), ("", comparison.before, comparison.after)
        )
        sizes, times = comparison.bytes, comparison.cpu_ms
        table.show_rows(
            [
                (tr("Size"), *map(size, sizes)),
                (
                    tr("CPU time of an image"),
                    *(f"{figures(f'{milliseconds:.1f}')} ms" for milliseconds in times),
                ),
            ]
        )
        drift = Section(tr("On %Ln image(s)", "", comparison.images), (2, 4))
        drift.show_rows(
            [
                (
                    tr("Difference of the score"),
                    tr("mean {mean}, largest {largest}").format(
                        mean=figures(f"{comparison.mean_drift:.2g}"),
                        largest=figures(f"{comparison.max_drift:.2g}"),
                    ),
                ),
                (
                    tr("Predictions that change"),
                    tr("{count} of {total}").format(count=comparison.changed, total=comparison.images),
                ),
            ],
            " ".join(comparison.notes),
        )
        self.column.addWidget(table)
        self.column.addWidget(drift)
        self.id = self.field(tr("Id"), default_id(candidate.source, candidate.variant))
        self.column.addLayout(self.fields)
        note = tr("What is kept is a model of its own, uncalibrated until you calibrate it. The original stays.")
        self.column.addWidget(plain_label(note, "muted"))
        self.notice = Notice()
        self.body.heed(self.notice)
        self.column.addWidget(self.notice)
        self.save_button = self.buttons.addButton(tr("Save files…"), QDialogButtonBox.ButtonRole.ActionRole)
        self.save_button.setToolTip(tr("Write the ONNX file and its model card into a folder instead"))
        self.save_button.setAutoDefault(False)
        self.finish()
