"""What widgets do by themselves at keys: tables that say it in words and do it, read by the cheat sheet as well."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TypeVar

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

_W = TypeVar("_W", bound=QWidget)
# In words, to be translated; the keys in portable text; the work, which gives False where there was nothing to do.
KeyTable = tuple[tuple[str, tuple[str, ...], Callable[[_W], object]], ...]

_HELD = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.MetaModifier
_SHIFT = Qt.KeyboardModifier.ShiftModifier


def do_by_key(widget: _W, table: KeyTable[_W], event: QKeyEvent) -> bool:
    """Do what a table says of the key that was pressed; False where nothing was done. Shift counts only where the table
    names it: on many keyboards it is held for "+"."""
    modifiers = event.modifiers()
    if modifiers & _HELD:
        return False
    works = {key: work for _, keys, work in table for key in keys}
    for held in ((modifiers & _SHIFT).value, 0):
        work = works.get(QKeySequence(held | event.key()).toString())
        if work is not None:
            return work(widget) is not False
    return False


def add_shortcuts(window: _W, table: KeyTable[_W]) -> None:
    """Let the keys of a table work anywhere in a window."""
    for _, keys, work in table:
        for key in keys:
            QShortcut(QKeySequence(key), window, partial(work, window))
