"""Which place of the help fits a widget: panels and dialogs say it of themselves, what stands in them follows."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from gauntlet_desktop.app.help_pages import FRONT

_PROPERTY = "help"


def set_place(widget: QWidget, place: str) -> None:
    """Let F1 in a widget show a place of the help: the name of a page, and after a # the anchor of a heading."""
    widget.setProperty(_PROPERTY, place)


def place_of(widget: QWidget | None) -> str:
    """The place that the nearest widget around says, or the front page."""
    while widget is not None:
        if place := widget.property(_PROPERTY):
            return str(place)
        widget = widget.parentWidget()
    return FRONT
