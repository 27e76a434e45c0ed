"""The card of the tour: what a step says, with buttons to go on, back, and away."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractButton, QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from gauntlet_desktop.ui.keys import KeyTable, do_by_key
from gauntlet_desktop.ui.language import marked, tr
from gauntlet_desktop.ui.theme import SPACE
from gauntlet_desktop.ui.widgets import plain_label

_CHARACTERS = 48
_COUNT = marked("Tour, step {number} of {of}")


class TourCard(QFrame):
    """Stands over the window, inside it, and never keeps anybody from using it. Escape is `left`."""

    next = Signal()
    back = Signal()
    left = Signal()

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self.setProperty("role", "card")
        self.count, self.title = plain_label(role="muted"), plain_label(role="title")
        self.text, self.progress = plain_label(), plain_label(role="muted")
        self.skip_button, self.back_button = QPushButton(tr("&Skip the tour")), QPushButton(tr("&Back"))
        self.next_button = QPushButton(tr("&Next"))
        self.skip_button.clicked.connect(self.left)
        self.back_button.clicked.connect(self.back)
        self.next_button.clicked.connect(self.next)
        buttons = QHBoxLayout()
        buttons.setSpacing(SPACE)
        buttons.addWidget(self.skip_button)
        buttons.addStretch(1)
        buttons.addWidget(self.back_button)
        buttons.addWidget(self.next_button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(SPACE * 2, SPACE * 3 // 2, SPACE * 2, SPACE * 3 // 2)
        layout.setSpacing(SPACE)
        for label in (self.count, self.title, self.text, self.progress):
            layout.addWidget(label)
        layout.addLayout(buttons)
        self.hide()

    def show_step(self, title: str, text: str, number: int, of: int) -> None:
        """Say what step `number`, from 0, of so many says."""
        self.count.setText(tr(_COUNT).format(number=number + 1, of=of))
        self.title.setText(title)
        self.text.setText(text)
        self.back_button.setEnabled(number > 0)
        self.next_button.setText(tr("&Next") if number + 1 < of else tr("&Finish"))
        self.skip_button.setVisible(number + 1 < of)
        self.setAccessibleName(f"{self.count.text()}: {title}")
        self.next_button.setAccessibleDescription(f"{title}. {text}")  # read out when the button gets the focus

    def show_progress(self, text: str) -> None:
        """Say how far the analysis of the sample is."""
        self.progress.setText(text)
        self.progress.setVisible(bool(text))

    def size_in(self, room: QSize) -> QSize:
        """The size for some characters a line, as far as the room allows."""
        width = min(room.width(), self.fontMetrics().averageCharWidth() * _CHARACTERS + SPACE * 4)
        return QSize(width, min(room.height(), self.heightForWidth(width)))

    def take_focus(self) -> None:
        self.next_button.setFocus()

    def event(self, event: QEvent) -> bool:
        """While the card has the focus, Escape is its own, not the window's."""
        if (
            event.type() == QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and event.key() == Qt.Key.Key_Escape
        ):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not do_by_key(self, KEYS, event):
            super().keyPressEvent(event)

    def _press(self) -> bool:
        """Press the button that has the focus; False where none has."""
        focused = self.focusWidget()
        if not isinstance(focused, QAbstractButton):
            return False
        focused.click()
        return True


# What the card does while it has the focus.
KEYS: KeyTable[TourCard] = (
    (marked("Press the button in focus"), ("Return", "Enter"), TourCard._press),
    (marked("Leave the tour"), ("Esc",), lambda card: card.left.emit()),
)
