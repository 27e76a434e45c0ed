"""What examiners say of the selected images: decisions, tags, bookmark, note, and the history of one image."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QCompleter,
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from gauntlet_desktop.app.prompts import artifact_names
from gauntlet_desktop.core.checklist import answer_in_words
from gauntlet_desktop.core.safe_text import visible
from gauntlet_desktop.store import Decision, MarkEntry, MarkKind, Row
from gauntlet_desktop.ui.language import tr
from gauntlet_desktop.ui.review.columns import decision_words
from gauntlet_desktop.ui.theme import SPACE
from gauntlet_desktop.ui.widgets import plain_label

_CHOICES = (Decision.GENERATED, Decision.CAMERA, Decision.UNDECIDED, Decision.NOT_RELEVANT)
_HISTORY_LINES = 8


class MarksPanel(QWidget):
    """Signals carry what the examiner asks for; nothing changes before the case has it."""

    decided = Signal(str)
    tag_added = Signal(str)
    tag_removed = Signal(str)
    bookmark_set = Signal(bool)
    note_written = Signal(object, str)  # the item's id and the whole text

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName(tr("Examiner"))
        self._rows: Sequence[Row] = ()
        self._note_of: int | None = None
        self.title = plain_label(role="title")
        self.second = QCheckBox(tr("I am the second reviewer"))
        self.second.setToolTip(tr("Decisions then go into the second reviewer's column"))
        self.buttons = {decision: self._decision_button(decision) for decision in _CHOICES}
        self.bookmark = QToolButton()
        self.bookmark.setText(tr("★ Bookmark"))
        self.bookmark.setCheckable(True)
        self.tag_edit = QLineEdit()
        self.tag_edit.setPlaceholderText(tr("Add a tag"))
        self.tag_edit.setAccessibleName(tr("Add a tag"))
        self.tags = QWidget()
        self.note = NoteEdit()
        self.note.setPlaceholderText(tr("Note on this image"))
        self.note.setAccessibleName(tr("Note on this image"))
        self.history = plain_label(role="muted")
        self._lay_out()
        self._connect()
        self.show_rows((), 0, "", ())

    def show_rows(self, rows: Sequence[Row], count: int, note: str, history: Iterable[MarkEntry]) -> None:
        """Show the first of `count` selected images; `note` and `history` are of the one image, empty for several. A
        note that is being written about that image stays."""
        one = rows[0].id if count == 1 and rows else None
        writing = one is not None and one == self._note_of and self.note.document().isModified()
        if not writing:
            self.flush_note()
        self._rows = rows
        self.title.setText(_title(rows, count))
        for widget in (*self.buttons.values(), self.bookmark, self.tag_edit):
            widget.setEnabled(bool(rows))
        self._show_decision()
        self.bookmark.setChecked(bool(rows) and all(row.bookmarked for row in rows))
        self._show_tags()
        self._note_of = one
        self.note.setEnabled(one is not None)
        if not writing:
            if self.note.toPlainText() != note:
                self.note.setPlainText(note)
            self.note.document().setModified(False)
        self.history.setText("\n".join(history_lines(history)))

    def offer_tags(self, tags: Iterable[str]) -> None:
        """Tags of the case, to complete what is typed."""
        completer = QCompleter(sorted(tags), self.tag_edit)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self.tag_edit.setCompleter(completer)

    def flush_note(self) -> None:
        """Hand over a note that was changed and not yet kept."""
        if self._note_of is not None and self.note.document().isModified():
            self.note.document().setModified(False)
            self.note_written.emit(self._note_of, self.note.toPlainText())

    def _decision_button(self, decision: Decision) -> QPushButton:
        button = QPushButton(f"{decision_words(decision)}  ({_KEYS[decision]})")
        button.setCheckable(True)
        button.setAccessibleName(tr("Decide: {decision}").format(decision=decision_words(decision)))
        button.clicked.connect(lambda checked: self.decided.emit(decision.value if checked else Decision.OPEN.value))
        return button

    def _lay_out(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(SPACE * 3 // 2, SPACE, SPACE * 3 // 2, SPACE)
        layout.setSpacing(SPACE)
        layout.addWidget(self.title)
        buttons = list(self.buttons.values())
        for pair in (buttons[:2], buttons[2:]):
            line = QHBoxLayout()
            line.setSpacing(SPACE)
            for button in pair:
                line.addWidget(button, 1)
            layout.addLayout(line)
        layout.addWidget(self.second)
        line = QHBoxLayout()
        line.addWidget(self.bookmark)
        line.addWidget(self.tag_edit, 1)
        layout.addLayout(line)
        self._tag_line = QHBoxLayout(self.tags)
        self._tag_line.setContentsMargins(0, 0, 0, 0)
        self._tag_line.setSpacing(SPACE // 2)
        layout.addWidget(self.tags)
        self.note.setFixedHeight(84)
        self.note.setFrameShape(QFrame.Shape.StyledPanel)
        self.note.setProperty("role", "editor")
        layout.addWidget(self.note)
        layout.addWidget(self.history)
        layout.addStretch(1)

    def _connect(self) -> None:
        self.bookmark.clicked.connect(self.bookmark_set)
        self.second.toggled.connect(lambda _: self._show_decision())
        self.tag_edit.returnPressed.connect(self._add_tag)
        self.note.left.connect(self.flush_note)

    def _add_tag(self) -> None:
        tag = self.tag_edit.text().strip()
        self.tag_edit.clear()
        if tag:
            self.tag_added.emit(tag)

    def _show_decision(self) -> None:
        """The button of the decision that all selected images share."""
        name = "second_decision" if self.second.isChecked() else "decision"
        shared = {getattr(row, name) for row in self._rows}
        for decision, button in self.buttons.items():
            button.setChecked(shared == {decision.value})

    def _show_tags(self) -> None:
        while (item := self._tag_line.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.deleteLater()
        shared = set.intersection(*(set(row.tags) for row in self._rows)) if self._rows else set()
        for tag in sorted(shared):
            chip = QToolButton()
            shown = visible(tag, 24)
            chip.setText(f"{shown}  ×")
            chip.setToolTip(tr("Take this tag away"))
            chip.setAccessibleName(tr("Take the tag {shown} away").format(shown=shown))
            chip.clicked.connect(lambda _=False, tag=tag: self.tag_removed.emit(tag))
            self._tag_line.addWidget(chip)
        self._tag_line.addStretch(1)
        self.tags.setVisible(bool(shared))


class NoteEdit(QPlainTextEdit):
    """A text that tells when the keyboard leaves it."""

    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setTabChangesFocus(True)  # else nobody gets out of it by Tab

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.left.emit()


def history_lines(history: Iterable[MarkEntry]) -> list[str]:
    """The newest entries, the newest first, one a line."""
    lines = []
    for entry in sorted(history, key=lambda each: -each.id)[:_HISTORY_LINES]:
        when = entry.occurred[:16].replace("T", " ")
        lines.append(f"{when}  {visible(entry.actor, 30)}: {_said(entry)}")
    return lines


def _said(entry: MarkEntry) -> str:
    if not entry.value:
        return tr("{kind} withdrawn").format(kind=tr(entry.kind))
    if entry.kind == MarkKind.BOOKMARK:
        return tr("bookmark set")
    if entry.kind == MarkKind.ANSWER:
        return f"{tr(entry.kind)}: {visible(answer_in_words(entry.value, artifact_names()), 120)}"
    decided = entry.kind in (MarkKind.DECISION, MarkKind.SECOND_DECISION)
    value = decision_words(entry.value) if decided else visible(entry.value, 60)
    return f"{tr(entry.kind)}: {value}"


def _title(rows: Sequence[Row], count: int) -> str:
    if not rows:
        return tr("Nothing is selected")
    return rows[0].name if count == 1 else tr("%Ln image(s)", "", count)


_KEYS = {Decision.GENERATED: "G", Decision.CAMERA: "C", Decision.UNDECIDED: "U", Decision.NOT_RELEVANT: "X"}
