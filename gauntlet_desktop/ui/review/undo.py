"""Marks that can be undone: each change knows the changes that take it back once the case has it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import Future

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QUndoCommand, QUndoStack

from gauntlet_desktop.app.review import ReviewedCase
from gauntlet_desktop.core.checklist import Answer, parse_answer
from gauntlet_desktop.core.safe_text import visible
from gauntlet_desktop.store import Decision, Mark, MarkEntry, MarkKind, answers_by_history
from gauntlet_desktop.ui.language import tr
from gauntlet_desktop.ui.review.answers import Answers
from gauntlet_desktop.ui.review.columns import decision_words

Apply = Callable[[Sequence[Mark]], "Future[tuple[Mark, ...]]"]


class MarkCommand(QUndoCommand):
    """Makes marks by `apply`. The case does things in their order, so that waiting for the undoing marks of an earlier
    change never waits for more than that change."""

    def __init__(self, text: str, changes: Sequence[Mark], apply: Apply) -> None:
        super().__init__(text)
        self._changes, self._apply = changes, apply
        self._undoing: Future[tuple[Mark, ...]] | None = None

    def redo(self) -> None:
        self._undoing = self._apply(self._changes)

    def undo(self) -> None:
        assert self._undoing is not None
        if self._undoing.exception() is None:  # what the case refused needs no undoing
            self._apply(self._undoing.result())


class Marker(QObject):
    """Marks the images that `chosen` gives. `marked` carries the ids of items whose marks are others now."""

    marked = Signal(object)

    def __init__(self, case: ReviewedCase, answers: Answers, chosen: Callable[[], list[int]], parent: QObject) -> None:
        super().__init__(parent)
        self._case, self._answers, self._chosen = case, answers, chosen
        self.undo_stack = QUndoStack(self)

    def decide(self, decision: Decision, *, second: bool) -> None:
        """A decision of the examiner, or of the second reviewer."""
        kind = MarkKind.SECOND_DECISION if second else MarkKind.DECISION
        self._mark(
            kind,
            decision.value,
            tr("decision: {decision}").format(decision=decision_words(decision) or tr("withdrawn")),
        )

    def bookmark(self, on: bool) -> None:
        self._mark(MarkKind.BOOKMARK, "1" if on else "", "bookmark")

    def tag(self, tag: str) -> None:
        self._mark(MarkKind.TAG, tag, tr("tag “{tag}”").format(tag=visible(tag, 30)))

    def untag(self, tag: str) -> None:
        self._mark(MarkKind.UNTAG, tag, tr("taking “{tag}” away").format(tag=visible(tag, 30)))

    def write_note(self, item: int, text: str) -> None:
        """The whole text of one image's note."""
        self._push("note", [Mark(item, MarkKind.NOTE, text)])

    def answer(self, item: int, answer: Answer) -> None:
        """An answer of the checklist about one image."""
        self._push(tr("answer of the checklist"), [Mark(item, MarkKind.ANSWER, answer.value, answer.note)])

    def _mark(self, kind: MarkKind, value: str, what: str) -> None:
        changes = [Mark(item, kind, value) for item in self._chosen()]
        if changes:
            self._push(
                what if len(changes) == 1 else tr("{what} (%Ln image(s))", "", len(changes)).format(what=what),
                changes,
            )

    def _push(self, text: str, changes: Sequence[Mark]) -> None:
        self.undo_stack.push(MarkCommand(text, changes, self._apply))

    def _apply(self, changes: Sequence[Mark]) -> Future[tuple[Mark, ...]]:
        made = self._case.mark(changes)
        self._answers.of(made, lambda _: self.marked.emit({change.item for change in changes}))
        return made


def given_answers(history: Iterable[MarkEntry]) -> dict[str, Answer]:
    """The answers of the checklist that stand, by question."""
    answers = (parse_answer(entry.value, entry.note) for entry in answers_by_history(history))
    return {answer.question: answer for answer in answers}
