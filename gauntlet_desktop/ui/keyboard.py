"""The cheat sheet: by which keys everything is done, read from the very actions and tables that the keys come from."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import astuple, dataclass
from typing import Any

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu, QMenuBar, QWidget

from gauntlet_desktop.core.checklist import REPLY_WORDS
from gauntlet_desktop.ui import help_window, provenance_panel, scatter, settings_dialog, tour_card
from gauntlet_desktop.ui.checklist_panel import REPLY_KEYS
from gauntlet_desktop.ui.dialogs import ListDialog
from gauntlet_desktop.ui.keys import KeyTable
from gauntlet_desktop.ui.language import marked, tr
from gauntlet_desktop.ui.review import histogram
from gauntlet_desktop.ui.review.actions import CASE_SPECS, WINDOW_SPECS, make_action
from gauntlet_desktop.ui.viewer import panel, region_drawer
from gauntlet_desktop.ui.widgets import open_at

_TABLES: tuple[tuple[str, KeyTable[Any]], ...] = (
    (marked("Viewer"), panel.KEYS),
    (marked("Viewer, while a region is drawn"), region_drawer.KEYS),
    (marked("Declarations of a file"), provenance_panel.KEYS),
    (marked("Histogram of likelihood ratios"), histogram.KEYS),
    (marked("Map of clusters"), scatter.KEYS),
    (marked("Settings"), settings_dialog.KEYS),
    (marked("Help"), help_window.KEYS),
    (marked("Tour"), tour_card.KEYS),
)


@dataclass(frozen=True, slots=True)
class KeyRow:
    """Where something is done, what, and by which keys."""

    where: str
    what: str
    keys: str


class ShortcutsDialog(ListDialog):
    """The cheat sheet as a table."""

    def __init__(self, parent: QWidget | None, rows: Sequence[KeyRow]) -> None:
        remark = tr("Everything can be reached with Tab as well.")
        super().__init__(parent, tr("Keyboard shortcuts"), (tr("Where"), tr("What"), tr("Keys")), remark)
        open_at(self, 940, 640)
        self.show_rows([astuple(row) for row in rows])


def all_rows(menus: QMenuBar) -> list[KeyRow]:
    """What the menus of the main window, the window of a case, and what has keys of its own are worked by."""
    return [*menu_rows(menus), *case_rows(), *focus_rows(), *checklist_rows()]


def menu_rows(menus: QMenuBar) -> list[KeyRow]:
    """Every entry of every menu: its shortcuts, or the mnemonics that lead to it."""
    return [row for action in menus.actions() for row in _entries(action.menu(), (action.text(),))]


def case_rows() -> list[KeyRow]:
    """The same of the window of a case; its menu opens by the mnemonic of its button."""
    owner = QObject()
    window, case = tr("Window of a case"), tr("&Case")
    rows = [_row(make_action(spec, owner), window, ()) for spec in WINDOW_SPECS]
    return rows + [_row(make_action(spec, owner), f"{window} > {_plain(case)}", (case,)) for spec in CASE_SPECS]


def focus_rows() -> list[KeyRow]:
    """What viewer, plots, panels and dialogs do by keys of their own while they have the focus."""
    return [
        KeyRow(tr(where), tr(what), _either(map(QKeySequence, keys)))
        for where, table in _TABLES
        for what, keys, _ in table
    ]


def checklist_rows() -> list[KeyRow]:
    """The answers of the checklist, while its list has the focus."""
    return [
        KeyRow(tr("Checklist"), tr(REPLY_WORDS[reply] or "Withdraw"), _either([QKeySequence(key)]))
        for reply, key in REPLY_KEYS.items()
    ]


def give_mnemonics(actions: Iterable[QAction]) -> None:
    """Give each entry of a menu the first of its letters that no entry before it has, or none."""
    taken: set[str] = set()
    for action in actions:
        text = _plain(action.text())
        action.setText(text)
        for place, letter in enumerate(text):
            if letter.isalnum() and letter.casefold() not in taken:
                taken.add(letter.casefold())
                action.setText(f"{text[:place]}&{text[place:]}")
                break


def mnemonic(text: str) -> str:
    """The letter behind the mark of a mnemonic, as a key; nothing where there is none."""
    return QKeySequence.mnemonic(text).toString(QKeySequence.SequenceFormat.NativeText)


def _entries(menu: QObject | None, path: tuple[str, ...]) -> Iterator[KeyRow]:
    if not isinstance(menu, QMenu):
        return
    for action in menu.actions():
        if isinstance(action.menu(), QMenu):
            yield from _entries(action.menu(), (*path, action.text()))
        elif not action.isSeparator():
            yield _row(action, " > ".join(map(_plain, path)), path)


def _row(action: QAction, where: str, path: tuple[str, ...]) -> KeyRow:
    """An action by its shortcuts, or by the mnemonics of the menus on the way and its own."""
    by_menu = [mnemonic(text) for text in (*path, action.text())]
    way = ", ".join([by_menu[0], *(keys[-1:] for keys in by_menu[1:])]) if path and all(by_menu) else ""
    return KeyRow(where, _plain(action.text()), _either(action.shortcuts()) or way)


def _either(keys: Iterable[QKeySequence]) -> str:
    return tr(" or ").join(key.toString(QKeySequence.SequenceFormat.NativeText) for key in keys)


def _plain(text: str) -> str:
    return text.replace("&&", "\0").replace("&", "").replace("\0", "&").removesuffix("…")
