"""What is said at the start after a run that did not close: how it ended, what to do, and an offer to go on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLayout, QPlainTextEdit, QPushButton, QVBoxLayout, QWidget

from gauntlet_desktop.app.runs import OpenWork, Unfinished, forget, keep_stacks
from gauntlet_desktop.core.safe_text import visible, visible_path
from gauntlet_desktop.ui.body import Body
from gauntlet_desktop.ui.flow import button_row
from gauntlet_desktop.ui.language import marked, tr
from gauntlet_desktop.ui.theme import SPACE, fixed_font
from gauntlet_desktop.ui.widgets import breakable, plain_label

if TYPE_CHECKING:
    from gauntlet_desktop.ui.main_window import MainWindow

_LEAST_LINES = 7
_ENDED = marked("It was ended from outside, or the power failed. Finished results are kept.")
_CRASHED = marked(
    "It crashed; what it was doing stands below. Finished results are kept. If it happens again, start the program "
    "without the plugins of third parties (GAUNTLET_SAFE_MODE=1), and report it with the diagnostics, which hold "
    "nothing of your images."
)


class RecoveryDialog(QDialog):
    """`take_up` carries the OpenWork of the earlier runs when the user wants to go on; `diagnostics` asks for them."""

    take_up = Signal(object)
    diagnostics = Signal()

    def __init__(self, parent: QWidget | None, runs: Sequence[Unfinished]) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("The last run did not close"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._work = tuple(dict.fromkeys(work for run in runs for work in run.work))
        stacks = "\n\n".join(run.stacks for run in runs if run.stacks)
        body = Body(self.windowTitle())
        body.column.addWidget(plain_label(tr("The program did not close by itself the last time"), "headline"))
        body.column.addWidget(plain_label(tr(_CRASHED if stacks else _ENDED)))
        for sentence in _sentences(self._work):
            body.column.addWidget(plain_label(breakable(sentence)))
        if stacks:
            body.column.addWidget(_details(stacks), 1)
        else:
            body.column.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(SPACE * 2, SPACE * 2, SPACE * 2, SPACE * 2)
        layout.setSpacing(SPACE * 3 // 2)
        layout.addWidget(body, 1)
        layout.addLayout(self._buttons())
        body.open_at(680)

    def _buttons(self) -> QLayout:
        closing = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        closing.rejected.connect(self.reject)
        self.save = QPushButton(tr("Save diagnostics…"))
        self.save.setAutoDefault(False)
        self.save.clicked.connect(self.diagnostics)
        if not self._work:
            return button_row((self.save,), closing)
        self.go_on = QPushButton(tr("Go on where it was"))
        self.go_on.setDefault(True)
        self.go_on.clicked.connect(self._take_up)
        return button_row((self.go_on, self.save), closing)

    def _take_up(self) -> None:
        self.accept()
        self.take_up.emit(self._work)


def offer_recovery(window: MainWindow, runs: Sequence[Unfinished]) -> RecoveryDialog:
    """Open the dialog over the window. Once it was answered, these runs are not told of again."""
    dialog = RecoveryDialog(window, runs)
    dialog.take_up.connect(window.cases.take_up)
    dialog.diagnostics.connect(lambda: window.dialogs.save_diagnostics(window.status.remark))
    dialog.finished.connect(lambda _: forget(runs))
    keep_stacks(runs)
    dialog.open()
    return dialog


def _sentences(work: Sequence[OpenWork]) -> Iterator[str]:
    for each in work:
        yield tr("This case was open: {case}").format(case=visible_path(each.case))
        if each.folder:
            yield tr("Into it a folder was being analysed, which can go on: {folder}").format(
                folder=visible_path(each.folder)
            )


def _details(stacks: str) -> QPlainTextEdit:
    details = QPlainTextEdit("\n".join(visible(line) for line in stacks.splitlines()))
    details.setReadOnly(True)
    details.setTabChangesFocus(True)
    details.setFont(fixed_font())
    details.setAccessibleName(tr("Where the program was"))
    details.setMinimumHeight(_LEAST_LINES * details.fontMetrics().lineSpacing())
    return details
