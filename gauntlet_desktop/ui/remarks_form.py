"""The form that asks a language model: which one, what it is shown, whether it rewords, how long it may take."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QPlainTextEdit,
    QProgressBar,
    QPushButton,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from gauntlet_desktop.api.tasks import Describer
from gauntlet_desktop.app.questions import Question, free_memory
from gauntlet_desktop.ui.language import marked, say, size, tr, work_words
from gauntlet_desktop.ui.remarks import Asked
from gauntlet_desktop.ui.theme import SPACE
from gauntlet_desktop.ui.widgets import Notice, breakable, plain_label

_NO_MODEL = marked("No language model was named. Add one under Help > Models > Language models.")
_MINUTES = 10
_LIVE_LINES = 6


class RemarksForm(QWidget):
    """Chooses and asks; while a model writes, its text is shown as it grows."""

    asked = Signal(object, object)  # a Describer and a Question
    cancelled = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._models: tuple[Describer, ...] = ()
        self.model = QComboBox()
        self.model.setAccessibleName(tr("Language model"))
        self.model.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.model.currentIndexChanged.connect(lambda _: self._show_model())
        self.subject = QComboBox()
        self.subject.setAccessibleName(tr("What it is shown"))
        self.subject.addItem(tr("the picture"), "picture")
        self.subject.addItem(tr("the picture under its heatmap"), "heatmap")
        self.minutes = QSpinBox()
        self.minutes.setRange(1, 600)
        self.minutes.setValue(_MINUTES)
        self.minutes.setSuffix(" min")
        self.minutes.setAccessibleName(tr("Time budget"))
        self.rephrase = QCheckBox(tr("Also reword the text"))
        self.memory = plain_label(role="muted")
        self.warning = Notice("warning")
        self.start = QPushButton(tr("Ask the model"))
        self.start.clicked.connect(self._ask)
        self.stop = QPushButton(tr("Cancel"))
        self.stop.clicked.connect(self.cancelled)
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setFixedHeight(SPACE)
        self.bar.setAccessibleName(tr("Progress of the language model"))
        self.step = plain_label(role="muted")
        self.live = QPlainTextEdit()
        self.live.setReadOnly(True)
        self.live.setTabChangesFocus(True)
        self.live.setAccessibleName(tr("What the model is writing, unverified"))
        self.live.setFixedHeight(self.live.fontMetrics().lineSpacing() * _LIVE_LINES + 2 * SPACE)
        self._lay_out()
        self.show_models(None, "")

    def _lay_out(self) -> None:
        self._form = QWidget()
        form = QFormLayout(self._form)
        form.setContentsMargins(0, 0, 0, 0)
        form.setSpacing(SPACE)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        for label, field in ((tr("Model"), self.model), (tr("Shown"), self.subject), (tr("At most"), self.minutes)):
            form.addRow(_caption(label), field)
        form.addRow("", self.rephrase)
        buttons = QHBoxLayout()
        buttons.addWidget(self.step, 1)
        buttons.addWidget(self.start, 0, Qt.AlignmentFlag.AlignRight)
        buttons.addWidget(self.stop, 0, Qt.AlignmentFlag.AlignRight)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(SPACE)
        for widget in (self._form, self.memory, self.warning, self.bar, self.live):
            layout.addWidget(widget)
        layout.addLayout(buttons)

    def show_models(self, models: tuple[Describer, ...] | None, problem: str) -> None:
        """Offer the models; None: they are still being looked for. `problem` says why they could not be listed."""
        if models != self._models:
            self._models = models or ()
            self.model.clear()
            self.model.addItems([breakable(model.name, 80) for model in self._models])
        if not self._models:
            self.memory.setText(
                problem or (tr(_NO_MODEL) if models is not None else tr("Looking for language models …"))
            )
        self._show_model()

    def show_state(self, asked: Asked | None, *, ready: bool) -> None:
        """What is under way for the image in view; `ready` when its analysis is complete."""
        self._form.setVisible(asked is None and bool(self._models))
        self.memory.setVisible(asked is None)
        self.warning.setVisible(asked is None and bool(self.warning.text))
        self.start.setVisible(asked is None and bool(self._models))
        self.start.setEnabled(ready)
        for widget in (self.stop, self.bar, self.live):
            widget.setVisible(asked is not None)
        self.step.setText(
            breakable(work_words(asked.step), 120)
            if asked
            else ""
            if ready
            else tr("The analysis is not complete yet.")
        )
        if asked is not None:
            self.bar.setValue(round(100 * asked.fraction))
            if asked.text != self.live.toPlainText():
                self.live.setPlainText(asked.text)
                self.live.verticalScrollBar().setValue(self.live.verticalScrollBar().maximum())

    def _chosen(self) -> Describer | None:
        index = self.model.currentIndex()
        return self._models[index] if 0 <= index < len(self._models) else None

    def _show_model(self) -> None:
        """What the chosen model can do and takes; a warning where the memory is too small or it cannot run."""
        model = self._chosen()
        if model is None:
            self.warning.show_text("")
            return
        self.subject.setEnabled(model.sees_images)
        self.memory.setText(_told(model, free_memory()))
        self.warning.show_text(_warned(model, free_memory()))

    def _ask(self) -> None:
        model = self._chosen()
        if model is None:
            return
        has_budget = any(parameter.name == "seconds" for parameter in model.parameters)
        question = Question(
            model.id,
            (("seconds", str(60 * self.minutes.value())),) if has_budget else (),
            self.subject.currentData(),
            remark=model.sees_images,
            rephrase=self.rephrase.isChecked() or not model.sees_images,
        )
        self.asked.emit(model, question)


def _caption(text: str) -> QLabel:
    label = QLabel(text)
    label.setTextFormat(Qt.TextFormat.PlainText)
    return label


def _told(model: Describer, free: int) -> str:
    does = tr("It remarks on the picture.") if model.sees_images else tr("It sees no pictures: it can reword the text.")
    if not model.memory_bytes:
        return tr("{does} It runs on a server of this machine.").format(does=does)
    return tr("{does} It takes about {size} of memory; {free} are free.").format(
        does=does, size=size(model.memory_bytes), free=size(free)
    )


def _warned(model: Describer, free: int) -> str:
    if model.problem:
        return say(model.problem)
    if free and model.memory_bytes > free:
        return tr("There is less memory than this model takes: it may fail to load, or slow everything down.")
    return ""
