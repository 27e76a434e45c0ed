"""The examiner's checklist: questions by group, and for the chosen one an answer, a region and a note."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import partial

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QHeaderView,
    QLineEdit,
    QPushButton,
    QTreeView,
    QVBoxLayout,
)

from gauntlet_desktop.core.artifacts import Artifact
from gauntlet_desktop.core.checklist import (
    LONGEST_REMARK,
    REPLY_WORDS,
    Answer,
    Reply,
    box_text,
    parse_box,
    questions,
)
from gauntlet_desktop.core.records import Box
from gauntlet_desktop.ui.help_places import set_place
from gauntlet_desktop.ui.language import marked, tr
from gauntlet_desktop.ui.rows import PAYLOAD_ROLE, Row, RowModel
from gauntlet_desktop.ui.theme import SPACE
from gauntlet_desktop.ui.widgets import plain_label

INTRODUCTION = marked(
    "Your own observations: what only somebody who understands the picture can judge. They stand in the report as the "
    "examiner's, and enter no figure of the program."
)
# "Light" is another word for a group of artifacts than for a theme.
GROUP = "group of artifacts"
REPLY_KEYS = {Reply.YES: "Y", Reply.NO: "N", Reply.CANNOT_TELL: "T", Reply.OPEN: "Backspace"}
_BAD_REGION = marked("A region is four whole numbers: x, y, width, height.")


class ChecklistPanel(QFrame):
    """`answered` carries an Answer that the examiner gives; nothing changes before `show_answers` brings it back.
    `draw_wanted` asks for a region, which `take_region` takes; `region_requested` carries a Box to show, or None."""

    answered = Signal(object)
    draw_wanted = Signal()
    region_requested = Signal(object)

    def __init__(self, artifacts: Iterable[Artifact]) -> None:
        super().__init__()
        self.setProperty("role", "panel")
        self.setAccessibleName(tr("Checklist"))
        set_place(self, "user-guide.md#checklist")
        self._questions = {question.id: question for question in questions(artifacts)}
        self._answers: Mapping[str, Answer] = {}
        self._shown: tuple[object, Mapping[str, Answer]] | None = None
        self._showing = False
        self.model = RowModel((tr("Question"), tr("Answer")), self)
        self.view = self._make_view()
        self.title, self.description = plain_label(role="title"), plain_label()
        self.buttons = {reply: self._make_button(reply) for reply in REPLY_KEYS if reply is not Reply.OPEN}
        self.clear = QPushButton(tr("Withdraw"))
        self.region, self.note = QLineEdit(), QLineEdit()
        self.draw, self.reveal = QPushButton(tr("Draw…")), QPushButton(tr("Show"))
        self.complaint = plain_label(role="failed")
        self._fields = (*self.buttons.values(), self.clear, self.region, self.note, self.draw, self.reveal)
        self._name_fields()
        self._lay_out()
        self._connect()
        self.show_answers(None)

    # What is shown

    def show_answers(self, answers: Mapping[str, Answer] | None, image: object = None) -> None:
        """Show the answers about `image` by question; None where there is no image to answer about. What is shown
        already stays as it is: somebody may be writing."""
        shown = None if answers is None else (image, dict(answers))
        if shown is not None and shown == self._shown:
            return
        self._shown = shown
        chosen = self.question
        self._answers = answers or {}
        self._showing = True
        self.model.set_rows(self._rows())
        self.view.expandAll()
        self._showing = False
        self.setEnabled(answers is not None)
        self._go_to(chosen or next(iter(self._questions), ""))
        if answers is None:
            self.title.setText(tr("Choose an image in the list."))
            self.description.setText("")

    @property
    def question(self) -> str:
        """The id of the question that the examiner stands on."""
        payload = self.view.currentIndex().data(PAYLOAD_ROLE)
        return payload.id if isinstance(payload, Artifact) else ""

    def take_region(self, box: Box) -> None:
        """A region that was drawn for the question."""
        self.region.setText(box_text(box))
        self._edited()

    def answer(self, reply: Reply) -> None:
        """Answer the question that the examiner stands on with what stands in the fields, and go to the next one."""
        given = self._given(reply)
        if given is None:
            return
        following = self._following()
        self.answered.emit(given)
        if reply is not Reply.OPEN and following:
            self._go_to(following)

    def _rows(self) -> list[Row]:
        rows = []
        for group in dict.fromkeys(question.group for question in self._questions.values()):
            members = [question for question in self._questions.values() if question.group == group]
            given = sum(question.id in self._answers for question in members)
            children = tuple(map(self._row, members))
            rows.append(
                Row(
                    (tr(group.capitalize(), GROUP), tr("{given} of {count}").format(given=given, count=len(members))),
                    heading=True,
                    children=children,
                )
            )
        return rows

    def _row(self, question: Artifact) -> Row:
        answer = self._answers.get(question.id)
        word = tr(REPLY_WORDS[answer.reply]) if answer else ""
        extra = "".join((" ▢" if answer.box else "", " ✎" if answer.note else "")) if answer else ""
        name, given = tr(question.name), word or tr("Not answered")
        spoken = f"{name}: {tr(question.description)}. {given}"
        return Row((name, f"{word}{extra}"), question, spoken)

    def _show_question(self) -> None:
        """The chosen question with its answer."""
        if self._showing:
            return
        question = self._questions.get(self.question)
        answer = self._answers.get(self.question)
        self.title.setText(tr(question.name) if question else tr("Choose a question"))
        self.description.setText(_sentence(tr(question.description)) if question else "")
        for reply, button in self.buttons.items():
            button.setChecked(answer is not None and answer.reply is reply)
        self.region.setText(box_text(answer.box) if answer else "")
        self.note.setText(answer.note if answer else "")
        self.complaint.hide()
        for field in self._fields:
            field.setEnabled(question is not None)
        self.clear.setEnabled(answer is not None)
        self.reveal.setEnabled(answer is not None and answer.box is not None)

    # What the examiner does

    def _given(self, reply: Reply) -> Answer | None:
        """The answer as the fields have it; None, and said why, where the region is none."""
        if not self.question:
            return None
        if reply is Reply.OPEN:
            return Answer(self.question, reply)
        text = self.region.text().strip()
        try:
            box = parse_box(text) if text else None
        except ValueError:
            self.complaint.setText(tr(_BAD_REGION))
            self.complaint.show()
            self._show_checks()
            return None
        return Answer(self.question, reply, box, self.note.text().strip())

    def _show_checks(self) -> None:
        answer = self._answers.get(self.question)
        for reply, button in self.buttons.items():
            button.setChecked(answer is not None and answer.reply is reply)

    def _edited(self) -> None:
        """A region or a note was changed: of an answered question it is kept at once, else with the answer."""
        answer = self._answers.get(self.question)
        given = self._given(answer.reply) if answer else None
        if given is not None and given != answer:
            self.answered.emit(given)

    def _following(self) -> str:
        """The question after the one that the examiner stands on."""
        ids = list(self._questions)
        place = ids.index(self.question) + 1 if self.question in ids else len(ids)
        return ids[place] if place < len(ids) else ""

    def _go_to(self, question: str) -> None:
        index = self.model.find(question)
        if index.isValid():
            self.view.setCurrentIndex(index)
            self.view.scrollTo(index)
        self._show_question()

    # Building

    def _make_view(self) -> QTreeView:
        view = QTreeView()
        view.setModel(self.model)
        view.setAccessibleName(tr("Questions"))
        view.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        view.setUniformRowHeights(True)
        view.setIndentation(SPACE * 3 // 2)
        view.header().setStretchLastSection(False)
        view.header().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        view.header().setSectionResizeMode(1, QHeaderView.ResizeMode.ResizeToContents)
        return view

    def _make_button(self, reply: Reply) -> QPushButton:
        button = QPushButton(f"{tr(REPLY_WORDS[reply])}  ({REPLY_KEYS[reply]})")
        button.setCheckable(True)
        button.setAccessibleName(tr("Answer: {reply}").format(reply=tr(REPLY_WORDS[reply])))
        button.clicked.connect(lambda on: self.answer(reply if on else Reply.OPEN))
        return button

    def _name_fields(self) -> None:
        self.region.setPlaceholderText(tr("x, y, width, height"))
        self.region.setAccessibleName(tr("Region: x, y, width, height"))
        self.note.setPlaceholderText(tr("Note"))
        self.note.setAccessibleName(tr("Note on this answer"))
        self.note.setMaxLength(LONGEST_REMARK)
        self.region.setToolTip(tr("The region that the answer is about; empty: the whole picture"))
        self.draw.setToolTip(tr("Draw the region in the picture"))
        self.reveal.setToolTip(tr("Show the region in the picture"))

    def _lay_out(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(SPACE * 2, SPACE * 2, SPACE * 2, SPACE * 2)
        layout.setSpacing(SPACE)
        layout.addWidget(plain_label(tr(INTRODUCTION), "muted"))
        layout.addWidget(self.view, 1)
        layout.addWidget(self.title)
        layout.addWidget(self.description)
        layout.addLayout(_square([*self.buttons.values(), self.clear]))
        layout.addLayout(_line([self.region, self.draw, self.reveal]))
        layout.addWidget(self.note)
        layout.addWidget(self.complaint)

    def _connect(self) -> None:
        self.view.selectionModel().currentChanged.connect(self._stand_on)
        self.clear.clicked.connect(lambda _=False: self.answer(Reply.OPEN))
        self.draw.clicked.connect(lambda _=False: self.draw_wanted.emit())
        self.reveal.clicked.connect(lambda _=False: self._show_region())
        self.region.editingFinished.connect(self._edited)
        self.note.editingFinished.connect(self._edited)
        for reply, key in REPLY_KEYS.items():
            action = QAction(tr(REPLY_WORDS[reply] or "Withdraw"), self.view)
            action.setShortcut(QKeySequence(key))
            action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
            action.triggered.connect(partial(self._by_key, reply))
            self.view.addAction(action)

    def _by_key(self, reply: Reply, _: bool = False) -> None:
        self.answer(reply)

    def _stand_on(self, _: QModelIndex, __: QModelIndex) -> None:
        self._show_question()

    def _show_region(self) -> None:
        answer = self._answers.get(self.question)
        self.region_requested.emit(answer.box if answer else None)


def _sentence(description: str) -> str:
    """What to look for, which an artifact describes without a capital letter and a stop."""
    return f"{description[:1].upper()}{description[1:]}."


def _square(buttons: Sequence[QPushButton]) -> QGridLayout:
    """Two in a row: in large text four do not fit."""
    grid = QGridLayout()
    grid.setSpacing(SPACE)
    for number, button in enumerate(buttons):
        grid.addWidget(button, number // 2, number % 2)
    return grid


def _line(widgets: Sequence[QPushButton | QLineEdit]) -> QHBoxLayout:
    line = QHBoxLayout()
    line.setSpacing(SPACE)
    for widget in widgets:
        line.addWidget(widget, 1 if isinstance(widget, QLineEdit) else 0)
    return line
