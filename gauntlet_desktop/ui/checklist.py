"""The examiner's answers about the images of the main window, kept as long as it is open, and their undoing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

from PySide6.QtGui import QUndoCommand, QUndoStack

from gauntlet_desktop.app.prompts import load_artifacts
from gauntlet_desktop.core.checklist import Answer, Observation, Reply, observations
from gauntlet_desktop.core.records import Box
from gauntlet_desktop.ui.checklist_panel import ChecklistPanel
from gauntlet_desktop.ui.items import ImageItem
from gauntlet_desktop.ui.language import tr
from gauntlet_desktop.ui.viewer import ViewerPanel


class SessionChecklist(ChecklistPanel):
    """The panel over answers by raw path; each answer is a change that can be undone."""

    def __init__(self, viewer: ViewerPanel, undo_stack: QUndoStack) -> None:
        self._artifacts = load_artifacts()
        super().__init__(self._artifacts)
        self._kept: dict[bytes, dict[str, Answer]] = defaultdict(dict)
        self._raw_path: bytes | None = None
        self.answered.connect(lambda answer: undo_stack.push(_AnswerCommand(self, self._raw_path, answer)))
        connect_regions(self, viewer)

    def show_item(self, item: ImageItem | None) -> None:
        """Show the answers about an image."""
        raw_path = item.raw_path if item else None
        if raw_path is None or raw_path != self._raw_path:
            self._raw_path = raw_path
            self.show_answers(None if raw_path is None else self._kept[raw_path], raw_path)

    def answers(self, raw_path: bytes) -> Mapping[str, Answer]:
        """The answers about an image by question."""
        return self._kept.get(raw_path, {})

    def observations(self, raw_path: bytes) -> tuple[Observation, ...]:
        """The answers about an image as a report prints them."""
        return observations(self._artifacts, self.answers(raw_path))

    def by_hash(self, items: Iterable[ImageItem]) -> dict[str, tuple[Answer, ...]]:
        """The answers about analysed images, by SHA-256, where there are any."""
        given = {item.record.source.sha256: self.answers(item.raw_path) for item in items if item.record is not None}
        return {sha256: tuple(answers.values()) for sha256, answers in given.items() if sha256 and answers}

    def keep(self, raw_path: bytes, answer: Answer) -> Answer:
        """Keep an answer, or forget one that is open; returns the one before."""
        kept = self._kept[raw_path]
        before = kept.pop(answer.question, Answer(answer.question, Reply.OPEN))
        if answer.reply is not Reply.OPEN:
            kept[answer.question] = answer
        if raw_path == self._raw_path:
            self.show_answers(kept, raw_path)
        return before


def connect_regions(panel: ChecklistPanel, viewer: ViewerPanel) -> None:
    """Regions are drawn and shown in a viewer."""

    def take(box: Box | None) -> None:
        if box is not None:
            panel.take_region(box)
            viewer.show_region(box)
        panel.view.setFocus()

    def draw() -> None:
        if (drawer := viewer.draw_region()) is not None:
            drawer.ended.connect(take)

    panel.draw_wanted.connect(draw)
    panel.region_requested.connect(viewer.show_region)


class _AnswerCommand(QUndoCommand):
    """An answer about an image; undone, the one before is back."""

    def __init__(self, checklist: SessionChecklist, raw_path: bytes | None, answer: Answer) -> None:
        super().__init__(tr("Answer of the checklist"))
        self._checklist, self._raw_path, self._answer = checklist, raw_path, answer
        self._before = answer

    def redo(self) -> None:
        if self._raw_path is not None:
            self._before = self._checklist.keep(self._raw_path, self._answer)

    def undo(self) -> None:
        if self._raw_path is not None:
            self._checklist.keep(self._raw_path, self._before)
