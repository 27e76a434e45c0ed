"""By keyboard: every entry of every menu has a way, no two keys meet, the cheat sheet is what the actions say."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu, QWidget
from pytestqt.qtbot import QtBot

from gauntlet_desktop.ui.checklist_panel import REPLY_KEYS
from gauntlet_desktop.ui.keyboard import (
    ShortcutsDialog,
    all_rows,
    case_rows,
    give_mnemonics,
    menu_rows,
    mnemonic,
    viewer_rows,
)
from gauntlet_desktop.ui.keyboard_page import keyboard_page
from gauntlet_desktop.ui.review.window import ReviewWindow
from gauntlet_desktop.ui.viewer.panel import KEYS, SWIPE_KEYS
from tests.cases import make_case
from tests.factories import make_record
from tests.gui.conftest import Desk
from tests.gui.test_review import Bench


@pytest.fixture
def review(qtbot: QtBot, tmp_path: Path) -> Iterator[ReviewWindow]:
    bench = Bench(qtbot, make_case(tmp_path / "case.gauntlet", 4))
    yield bench.window
    bench.window.close()
    bench.session.close()


def _menus(window: QWidget) -> list[QMenu]:
    return [menu for menu in window.findChildren(QMenu) if any(action.text() for action in menu.actions())]


def _keys(actions: Iterable[QAction], *contexts: Qt.ShortcutContext) -> list[str]:
    """The keys that work in these contexts, one entry an action and key."""
    return [key.toString() for each in actions if each.shortcutContext() in contexts for key in each.shortcuts()]


def _twice(keys: Iterable[str]) -> list[str]:
    return [key for key, times in Counter(keys).items() if times > 1]


WHOLE = (Qt.ShortcutContext.WindowShortcut, Qt.ShortcutContext.ApplicationShortcut)
PART = (Qt.ShortcutContext.WidgetWithChildrenShortcut,)


def test_every_entry_of_every_menu_has_a_way_by_keyboard(desk: Desk, review: ReviewWindow) -> None:
    assert [row for row in [*menu_rows(desk.window.menuBar()), *case_rows()] if not row.keys] == []
    for window in (desk.window, review):
        for menu in _menus(window):
            letters = [mnemonic(action.text()) for action in menu.actions() if mnemonic(action.text())]
            assert _twice(letters) == []
            for action in menu.actions():
                if action.text() and action is not review.work.about:
                    assert action.shortcuts() or mnemonic(action.text()), action.text()


def test_no_two_keys_meet_in_a_window(desk: Desk, review: ReviewWindow) -> None:
    for window in (desk.window, review):
        assert _twice(_keys(window.findChildren(QAction), *WHOLE)) == []
    in_list = _keys(review.findChildren(QAction), *PART)
    assert _twice(in_list) == []
    assert set(in_list) & set(_keys(review.findChildren(QAction), *WHOLE)) == set()


def test_the_windows_take_no_key_of_the_viewer_away(desk: Desk, review: ReviewWindow) -> None:
    """A shortcut of the whole window would come before the key that the viewer waits for."""
    of_viewer = [QKeySequence(key).toString() for _, keys, _ in KEYS for key in keys] + list(SWIPE_KEYS[1])
    assert _twice(of_viewer) == []
    for window in (desk.window, review):
        assert set(of_viewer) & set(_keys(window.findChildren(QAction), *WHOLE)) == set()
    assert set(REPLY_KEYS.values()) & set(_keys(review.findChildren(QAction), *WHOLE)) == set()


def test_the_cheat_sheet_has_every_shortcut_of_the_real_windows(desk: Desk, review: ReviewWindow) -> None:
    native = QKeySequence.SequenceFormat.NativeText
    told = {row.keys for row in all_rows(desk.window.menuBar())}
    for window in (desk.window, review):
        for action in window.findChildren(QAction):
            if action.objectName() and action.shortcuts() and action.shortcutContext() in (*WHOLE, *PART):
                assert " or ".join(key.toString(native) for key in action.shortcuts()) in told, action.objectName()


def test_a_way_through_the_menus_is_what_the_keys_do(desk: Desk, qtbot: QtBot) -> None:
    (row,) = [row for row in menu_rows(desk.window.menuBar()) if row.what == "Dark"]
    assert (row.where, row.keys) == ("View > Theme", "Alt+V, M, D")
    assert desk.window.preferences.settings.theme != "dark"
    desk.window.activateWindow()
    qtbot.keyClick(desk.window, Qt.Key.Key_V, Qt.KeyboardModifier.AltModifier)
    view = next(menu for menu in _menus(desk.window) if menu.isVisible())
    qtbot.keyClick(view, Qt.Key.Key_M)
    theme = next(menu for menu in _menus(desk.window) if menu.isVisible() and menu is not view)
    qtbot.keyClick(theme, Qt.Key.Key_D)
    assert desk.window.preferences.settings.theme == "dark"


def test_the_keys_of_the_viewer_do_what_is_said(desk: Desk, qtbot: QtBot) -> None:
    (item,) = desk.add("a.jpg")
    desk.finish(item, make_record())
    viewer = desk.window.viewer
    viewer.canvas.setFocus()
    before = viewer.opacity
    assert ("Heatmap weaker", "[") in [(row.what, row.keys) for row in viewer_rows()]
    qtbot.keyClick(viewer.canvas, Qt.Key.Key_BracketLeft)
    assert viewer.opacity < before
    qtbot.keyClick(viewer.canvas, Qt.Key.Key_BracketRight)
    assert viewer.opacity == before


@pytest.mark.parametrize(
    ("key", "held"),
    [(Qt.Key.Key_Slash, Qt.KeyboardModifier.ControlModifier), (Qt.Key.Key_Question, Qt.KeyboardModifier.NoModifier)],
)
def test_the_cheat_sheet_opens_by_keyboard(desk: Desk, qtbot: QtBot, key: Qt.Key, held: Qt.KeyboardModifier) -> None:
    desk.window.activateWindow()
    qtbot.keyClick(desk.window, key, held)
    dialog = desk.window.findChild(ShortcutsDialog)
    assert dialog.model.rowCount() == len(all_rows(desk.window.menuBar()))
    dialog.close()


def test_entries_get_the_first_letter_that_is_free(desk: Desk) -> None:
    actions = [QAction(text) for text in ("Dark", "Day", "&Dad", "Dá")]
    give_mnemonics(actions)
    assert [action.text() for action in actions] == ["&Dark", "D&ay", "Dad", "D&á"]


def test_the_page_of_the_documentation_is_the_cheat_sheet(desk: Desk) -> None:
    page = keyboard_page()
    for row in all_rows(desk.window.menuBar()):
        assert f"| {row.what} |" in page
    assert "## Window of a case > Case" in page and r"| Heatmap weaker | \[ |" in page
