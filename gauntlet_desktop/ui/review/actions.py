"""Makes the actions of the triage window."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QToolBar, QWidget

# (id, text, keys, what it does, whether it stands in the tool bar)
Spec = tuple[str, str, str, Callable[[], object], bool]
_CHECKABLE = ("table", "grid", "watch")


def make_action(spec: Spec, window: QWidget, views: QWidget, bar: QToolBar) -> QAction:
    """An action with its keys; letters act on `views` alone: in a search, a tag or a note they are letters."""
    name, text, keys, work, in_bar = spec
    action = QAction(text, window)
    action.setObjectName(name)
    action.setShortcut(QKeySequence(keys))
    action.setToolTip(f"{text} ({QKeySequence(keys).toString(QKeySequence.SequenceFormat.NativeText)})")
    action.triggered.connect(lambda _=False: work())
    action.setCheckable(name in _CHECKABLE)
    place(action, window, views)
    if in_bar:
        bar.addAction(action)
    return action


def place(action: QAction, window: QWidget, views: QWidget) -> None:
    """Let the keys of an action work in the whole window, or those that are letters in the list alone."""
    keys = action.shortcut().toString()
    letter = len(keys) == 1 or keys == "Backspace"
    context = Qt.ShortcutContext.WidgetWithChildrenShortcut if letter else Qt.ShortcutContext.WindowShortcut
    action.setShortcutContext(context)
    (views if letter else window).addAction(action)
