"""Empty lists say what comes there, to eyes and to screen readers, and are silent as soon as there is something."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QSize, QStringListModel, QThreadPool
from PySide6.QtWidgets import QAbstractItemView, QListView, QWidget
from pytestqt.qtbot import QtBot

from gauntlet_desktop.ui.clusters_dialog import ClustersDialog
from gauntlet_desktop.ui.empty import EmptyText
from gauntlet_desktop.ui.glossary_dialog import GlossaryDialog
from gauntlet_desktop.ui.language_dialog import LanguageModelsDialog
from gauntlet_desktop.ui.models_dialog import ModelsDialog
from gauntlet_desktop.ui.plugins_dialog import PluginsDialog
from tests.factories import make_record
from tests.gui.conftest import Desk

TEXT = "Nothing is here yet. Open something."


@pytest.fixture
def view(qtbot: QtBot) -> Iterator[QListView]:
    view = QListView()
    qtbot.addWidget(view)
    view.setModel(QStringListModel(view))
    view.show()
    yield view


def test_the_text_goes_with_the_first_row_and_comes_back(view: QListView) -> None:
    empty = EmptyText(view, TEXT)
    model = view.model()
    assert isinstance(model, QStringListModel)
    assert empty.label.isVisible() and view.accessibleDescription() == TEXT
    model.setStringList(["a"])
    assert not empty.label.isVisible() and view.accessibleDescription() == ""
    model.removeRow(0)
    assert empty.label.isVisible()
    empty.say("Something else")
    assert view.accessibleDescription() == "Something else"


def test_the_text_stays_in_the_middle_and_takes_no_clicks(view: QListView) -> None:
    empty = EmptyText(view, TEXT)
    for size in (QSize(200, 100), QSize(500, 400)):
        view.resize(size)
        assert view.viewport().rect().contains(empty.label.geometry())
        assert (empty.label.geometry().center() - view.viewport().rect().center()).manhattanLength() <= 2
    assert view.childAt(view.rect().center()) is view.viewport()


def _silent(root: QWidget) -> list[str]:
    """The empty lists in view that do not say what to do."""
    return [
        view.accessibleName()
        for view in root.findChildren(QAbstractItemView)
        if view.isVisible() and view.accessibleName() and view.model() is not None
        if view.model().rowCount() == 0 and not view.accessibleDescription()
    ]


@pytest.mark.parametrize("kind", [ClustersDialog, LanguageModelsDialog, ModelsDialog, PluginsDialog])
def test_no_dialog_has_a_blank_list(qtbot: QtBot, kind: type[QWidget]) -> None:
    dialog = kind(None, QThreadPool.globalInstance())
    qtbot.addWidget(dialog)
    dialog.show()
    assert _silent(dialog) == []


def test_a_search_without_a_result_says_so(qtbot: QtBot) -> None:
    dialog = GlossaryDialog(None, "en")
    qtbot.addWidget(dialog)
    dialog.show()
    assert dialog.table.accessibleDescription() == ""
    dialog.search.setText("xylophone")
    assert "Try fewer" in dialog.table.accessibleDescription()


def test_no_panel_of_an_empty_window_is_blank(desk: Desk) -> None:
    for title in desk.window.panels:
        desk.window.show_result(title)
        desk.settle()
        assert [name for name in _silent(desk.window) if not name.startswith("Sentences")] == []
    assert desk.window.images.view.accessibleDescription() == "The images that you open are listed here."


def test_a_filter_that_nothing_fits_is_no_empty_list(desk: Desk) -> None:
    (item,) = desk.add("a.jpg")
    desk.finish(item, make_record())
    assert desk.window.images.view.accessibleDescription() == ""
    desk.window.images.search.setText("zzz")
    assert "Clear the text" in desk.window.images.view.accessibleDescription()


def test_a_checklist_without_an_image_asks_for_one(desk: Desk) -> None:
    desk.window.show_result("Checklist")
    assert desk.window.checklist.title.text() == "Choose an image in the list."
    desk.add("a.jpg")
    desk.settle()
    assert desk.window.checklist.title.text() not in ("", "Choose an image in the list.")
