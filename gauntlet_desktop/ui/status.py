"""The status bar: progress with an estimate, the current step, remarks of the engine and the cursor's place."""

from __future__ import annotations

import html
from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLabel, QProgressBar, QPushButton, QSizePolicy, QStatusBar

from gauntlet_desktop.ui.batch import BatchProgress, in_words
from gauntlet_desktop.ui.language import tr, work_words
from gauntlet_desktop.ui.theme import SPACE

_REMARK_MS = 8000


class StatusBar(QStatusBar):
    """Left: what happens. Right: the cursor's place in the picture, the progress bar and Cancel."""

    cancel_requested = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName(tr("Status"))
        self.setContentsMargins(SPACE, 0, SPACE, 0)
        self.message = _label()
        self.message.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.cursor_place = _label()
        self.notice = _label()
        self.notice.setAccessibleName(tr("Notice"))
        self.notice.hide()
        self.bar = QProgressBar()
        self.bar.setFixedWidth(160)
        self.bar.setAccessibleName(tr("Progress of the analysis"))
        self.bar.setTextVisible(False)
        self.cancel = QPushButton(tr("Cancel"))
        self.cancel.setAccessibleName(tr("Cancel the analysis"))
        self.cancel.clicked.connect(self.cancel_requested)
        self.addWidget(self.message, 1)
        for widget in (self.notice, self.cursor_place, self.bar, self.cancel):
            self.addPermanentWidget(widget)
        self.show_progress(BatchProgress(), "", "")

    def show_progress(self, progress: BatchProgress, step: str, engine_note: str) -> None:
        """Show how far the work is; when there is none, what is to be said about the engine."""
        self.bar.setVisible(progress.active)
        self.cancel.setVisible(progress.active)
        if not progress.active:
            self.message.setText(engine_note or _summary(progress))
            return
        self.bar.setRange(0, progress.total)
        self.bar.setValue(progress.done)
        left = progress.seconds_left()
        parts = [
            tr("{done} of {total} done").format(done=progress.done, total=progress.total),
            tr("{left} left").format(left=in_words(left)) if left is not None else "",
            engine_note or work_words(step),
        ]
        self.message.setText("  ·  ".join(part for part in parts if part))

    def show_notice(self, short: str, sentences: Sequence[str]) -> None:
        """Say something that lasts: in short, and whole in the tool tip and to screen readers. Without sentences there
        is nothing to say."""
        whole = "\n".join(sentences)
        self.notice.setText(short)
        self.notice.setToolTip(f"<qt>{html.escape(whole)}</qt>")
        self.notice.setAccessibleDescription(whole)
        self.notice.setVisible(bool(sentences))

    def remark(self, text: str) -> None:
        """Say something for a while."""
        self.showMessage(text, _REMARK_MS)


def _summary(progress: BatchProgress) -> str:
    if not progress.total:
        return tr("Ready")
    return tr("Ready. %Ln image(s) done", "", progress.done)


def _label() -> QLabel:
    label = QLabel()
    label.setTextFormat(Qt.TextFormat.PlainText)
    return label
