"""By keyboard: every entry of every menu has a way, no two keys meet, the cheat sheet is what the actions say."""

from __future__ import annotations

import importlib
import pkgutil
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QAction, QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QMenu, QWidget
from pytestqt.qtbot import QtBot

import gauntlet_desktop.ui
from gauntlet_desktop.ui.checklist_panel import REPLY_KEYS
from gauntlet_desktop.ui.keyboard import (
    ShortcutsDialog,
    all_rows,
    case_rows,
    focus_rows,
    give_mnemonics,
    menu_rows,
    mnemonic,
)
from gauntlet_desktop.ui.keyboard_page import keyboard_page
from gauntlet_desktop.ui.review.histogram import Histogram
from gauntlet_desktop.ui.review.window import ReviewWindow
from gauntlet_desktop.ui.scatter import ScatterView
from gauntlet_desktop.ui.tour_card import TourCard
from gauntlet_desktop.ui.viewer import ViewerPanel
from gauntlet_desktop.ui.viewer.canvas import Canvas
from gauntlet_desktop.ui.viewer.panel import KEYS
from gauntlet_desktop.ui.viewer.region_drawer import RegionDrawer
from tests.cases import make_case
from tests.factories import make_record
from tests.gui.conftest import Desk
from tests.gui.test_accessibility import MADE, kinds
from tests.gui.test_clusters_dialog import clustering
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
    of_viewer = [key for _, keys, _ in KEYS for key in keys]
    assert _twice(of_viewer) == []
    for window in (desk.window, review):
        assert set(of_viewer) & set(_keys(window.findChildren(QAction), *WHOLE)) == set()
    assert set(REPLY_KEYS.values()) & set(_keys(review.findChildren(QAction), *WHOLE)) == set()


def test_the_cheat_sheet_has_every_shortcut_of_the_real_windows(
    desk: Desk, review: ReviewWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    native = QKeySequence.SequenceFormat.NativeText
    told = {row.keys for row in all_rows(desk.window.menuBar())}
    dialogs = [make(tmp_path) for make in MADE.values()]
    for window in (desk.window, review, *dialogs):
        if window in dialogs:
            qtbot.addWidget(window)
        for action in window.findChildren(QAction):
            keys = [key.toString(native) for key in action.shortcuts()]
            assert not keys or " or ".join(keys) in told, action.text()
        for shortcut in window.findChildren(QShortcut):
            assert shortcut.key().toString(native) in told, type(window)


def _viewer() -> ViewerPanel:
    viewer = ViewerPanel()
    viewer.set_picture(np.zeros((8, 8, 3), np.uint8), None)
    return viewer


def _plot() -> ScatterView:
    plot = ScatterView()
    plot.show_result(clustering())
    plot.point_at(0)
    return plot


def _histogram() -> Histogram:
    shown = Histogram()
    shown.choose((1.0, 2.0))
    return shown


def _tour_card() -> TourCard:
    card = TourCard(window := QWidget())
    card.setParent(None)  # it would go with the window
    window.deleteLater()
    card.take_focus()
    return card


OWN_KEYS: dict[str, Callable[[], QWidget]] = {
    "Viewer": _viewer,
    "Viewer, while a region is drawn": lambda: RegionDrawer(Canvas()),
    "Map of clusters": _plot,
    "Histogram of likelihood ratios": _histogram,
    "Tour": _tour_card,
}


@pytest.mark.parametrize("where", OWN_KEYS)
def test_the_cheat_sheet_has_every_key_that_a_widget_takes(qtbot: QtBot, where: str) -> None:
    told = {key for row in focus_rows() if row.where == where for key in row.keys.split(" or ")}
    taken, widget = set(), OWN_KEYS[where]()
    for key in {each.value for each in Qt.Key}:
        for held in (0, Qt.KeyboardModifier.ShiftModifier.value):
            event = QKeyEvent(QEvent.Type.KeyPress, key, Qt.KeyboardModifier(held))
            widget.keyPressEvent(event)
            if event.isAccepted():
                taken.add(QKeySequence(held | key).toString())
                widget = OWN_KEYS[where]()  # as it was before the key
    assert told <= taken
    # With Shift most keys do what they do without.
    assert {key.removeprefix("Shift+") for key in taken} == {key.removeprefix("Shift+") for key in told}


def test_every_widget_that_takes_keys_is_asked() -> None:
    for module in pkgutil.walk_packages(gauntlet_desktop.ui.__path__, "gauntlet_desktop.ui."):
        importlib.import_module(module.name)
    taking = {
        kind
        for kind in kinds(QWidget)
        if kind.__module__.startswith("gauntlet_desktop.") and "keyPressEvent" in vars(kind)
    }
    assert taking == {type(make()) for make in OWN_KEYS.values()}


def test_a_key_that_has_nothing_to_do_goes_on(qtbot: QtBot) -> None:
    """So that Escape and Return mean what they mean to the window around."""
    for widget, key in ((Histogram(), Qt.Key.Key_Escape), (ScatterView(), Qt.Key.Key_Return)):
        event = QKeyEvent(QEvent.Type.KeyPress, key, Qt.KeyboardModifier.NoModifier)
        widget.keyPressEvent(event)
        assert not event.isAccepted()


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
    assert ("Heatmap weaker", "[") in [(row.what, row.keys) for row in focus_rows()]
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
