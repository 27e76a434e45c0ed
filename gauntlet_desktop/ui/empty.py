"""What an empty list, table or tree says: what comes there, and what to do to have it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QAbstractItemView, QLabel
from shiboken6 import isValid

from gauntlet_desktop.ui.theme import SPACE
from gauntlet_desktop.ui.widgets import plain_label


class EmptyText(QObject):
    """Keeps a sentence in the middle of a view for as long as its model has no rows; another model is not followed."""

    def __init__(self, view: QAbstractItemView, text: str) -> None:
        super().__init__(view)
        self._view = view
        self.label: QLabel = plain_label(text, "muted")
        self.label.setParent(view.viewport())
        self.label.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.label.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.label.setTextInteractionFlags(Qt.TextInteractionFlag.NoTextInteraction)
        self.label.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        model = view.model()
        for changed in (model.rowsInserted, model.rowsRemoved, model.modelReset):
            changed.connect(self._show)
        view.viewport().installEventFilter(self)
        self._show()

    def say(self, text: str) -> None:
        """Say something else from now on."""
        self.label.setText(text)
        self._show()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize:
            self._place()
        return super().eventFilter(watched, event)

    def _show(self) -> None:
        if not isValid(self._view):
            return  # a list of items clears itself at its very end
        empty = self._view.model().rowCount() == 0
        self.label.setVisible(empty)
        self._view.setAccessibleDescription(self.label.text() if empty else "")
        self._place()

    def _place(self) -> None:
        self.label.setGeometry(self._view.viewport().rect().adjusted(SPACE * 2, SPACE, -SPACE * 2, -SPACE))
