"""Writes the cheat sheet of the window as a page of the documentation."""

from __future__ import annotations

from itertools import groupby

from PySide6.QtWidgets import QApplication

from gauntlet_desktop.app.settings import Settings
from gauntlet_desktop.ui.application import make_application
from gauntlet_desktop.ui.keyboard import KeyRow, all_rows
from gauntlet_desktop.ui.main_window import MainWindow
from gauntlet_desktop.ui.service import analysis_service
from gauntlet_desktop.ui.session import Session
from gauntlet_desktop.ui.viewer import ViewerPanel

_HEAD = """# Keyboard

What the entries of the menus and the keys do; *Help > Keyboard shortcuts* (Ctrl+/ or ?) shows the same. Where no
shortcut is given, the letters lead through the menus. Tab and Shift+Tab reach everything else.
"""


def keyboard_page() -> str:
    """The page, from the actions of a window that is made for it in English and never shown."""
    application = QApplication.instance() or make_application()
    window = MainWindow(Session(analysis_service), Settings(language="en"), ViewerPanel())
    rows = all_rows(window.menuBar())
    window.deleteLater()
    application.sendPostedEvents()
    return "\n".join([_HEAD, *(_table(where, list(group)) for where, group in groupby(rows, lambda row: row.where))])


def _table(where: str, rows: list[KeyRow]) -> str:
    lines = [f"| {_cell(row.what)} | {_cell(row.keys)} |" for row in rows]
    return "\n".join([f"## {where}", "", "| What | Keys |", "| --- | --- |", *lines, ""])


def _cell(text: str) -> str:
    return text.replace("\\", "\\\\").replace("|", "\\|").replace("[", "\\[").replace("]", "\\]")
