"""What language models said of the current image, boxed, apart from the text that records give, and how to ask."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QModelIndex, QSize, Qt, Signal
from PySide6.QtWidgets import QAbstractItemView, QFrame, QListView, QPushButton, QVBoxLayout, QWidget

from gauntlet_desktop.api.tasks import Describer
from gauntlet_desktop.app.questions import Question
from gauntlet_desktop.core.records import ModelRemarks, Remark, Sentence
from gauntlet_desktop.ui.dialogs import as_sentence
from gauntlet_desktop.ui.help_places import set_place
from gauntlet_desktop.ui.items import ImageItem, built_from
from gauntlet_desktop.ui.language import marked, tr
from gauntlet_desktop.ui.remarks import Remarks
from gauntlet_desktop.ui.remarks_form import RemarksForm
from gauntlet_desktop.ui.rows import PAYLOAD_ROLE, Row, RowModel
from gauntlet_desktop.ui.theme import SPACE
from gauntlet_desktop.ui.widgets import Notice, breakable, plain_label
from gauntlet_desktop.ui.wrapped import Wrapped

_NOTE = marked(
    "Unverified, and not evidence: a language model was asked after everything else was fixed, and can make things up. "
    "Choose a remark to see its place."
)
_ASK, _CLOSE = marked("Ask a language model …"), marked("Close the form")


class RemarksBox(QWidget):
    """Remarks in a frame of their own over the button that opens the form; without either there is no frame."""

    region_requested = Signal(object)  # a Box, or None to take the outline away

    def __init__(self, remarks: Remarks) -> None:
        super().__init__()
        self.setAccessibleName(tr("Remarks of a language model, unverified"))
        set_place(self, "user-guide.md#remarks-of-a-language-model")
        self._remarks = remarks
        self._item: ImageItem | None = None
        self._shown: tuple[ModelRemarks, ...] = ()
        self.toggle = QPushButton(tr(_ASK))
        self.toggle.setCheckable(True)
        self.toggle.toggled.connect(self._toggled)
        self.note = plain_label(tr(_NOTE), "muted")
        self.model = RowModel((tr("Remark"),), self)
        self.view = QListView()
        self.view.setObjectName("sentences")
        self.view.setModel(self.model)
        self.view.setItemDelegate(Wrapped(self.view))
        self.view.setAccessibleName(tr("Remarks of a language model, unverified"))
        self.view.setWordWrap(True)
        self.view.setResizeMode(QListView.ResizeMode.Adjust)
        self.view.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.view.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.view.clicked.connect(self._choose)
        self.view.activated.connect(self._choose)
        self.error = Notice("error")
        self.form = RemarksForm()
        self.form.asked.connect(self._ask)
        self.form.cancelled.connect(self._cancel)
        self._lay_out()
        remarks.changed.connect(self._refresh)
        self._refresh()

    def _lay_out(self) -> None:
        self.frame = QFrame()
        self.frame.setProperty("role", "warning")
        framed = QVBoxLayout(self.frame)
        framed.setContentsMargins(SPACE * 3 // 2, SPACE, SPACE * 3 // 2, SPACE)
        framed.setSpacing(SPACE)
        framed.addWidget(plain_label(tr("Remarks of a language model"), "title"))
        for widget in (self.note, self.view, self.error, self.form):
            framed.addWidget(widget)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(SPACE, SPACE, SPACE, SPACE)
        layout.setSpacing(SPACE)
        layout.addWidget(self.frame)
        layout.addWidget(self.toggle)

    def show_item(self, item: ImageItem | None) -> None:
        """Show what was said of an image."""
        self._item = item
        self._refresh()

    def minimumSizeHint(self) -> QSize:
        """Labels ask for the height of a narrow one; the scroll area goes by the height for its width."""
        return QSize(super().minimumSizeHint().width(), 0)

    def _refresh(self) -> None:
        item = self._item
        said = item.record.remarks if item and item.record else ()
        if said != self._shown:
            self._shown = said
            self.model.set_rows([row for each in said for row in _rows(each)])
        self.view.setVisible(bool(said))
        error = self._remarks.failed.get(item) if item else None
        self.error.show_text(as_sentence(error) if error else "")
        self.toggle.setText(tr(_CLOSE if self.toggle.isChecked() else _ASK))
        self.form.setVisible(self.toggle.isChecked())
        self.frame.setVisible(bool(said) or error is not None or self.toggle.isChecked())
        problem = self._remarks.offer.error
        self.form.show_models(self._remarks.models, as_sentence(problem) if problem else "")
        self.form.show_state(self._remarks.under_way(item) if item else None, ready=bool(item and item.complete))

    def _toggled(self, on: bool) -> None:
        if on:
            self._remarks.seek()
        self._refresh()

    def _ask(self, model: Describer, question: Question) -> None:
        if self._item is not None and self._item.complete:
            self._remarks.ask(self._item, model, question)

    def _cancel(self) -> None:
        if self._item is not None:
            self._remarks.cancel(self._item)

    def _choose(self, index: QModelIndex) -> None:
        remark = index.data(PAYLOAD_ROLE)
        if isinstance(remark, Remark):
            self.region_requested.emit(remark.box)


def _rows(said: ModelRemarks) -> Iterator[Row]:
    subject = {"picture": tr(", of the picture"), "heatmap": tr(", of the picture under its heatmap")}.get(
        said.subject, ""
    )
    yield Row((breakable(f"{said.name}{subject}", 200),), heading=True)
    for remark in said.remarks:
        yield _remark(remark)
    if said.subject and not said.remarks:
        yield Row((tr("It remarked nothing that two of three views share."),))
    for sentence in said.rephrased:
        yield _reworded(sentence)
    for note in said.notes:
        yield Row((breakable(tr("Note: {note}").format(note=note)),))


def _remark(remark: Remark) -> Row:
    text = breakable(
        tr("{name} (unverified, {runs} of {of} views): {text}").format(
            name=tr(remark.name) if remark.name else tr("Place"), runs=remark.runs, of=remark.of, text=remark.text
        )
    )
    place = tr("Choose it to see its place.") if remark.box else tr("It named no place.")
    return Row((text,), remark, f"{text} {place}")


def _reworded(sentence: Sentence) -> Row:
    text = breakable(tr("In other words: {text}").format(text=sentence.text))
    return Row((text,), sentence, built_from(text, sentence))
