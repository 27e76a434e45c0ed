"""A list dialog that does one piece of work at a time on what is chosen in it, with progress and a way to cancel."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QCoreApplication, QThreadPool
from PySide6.QtWidgets import QMessageBox, QPushButton, QWidget

from gauntlet_desktop.core.errors import Cancelled, GauntletError
from gauntlet_desktop.ui.background import Task
from gauntlet_desktop.ui.dialogs import ListDialog, as_sentence
from gauntlet_desktop.ui.flow import button_row
from gauntlet_desktop.ui.language import marked, tr
from gauntlet_desktop.ui.progress_row import ProgressRow
from gauntlet_desktop.ui.widgets import Notice, Section, breakable

Action = tuple[str, Callable[[], None]]


class WorkDialog(ListDialog):
    """Below the table stand what is known of the chosen row, a notice, the progress of the work and a row of buttons.

    A dialog of this kind says what is shown of the chosen row (`show_chosen`) and what may be done (`enable`); it may
    say what follows work that was done before it saw that it was cancelled (`ended_late`), and work that failed
    (`discard`). `CANCELLED` is the notice after work that was cancelled.
    """

    CANCELLED = marked("Cancelled.")

    def __init__(
        self,
        parent: QWidget | None,
        pool: QThreadPool,
        *,
        title: str,
        columns: Sequence[str],
        remark: str,
        chosen_title: str,
        empty: str,
    ) -> None:
        super().__init__(parent, title, columns, remark, empty)
        self.table.setWordWrap(False)
        self._pool = pool
        self._task: Task | None = None
        self._then: Callable[[Any], None] = lambda _: None
        self.details = Section(chosen_title, (1, 6))
        self.notice = Notice()
        self.progress = ProgressRow()
        self.progress.cancelled.connect(self.stop)
        for widget in (self.details, self.notice):
            self.body.column.addWidget(widget)
        self.body.heed(self.notice)
        self.outside.insertWidget(1, self.progress)
        self.table.selectionModel().selectionChanged.connect(self.show_chosen)
        application = QCoreApplication.instance()
        assert application is not None
        application.aboutToQuit.connect(self.stop)

    @property
    def free(self) -> bool:
        """Whether nothing is under way."""
        return self._task is None

    @property
    def chosen_row(self) -> int | None:
        rows = self.table.selectionModel().selectedRows()
        return rows[0].row() if rows else None

    def place_buttons(self, actions: Sequence[Action]) -> list[QPushButton]:
        """Buttons with these texts, before the Close button."""
        buttons = [self._button(text, action) for text, action in actions]
        self.outside.removeWidget(self.buttons)
        self.outside.addLayout(button_row(buttons, self.buttons))
        return buttons

    def start(self, work: Callable[[Task], Any], then: Callable[[Any], None], what: str) -> None:
        """Do `work` beside the GUI thread, told as `what`; `then` is given its result."""
        self.notice.hide()
        self.progress.begin(what)
        self._then = then
        self._task = Task(work)
        self._task.progressed.connect(self.progress.show_progress)
        self._task.finished.connect(self._finished)
        self._task.failed.connect(self._failed)
        self.enable()
        self._task.start(self._pool)

    def stop(self) -> None:
        """Cancel what is under way."""
        if self._task is not None:
            self._task.stop()

    def reject(self) -> None:
        """Close; what is under way is cancelled."""
        self.stop()
        super().reject()

    def ask_removal(self, title: str, question: str, remove: Callable[[], None]) -> None:
        """Call `remove` where a person confirms the question."""
        box = QMessageBox(QMessageBox.Icon.Question, title, question, parent=self)
        yes = box.addButton(tr("Remove"), QMessageBox.ButtonRole.DestructiveRole)
        box.setDefaultButton(box.addButton(QMessageBox.StandardButton.Cancel))
        yes.clicked.connect(remove)
        box.open()

    def show_error(self, error: GauntletError) -> None:
        self.notice.show_text(breakable(as_sentence(error)))

    # What a dialog says of its own

    def show_chosen(self) -> None:
        """Show what is known of the chosen row."""
        raise NotImplementedError

    def enable(self) -> None:
        """Enable the buttons that can be used."""
        raise NotImplementedError

    def ended_late(self, result: Any) -> None:
        """The work was done before it saw that it was cancelled: what it found is shown all the same."""
        self._then(result)

    def discard(self) -> None:
        """Throw away what work that failed has left."""

    # The end of the work

    def _finished(self, result: object) -> None:
        stopped = self._task is not None and self._task.stopped
        self._end()
        if stopped:
            self.ended_late(result)
        else:
            self._then(result)

    def _failed(self, error: GauntletError) -> None:
        self._end()
        self.discard()
        if isinstance(error, Cancelled):
            self.notice.show_text(tr(self.CANCELLED))
        else:
            self.show_error(error)

    def _end(self) -> None:
        self._task = None
        self.progress.end()
        self.enable()

    def _button(self, text: str, action: Callable[[], None]) -> QPushButton:
        button = QPushButton(text)
        button.setAutoDefault(False)
        button.clicked.connect(action)
        return button
