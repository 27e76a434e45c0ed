"""Tool tips that tell what the technical words of a text mean, from the glossary, in the language of the window."""

from __future__ import annotations

from html import escape

from PySide6.QtCore import QEvent, QLocale
from PySide6.QtGui import QHelpEvent
from PySide6.QtWidgets import QLabel, QToolTip, QWidget

from gauntlet_desktop.core.glossary import mentioned
from gauntlet_desktop.ui.language import LANGUAGES

# What labels hold for the sake of line breaks only.
_BREAKS = {ord("\u200b"): None, ord("\u00a0"): " "}


def meanings(text: str) -> str:
    """The terms of the glossary in a text, one a line with its meaning; nothing where there are none."""
    language = next((code for code, of_qt in LANGUAGES.items() if of_qt == QLocale().language()), "en")
    found = mentioned([text.translate(_BREAKS)], language)
    return "\n".join(f"{each.term}: {each.meaning}" for each in found)


def tell_words(widget: QWidget, event: QEvent) -> bool:
    """Answer a wish for a tool tip that a label inside a widget has none for: what the words of the label mean. Whether
    there was something to tell."""
    if not isinstance(event, QHelpEvent) or event.type() != QEvent.Type.ToolTip:
        return False
    label = widget.childAt(event.pos())
    told = meanings(label.text()) if isinstance(label, QLabel) else ""
    if told:
        QToolTip.showText(event.globalPos(), f"<qt>{escape(told).replace(chr(10), '<br>')}</qt>", label)
    return bool(told)
