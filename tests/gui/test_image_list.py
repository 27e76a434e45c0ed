"""The list of images paints what comes in close together at once, and loses none of it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QObject, QPoint, QRect
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from gauntlet_desktop.ui.image_list import ImageListPanel
from gauntlet_desktop.ui.items import ImageItem, ImageListModel
from gauntlet_desktop.ui.theme import apply_theme, colours


class Paints(QObject):
    """Counts how often a widget is painted."""

    count = 0

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        self.count += event.type() == QEvent.Type.Paint
        return False


def test_rows_that_follow_close_upon_others_are_painted_together(qtbot: QtBot) -> None:
    model = ImageListModel()
    panel = ImageListPanel(model)
    qtbot.addWidget(panel)
    panel.resize(300, 500)
    with qtbot.waitExposed(panel):
        panel.show()
    paints = Paints()
    panel.view.viewport().installEventFilter(paints)
    for portion in range(50):
        model.add([ImageItem(b"/folder/%d-%d.png" % (portion, number)) for number in range(20)])
        QCoreApplication.processEvents()
    assert panel.count.text() == "1,000 images"
    assert 1 <= paints.count < 50
    qtbot.waitUntil(panel.view.updatesEnabled)
    before = paints.count
    panel.view.scrollToBottom()
    qtbot.waitUntil(lambda: paints.count > before)
    last = panel.view.indexAt(panel.view.viewport().rect().bottomLeft())
    assert last.row() == 999, "what came in meanwhile is laid out"


@pytest.fixture
def usual_look_afterwards(qapp: QApplication) -> Iterator[None]:
    yield
    apply_theme(qapp, "light")


@pytest.mark.usefixtures("usual_look_afterwards")
def test_rows_hold_the_thumbnail_and_three_lines_of_text_of_any_size(qtbot: QtBot, qapp: QApplication) -> None:
    apply_theme(qapp, "light", 100)
    model = ImageListModel()
    panel = ImageListPanel(model)
    qtbot.addWidget(panel)
    model.add([ImageItem(b"/folder/a.png"), ImageItem(b"/folder/b.png")])
    view, usual = panel.view, panel.view.rowHeight(0)
    assert usual > 56
    apply_theme(qapp, "light", 200)
    qtbot.waitUntil(lambda: view.rowHeight(1) == view.rowHeight(0) > 3 * view.fontMetrics().height() > usual)
    apply_theme(qapp, "light", 50)
    qtbot.waitUntil(lambda: 3 * view.fontMetrics().height() < 56 < view.rowHeight(0) == view.rowHeight(1) <= usual)


@pytest.mark.usefixtures("usual_look_afterwards")
@pytest.mark.parametrize("theme", ["light", "dark", "contrast-light", "contrast-dark"])
def test_the_selection_is_a_tint_that_leaves_badges_readable(qtbot: QtBot, qapp: QApplication, theme: str) -> None:
    model = ImageListModel()
    panel = ImageListPanel(model)
    qtbot.addWidget(panel)
    panel.resize(300, 500)
    panel.show()
    apply_theme(qapp, theme)
    items = [ImageItem(b"/folder/a.png"), ImageItem(b"/folder/b.png")]
    model.add(items)
    panel.choose(items[0])
    chosen = colours(qapp.palette())
    first, second = (_ground(panel, row) for row in range(2))
    assert second == QColor(chosen.base).rgb()
    assert first != second
    share = 45 / 255
    mixed = [
        round((1 - share) * ground + share * accent)
        for ground, accent in zip(QColor(chosen.base).getRgb()[:3], QColor(chosen.accent).getRgb()[:3], strict=True)
    ]
    assert QColor(first).getRgb()[:3] == pytest.approx(mixed, abs=2)


def _ground(panel: ImageListPanel, row: int) -> int:
    """The colour of a row beside its text."""
    rectangle: QRect = panel.view.visualRect(panel.filter.index(row, 0))
    return panel.view.viewport().grab().toImage().pixel(rectangle.topRight() + QPoint(-4, 4))
