"""Asks for a line of text in a dialog that blocks its own window only: the help opens beside it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QInputDialog, QLineEdit, QWidget


def ask_for_text(
    parent: QWidget, title: str, question: str, then: Callable[[str], None], *, hidden: bool = False
) -> None:
    """Call `then` with what was typed, later, or never where it is given up; `hidden` shows dots for letters."""
    dialog = QInputDialog(parent)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.setWindowTitle(title)
    dialog.setLabelText(question)
    if hidden:
        dialog.setTextEchoMode(QLineEdit.EchoMode.Password)
    dialog.addActions([action for action in parent.window().actions() if action.objectName() == "help"])
    dialog.textValueSelected.connect(then)
    dialog.open()
