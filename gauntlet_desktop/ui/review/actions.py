"""Every action of the triage window, declared once: its tool bar, the menu of the case, keys and the cheat sheet follow
from here. The tables are in English; what shows an entry translates it."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QWidget

from gauntlet_desktop.ui.language import marked, tr


@dataclass(frozen=True, slots=True)
class ReviewSpec:
    """One action: `keys` in portable text, or none; whether it stands in the tool bar; whether a menu has a line over
    it."""

    name: str
    text: str
    keys: str = ""
    in_bar: bool = False
    separated: bool = False


WINDOW_SPECS = (
    ReviewSpec("add_folder", marked("Add folder…"), "Ctrl+Shift+O", True),
    ReviewSpec("watch", marked("Watch folder…"), "Ctrl+Shift+W", True),
    ReviewSpec("retry", marked("Try failed files again"), "Ctrl+R"),
    ReviewSpec("table", marked("Table"), "Ctrl+T", True),
    ReviewSpec("grid", marked("Grid"), "Ctrl+G", True),
    ReviewSpec("undo", marked("Undo"), "Ctrl+Z", True),
    ReviewSpec("redo", marked("Redo"), "Ctrl+Shift+Z", True),
    ReviewSpec("open", marked("Open in the main window"), "Ctrl+Return", True),
    ReviewSpec("next", marked("Next"), "N"),
    ReviewSpec("previous", marked("Previous"), "P"),
    ReviewSpec("generated", marked("Decide: generated"), "G"),
    ReviewSpec("camera", marked("Decide: camera"), "C"),
    ReviewSpec("undecided", marked("Decide: undecided"), "U"),
    ReviewSpec("not_relevant", marked("Decide: not relevant"), "X"),
    ReviewSpec("withdraw", marked("Withdraw the decision"), "Backspace"),
    ReviewSpec("bookmark", marked("Bookmark"), "B"),
    ReviewSpec("tag", marked("Tag…"), "T"),
    ReviewSpec("note", marked("Write a note"), "O"),
    ReviewSpec("find", marked("Search"), "Ctrl+F"),
    ReviewSpec("refresh", marked("Read the list again"), "F5"),
    ReviewSpec("close", marked("Close"), "Ctrl+W"),
)
CASE_SPECS = (
    ReviewSpec("csv", marked("&Export a table (CSV)…"), "Ctrl+E"),
    ReviewSpec("jsonl", marked("Export results (&JSON Lines)…")),
    ReviewSpec("hashes", marked("Export a list of &hashes…")),
    ReviewSpec("sheet", marked("Contact &sheet (PDF)…"), "Ctrl+Shift+E"),
    ReviewSpec("report", marked("&Report on the case (PDF)…"), "Ctrl+Shift+R"),
    ReviewSpec("import_hashes", marked("&Tag by a list of hashes…"), separated=True),
    ReviewSpec("import_files", marked("&Import a list of files…"), "Ctrl+I"),
    ReviewSpec("near", marked("&Others like this one"), "L", separated=True),
    ReviewSpec("again", marked("&Analyse the case again…"), "Ctrl+Shift+A"),
    ReviewSpec("differences", marked("&Verdicts that changed…"), "Ctrl+D"),
    ReviewSpec("clusters", marked("&Map of clusters…"), "Ctrl+K"),
)
_CHECKABLE = ("table", "grid", "watch")


def make_action(spec: ReviewSpec, parent: QObject) -> QAction:
    """An action with its keys, child of `parent`; what it does is connected by whoever has it."""
    text = tr(spec.text)
    action = QAction(text, parent)
    action.setObjectName(spec.name)
    action.setShortcut(QKeySequence(spec.keys))
    action.setToolTip(f"{text} ({action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)})")
    action.setCheckable(spec.name in _CHECKABLE)
    return action


def place(action: QAction, window: QWidget, views: QWidget) -> None:
    """Let the keys of an action work in the whole window, or those that are letters in the list alone: in a search, a
    tag or a note they are letters."""
    keys = action.shortcut().toString()
    letter = len(keys) == 1 or keys == "Backspace"
    context = Qt.ShortcutContext.WidgetWithChildrenShortcut if letter else Qt.ShortcutContext.WindowShortcut
    action.setShortcutContext(context)
    (views if letter else window).addAction(action)
