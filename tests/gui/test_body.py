"""What dialogs are made of on small screens: a body that scrolls, and halves that stand one above the other."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QDialog, QPushButton, QTextEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from gauntlet_desktop.ui.body import Body
from gauntlet_desktop.ui.halves import Halves
from gauntlet_desktop.ui.theme import apply_theme
from gauntlet_desktop.ui.widgets import Notice, plain_label

LEAST = 200  # px


@pytest.fixture
def dialog(qtbot: QtBot, qapp: QApplication) -> QDialog:
    apply_theme(qapp, "light")
    dialog = QDialog()
    qtbot.addWidget(dialog)
    layout = QVBoxLayout(dialog)
    layout.addWidget(Body("Body"), 1)
    layout.addWidget(QPushButton("Close"))
    column = body(dialog).column
    column.addWidget(plain_label("Some words that need more than one line in a dialog as narrow as this one. " * 4))
    editor = QTextEdit()
    editor.setMinimumHeight(LEAST)
    column.addWidget(editor, 1)
    return dialog


def body(dialog: QDialog) -> Body:
    found = dialog.findChild(Body)
    assert isinstance(found, Body)
    return found


def scrolls(dialog: QDialog) -> bool:
    return body(dialog).verticalScrollBar().maximum() > 0


def test_a_dialog_opens_as_high_as_all_in_it_likes_to_be(dialog: QDialog, qtbot: QtBot) -> None:
    body(dialog).open_at(400)
    dialog.show()
    assert dialog.width() == 400
    editor = dialog.findChild(QTextEdit)
    assert isinstance(editor, QTextEdit)
    qtbot.waitUntil(lambda: not scrolls(dialog) and editor.height() == max(LEAST, editor.sizeHint().height()))


def test_a_body_shrinks_before_it_scrolls_and_keys_reach_it_then(dialog: QDialog, qtbot: QtBot) -> None:
    dialog.resize(400, 900)
    dialog.show()
    assert not scrolls(dialog) and body(dialog).focusPolicy() == Qt.FocusPolicy.NoFocus
    dialog.resize(400, LEAST)
    qtbot.waitUntil(lambda: scrolls(dialog))
    assert body(dialog).focusPolicy() == Qt.FocusPolicy.StrongFocus
    assert dialog.height() == LEAST and dialog.findChild(QPushButton).isVisible()  # type: ignore[union-attr]
    dialog.resize(400, 900)
    qtbot.waitUntil(lambda: not scrolls(dialog))


def test_it_opens_at_its_top_with_the_focus_in_what_stands_there_first(dialog: QDialog, qtbot: QtBot) -> None:
    dialog.resize(400, LEAST)
    dialog.show()
    dialog.activateWindow()
    qtbot.waitUntil(lambda: scrolls(dialog) and isinstance(QApplication.focusWidget(), QTextEdit))
    assert body(dialog).verticalScrollBar().value() == 0


def test_a_notice_comes_into_view(dialog: QDialog, qtbot: QtBot) -> None:
    notice = Notice()
    body(dialog).column.addWidget(notice)
    body(dialog).heed(notice)
    dialog.resize(400, LEAST)
    dialog.show()
    notice.show_text("Cancelled.")
    qtbot.waitUntil(lambda: notice.visibleRegion().boundingRect().height() == notice.height())


def test_halves_stand_side_by_side_where_letters_fit(qtbot: QtBot) -> None:
    halves = Halves(QWidget(), QWidget(), 80, (300, 500))
    qtbot.addWidget(halves)
    wide = 80 * halves.fontMetrics().averageCharWidth()
    halves.show()
    for width, expected in ((wide, Qt.Orientation.Horizontal), (wide - 1, Qt.Orientation.Vertical)):
        halves.resize(width, 400)
        assert halves.orientation() == expected
    assert len(set(halves.sizes())) == 1
    halves.resize(wide, 400)
    assert halves.sizes()[0] < halves.sizes()[1]
